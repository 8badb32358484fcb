"""What the rescorer thinks of a page's slots, added to their scores before the trigrams decode them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.cutting import Token
from pipeline.restoration.decoder import Slot
from pipeline.restoration.rescorer import COMMA, MOST, NONE, OPENED, OTHER, REACH, Rescorer
from pipeline.restoration.slots import Choice
from pipeline.restoration.stretches import Place, Run
from pipeline.restoration.tokens import shape

Floats = NDArray[np.float32]


def rescored(
    rescorer: Rescorer,
    unigram: Floats,
    lines: Sequence[Sequence[Token]],
    runs: Sequence[Run],
    weights: Mapping[str, float],
) -> list[Run]:
    """Return the runs with the net's opinion in the scores of their open slots.

    Args:
        rescorer: Of `load_rescorer`.
        unigram: (words,) log probabilities of the words.
        lines: The page's tokens, which the runs' places point to.
        runs: Stretches of slots in the page's order, each with its channel.
        weights: Of the net's log probability by channel; a channel that is not named keeps its scores.
    """
    stream = [(place, slot) for run, _ in runs for place, slot in run]
    heard = [channel in weights for run, channel in runs for _ in run]
    opened = np.array([h and len(s.first) > 1 for h, (_, s) in zip(heard, stream, strict=True)], bool)
    scores: dict[int, Floats] = {}
    for start, end in _stretches(opened):
        part = stream[start:end]
        ids, logs, kept = _arrays([slot for _, slot in part], unigram)
        style = np.array([_style(lines, place) for place, _ in part])
        out = rescorer.score(ids, logs, style)
        scores |= {start + k: _spread(out[k], kept[k], len(part[k][1].first)) for k in range(len(part))}
    result, position = [], 0
    for run, channel in runs:
        weight = weights.get(channel, 0.0)
        new = []
        for k, (place, slot) in enumerate(run, position):
            new.append((place, _added(slot, scores[k], weight) if opened[k] else slot))
        result.append((new, channel))
        position += len(run)
    return result


def _added(slot: Slot, opinion: Floats, weight: float) -> Slot:
    total = np.array(slot.score) + weight * opinion
    return replace(slot, score=tuple(total.tolist()))


def _stretches(opened: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the parts that hold open slots, with as many words around as the net looks at."""
    out: list[tuple[int, int]] = []
    for at in np.flatnonzero(opened).tolist():
        first, end = max(0, at - REACH), min(len(opened), at + REACH + 1)
        if out and first <= out[-1][1]:
            out[-1] = out[-1][0], end
        else:
            out.append((first, end))
    return out


def _arrays(slots: Sequence[Slot], unigram: Floats) -> tuple[NDArray[np.int64], Floats, NDArray[np.int64]]:
    """Return ids and log shares of the likeliest candidates, and which candidates they are (-1: none)."""
    width = max(len(s.first) for s in slots)
    ids = np.zeros((len(slots), max(width, MOST)), np.int64)
    logs = np.full(ids.shape, NONE, np.float32)
    for k, slot in enumerate(slots):
        ids[k, : len(slot.first)] = slot.first
        logs[k, : len(slot.first)] = slot.score
    logs = np.where(logs > NONE, logs + unigram[ids], NONE)
    order = np.argsort(-logs, axis=1, kind="stable")[:, :MOST]
    ids, logs = np.take_along_axis(ids, order, 1), np.take_along_axis(logs, order, 1)
    logs = np.where(logs > NONE, logs - np.logaddexp.reduce(logs, axis=1, keepdims=True), NONE)
    return ids, logs.astype(np.float32), np.where(logs > NONE, order, -1)


def _spread(scores: Floats, kept: NDArray[np.int64], count: int) -> Floats:
    """Return one score for each candidate; those that the net did not see get its lowest."""
    seen = kept >= 0
    out = np.full(count, scores[seen].min() - 1, np.float32)
    out[kept[seen]] = scores[seen]
    return out


def _style(lines: Sequence[Sequence[Token]], place: Place | None) -> int:
    """Return how a word stands in the text: shape, comma after, bracket or quote before."""
    if place is None:
        return OTHER
    token = lines[place[0]][place[1]]
    part = token.parts[place[2]]
    surface = part.surface if isinstance(part, Choice) else part
    style = shape(surface) if any(c.isalpha() for c in surface) else OTHER
    if place[2] == len(token.parts) - 1 and "," in token.after:
        style |= COMMA
    if place[2] == 0 and ("(" in token.before or "“" in token.before):
        style |= OPENED
    return style
