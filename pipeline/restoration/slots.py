"""What a part of a token may be: candidates for the decoder, and how the chosen one is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import regex
from numpy.typing import NDArray

from pipeline.restoration.acronyms import Acronyms
from pipeline.restoration.artefact import Model
from pipeline.restoration.decoder import Slot
from pipeline.restoration.detection import STRIPPED, WRONG_LANGUAGE
from pipeline.restoration.language_model import BOUNDARY, NUMBER, UNKNOWN
from pipeline.restoration.protection import is_fixed, is_roman, may_be_number
from pipeline.restoration.tokens import LOWER, TITLE, UPPER, canonical, peel, shape, shaped
from pipeline.restoration.topic import skeleton_numbers
from pipeline.text import is_syllable, strip_marks, with_tone_habit

CANDIDATES = 14
_MOST_KEPT = 50_000  # words whose candidates are remembered
_OTHER_UNKNOWN = -9.0  # an unknown word is this much rarer than all unknown words together
_KEPT_UNKNOWN = -1.0  # log P that an unknown word is read as it is
_ACRONYM_BONUS = 3.0
ALTERNATIVE = -3.0  # log P of a word that another reading of its image gave
_NUMBER_BONUS = 1.0  # nats that a number is worth beside a word read as one
_DIGIT = -2.3  # log P of one digit among all
_PRICE = -2.5  # of changing a word read with Vietnamese letters
RARE = -15.5  # log unigram under which a word is not taken for granted
_SIGNS = frozenset("¢¥€@&£®©")  # a whole word read as a sign: ở, ý, có
_ONLY_VOWEL = regex.compile(r"(?:qu|[bcdđghklmnpqrstvx]+)[yýỳỷỹỵ]")
_SHORT_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")
_FIXED = Slot((NUMBER,), (NUMBER,), (0.0,))
STOPPED = Slot((BOUNDARY,), (BOUNDARY,), (0.0,))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a core part may be: a slot for the decoder and the part as read.

    Attributes:
        surface: As read.
        slot: The candidates.
        free: They are for the decoder to choose from.
        own: Place among the candidates of the part as it was read; -1 where it is not among them.
        pattern: Case in which to write another word; -1: letter by letter.
        amid: It stands amid a sentence, where a capital that was no capital of its word says little.
        written: Of a part that is not free: what it is if not as read.
    """

    surface: str
    slot: Slot
    free: bool
    own: int = -1
    pattern: int = -1
    written: str = ""
    amid: bool = False


@dataclass(slots=True)
class Lexicon:
    """The model's words by spelling, and candidates by channel, remembered for each distinct part."""

    model: Model
    index: dict[str, int] = field(init=False)
    skeletons: dict[str, list[int]] = field(init=False)
    acronyms: Acronyms = field(init=False)
    letters: NDArray[np.int64] = field(init=False)  # (words,) a number for each word's letters without marks
    _worn: dict[str, tuple[Slot, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the words and gather them by their letters without marks."""
        words = self.model.words
        self.index = {w: i for i, w in enumerate(words)}
        self.skeletons = {}
        for i, word in enumerate(words):
            if word[0] != "<":
                self.skeletons.setdefault(strip_marks(word), []).append(i)
        self.letters = skeleton_numbers(self.skeletons.values(), len(words))
        self.acronyms = Acronyms(self.model.acronyms, self.model.codes)

    def is_skeleton(self, core: str) -> bool:
        """Return whether some common word is this without its marks."""
        ids = self.skeletons.get(core)
        return ids is not None and float(self.model.language.unigram[ids[0]]) > RARE

    def choice(self, part: str, channel: str, *, code: bool, capitals: bool, opening: bool) -> Choice:
        """Return the candidates of one part of a core.

        Args:
            part: As read, without / and -.
            channel: One of `detection`.
            code: It stands in a token that begins with a number (146/KH-UBND).
            capitals: The whole line is in capitals.
            opening: It begins a line or follows a stop.
        """
        misread = channel == WRONG_LANGUAGE
        if not any(c.isalpha() for c in part) and not (misread and part in _SIGNS):
            if misread and not opening and not code and may_be_number(part):
                return self._number(part)
            return Choice(part, _FIXED, free=False)
        if code and (channel == STRIPPED or misread):
            written = self.acronyms.code(part)
            if written:
                return Choice(part, self._only(written), free=False, written=written)
        if channel == STRIPPED or (code and misread):
            return Choice(part, self._by_marks(part, code=code), free=True)
        if not capitals and not code and shape(part) == UPPER and part.isalpha():
            written = self.acronyms.acronym(part, misread=misread)
            if written:
                return Choice(part, self._only(written), free=False, written=written)
        if misread:
            return self._misread(part, capitals=capitals, opening=opening)
        return self._vietnamese(part, code=code, capitals=capitals, opening=opening)

    def with_alternatives(self, choice: Choice, alternatives: Sequence[str]) -> Choice:
        """Return the choice with the OCR's other readings of the word among its candidates."""
        if not choice.free or not alternatives:
            return choice
        scores = dict(zip(choice.slot.first, choice.slot.score, strict=True))
        for text in alternatives:
            i = self.index.get(canonical(peel(text)[1]))
            if i is not None:
                scores[i] = max(scores.get(i, ALTERNATIVE), ALTERNATIVE)
        ids = tuple(scores)
        return replace(choice, slot=Slot(ids, ids, tuple(scores.values())))

    def _number(self, part: str) -> Choice:
        """Return a short number, or the words that a wrong-language reading makes of it (6 is ở)."""
        ids, logs = self.model.channels["eng"].candidates(part, self.model.language.unigram, CANDIDATES)
        kept = (NUMBER, *(int(i) for i in ids))
        own = _DIGIT * sum(c.isdigit() for c in part) + (_NUMBER_BONUS if part.isdigit() else -6.0)
        slot = Slot(kept, kept, (own, *(float(s) for s in logs)))
        return Choice(part, slot, free=True, own=0, pattern=LOWER)

    def _only(self, part: str) -> Slot:
        i = self.index.get(canonical(part), UNKNOWN)
        return Slot((i,), (i,), (0.0,))

    def _by_marks(self, part: str, *, code: bool) -> Slot:
        low = part.lower()
        ids = self.skeletons.get(strip_marks(low), []) if low.isalpha() else []
        if not low.isascii():
            ids = []
        if code or (shape(part) == UPPER and not any(c in "aeiouy" for c in low)):
            ids = [i for i in ids if self.model.words[i].replace("đ", "d") == low]
        if not ids:
            return self._only(part)
        kept = tuple(ids[:24])
        return Slot(kept, kept, (0.0,) * len(kept))

    def _misread(self, part: str, *, capitals: bool, opening: bool) -> Choice:
        pattern = shape(part)
        stroke = part[0] == "I" and part[1:].islower() and not opening  # Iy is lý
        if is_fixed(part, upper=pattern == UPPER, capitals=capitals, misread=True):
            if may_be_number(part) and not opening:
                return self._number(part)
            return Choice(part, _FIXED, free=False)
        ids, logs = self.model.channels["eng"].candidates(part, self.model.language.unigram, CANDIDATES)
        kept, scores = [int(i) for i in ids], [float(s) for s in logs]
        own = self.index.get(canonical(part), UNKNOWN)
        bonus = _ACRONYM_BONUS if pattern == UPPER and not capitals and part.isalpha() else 0.0
        if own == UNKNOWN:
            kept.append(UNKNOWN)
            scores.append(_OTHER_UNKNOWN + _KEPT_UNKNOWN + bonus - (0 if part.isalpha() else 6.0))
        elif own in kept:
            scores[kept.index(own)] += bonus if part.isascii() else 0.0
        else:
            kept.append(own)
            scores.append(-9.0 + bonus)
        if stroke or (pattern == UPPER and not capitals and len(part) < 4):
            pattern = LOWER if stroke else TITLE
        slot = Slot(tuple(kept), tuple(kept), tuple(scores))
        return Choice(part, slot, free=True, own=kept.index(own), pattern=pattern, amid=not opening)

    def _vietnamese(self, part: str, *, code: bool, capitals: bool, opening: bool) -> Choice:
        pattern = shape(part)
        fixed = is_fixed(part, upper=pattern == UPPER, capitals=capitals, misread=False)
        one = len(part) == 1 and part.isalpha()
        if code or fixed or one or is_roman(part) or (pattern == UPPER and not capitals):
            return Choice(part, self._only(part), free=False)
        found = self._worn.get(part)
        if found is None:
            found = self._doubted(part, pattern)
            if len(self._worn) < _MOST_KEPT:
                self._worn[part] = found
        slot, own = found
        return Choice(part, slot, free=len(slot.first) > 1, own=own, amid=not opening)

    def _doubted(self, part: str, pattern: int) -> tuple[Slot, int]:
        """Return what a word read with Vietnamese letters may be, and its place among that."""
        ids, logs = self.model.channels["vie"].candidates(part, self.model.language.unigram, CANDIDATES)
        own = self.index.get(canonical(part), UNKNOWN)
        same = _with_short_i(canonical(part)) if own != UNKNOWN else ""
        pairs = {
            int(i): float(s) + _PRICE
            for i, s in zip(ids, logs, strict=True)
            if _with_short_i(self.model.words[i]) != same
        }
        extra = 0.0 if own != UNKNOWN else _OTHER_UNKNOWN + (3.0 if pattern == TITLE else 0.0)
        pairs[own] = extra
        kept = tuple(i for i, s in pairs.items() if s > extra - 16)
        return Slot(kept, kept, tuple(pairs[i] for i in kept)), kept.index(own)


def _with_short_i(word: str) -> str:
    """Return quí for quý: two ways to write one word, of which a document has its own; ngày is not ngài."""
    return word.translate(_SHORT_I) if _ONLY_VOWEL.fullmatch(word) else word


def spelt(word: str, choice: Choice, *, modern: bool) -> str:
    """Return a word of the model in the case of the part as read and the document's tone habit."""
    part = choice.surface
    if canonical(part) == word:
        return part
    if modern:
        word = with_tone_habit(word, modern=True)
    if choice.amid and shape(part) == TITLE and strip_marks(word)[0] != strip_marks(part)[0].lower():
        return word  # Jam is làm
    if choice.pattern >= 0:
        return (
            word.upper() if not is_syllable(word) and shape(part) == UPPER else shaped(word, choice.pattern)
        )
    bare = strip_marks(part)
    if len(bare) == len(word) and bare.lower() == strip_marks(word):
        return "".join(w.upper() if c.isupper() else w for w, c in zip(word, part, strict=True))
    return shaped(word, shape(part))
