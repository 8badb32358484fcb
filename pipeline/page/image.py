"""The image of one page."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Frame


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels.

    Attributes:
        number: Page in the document, from 1.
        pixels: uint8, read-only; (height, width) grey, 0 ink to 255 paper, or (height, width, 3) RGB.
        dpi: Dots per inch of `pixels`; estimated where the file does not say.
        frame: Way back from these pixels to the page as scanned.
        scan_size_px: (width, height) of the page as scanned.
        rotation_deg: Quarter turn that was undone, clockwise: 0, 90, 180 or 270.
        skew_deg: Tilt that was undone, degrees, counter-clockwise positive.
        notes: What preprocessing did or found, for `issues`.
    """

    number: int
    pixels: NDArray[np.uint8]
    dpi: float
    frame: Frame = field(default_factory=Frame)
    scan_size_px: tuple[int, int] = (0, 0)
    rotation_deg: int = 0
    skew_deg: float = 0.0
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        view = self.pixels.view()
        view.flags.writeable = False
        object.__setattr__(self, "pixels", view)
        if self.scan_size_px == (0, 0):
            height, width = self.pixels.shape[:2]
            object.__setattr__(self, "scan_size_px", (width, height))
