"""Connected pieces of a mask: which pixels belong together, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a mask, touching corners too.

    Attributes:
        labels: (height, width), the number of the piece that a pixel belongs to; 0 for none.
        stats: (count, 5), by number: left, top, width, height, area in pixels; row 0 is the rest.
    """

    labels: NDArray[Any]
    stats: NDArray[np.int32]


def find_pieces(mask: NDArray[np.uint8]) -> Pieces:
    """Return the pieces of a mask: what is not 0.

    With labels of 16 bits OpenCV takes a third of the time; it refuses where they do not suffice.
    """
    try:
        found = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_16U)
    except cv2.error:
        found = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    _, labels, stats, _ = found
    return Pieces(labels, np.asarray(stats, np.int32))
