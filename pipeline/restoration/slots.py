"""A page's lines -> positions with candidates for the decoder, and back to tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import regex

from pipeline.restoration.artefact import Model
from pipeline.restoration.decoder import Slot
from pipeline.restoration.detection import SOUND, STRIPPED, WORN, WRONG_LANGUAGE
from pipeline.restoration.language_model import BOUNDARY, NUMBER, UNKNOWN
from pipeline.restoration.tokens import LOWER, TITLE, UPPER, canonical, cut, peel, peel_misread, shape, shaped
from pipeline.text import is_syllable, strip_marks, with_tone_habit

CANDIDATES = 14
OTHER_UNKNOWN = -9.0  # an unknown word is this much rarer than all unknown words together
KEPT_UNKNOWN = -1.0  # log P that an unknown word is read as it is
ACRONYM_BONUS = 3.0
CODE_SHARE = 0.8  # of a code's sightings that bear a stroke, from which D is read as Đ
PRICE_WORN = -2.5
PRICE_SOUND = -8.0
RARE = -15.5  # log unigram under which a word of a worn page is not taken for granted
NET = regex.compile(r"@.+\.|://|^www\.|\.(?:vn|com|net|org|gov|edu)(?:\W|$)", regex.I)
STOP = (".", ";", ":", "!", "?")
SIGNS = frozenset("¢¥€@&£®©")  # a whole word read as a sign: ở, ý, có
_FIXED = Slot((NUMBER,), (NUMBER,), (0.0,))
STOPPED = Slot((BOUNDARY,), (BOUNDARY,), (0.0,))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a core part may be: a slot for the decoder and the part as read."""

    surface: str
    slot: Slot
    free: bool
    pattern: int = -1  # case in which to write another word; -1: letter by letter
    written: str = ""  # of a part that is not free: what it is if not as read


@dataclass(slots=True)
class Lexicon:
    """The model's words by spelling, and candidates by channel, remembered for each distinct part."""

    model: Model
    index: dict[str, int] = field(init=False)
    skeletons: dict[str, list[int]] = field(init=False)
    codes: dict[str, str] = field(init=False)
    _stripped: dict[str, Slot] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the words and gather them by their letters without marks."""
        words = self.model.words
        self.index = {w: i for i, w in enumerate(words)}
        self.skeletons = {}
        for i, word in enumerate(words):
            if word[0] != "<":
                self.skeletons.setdefault(strip_marks(word), []).append(i)
        self.codes = _codes_by_letters(self.model.codes)

    def is_word(self, core: str) -> bool:
        """Return whether the model knows the word well enough not to doubt it."""
        i = self.index.get(canonical(core))
        return i is not None and float(self.model.language.unigram[i]) > RARE

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
        if not any(c.isalpha() for c in part) and not (channel == WRONG_LANGUAGE and part in SIGNS):
            return Choice(part, _FIXED, free=False)
        if code and channel in (STRIPPED, WRONG_LANGUAGE):
            written = self.codes.get(strip_marks(part), "")
            if written or part in self.model.codes:
                return Choice(part, self._only(written or part), free=False, written=written)
        if channel == STRIPPED or (code and channel == WRONG_LANGUAGE):
            return Choice(part, self._by_marks(part, code=code), free=True)
        if channel == WRONG_LANGUAGE:
            return self._misread(part, capitals=capitals, opening=opening)
        return self._vietnamese(part, channel, code=code, capitals=capitals)

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
        letters = sum(c.isalpha() for c in part)
        digits = sum(c.isdigit() for c in part)
        if digits > letters + 1 or (
            digits and ((pattern == UPPER and not capitals) or (part[0].isdigit() and digits > 1))
        ):
            return Choice(part, _FIXED, free=False)
        ids, logs = self.model.channels["eng"].candidates(part, self.model.language.unigram, CANDIDATES)
        kept, scores = [int(i) for i in ids], [float(s) for s in logs]
        own = self.index.get(canonical(part))
        bonus = ACRONYM_BONUS if pattern == UPPER and not capitals and part.isalpha() else 0.0
        if own is None:
            kept.append(UNKNOWN)
            scores.append(OTHER_UNKNOWN + KEPT_UNKNOWN + bonus - (0 if part.isalpha() else 6.0))
        elif own in kept:
            scores[kept.index(own)] += bonus if part.isascii() else 0.0
        else:
            kept.append(own)
            scores.append(-9.0 + bonus)
        if stroke or (pattern == UPPER and not capitals and len(part) < 4):
            pattern = LOWER if stroke else TITLE
        return Choice(part, Slot(tuple(kept), tuple(kept), tuple(scores)), free=True, pattern=pattern)

    def _vietnamese(self, part: str, channel: str, *, code: bool, capitals: bool) -> Choice:
        known = self.is_word(part)
        pattern = shape(part)
        fixed = code or (not part.isalpha() and channel == SOUND)
        if channel == SOUND:
            fixed = fixed or known or pattern != LOWER
        elif pattern == UPPER and not capitals:
            fixed = True
        if fixed or (len(part) == 1 and part.isalpha()):
            return Choice(part, self._only(part), free=False)
        ids, logs = self.model.channels["vie"].candidates(part, self.model.language.unigram, CANDIDATES)
        price = PRICE_WORN if channel == WORN else PRICE_SOUND
        own = self.index.get(canonical(part), UNKNOWN)
        pairs = {int(i): float(s) + price for i, s in zip(ids, logs, strict=True)}
        extra = 0.0 if own != UNKNOWN else OTHER_UNKNOWN + (3.0 if pattern == TITLE else 0.0)
        pairs[own] = extra
        kept = tuple(i for i, s in pairs.items() if s > extra - 16)
        return Choice(part, Slot(kept, kept, tuple(pairs[i] for i in kept)), free=len(kept) > 1)


def _codes_by_letters(counts: dict[str, int]) -> dict[str, str]:
    """Return for the parts of codes without their strokes (QD) what they are (QĐ) where that is settled."""
    forms: dict[str, dict[str, int]] = {}
    for code, n in counts.items():
        forms.setdefault(strip_marks(code), {})[code] = n
    out = {}
    for bare, found in forms.items():
        best = max(found, key=lambda code: found[code])
        if best != bare and found[best] >= CODE_SHARE * sum(found.values()):
            out[bare] = best
    return out


@dataclass(frozen=True, slots=True)
class Token:
    """One token as read, cut: what stands before, the parts (signs too), what stands after."""

    before: str
    parts: tuple[str | Choice, ...]
    after: str
    stops: bool


LABEL = regex.compile(r"^[(“\"]?(?:[^\W_]|[¢€@&øØ])\)[.:]?$|^\d{1,2}[.,]$")


def cut_token(
    text: str, choose: Callable[[str, bool], Choice], *, misread: bool = False, head: bool = False
) -> Token:
    """Cut a token into punctuation and parts with their candidates.

    A marker at the `head` of a line stays whole.
    """
    if NET.search(text) or (head and LABEL.match(text)):
        return Token(text, (), "", stops=False)
    before, core, after = peel_misread(text) if misread else peel(text)
    if not core:
        return Token(text, (), "", stops=text[-1:] in STOP)
    parts: list[str | Choice] = []
    code = False
    for part in cut(core):
        if part in "/-–—":
            parts.append(part)
            continue
        code = code or (bool(parts) and part.isalpha() and core[0].isdigit())
        parts.append(choose(part, code))
    return Token(before, tuple(parts), after, stops=any(c in STOP for c in after))


def spelt(word: str, choice: Choice, *, modern: bool) -> str:
    """Return a word of the model in the case of the part as read and the document's tone habit."""
    part = choice.surface
    if canonical(part) == word:
        return part
    if modern:
        word = with_tone_habit(word, modern=True)
    if choice.pattern >= 0:
        return (
            word.upper() if not is_syllable(word) and shape(part) == UPPER else shaped(word, choice.pattern)
        )
    bare = strip_marks(part)
    if len(bare) == len(word) and bare.lower() == strip_marks(word):
        return "".join(w.upper() if c.isupper() else w for w, c in zip(word, part, strict=True))
    return shaped(word, shape(part))
