"""Turning, tilting and shrinking, each with the way back to the scan."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Frame
from pipeline.page import PageImage

Pixels = NDArray[np.uint8]
_PAPER = 255


def shrunk_to(image: PageImage, dpi: float) -> PageImage:
    """Return the page at fewer dots per inch.

    Args:
        image: Grey or RGB at more than `dpi`.
        dpi: Wanted dots per inch.
    """
    height, width = image.pixels.shape[:2]
    size = (max(1, round(width * dpi / image.dpi)), max(1, round(height * dpi / image.dpi)))
    pixels = np.asarray(cv2.resize(image.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    step = Frame((width / size[0], 0, 0, 0, height / size[1], 0, 0, 0, 1))
    return replace(image, pixels=pixels, dpi=dpi, frame=image.frame.after(step))


def turned_back(image: PageImage, turn_deg: int) -> PageImage:
    """Return the page with a clockwise quarter turn undone.

    Args:
        image: Its content stands turned clockwise by `turn_deg`.
        turn_deg: 0, 90, 180 or 270.
    """
    if turn_deg == 0:
        return image
    height, width = image.pixels.shape[:2]
    steps = {
        90: Frame((0, -1, width, 1, 0, 0, 0, 0, 1)),
        180: Frame((-1, 0, width, 0, -1, height, 0, 0, 1)),
        270: Frame((0, 1, 0, -1, 0, height, 0, 0, 1)),
    }
    pixels = np.ascontiguousarray(np.rot90(image.pixels, turn_deg // 90))
    turn = (image.rotation_deg + turn_deg) % 360
    return replace(image, pixels=pixels, frame=image.frame.after(steps[turn_deg]), rotation_deg=turn)


def tilted_back(image: PageImage, tilt_deg: float) -> PageImage:
    """Return the grey page with a tilt undone, on a sheet large enough to lose no corner.

    Args:
        image: Its lines rise to the right by `tilt_deg`.
        tilt_deg: Counter-clockwise positive.
    """
    to_scan, (width, height) = _tilt(image.pixels.shape[1], image.pixels.shape[0], tilt_deg)
    pixels = cv2.warpAffine(
        image.pixels,
        to_scan,
        (width, height),
        # Cubic takes thrice as long and overshoots at edges: word errors of 7 real pages 1.87 % against 1.75.
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(_PAPER,),
    )
    a, b, c, d, e, f = (float(value) for value in to_scan.flat)
    step = Frame((a, b, c, d, e, f, 0, 0, 1))
    return replace(
        image,
        pixels=np.asarray(pixels, np.uint8),
        frame=image.frame.after(step),
        skew_deg=image.skew_deg + tilt_deg,
    )


def _tilt(width: int, height: int, tilt_deg: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """The 2 x 3 matrix from the level sheet to the tilted one, and the size of the level sheet."""
    c, s = cos(radians(tilt_deg)), sin(radians(tilt_deg))
    new = (round(width * c + height * abs(s)), round(height * c + width * abs(s)))
    matrix = np.array([[c, s, 0.0], [-s, c, 0.0]])
    matrix[:, 2] = np.array([width, height]) / 2 - matrix[:, :2] @ (np.array(new) / 2)
    return matrix, new
