"""Texts: CER, WER, syllable accuracy, DER, harm and repair."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.evaluation.alignment import align, characters, distance, right_positions, tokens
from pipeline.evaluation.figures import Share
from pipeline.text import strip_marks

TEXT_METRICS = ("cer", "wer", "syllable_accuracy", "der", "harm", "repair")


@dataclass(frozen=True, slots=True)
class TextCounts:
    """What was counted on one page.

    Attributes:
        characters: Of the gold.
        character_errors: Levenshtein over grapheme clusters.
        words: Of the gold.
        word_errors: Levenshtein over white-space tokens.
        right: Gold words that came out right.
        marks_wrong: Gold words whose base letters are right and whose marks are wrong.
        right_before: Gold words that the OCR had right; None where its text is not given.
        harmed: Right in the OCR and wrong after.
        repaired: Wrong in the OCR and right after.
    """

    characters: int
    character_errors: int
    words: int
    word_errors: int
    right: int
    marks_wrong: int
    right_before: int | None = None
    harmed: int = 0
    repaired: int = 0


def compare_texts(gold: str, read: str, ocr: str | None = None) -> TextCounts:
    """Count what is right and wrong in `read`.

    Args:
        gold: What is printed.
        read: What came out.
        ocr: What the OCR had read before it was mended; None leaves harm and repair out.
    """
    truth, words = tokens(gold), tokens(read)
    right = right_positions(truth, words)
    before = None if ocr is None else right_positions(truth, tokens(ocr))
    clusters = characters(truth)
    return TextCounts(
        characters=len(clusters),
        character_errors=distance(clusters, characters(words)),
        words=len(truth),
        word_errors=distance(truth, words),
        right=len(right),
        marks_wrong=_marks_wrong(truth, words),
        right_before=None if before is None else len(before),
        harmed=0 if before is None else len(before - right),
        repaired=0 if before is None else len(right - before),
    )


def _marks_wrong(gold: list[str], read: list[str]) -> int:
    pairs = [(gold[i], read[j]) for i, j in align(gold, read) if i is not None and j is not None]
    return sum(a != b and strip_marks(a) == strip_marks(b) for a, b in pairs)


def compare_pages(gold: str, read: list[str], ocr: list[str] | None = None) -> list[TextCounts]:
    """Count page by page where the gold's form feeds part it into as many pages, else as one text."""
    pages = gold.rstrip("\f\n").split("\f")
    if len(pages) != len(read):
        whole = None if ocr is None else "\n".join(ocr)
        return [compare_texts(gold.replace("\f", "\n"), "\n".join(read), whole)]
    readings: list[str | None] = list(ocr) if ocr is not None else [None] * len(read)
    return [compare_texts(*page) for page in zip(pages, read, readings, strict=True)]


def text_items(pages: list[TextCounts]) -> dict[str, list[Share]]:
    """Return the items of each metric, one a page."""
    items = {
        "cer": [Share(page.character_errors, page.characters) for page in pages],
        "wer": [Share(page.word_errors, page.words) for page in pages],
        "syllable_accuracy": [Share(page.right, page.words) for page in pages],
        "der": [Share(page.marks_wrong, page.words) for page in pages],
    }
    mended = [(page, page.right_before) for page in pages if page.right_before is not None]
    if mended:
        items["harm"] = [Share(page.harmed, before) for page, before in mended]
        items["repair"] = [Share(page.repaired, page.words - before) for page, before in mended]
    return items
