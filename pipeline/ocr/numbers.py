"""Numbers in cells: digits standing alone are read once more by a model that has no marks in mind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import DependencyError
from pipeline.geometry import Box, union
from pipeline.ocr.engine import Engine
from pipeline.ocr.ink import corner, crop, scaled
from pipeline.ocr.tsv import Reading
from pipeline.page import Word

Grey = NDArray[np.uint8]

_LATIN = "eng"  # comes with tesseract-ocr itself
_LINE = 7
_BORDER = 24
_SCALE = 0.7  # of 300 dpi: 7 of 206 real cells wrong against 10 unscaled and 30 by vie
_DPI = 300.0
_NUMBER = re.compile(r"[+-]?\d+([.,/-]\d+)*[.%)]?")
_ROMAN = re.compile(r"[IVX]{1,4}\.?")
_SIGN_AMID = re.compile(r"\d[^\w\s.,/%()+<>≥≤:–-]\d")
_LONGEST = 12
_SHORT = 4  # letters at most that one or two digits are taken for
_AS_DIGITS = str.maketrans("lI|O", "1110")
_FEWEST, _MOST = 4, 0.6  # numbers in a column, and their share, that make it one of numbers
_LEAST = 0.4  # of the usual height: no digit is lower


def with_numbers(
    clean: Grey,
    inked: Sequence[Box | None],
    words: Sequence[tuple[Word, ...]],
    engine: Engine,
    height: float,
    *,
    columns: Sequence[object] = (),
) -> list[tuple[Word, ...]]:
    """Return the words of the cells with lone numbers read by the Latin model.

    The Vietnamese model takes lone digits for marked letters ("8" for "§", "4" for "Á"). The other
    reading stays among the word's alternatives. Without that model everything stays as it is.

    Args:
        clean: uint8 (height, width), 0 ink to 255 paper, without rules.
        inked: Of each cell, the box around its ink; None where it has none.
        words: Of each cell.
        engine: As for the first reading.
        height: Usual height of a word in pixels.
        columns: Of each cell, what it shares with the others of its column; in a column of numbers a short
            word ("lỗi" for 11) is read as one too.
    """
    out = list(words)
    figures = _figures(words, columns)
    boxes = (_box_of_number(*cell, height) for cell in zip(words, inked, figures, strict=True))
    pairs = [(i, box) for i, box in enumerate(boxes) if box is not None]
    scale = min(1.0, _SCALE * _DPI / engine.dpi)
    images = [scaled(crop(clean, box, border=_BORDER), scale) for _, box in pairs]
    try:
        readings = replace(engine, language=_LATIN, dpi=engine.dpi * scale).read(images, _LINE)
    except DependencyError:
        return out
    for (i, box), reading in zip(pairs, readings, strict=True):
        x, y = corner(box)
        out[i] = _better(out[i], reading.moved(x - _BORDER, y - _BORDER, scale), figure=figures[i])
    return out


def _figures(words: Sequence[tuple[Word, ...]], columns: Sequence[object]) -> list[bool]:
    """Return for each cell whether most of its column are numbers."""
    filled, numbers = Counter[object](), Counter[object]()
    for cell, column in zip(words, columns, strict=False):
        filled[column] += bool(cell)
        numbers[column] += len(cell) == 1 and _NUMBER.fullmatch(cell[0].text) is not None
    often = {
        column for column, count in numbers.items() if count >= _FEWEST and count > _MOST * filled[column]
    }
    return [column in often for column in columns] or [False] * len(words)


def _box_of_number(words: Sequence[Word], inked: Box | None, figure: bool, height: float) -> Box | None:
    """Return where a cell may hold a lone number: short, on one line, no plain word of three letters or more.

    A digit or Roman number may have been read as signs and left out as specks: its ink alone is there.
    """
    if not words:
        fits = inked is not None and _LEAST * height < inked.height < 1.6 * height
        return inked if fits and inked is not None and inked.width < 2 * inked.height else None
    text = "".join(word.text for word in words)
    box = union(word.box for word in words)
    if box is None or len(text) > _LONGEST or box.height > 1.6 * height:
        return None
    letters = sum(c.isalpha() for c in text)
    return box if letters <= (_SHORT if figure else 2) or any(c.isdigit() for c in text) else None


def _better(old: tuple[Word, ...], reading: Reading, *, figure: bool) -> tuple[Word, ...]:
    text = " ".join(word.text for word in reading.words)
    before = " ".join(word.text for word in old)
    if figure and not _ROMAN.fullmatch(before):
        text = text.translate(_AS_DIGITS)
    if not old and _ROMAN.fullmatch(text):
        return reading.words
    if not _NUMBER.fullmatch(text) or (_digits(text) == _digits(before) and not _lacks(before, text)):
        return old
    sure = sum(word.confidence for word in old) / max(1, len(old))
    if _NUMBER.fullmatch(before) and sure >= reading.confidence and not _lacks(before, text):
        return old
    box = union(w.box for w in old or reading.words)
    word = Word(text, text, box, min(reading.confidence, 0.9), (before,) if before else ())
    return (word,)


def _lacks(before: str, text: str) -> bool:
    """Return whether a number of the same digits has lost its point ("3544%") or has a sign amid them."""
    same = _digits(before) == _digits(text)
    pointless = _NUMBER.fullmatch(before) is not None and before == text.replace(".", "").replace(",", "")
    return same and before != text and (pointless or _SIGN_AMID.search(before) is not None)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
