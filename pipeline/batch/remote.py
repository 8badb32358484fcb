"""Inputs by URL, through fsspec: s3://, sftp://, memory:// and what else it knows."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.batch.naming import SUFFIXES, safe_name
from pipeline.errors import DependencyError, InputError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_BLOCK = 1 << 20
# What the packages behind the URLs raise that is no OSError.
_FOREIGN = (("botocore.exceptions", "BotoCoreError"), ("paramiko", "SSHException"))


def _unreachable() -> tuple[type[Exception], ...]:
    foreign = (getattr(sys.modules[module], name) for module, name in _FOREIGN if module in sys.modules)
    return (OSError, ValueError, *foreign)


@contextmanager
def _reaching(url: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise DependencyError(
            f"{url} needs a package that is not installed ({error}). Install vnplan[remote]."
        ) from error
    except _unreachable() as error:
        raise InputError(f"{url} cannot be read ({error}). Check the address and your rights.") from error


def _place(url: str) -> tuple[AbstractFileSystem, str]:
    from fsspec.core import url_to_fs

    filesystem, path = url_to_fs(url)
    return filesystem, path


def listing(url: str, skipped: list[str]) -> list[str]:
    """Return the URLs of the scans that a URL means: itself, those below it, or those that match it.

    Raises:
        InputError: It cannot be reached, or nothing is there.
        DependencyError: Its protocol needs a package that is not installed.
    """
    with _reaching(url):
        filesystem, path = _place(url)
        if filesystem.isfile(path):
            return [filesystem.unstrip_protocol(path)]
        below = filesystem.glob(path) if _is_pattern(path) else filesystem.find(path)
        names = sorted(str(name) for name in below if filesystem.isfile(name))
    if not names:
        raise InputError(f"There is nothing at {url}. Check the address.")
    wanted = [name for name in names if PurePosixPath(name).suffix.lower() in SUFFIXES]
    skipped += [name for name in names if name not in wanted]
    return [filesystem.unstrip_protocol(name) for name in wanted]


def _is_pattern(path: str) -> bool:
    return any(sign in path for sign in "*?[")


def fetch(url: str, folder: Path, most_bytes: int) -> Path:
    """Copy the content of a URL into a folder of its own.

    Raises:
        InputError: It cannot be read, or has more than `most_bytes`.
        DependencyError: Its protocol needs a package that is not installed.
    """
    target = folder / safe_name(PurePosixPath(url).name)
    with _reaching(url):
        folder.mkdir(parents=True, exist_ok=True)
        filesystem, path = _place(url)
        with filesystem.open(path, "rb") as source, target.open("wb") as out:
            _copy(source, out, most_bytes, url)
    return target


def _copy(source: Any, out: Any, most_bytes: int, url: str) -> None:
    written = 0
    while block := source.read(_BLOCK):
        written += len(block)
        if written > most_bytes:
            raise InputError(f"{url} has more than {most_bytes:,} bytes. Split it, or raise max_file_bytes.")
        out.write(block)


def forget(folder: Path) -> None:
    """Remove what was fetched."""
    shutil.rmtree(folder, ignore_errors=True)
