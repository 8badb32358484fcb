"""The grain of the paper: of no use to a reader, and dear to Tesseract."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from pipeline.page import PageImage
from pipeline.preprocessing import ink

# Tesseract packs the picture of each line as a PNG and unpacks it again: with grain that is a seventh of all
# that reading costs. Of neighbours on plain paper 0 to 0.2 differ on real scans of 200 dpi and more.
_GRAINY = 0.4
_FAINT = 70.0  # levels from paper to the threshold of ink: with fewer, grain is as dark as edges of letters
_PAPER = 0.3  # of the way from paper to the threshold of ink: what is no darker is paper
_REACH_PX = 5  # ink within two pixels keeps its soft edges
_EVERY = 8


def without_grain(image: PageImage) -> PageImage:
    """Return the page in one tone where there is nothing but paper.

    Args:
        image: Grey, evenly lit. A page that is plain already, or whose print is faint, passes as it is.
    """
    paper, threshold = _levels(image.pixels)
    cut = paper - _PAPER * (paper - threshold)
    if paper - threshold < _FAINT or _grain(image.pixels[::_EVERY], cut) < _GRAINY:
        return image
    darkest = cv2.erode(image.pixels, np.ones((_REACH_PX, _REACH_PX), np.uint8))
    pixels = image.pixels.copy()
    np.copyto(pixels, np.uint8(paper), where=darkest > cut)
    return replace(image, pixels=pixels)


def _levels(pixels: ink.Pixels) -> tuple[int, float]:
    """Return the level of the paper and the threshold of ink."""
    few = np.ascontiguousarray(pixels[::_EVERY, ::_EVERY])
    threshold, _ = cv2.threshold(few, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return int(np.percentile(few, 60)), threshold


def _grain(rows: ink.Pixels, cut: float) -> float:
    """Return the share of neighbours on paper that differ."""
    paper = rows > cut
    beside = paper[:, 1:] & paper[:, :-1]
    return float(((rows[:, 1:] != rows[:, :-1]) & beside).sum() / max(1, int(beside.sum())))
