"""What a true word may be read as: P(read | true) by whole words and by segments of characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.tokens import LOWER, TITLE, UPPER, shape

Floats = NDArray[np.float32]
Ints = NDArray[Any]
NEVER = np.float32(-99)
MAX_SEGMENT = 3
ANY_CHARACTER = np.float32(-9.5)  # a character read where training never saw it
ANY_SEGMENT = (np.float32(0), ANY_CHARACTER, np.float32(-10.5), np.float32(-13))
LOST_CHARACTER = np.float32(-9)
MOST_TRUST = 0.85  # real pages are worn otherwise than drawn ones: letters always keep a say
WORD_TRUST = 12.0  # sightings of a true word after which its own readings weigh as much as its letters


@dataclass(frozen=True, slots=True)
class Trie:
    """The words that a broken reading may stand for, by depth; built once at training.

    Attributes:
        parents: For each depth, the row of the parent in the depth before.
        letters: For each depth, the lower-case letter's number in the channel's alphabet.
        ends: For each depth, the word id that ends there, or -1.
    """

    parents: tuple[Ints, ...]
    letters: tuple[Ints, ...]
    ends: tuple[Ints, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of reading: `eng` (wrong language) or `vie`.

    Attributes:
        segments: Read segment (0 to 3 characters) -> row of `logs`.
        logs: (segments, letters) log P(segment | letter).
        upper: Lower-case letter's number -> its capital's.
        readings: Read word -> rows `start:stop` of `true_ids` and `true_counts`.
        word_counts: (3 shapes, words) how often each true word was seen.
        bias: Added to the score of every reading that is not the word itself (nats, <= 0).
    """

    segments: Mapping[str, int]
    logs: Floats
    upper: Ints
    readings: Mapping[str, tuple[int, int]]
    true_ids: Ints
    true_counts: Ints
    word_counts: Ints
    trie: Trie
    cache: dict[str, tuple[Ints, Floats]] = field(default_factory=dict)

    def candidates(self, core: str, unigram: Floats, count: int) -> tuple[Ints, Floats]:
        """Return the ids of the likeliest true words for a read core, and log P(core | word).

        Args:
            core: One read word without its punctuation.
            unigram: (words,) log probabilities, to choose which to return.
            count: At most so many.
        """
        found = self.cache.get(core)
        if found is None:
            found = self._candidates(core, unigram, count)
            if len(self.cache) < 200_000:
                self.cache[core] = found
        return found

    def _candidates(self, core: str, unigram: Floats, count: int) -> tuple[Ints, Floats]:
        pattern = shape(core)
        ids, by_letters = self.spell(core, pattern)
        start, stop = self.readings.get(core, (0, 0))
        seen, counts = self.true_ids[start:stop].astype(np.int64), self.true_counts[start:stop]
        totals = self.word_counts[pattern]
        letters = np.full(len(unigram), NEVER, np.float32)
        letters[ids] = by_letters
        pool = np.union1d(ids, seen)
        known = np.zeros(len(pool), np.float32)
        known[np.searchsorted(pool, seen)] = counts
        total = totals[pool].astype(np.float32)
        trust = MOST_TRUST * total / (total + WORD_TRUST)
        mixed = trust * known / np.maximum(total, 1) + (1 - trust) * np.exp(letters[pool])
        logs = np.log(np.maximum(mixed, 1e-30)).astype(np.float32)
        order = np.argsort(-(logs + unigram[pool]), kind="stable")[:count]
        return pool[order], logs[order]

    def spell(self, core: str, pattern: int) -> tuple[Ints, Floats]:
        """Return all words of the trie that could be read so, and log P(core | word) by its letters."""
        size = len(core)
        table = self._segment_table(core)
        scores = np.full((1, size + 1), NEVER, np.float32)
        scores[0, 0] = 0
        ids, logs = [], []
        alive = np.zeros(1, np.int64)
        for depth, (parents, letters, ends) in enumerate(
            zip(self.trie.parents, self.trie.letters, self.trie.ends, strict=True)
        ):
            row_of = np.full(int(parents.max()) + 1, -1)
            within = alive[alive < len(row_of)]
            row_of[within] = np.arange(len(within))
            kept = np.flatnonzero(row_of[parents] >= 0)
            if not len(kept):
                break
            capital = pattern == UPPER or (pattern == TITLE and depth == 0)
            chars = self.upper[letters[kept]] if capital else letters[kept]
            scores = _advance(scores[row_of[parents[kept]]], table[:, :, chars])
            best = scores.max(axis=1)
            good = best > best.max() - 18
            kept, scores = kept[good], scores[good]
            final = (ends[kept] >= 0) & (scores[:, size] > -30)
            ids.append(ends[kept[final]])
            logs.append(scores[final, size])
            alive = kept
        return np.concatenate(ids).astype(np.int64), np.concatenate(logs)

    def _segment_table(self, core: str) -> Floats:
        """Return (length of segment, start, letter) -> log P."""
        size, letters = len(core), self.logs.shape[1]
        table = np.full((MAX_SEGMENT + 1, size + 1, letters), NEVER, np.float32)
        table[0] = np.maximum(self.logs[self.segments[""]], LOST_CHARACTER)
        for start in range(size):
            for length in range(1, min(MAX_SEGMENT, size - start) + 1):
                row = self.segments.get(core[start : start + length])
                if row is not None:
                    table[length, start] = self.logs[row]
                np.maximum(table[length, start], ANY_SEGMENT[length], out=table[length, start])
        return table


def _advance(before: Floats, table: Floats) -> Floats:
    """Return the best score of each node at each place of the reading, one letter further."""
    size = before.shape[1]
    after = before + table[0].T
    for length in range(1, min(MAX_SEGMENT, size - 1) + 1):
        step = before[:, :-length] + table[length, : size - length].T
        np.maximum(after[:, length:], step, out=after[:, length:])
    return after


__all__ = ["LOWER", "Channel", "Trie"]
