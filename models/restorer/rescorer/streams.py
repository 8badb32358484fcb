"""Corpus -> one long stream of words with how each is written, and the noise that training puts on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import prepare
import regex
from channels import alphabet_of
from numpy.typing import NDArray

from pipeline.restoration.channel import NEVER, Channel, trust
from pipeline.restoration.language_model import BOUNDARY, NUMBER, SPECIALS, UNKNOWN
from pipeline.restoration.rescorer import COMMA, MOST, OPENED, OTHER
from pipeline.restoration.slots import Lexicon
from pipeline.restoration.tokens import LOWER, UPPER, canonical, shape, shaped
from pipeline.text import is_syllable, strip_marks

TOKEN = regex.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\n|[.;:](?=\s)|,|[(“]")
CHUNK_LINES = 20_000
SAMPLES = ((20_000, 32), (1_000, 16), (0, 6))  # sightings of a word -> readings drawn for it
CHANNELS = ("stripped", "wrong_language", "worn")


@dataclass(frozen=True)
class Stream:
    """Word ids of running text and the way each is written (`rescorer.OTHER`, `COMMA`, `OPENED`)."""

    ids: NDArray[np.uint16]
    style: NDArray[np.uint8]


def read_stream(lines: Iterable[str], index: dict[str, int]) -> Stream:
    """Return the stream of some lines; each ends in a boundary."""
    known: dict[str, int] = {}
    ids, styles, pending = [], [], []
    for line in lines:
        pending.append(line if line.endswith("\n") else line + "\n")
        if len(pending) == CHUNK_LINES:
            _append(pending, index, known, ids, styles)
            pending = []
    _append(pending, index, known, ids, styles)
    return Stream(np.concatenate(ids), np.concatenate(styles))


def _append(
    lines: list[str],
    index: dict[str, int],
    known: dict[str, int],
    ids: list[NDArray[np.uint16]],
    styles: list[NDArray[np.uint8]],
) -> None:
    tokens = TOKEN.findall("".join(lines))
    for token in set(tokens) - known.keys():
        known[token] = _code(token, index)
    codes = np.fromiter((known[t] for t in tokens), np.int64, len(tokens))
    comma, opening = codes == -1, codes == -2
    style = (codes & 255).astype(np.uint8)
    style[np.flatnonzero(comma[1:])] |= COMMA
    after = np.flatnonzero(opening[:-1]) + 1
    style[after] |= OPENED
    words = ~(comma | opening)
    ids.append((codes[words] >> 8).astype(np.uint16))
    styles.append(style[words])


def _code(token: str, index: dict[str, int]) -> int:
    if token in {",", "(", "“"}:
        return -1 if token == "," else -2
    if not token.isalpha():
        return ((NUMBER if token[0].isdigit() else BOUNDARY) << 8) | OTHER
    return (index.get(canonical(token), UNKNOWN) << 8) | shape(token)


@dataclass(frozen=True)
class Noise:
    """For each channel the readings that each word may get, as ready candidates.

    Attributes:
        start: (channels, 3 shapes, words) first row of the word's readings.
        count: (channels, 3 shapes, words) how many rows; as likely one as the other.
        ids: (rows, MOST) candidates, likeliest first.
        logs: (rows, MOST) log of their share by channel and frequency; NEVER where there is none.
    """

    start: NDArray[np.int32]
    count: NDArray[np.int32]
    ids: NDArray[np.uint16]
    logs: NDArray[np.float16]


class _Rows:
    """Distinct readings become rows once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.ids: list[NDArray[np.uint16]] = []
        self.logs: list[NDArray[np.float16]] = []
        self.seen: dict[tuple[str, str], tuple[NDArray[np.uint16], NDArray[np.float16]]] = {}

    def add(self, reading: str, channel: str, word: str) -> None:
        """Append the candidates of one reading."""
        key = reading, channel
        if word in SPECIALS:  # they are read as what they are
            self.seen[key] = _row(np.array([SPECIALS.index(word)]), np.zeros(1, np.float32))
        if key not in self.seen:
            slot = self.lexicon.choice(
                reading, channel, code=False, capitals=is_syllable(word), opening=True
            ).slot
            logs = np.array(slot.score, np.float32)
            ids = np.array(slot.first)
            logs = logs + self.lexicon.model.language.unigram[ids]
            logs -= np.logaddexp.reduce(logs)
            self.seen[key] = _row(ids, logs)
        self.ids.append(self.seen[key][0])
        self.logs.append(self.seen[key][1])


def _row(ids: NDArray[np.int64], logs: NDArray[np.float32]) -> tuple[NDArray[np.uint16], NDArray[np.float16]]:
    order = np.argsort(-logs, kind="stable")[:MOST]
    row_ids, row_logs = np.zeros(MOST, np.uint16), np.full(MOST, NEVER, np.float16)
    row_ids[: len(order)], row_logs[: len(order)] = ids[order], logs[order]
    return row_ids, row_logs


def make_noise(lexicon: Lexicon, counts: NDArray[np.int64], random: np.random.Generator) -> Noise:
    """Draw readings for every word of the lexicon in each channel and shape.

    Args:
        lexicon: Of the packaged model.
        counts: (words,) sightings of each in the corpus.
        random: Source of chance.
    """
    words = lexicon.model.words
    rows = _Rows(lexicon)
    start = np.zeros((len(CHANNELS), 3, len(words)), np.int32)
    count = np.zeros_like(start)
    for c, channel in enumerate(CHANNELS):
        draw = _drawer(lexicon, channel, random)
        for pattern in range(3):
            for i, word in enumerate(words):
                start[c, pattern, i] = len(rows.ids)
                for reading in draw(i, word, pattern, _samples(int(counts[i]), pattern, channel)):
                    rows.add(reading, channel, word)
                count[c, pattern, i] = len(rows.ids) - start[c, pattern, i]
    return Noise(start, count, np.stack(rows.ids), np.stack(rows.logs))


def _samples(sightings: int, pattern: int, channel: str) -> int:
    number = next(n for limit, n in SAMPLES if sightings >= limit)
    if channel == "stripped":
        return 1
    return max(2, number if pattern == LOWER else number // (6 if pattern == UPPER else 3))


Drawer = Callable[[int, str, int, int], list[str]]


def _drawer(lexicon: Lexicon, channel: str, random: np.random.Generator) -> Drawer:
    if channel == "stripped":
        return lambda i, word, pattern, n: [shaped(strip_marks(word), pattern)]
    sampler = Sampler(
        lexicon, lexicon.model.channels["eng" if channel == "wrong_language" else "vie"], random
    )
    return sampler.draw


class Sampler:
    """Readings of words by P(reading | word): seen ones, and new ones letter by letter."""

    def __init__(self, lexicon: Lexicon, channel: Channel, random: np.random.Generator) -> None:
        self.channel, self.random = channel, random
        self.segments = list(channel.segments)
        self.letters = {c: i for i, c in enumerate(alphabet_of(lexicon.model.words))}
        p = np.where(channel.logs > NEVER, np.exp(channel.logs.astype(np.float64)), 0)
        self.cumulative = np.cumsum(p, axis=0)
        self.seen: dict[tuple[int, int], list[tuple[str, float]]] = {}
        for reading, row in channel.readings.items():
            pattern = shape(reading)
            for i, log in zip(channel.known_ids[row], channel.known_logs[row], strict=True):
                if log > NEVER:
                    self.seen.setdefault((int(i), pattern), []).append(
                        (reading, float(np.exp(np.float32(log))))
                    )

    def draw(self, i: int, word: str, pattern: int, n: int) -> list[str]:
        """Return n readings of a word; itself where it holds letters that the channel does not know."""
        written = shaped(word, pattern)
        if any(c not in self.letters for c in written):
            return [written]
        known = self.seen.get((i, pattern), [])
        share = float(trust(self.channel.word_counts[pattern][i])) if known else 0.0
        p = np.array([q for _, q in known])
        out = []
        for _ in range(n):
            if self.random.random() < share:
                out.append(known[int(self.random.choice(len(p), p=p / p.sum()))][0])
            else:
                out.append(self._by_letters(written) or written)
        return out

    def _by_letters(self, written: str) -> str:
        parts = []
        for c in written:
            sums = self.cumulative[:, self.letters[c]]
            if sums[-1] <= 0:
                return ""
            parts.append(self.segments[int(np.searchsorted(sums, self.random.random() * sums[-1]))])
        return "".join(parts).replace(" ", "")


def corpus_streams(corpus: Path, part: str, index: dict[str, int]) -> tuple[Stream, Stream]:
    """Return the streams of vi_admin and vi_wiki for one part of the split."""
    names = ("vi_admin.txt.xz", "vi_wiki.txt.xz")
    admin, wiki = (read_stream(prepare.corpus_lines(corpus / n, part), index) for n in names)
    return admin, wiki
