"""Ties extracted values to their place on the page."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.document import Source
from pipeline.geometry import Frame, union
from pipeline.page import PageText, Passage

Frames = dict[int, Frame]


def frames_of(pages: Iterable[PageText]) -> Frames:
    """Return each page's way back to the scan, by page number."""
    return {page.number: page.frame for page in pages}


def source_of(passage: Passage, frames: Frames) -> Source | None:
    """Return where the passage stands; the page where it begins if it runs over several.

    Args:
        passage: Words with page, line and box in the frame of the page as read.
        frames: From `frames_of`.

    Returns:
        Lines from 1, `box` in pixels of the scan; None for a passage without words.
    """
    if not passage.pieces:
        return None
    page = passage.pieces[0].page
    here = [piece for piece in passage.pieces if piece.page == page]
    box = union(passage.boxes(page))
    return Source(
        page=page,
        lines=(min(p.line for p in here), max(p.line for p in here)),
        box=None if box is None else frames.get(page, Frame()).to_scan(box).rounded(),
        ocr_text=passage.ocr_text,
    )


def confidence_of(passage: Passage, rule: float = 1.0) -> float:
    """Return how sure a value read from the passage is: its words' mean and its worst word, times the rule.

    The mean counts three times the worst word: one doubtful word lowers a sentence, but does not sink it.

    Args:
        passage: The words that bear the value.
        rule: 0..1, how far the rule that found the value is to be trusted.
    """
    if not passage.pieces:
        return round(rule, 4)
    worst = min(piece.word.confidence for piece in passage.pieces)
    return round(max(0.0, min(1.0, (3 * passage.confidence + worst) / 4 * rule)), 4)


def doubt_share(passage: Passage) -> float:
    """Return the share (0..1) of the passage's letters that stand in words left open."""
    total = sum(p.end - p.start for p in passage.pieces)
    return sum(p.end - p.start for p in passage.pieces if p.word.in_doubt) / total if total else 0.0


def is_scanned(passage: Passage) -> bool:
    """Return whether a word of the passage was read off an image or a text layer, so that it has a box."""
    return any(piece.word.box is not None for piece in passage.pieces)


def in_doubt(passage: Passage) -> bool:
    """Return whether the restorer left one of the passage's words open."""
    return any(piece.word.in_doubt for piece in passage.pieces)
