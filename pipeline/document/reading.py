"""The pages as they were read and mended, how far that can be trusted, and how it was made."""

from __future__ import annotations

from typing import Any, Literal

from pipeline.document.elements import Model

# Công văn 7197/BKHCN-CĐSQG (2025): printed text is to be read with at least 98 % of its characters right.
REQUIRED_CHARACTER_ACCURACY = 0.98


class PageWord(Model):
    """A word of a line: what an archive's text layer and a reviewer's eye need beyond the line.

    Attributes:
        text: As it is believed to be; a table row's words stand in the order of its cells.
        ocr_text: As it was read; None where that is the same.
        box: Pixels of the scan; None for plain text.
        confidence: 0..1 that `text` is right.
        reason: Why `text` differs from the reading; None where it does not.
        alternatives: What else it could be, best first.
        in_doubt: The restorer could not settle it: an eye is needed.
    """

    text: str
    box: tuple[int, int, int, int] | None
    confidence: float
    ocr_text: str | None = None
    reason: str | None = None
    alternatives: tuple[str, ...] = ()
    in_doubt: bool = False


class PageLine(Model):
    """A line as restored and as read; `box` in pixels of the scan."""

    text: str
    ocr_text: str
    box: tuple[int, int, int, int] | None
    confidence: float
    words: tuple[PageWord, ...] = ()


class Page(Model):
    """One page with its lines."""

    number: int
    width_px: int | None
    height_px: int | None
    dpi: float | None
    rotation_deg: int
    skew_deg: float
    lines: tuple[PageLine, ...]


class Quality(Model):
    """How far the result can be trusted."""

    ocr_confidence: float
    estimated_character_accuracy: float
    words: int
    words_restored: int
    words_in_doubt: int
    pages_failed: int
    needs_review: bool


class DocumentIssue(Model):
    """Something that the reader of the JSON should know."""

    severity: Literal["info", "warning", "error"]
    stage: str
    page: int | None
    code: str
    message: str


class Processing(Model):
    """How the result was made; the one field that may differ between two runs."""

    version: str
    options: dict[str, Any]
    engine: str
    models: dict[str, str]
    started_at: str
    seconds_by_stage: dict[str, float]
