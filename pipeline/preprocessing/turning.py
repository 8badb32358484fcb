"""Size, quarter turns and tilt."""

from __future__ import annotations

import math
import os
from dataclasses import replace

import cv2
import numpy as np
import pytesseract
from numpy.typing import NDArray

from pipeline.geometry import Frame
from pipeline.page import PageImage

Pixels = NDArray[np.uint8]

_READING_DPI = 300
_MOST_DPI = 380  # 400 dpi and more cost time and read no better (GROUND)
_LEAST_SKEW_DEG = 0.25  # under this, turning blurs more than it mends
_MOST_SKEW_DEG = 8.0
_WORKING_WIDTH = 1000
# Column profiles that vary this much more than row profiles mean lines that run up or down the page.
_SIDEWAYS = 1.6
# The drop of ink at the baseline against its rise at the x-height: level upright dev pages have 1.08 to 1.4.
_UPRIGHT = 1.04
_LEAST_INK = 200
_OSD_TIMEOUT_S = 20
_OSD_SURE = 2.0


def rescale(page: PageImage) -> PageImage:
    """Return the page at 300 dpi where it is finer than Tesseract can use, else the same page."""
    if page.dpi <= _MOST_DPI:
        return page
    factor = _READING_DPI / page.dpi
    height, width = page.pixels.shape
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    pixels = np.asarray(cv2.resize(page.pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    scale = Frame((width / size[0], 0, 0, 0, height / size[1], 0, 0, 0, 1))
    return replace(page, pixels=pixels, dpi=float(_READING_DPI), frame=page.frame.after(scale))


def _binary(pixels: Pixels, width: int = _WORKING_WIDTH) -> NDArray[np.float32]:
    """Return ink as 1 on a small copy, without large dark parts such as seals, bars and pictures."""
    height_px, width_px = pixels.shape
    factor = min(1.0, width / max(height_px, width_px))
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = (stats[:, cv2.CC_STAT_WIDTH] > 0.15 * ink.shape[1]) | (stats[:, cv2.CC_STAT_HEIGHT] > 60)
    large[0] = True
    return np.asarray(~large[labels], np.float32)


def stand(page: PageImage) -> PageImage:
    """Return the page with its lines running across: a page on its side is turned by a quarter, clockwise.

    Text lines make neighbouring rows differ, and neighbouring columns hardly.
    """
    ink = _binary(page.pixels)
    if ink.sum() < _LEAST_INK or _line_contrast(ink.T) < _SIDEWAYS * _line_contrast(ink):
        return page
    return turned(page, 90)


def upright(page: PageImage) -> PageImage:
    """Return the page the right way up; call it when the lines are level.

    More letters end at the baseline than begin at the x-height, so ink falls off faster than it rises. Only
    where that leaves a doubt is Tesseract's own detection asked, which costs seconds.
    """
    ink = _binary(page.pixels)
    if ink.sum() < _LEAST_INK or _baseline_drop(ink) > _UPRIGHT:
        return page
    turn = _detected_turn(page)
    return turned(page, turn) if turn else page


def _line_contrast(ink: NDArray[np.float32]) -> float:
    """Return how sharp the row profile is at its best tilt: a tilt of 2 degrees alone hides the lines."""
    ys, xs = _points(ink, 40_000)
    return max(_sharpness(xs, ys, angle) for angle in np.arange(-4, 4.1, 0.5))


def _points(ink: NDArray[np.float32], most: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    ys, xs = np.nonzero(ink)
    if len(xs) > most:
        keep = np.linspace(0, len(xs) - 1, most).astype(int)
        ys, xs = ys[keep], xs[keep]
    return ys, xs


def _sharpness(xs: NDArray[np.int64], ys: NDArray[np.int64], angle: float) -> float:
    rows = np.round(ys - xs * math.tan(math.radians(angle))).astype(int)
    profile = np.bincount(rows - rows.min()).astype(float)
    return float((np.diff(profile) ** 2).sum())


def _baseline_drop(ink: NDArray[np.float32]) -> float:
    steps = np.diff(ink.sum(axis=1))
    count = max(1, len(steps) // 40)
    ordered = np.sort(steps)
    return float(-ordered[:count].sum() / max(1.0, float(ordered[-count:].sum())))


def _detected_turn(page: PageImage) -> int:
    """Return the quarter turn, clockwise in degrees, that brings the page upright; 0 where in doubt."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        found = pytesseract.image_to_osd(
            page.pixels,
            config=f"--dpi {round(page.dpi)}",
            output_type=pytesseract.Output.DICT,
            timeout=_OSD_TIMEOUT_S,
        )
    except (pytesseract.TesseractError, RuntimeError, KeyError, ValueError):
        # too few letters, or no data for it: the page stays as it is
        return 0
    return int(found["rotate"]) if float(found["orientation_conf"]) >= _OSD_SURE else 0


def turned(page: PageImage, turn_deg: int) -> PageImage:
    """Return the page turned clockwise by 90, 180 or 270 degrees."""
    height, width = page.pixels.shape
    pixels = np.ascontiguousarray(np.rot90(page.pixels, -turn_deg // 90))
    back = {
        90: (0, 1, 0, -1, 0, height, 0, 0, 1),
        180: (-1, 0, width, 0, -1, height, 0, 0, 1),
        270: (0, -1, width, 1, 0, 0, 0, 0, 1),
    }[turn_deg]
    frame = page.frame.after(Frame(tuple(float(v) for v in back)))  # type: ignore[arg-type]
    return replace(page, pixels=pixels, frame=frame, rotation_deg=(page.rotation_deg + turn_deg) % 360)


def deskew(page: PageImage, limit_deg: float = _MOST_SKEW_DEG) -> PageImage:
    """Return the page turned so that its text lines are level.

    Args:
        page: Grey.
        limit_deg: Larger tilts are taken for drawings and left alone, 0 to 45.

    Returns:
        The same dpi; `skew_deg` tells what was undone. The same page under a quarter of a degree.

    Raises:
        ValueError: `limit_deg` is not between 0 and 45.
    """
    if not 0 <= limit_deg <= 45:
        raise ValueError(f"limit_deg must be between 0 and 45, not {limit_deg}")
    skew = measured_skew(page.pixels, limit_deg)
    if abs(skew) < _LEAST_SKEW_DEG:
        return page
    height, width = page.pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    paper = int(np.percentile(page.pixels[::8, ::8], 90))
    pixels = cv2.warpAffine(
        page.pixels,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(paper,),
    )
    inverse = cv2.invertAffineTransform(matrix)
    back = Frame(tuple(float(v) for v in (*inverse[0], *inverse[1], 0, 0, 1)))  # type: ignore[arg-type]
    return replace(page, pixels=np.asarray(pixels, np.uint8), frame=page.frame.after(back), skew_deg=skew)


def measured_skew(pixels: Pixels, limit_deg: float) -> float:
    """Return the tilt of the text lines in degrees, positive where they fall to the right; 0 if unclear.

    The angle whose row profile is sharpest, found coarsely and then to 0.02 degrees.
    """
    ink = _binary(pixels, 1600)
    if ink.sum() < 400:
        return 0.0
    ys, xs = _points(ink, 150_000)
    best = _sharpest(xs, ys, np.arange(-limit_deg, limit_deg + 0.01, 0.5))
    best = _sharpest(xs, ys, best + np.arange(-0.5, 0.51, 0.1))
    best = _sharpest(xs, ys, best + np.arange(-0.1, 0.101, 0.02))
    return 0.0 if abs(best) >= limit_deg else float(best)


def _sharpest(xs: NDArray[np.int64], ys: NDArray[np.int64], angles: NDArray[np.float64]) -> float:
    return float(angles[int(np.argmax([_sharpness(xs, ys, float(angle)) for angle in angles]))])
