"""What a scan adds to a line: specks read as signs at its edges, a numeral that stuck to the first word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from pipeline.page import Cell, Line, Word

_DIRT = r"ˆ\^`´~|°'‘’\\<>‹›«»="
_AFTER = regex.compile(rf"[{_DIRT}_·•*:;.,–—-]{{1,2}}")
_ALWAYS = regex.compile(rf"[{_DIRT}_·•*]{{1,2}}|_-|-_")
_NEVER_PRINTED = frozenset("‹›ˆ^`´¬")  # alone, amid a line
_DASH_DIRT = regex.compile(r"(?=.*[-_=~¬])[-_=~¬.,·]{1,3}")  # what a dash and a speck beside it are read as
_PLUS_DIRT = regex.compile(r"[_.,·~]{1,2}\+")
_BEFORE = regex.compile(rf"[{_DIRT}:;.,]{{1,2}}")
_QUOTES = "'‘’`´"
_NO_WORDS = frozenset("ịỉĩẩẫñ")  # letters that are no syllable, as dirt is read behind a line
_ENDED = (".", ";", ":", "!", "?")
_ITEM = regex.compile(r"(?:[a-zđ]|\d{1,2})\)|[IVX]{1,5}\.")
_STUCK_DIRT = regex.compile(
    rf"[{_DIRT}_·.,:;-]{{1,2}}(?=(?:(?:[a-zđ]|\d{{1,2}})\)|[IVX]{{1,5}}\.$))"
    rf"|[{_DIRT}_·.,:;]+(?=\p{{Lu}}\p{{Ll}})"
    rf"|[{_DIRT}_·.,:;*]+(?=[-+]$)"
)
_QUOTE_DIRT = regex.compile(rf"[{_DIRT}]+(?=\p{{L}})")
_POINTED = regex.compile(r"\d{1,2}[.,)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|[IVXH]{1,5}\.")
_NUMERAL = regex.compile(r"[IVXH]{1,5}")
_STUCK_SIGN = regex.compile(r"(?P<sign>[IVX]{1,5})\.(?=\p{Lu}{2})")
_UNSURE = 0.75  # confidence below which a letter alone before an enumerator is dirt


def cleaned(line: Line) -> Line:
    """Return a line that was read off an image without the specks at its edges; any other as it is."""
    if line.box is None:
        return line
    if line.cells:
        return replace(line, cells=tuple(_cleaned_cell(cell) for cell in line.cells))
    return replace(line, words=_cleaned_words(line.words))


def _cleaned_cell(cell: Cell) -> Cell:
    return replace(cell, words=_cleaned_words(cell.words))


def _cleaned_words(words: Sequence[Word]) -> tuple[Word, ...]:
    kept = list(words)
    while len(kept) > 1 and _is_last_speck(kept[-1].text, kept[-2].text):
        kept.pop()
    if len(kept) > 1 and kept[1].text[:1].isupper():
        kept[0] = _as_bullet(kept[0])
    while len(kept) > 1 and _is_first_speck(kept):
        del kept[0]
    if kept:
        kept[0] = _freed(kept[0])
    return tuple(_unquoted([w for w in kept if w.text not in _NEVER_PRINTED] or kept))


def _as_bullet(word: Word) -> Word:
    if len(word.text) > 1 and _PLUS_DIRT.fullmatch(word.text):
        return replace(word, text="+")
    if word.text in ("¬", "~") or (len(word.text) > 1 and _DASH_DIRT.fullmatch(word.text)):
        return replace(word, text="-")
    return word


def _is_last_speck(text: str, before: str) -> bool:
    if _ALWAYS.fullmatch(text) or text in _NO_WORDS:
        return True
    return bool(_AFTER.fullmatch(text)) and before.endswith(_ENDED)


def _is_first_speck(words: Sequence[Word]) -> bool:
    """Whether the first word is dirt: a sign, a dash before a number, a broken letter before a dash."""
    first, after = words[0].text, words[1].text
    if _BEFORE.fullmatch(first) or (first == "_" and after[:1].islower()):
        return True
    if first in ("-", "_", "–", "—"):
        return len(words) > 2 and _begins_heading(after, words[2].text)
    if after in ("-", "+") and len(words) > 2 and words[2].text[:1].isupper():
        return _is_broken(first)
    alone = len(first) == 1 and first.isalpha()
    return alone and words[0].confidence < _UNSURE and bool(_ITEM.fullmatch(after))


def _begins_heading(sign: str, word: str) -> bool:
    """Whether an enumerator and the word behind it begin a heading or item, so that a dash before is dirt."""
    if _POINTED.fullmatch(sign):
        return word[:1].isupper()
    return _NUMERAL.fullmatch(sign) is not None and word.isupper() and len(word) > 1


def _is_broken(text: str) -> bool:
    """Whether letters make no word: one alone, or a capital behind a small letter."""
    if len(text) == 1:
        return not text.isdigit()
    return len(text) <= 3 and any(a.islower() and b.isupper() for a, b in pairwise(text))


def _unquoted(words: Sequence[Word]) -> list[Word]:
    """Drop quotation marks before words where the line holds no second one."""
    if sum(c in _QUOTES for word in words for c in word.text) != 1:
        return list(words)
    found = ((word, _QUOTE_DIRT.match(word.text)) for word in words)
    return [replace(word, text=word.text[dirt.end() :]) if dirt else word for word, dirt in found]


def _freed(word: Word) -> Word:
    """Free an enumerator from dirt before it, or part it from the word that it stuck to."""
    dirt = _STUCK_DIRT.match(word.text)
    if dirt:
        return replace(word, text=word.text[dirt.end() :])
    stuck = _STUCK_SIGN.match(word.ocr_text)
    if stuck and word.text == word.ocr_text[stuck.end() :]:  # the restorer took the sign for dirt
        return replace(word, text=f"{stuck['sign']}. {word.text}")
    return word
