"""Image files as pages: PNG, JPEG, multi-page TIFF and their kin."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from pipeline.errors import InputError
from pipeline.options import Options
from pipeline.page import Issue, PageImage, PageText

Pixels = NDArray[np.uint8]

_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"II+\x00": "image/tiff",
    b"MM\x00+": "image/tiff",
    b"BM": "image/bmp",
    b"\x00\x00\x00\x0cjP  ": "image/jp2",
}
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "JPEG2000")
LEAST_SIDE_PX = 40
# A page is seldom wider or narrower than A4 and A5: what a file claims beyond these is a wrong unit or a
# default (72 dpi for a photo of 3000 pixels), and the width of A4 tells more.
_CREDIBLE_DPI = (90.0, 1300.0)
_CREDIBLE_HEIGHT_IN = (5.0, 25.0)
_A4_HEIGHT_IN = 11.69
_PIL_LIMIT = threading.Lock()


def media_type(head: bytes) -> str | None:
    """Return the media type of an image by its first bytes; None where it is no image that is read here."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Turn what Pillow raises over bad content into an InputError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd TIFF tags are no concern of the reader's
            yield
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError) as error:
        raise InputError(
            f"{path.name} is a damaged or unknown image ({error}). Scan or export it again."
        ) from error
    except MemoryError as error:
        raise InputError(f"{path.name} needs more memory than there is. Scan it at fewer dpi.") from error


@contextmanager
def pillow_limit_lifted() -> Iterator[None]:
    """Lift Pillow's own limit, which is global, for a moment: `options.max_pixels` is checked instead."""
    with _PIL_LIMIT:
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """Open an image without Pillow's own limit: `options.max_pixels` is checked before any decoding."""
    with _reading(path):
        with pillow_limit_lifted():
            image = Image.open(path, formats=_FORMATS)
        with image:
            yield image


def page_count(path: Path, options: Options) -> int:
    """Return the number of pages.

    Raises:
        InputError: The image is damaged, too large or too small to hold text.
    """
    with _opened(path) as image:
        count = _frames(image)
        if count == 1:
            problem = _size_problem(image.size, options)
            if problem:
                raise InputError(f"{path.name} {problem}")
        return count


def _frames(image: Image.Image) -> int:
    # A phone's MPO holds the same picture twice; only a TIFF has pages.
    return int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1


def _size_problem(size: tuple[int, int], options: Options) -> str | None:
    width, height = size
    if width * height > options.max_pixels:
        return (
            f"has {width} x {height} pixels, more than the {options.max_pixels:,} allowed. "
            "Scan it at fewer dpi, or raise max_pixels."
        )
    if min(width, height) < LEAST_SIDE_PX:
        return f"has only {width} x {height} pixels, too few for text. Scan the page at 300 dpi."
    return None


def pages(path: Path, options: Options) -> Iterator[PageImage | PageText]:
    """Yield the wanted pages, one in memory at a time.

    Raises:
        InputError: The file as a whole cannot be read; a bad page of a good file is a failed PageText.
    """
    with _opened(path) as image:
        count = _frames(image)
    for number in range(1, count + 1):
        if options.wants_page(number):
            yield _page(path, number, options)


def _page(path: Path, number: int, options: Options) -> PageImage | PageText:
    """Open the file anew for each page: Pillow keeps the decoded frame for as long as it is open."""
    try:
        with _opened(path) as image:
            _seek(image, number - 1)
            problem = _size_problem(image.size, options)
            if problem:
                return failed(number, "page_size", f"Page {number} {problem}")
            dpi = credible_dpi(_claimed_dpi(image), max(image.size))
            return PageImage(number, _pixels(image), dpi)
    except InputError as error:
        return failed(number, "page_unreadable", f"Page {number}: {error}")


def _seek(image: Image.Image, index: int) -> None:
    if index:
        with pillow_limit_lifted():
            image.seek(index)


def _claimed_dpi(image: Image.Image) -> float:
    claimed = image.info.get("dpi", (0, 0))
    try:
        return float(claimed[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return 0.0


def credible_dpi(claimed: float, long_side_px: int) -> float:
    """Return the claimed dots per inch, or what makes the page as tall as A4 where that cannot be."""
    low, high = _CREDIBLE_DPI
    if low <= claimed <= high:
        least, most = _CREDIBLE_HEIGHT_IN
        if least <= long_side_px / claimed <= most:
            return claimed
    return long_side_px / _A4_HEIGHT_IN


def _pixels(image: Image.Image) -> Pixels:
    """Decode to uint8 grey or RGB, upright by its EXIF tag, on white where it is transparent."""
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bit(np.asarray(image, np.float32))
    turned = ImageOps.exif_transpose(image)
    if turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info:
        rgba = turned.convert("RGBA")
        ground = Image.new("RGBA", rgba.size, "white")
        turned = Image.alpha_composite(ground, rgba).convert("RGB")
    if turned.mode in ("1", "L"):
        return np.asarray(turned.convert("L"))
    return np.asarray(turned.convert("RGB"))


def _eight_bit(values: NDArray[np.float32]) -> Pixels:
    top = 65535.0 if float(values.max(initial=0)) > 255 else 255.0
    return np.asarray(np.clip(values * (255.0 / top), 0, 255), np.uint8)


def failed(number: int, code: str, message: str) -> PageText:
    """Return the page that stands in for one that could not be read: it says so, and holds nothing."""
    return PageText(
        number, (), kind="ocr", failed=True, issues=(Issue("error", "source", code, message, number),)
    )
