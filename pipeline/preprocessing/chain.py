"""The order of the repairs; a good page passes untouched."""

from __future__ import annotations

from dataclasses import replace

from pipeline.options import Options
from pipeline.page import PageImage
from pipeline.preprocessing.colour import to_grey
from pipeline.preprocessing.ink import clear_borders, is_blank, level_background, remove_specks
from pipeline.preprocessing.turning import deskew, rescale, stand, upright


def preprocess(image: PageImage, options: Options) -> PageImage:
    """Return the page grey, upright, level, at a good size, on even paper.

    Args:
        image: uint8, grey (height, width) or RGB (height, width, 3).
        options: `remove_stamps`, `orientation`, `deskew`, `level_background` switch the repairs.

    Returns:
        A new page, grey, whose `frame` leads back to the pixels of the scan; `notes` holds "blank" where
        the page bears no ink. The same pixels where nothing needed repair.
    """
    page = replace(image, pixels=to_grey(image.pixels, remove_stamps=options.remove_stamps))
    page = rescale(page)
    if is_blank(page.pixels):
        return replace(page, notes=(*page.notes, "blank"))
    if options.level_background:
        page = replace(page, pixels=level_background(page.pixels))
        page = replace(page, pixels=remove_specks(page.pixels, page.dpi))
    page = replace(page, pixels=clear_borders(page.pixels))
    page = stand(page) if options.orientation else page
    page = deskew(page) if options.deskew else page
    return upright(page) if options.orientation else page
