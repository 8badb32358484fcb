"""The restorer: channel found line by line, candidates, one decoding over the page, tokens written back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.restoration.artefact import RESCORER, artefact_path, load_model
from pipeline.restoration.cutting import Token, cut_token, without_stray_quote
from pipeline.restoration.dates import mend_dates
from pipeline.restoration.decision import margin
from pipeline.restoration.decoder import decode
from pipeline.restoration.detection import SOUND, WORN, WRONG_LANGUAGE, detect, tally, worn_lines
from pipeline.restoration.evidence import Evidence, Restored, Restorer
from pipeline.restoration.markers import mend_markers
from pipeline.restoration.opinion import rescored
from pipeline.restoration.rescorer import Rescorer, load_rescorer
from pipeline.restoration.slots import Choice, Lexicon
from pipeline.restoration.spans import Seams
from pipeline.restoration.stretches import Placed, runs_of, windows_of
from pipeline.restoration.topic import Spot, adapted
from pipeline.restoration.writing import Posterior, Posteriors, Writer
from pipeline.text import tone_free, with_tone_habit

# Of the trigrams' logarithms, and where the rescorer is heard: of the net's, and of the trigrams' beside it.
WEIGHTS = {"sound": 1.0, "worn": 0.9, "wrong_language": 0.9, "stripped": 1.0}
NET_WEIGHTS = {"stripped": 0.3, "wrong_language": 0.2}
BESIDE_NET = {"stripped": 0.8, "wrong_language": 0.75}
CERTAIN = 5.0  # nats by which a change is certain enough to say that a paragraph is worn
_MOSTLY = 0.75  # of the words of a line in capitals are read in capitals
_MODERN_TAILS = ("oa", "oe", "uy")


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
        writer = Writer(self.lexicon, posteriors, _modern_habit(texts))
        written = [
            [writer.write(t, (i, j), channels[i], lines[i]) for j, t in enumerate(line)]
            for i, line in enumerate(tokens)
        ]
        return mend_dates(mend_markers(written, channels), lines)

    def _cut(self, line: Sequence[Evidence], channel: str) -> list[Token]:
        texts = [e.text for e in line]
        capitals = _capitals(texts) and (channel == WRONG_LANGUAGE or not _of_acronyms(texts))
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
        by_channel: dict[str, list[list[Placed]]] = {}
        runs, weights = runs_of(lines, channels), WEIGHTS
        if self.rescorer is not None:
            unigram = self.lexicon.model.language.unigram
            runs = rescored(self.rescorer, unigram, lines, runs, NET_WEIGHTS)
            weights = WEIGHTS | BESIDE_NET
        for run, channel in runs:
            by_channel.setdefault(channel, []).extend(windows_of(run))
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


def _of_acronyms(line: Sequence[str]) -> bool:
    """Return whether words in small letters stand among those in capitals: "- Lưu: VT, NC (3b)"."""
    cores = [t.strip(".,;:()") for t in line if sum(c.isalpha() for c in t) > 1]
    return sum(core.isupper() for core in cores) <= _MOSTLY * len(cores)


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
