"""Which reader a file goes to; pages stream out of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import InputError
from pipeline.options import Options
from pipeline.page import PageImage, PageText
from pipeline.source import facts, pdf_file, plain, raster


def load(path: Path, options: Options) -> Iterator[PageImage | PageText]:
    """Yield the wanted pages of a file in order, holding one at a time.

    Args:
        path: PDF, TIFF, PNG, JPEG, WebP, BMP, JPEG 2000 or text.
        options: Which pages, at which resolution, within which limits.

    Returns:
        A page as pixels, or as text where the file holds sound text; a page that cannot be read is a
        PageText with `failed` set, and the others go on.

    Raises:
        InputError: The file as a whole cannot be read, at the call, not at the first page.
        DependencyError: poppler-utils is needed and missing; only when the first page needs it.
    """
    media_type = facts.media_type_of(path, options)
    if media_type == "application/pdf":
        count = pdf_file.page_count(path)
        _check_count(path, count, options)
        return pdf_file.pages(path, count, options)
    if media_type == "text/plain":
        sheets = plain.pages_of_text(plain.decode_text(path.read_bytes(), path.name))
        _check_count(path, len(sheets), options)
        return (page for page in sheets if options.wants_page(page.number))
    _check_count(path, raster.page_count(path, options), options)
    return raster.pages(path, options)


def _check_count(path: Path, count: int, options: Options) -> None:
    wanted = sum(options.wants_page(number) for number in range(1, count + 1))
    if wanted > options.max_pages:
        raise InputError(
            f"{path.name} has {wanted} pages to read, more than the {options.max_pages} allowed. "
            "Choose some with --pages, or raise max_pages."
        )
    if wanted == 0:
        raise InputError(
            f"{path.name} has {count} page(s), none of them among --pages {options.pages}. Choose others."
        )
