"""Colour to grey; red seals fade where there are any."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import PageImage
from pipeline.pieces import find_pieces
from pipeline.preprocessing import ink

Pixels = NDArray[np.uint8]

# A round seal is large both ways; the stamps for urgency and secrecy are flat,
# red too, and must be read: they stay.
_LEAST_SEAL_IN = 0.7
_REDNESS = 40
_MEASURE_DPI = 75.0
_LEAST_RED_SHARE = 0.02


def grey(image: PageImage, *, remove_stamps: bool) -> PageImage:
    """Return the page in grey; within a red seal the red channel, in which the seal is nearly paper.

    Args:
        image: Grey or RGB.
        remove_stamps: False to keep the seals.
    """
    if image.pixels.ndim == 2:
        return image
    pixels = np.asarray(cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    seals = _seals(image) if remove_stamps else []
    for top, bottom, left, right in seals:
        window = (slice(top, bottom), slice(left, right))
        pixels[window] = _without_red(image.pixels[window], pixels[window])
    return replace(image, pixels=pixels)


def _without_red(rgb: Pixels, plain: Pixels) -> Pixels:
    """The red channel, lifted by what the seal's ink takes of it, so that the seal is as light as the paper.

    Ink that tends to crimson or is put on thickly darkens the red channel too: on real scans by 20 to 100.
    """
    red = rgb[:, :, 0].astype(np.int16)
    redness = red - np.maximum(rgb[:, :, 1], rgb[:, :, 2])
    full = max(float(np.percentile(redness[redness > _REDNESS], 75)), 1.0)
    level = float(np.median(red[redness >= full]))
    paper = float(np.percentile(red, 80))
    lifted = red + np.clip(redness / full, 0, 1) * max(0.0, paper - level)
    return np.maximum(np.clip(lifted, 0, 255).astype(np.uint8), plain)


def _seals(image: PageImage) -> list[tuple[int, int, int, int]]:
    """Windows (top, bottom, left, right) of red areas large both ways."""
    scale = min(1.0, _MEASURE_DPI / image.dpi)
    little = ink.small(image, _MEASURE_DPI)
    red, green, blue = (little[:, :, i].astype(np.int16) for i in range(3))
    mask = ((red - np.maximum(green, blue)) > _REDNESS).astype(np.uint8)
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
