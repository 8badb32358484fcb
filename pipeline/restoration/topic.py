"""What a document speaks of: words that it settles in one place are likelier where it leaves a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import exp

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.language_model import NUMBER

SETTLED = 0.7  # posterior from which a word speaks for the document
_OPEN = 0.985  # posterior from which MOST cannot turn a word
REACH = 800.0  # words after which a mention counts e times less
ALONE, BESIDE = 0.6, 0.7  # weights of a word's own mentions, and of those beside the same neighbour
_DOUBTED = 0.5  # mentions that stand for nothing
_DOUBTED_ALONE = 2.0  # mentions that the corpus's shares weigh as much as
_DOUBTED_BESIDE = 0.5  # mentions that the document's shares weigh as much as
MOST = 2.0  # nats

Floats = NDArray[np.float32]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spot:
    """One word of the document, in its order.

    Attributes:
        ids: Its candidates.
        scores: Their posterior; None where there is one candidate only.
        heard: Its posterior may be changed by what the document says elsewhere.
    """

    ids: tuple[int, ...]
    scores: Floats | None
    heard: bool


@dataclass(slots=True)
class _Memory:
    """Mentions by key, each counting less the farther it is."""

    counts: dict[int, tuple[float, int]] = field(default_factory=dict)

    def add(self, key: int, position: int, weight: float) -> None:
        """Count one mention."""
        self.counts[key] = self.count(key, position) + weight, position

    def count(self, key: int, position: int) -> float:
        """Return the mentions so far as they count here."""
        found = self.counts.get(key)
        return 0.0 if found is None else found[0] * exp(-abs(position - found[1]) / REACH)


def adapted(spots: Sequence[Spot], unigram: Floats, skeletons: NDArray[np.int64]) -> dict[int, Floats]:
    """Return the new posteriors of the words in doubt that the document settles elsewhere, by position.

    Args:
        spots: The document's words.
        unigram: (words,) log probabilities.
        skeletons: (words,) a number for each word's letters without marks, by which neighbours are compared.
    """
    open_ = {i for i, spot in enumerate(spots) if spot.heard and _is_open(spot)}
    if not open_:
        return {}
    words = [_settled(spot) for spot in spots]
    letters = [int(skeletons[s.ids[0] if s.scores is None else s.ids[int(s.scores.argmax())]]) for s in spots]
    mentions = {i: np.zeros((3, len(spots[i].ids))) for i in open_}
    for order in (range(len(spots)), range(len(spots) - 1, -1, -1)):
        memory = _Memory()
        for i in order:
            before, after = letters[i - 1] if i else -1, letters[i + 1] if i + 1 < len(spots) else -1
            if i in open_:
                keys = [list(_keys(word, before, after)) for word in spots[i].ids]
                mentions[i] += np.array([[memory.count(k, i) for k in three] for three in keys]).T
            word, weight = words[i]
            if weight:
                for key in _keys(word, before, after):
                    memory.add(key, i, weight)
    return {i: _moved(spots[i], counts, unigram) for i, counts in mentions.items() if counts.any()}


def _is_open(spot: Spot) -> bool:
    """Return whether it is in doubt which word stands here; what is no word (an acronym) is left alone."""
    if spot.scores is None or float(spot.scores.max()) >= _OPEN:
        return False
    return spot.ids[int(spot.scores.argmax())] > NUMBER


def _settled(spot: Spot) -> tuple[int, float]:
    """Return the word that stands here and how certain it is; 0 where it says nothing of the document."""
    if spot.scores is None:
        word, certain = spot.ids[0], 1.0
    else:
        best = int(spot.scores.argmax())
        word, certain = spot.ids[best], float(spot.scores[best])
    return word, certain if word > NUMBER and certain >= SETTLED else 0.0


def _keys(word: int, before: int, after: int) -> Iterator[int]:
    """Yield the word alone, after what stands before it, and before what stands after it."""
    yield word
    yield 1 << 40 | (before + 1) << 20 | word
    yield 2 << 40 | (after + 1) << 20 | word


def _moved(spot: Spot, mentions: Numbers, unigram: Floats) -> Floats:
    assert spot.scores is not None
    ids = np.array(spot.ids)
    known = ids > NUMBER  # of other things a mention does not tell which they are
    frequency = np.exp(unigram[ids].astype(float)) * known
    alone, *beside = mentions
    # against what any document would have: of common words it tells little that there are many
    bonus = ALONE * np.log((alone + _DOUBTED) / (2 * REACH * frequency + _DOUBTED))
    believed = _shares(alone, np.maximum(frequency / frequency.sum(), 1e-9), _DOUBTED_ALONE)
    for counts in beside:
        bonus += BESIDE * np.log(_shares(counts, believed, _DOUBTED_BESIDE) / believed)
    bonus = np.clip(bonus, -MOST, MOST) * known
    odds = np.maximum(spot.scores, 1e-9) * np.exp(bonus)
    new: Floats = (odds / odds.sum()).astype(np.float32)
    return new


def _shares(counts: Numbers, expected: Numbers, doubted: float) -> Numbers:
    shares: Numbers = (counts + doubted * expected) / (counts.sum() + doubted)
    return shares


def skeleton_numbers(groups: Iterable[Sequence[int]], words: int) -> NDArray[np.int64]:
    """Return one number for all words of a group, another for each group; 0 for words of none."""
    out = np.zeros(words, np.int64)
    for number, group in enumerate(groups, 1):
        out[list(group)] = number
    return out
