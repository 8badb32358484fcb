"""The best words for many stretches of text at once: forward-backward over candidates, first by bigrams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.language_model import BOUNDARY, LanguageModel

_LOW = np.float32(-1e4)
_KEEP = 7  # candidates a position that the trigrams see
_HOPELESS = 16  # nats by which a candidate may be worse alone than the best before it is given up
_FAINT = 12  # the same, by bigrams
_BATCH_CELLS = 6000  # positions decoded together

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Slot:
    """The candidates of one position: two word ids each and the channel's score in nats.

    The ids are equal for one word, else the first and last of a split.
    """

    first: tuple[int, ...]
    last: tuple[int, ...]
    score: tuple[float, ...]


def decode(model: LanguageModel, runs: Sequence[Sequence[Slot]], weight: float) -> list[list[Floats]]:
    """Return the posterior probability of each candidate of each position.

    Args:
        model: The language model.
        runs: Stretches that do not depend on one another.
        weight: Of the language model's logarithms against the channel's.
    """
    out: list[list[Floats]] = [[] for _ in runs]
    order = sorted((i for i, run in enumerate(runs) if run), key=lambda i: len(runs[i]))
    batch: list[int] = []
    for i in order:
        if batch and (len(batch) + 1) * len(runs[i]) > _BATCH_CELLS:
            _decode_batch(model, runs, batch, weight, out)
            batch = []
        batch.append(i)
    if batch:
        _decode_batch(model, runs, batch, weight, out)
    return out


def _decode_batch(
    model: LanguageModel,
    runs: Sequence[Sequence[Slot]],
    batch: Sequence[int],
    weight: float,
    out: list[list[Floats]],
) -> None:
    first, last, score = _pad([runs[i] for i in batch])
    chosen = np.broadcast_to(np.arange(first.shape[2]), first.shape)
    if first.shape[2] > _KEEP:
        rough = _bigram_posterior(model, first, last, score, weight)
        chosen = np.argsort(-rough, axis=2, kind="stable")[:, :, :_KEEP]
        rough = np.take_along_axis(rough, chosen, axis=2)
        faint = rough < rough[:, :, :1] - _FAINT
        chosen = chosen[:, :, : int((~faint).sum(axis=2).max())]
        first, last = np.take_along_axis(first, chosen, axis=2), np.take_along_axis(last, chosen, axis=2)
        score = np.where(faint[:, :, : chosen.shape[2]], _LOW, np.take_along_axis(score, chosen, axis=2))
    fine = _trigram_posterior(model, first, last, score, weight)
    for row, i in enumerate(batch):
        for t, slot in enumerate(runs[i]):
            p = np.zeros(len(slot.first), np.float32)
            valid = chosen[row, t] < len(p)
            p[chosen[row, t][valid]] = fine[row, t][valid]
            out[i].append(p)


def _pad(runs: Sequence[Sequence[Slot]]) -> tuple[Ints, Ints, Floats]:
    rows, length = len(runs), max(map(len, runs))
    width = max(len(slot.first) for run in runs for slot in run)
    first = np.full((rows, length, width), BOUNDARY, np.int64)
    score = np.full((rows, length, width), _LOW, np.float32)
    last = first.copy()
    for r, run in enumerate(runs):
        score[r, len(run) :, 0] = 0
        for t, slot in enumerate(run):
            n = len(slot.first)
            first[r, t, :n], last[r, t, :n], score[r, t, :n] = slot.first, slot.last, slot.score
    return first, last, score


def _sum(a: Floats, axis: int | tuple[int, ...]) -> Floats:
    top = a.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(a - top).sum(axis=axis)) + np.squeeze(top, axis=axis)
    return total


def _normalise(logs: Floats) -> Floats:
    p = np.exp(logs - logs.max(axis=2, keepdims=True))
    normal: Floats = p / p.sum(axis=2, keepdims=True)
    return normal


def _bigram_posterior(model: LanguageModel, first: Ints, last: Ints, score: Floats, weight: float) -> Floats:
    rows, length, _ = first.shape
    rough = score + np.float32(weight) * model.unigram[first]
    real = rough > np.maximum(rough.max(axis=2, keepdims=True) - _HOPELESS, _LOW)
    score = np.where(real, score, _LOW)
    both = real[:, :-1, :, None] & real[:, 1:, None, :]
    link = np.float32(weight) * model.two(last[:, :-1, :, None], first[:, 1:, None, :], both)
    start = np.full((rows, 1), BOUNDARY)
    forward = np.empty_like(score)
    forward[:, 0] = score[:, 0] + weight * model.two(start, first[:, 0])
    for t in range(1, length):
        forward[:, t] = _sum(forward[:, t - 1, :, None] + link[:, t - 1], 1) + score[:, t]
    backward = np.zeros_like(score)
    for t in range(length - 2, -1, -1):
        backward[:, t] = _sum(link[:, t] + (backward[:, t + 1] + score[:, t + 1])[:, None, :], 2)
    return np.asarray(np.maximum(forward + backward, _LOW * 4) + np.where(score <= _LOW, _LOW, 0), np.float32)


def _trigram_posterior(model: LanguageModel, first: Ints, last: Ints, score: Floats, weight: float) -> Floats:
    """Forward-backward over pairs of neighbouring candidates."""
    rows, length, width = first.shape
    start = np.full((rows, 1), BOUNDARY)
    head = score[:, 0] + weight * model.three(start, start, first[:, 0])
    if length == 1:
        return _normalise(head[:, None])
    split = (first != last)[:, :, None, :]
    before = np.concatenate([np.full((rows, 1, width), BOUNDARY), last[:, :-1]], axis=1)
    # word before `last` of position t, for each (candidate of t - 1, candidate of t)
    second = np.where(split, first[:, :, None, :], before[:, :, :, None])
    at_boundary = last[:, :, None, :] == BOUNDARY
    second = np.where(at_boundary, BOUNDARY, second)
    pair = weight * model.three(
        second[:, 0, :1].transpose(0, 2, 1), last[:, 0, :, None], first[:, 1, None, :]
    )
    forward = np.empty((rows, length, width, width), np.float32)
    forward[:, 1] = head[:, :, None] + pair + score[:, 1, None, :]
    links: Floats = np.zeros((rows, 0, width, width, width), np.float32)
    if length > 2:
        real = score > _LOW
        both = real[:, 1:-1, :, None] & real[:, 2:, None, :]
        two = model.two(last[:, 1:-1, :, None], first[:, 2:, None, :], both)[:, :, None]
        links = np.float32(weight) * model.three(
            second[:, 1:-1, :, :, None],
            last[:, 1:-1, None, :, None],
            first[:, 2:, None, None, :],
            two,
            real[:, :-2, :, None, None] & both[:, :, None],
        )
    for t in range(2, length):
        forward[:, t] = _sum(forward[:, t - 1, :, :, None] + links[:, t - 2], 1) + score[:, t, None, :]
    backward = np.zeros((rows, width, width), np.float32)
    posterior = np.empty_like(score)
    posterior[:, length - 1] = _sum(forward[:, length - 1], 1)
    for t in range(length - 2, 0, -1):
        after = (backward + score[:, t + 1, None, :])[:, None]
        backward = _sum(links[:, t - 1] + after, 3)
        posterior[:, t] = _sum(forward[:, t] + backward, 1)
    posterior[:, 0] = _sum(forward[:, 1] + backward, 2)
    return _normalise(np.asarray(posterior, np.float32))
