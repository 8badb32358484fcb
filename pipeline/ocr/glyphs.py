"""Signs that Tesseract takes for one another, told apart by their ink: I and H or 1, x and X, - and " - "."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box
from pipeline.ocr.ink import ink_mask, part_of
from pipeline.page import Word

Grey = NDArray[np.uint8]
Ink = NDArray[np.bool_]

_STROKES = re.compile(r"[IHLl1|Ị]{1,3}(?=$|[./)])")
_NUMBER = re.compile(r"1+(?!1|/\d{4}\b)")  # of a day or of things, amid a line; 11/2027 may be II/2027
_GLUED = re.compile(r"([IVXLHl1|]{1,5}\.)([A-ZĐÀ-Ỹ]{2,}\S*)")
_BEFORE_V = re.compile(r"^[1l|]{1,3}(?=[VX](?:$|[./)]))")
_ETH = re.compile("[ĐÐ]*Ð[ĐÐ]*|[đð]*ð[đð]*")
_PERIOD = re.compile(r"(\S*\d)([-–])(\d\S*|)")
_SAME_SHAPE = tuple("CSVXZ")  # a capital is its small letter enlarged
_LOW = "aceimnorsuvxyz"
_HORN = "\u031b"
_SPECK = 3  # pixels
_ASCENDING = "bdđhkltf"

_I_WIDTH = 0.6  # of its height: an I is no wider with its serifs; an L is
_SERIF = 0.08  # of its height: how far a serif at the upper right of an I stands out, where a 1 has none
_LEAN = 0.06  # of its height: how far the head of a stroke may stand from its foot; 0.12 in italics
_COUNTED = 0.9  # how sure counted strokes are
_SPACE = 0.33  # of a digit's height: white on either side of a dash that stands by itself
_CAPITAL = 1.2  # heights of the first letter and of small ones: 1.4 for a capital


def as_printed(words: Sequence[Word], grey: Grey) -> tuple[Word, ...]:
    """Return the words of a line or cell with what their ink says otherwise than they were read.

    Args:
        words: Boxes in the frame of `grey`.
        grey: uint8 (height, width), 0 ink to 255 paper, without rules.
    """
    stroked = [_stroked(word) for word in _unglued(words)]
    seen = (word if i and _NUMBER.match(word.text) else _roman(word, grey) for i, word in enumerate(stroked))
    return tuple(part for word in seen for part in _parted(_cased(word, grey), grey))


def _unglued(words: Sequence[Word]) -> list[Word]:
    """Return the words with the numeral of a heading apart: "L.MỤC ĐÍCH" was printed with a space."""
    head = _GLUED.fullmatch(words[0].text) if words and words[0].box is not None else None
    if head is None:
        return list(words)
    width, whole = round(words[0].box.width), len(words[0].text)  # type: ignore[union-attr]
    cut = width * len(head[1]) // whole
    return [_portion(words[0], head[1], 0, cut), _portion(words[0], head[2], cut, width), *words[1:]]


def _stroked(word: Word) -> Word:
    """Return QĐ for QĐÐ: Vietnamese has no eth, and Tesseract reads one printed letter as both."""
    text = _ETH.sub(lambda m: "Đ" if m[0].isupper() else "đ", word.text)
    return word if text == word.text else replace(word, text=text, ocr_text=text)


def _ink(word: Word, grey: Grey) -> Ink:
    part = part_of(grey, word.box or Box(0, 0, 0, 0))
    return np.asarray(ink_mask(part) > 0) if part.size else np.zeros((0, 0), np.bool_)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two white columns: where it begins and ends, and its own rows."""

    first: int
    last: int
    ink: Ink

    @property
    def height(self) -> int:
        """Of the ink, pixels."""
        return len(self.ink)


def _pieces(ink: Ink) -> list[_Piece]:
    """Return the pieces of ink between white columns, left to right."""
    out = []
    for first, end in _runs(np.asarray(ink.any(axis=0))):
        rows = np.flatnonzero(ink[:, first:end].any(axis=1))
        out.append(_Piece(first, end - 1, ink[rows[0] : rows[-1] + 1, first:end]))
    return out


def _roman(word: Word, grey: Grey) -> Word:
    """Return II for a printed II that was read as H, 1I or III: its strokes are counted."""
    found = _STROKES.match(word.text)
    if found is None:
        text = _BEFORE_V.sub(lambda m: "I" * len(m[0]), word.text)
        return replace(word, text=text, ocr_text=text)
    pieces = _pieces(_ink(word, grey))
    tallest = max((piece.height for piece in pieces), default=0)
    count = used = 0
    for piece in pieces:
        strokes = _strokes(piece) if piece.height > 0.8 * tallest else 0
        if not strokes:
            break
        count, used = count + strokes, used + 1
    text = "I" * count + word.text[found.end() :]
    if not 1 <= count <= 3 or text == word.text or (used < len(pieces)) != (found.end() < len(word.text)):
        return word
    sure = max(word.confidence, _COUNTED)
    return replace(word, text=text, ocr_text=text, confidence=sure, alternatives=(word.text,))


def _strokes(piece: _Piece) -> int:
    """Return how many I stand in a piece, their serifs touching; 0 where anything else does."""
    height, width = piece.ink.shape
    amid = piece.ink[round(0.3 * height) : round(0.7 * height)]
    if height < 8 or not amid.size:
        return 0
    stems = _runs(amid.mean(axis=0) > 0.85)
    if not stems or width > _I_WIDTH * height * len(stems) or _slants(piece.ink):
        return 0
    between = [amid[:, a + 1 : b - 1] for (_, a), (b, _) in pairwise(stems)]
    barred = any(gap.size and gap.any(axis=0).mean() > 0.5 for gap in between)
    head = np.asarray(piece.ink[: max(1, round(0.12 * height))].any(axis=0))
    reach = max(1, round(_SERIF * height))
    serifs = all(end + reach <= width and head[end : end + reach].all() for _, end in stems)
    return len(stems) if serifs and not barred else 0


def _slants(ink: Ink) -> bool:
    """Return whether strokes stand aslant: in italics a 1 has an I's serifs."""
    height = len(ink)
    high, low = (
        ink[round(a * height) : round(b * height)].mean(axis=0) > 0.5 for a, b in ((0.18, 0.32), (0.68, 0.82))
    )
    upper, lower = _runs(high), _runs(low)
    return len(upper) != len(lower) or any(
        abs(a + b - c - d) > 2 * max(1, _LEAN * height) for (a, b), (c, d) in zip(upper, lower, strict=True)
    )


def _runs(filled: Ink) -> list[tuple[int, int]]:
    """Return (first, end) of each stretch of True."""
    edges = np.flatnonzero(np.diff(np.r_[False, filled, False].astype(np.int8))).tolist()
    return list(zip(edges[::2], edges[1::2], strict=True))


def _cased(word: Word, grey: Grey) -> Word:
    """Return "xuyên" for a printed x that was read as X: at the head of a line nothing tells them apart."""
    rest = "".join(c for c in word.text[1:] if c.isalpha())
    if not word.text.startswith(_SAME_SHAPE) or not rest.islower() or set(rest) & set(_ASCENDING):
        return word
    pieces = _components(_ink(word, grey))
    bodies = [(top, bottom) for top, bottom, is_body in pieces if is_body]
    low = sum(c in _LOW for c in rest)
    # a mark that touches its letter makes it as high as a capital, and so does the horn of ơ
    parts = unicodedata.normalize("NFD", rest)
    apart = len(bodies) > len(rest) and len(pieces) > len(parts) and _HORN not in parts
    if not apart and (low < 2 or len(bodies) < 3):
        return word
    top, bottom = bodies[0]
    small = bottom - max(top for top, _ in bodies[1:])
    if small <= 0 or bottom - top > _CAPITAL * small:
        return word
    lower = word.text[0].lower() + word.text[1:]
    return replace(word, text=lower, ocr_text=lower)


def _components(ink: Ink) -> list[tuple[int, int, bool]]:
    """Return top and bottom of each component, left to right, and whether it is as tall as a letter."""
    if not ink.size:
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    kept = sorted(row for row in stats[1:].tolist() if row[4] > _SPECK)
    return [(top, top + high, high > 0.35 * len(ink)) for _, top, _, high, _ in kept]


def _parted(word: Word, grey: Grey) -> tuple[Word, ...]:
    """Return "2025 - 2030" as three words where the dash stands by itself: Tesseract drops the spaces."""
    found = _PERIOD.fullmatch(word.text)
    if found is None or word.box is None:
        return (word,)
    pieces = _pieces(_ink(word, grey))
    tallest = max((piece.height for piece in pieces), default=0)
    dashes = [i for i, piece in enumerate(pieces) if _is_dash(piece, tallest)]
    if len(dashes) != 1 or not 0 < dashes[0] < len(pieces) - bool(found[3]):
        return (word,)
    at = dashes[0]
    after = pieces[at + 1].first - pieces[at].last if found[3] else tallest
    if min(pieces[at].first - pieces[at - 1].last, after) <= _SPACE * tallest:
        return (word,)
    ends = (0, pieces[at - 1].last, pieces[at].last, round(word.box.width))
    starts = (0, pieces[at].first, ends[2] + after)
    return tuple(
        _portion(word, text, start, end)
        for text, start, end in zip(found.groups(), starts, ends[1:], strict=True)
        if text
    )


def _is_dash(piece: _Piece, tallest: int) -> bool:
    return piece.height < 0.25 * tallest and piece.last - piece.first > 0.2 * tallest


def _portion(word: Word, text: str, start: float, end: float) -> Word:
    box = word.box or Box(0, 0, 0, 0)
    place = Box(box.x0 + start, box.y0, min(box.x1, box.x0 + end + 1), box.y1)
    return replace(word, text=text, ocr_text=text, box=place, alternatives=())
