"""The reverse of a sheet that shines through in a table: in cells with little print it was read as text."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Grid
from pipeline.ocr.ink import part_of

Grey = NDArray[np.uint8]

_FAINTER = 12  # grey levels by which what a threshold finds in a cell is fainter than the table's print
_PAPER = 255


def without_ghosts(clean: Grey, grids: Sequence[Grid]) -> Grey:
    """Return the page with cells that hold a ghost emptied of all that is fainter than the table's print.

    A full cell's own threshold parts print from ghost; in an empty one it parts ghost from paper.

    Args:
        clean: The page without its rules: uint8 (height, width), 0 ink to 255 paper; left untouched.
        grids: Its tables; each has its own darkness of print.
    """
    out = clean
    for grid in grids:
        most = _threshold(part_of(clean, grid.box))
        for slot in grid.slots:
            part = part_of(clean, slot.box)
            if part.size and _threshold(part) > most + _FAINTER:
                out = clean.copy() if out is clean else out
                part_of(out, slot.box)[_far_from_print(part, most)] = _PAPER
    return out


def _threshold(part: Grey) -> float:
    return cv2.threshold(part, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[0]


def _far_from_print(part: Grey, most: float) -> NDArray[np.bool_]:
    """Return where no pixel is as dark as print, nor beside one that is: the soft edges of letters stay."""
    print_ = cv2.dilate((part <= most).astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(print_ == 0)
