"""Tokens written as the decoder would have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.cutting import Token
from pipeline.restoration.decision import FIXED, calibrated, needed, settle
from pipeline.restoration.evidence import Evidence, Restored
from pipeline.restoration.language_model import UNKNOWN
from pipeline.restoration.slots import Choice, Lexicon, spelt
from pipeline.restoration.stretches import Place
from pipeline.restoration.tokens import steady

_DOUBT = 0.6
_SHOWN = 0.03  # posterior from which an alternative is told

Posterior = NDArray[np.float32]
Posteriors = dict[Place, Posterior]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes tokens as the decoder would have them.

    Attributes:
        lexicon: The model's words.
        posteriors: Of each part's candidates.
        modern: The page writes hoà rather than hòa.
    """

    lexicon: Lexicon
    posteriors: Posteriors
    modern: bool

    def write(
        self, token: Token, place: tuple[int, int], channel: str, evidence: Sequence[Evidence]
    ) -> Restored:
        """Return the token as it is believed to be."""
        read = evidence[token.span.first : token.span.last + 1]
        out, confidence, others, group = [token.before], 1.0, [], FIXED + channel
        for k, part in enumerate(token.parts):
            if isinstance(part, str):
                out.append(part)
                continue
            scores = self.posteriors.get((*place, k))
            if not part.free or scores is None:
                out.append(part.written or steady(part.surface))
                continue
            chosen, certain = settle(part, scores, needed(channel, read[0]))
            spellings = self._spellings(part, scores, chosen)
            out.append(spellings[0])
            confidence, group = confidence * certain, channel
            others += spellings[1:]
        best = "".join([*out, token.after])
        confidence = calibrated(self.lexicon.model.calibration, group, confidence)
        alternatives = tuple(dict.fromkeys(o for o in others if o != best)) if len(token.parts) == 1 else ()
        reason = _reason(token, best, read)
        return Restored(
            best, token.span.first, token.span.last, confidence, reason, alternatives, confidence < _DOUBT
        )

    def _spellings(self, part: Choice, scores: Posterior, chosen: int) -> list[str]:
        shown = [chosen]
        if scores[chosen] <= 1 - _SHOWN:
            order = [int(k) for k in np.argsort(-scores, kind="stable")]
            shown += [k for k in order[:4] if k != chosen and scores[k] > _SHOWN]
        out = []
        for k in shown:
            i = part.slot.first[k]
            plain = i == UNKNOWN or k == part.own
            out.append(
                steady(part.surface)
                if plain
                else spelt(self.lexicon.model.words[i], part, modern=self.modern)
            )
        return out


def _reason(token: Token, best: str, read: Sequence[Evidence]) -> str | None:
    if len(read) > 1:
        return "joined"
    if token.span.text != read[0].text:
        return "split"
    return "restored" if best != read[0].text else None
