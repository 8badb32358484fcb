"""Small copies of a page on which measures are cheap, and where its ink lies."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import PageImage
from pipeline.pieces import find_pieces

Pixels = NDArray[np.uint8]

_INK_SHARE = 0.72
_LETTER_IN = 0.04
_LARGEST_LETTER_IN = 0.6
_LEAST_LETTERS = 1


def small(image: PageImage, dpi: float) -> Pixels:
    """Return the grey page at about `dpi`; never enlarged."""
    scale = min(1.0, dpi / image.dpi)
    if scale == 1.0:
        return image.pixels
    return np.asarray(
        cv2.resize(image.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )


def background(grey: Pixels, reach_px: int) -> Pixels:
    """Return the paper's brightness around each pixel: the brightest nearby, smoothed.

    Args:
        grey: A small copy; the whole page would cost seconds.
        reach_px: Wider than a stroke, narrower than a shadow.
    """
    reach = max(3, reach_px | 1)
    lit = cv2.dilate(grey, np.ones((reach, reach), np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.blur(lit, (reach, reach), borderType=cv2.BORDER_REPLICATE), np.uint8)


def mask(grey: Pixels, dpi: float) -> Pixels:
    """Return 1 where there is ink, clearly darker than the paper around it, and 0 elsewhere."""
    paper = background(grey, round(0.12 * dpi))
    return np.asarray(grey < paper * _INK_SHARE, np.uint8)


def is_blank(image: PageImage) -> bool:
    """Return whether nothing on the page has the size of a letter; a lone page number is something."""
    dpi = min(100.0, image.dpi)
    found = mask(small(image, dpi), dpi)
    stats = find_pieces(found).stats[1:]
    heights, widths = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    tallest = np.maximum(heights, widths)
    letters = (heights >= _LETTER_IN * dpi) & (tallest <= _LARGEST_LETTER_IN * dpi)
    large = tallest > _LARGEST_LETTER_IN * dpi
    return int(letters.sum()) < _LEAST_LETTERS and not large.any()
