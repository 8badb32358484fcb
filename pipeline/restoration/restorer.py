"""The restorer: channel found line by line, candidates, one decoding over the page, tokens written back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.restoration.artefact import RESCORER, artefact_path, load_model
from pipeline.restoration.cutting import LABEL, Token, cut_token, without_stray_quote
from pipeline.restoration.dates import mend_dates
from pipeline.restoration.decision import FIXED, calibrated, margin, needed, settle
from pipeline.restoration.decoder import Slot, decode
from pipeline.restoration.detection import SOUND, WORN, WRONG_LANGUAGE, detect, tally, worn_lines
from pipeline.restoration.evidence import Evidence, Restored, Restorer
from pipeline.restoration.language_model import UNKNOWN
from pipeline.restoration.markers import mend_markers
from pipeline.restoration.opinion import rescored
from pipeline.restoration.rescorer import Rescorer, load_rescorer
from pipeline.restoration.slots import STOPPED, Choice, Lexicon, spelt
from pipeline.restoration.spans import Seams
from pipeline.restoration.tokens import steady
from pipeline.restoration.topic import Spot, adapted
from pipeline.text import tone_free, with_tone_habit

# Of the trigrams' logarithms, and where the rescorer is heard: of the net's, and of the trigrams' beside it.
WEIGHTS = {"sound": 1.0, "worn": 0.9, "wrong_language": 0.9, "stripped": 1.0}
NET_WEIGHTS = {"stripped": 0.3, "wrong_language": 0.2}
BESIDE_NET = {"stripped": 0.8, "wrong_language": 0.75}
DOUBT = 0.6
CERTAIN = 5.0  # nats by which a change is certain enough to say that a paragraph is worn
SHOWN = 0.03  # posterior from which an alternative is told
CONTEXT = 2
_MODERN_TAILS = ("oa", "oe", "uy")

Posterior = NDArray[np.float32]
Place = tuple[int, int, int]  # line, token, part
Posteriors = dict[Place, Posterior]


def load_restorer(path: Path | None = None) -> Restorer:
    """Return the packaged restorer, or the one in a folder.

    Raises:
        ModelError: The model is missing or corrupt.
    """
    folder = path or artefact_path()
    lexicon = Lexicon(load_model(folder))
    seams = Seams(lexicon.model, lexicon.index, lexicon.skeletons, lexicon.model.acronyms)
    return TrigramRestorer(lexicon, seams, load_rescorer(folder / RESCORER, lexicon.model.words))


@dataclass(frozen=True, slots=True)
class TrigramRestorer:
    """Language model x learned channel over the lines of a page; a `Restorer`.

    Attributes:
        lexicon: Candidates of what was read.
        seams: Lost and added spaces.
        rescorer: A net's opinion of broken text by all words around; None to do without.
    """

    lexicon: Lexicon
    seams: Seams
    rescorer: Rescorer | None = None

    def __call__(self, lines: Sequence[Sequence[Evidence]]) -> list[list[Restored]]:
        """Return the tokens of each line as they are believed to be."""
        texts = [[e.text for e in line] for line in lines]
        counts = [tally(t, self.lexicon.is_skeleton) for t in texts]
        channels = detect(counts)
        tokens = [self._cut(line, channel) for line, channel in zip(lines, channels, strict=True)]
        posteriors = self._decode(tokens, channels)
        posteriors |= self._by_topic(tokens, channels, posteriors)
        if any(e.confidence < 1 for line in lines for e in line):
            channels = [WORN if channel == SOUND else channel for channel in channels]
        else:
            channels = worn_lines(channels, [t.words for t in counts], _mended(tokens, posteriors))
        writer = _Writer(self.lexicon, posteriors, _modern_habit(texts))
        written = [
            [writer.write(t, (i, j), channels[i], lines[i]) for j, t in enumerate(line)]
            for i, line in enumerate(tokens)
        ]
        return mend_dates(mend_markers(written, channels), lines)

    def _cut(self, line: Sequence[Evidence], channel: str) -> list[Token]:
        texts = [e.text for e in line]
        capitals = _capitals(texts)
        opening, heard = True, Evidence("")

        def choose(part: str, code: bool) -> Choice:
            choice = self.lexicon.choice(part, channel, code=code, capitals=capitals, opening=opening)
            return self.lexicon.with_alternatives(choice, heard.alternatives)

        tokens: list[Token] = []
        for span in self.seams.spans(texts, channel):
            heard = line[span.first] if span.text == texts[span.first] else Evidence("")
            tokens.append(cut_token(span, choose, misread=channel == WRONG_LANGUAGE, head=not tokens))
            opening = tokens[-1].stops
        return without_stray_quote(tokens) if channel == WRONG_LANGUAGE else tokens

    def _decode(self, lines: Sequence[Sequence[Token]], channels: Sequence[str]) -> Posteriors:
        found: Posteriors = {}
        by_channel: dict[str, list[list[tuple[Place | None, Slot]]]] = {}
        runs, weights = _runs(lines, channels), WEIGHTS
        if self.rescorer is not None:
            unigram = self.lexicon.model.language.unigram
            runs = rescored(self.rescorer, unigram, lines, runs, NET_WEIGHTS)
            weights = WEIGHTS | BESIDE_NET
        for run, channel in runs:
            by_channel.setdefault(channel, []).extend(_windows(run))
        for channel, windows in by_channel.items():
            slots = [[slot for _, slot in window] for window in windows]
            for window, scores in zip(
                windows, decode(self.lexicon.model.language, slots, weights[channel]), strict=True
            ):
                for (place, _), score in zip(window, scores, strict=True):
                    if place is not None:
                        found[place] = score
        return found

    def _by_topic(
        self, lines: Sequence[Sequence[Token]], channels: Sequence[str], posteriors: Posteriors
    ) -> Posteriors:
        """Return what the document's other words change in those of broken text."""
        if not any(channel in NET_WEIGHTS for channel in channels):
            return {}
        places, spots = [], []
        for i, line in enumerate(lines):
            for j, token in enumerate(line):
                for k, part in enumerate(token.parts):
                    if isinstance(part, Choice):
                        scores = posteriors.get((i, j, k)) if part.free else None
                        places.append((i, j, k))
                        spots.append(Spot(part.slot.first, scores, channels[i] in NET_WEIGHTS))
        moved = adapted(spots, self.lexicon.model.language.unigram, self.lexicon.letters)
        return {places[at]: scores for at, scores in moved.items()}


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes tokens as the decoder would have them."""

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
            best, token.span.first, token.span.last, confidence, reason, alternatives, confidence < DOUBT
        )

    def _spellings(self, part: Choice, scores: Posterior, chosen: int) -> list[str]:
        shown = [chosen]
        if scores[chosen] <= 1 - SHOWN:
            order = [int(k) for k in np.argsort(-scores, kind="stable")]
            shown += [k for k in order[:4] if k != chosen and scores[k] > SHOWN]
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


def _mended(lines: Sequence[Sequence[Token]], posteriors: Posteriors) -> list[int]:
    """Return for each line how many of its words the decoder would certainly change."""
    return [
        sum(
            part.own >= 0 and _margin(part, posteriors.get((i, j, k))) > CERTAIN
            for j, token in enumerate(line)
            for k, part in enumerate(token.parts)
            if isinstance(part, Choice) and part.free
        )
        for i, line in enumerate(lines)
    ]


def _margin(part: Choice, scores: Posterior | None) -> float:
    return 0.0 if scores is None else margin(scores, part.own)


def _capitals(line: Sequence[str]) -> bool:
    letters = [c for t in line for c in t if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.6 * len(letters)


def _modern_habit(texts: Sequence[Sequence[str]]) -> bool:
    """Return whether the page writes hoà rather than hòa."""
    votes = 0
    for line in texts:
        for token in line:
            if token.isascii():
                continue
            core = token.strip('.,;:()“”"').lower()
            bare, tones = tone_free(core)
            if len(tones) == 1 and bare.endswith(_MODERN_TAILS) and not bare.startswith("q"):
                votes += 1 if with_tone_habit(core, modern=True) == core else -1
    return votes > 0


def _runs(
    lines: Sequence[Sequence[Token]], channels: Sequence[str]
) -> list[tuple[list[tuple[Place | None, Slot]], str]]:
    """Join lines into stretches that end at a stop, a blank line, a marker or a change of channel."""
    runs: list[tuple[list[tuple[Place | None, Slot]], str]] = []
    run: list[tuple[Place | None, Slot]] = []

    def close(channel: str) -> None:
        nonlocal run
        if run:
            runs.append(([*run, (None, STOPPED)], channel))
        run = []

    for i, line in enumerate(lines):
        if not line or (i and (channels[i] != channels[i - 1] or _starts_anew(line))):
            close(channels[max(i - 1, 0)])
        for j, token in enumerate(line):
            run += [((i, j, k), part.slot) for k, part in enumerate(token.parts) if isinstance(part, Choice)]
            if token.stops and not _goes_on(line, j, channels[i]):
                close(channels[i])
    if lines:
        close(channels[-1])
    return runs


def _starts_anew(line: Sequence[Token]) -> bool:
    token = line[0]
    return (
        bool(LABEL.match(token.before))
        or token.before[:1] in {"-", "+", "•", "*"}
        or (token.after[:1] in {")", "."} and len(token.parts) == 1 and _is_label(token.parts[0]))
    )


def _is_label(part: str | Choice) -> bool:
    text = part if isinstance(part, str) else part.surface
    return len(text) == 1 or text.isdigit() or set(text) <= set("IVX1|")


def _goes_on(line: Sequence[Token], j: int, channel: str) -> bool:
    """Return whether a stop is a misread comma: the next word is small (wrong language only)."""
    if channel != WRONG_LANGUAGE or "." not in line[j].after or j + 1 >= len(line):
        return False
    after = line[j + 1]
    first = after.parts[0] if after.parts else ""
    return isinstance(first, Choice) and not after.before and first.surface[:1].islower()


def _windows(run: list[tuple[Place | None, Slot]]) -> list[list[tuple[Place | None, Slot]]]:
    """Return the parts of a run that hold a choice, each with the two words around that settle it."""
    windows, start, end = [], -1, -1
    for i, (_, slot) in enumerate(run):
        if len(slot.first) < 2:
            continue
        if start < 0 or i - CONTEXT > end:
            if start >= 0:
                windows.append(run[start:end])
            start = max(0, i - CONTEXT)
        end = min(len(run), i + CONTEXT + 1)
    if start >= 0:
        windows.append(run[start:end])
    return windows
