"""What the page's ink says without reading it: text that was not read, thick strokes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box, union
from pipeline.pieces import find_pieces

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]

_FEWEST_LETTERS = 4
_SHRINK = 4


def ink_mask(grey: Grey) -> Mask:
    """Return 255 where there is ink, 0 on paper, by Otsu's threshold."""
    _, mask = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(mask, dtype=np.uint8)


def part_of(grey: Grey, box: Box) -> Grey:
    """Return the view of what lies within a box; empty where the box lies off the page."""
    x0, y0, x1, y1 = (max(0, side) for side in box.rounded())
    return grey[y0:y1, x0:x1]


def scaled(image: Grey, scale: float) -> Grey:
    """Return the image enlarged or shrunk by a factor."""
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8)


def unread(ink: Mask, words: Sequence[Box], taken: Sequence[Box], height: float) -> list[Box]:
    """Return the regions that look like text and that no word covers, top to bottom.

    psm 3 drops whole paragraphs of a page that is tilted or stained, without a word of warning.

    Args:
        ink: 255 where there is ink.
        words: Boxes of the words that were read.
        taken: Boxes of what is read otherwise, such as tables.
        height: Usual height of a word in pixels.
    """
    pieces = _pieces(ink)
    letters = _letters(pieces, height)
    if not len(letters):
        return []
    covered = np.zeros(ink.shape, np.uint8)
    margin = 0.2 * height
    for box in words:
        _fill(covered, box, margin)
    for box in (*taken, *_seals(pieces, height)):
        _fill(covered, box, 0)
    x, y = letters[:, 0] + letters[:, 2] // 2, letters[:, 1] + letters[:, 3] // 2
    return _clustered(letters[covered[y, x] == 0], ink.shape, height)


def lettered(ink: Mask, taken: Sequence[Box], height: float) -> Box | None:
    """Return the box of all that is as large as a letter and outside of what is read otherwise.

    Args:
        ink: 255 where there is ink.
        taken: Boxes of what is read otherwise, such as tables.
        height: Usual height of a word in pixels.
    """
    rest = ink.copy()
    for box in taken:
        rest[slice(*_span(box.y0, box.y1)), slice(*_span(box.x0, box.x1))] = 0
    letters = _letters(_pieces(rest), height)
    return union(Box(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h in letters)


def _span(first: float, last: float) -> tuple[int, int]:
    return max(0, round(first)), max(0, round(last))


def _letters(stats: NDArray[np.int32], height: float) -> NDArray[np.int32]:
    """Return (left, top, width, height) of the pieces of ink as large as letters."""
    w, h, area = stats[:, 2], stats[:, 3], stats[:, 4]
    fits = (h > 0.25 * height) & (h < 2 * height) & (w < 6 * height) & (area > 0.02 * height**2)
    return stats[fits & (w > 0.05 * height), :4]


def _seals(stats: NDArray[np.int32], height: float) -> list[Box]:
    """Return where round seals stand: pieces about square and many lines high."""
    w, h = stats[:, 2], stats[:, 3]
    large = (h > 4 * height) & (h < 16 * height) & (w > 0.6 * h) & (w < 1.6 * h)
    return [Box(float(s[0]), float(s[1]), float(s[0] + s[2]), float(s[1] + s[3])) for s in stats[large]]


def _pieces(ink: Mask) -> NDArray[np.int32]:
    return find_pieces(ink).stats[1:]


def _clustered(letters: NDArray[np.int32], shape: tuple[int, ...], height: float) -> list[Box]:
    small = np.zeros((shape[0] // _SHRINK + 1, shape[1] // _SHRINK + 1), np.uint8)
    for left, top, w, h in letters // _SHRINK:
        small[top : top + h + 1, left : left + w + 1] = 255
    reach = (round(2 * height / _SHRINK) | 1, round(height / _SHRINK) | 1)
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones(reach[::-1], np.uint8))
    pieces = find_pieces(np.asarray(joined, np.uint8))
    labels, stats, count = pieces.labels, pieces.stats, len(pieces.stats)
    centres = (letters[:, :2] + letters[:, 2:] // 2) // _SHRINK
    held = (
        np.bincount(labels[centres[:, 1], centres[:, 0]], minlength=count)
        if len(letters)
        else np.zeros(count)
    )
    boxes = []
    for i in range(1, count):
        left, top, w, h = (float(v) * _SHRINK for v in stats[i][:4])
        if held[i] >= _FEWEST_LETTERS and w > 2 * height and h > 0.5 * height:
            boxes.append(Box(left, top, min(left + w, shape[1]), min(top + h, shape[0])))
    return sorted(boxes, key=lambda box: box.y0)


def _fill(mask: Mask, box: Box, margin: float) -> None:
    x0, y0 = max(0, round(box.x0 - margin)), max(0, round(box.y0 - margin))
    mask[y0 : max(y0, round(box.y1 + margin)), x0 : max(x0, round(box.x1 + margin))] = 255


def crop(grey: Grey, box: Box, *, without: Sequence[Box] = (), margin: int = 6, border: int = 16) -> Grey:
    """Return a copy of a region with white around it and in place of the boxes `without`.

    `margin` widens the region, `border` is the white; the region's corner (box.x0, box.y0) is at
    (margin + border) unless the page ends before that: see `corner`.
    """
    x0, y0 = corner(box, margin)
    x1, y1 = min(grey.shape[1], round(box.x1) + margin), min(grey.shape[0], round(box.y1) + margin)
    part = grey[y0:y1, x0:x1].copy()
    for other in without:
        left, top = max(0, round(other.x0) - x0), max(0, round(other.y0) - y0)
        right, bottom = round(other.x1) - x0, round(other.y1) - y0
        if right > 0 and bottom > 0:
            part[top:bottom, left:right] = 255
    return np.pad(part, border, constant_values=255)


def corner(box: Box, margin: int = 6) -> tuple[int, int]:
    """Return the page's pixel at which `crop` begins, its white border apart."""
    return max(0, round(box.x0) - margin), max(0, round(box.y0) - margin)


@dataclass(frozen=True, slots=True)
class Strokes:
    """A page's ink and the edge of it, which give the width of the strokes in any box."""

    area: Mask
    edge: Mask

    @classmethod
    def of(cls, ink: Mask) -> Strokes:
        """Measure a page; `ink` is 255 where there is ink."""
        inner = cv2.erode(ink, np.ones((3, 3), np.uint8))
        return cls(ink, np.asarray(cv2.subtract(ink, inner), np.uint8))

    def width(self, box: Box) -> float:
        """Return the mean width of the strokes in a box, in pixels; 0 without ink."""
        area, edge = _within(self.area, box), _within(self.edge, box)
        return 2 * area / edge if edge else 0.0


def _within(mask: Mask, box: Box) -> int:
    part = part_of(mask, box)
    return cv2.countNonZero(part) if part.size else 0
