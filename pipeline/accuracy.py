"""How many characters of a page are likely right, by the confidence of its words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

import numpy as np

_SURE = 0.9  # confidence from which a word tells nothing: nearly all are right, whatever Tesseract says


def doubt(words: Iterable[tuple[int, float]]) -> float:
    """Return how much confidence the words of a page lack, for each of its characters.

    Args:
        words: Characters and confidence (0..1) of each word.

    Returns:
        0 where all words are sure; 1 where there are none.
    """
    held = list(words)
    characters = sum(length for length, _ in held)
    lacking = sum(max(0.0, _SURE - confidence) for _, confidence in held)
    return min(1.0, lacking / characters) if characters else 1.0


def expected_accuracy(words: Iterable[tuple[int, float]]) -> float:
    """Return the share of a page's characters (0..1) that is likely right, as it was on pages with truth."""
    doubts, wrong = _knots()
    return 1 - float(np.interp(doubt(words), doubts, wrong))


@lru_cache(maxsize=1)
def _knots() -> tuple[list[float], list[float]]:
    """Return doubts, rising, and the share that was wrong: made by `python -m benchmarks.accuracy --fit`."""
    file = resources.files("pipeline").joinpath("accuracy.json")
    data = json.loads(file.read_text(encoding="utf-8"))
    return data["doubt"], data["wrong"]
