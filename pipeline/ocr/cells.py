"""The words of one cell from the lines of its reading: specks left out, broken numbers put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry import union
from pipeline.ocr.signs import is_doubted_sign
from pipeline.page import Word, mean_confidence

_BROKEN = re.compile(r"(?=.*\d)\S*[-–/]")
_GOES_ON = re.compile(r"\d|[A-ZĐ]{2}")
_COMMA = re.compile(r"[,;.:]+(?=\w)")
_NO_BEGINNING = re.compile(r"[#.,;:'`~^|_\\]{1,2}")  # however surely it was read
_NEVER = frozenset("ˆ^`´¨")  # alone
_QUOTE = re.compile(r"[\"'‘’“”`]")
_DOUBTFUL = 0.7
_SURE = 0.7  # one line at least as sure as this tells that ink of another sort is none of the text's
_STRAY = 0.4
_FEW = 2
_DATED = re.compile(r"[/-]\d{2,4}\.?$|^\d{4}\.?$")


def cell_words(lines: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """Return the words of a cell in order.

    A seal that hangs into a cell leaves lines of unsure scraps and lone signs about the text; a period or a
    number that the narrow column breaks after its dash ("2025-" / "2030") is one word.

    Args:
        lines: As they were read, top to bottom, none of them empty.
    """
    words: list[Word] = []
    for line in _without_strays(lines):
        first, *rest = line
        if words and _BROKEN.fullmatch(words[-1].text) and _GOES_ON.match(first.text):
            words[-1] = _joined(words[-1], first)
        else:
            words.append(first)
        words += rest
    return _trimmed(words)


def _without_strays(lines: Sequence[Sequence[Word]]) -> list[Sequence[Word]]:
    sure = [mean_confidence(line) for line in lines]
    if max(sure, default=0.0) < _SURE:
        return list(lines)
    return [line for line, its in zip(lines, sure, strict=True) if its >= _STRAY or _is_dated(line)]


def _is_dated(line: Sequence[Word]) -> bool:
    """Whether a line ends in a year or number that no scrap has: "II/2027" beneath "Quý" is read H/2027."""
    return len(line) <= _FEW and _DATED.search(line[-1].text) is not None


def _joined(first: Word, second: Word) -> Word:
    text = first.text + second.text
    sure = min(first.confidence, second.confidence)
    return replace(first, text=text, ocr_text=text, box=union((first.box, second.box)), confidence=sure)


def _trimmed(words: list[Word]) -> tuple[Word, ...]:
    """Return the words without signs at either end that were read with doubt: specks, ends of rules."""
    first, last = 0, len(words)
    while first < last and (is_doubted_sign(words[first]) or _NO_BEGINNING.fullmatch(words[first].text)):
        first += 1
    while last > first and is_doubted_sign(words[last - 1]):
        last -= 1
    kept = [word for word in words[first:last] if word.text not in _NEVER]
    if kept and kept[0].confidence < _DOUBTFUL:
        kept[0] = replace(kept[0], text=_COMMA.sub("", kept[0].text, count=1))
    return tuple(_unquoted(kept))


def _unquoted(words: list[Word]) -> list[Word]:
    """Return the words without a quote before the first that nothing closes: a speck beside a letter."""
    if not words or len(_QUOTE.findall(" ".join(word.text for word in words))) != 1:
        return words
    first = words[0]
    text = _QUOTE.sub("", first.text, count=1) if _QUOTE.match(first.text) else first.text
    return [replace(first, text=text, ocr_text=text), *words[1:]] if text else words[1:]
