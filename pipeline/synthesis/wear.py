"""What copying, faxing, photographing and years in a folder do to a page; every step is seeded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.geometry import Box, Frame
from pipeline.page import Line, PageImage, PageText, Word
from pipeline.synthesis.ageing import Scan, bleed, drop_colour, fade_ink, punch, stamp, tint
from pipeline.synthesis.grades import Wear
from pipeline.synthesis.scanning import blur_and_grain, keep, light, warp
from pipeline.synthesis.sheet import DrawnPage


def wear(page: DrawnPage, how: Wear, seed: int, reverse: DrawnPage | None = None) -> DrawnPage:
    """Return the page as a scanner would give it.

    Args:
        page: Left untouched.
        how: What happens to it.
        seed: The same seed gives the same pixels.
        reverse: What is printed on the back; the page itself where None.

    Returns:
        The boxes of `truth` stay in the frame of the level page; `truth.frame` leads to the scan.
    """
    scan = Scan(page.image.pixels, page.image.dpi, np.random.default_rng(seed))
    drop_colour(scan, how)
    fade_ink(scan, how)
    bleed(scan, how, (reverse or page).image.pixels)
    stamp(scan, how, page.typeface)
    drop_colour(scan, how)
    tint(scan, how)
    tilt = warp(scan, how)
    punch(scan, how)
    light(scan, how)
    blur_and_grain(scan, how)
    keep(scan, how)
    return _as_page(page, scan, tilt)


def on_scan(page: PageText) -> PageText:
    """Return the page with its boxes in pixels of the scan."""
    lines = tuple(_line_on_scan(line, page.frame) for line in page.lines)
    return replace(page, lines=lines, frame=Frame())


def _line_on_scan(line: Line, frame: Frame) -> Line:
    cells = tuple(
        replace(c, words=_words_on_scan(c.words, frame), box=_box_on_scan(c.box, frame)) for c in line.cells
    )
    return replace(
        line, words=_words_on_scan(line.words, frame), box=_box_on_scan(line.box, frame), cells=cells
    )


def _words_on_scan(words: tuple[Word, ...], frame: Frame) -> tuple[Word, ...]:
    return tuple(replace(word, box=_box_on_scan(word.box, frame)) for word in words)


def _box_on_scan(box: Box | None, frame: Frame) -> Box | None:
    return None if box is None else frame.to_scan(box)


def _as_page(page: DrawnPage, scan: Scan, tilt: float) -> DrawnPage:
    height, width = scan.pixels.shape[:2]
    image = PageImage(page.image.number, scan.pixels, scan.dpi, scan_size_px=(width, height))
    truth = replace(
        page.truth, frame=scan.frame, scan_size_px=(width, height), dpi=scan.dpi, skew_deg=tilt
    )  # fmt: skip
    return replace(page, image=image, truth=truth)
