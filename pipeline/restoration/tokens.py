"""How a line is cut: white space, punctuation, syllables, numbers, codes."""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.text import is_syllable, strip_marks, with_tone_habit

CORPUS_TOKEN = regex.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*|\n|[.;:](?=\s)")


@lru_cache(maxsize=300_000)
def canonical(word: str) -> str:
    """Return the lower-case word with the tone where the language model has it (hòa, not hoà)."""
    return with_tone_habit(word.lower(), modern=False)


_CORE = regex.compile(
    r"^([\s\"'“”‘’«»(\[{*+•·.,;:!?…\-–—_=~|]*)(.*?)([\s\"'“”‘’«»)\]*+•·.,;:!?…\-–—_=~|/]*)$", regex.S
)
_NOISY_CORE = regex.compile(
    r"^([\s\"'“”‘’«»(\[{*+•·.,;:!?…\-–—_=~|]*)(.*?)([\s\"“”«»)\]+•·.,;:…\-–—_=~|/]*)$", regex.S
)
_CUT = regex.compile(r"([/\-–—](?=[\p{L}\d]))")
LOWER, TITLE, UPPER = 0, 1, 2


@lru_cache(maxsize=200_000)
def peel(token: str) -> tuple[str, str, str]:
    """Return the punctuation before, the core, and the punctuation after; all together are the token."""
    return _peel(_CORE, token)


@lru_cache(maxsize=200_000)
def peel_misread(token: str) -> tuple[str, str, str]:
    """Return the same for a wrong-language reading, where ? ' ! at the end are mostly marks (xtr? is xử)."""
    return _peel(_NOISY_CORE, token)


def _peel(pattern: regex.Pattern[str], token: str) -> tuple[str, str, str]:
    match = pattern.match(token)
    if match is None or not match[2]:
        return token, "", ""
    return match[1], match[2], match[3]


def cut(core: str) -> list[str]:
    """Return the parts of a core between / and -, with these signs as parts of their own."""
    return [part for part in _CUT.split(core) if part]


@lru_cache(maxsize=200_000)
def shape(core: str) -> int:
    """Return LOWER, TITLE or UPPER by the letters as read."""
    upper = sum(c.isupper() for c in core)
    lower = sum(c.islower() for c in core)
    if upper >= 2 and upper > lower:
        return UPPER
    return TITLE if core[:1].isupper() else LOWER


def shaped(word: str, pattern: int) -> str:
    """Return the lower-case word in a case pattern."""
    if pattern == UPPER:
        return word.upper()
    return word[:1].upper() + word[1:] if pattern == TITLE else word


_SAME_AS_CAPITAL = frozenset("cosuvxkpy")  # letters whose capitals differ by their size alone


@lru_cache(maxsize=200_000)
def steady(core: str) -> str:
    """Return a marked syllable without the capitals inside that differ by size alone (sỐ is số)."""
    if core.islower() or core.isascii() or not core[0].islower():
        return core
    inner = {strip_marks(c).lower() for c in core[1:] if c.isupper()}
    return core.lower() if inner <= _SAME_AS_CAPITAL and is_syllable(core.lower()) else core
