"""What a true word may be read as: P(read | true) by whole words and by segments of characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.tokens import TITLE, UPPER, shape

Floats = NDArray[np.float32]
Ints = NDArray[Any]
NEVER = np.float32(-99)
MAX_SEGMENT = 3
_ANY_CHARACTER = np.float32(-9.5)  # a character read where training never saw it
_ANY_SEGMENT = (np.float32(0), _ANY_CHARACTER, np.float32(-10.5), np.float32(-13))
_LOST_CHARACTER = np.float32(-9)
_MOST_LOST = 2  # letters by which a word may be longer than its reading
_MOST_TRUST = 0.4  # real pages are worn otherwise than drawn ones: letters keep the greater say
_WORD_TRUST = 12.0  # sightings of a true word after which its own readings weigh as much as its letters


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
        readings: Word that training saw read -> row of `known_ids` and `known_logs`.
        known_ids: (readings, candidates) the true words, likeliest first.
        known_logs: (readings, candidates) log P(reading | word), by its own sightings and by its letters.
        word_counts: (3 shapes, words) how often each true word was seen.
    """

    segments: Mapping[str, int]
    logs: Floats
    upper: Ints
    readings: Mapping[str, int]
    known_ids: Ints
    known_logs: Ints
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
        row = self.readings.get(core)
        if row is not None:
            logs = self.known_logs[row].astype(np.float32)
            real = logs > NEVER
            return self.known_ids[row][real].astype(np.int64), logs[real]
        pattern = shape(core)
        ids, logs = self.spell(core, pattern)
        logs = logs + np.log1p(-trust(self.word_counts[pattern][ids]))
        score = logs + unigram[ids]
        if len(ids) > count:
            best = np.argpartition(-score, count)[:count]
            ids, logs = ids[best], logs[best]
        return ids, logs

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
            if depth > size + _MOST_LOST:
                break
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
        table[0] = np.maximum(self.logs[self.segments[""]], _LOST_CHARACTER)
        for start in range(size):
            for length in range(1, min(MAX_SEGMENT, size - start) + 1):
                row = self.segments.get(core[start : start + length])
                if row is not None:
                    table[length, start] = self.logs[row]
                np.maximum(table[length, start], _ANY_SEGMENT[length], out=table[length, start])
        return table


def trust(sightings: Ints) -> Floats:
    """Return the weight of a true word's own readings against its letters, 0 to _MOST_TRUST."""
    n = sightings.astype(np.float32)
    share: Floats = _MOST_TRUST * n / (n + _WORD_TRUST)
    return share


def _advance(before: Floats, table: Floats) -> Floats:
    """Return the best score of each node at each place of the reading, one letter further."""
    size = before.shape[1]
    after: Floats = before + table[0].T
    for length in range(1, min(MAX_SEGMENT, size - 1) + 1):
        step = before[:, :-length] + table[length, : size - length].T
        np.maximum(after[:, length:], step, out=after[:, length:])
    return after
