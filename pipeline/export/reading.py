"""Extractions from disk, one at a time, with what reviewers corrected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from pipeline.document import Document
from pipeline.errors import InputError
from pipeline.export import corrections


def find(paths: Iterable[Path]) -> list[Path]:
    """Return the JSON documents among files and folders (of a folder, all below it), each once.

    Raises:
        InputError: A path does not exist, or no document is found.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(p for p in sorted(path.rglob("*.json")) if _is_document(p)))
        elif path.is_file():
            found[path] = None
        else:
            raise InputError(f"{path} does not exist. Name JSON files or folders that convert wrote.")
    if not found:
        raise InputError("No JSON documents were found. Name files or folders that convert wrote.")
    return list(found)


def read(path: Path, *, corrected: bool = True) -> Document:
    """Read one document, with the corrections that lie beside it.

    Raises:
        InputError: The file cannot be read or is no document of this schema.
        UsageError: Its corrections break the contract.
    """
    try:
        document = Document.from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise InputError(
            f"{path} is no document of vnplan ({type(error).__name__}). Convert its scan again."
        ) from error
    found = corrections.read(path) if corrected else None
    if found is None or found.sha256 != document.file.sha256:
        return document
    return corrections.correct(document, found.corrections)[0]


def read_all(paths: Iterable[Path]) -> Iterator[Document]:
    """Yield the documents one after the other; only one is in memory."""
    for path in paths:
        yield read(path)


def _is_document(path: Path) -> bool:
    """Tell documents from manifests and other JSON in a folder by their first key, without reading all."""
    if path.name.startswith(".") or path.name.endswith(corrections.SUFFIX):
        return False
    with path.open(encoding="utf-8", errors="replace") as stream:
        head = stream.read(200).lstrip()
    return head.startswith("{") and json.dumps("schema_version") in head
