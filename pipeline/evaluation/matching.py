"""Which predicted item is which gold item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import regex

from pipeline.evaluation.figures import Hits
from pipeline.text import fold

TASK_THRESHOLD = 0.8


def plain(text: str | None) -> str:
    """Return the text for comparing: case, white space and tone placement apart."""
    return " ".join(fold(text or "").split())


def bag(text: str) -> Counter[str]:
    """Return the words of a text, case, punctuation and tone placement apart."""
    return Counter(regex.findall(r"[\w\p{M}]+", fold(text)))


def token_f1(first: Counter[str], second: Counter[str]) -> float:
    """Return the F1 of two bags of words, 0..1."""
    shared = (first & second).total()
    return 2 * shared / (first.total() + second.total()) if shared else 0.0


def match(
    gold: Sequence[Sequence[str]], predicted: Sequence[str], threshold: float = TASK_THRESHOLD
) -> list[tuple[int, int]]:
    """Pair texts one to one, the most alike first; of equals those that stand nearest in order.

    Args:
        gold: For each item the texts that are right, at least one.
        predicted: One text an item.
        threshold: Least token F1 of a pair.
    """
    bags = [[bag(text) for text in texts] for texts in gold]
    found = [bag(text) for text in predicted]
    scored = (
        (max(token_f1(one, other) for one in texts), -abs(i - j), i, j)
        for i, texts in enumerate(bags)
        for j, other in enumerate(found)
    )
    pairs: list[tuple[int, int]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, _, i, j in sorted((s for s in scored if s[0] >= threshold), reverse=True):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((i, j))
    return pairs


@dataclass(frozen=True, slots=True)
class Wanted:
    """One gold item: the keys that are right, the printed one first.

    Attributes:
        keys: Any of them is right.
        optional: Counts neither way when it is missed.
    """

    keys: tuple[Hashable, ...]
    optional: bool = False


def hits(gold: Sequence[Wanted], predicted: Sequence[Hashable]) -> list[Hits]:
    """Return the items of an F1 over keys; each predicted one serves one gold item, required ones first."""
    left = Counter(predicted)
    out = []
    for optional in (False, True):
        for wanted in (w for w in gold if w.optional is optional):
            key = next((key for key in wanted.keys if left[key]), None)
            if key is not None:
                left[key] -= 1
                out.append(Hits(1, 1, 1))
            elif not optional:
                out.append(Hits(0, 0, 1))
    return out + [Hits(0, 1, 0)] * left.total()
