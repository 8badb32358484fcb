"""Aligned pairs -> the tables of a channel; the vocabulary -> the trie."""

from __future__ import annotations

import dataclasses
from collections import Counter

import numpy as np
from align import Segments, WordPairs

from pipeline.restoration.channel import NEVER, Channel, Trie, trust
from pipeline.restoration.tokens import canonical, shape
from pipeline.text import is_syllable, strip_marks

ROUNDS = 3
CANDIDATES = 18
MIN_WORD = 25  # sightings in the corpus for a word that is no Vietnamese syllable
PRIOR = 6.0  # pseudo-sightings that a capital takes from its small letter
MIN_SEGMENT = 2
WORN_SIGNS = {"o": "bpygdq604", "u": "yqpi", "a": "i4dg", "e": "gcé6", "i": "jl1"}  # as seen on real scans
WORN_SHARE = 0.002  # of a letter's sightings that each of these gets: real wear that drawn pages lack
KIN = 40.0  # pseudo-sightings that a marked letter takes from the others of its base letter


def build_trie(words: list[str], counts: np.ndarray, alphabet: dict[str, int]) -> Trie:
    """Return the trie of the words that a reading may stand for."""
    nodes: list[dict[tuple[int, int], int]] = []
    ends: list[dict[int, int]] = []
    for i, word in enumerate(words):
        if not word.isalpha() or any(c not in alphabet for c in word):
            continue
        if not (is_syllable(word) or counts[i] >= MIN_WORD):
            continue
        row = 0
        for depth, c in enumerate(word):
            if depth == len(nodes):
                nodes.append({})
                ends.append({})
            row = nodes[depth].setdefault((row, alphabet[c]), len(nodes[depth]))
        ends[len(word) - 1][row] = i
    parents = tuple(np.array([p for p, _ in level], np.int32) for level in nodes)
    letters = tuple(np.array([c for _, c in level], np.int32) for level in nodes)
    final = tuple(
        np.array([end.get(r, -1) for r in range(len(level))], np.int32)
        for level, end in zip(nodes, ends, strict=True)
    )
    return Trie(parents, letters, final)


def alphabet_of(words: list[str]) -> list[str]:
    """Return the small letters of the vocabulary that are Vietnamese or Latin, then their capitals."""
    tally = Counter(c for w in words if w.isalpha() for c in w)
    small = sorted(c for c, n in tally.items() if n >= 3 and c.islower() and len(c.upper()) == 1)
    return small + [c.upper() for c in small]


def segment_logs(segments: Segments, letters: list[str], *, worn: bool) -> tuple[list[str], np.ndarray]:
    """Return the read segments and (segment, letter) -> log P, capitals leaning on small letters."""
    tally = Counter(s for k in segments.counts.values() for s, n in k.items() for _ in range(int(min(n, 9))))
    names = ["", *sorted(s for s, n in tally.items() if s and n >= MIN_SEGMENT)]
    row = {s: i for i, s in enumerate(names)}
    half = len(letters) // 2
    counts = np.zeros((len(names), len(letters)))
    for j, c in enumerate(letters):
        for s, n in segments.counts.get(c, {}).items():
            if s in row:
                counts[row[s], j] += n
    counts[[row[c] for c in letters if c in row], [j for j, c in enumerate(letters) if c in row]] += 0.5
    counts = _pooled(counts, letters)
    if worn:
        _add_worn(counts, letters, row)
    totals = counts.sum(axis=0)
    small = counts[:, :half] / np.maximum(totals[:half], 1e-9)
    borrowed = np.zeros_like(small)
    for s, i in row.items():
        borrowed[row.get(s.upper(), i)] += small[i]
    counts[:, half:] += PRIOR * borrowed
    p = counts / (counts.sum(axis=0) + 1.0)
    logs = np.log(np.maximum(p, 1e-12))
    return names, np.where(counts > 0, logs, NEVER).astype(np.float16)


def _add_worn(counts: np.ndarray, letters: list[str], row: dict[str, int]) -> None:
    """Count for each marked letter the signs that real pages show in its place."""
    for j, c in enumerate(letters):
        if c.isascii():
            continue
        total = counts[:, j].sum()
        for sign in WORN_SIGNS.get(strip_marks(c), ""):
            if sign in row:
                counts[row[sign], j] += WORN_SHARE * total


def _pooled(counts: np.ndarray, letters: list[str]) -> np.ndarray:
    """Return the counts of each letter with some of its kin's (o, ô, ố, ơ ...) added."""
    base = np.array([ord(strip_marks(c)[:1] or c) for c in letters])
    pooled = counts.copy()
    for b in np.unique(base):
        kin = np.flatnonzero(base == b)
        if len(kin) < 2:
            continue
        marked = [k for k in kin if not letters[k].isascii()]
        shares = counts[:, marked].sum(axis=1)
        shares[counts[:, marked].max(axis=1) < 2] = 0
        pooled[:, marked] += (KIN * shares / max(shares.sum(), 1))[:, None]
    return pooled


def build_channel(
    pairs: WordPairs, words: list[str], trie: Trie, letters: list[str], unigram: np.ndarray, *, worn: bool
) -> Channel:
    """Return the channel learned from the counted pairs (truth in the case of its reading)."""
    segments = Segments(pairs)
    for _ in range(ROUNDS):
        segments.realign(pairs)
    names, logs = segment_logs(segments, letters, worn=worn)
    index = {w: i for i, w in enumerate(words)}
    word_counts = np.zeros((3, len(words)), np.int32)
    by_reading: dict[str, Counter[int]] = {}
    for (truth, read), n in pairs.items():
        i = index.get(canonical(truth))
        if i is not None:
            word_counts[shape(read), i] += n
            by_reading.setdefault(read, Counter())[i] += n
    half = len(letters) // 2
    upper = np.concatenate([np.arange(half) + half, np.arange(half) + half])
    empty = np.zeros((0, CANDIDATES))
    bare = Channel(
        {s: i for i, s in enumerate(names)},
        logs.astype(np.float32),
        upper,
        {},
        empty,
        empty,
        word_counts,
        trie,
    )
    readings = sorted(by_reading)
    rows = [_known(bare, read, by_reading[read], unigram) for read in readings]
    return dataclasses.replace(
        bare,
        readings={read: i for i, read in enumerate(readings)},
        known_ids=np.stack([ids for ids, _ in rows]),
        known_logs=np.stack([logs for _, logs in rows]),
        cache={},
    )


def _known(
    channel: Channel, read: str, seen: Counter[int], unigram: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the likeliest true words of a reading, and log P(reading | word) from words and letters."""
    pattern = shape(read)
    ids, by_letters = channel.spell(read, pattern)
    pool = np.union1d(ids, np.array(list(seen), np.int64))
    letters = np.full(len(pool), NEVER, np.float32)
    letters[np.searchsorted(pool, ids)] = by_letters
    counts = np.array([seen.get(int(i), 0) for i in pool], np.float32)
    total = channel.word_counts[pattern][pool]
    weight = trust(total)
    mixed = weight * counts / np.maximum(total, 1) + (1 - weight) * np.exp(letters)
    logs = np.log(np.maximum(mixed, 1e-30))
    order = np.argsort(-(logs + unigram[pool]), kind="stable")[:CANDIDATES]
    out_ids = np.zeros(CANDIDATES, np.uint16)
    out_logs = np.full(CANDIDATES, NEVER, np.float16)
    out_ids[: len(order)], out_logs[: len(order)] = pool[order], logs[order]
    return out_ids, out_logs
