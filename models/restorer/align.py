"""Drawn lines and their readings -> pairs of words, and of characters with the segments they were read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from prepare import Pair
from rapidfuzz.distance import Levenshtein

from pipeline.restoration.tokens import cut, peel, peel_misread, shape, shaped
from pipeline.text import nfc, strip_marks

LOOKALIKE = str.maketrans("6015|¢€®é!9}", "oolslceeelgj")
MAX_SEGMENT = 3
WordPairs = Counter[tuple[str, str]]


def folded(text: str) -> str:
    """Return the text for a first alignment: as long as it was, without marks and look-alikes."""
    return "".join(strip_marks(c)[:1] or c for c in text).lower().translate(LOOKALIKE)


def read_spans(truth: str, read: str) -> list[tuple[int, int]]:
    """Return for each character of the truth the span of the reading it was read as."""
    spans = [(0, 0)] * len(truth)
    pending = -1  # start of an insertion after a space: it belongs to the word that follows
    for op in Levenshtein.opcodes(folded(truth), folded(read)):
        if op.tag == "insert":
            if op.src_start and not truth[op.src_start - 1].isspace():
                spans[op.src_start - 1] = (spans[op.src_start - 1][0], op.dest_end)
            else:
                pending = op.dest_start
            continue
        step = 0 if op.tag == "delete" else 1
        for k in range(op.src_end - op.src_start):
            begin = op.dest_start + k * step
            spans[op.src_start + k] = (begin if pending < 0 else pending, begin + step)
            pending = -1
    return spans


def token_pairs(truth: str, read: str) -> list[tuple[str, str]]:
    """Return (true token, read token) where both stand between aligned spaces."""
    truth, read = " " + nfc(truth) + " ", " " + nfc(read) + " "
    spans = read_spans(truth, read)
    pairs = []
    start = 0
    for i in range(1, len(truth)):
        if truth[i] != " " or read[spans[i][0] : spans[i][1]] != " ":
            continue
        token, reading = truth[start + 1 : i], read[spans[start][1] : spans[i][0]]
        pairs.append((token, reading))
        start = i
    return pairs


def word_pairs(pairs: Iterable[Pair], model: str) -> WordPairs:
    """Return counts of (true core, read core); tokens whose spaces were lost or put in are left out."""
    words: WordPairs = Counter()
    for pair in pairs:
        if pair.model != model:
            continue
        for token, reading in token_pairs(pair.truth, pair.read):
            if " " not in token and " " not in reading:
                words.update(_core_pairs(token, reading))
    return words


def _core_pairs(token: str, reading: str) -> list[tuple[str, str]]:
    true_parts, read_parts = cut(peel(token)[1]), cut(peel_misread(reading)[1])
    if len(true_parts) != len(read_parts):
        return []
    return [(t, r) for t, r in zip(true_parts, read_parts, strict=True) if t.isalpha() and r]


class Segments:
    """P(read segment | true character), sharpened by aligning the word pairs again and again."""

    def __init__(self, pairs: WordPairs) -> None:
        self.counts: dict[str, Counter[str]] = {}
        for (truth, read), n in pairs.items():
            for c, (a, b) in zip(truth, read_spans(truth, read), strict=True):
                self._add(c, read[a:b], n)
        self._normalise()

    def _add(self, char: str, segment: str, n: float) -> None:
        if len(segment) <= MAX_SEGMENT:
            self.counts.setdefault(char, Counter())[segment] += n

    def _normalise(self) -> None:
        self.logs = {
            c: {s: float(np.log((n + 0.01) / (sum(k.values()) + 1))) for s, n in k.items()}
            for c, k in self.counts.items()
        }

    def realign(self, pairs: WordPairs) -> None:
        """Count again along the best segmentation of each pair."""
        self.counts = {}
        for (truth, read), n in pairs.items():
            if truth == read:
                for c in truth:
                    self._add(c, c, n)
                continue
            position = 0
            for c, length in zip(truth, self._best(truth, read), strict=False):
                self._add(c, read[position : position + length], n)
                position += length
        self._normalise()

    def _best(self, truth: str, read: str) -> list[int]:
        """Return the lengths of the segments of the best path; empty when there is none."""
        worst = -1e9
        size = len(read)
        scores = [[worst] * (size + 1) for _ in range(len(truth) + 1)]
        lengths = [[0] * (size + 1) for _ in range(len(truth) + 1)]
        scores[0][0] = 0.0
        for i, c in enumerate(truth):
            table = self.logs.get(c, {})
            for j in range(size + 1):
                if scores[i][j] <= worst:
                    continue
                for length in range(min(MAX_SEGMENT, size - j) + 1):
                    default = -12.0 if length == 1 else -16.0 - 2 * length
                    s = scores[i][j] + table.get(read[j : j + length], default)
                    if s > scores[i + 1][j + length]:
                        scores[i + 1][j + length], lengths[i + 1][j + length] = s, length
        if scores[-1][-1] <= worst:
            return []
        out, j = [], size
        for i in range(len(truth), 0, -1):
            out.append(lengths[i][j])
            j -= lengths[i][j]
        return out[::-1]


def same_shape(pairs: WordPairs) -> WordPairs:
    """Return the pairs with the truth in the case pattern of its reading."""
    out: WordPairs = Counter()
    for (truth, read), n in pairs.items():
        out[shaped(truth.lower(), shape(read)), read] += n
    return out
