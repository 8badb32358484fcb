"""Signs, told by their ink: specks that were read as signs, and ≥ and ≤, which Tesseract reads as > and <."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box
from pipeline.page import Line, Word

Mask = NDArray[np.uint8]

_BARRED = {">": "≥", "<": "≤"}
_BELOW = 0.5  # of its width: how far beneath the box of a sign its bar may lie, which Tesseract leaves out
_FULL = 0.75  # of the sign's width: what a row of a bar has at least, and a row of an arm has not

_SPECK = 0.1  # of a word's height: a sign no larger both ways is a speck of salt; a printed point is 0.12


_DOUBTED = 0.7  # a sign less sure than this is a speck, an end of a rule or a scrap of a seal


def is_doubted_sign(word: Word) -> bool:
    """Return whether a word holds signs alone and was read with doubt."""
    return word.confidence < _DOUBTED and not any(map(str.isalnum, word.text))


def printed(words: Sequence[Word], height: float) -> tuple[Word, ...]:
    """Return the words without the specks that were read as words of signs alone.

    Args:
        words: Of one line or cell.
        height: Usual height of a word in pixels, which a speck on the page does not grow with.
    """
    return tuple(word for word in words if not _is_speck(word, _SPECK * height))


def _is_speck(word: Word, most: float) -> bool:
    if word.box is None or any(map(str.isalnum, word.text)):
        return False
    return max(word.box.width, word.box.height) <= most


def with_bars(lines: Sequence[Line], ink: Mask) -> tuple[Line, ...]:
    """Return the lines with > and < before a number read as ≥ and ≤ where a bar is printed beneath.

    Args:
        lines: Boxes in the frame of `ink`.
        ink: uint8 (height, width), 255 on ink.
    """
    return tuple(_line(line, ink) if any(map(_is_sign, line.all_words)) else line for line in lines)


def _line(line: Line, ink: Mask) -> Line:
    cells = tuple(replace(cell, words=_words(cell.words, ink)) for cell in line.cells)
    return replace(line, words=_words(line.words, ink), cells=cells)


def _words(words: Sequence[Word], ink: Mask) -> tuple[Word, ...]:
    return tuple(_barred(word) if _is_sign(word) and _has_bar(word, ink) else word for word in words)


def _is_sign(word: Word) -> bool:
    return word.text[:1] in _BARRED and not any(map(str.isalpha, word.text))


def _barred(word: Word) -> Word:
    text = _BARRED[word.text[0]] + word.text[1:]
    return replace(word, text=text, ocr_text=text)


def _has_bar(word: Word, ink: Mask) -> bool:
    """Whether the first piece of ink in the word's box has a row of ink over its whole width at its foot."""
    if word.box is None:
        return False
    sign = _first_sign(word.box, ink)
    if sign.shape[1] < 6:
        return False
    full = np.flatnonzero(sign.mean(axis=1) > _FULL)
    arms = np.flatnonzero(sign.max(axis=1))
    return bool(len(full)) and bool(len(arms)) and full[0] > arms[0] + 0.6 * sign.shape[1]


def _first_sign(box: Box, ink: Mask) -> NDArray[np.bool_]:
    """Return the ink of the box's first character and what lies just beneath it."""
    x0, y0, x1, y1 = box.rounded()
    part = ink[max(0, y0 - 2) : y1, max(0, x0 - 2) : x1 + 2] > 0
    columns = part.max(axis=0)
    start = int(columns.argmax())
    rest = np.flatnonzero(~columns[start:])
    end = start + (int(rest[0]) if len(rest) else len(columns) - start)
    left = max(0, x0 - 2)
    low = y1 + round(_BELOW * (end - start))
    return np.asarray(ink[max(0, y0 - 2) : low, left + start : left + end] > 0)
