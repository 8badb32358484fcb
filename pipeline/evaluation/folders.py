"""Which gold belongs to which prediction: by name, or by the hash of the scan beside the gold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pipeline.document import Document
from pipeline.errors import InputError
from pipeline.files import sha256_of

_SCANS = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg"})


@dataclass(frozen=True, slots=True)
class GoldFiles:
    """The gold of one document.

    Attributes:
        name: The stem of the gold, or its folder's name where files are called `gold.json`.
        fields: JSON, None where there is only text.
        text: What is printed, pages parted by form feeds; None where there are only fields.
        scans: The documents that it was made from, where they lie beside it.
    """

    name: str
    fields: Path | None
    text: Path | None
    scans: tuple[Path, ...] = ()


def gold_files(folder: Path) -> list[GoldFiles]:
    """List the gold in a folder: `<name>.json` and `<name>.txt`, or `<name>/gold.json` and `text.txt`.

    Raises:
        InputError: The folder is missing or holds neither.
    """
    found = [*_in_folders(folder), *_in_files(folder)]
    if not found:
        raise InputError(f"No gold in {folder}. Put NAME.json (and NAME.txt) there, or NAME/gold.json.")
    return sorted(found, key=lambda files: files.name)


def _in_folders(folder: Path) -> Iterator[GoldFiles]:
    for home in sorted({path.parent for path in folder.glob("*/gold.json")}):
        text = home / "text.txt"
        scans = tuple(path for path in sorted(home.iterdir()) if path.suffix.lower() in _SCANS)
        yield GoldFiles(home.name, home / "gold.json", text if text.is_file() else None, scans)


def _in_files(folder: Path) -> Iterator[GoldFiles]:
    stems = {path.stem for path in folder.glob("*") if path.suffix in (".json", ".txt") and path.is_file()}
    for stem in sorted(stems - {"manifest"}):
        fields, text = folder / f"{stem}.json", folder / f"{stem}.txt"
        scans = tuple(p for p in sorted(folder.glob("*")) if p.stem == stem and p.suffix.lower() in _SCANS)
        yield GoldFiles(stem, fields if fields.is_file() else None, text if text.is_file() else None, scans)


def read_documents(folder: Path) -> dict[str, Document]:
    """Read all converted documents of a folder, by stem; other JSON (a manifest) is passed over.

    Raises:
        InputError: The folder holds none, or a document is damaged.
    """
    documents = {}
    for path in sorted(folder.glob("*.json")):
        try:
            text = path.read_text(encoding="utf-8")
            if '"schema_version"' in text:
                documents[path.stem] = Document.from_json(text)
        except (OSError, UnicodeDecodeError, ValidationError) as error:
            raise InputError(
                f"{path} is no converted document ({type(error).__name__}). Convert it again."
            ) from error
    if not documents:
        raise InputError(f"No converted document in {folder}. Run: vnplan convert INPUT... -o {folder}")
    return documents


def pair(gold: list[GoldFiles], documents: dict[str, Document]) -> list[tuple[GoldFiles, str]]:
    """Return each gold with the stem of its document; those without one are left out."""
    by_hash = {document.file.sha256: stem for stem, document in documents.items()}
    pairs = []
    for files in gold:
        stem = files.name if files.name in documents else _by_hash(files, by_hash)
        if stem is not None:
            pairs.append((files, stem))
    return pairs


def _by_hash(files: GoldFiles, by_hash: dict[str, str]) -> str | None:
    sums = (sha256_of(path) for path in files.scans)
    return next((by_hash[total] for total in sums if total in by_hash), None)
