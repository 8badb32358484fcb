"""Whether the decoder's best word is taken: what must be said for a change, and how certain it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.detection import SOUND
from pipeline.restoration.evidence import Evidence
from pipeline.restoration.slots import Choice

SOUND_TOLL = 4.0  # nats by which a change of sound text must be better than the reading

Posterior = NDArray[np.float32]


def needed(part: Choice, channel: str, read: Evidence) -> float:
    """Return by how many nats another word must be better than the one as read.

    Args:
        part: As read.
        channel: Of its line.
        read: The first token that it comes from.
    """
    del part, read
    return SOUND_TOLL if channel == SOUND else 0.0


def margin(scores: Posterior, own: int) -> float:
    """Return how many nats the best candidate is better than the one as read."""
    return float(np.log(max(float(scores.max()), 1e-12)) - np.log(max(float(scores[own]), 1e-12)))


def settle(part: Choice, scores: Posterior, toll: float) -> tuple[int, float]:
    """Return the chosen candidate and the probability that it is right."""
    best = int(scores.argmax())
    if toll == 0 or part.own < 0:
        return best, float(scores[best])
    odds = np.exp(np.log(np.maximum(scores, 1e-12)))
    odds[part.own] *= np.exp(toll)
    odds /= odds.sum()
    best = int(odds.argmax())
    return best, float(odds[best])
