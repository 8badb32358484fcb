"""Long straight strokes of a page, and which of them hang together."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box
from pipeline.pieces import find_pieces

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]

_STEP = 12  # a rule is so much darker than what is around it, 0..255


@dataclass(frozen=True, slots=True)
class Rules:
    """Long straight strokes: `level` and `upright` are 255 on a rule."""

    level: Mask
    upright: Mask

    @property
    def both(self) -> Mask:
        """255 on any rule."""
        return self.level | self.upright


Network = tuple[Rules, Box]  # rules that hang together, by themselves on an empty page, and where


def find_rules(grey: Grey, dpi: float) -> Rules:
    """Return the rules of a page, faint and slightly broken ones too.

    Args:
        grey: uint8 (height, width), 0 ink to 255 paper.
        dpi: Of the image; a rule is at least 8 mm long level, 6 mm upright (a capital is 4 mm high).
    """
    window = max(15, round(dpi / 8) | 1)
    around = cv2.blur(grey, (window, window), borderType=cv2.BORDER_REPLICATE)
    darker = np.asarray(cv2.subtract(around, grey), np.uint8)
    ink = np.asarray(cv2.inRange(darker, _STEP, 255), np.uint8)
    level, upright = max(20, round(dpi * 0.32)), max(16, round(dpi * 0.23))
    return Rules(_long(ink, level, across=True), _long(ink, upright, across=False))


def _long(ink: Mask, length: int, *, across: bool) -> Mask:
    """Keep strokes of at least `length` pixels; gaps of an eighth of it are bridged."""

    def bar(size: int) -> Mask:
        return np.ones((1, size) if across else (size, 1), np.uint8)

    # thickened across, as a slight slant moves a rule by a pixel
    thick = cv2.dilate(ink, np.ones((3, 1) if across else (1, 3), np.uint8))
    cores = cv2.erode(thick, bar(length // 2))
    kept = np.zeros_like(ink)
    # the rest concerns rows, or a stretch of them, by themselves, and most of a page's have nothing as long
    inked = np.flatnonzero(np.asarray(cores).any(axis=1))
    if inked.size:
        rows = inked if across else slice(max(0, inked[0] - length), inked[-1] + length)
        solid = cv2.dilate(cores[rows], bar(length // 2))
        bridged = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, bar(max(3, length // 4)))
        kept[rows] = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, bar(length))
    return kept


def networks(rules: Rules, dpi: float) -> list[Network]:
    """Return the rules that hang together, each network by itself on an empty page."""
    if not cv2.countNonZero(rules.upright):  # most pages: letterheads have level rules only
        return []
    reach = max(3, round(dpi / 40) | 1)
    wide, tall = np.ones((3, reach), np.uint8), np.ones((reach, 3), np.uint8)
    joined = cv2.max(cv2.dilate(rules.level, wide), cv2.dilate(rules.upright, tall))
    pieces = find_pieces(np.asarray(joined, np.uint8))
    found = []
    for i, (left, top, width, height, _) in enumerate(pieces.stats[1:], 1):
        if width > 1.0 * dpi and height > 0.25 * dpi:
            window = (slice(top, top + height), slice(left, left + width))
            mine = np.zeros(joined.shape, np.uint8)
            mine[window] = np.where(pieces.labels[window] == i, 255, 0)
            box = Box(float(left), float(top), float(left + width), float(top + height))
            found.append((Rules(rules.level & mine, rules.upright & mine), box))
    return found
