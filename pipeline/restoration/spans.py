"""Tokens that were glued or torn: `TINHLANG` is two words, `VBQPP L` is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import regex

from pipeline.restoration.artefact import Model
from pipeline.restoration.detection import SOUND, STRIPPED, WRONG_LANGUAGE
from pipeline.restoration.language_model import UNKNOWN
from pipeline.restoration.protection import NET
from pipeline.restoration.tokens import canonical, peel
from pipeline.text import is_syllable, strip_marks

_LOST_SPACE = -3.5  # log P that a space between two words is not read
_SURPLUS = 2.0  # nats by which the split must be better than any one word
UNREAD, UNREAD_LETTER = -10.0, -1.5  # log P of a word that the model does not know, by its letters
_LONGEST = 7  # letters of a Vietnamese syllable
COMMON = -15.5  # log unigram of a word that is none for want of a space
_BEAM = 6
_INNER_STOP = regex.compile(r"(?<=[\p{Ll}\d]{2}|^\d)([.,;:]+)(?=\p{L}[\p{Ll}\d])")  # công.Tỷ, 1.Tuân


@dataclass(frozen=True, slots=True)
class Span:
    """A token to decode and the tokens of the line that it was read from.

    Attributes:
        text: What to decode.
        first: Index of the first token read.
        last: Index of the last.
    """

    text: str
    first: int
    last: int


@dataclass(slots=True)
class Seams:
    """Finds lost and surplus spaces.

    Attributes:
        model: The model.
        index: Word -> id.
        skeletons: Words without marks that the model knows -> their ids.
        acronyms: Acronyms of running text.
    """

    model: Model
    index: dict[str, int]
    skeletons: dict[str, list[int]]
    acronyms: dict[str, int]
    _known: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def spans(self, line: Sequence[str], channel: str) -> list[Span]:
        """Return the line's tokens with lost spaces put in and surplus spaces taken out.

        Text without marks and the like of it keep their spaces: nobody misread them.
        """
        if channel == STRIPPED:
            return [Span(text, i, i) for i, text in enumerate(line)]
        out: list[Span] = []
        i = 0
        while i < len(line):
            if channel != SOUND and i + 1 < len(line) and self._torn(line[i], line[i + 1]):
                out.append(Span(line[i] + line[i + 1], i, i + 1))
                i += 2
                continue
            out += [Span(piece, i, i) for piece in self.pieces(line[i], channel)]
            i += 1
        return out

    def _torn(self, one: str, other: str) -> bool:
        """Return whether two tokens are one acronym."""
        if not (one[-1:].isupper() and other[:1].isupper()):
            return False
        _, left, between = peel(one)
        lead, right, _ = peel(other)
        if between or lead or not (left.isupper() and right.isupper()):
            return False
        if left + right not in self.acronyms or (
            len(right) > 1 and strip_marks(right.lower()) in self.skeletons
        ):
            return False
        return left not in self.acronyms or len(right) == 1

    def pieces(self, text: str, channel: str) -> tuple[str, ...]:
        """Return the words of one token; together they are the token."""
        if len(text) < 5 or NET.search(text):
            return (text,)
        found = self._known.get((text, channel))
        if found is None:
            found = self._pieces(text, channel)
            if len(self._known) < 50_000:
                self._known[text, channel] = found
        return found

    def _pieces(self, text: str, channel: str) -> tuple[str, ...]:
        if channel != SOUND:
            parts = _INNER_STOP.split(text)
            if len(parts) > 1:
                joined = [a + b for a, b in zip(parts[::2], [*parts[1::2], ""], strict=True)]
                return tuple(p for piece in joined for p in self._pieces(piece, channel))
        before, core, after = peel(text)
        cuts = self._cuts(core, channel)
        if not cuts:
            return (text,)
        words = [core[a:b] for a, b in zip([0, *cuts], [*cuts, len(core)], strict=True)]
        words[0], words[-1] = before + words[0], words[-1] + after
        return tuple(words)

    def _cuts(self, core: str, channel: str) -> tuple[int, ...]:
        """Return where a core is to be cut; nowhere if it may be one word."""
        if len(core) < 5 or not core.isalpha() or is_syllable(core):
            return ()
        unigram = self.model.language.unigram
        own = self.index.get(canonical(core), UNKNOWN)
        if core.isascii() and (channel == SOUND or (own != UNKNOWN and unigram[own] > COMMON)):
            return ()
        reader = self.model.channels["eng" if channel == WRONG_LANGUAGE else "vie"]
        ids, logs = reader.candidates(core, unigram, _BEAM)
        unread = UNREAD + UNREAD_LETTER * len(core)
        # the corpus has glued words too (tổchức): to be known is no reason to be one
        alone = max([unread, *(logs + unigram[ids])[ids != own].tolist()])
        score, cuts = self._segment(core, channel)
        return cuts if score > alone + _SURPLUS else ()

    def _segment(self, core: str, channel: str) -> tuple[float, tuple[int, ...]]:
        """Return the score and the cuts of the best way to read the core as two words or more."""
        reader = self.model.channels["eng" if channel == WRONG_LANGUAGE else "vie"]
        language = self.model.language
        states: list[list[tuple[float, int, tuple[int, ...]]]] = [[] for _ in range(len(core) + 1)]
        states[0] = [(0.0, UNKNOWN, ())]
        for end in range(2, len(core) + 1):
            found: list[tuple[float, int, tuple[int, ...]]] = []
            for start in range(max(0, end - _LONGEST), end - 1):
                piece = core[start:end]
                if (
                    not states[start]
                    or (start == 0 and end == len(core))
                    or not self._may_be(piece, reader.readings)
                ):
                    continue
                ids, logs = reader.candidates(piece, language.unigram, _BEAM)
                before = np.array([last for _, last, _ in states[start]])
                link = language.two(before[:, None], ids) + _LOST_SPACE if start else language.unigram[ids]
                totals = (np.atleast_2d(link) + logs).tolist()
                for (score, _, cuts), row in zip(states[start], totals, strict=True):
                    marks = (*cuts, start) if start else ()
                    found += [(score + s, i, marks) for i, s in zip(ids.tolist(), row, strict=True)]
            states[end] = sorted(found, key=lambda state: -state[0])[:_BEAM]
        if not states[-1]:
            return -np.inf, ()
        return states[-1][0][0], states[-1][0][2]

    def _may_be(self, piece: str, readings: object) -> bool:
        return strip_marks(piece.lower()) in self.skeletons or piece in readings  # type: ignore[operator]
