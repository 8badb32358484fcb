"""The verb of this room: a page's image in, its text in reading order out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.engine import Engine
from pipeline.ocr.layout import Run, in_order, text_height
from pipeline.options import Options
from pipeline.page import Line, PageImage, PageText

_PAGE = 3


def recognize(image: PageImage, options: Options) -> PageText:
    """Read a page with Tesseract."""
    grey = as_grey(image.pixels)
    engine = Engine(options.language, image.dpi, options.page_timeout_s, image.number)
    runs = [Run.of(words) for words in engine.read([grey], _PAGE)[0].lines]
    ordered = in_order(runs, grey.shape[1], text_height(runs, image.dpi))
    lines = tuple(Line(run.words, run.box, block=run.block) for run in ordered)
    return PageText(
        number=image.number,
        lines=lines,
        frame=image.frame,
        scan_size_px=image.scan_size_px,
        kind="ocr",
        dpi=image.dpi,
        rotation_deg=image.rotation_deg,
        skew_deg=image.skew_deg,
    )


def as_grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return (height, width) grey of grey or RGB pixels."""
    if pixels.ndim == 2:
        return pixels
    import cv2

    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
