"""Whether a confidence keeps its word: calibration, and how many errors a short review catches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.evaluation.figures import Figure, estimate
from pipeline.evaluation.words import JudgedPage, JudgedWord, right_share

_EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Band:
    """The words of one band of confidence.

    Attributes:
        confidence: Mean of theirs, 0..1.
        right: Share of them that is right; the interval is over pages.
        words: How many they are.
    """

    confidence: float
    right: Figure
    words: int


def calibration(pages: Sequence[JudgedPage], edges: Sequence[float] = _EDGES) -> list[Band]:
    """Return the bands that hold words, by rising confidence.

    Args:
        pages: Judged.
        edges: Lower ends of the bands, rising from 0; each ends where the next begins.
    """
    bands = []
    for low, high in zip(edges, (*edges[1:], float("inf")), strict=True):
        held = [[w for w in page.words if low <= w.word.confidence < high] for page in pages]
        words = [word for page in held for word in page]
        if words:
            right = estimate([[right_share(page) for page in held if page]])
            bands.append(Band(_mean_confidence(words), right, len(words)))
    return bands


def calibration_error(bands: Sequence[Band]) -> float:
    """Return the expected calibration error: by how much confidence and share right differ, word by word."""
    total = sum(band.words for band in bands)
    return sum(abs(band.confidence - (band.right.value or 0)) * band.words for band in bands) / max(1, total)


def review_curve(pages: Sequence[JudgedPage]) -> list[tuple[float, float]]:
    """Return (share of words reviewed, share of wrong words among them), the least certain word first.

    Printed words that were lost stand nowhere and are not in it. Empty where no word is wrong.
    """
    words = sorted((w for page in pages for w in page.words), key=lambda word: word.word.confidence)
    wrong = sum(word.error is not None for word in words)
    curve, caught = [(0.0, 0.0)], 0
    for count, word in enumerate(words, 1):
        caught += word.error is not None
        curve.append((count / len(words), caught / max(1, wrong)))
    return curve if wrong else []


def caught_by(curve: Sequence[tuple[float, float]], reviewed: float) -> float:
    """Return the share of the errors that a review of so large a share of the words catches."""
    return max((caught for share, caught in curve if share <= reviewed), default=0.0)


def _mean_confidence(words: Sequence[JudgedWord]) -> float:
    return sum(word.word.confidence for word in words) / len(words)
