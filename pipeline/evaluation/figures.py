"""From counts, item by item, to figures with bootstrap confidence intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_RESAMPLES = 1000
_SEED = 20250101
# Fewer documents than these say nothing about their spread: then pages and tasks are drawn instead.
_ENOUGH_DOCUMENTS = 10


@dataclass(frozen=True, slots=True)
class Hits:
    """What one item adds to a precision, recall and F1."""

    right: int
    predicted: int
    gold: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one item adds to a rate: so many of so many."""

    part: int
    whole: int


Item = Hits | Share


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric with its 95 % interval.

    Attributes:
        value: The F1, share or rate; error rates may pass 1. None where there was nothing to count.
        low: Lower end of the percentile bootstrap interval.
        high: Upper end.
        items: How many items were counted (pages, tasks, fields).
        precision: 0..1 for an F1, None for a share.
        recall: 0..1 for an F1, None for a share.
    """

    value: float | None
    low: float | None
    high: float | None
    items: int
    precision: float | None = None
    recall: float | None = None


def estimate(documents: Sequence[Sequence[Item]]) -> Figure:
    """Return the figure of one metric over all documents together.

    Args:
        documents: The items of each document; all items of the same class.

    Returns:
        Ten documents or more are drawn anew as wholes for the interval, fewer item by item.
    """
    items = [item for document in documents for item in document]
    counts = np.array([_ratio(item) for item in items], dtype=np.float64).reshape(-1, 2)
    top, bottom = counts.sum(axis=0)
    if not bottom:
        return Figure(None, None, None, len(items))
    if len(documents) >= _ENOUGH_DOCUMENTS:
        whole = [_ratio(added(document)) for document in documents if document]
        counts = np.array(whole, dtype=np.float64)
    low, high = _interval(counts)
    precision, recall = _precision_recall(items)
    return Figure(float(top / bottom), low, high, len(items), precision, recall)


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a metric differs between two runs over the same items.

    Attributes:
        value: After minus before; None where there was nothing to count.
        low: Lower end of the interval of the difference.
        high: Upper end.
    """

    value: float | None
    low: float = 0.0
    high: float = 0.0


def compare(before: Sequence[Item], after: Sequence[Item], level: float = 0.95) -> Change:
    """Return how a metric changed, with the noise of which pages happened to be drawn taken out.

    Args:
        before: The items of the first run.
        after: The same pages or documents in the same order, in the second run: pairs are drawn anew.
        level: 0..1, of the percentile bootstrap interval.

    Raises:
        ValueError: The runs have different numbers of items.
    """
    pairs = zip(before, after, strict=True)
    counts = np.array([(*_ratio(a), *_ratio(b)) for a, b in pairs], dtype=np.float64).reshape(-1, 4)
    whole = counts.sum(axis=0)
    if not whole[1] or not whole[3]:
        return Change(None)
    sums = _resampled(counts)
    sums = sums[(sums[:, 1] > 0) & (sums[:, 3] > 0)]
    ends = [50 * (1 - level), 50 * (1 + level)]
    low, high = np.percentile(sums[:, 2] / sums[:, 3] - sums[:, 0] / sums[:, 1], ends)
    return Change(float(whole[2] / whole[3] - whole[0] / whole[1]), float(low), float(high))


def added(items: Sequence[Item]) -> Item:
    """Return the items of one document as one, so that the document is drawn as a whole.

    Raises:
        ValueError: There are none.
    """
    if not items:
        raise ValueError("no items to add")
    if isinstance(items[0], Hits):
        held = [item for item in items if isinstance(item, Hits)]
        return Hits(sum(i.right for i in held), sum(i.predicted for i in held), sum(i.gold for i in held))
    ratios = [_ratio(item) for item in items]
    return Share(sum(part for part, _ in ratios), sum(whole for _, whole in ratios))


def _ratio(item: Item) -> tuple[int, int]:
    if isinstance(item, Hits):
        return 2 * item.right, item.predicted + item.gold
    return item.part, item.whole


def _interval(counts: Floats) -> tuple[float, float]:
    sums = _resampled(counts)
    drawn = sums[sums[:, 1] > 0]
    low, high = np.percentile(drawn[:, 0] / drawn[:, 1], [2.5, 97.5])
    return float(low), float(high)


def _resampled(counts: Floats) -> Floats:
    """Return the sums of so many rows drawn with replacement, once for each resample."""
    size = len(counts)
    rng = np.random.default_rng(_SEED)
    weights = rng.multinomial(size, np.full(size, 1 / size), size=_RESAMPLES).astype(np.float64)
    sums: Floats = weights @ counts
    return sums


def _precision_recall(items: Sequence[Item]) -> tuple[float | None, float | None]:
    hits = [item for item in items if isinstance(item, Hits)]
    if not hits:
        return None, None
    right = sum(item.right for item in hits)
    return (
        right / max(1, sum(item.predicted for item in hits)),
        right / max(1, sum(item.gold for item in hits)),
    )
