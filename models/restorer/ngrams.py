"""Counts of syllables -> interpolated modified Kneser-Ney in back-off form -> hashed tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.language_model import SLOTS, STEP_NATS, LanguageModel, NgramTable, split_hash

MEAN_SLOTS = 5.4
Array = NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """Distinct n-grams as sorted keys with their counts."""

    keys: Array
    counts: Array


def count_keys(keys: Array, weights: Array | None = None) -> Counts:
    """Sort and count; with weights, the sum of the weights of equal keys."""
    if weights is None:
        unique, counts = np.unique(keys, return_counts=True)
        return Counts(unique, counts)
    order = np.argsort(keys, kind="stable")
    keys, weights = keys[order], weights[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return Counts(keys[starts], np.add.reduceat(weights, starts))


def discounts(counts: Array) -> tuple[float, float, float]:
    """Return the modified Kneser-Ney discounts of counts 1, 2 and 3 or more (Chen and Goodman 1998)."""
    n = [max(int((counts == k).sum()), 1) for k in (1, 2, 3, 4)]
    y = n[0] / (n[0] + 2 * n[1])
    return tuple(max(0.1, k - (k + 1) * y * n[k] / n[k - 1]) for k in (1, 2, 3))  # type: ignore[return-value]


def _discounted(counts: Array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the counts after discounting, and what was taken from each."""
    d = np.array([0.0, *discounts(counts)])[np.minimum(counts, 3)]
    d = np.minimum(d, counts)
    return counts - d, d


def _interpolate(
    contexts: Array, counts: Array, lower: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """Return p(w | context) for each n-gram; `contexts` are dense context ids below `size`."""
    kept, taken = _discounted(counts)
    total = np.bincount(contexts, weights=counts, minlength=size)
    gamma = np.bincount(contexts, weights=taken, minlength=size) / np.maximum(total, 1e-9)
    return kept / total[contexts] + gamma[contexts] * lower


def _backoff(
    contexts: Array, kept: NDArray[np.bool_], p: NDArray[np.float64], lower: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """Return the weight of the lower order for each context once only the `kept` n-grams are stored."""
    top = 1 - np.bincount(contexts[kept], weights=p[kept], minlength=size)
    bottom = 1 - np.bincount(contexts[kept], weights=lower[kept], minlength=size)
    return np.clip(top, 1e-6, 1) / np.clip(bottom, 1e-6, 1)


def fill_table(keys: Array, nats: NDArray[np.float64], order: Array) -> NgramTable:
    """Hash the keys into rows of eight; where a row overflows, the last in `order` are left out."""
    keys, nats = keys[order], nats[order]
    buckets = max(1, int(len(keys) / MEAN_SLOTS))
    bucket, prints = split_hash(keys, buckets)
    by_bucket = np.argsort(bucket, kind="stable")
    ordered = bucket[by_bucket]
    starts = np.searchsorted(ordered, np.arange(buckets))
    rank = np.arange(len(ordered)) - starts[ordered]
    fits = rank < SLOTS
    value = np.clip(np.rint(-nats / STEP_NATS), 0, 255).astype(np.uint32)
    rows = np.zeros((buckets, SLOTS), np.uint32)
    chosen = by_bucket[fits]
    rows[ordered[fits], rank[fits]] = (prints[chosen] << np.uint32(8)) | value[chosen]
    return NgramTable(rows)


def build(trigrams: Counts, words: int, min_bigram: int = 2, min_trigram: int = 2) -> LanguageModel:
    """Return the model of the counted trigrams; rarer n-grams than the limits are left to the lower order.

    Args:
        trigrams: Keys of `trigram_key`, counts of the (weighted) text.
        words: Size of the vocabulary.
        min_bigram: Smallest count of a stored bigram.
        min_trigram: Smallest count of a stored trigram.
    """
    tail = trigrams.keys & 0xFFFFFFFF
    pairs, pair_of = np.unique(tail, return_inverse=True)
    continuation = np.bincount(pair_of)
    raw_pairs = np.bincount(pair_of, weights=trigrams.counts)
    v, w = pairs >> 16, pairs & 0xFFFF
    p1 = np.bincount(w, minlength=words) + 0.1
    p1 = p1 / p1.sum()
    p2 = _interpolate(v, continuation, p1[w], words)
    kept2 = raw_pairs >= min_bigram
    back1 = _backoff(v, kept2, p2, p1[w], words)
    lower2 = np.where(kept2, p2, back1[v] * p1[w])
    context, context_of = np.unique(trigrams.keys >> 16, return_inverse=True)
    p3 = _interpolate(context_of, trigrams.counts, p2[pair_of], len(context))
    kept3 = trigrams.counts >= min_trigram
    back2 = _backoff(context_of, kept3, p3, lower2[pair_of], len(context))
    useful = np.bincount(context_of[kept3], minlength=len(context)) > 0
    order3 = np.argsort(-trigrams.counts[kept3], kind="stable")
    order2 = np.argsort(-raw_pairs[kept2], kind="stable")
    orderc = np.arange(int(useful.sum()))
    return LanguageModel(
        np.log(p1).astype(np.float32),
        np.log(back1).astype(np.float32),
        fill_table(pairs[kept2], np.log(p2[kept2]), order2),
        fill_table(context[useful], np.minimum(np.log(back2[useful]), 0), orderc),
        fill_table(trigrams.keys[kept3], np.log(p3[kept3]), order3),
    )
