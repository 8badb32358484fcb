"""PDF pages drawn by poppler, for pages that are not one scan."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pdf2image import convert_from_path
from pdf2image import exceptions as failures

from pipeline.errors import DependencyError, PageError
from pipeline.options import Options
from pipeline.page import PageImage
from pipeline.source import raster
from pipeline.source.sheet import Sheet

_LEAST_DPI = 72


def render(path: Path, sheet: Sheet, options: Options) -> PageImage:
    """Return the page drawn at `options.render_dpi`, or fewer dpi where it would exceed `max_pixels`.

    Raises:
        DependencyError: poppler-utils is missing.
        PageError: The page is too large, took too long or could not be drawn.
    """
    dpi = _dpi(sheet, options)
    pixels = _draw(path, sheet, dpi, options.render_timeout_s)
    if min(pixels.shape[:2]) < raster.LEAST_SIDE_PX:
        raise _error(sheet, "page_size", "is too small to hold text. Scan it again.")
    return PageImage(sheet.number, pixels, float(dpi))


def _dpi(sheet: Sheet, options: Options) -> int:
    area = sheet.width_pt * sheet.height_pt / 72**2
    dpi = min(options.render_dpi, int((options.max_pixels / max(area, 1e-6)) ** 0.5))
    if dpi < _LEAST_DPI:
        raise _error(
            sheet,
            "page_size",
            f"measures {sheet.width_pt:.0f} x {sheet.height_pt:.0f} points, too large to draw. "
            "Print it to A4 or A3, or raise max_pixels.",
        )
    return dpi


def _draw(path: Path, sheet: Sheet, dpi: int, timeout_s: float) -> raster.Pixels:
    try:
        with raster.pillow_limit_lifted():
            images = convert_from_path(
                path,
                dpi=dpi,
                first_page=sheet.number,
                last_page=sheet.number,
                grayscale=not sheet.is_colour,
                timeout=max(1, round(timeout_s)),
                thread_count=1,
                use_cropbox=True,
            )
    except failures.PDFInfoNotInstalledError as error:
        raise DependencyError("poppler is not installed. Install poppler-utils.") from error
    except failures.PDFPopplerTimeoutError as error:
        raise _error(
            sheet,
            "render_timeout",
            f"could not be drawn within {timeout_s:g} s. Print it to PDF anew, or raise render_timeout_s.",
        ) from error
    except (failures.PDFPageCountError, failures.PDFSyntaxError, OSError, ValueError) as error:
        raise _error(
            sheet, "render_failed", f"could not be drawn ({error}). Print it to PDF anew."
        ) from error
    if not images:
        raise _error(sheet, "render_failed", "could not be drawn. Print it to PDF anew.")
    with images[0] as image:
        return np.asarray(image if image.mode in ("L", "RGB") else image.convert("RGB"))


def _error(sheet: Sheet, code: str, message: str) -> PageError:
    return PageError(f"Page {sheet.number} {message}", code=code, page=sheet.number)
