"""Whether the decoder's best word is taken: what must be said for a change, and how certain it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.detection import SOUND, WORN
from pipeline.restoration.evidence import Evidence
from pipeline.restoration.slots import Choice

EVEN_CONFIDENCE = 0.95  # of Tesseract, at which a word of a worn page has its price and no more
TOLL_SLOPE, LEAST_TOLL, MOST_TOLL = 40.0, -3.0, 2.0  # nats for each 1 of confidence, and their bounds
_SOUND_TOLL = 4.0  # nats by which a change of sound text must be better than the reading

FIXED = "fixed "  # before the name of a channel: of tokens that passed without a choice
LEAST, MOST = 1e-4, 1 - 1e-5

Posterior = NDArray[np.float32]


def needed(channel: str, read: Evidence) -> float:
    """Return by how many nats another word must be better than the one as read.

    Plain text is judged by its channel alone; on a scanned page a word that the OCR was sure of is changed
    dearly, and one that it doubted cheaply: then the toll is below 0.

    Args:
        channel: Of its line.
        read: The token that it comes from.
    """
    if channel == SOUND:
        return _SOUND_TOLL
    if channel != WORN or read.confidence >= 1:
        return 0.0
    return min(MOST_TOLL, max(LEAST_TOLL, TOLL_SLOPE * (read.confidence - EVEN_CONFIDENCE)))


def margin(scores: Posterior, own: int) -> float:
    """Return how many nats the best candidate is better than the one as read."""
    return float(np.log(max(float(scores.max()), 1e-12)) - np.log(max(float(scores[own]), 1e-12)))


def settle(part: Choice, scores: Posterior, toll: float) -> tuple[int, float]:
    """Return the chosen candidate and the probability that it is right; a choice is never quite certain."""
    best = int(scores.argmax())
    if toll == 0 or part.own < 0:
        return best, min(float(scores[best]), MOST)
    odds = np.exp(np.log(np.maximum(scores, 1e-12)))
    odds[part.own] *= np.exp(toll)
    odds /= odds.sum()
    best = int(odds.argmax())
    return best, min(float(odds[best]), MOST)


def calibrated(knots: Mapping[str, Sequence[Sequence[float]]], channel: str, probability: float) -> float:
    """Return how often a token of such a probability is right, as counted on held-out text.

    Args:
        knots: Channel (`FIXED` before it for tokens without a choice) -> log odds of the decoder, rising,
            and the share that was right. A channel that was not counted keeps the decoder's word.
        channel: Of the token's line.
        probability: Of the decoder, 0..1.
    """
    table = knots.get(channel)
    if table is None:
        return probability
    return float(np.interp(log_odds(probability), table[0], table[1]))


def log_odds(probability: float) -> float:
    """Return log p / (1 - p), within the bounds that a float32 can tell apart."""
    p = min(max(probability, LEAST), MOST)
    return float(np.log(p / (1 - p)))
