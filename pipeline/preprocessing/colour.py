"""Colour to grey; red seals and coloured stamps fade where there are any."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import PageImage
from pipeline.pieces import find_pieces
from pipeline.preprocessing import ink, rubber

Pixels = NDArray[np.uint8]

# A round seal is large both ways; the stamps for urgency and secrecy are flat,
# red too, and must be read: they stay.
_LEAST_SEAL_IN = 0.7
_REDNESS, _TINGE = 40, 25
_MEASURE_DPI = 75.0
_LEAST_RED_SHARE = 0.02
_FRAME_DPI = 150.0
_LEAST_BLUE = 0.02  # square inches: a stamp's frame alone has as much


def grey(image: PageImage, *, remove_stamps: bool) -> PageImage:
    """Return the page in grey; seals in red and framed stamps in any colour are nearly paper.

    Args:
        image: Grey or RGB.
        remove_stamps: False to keep them.
    """
    if image.pixels.ndim == 2:
        return image
    pixels = np.asarray(cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    if not remove_stamps:
        return replace(image, pixels=pixels)
    little = ink.small(image, _MEASURE_DPI)
    windows = [(box, 0) for box in _seals(image, little)] + [(box, 2) for box in _blue_stamps(image, little)]
    for (top, bottom, left, right), channel in windows:
        window = (slice(top, bottom), slice(left, right))
        pixels[window] = _without_ink(image.pixels[window], pixels[window], channel)
    return replace(image, pixels=pixels)


def _without_ink(rgb: Pixels, plain: Pixels, channel: int) -> Pixels:
    """The channel of a coloured ink, lifted by what the ink takes of it, so that it is as light as the paper.

    Ink that tends to crimson or is put on thickly darkens the red channel too: on real scans by 20 to 100.
    """
    own = rgb[:, :, channel].astype(np.int16)
    colour = _excess(rgb, channel)
    full = max(float(np.percentile(colour[colour > _TINGE], 75)), 1.0)
    level = float(np.median(own[colour >= full]))
    paper = float(np.percentile(own, 80))
    lifted = own + np.clip(colour / full, 0, 1) * max(0.0, paper - level)
    return np.maximum(np.clip(lifted, 0, 255).astype(np.uint8), plain)


def _excess(rgb: Pixels, channel: int) -> NDArray[np.int16]:
    """How much lighter a pixel is in red than in green and blue; in blue than in green (purple has red)."""
    red, green, blue = (rgb[:, :, i].astype(np.int16) for i in range(3))
    return red - np.maximum(green, blue) if channel == 0 else blue - np.maximum(green, (red + green) // 2)


def _blue_stamps(image: PageImage, little: Pixels) -> list[tuple[int, int, int, int]]:
    """Windows (top, bottom, left, right) of framed stamps in blue or purple; a pen's strokes are none."""
    dpi = min(_MEASURE_DPI, image.dpi)
    if np.count_nonzero(_excess(little, 2) > _TINGE) < _LEAST_BLUE * dpi * dpi:
        return []  # most pages
    scale = min(1.0, _FRAME_DPI / image.dpi)
    mask = (_excess(ink.small(image, _FRAME_DPI), 2) > _TINGE).astype(np.uint8)
    boxes = (box.rounded() for box in rubber.framed(mask, scale * image.dpi))
    return [(int(y0 / scale), int(y1 / scale), int(x0 / scale), int(x1 / scale)) for x0, y0, x1, y1 in boxes]


def _seals(image: PageImage, little: Pixels) -> list[tuple[int, int, int, int]]:
    """Windows (top, bottom, left, right) of red areas large both ways."""
    scale = min(1.0, _MEASURE_DPI / image.dpi)
    mask = (_excess(little, 0) > _REDNESS).astype(np.uint8)
    dpi = image.dpi * scale
    reach = max(3, round(0.12 * dpi))
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    stats = find_pieces(np.asarray(joined, np.uint8)).stats
    found = []
    for x, y, width, height, area in stats[1:]:
        if min(width, height) < _LEAST_SEAL_IN * dpi or area < _LEAST_RED_SHARE * width * height:
            continue
        low, high = np.array([y - 2, x - 2]) / scale, np.array([y + height + 2, x + width + 2]) / scale
        top, left = (max(0, int(v)) for v in low)
        found.append((top, int(high[0]), left, int(high[1])))
    return found
