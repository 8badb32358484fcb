"""How far the lines of a page tilt, by projection."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from pipeline.page import PageImage
from pipeline.preprocessing import geometry_steps, ink

_MEASURE_DPI = 100.0
_ROUGH_DPI = 50.0
MOST_DEG = 10.0
# Turning blurs a page a little and Tesseract copes with less than this; a real directive of 1.9 degrees
# lost whole paragraphs.
LEAST_DEG = 0.3
_COARSE_DEG = 0.5
_FINE_DEG = 0.05
_LEAST_GAIN = 1.08


def deskewed(image: PageImage) -> PageImage:
    """Return the page with its text lines level; drawings and pages level already stay as they are."""
    tilt = tilt_deg(image)
    return geometry_steps.tilted_back(image, tilt) if abs(tilt) >= LEAST_DEG else image


def tilt_deg(image: PageImage) -> float:
    """Return by how much the text lines rise to the right, in degrees from -10 to 10; 0 where unclear."""
    dpi = min(_MEASURE_DPI, image.dpi)
    found = ink.mask(ink.small(image, dpi), dpi)
    if not found.any():
        return 0.0
    best = rough_tilt_deg(found, dpi)
    fine = np.arange(best - _COARSE_DEG, best + _COARSE_DEG + 1e-9, _FINE_DEG)
    columns = Columns.of(found)
    best = _best(columns, fine)
    if abs(best) > MOST_DEG or columns.sharpness(best) < _LEAST_GAIN * columns.sharpness(0.0):
        return 0.0
    return float(best)


def rough_tilt_deg(found: ink.Pixels, dpi: float) -> float:
    """Return the tilt to half a degree; cheap, as a copy of few pixels tells it.

    Args:
        found: 1 where there is ink.
        dpi: Of `found`.
    """
    scale = min(1.0, _ROUGH_DPI / dpi)
    few = cv2.resize(found * np.uint8(255), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return _best(Columns.of(np.asarray(few, np.uint8)), np.arange(-MOST_DEG, MOST_DEG + 1e-9, _COARSE_DEG))


def _best(columns: Columns, angles: np.typing.NDArray[np.float64]) -> float:
    scores = [columns.sharpness(float(angle)) for angle in angles]
    return float(angles[int(np.argmax(scores))])


@dataclass(frozen=True, slots=True)
class Columns:
    """A page's ink summed over its columns: shearing it costs a row's additions, not a page's.

    Attributes:
        sums: (width + 1, height): in row x the ink of all columns before x, from the top down.
    """

    sums: np.typing.NDArray[np.int32]

    @classmethod
    def of(cls, found: ink.Pixels) -> Columns:
        """Sum up a page; more than 0 where there is ink."""
        sums = np.zeros((found.shape[1] + 1, found.shape[0]), np.int32)
        sums[1:] = cv2.transpose(found)
        np.cumsum(sums, axis=0, out=sums)
        return cls(sums)

    def sharpness(self, tilt: float) -> float:
        """Return how sharply the rows of ink are parted once sheared level: highest where lines are level."""
        return float(np.square(np.diff(self.rows(tilt))).sum())

    def rows(self, tilt: float) -> np.typing.NDArray[np.float64]:
        """Return the ink of each row once sheared level."""
        width, height = self.sums.shape[0] - 1, self.sums.shape[1]
        moves = np.rint(np.tan(np.radians(tilt)) * (np.arange(width) - width / 2)).astype(np.int32)
        edges = [0, *(np.flatnonzero(np.diff(moves)) + 1).tolist(), width]
        rows = np.zeros(height, np.float64)
        for first, last in pairwise(edges):
            move, band = int(moves[first]), self.sums[last] - self.sums[first]
            rows[max(0, move) : max(0, height + min(0, move))] += band[max(0, -move) : max(0, height - move)]
        return rows
