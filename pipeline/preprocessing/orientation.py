"""Which side of a page is up: projection for lying pages, the marks of Vietnamese for upside down ones."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import cv2
import numpy as np
import pytesseract

from pipeline.options import Options
from pipeline.page import PageImage
from pipeline.pieces import find_pieces
from pipeline.preprocessing import geometry_steps, ink, tilt

_MEASURE_DPI = 75.0
_LETTER_DPI = 150.0
# Real pages reach 2.0 (with a table) to 17.7; lying down the same pages give 0.06 to 0.47.
_LYING = 0.6
_DOUBTFUL = 1.4
# Over 40 real pages: 0.024 to 0.106 upright, -0.113 to -0.039 head down, never the wrong sign.
_UP = 0.02
_DOWN = -0.035  # a short table on a drawn page, upright, reached -0.027: there Tesseract is asked
_LEAST_LINES = 4
_MOST_IN = 0.33  # a line of 18 points with marks above capitals; cells of two lines and one make 0.35
_OSD_TIMEOUT_S = 20
_LEAST_OSD_CONFIDENCE = 1.5


def upright(image: PageImage, options: Options) -> PageImage:
    """Return the page turned so that it stands upright.

    Cheap measures decide; Tesseract's own detection, which took seconds on a busy machine, is asked
    only where they doubt. Where that doubts too, the page stays as it is.
    """
    ratio = _level_ratio(image)
    if ratio < _LYING:
        return _settled(geometry_steps.turned_back(image, 90), options)
    if ratio < _DOUBTFUL:
        turn = _by_tesseract(image, options)
        return image if turn is None else geometry_steps.turned_back(image, turn)
    return _settled(image, options)


def _settled(image: PageImage, options: Options) -> PageImage:
    """Decide between up and down for a page whose lines are level."""
    up = up_measure(image)
    if up is not None and not _DOWN <= up <= _UP:
        return image if up > 0 else geometry_steps.turned_back(image, 180)
    turn = _by_tesseract(image, options)
    return geometry_steps.turned_back(image, 180) if turn == 180 else image


def _level_ratio(image: PageImage) -> float:
    """How much sharper rows part than columns, tilts of up to 10 degrees allowed for."""
    dpi = min(_MEASURE_DPI, image.dpi)
    found = _letters(ink.mask(ink.small(image, dpi), dpi), dpi)
    if not found.any():
        return 1.0
    angles = np.arange(-8.0, 8.1, 1.0)
    rows, columns = (_sharpest(side, angles) for side in (found, np.ascontiguousarray(found.T)))
    return float(rows / max(columns, 1e-9))


def _sharpest(found: ink.Pixels, angles: np.typing.NDArray[np.float64]) -> float:
    columns = tilt.Columns.of(found)
    return float(max(columns.sharpness(float(angle)) for angle in angles) / found.shape[1])


def _letters(found: ink.Pixels, dpi: float) -> ink.Pixels:
    """Ink without ruled lines and pictures, whose edges are as sharp both ways."""
    pieces = find_pieces(found)
    longest = np.maximum(pieces.stats[:, cv2.CC_STAT_WIDTH], pieces.stats[:, cv2.CC_STAT_HEIGHT])
    kept = (longest < 1.2 * dpi).astype(np.uint8)
    kept[0] = 0
    return np.asarray(kept[pieces.labels], np.uint8)


def up_measure(image: PageImage) -> float | None:
    """Return how much more ink stands above the bodies of the letters than below: > 0 upright, < 0 not.

    Vietnamese sets its marks and tall letters above; below are only tails and one of five tones.
    None where there are too few lines.
    """
    dpi = min(_LETTER_DPI, image.dpi)
    grey = ink.small(image, dpi)
    found = _letters(ink.mask(grey, dpi), dpi)
    lean = tilt.rough_tilt_deg(found, dpi)
    if abs(lean) >= tilt.LEAST_DEG:
        rows = tilt.Columns.of(found).rows(lean)
    else:
        rows = found.sum(axis=1, dtype=np.float64)
    shares = [share for top, bottom in _bands(rows, dpi) if (share := _lean_of(rows[top:bottom])) is not None]
    return float(np.median(shares)) if len(shares) >= _LEAST_LINES else None


def _bands(rows: np.typing.NDArray[np.float64], dpi: float) -> list[tuple[int, int]]:
    """Rows from gap to gap that have the height of one text line: staggered cells make bands of several."""
    inked = np.concatenate([[False], rows > 0.02 * rows.max(), [False]])
    edges = np.flatnonzero(np.diff(inked.astype(np.int8)))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(int(a), int(b)) for a, b in pairs if 0.08 * dpi <= b - a <= _MOST_IN * dpi]


def _lean_of(rows: np.typing.NDArray[np.float64]) -> float | None:
    core = np.flatnonzero(rows > 0.55 * rows.max())
    above, below = rows[: core[0]].sum(), rows[core[-1] + 1 :].sum()
    total = rows.sum()
    return float((above - below) / total) if total > 0 else None


def _by_tesseract(image: PageImage, options: Options) -> int | None:
    """The clockwise turn of the page as Tesseract sees it; None where it is not sure or not there."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    timeout_s = min(_OSD_TIMEOUT_S, options.page_timeout_s)
    try:
        with tempfile.TemporaryDirectory(prefix="vnplan-osd-") as folder:
            # pytesseract would write an array as a PNG, which costs as much as the detection
            path = str(Path(folder) / "page.bmp")
            cv2.imwrite(path, ink.small(image, _LETTER_DPI))
            found = pytesseract.image_to_osd(
                path,
                config=f"--dpi {round(min(_LETTER_DPI, image.dpi))}",
                timeout=timeout_s,
                output_type=pytesseract.Output.DICT,
            )
    except (pytesseract.TesseractError, pytesseract.TesseractNotFoundError, RuntimeError):
        # Too few letters, no osd data, or too slow: reading goes on and says itself what is missing.
        return None
    if float(found["orientation_conf"]) < _LEAST_OSD_CONFIDENCE:
        return None
    return (360 - int(found["rotate"])) % 360
