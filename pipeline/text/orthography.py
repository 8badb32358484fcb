"""Letters, marks and syllables of Vietnamese."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng as combining marks

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]"
_SYLLABLE = regex.compile(
    rf"^(?:{_ONSETS})?(?:[iyuo])?(?:[aăâeêioôơuưy]|iê|yê|uô|ươ|ua|ưa|ia|ya|uâ|uê|uơ|oa|oă|oe|uy|uyê|uya)"
    r"(?:ng|nh|ch|[cmnptiouy])?$"
)


def nfc(text: str) -> str:
    """Return the text with its marks composed (NFC); idempotent."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=200_000)
def strip_marks(text: str) -> str:
    """Return the text without tones and vowel marks, đ as d; case is kept."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return nfc("".join(c for c in plain if not unicodedata.combining(c)))


@lru_cache(maxsize=200_000)
def tone_free(text: str) -> tuple[str, str]:
    """Return the text without its tone marks (vowel marks stay) and the tone marks in order.

    Words that differ only in tone placement (hoà, hóa's kin) give the same pair.
    """
    decomposed = unicodedata.normalize("NFD", text)
    tones = "".join(c for c in decomposed if c in TONES)
    return nfc("".join(c for c in decomposed if c not in TONES)), tones


def same_habit(first: str, second: str) -> bool:
    """Return whether two spellings differ in nothing but the place of the tone (hoà = hòa)."""
    return tone_free(first) == tone_free(second)


def fold(text: str) -> str:
    """Return the text for comparing: NFC, lower case, tone placement unified."""
    return "".join(_fold_word(part) for part in regex.split(r"(\W+)", nfc(text).lower()))


@lru_cache(maxsize=200_000)
def _fold_word(word: str) -> str:
    bare, tones = tone_free(word)
    return bare + tones


def is_syllable(word: str) -> bool:
    """Return whether the word could be a Vietnamese syllable by its onset, rime and tone.

    Stops (-c, -ch, -p, -t) bear only sắc or nặng.
    """
    bare, tones = tone_free(word.lower())
    if len(tones) > 1 or not _SYLLABLE.match(bare):
        return False
    return not (bare.endswith(("c", "ch", "p", "t")) and tones not in ("\u0301", "\u0323"))


_OPEN_PAIRS = {"oa", "oe", "uy"}


def with_tone_habit(word: str, *, modern: bool) -> str:
    """Return the word with the tone of open oa, oe, uy on the second vowel (modern, hoà) or the first."""
    bare, tones = tone_free(word)
    if len(tones) != 1 or bare[-2:].lower() not in _OPEN_PAIRS or bare[-3:-2].lower() == "q":
        return word
    at = len(bare) if modern else len(bare) - 1
    return nfc(bare[:at] + tones + bare[at:])
