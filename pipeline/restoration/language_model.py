"""Trigram model over lower-case syllables in three hashed tables of plain numbers, looked up in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

UNKNOWN = 0
BOUNDARY = 1
NUMBER = 2
SPECIALS = ("<unk>", "<s>", "<num>")
SLOTS = 8
STEP_NATS = 1 / 14
_MIX = np.uint64(0x9E3779B97F4A7C15)
_CHUNK = 1 << 16

Ints = NDArray[Any]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


def hash_keys(keys: Ints) -> NDArray[np.uint64]:
    """Return 64 well-mixed bits for each key (the finaliser of splitmix64)."""
    h = keys.astype(np.uint64) * _MIX
    h ^= h >> np.uint64(30)
    h *= np.uint64(0xBF58476D1CE4E5B9)
    h ^= h >> np.uint64(27)
    h *= np.uint64(0x94D049BB133111EB)
    return h ^ (h >> np.uint64(31))


def split_hash(keys: Ints, buckets: int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Return for each key its bucket and its 24-bit fingerprint (never 0)."""
    h = hash_keys(keys)
    bucket = ((h >> np.uint64(32)) * np.uint64(buckets)) >> np.uint64(32)
    print_ = (h & np.uint64(0xFFFFFF)).astype(np.uint32)
    return bucket.astype(np.int64), np.maximum(print_, np.uint32(1))


@dataclass(frozen=True, slots=True)
class NgramTable:
    """Keys to small values: rows of eight slots, each a 24-bit fingerprint and 8 bits of value.

    A value v stands for -v / 14 nats. A wrong key is taken for a right one once in two million look-ups.
    """

    rows: NDArray[np.uint32]

    def find(self, keys: Ints, where: Mask | None = None) -> Floats:
        """Return the value of each key in nats (<= 0), NaN where the key is absent or not asked for."""
        if where is not None:
            some = np.full(keys.shape, np.nan, np.float32)
            some[where] = self.find(keys[where])
            return some
        flat = keys.ravel()
        out = np.empty(flat.shape, np.float32)
        for start in range(0, len(flat), _CHUNK):
            out[start : start + _CHUNK] = self._find(flat[start : start + _CHUNK])
        return out.reshape(keys.shape)

    def _find(self, keys: Ints) -> Floats:
        bucket, prints = split_hash(keys, len(self.rows))
        rows = self.rows[bucket]
        hit = (rows >> np.uint32(8)) == prints[:, None]
        value = (rows * hit).max(axis=1)
        nats: Floats = (value & np.uint32(255)).astype(np.float32) * np.float32(-STEP_NATS)
        nats[value == 0] = np.nan
        return nats


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """Interpolated Kneser-Ney trigrams in back-off form, all in natural logarithms.

    Attributes:
        unigram: (words,) log probability.
        unigram_backoff: (words,) log back-off weight of a one-word context.
        bigram: (v, w) -> log probability.
        bigram_backoff: (u, v) -> log back-off weight.
        trigram: (u, v, w) -> log probability.
    """

    unigram: Floats
    unigram_backoff: Floats
    bigram: NgramTable
    bigram_backoff: NgramTable
    trigram: NgramTable

    def two(self, v: Ints, w: Ints, where: Mask | None = None) -> Floats:
        """Return log P(w | v); the arrays broadcast. Only `where` it is asked for, if given; 0 elsewhere."""
        if where is not None:
            v, w, where = np.broadcast_arrays(v, w, where)
            some = np.zeros(v.shape, np.float32)
            some[where] = self.two(v[where], w[where])
            return some
        v, w = np.broadcast_arrays(v, w)
        found = self.bigram.find(bigram_key(v, w))
        missing = np.isnan(found)
        found[missing] = self.unigram_backoff[v[missing]] + self.unigram[w[missing]]
        return found

    def three(
        self, u: Ints, v: Ints, w: Ints, two: Floats | None = None, where: Mask | None = None
    ) -> Floats:
        """Return log P(w | u v); the arrays broadcast.

        Args:
            u: Word ids.
            v: The words after them.
            w: The words after those.
            two: log P(w | v) where the caller has it.
            where: Which are asked for, if not all; what stands elsewhere means nothing.
        """
        backoff = np.nan_to_num(self.bigram_backoff.find(bigram_key(u, v)), nan=0.0)
        lower = self.two(v, w) if two is None else two
        found = self.trigram.find(trigram_key(u, v, w), where)
        return np.where(np.isnan(found), backoff + lower, found)


def bigram_key(v: Ints, w: Ints) -> Ints:
    """Return one number for a pair of word ids below 65,536."""
    return (np.asarray(v, np.int64) << 16) | np.asarray(w, np.int64)


def trigram_key(u: Ints, v: Ints, w: Ints) -> Ints:
    """Return one number for three word ids below 65,536."""
    return (np.asarray(u, np.int64) << 32) | bigram_key(v, w)
