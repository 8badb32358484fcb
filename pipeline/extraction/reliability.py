"""How often values were right on scans with gold, by the confidence that their rule and words give.

`lexicon/confidence.csv` is measured by `python -m benchmarks.calibrate_fields`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from pipeline.extraction.lexicons import rows
from pipeline.extraction.sources import confidence_of, is_scanned
from pipeline.page import Passage

Calibrated = Literal["task", "unit", "deadline", "reference", "target"]


@cache
def points_of(field: Calibrated) -> tuple[tuple[float, float], ...]:
    """Return the measured points of a field: raw confidence and share right, rising."""
    found = (row for row in rows("confidence") if row["field"] == field)
    return tuple((float(row["raw"]), float(row["measured"])) for row in found)


def measured(raw: float, field: Calibrated) -> float:
    """Return the share (0..1) of a field's values with this raw confidence (0..1) that were right.

    Never falls where `raw` rises; between the measured points it runs straight.
    """
    return along(points_of(field), raw)


def along(points: Sequence[tuple[float, float]], raw: float) -> float:
    """Return the height (0..1) of the line through the points at `raw`."""
    for (left, low), (right, high) in pairwise(points):
        if raw <= right:
            return round(low + (high - low) * (raw - left) / (right - left), 4)
    return points[-1][1]


def reliability_of(passage: Passage, field: Calibrated, rule: float = 1.0) -> float:
    """Return how sure a value read from the passage is: measured on scans, as the rule says in typed text.

    Args:
        passage: The words that bear the value.
        field: Whose measurement counts.
        rule: 0..1, how far the rule that found the value is to be trusted.
    """
    raw = confidence_of(passage, rule)
    return measured(raw, field) if is_scanned(passage) else raw
