"""Pages that were read, one small file each, so that a killed batch loses at most the pages in hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from pipeline.files import write_whole
from pipeline.page import PageText


@dataclass(frozen=True, slots=True)
class Spooled:
    """A page and the seconds by stage that it took."""

    page: PageText
    seconds: dict[str, float]


_SPOOLED = TypeAdapter(Spooled)


def folder_for(spools: Path, sha256: str, identity: str) -> Path:
    """Return the folder for one document's pages: another content, option, version or model is another."""
    return spools / hashlib.sha256(f"{sha256}\n{identity}".encode()).hexdigest()[:32]


def keep(folder: Path, page: PageText, seconds: dict[str, float]) -> None:
    """Write a page whole or not at all.

    It is not forced to the disk: after a power cut a page that is empty or torn is read again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text = _SPOOLED.dump_json(Spooled(page, seconds)).decode()
    write_whole(_file(folder, page.number), text, durable=False)


def missing(folder: Path, numbers: Iterable[int]) -> tuple[int, ...]:
    """Return the pages that are not there."""
    return tuple(number for number in numbers if not _file(folder, number).is_file())


def take(folder: Path, number: int) -> Spooled | None:
    """Return a page; None where it is not there or torn."""
    try:
        return _SPOOLED.validate_json(_file(folder, number).read_bytes())
    except (OSError, ValidationError):
        return None


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number}.page"  # no .json: who looks for results in OUT finds results
