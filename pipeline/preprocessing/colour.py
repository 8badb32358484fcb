"""Colour to grey, with the ink of stamps and signatures taken away from over the print."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# Difference between the strongest and the weakest channel: JPEG's colour noise around black print stays under
# 50 on the dev scans, the red of a seal and the blue of a pen pass 60.
_COLOURED = 60
# A seal and a signature cover 0.3 to 3 % of a page; under this share there is nothing worth taking away.
_LEAST_SHARE = 0.0004
# Where most of the ink is coloured the print itself is (a blue carbon copy): it must stay.
_MOST_OF_INK = 0.5


def to_grey(pixels: Pixels, *, remove_stamps: bool) -> Pixels:
    """Return the page in grey; grey pages come back as they are.

    Args:
        pixels: uint8, (height, width) or (height, width, 3) RGB.
        remove_stamps: Lighten coloured ink to the paper; black print under it stays dark in all channels.
    """
    if pixels.ndim == 2:
        return pixels
    if remove_stamps and _bears_coloured_ink(pixels):
        # The strongest channel is bright for red as for blue ink, and dark for black print only.
        return np.asarray(pixels.max(axis=2), np.uint8)
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY), np.uint8)


def _bears_coloured_ink(pixels: Pixels) -> bool:
    sample = pixels[::3, ::3]
    strongest, weakest = sample.max(axis=2), sample.min(axis=2)
    coloured = (strongest - weakest) > _COLOURED
    ink = weakest < 128
    share = float(coloured.mean())
    return share > _LEAST_SHARE and float((coloured & ink).sum()) < _MOST_OF_INK * max(1.0, float(ink.sum()))
