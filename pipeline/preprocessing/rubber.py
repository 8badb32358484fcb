"""Rubber stamps of the office that received a paper: their lighter ink is taken off the print beneath."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box
from pipeline.page import PageImage
from pipeline.pieces import find_pieces
from pipeline.preprocessing import ink

Pixels = NDArray[np.uint8]

# Nghị định 30/2020, Phụ lục IV: the stamp "ĐẾN" measures 35 x 50 mm; offices own flatter and wider ones.
# The frames of "HỎA TỐC" and "MẬT" (8 to 12 mm high) are smaller and must be read.
_MEASURE_DPI = 150.0  # strokes of print still have dark middles
_LEAST_IN = (0.9, 0.5)
_MOST_IN = (4.2, 2.4)
_JOIN_IN = 0.3
_SPECK = 0.0002  # square inches
_LETTER_IN = (0.035, 0.25)
_LEAST_LETTERS = 8
_LEAST_LIGHT = 0.02  # square inches of ink: a stamp's frame alone has as much
# Of the sides of a frame: print that crosses them leaves pieces.
_BAND = 0.1
_STROKE_IN = 0.1
_MOST_SLANT_DEG = 10.0
_LEAST_FRAME = 0.3
# Stamps cover 0.08 of their frame; the dots of a shaded cell on a real report covered 0.3.
_MOST_COVER = 0.18
# Faint print, of which a ribbon or a photocopy may leave more than a stamp has letters, is no stamp.
_MOST_LIGHT = 0.2
_LEAST_STEP = 45.0
_PAPER_STEP = 30.0
_EDGE_IN = 0.012


@dataclass(frozen=True, slots=True)
class _Inks:
    """Levels 0..255 of the print and the paper; ink lighter than `cut` is none of the print's."""

    print_level: float
    paper: float

    @property
    def cut(self) -> float:
        return self.print_level + 0.3 * (self.paper - self.print_level)

    @property
    def stroke(self) -> float:
        """Darker than this is the middle of a stroke."""
        return self.print_level + 0.75 * (self.paper - self.print_level)

    @property
    def faintest(self) -> float:
        return self.paper - _PAPER_STEP


def without_rubber_stamps(image: PageImage) -> PageImage:
    """Return the page without framed stamps in an ink clearly lighter than the print.

    Args:
        image: Grey, evenly lit. A page whose own print is faint passes as it is.
    """
    little = ink.small(image, _MEASURE_DPI)
    inks = _inks(little)
    if inks is None:
        return image
    found = _stamps(little, inks, min(_MEASURE_DPI, image.dpi))
    if not found:
        return image
    scale = max(1.0, image.dpi / _MEASURE_DPI)
    pixels = image.pixels.copy()
    for box in found:
        x0, y0, x1, y1 = (round(side * scale) for side in (box.x0, box.y0, box.x1, box.y1))
        part = pixels[y0:y1, x0:x1]
        part[_layer(part, inks, image.dpi) > 0] = round(inks.paper)
    return replace(image, pixels=pixels, notes=(*image.notes, "stamp_removed"))


def _inks(grey: Pixels) -> _Inks | None:
    """Return the levels of a page; None where print and paper are too close to hold a third between them."""
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel().astype(np.int64)
    dark = counts[: int(threshold) + 1]
    if dark.sum() == 0 or dark.sum() == grey.size:
        return None
    # the darker half of the ink: the other half is the edges of strokes
    level = float(np.searchsorted(dark.cumsum(), 0.35 * dark.sum()))
    paper = float(np.searchsorted(counts.cumsum(), 0.6 * grey.size))
    return _Inks(level, paper) if paper - level > 3 * _LEAST_STEP else None


def _light(grey: Pixels, cut: float, faintest: float, dpi: float) -> Pixels:
    """Return 255 on light ink that is not the edge of a dark stroke."""
    reach = 2 * max(1, round(_EDGE_IN * dpi)) + 1
    dark = (grey < cut).astype(np.uint8)
    near = cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    return np.asarray(((grey < faintest) & (near == 0)) * np.uint8(255), np.uint8)


def _letter_sized(pieces: NDArray[Any], dpi: float) -> NDArray[Any]:
    wide, high, area = (pieces[:, i] for i in (2, 3, 4))
    low, most = _LETTER_IN[0] * dpi, _LETTER_IN[1] * dpi
    return pieces[(high > low) & (high < most) & (wide < 2 * most) & (area > 0.1 * low * low)]


def _stamps(grey: Pixels, inks: _Inks, dpi: float) -> list[Box]:
    light = _light(grey, inks.cut, inks.faintest, dpi)
    if cv2.countNonZero(light) < _LEAST_LIGHT * dpi * dpi:
        return []
    letters = _letter_sized(find_pieces(light).stats[1:], dpi)
    found = framed(light, dpi)
    if not found:
        return []
    print_sized = _letter_sized(find_pieces((grey < inks.cut).astype(np.uint8)).stats[1:], dpi)
    inside = sum(len(_within(letters, box)) for box in found)
    return found if inside < _MOST_LIGHT * len(print_sized) else []


def framed(ink_of_stamps: Pixels, dpi: float) -> list[Box]:
    """Return the boxes of the stamps in an ink of their own: letters in frames of straight strokes.

    Args:
        ink_of_stamps: uint8 (height, width), not 0 where there is ink that is none of the print's.
        dpi: Of the mask.
    """
    pieces = find_pieces(ink_of_stamps)
    letters = _letter_sized(pieces.stats[1:], dpi)
    if len(letters) < _LEAST_LETTERS:
        return []
    large = (pieces.stats[:, cv2.CC_STAT_AREA] > _SPECK * dpi * dpi).astype(np.uint8)
    large[0] = 0
    cleared = large[pieces.labels]
    return [box for box in _clusters(cleared, dpi) if _is_stamp(box, cleared, letters, dpi)]


def _clusters(light: Pixels, dpi: float) -> list[Box]:
    """Return the boxes of light pieces that stand close together, of a size that stamps have."""
    scale = max(1, round(dpi / 50))
    small = np.zeros((light.shape[0] // scale + 1, light.shape[1] // scale + 1), np.uint8)
    ys, xs = np.nonzero(light)
    small[ys // scale, xs // scale] = 1
    reach = max(3, round(_JOIN_IN * dpi / scale) | 1)
    joined = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    stats = find_pieces(np.asarray(joined, np.uint8)).stats
    boxes = []
    for left, top, wide, high, _ in stats[1:] * scale:
        wider, lower = wide / dpi, high / dpi
        if _LEAST_IN[0] <= wider <= _MOST_IN[0] and _LEAST_IN[1] <= lower <= _MOST_IN[1]:
            box = (max(0, left - scale), max(0, top - scale), left + wide + scale, top + high + scale)
            boxes.append(Box(*map(float, box)))
    return boxes


def _is_stamp(box: Box, light: Pixels, letters: NDArray[Any], dpi: float) -> bool:
    """Return whether letters stand in a frame of straight strokes with corners: a round seal has none."""
    part = _straightened(light, box)
    if len(_within(letters, box)) < _LEAST_LETTERS or float((part > 0).mean()) > _MOST_COVER:
        return False
    length = max(3, round(_STROKE_IN * dpi))
    # thickened across, as a slight slant moves a stroke by a pixel
    level = cv2.morphologyEx(
        cv2.dilate(part, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, length), np.uint8)
    )
    upright = cv2.morphologyEx(
        cv2.dilate(part, np.ones((1, 3), np.uint8)), cv2.MORPH_OPEN, np.ones((length, 1), np.uint8)
    )
    high, wide = (max(3, round(_BAND * side)) for side in part.shape)
    corners = [part[rows, columns].any() for rows in _ends(high) for columns in _ends(wide)]
    sides = [level[rows].any(axis=0).mean() for rows in _ends(high)]
    sides += [upright[:, columns].any(axis=1).mean() for columns in _ends(wide)]
    return all(corners) and float(np.mean(sides)) > _LEAST_FRAME


def _straightened(light: Pixels, box: Box) -> Pixels:
    """Return the light ink of a box, a frame put down aslant turned level."""
    x0, y0, x1, y1 = box.rounded()
    part = light[y0:y1, x0:x1]
    points = np.argwhere(part)[:, ::-1].astype(np.float32)
    centre, (wide, high), turn = cv2.minAreaRect(points)
    if abs(turn) > 45:  # the angle may be that of either side
        wide, high, turn = high, wide, turn - math.copysign(90, turn)
    if abs(turn) > _MOST_SLANT_DEG:
        return part
    back = cv2.getRotationMatrix2D(centre, turn, 1.0)
    back[:, 2] += np.array([wide / 2 - centre[0] + 1, high / 2 - centre[1] + 1])
    size = (max(3, round(wide) + 2), max(3, round(high) + 2))
    return np.asarray(cv2.warpAffine(part, back, size, flags=cv2.INTER_NEAREST), np.uint8)


def _ends(size: int) -> tuple[slice, slice]:
    return slice(None, size), slice(-size, None)


def _layer(part: Pixels, inks: _Inks, dpi: float) -> Pixels:
    """Return 255 on the stamp's ink; nothing where stamp and print are not two levels but a range.

    The cores of strokes tell the levels, as the edges of dark strokes have any level.
    """
    cores = part[(part == cv2.erode(part, np.ones((3, 3), np.uint8))) & (part < inks.stroke)]
    valley, _ = cv2.threshold(cores.reshape(1, -1), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    lower, upper = cores[cores <= valley], cores[cores > valley]
    if not len(lower):
        return _light(part, inks.cut, inks.faintest, dpi)
    if float(np.median(upper)) - float(np.median(lower)) < _LEAST_STEP:
        return np.zeros_like(part)
    cut = (valley + float(np.percentile(upper, 10))) / 2
    return _light(part, cut, inks.faintest, dpi)


def _within(pieces: NDArray[Any], box: Box) -> NDArray[Any]:
    x, y = pieces[:, 0] + pieces[:, 2] / 2, pieces[:, 1] + pieces[:, 3] / 2
    return pieces[(x > box.x0) & (x < box.x1) & (y > box.y0) & (y < box.y1)]
