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
_WHOLE = 0.01  # a scan of 199.9 dpi is one of 200


def small(image: PageImage, dpi: float) -> Pixels:
    """Return the page, grey or RGB, at about `dpi`; never enlarged."""
    pixels, scale = image.pixels, min(1.0, dpi / image.dpi)
    while scale <= 0.5 and not _is_whole(1 / scale) and min(pixels.shape[:2]) > 1:
        pixels, scale = _halved(pixels), 2 * scale
    if scale == 1.0:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _is_whole(times: float) -> bool:
    return abs(times - round(times)) < _WHOLE


def _halved(pixels: Pixels) -> Pixels:
    """Return every four pixels as one: whole numbers take OpenCV a fifteenth of the time of others."""
    height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
    even = pixels[: 2 * height, : 2 * width]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


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
