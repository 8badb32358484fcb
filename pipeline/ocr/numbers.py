"""Numbers in cells: digits standing alone are read once more by a model that has no marks in mind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import DependencyError
from pipeline.geometry import union
from pipeline.ocr.engine import Engine
from pipeline.ocr.grid import Slot
from pipeline.ocr.ink import corner, crop
from pipeline.ocr.tsv import Reading
from pipeline.page import Word

Grey = NDArray[np.uint8]

_LATIN = "eng"  # comes with tesseract-ocr itself
_LINE = 7
_BORDER = 24
_SCALE = 0.7  # of 300 dpi: 7 of 206 real cells wrong against 10 unscaled and 30 by vie
_DPI = 300.0
_NUMBER = re.compile(r"[+-]?\d+([.,/-]\d+)*[.%)]?")
_SIGN_AMID = re.compile(r"\d[^\w\s.,/%()+<>≥≤:–-]\d")
_LONGEST = 12


def with_numbers(
    clean: Grey, slots: Sequence[Slot], words: Sequence[tuple[Word, ...]], engine: Engine, height: float
) -> list[tuple[Word, ...]]:
    """Return the words of the cells with lone numbers read by the Latin model.

    The Vietnamese model takes lone digits for marked letters ("8" for "§", "4" for "Á"). The other
    reading stays among the word's alternatives. Without that model everything stays as it is.
    """
    out = list(words)
    chosen = [i for i, own in enumerate(words) if _may_be_number(own, height)]
    boxes = [union(word.box for word in words[i]) for i in chosen]
    pairs = [(i, box) for i, box in zip(chosen, boxes, strict=True) if box is not None]
    scale = min(1.0, _SCALE * _DPI / engine.dpi)
    images = [_scaled(crop(clean, box, border=_BORDER), scale) for _, box in pairs]
    try:
        readings = replace(engine, language=_LATIN, dpi=engine.dpi * scale).read(images, _LINE)
    except DependencyError:
        return out
    for (i, box), reading in zip(pairs, readings, strict=True):
        x, y = corner(box)
        out[i] = _better(out[i], reading.moved(x - _BORDER, y - _BORDER, scale))
    return out


def _may_be_number(words: Sequence[Word], height: float) -> bool:
    """Return whether a cell is short and on one line, and no plain word of three letters or more."""
    text = "".join(word.text for word in words)
    box = union(word.box for word in words)
    if not text or box is None or len(text) > _LONGEST or box.height > 1.6 * height:
        return False
    letters = sum(c.isalpha() for c in text)
    return letters <= 2 or any(c.isdigit() for c in text)


def _better(old: tuple[Word, ...], reading: Reading) -> tuple[Word, ...]:
    text = " ".join(word.text for word in reading.words)
    before = " ".join(word.text for word in old)
    if not _NUMBER.fullmatch(text) or (_digits(text) == _digits(before) and not _lacks(before, text)):
        return old
    sure = sum(word.confidence for word in old) / len(old)
    if _NUMBER.fullmatch(before) and sure >= reading.confidence and not _lacks(before, text):
        return old
    word = Word(text, text, union(w.box for w in old), min(reading.confidence, 0.9), (before,))
    return (word,)


def _lacks(before: str, text: str) -> bool:
    """Return whether a number of the same digits has lost its point ("3544%") or has a sign amid them."""
    same = _digits(before) == _digits(text)
    pointless = _NUMBER.fullmatch(before) is not None and before == text.replace(".", "").replace(",", "")
    return same and before != text and (pointless or _SIGN_AMID.search(before) is not None)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _scaled(image: Grey, scale: float) -> Grey:
    if scale >= 1:
        return image
    return np.asarray(
        cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
