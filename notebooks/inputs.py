"""What the notebooks read: converted JSON, gold beside it, and the scans, where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline import Document, Options
from pipeline.document import Task
from pipeline.evaluation import JudgedPage, judge_document
from pipeline.evaluation.folders import gold_files, pair, read_documents
from pipeline.files import sha256_of
from pipeline.source import load

ROOT = Path(__file__).resolve().parents[1]
Box = tuple[int, int, int, int]
Pixels = NDArray[np.uint8]


def folder(variable: str, default: str) -> Path:
    """Return the folder that an environment variable names, else one of the repository's.

    A kernel works in its notebook's folder; a relative name is meant from where Jupyter was started.
    """
    named = os.environ.get(variable)
    return Path(os.environ.get("PWD", ""), named) if named else ROOT / default


def json_folder() -> Path:
    """Return where converted JSON lies: VNPLAN_JSON, or what `make demo` made of the samples."""
    return folder("VNPLAN_JSON", "out/demo")


def gold_folder() -> Path:
    """Return where its gold lies: VNPLAN_GOLD, or the samples."""
    return folder("VNPLAN_GOLD", "samples")


def study_folder() -> Path:
    """Return where a study lies (`gold/`, `json/`): VNPLAN_STUDY, or the drawn and worn plans."""
    return folder("VNPLAN_STUDY", "out/study")


def documents() -> dict[str, Document]:
    """Return the converted documents by name.

    Raises:
        InputError: There are none.
    """
    return read_documents(json_folder())


def name_of(document: Document) -> str:
    """Return what a plan is called in a figure: its number and symbol, or its file."""
    return document.header.number_symbol or document.file.name


@dataclass(frozen=True, slots=True)
class Studied:
    """A converted plan whose print is known.

    Attributes:
        name: Of its files; plan, grade of wear and typeface where the study was drawn.
        document: As converted.
        pages: Its words, each right or wrong.
    """

    name: str
    document: Document
    pages: list[JudgedPage]

    def part(self, index: int) -> str:
        """Return a part of the name between its points; of other names there is but the whole."""
        parts = self.name.split(".")
        return parts[index] if len(parts) > index else self.name


def study() -> list[Studied]:
    """Return the documents of the study whose gold has text, with every word judged.

    Raises:
        InputError: There is nothing; `make notebooks` draws and converts the plans.
    """
    found = read_documents(study_folder() / "json")
    pairs = pair(gold_files(study_folder() / "gold"), found)
    texts = [(gold.text.read_text(encoding="utf-8"), name) for gold, name in pairs if gold.text is not None]
    return [Studied(name, found[name], judge_document(text, found[name])) for text, name in texts]


def by_part(studied: Iterable[Studied], index: int) -> dict[str, list[JudgedPage]]:
    """Return the pages under each value of one part of the names."""
    return grouped((one.part(index), page) for one in studied for page in one.pages)


def grouped(pairs: Iterable[tuple[str, JudgedPage]]) -> dict[str, list[JudgedPage]]:
    """Return the pages under each key, keys in the order in which they come."""
    groups: dict[str, list[JudgedPage]] = {}
    for key, page in pairs:
        groups.setdefault(key, []).append(page)
    return groups


def short(text: str, most: int = 120) -> str:
    """Return the text, its end cut off where it is longer than so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def tasks_of(found: Iterable[Document]) -> list[tuple[str, Task]]:
    """Return all tasks, each with what its plan is called."""
    return [(name_of(document), task) for document in found for task in document.tasks]


@lru_cache(maxsize=1)
def _scans() -> dict[str, Path]:
    folders = [folder("VNPLAN_SCANS", "samples"), study_folder() / "scans"]
    paths = [
        path for place in folders if place.is_dir() for path in sorted(place.rglob("*")) if path.is_file()
    ]
    return {sha256_of(path): path for path in paths if path.suffix != ".json"}


@lru_cache(maxsize=8)
def _pixels(path: Path, page: int) -> Pixels:
    image = next(iter(load(path, Options(pages=str(page), text_layer="never"))))
    return image.pixels  # type: ignore[union-attr]


def crop(document: Document, page: int, box: Box | None, margin_px: int = 8) -> Pixels | None:
    """Return a piece of the scan, None where the scan is not in VNPLAN_SCANS or there is no place on it.

    Args:
        document: Its hash finds the scan, whatever it is called.
        page: From 1.
        box: Pixels of the scan; None in documents made of text.
        margin_px: Paper around the box.
    """
    path = _scans().get(document.file.sha256)
    if path is None or box is None:
        return None
    x0, y0, x1, y1 = box
    whole = _pixels(path, page)
    return whole[max(0, y0 - margin_px) : y1 + margin_px, max(0, x0 - margin_px) : x1 + margin_px]


def crops(places: Sequence[tuple[Document, int, Box, str]], most: int = 12) -> list[tuple[Pixels, str]]:
    """Return the first pieces of scan that are at hand, each with its caption."""
    found = ((crop(document, page, box), caption) for document, page, box, caption in places)
    return list(islice(((pixels, caption) for pixels, caption in found if pixels is not None), most))
