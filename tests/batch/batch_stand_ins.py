"""A workshop for benchmarks: the real jobs, with a cheap stand-in for Tesseract in place of reading."""

from __future__ import annotations

import os
import time
from dataclasses import replace

from pipeline.batch import jobs
from pipeline.page import Line, PageImage, PageText, Word

perform = jobs.perform


def stand_in_engine(image: PageImage, options: object) -> PageText:
    """Read nothing: tell the page's number and the sum of its pixels, in place of Tesseract."""
    words = f"Trang {image.number} tổng {int(image.pixels.sum())}".split()
    line = Line(tuple(Word(word, word) for word in words))
    time.sleep(float(os.environ.get("STAND_IN_SECONDS", "0")))
    return PageText(image.number, (line,), image.frame, image.scan_size_px, "ocr", image.dpi)


def warm() -> None:
    from pipeline import ocr, preprocessing

    jobs.warm()
    ocr.recognize = stand_in_engine
    preprocessing.preprocess = lambda image, options: replace(image)
