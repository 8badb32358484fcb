"""The scan inside a PDF page: its own pixels, neither resampled nor compressed again."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from pipeline.errors import PageError
from pipeline.options import Options
from pipeline.page import PageImage
from pipeline.source import raster
from pipeline.source.sheet import Picture, Sheet, drawn_grey

Pixels = NDArray[np.uint8]

# Fax lines lie 98 to an inch and 204 points along them: such a scan is rendered, not taken.
_MOST_UNEVEN = 1.05
_MOST_SLANT = 0.01
_CHECK_PX = 160
# Mean difference, 0..255, of scan and drawing in small: 0.2 to 4.6 on the real scans, at least 6.7 for the
# same pages head down, over 200 inverted. Beyond it the page is drawn instead, which loses little.
_MOST_DIFFERENCE = 6.0


def take(page: pdfium.PdfPage, sheet: Sheet, options: Options) -> PageImage | None:
    """Return the pixels of the page's scan, upright as the page shows it.

    Args:
        page: Open page that `sheet` was made of; `sheet.scan` is not None.
        sheet: Its survey.
        options: `max_pixels`.

    Returns:
        None where the pixels are not what the page shows (masks, odd colour spaces, slanted placement).

    Raises:
        PageError: The scan has more than `options.max_pixels` pixels.
    """
    scan = sheet.scan
    if scan is None:
        return None
    _check_size(scan, sheet, options)
    right, up = _axes(scan, sheet.rotation_deg)
    dpi = _dpi(scan, right, up)
    if dpi is None:
        return None
    pixels = _upright(_decoded(page, scan), right, up)
    shown = _cropped_to_page(pixels, scan, sheet)
    if shown is None or _difference(page, shown) > _MOST_DIFFERENCE:
        return None
    return PageImage(sheet.number, np.ascontiguousarray(pixels), dpi)


def _check_size(scan: Picture, sheet: Sheet, options: Options) -> None:
    if scan.width_px * scan.height_px > options.max_pixels:
        raise PageError(
            f"Page {sheet.number} is a scan of {scan.width_px} x {scan.height_px} pixels, more than the "
            f"{options.max_pixels:,} allowed. Scan it at fewer dpi, or raise max_pixels.",
            code="page_size",
            page=sheet.number,
        )


def _axes(scan: Picture, rotation_deg: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the picture's right and up point on the displayed page, in points."""
    a, b, c, d, _, _ = scan.matrix
    right, up = (a, b), (c, d)
    for _ in range(rotation_deg // 90 % 4):
        right, up = (right[1], -right[0]), (up[1], -up[0])
    return right, up


def _dpi(scan: Picture, right: tuple[float, float], up: tuple[float, float]) -> float | None:
    """Dots per inch; None where the picture stands slanted, has no dots, or dots that are not square."""
    length, height = float(np.hypot(*right)), float(np.hypot(*up))
    if 0 in (length, height, scan.width_px, scan.height_px):  # a damaged file may say so
        return None
    slant = min(abs(right[0]), abs(right[1])) / length + min(abs(up[0]), abs(up[1])) / height
    along, across = scan.width_px * 72 / length, scan.height_px * 72 / height
    if slant > _MOST_SLANT or max(along, across) / min(along, across) > _MOST_UNEVEN:
        return None
    # Some writers give a page a point for each pixel: 72 dpi is what they say, not what they scanned at.
    return raster.credible_dpi((along + across) / 2, max(scan.width_px, scan.height_px))


def _decoded(page: pdfium.PdfPage, scan: Picture) -> Pixels:
    for index, item in enumerate(page.get_objects(max_depth=4)):
        if index == scan.index:
            return _grey_or_rgb(item.get_bitmap(render=False))
    raise ValueError("the page has changed since its survey")


def _grey_or_rgb(bitmap: pdfium.PdfBitmap) -> Pixels:
    values = bitmap.to_numpy()
    if values.ndim == 2 or values.shape[2] == 1:
        return np.array(values.reshape(values.shape[:2]), np.uint8)
    order = cv2.COLOR_BGR2RGB if values.shape[2] == 3 else cv2.COLOR_BGRA2RGB  # pdfium gives blue first
    return np.asarray(cv2.cvtColor(values, order), np.uint8)


def _upright(pixels: Pixels, right: tuple[float, float], up: tuple[float, float]) -> Pixels:
    if right[0] * up[1] - right[1] * up[0] < 0:  # mirrored: some writers place the picture head down
        pixels, up = np.flipud(pixels), (-up[0], -up[1])
    level, rising = right[0], right[1]
    turns = (0 if level > 0 else 2) if abs(level) >= abs(rising) else (1 if rising > 0 else 3)
    return np.asarray(np.rot90(pixels, turns), np.uint8)


def _cropped_to_page(pixels: Pixels, scan: Picture, sheet: Sheet) -> Pixels | None:
    """The part of the scan that the page shows, nearly all of it; None where much is cut away."""
    a, b, c, d = scan.matrix[:4]
    extent = (abs(a) + abs(c), abs(b) + abs(d))
    shown = (sheet.width_pt, sheet.height_pt)
    if sheet.rotation_deg % 180:
        shown = (shown[1], shown[0])
    if extent[0] > 1.1 * shown[0] or extent[1] > 1.1 * shown[1]:
        return None
    return pixels


def _difference(page: pdfium.PdfPage, pixels: Pixels) -> float:
    """Mean difference of the scan and the page as pdfium draws it, both shrunk to the size of a stamp."""
    width, height = page.get_size()
    drawn = drawn_grey(page, _CHECK_PX / max(width, height))
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (drawn.shape[1], drawn.shape[0]), interpolation=cv2.INTER_AREA)
    blur = [cv2.blur(values.astype(np.float32), (9, 9)) for values in (drawn, small)]
    return float(np.abs(blur[0] - blur[1]).mean())
