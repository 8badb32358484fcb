"""A folder of gold against a folder of predictions: the report, as values and as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.document import Document
from pipeline.errors import InputError
from pipeline.evaluation.fields import FIELD_METRICS, field_items
from pipeline.evaluation.figures import Figure, Item, estimate
from pipeline.evaluation.folders import GoldFiles, gold_files, pair, read_documents
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.texts import TEXT_METRICS, compare_pages, text_items

METRICS = (*TEXT_METRICS, *FIELD_METRICS)
Items = Mapping[str, Sequence[Item]]


@dataclass(frozen=True, slots=True)
class DocumentPages:
    """The texts of one document, for the eye: gold, what came out, and what the OCR had read."""

    name: str
    gold: str
    read: tuple[str, ...]
    ocr: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was right and wrong.

    Attributes:
        items: By document, then by metric, what was counted.
        texts: Of the documents whose gold has text.
        missing: Names of gold without a prediction; they count in no figure.
        extra: Predictions without gold.
    """

    items: Mapping[str, Items]
    texts: tuple[DocumentPages, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    def document(self, name: str) -> dict[str, Figure]:
        """Return the figures of one document."""
        return _figures([self.items[name]])

    def together(self) -> dict[str, Figure]:
        """Return the figures of all documents together."""
        return _figures(self.items.values())

    def to_json(self) -> str:
        """Return the report as indented JSON."""
        shown = {
            "together": _plain(self.together()),
            "documents": {name: _plain(self.document(name)) for name in self.items},
            "missing": self.missing,
            "extra": self.extra,
        }
        return json.dumps(shown, ensure_ascii=False, indent=2) + "\n"


def _figures(documents: Iterable[Items]) -> dict[str, Figure]:
    everything = list(documents)
    return {
        name: estimate([items[name] for items in everything if name in items])
        for name in METRICS
        if any(name in items for items in everything)
    }


def _plain(figures: dict[str, Figure]) -> dict[str, dict[str, Any]]:
    return {
        name: {
            key: round(value, 6) if isinstance(value, float) else value
            for key, value in dataclasses.asdict(figure).items()
        }
        for name, figure in figures.items()
    }


def evaluate(gold: Path, predicted: Path) -> Report:
    """Compare a folder of gold with a folder of converted documents.

    Args:
        gold: Holds `<name>.json` (annotation or reviewed document) and `<name>.txt` (what is printed,
            pages parted by form feeds), either or both; or folders as in `samples/`.
        predicted: What `vnplan convert` wrote. A document belongs to the gold of its name, or to the
            one that lies beside the same scan.

    Raises:
        InputError: A folder or file cannot be read, or no prediction belongs to any gold.
    """
    files, documents = gold_files(gold), read_documents(predicted)
    pairs = pair(files, documents)
    if not pairs:
        raise InputError(f"Nothing in {predicted} belongs to the gold in {gold}. Give both the same names.")
    named = {one.name for one, _ in pairs}
    return Report(
        items={one.name: _items(one, documents[stem]) for one, stem in pairs},
        texts=tuple(_pages(one, documents[stem]) for one, stem in pairs if one.text is not None),
        missing=tuple(one.name for one in files if one.name not in named),
        extra=tuple(sorted(set(documents) - {stem for _, stem in pairs})),
    )


def _items(files: GoldFiles, document: Document) -> Items:
    items: dict[str, Sequence[Item]] = {}
    if files.text is not None:
        pages = _pages(files, document)
        items |= text_items(compare_pages(pages.gold, list(pages.read), list(pages.ocr)))
    if files.fields is not None:
        items |= field_items(read_gold(files.fields), document)
    return items


def _pages(files: GoldFiles, document: Document) -> DocumentPages:
    if files.text is None:
        raise ValueError(f"{files.name} has no text")
    try:
        gold = files.text.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{files.text} cannot be read: {error}. Give the text in UTF-8.") from error
    return DocumentPages(
        files.name,
        gold,
        tuple("\n".join(line.text for line in page.lines) for page in document.pages),
        tuple("\n".join(line.ocr_text for line in page.lines) for page in document.pages),
    )
