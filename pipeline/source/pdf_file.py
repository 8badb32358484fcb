"""PDF files: for each page the exact text, the scan's own pixels, or a rendering, in this order of trust."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from pipeline.errors import InputError, PageError
from pipeline.options import Options
from pipeline.page import PageImage, PageText
from pipeline.source import embedded, raster, rendering, text_layer
from pipeline.source.lock import PDFIUM
from pipeline.source.sheet import Sheet, survey

_TAIL_BYTES = 8192


def page_count(path: Path) -> int:
    """Return the number of pages.

    Raises:
        InputError: It is cut short, encrypted, damaged or without pages.
    """
    _check_tail(path)
    with PDFIUM, _document(path) as document:
        count = len(document)
    if count == 0:
        raise InputError(f"{path.name} is a PDF without pages. Scan or download it again.")
    return count


def _check_tail(path: Path) -> None:
    """A PDF ends with the address of its index; readers that guess would return part of the document."""
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - _TAIL_BYTES))
        tail = file.read()
    if b"startxref" not in tail and b"%%EOF" not in tail:
        raise InputError(f"{path.name} is cut short: its end is missing. Download or copy it again.")


@contextmanager
def _document(path: Path) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise InputError(f"{path.name} is encrypted. Save a copy without the password.") from error
        raise InputError(f"{path.name} is not a sound PDF ({error}). Export or scan it again.") from error
    try:
        yield document
    finally:
        document.close()


def pages(path: Path, count: int, options: Options) -> Iterator[PageImage | PageText]:
    """Yield the wanted pages of `count`; a bad page is a failed PageText.

    Raises:
        DependencyError: poppler-utils is missing.
    """
    for number in range(1, count + 1):
        if not options.wants_page(number):
            continue
        try:
            yield _page(path, number, options)
        except PageError as error:
            yield raster.failed(number, error.code, str(error))


def _page(path: Path, number: int, options: Options) -> PageImage | PageText:
    sheet, image = _look(path, number, options)
    if _wants_text(sheet, options):
        page = text_layer.read(path, sheet, options)
        if options.text_layer == "always" or text_layer.is_sound(page):
            return page
    if image is None:
        image = rendering.render(path, sheet, options)
    return replace(image, notes=(*image.notes, *_layer_notes(sheet, options)))


def _look(path: Path, number: int, options: Options) -> tuple[Sheet, PageImage | None]:
    """Survey a page and take its scan, if it is one, in one visit to pdfium."""
    with PDFIUM, _document(path) as document:
        try:
            page = document[number - 1]
            sheet = survey(page, number)
            wanted = sheet.scan is not None and not _wants_text(sheet, options)
            return sheet, embedded.take(page, sheet, options) if wanted else None
        except pdfium.PdfiumError as error:
            raise PageError(
                f"Page {number} of the PDF is damaged ({error}). Scan this page again.",
                code="page_unreadable",
                page=number,
            ) from error


def _wants_text(sheet: Sheet, options: Options) -> bool:
    """A layer over a scan is somebody's OCR, and ours is better: only text that is drawn counts."""
    if options.text_layer == "always":
        return bool(sheet.text.strip())
    return options.text_layer == "auto" and sheet.is_born_digital


def _layer_notes(sheet: Sheet, options: Options) -> tuple[str, ...]:
    if options.text_layer == "never" or sheet.letters < text_layer.LEAST_LETTERS:
        return ()
    if text_layer.is_sound_text(sheet.text):
        return ("text_layer_ignored: The text layer over the scan was not used; the page was read anew.",)
    return ("text_layer_rejected: The text layer is not sound Vietnamese; the page was read from its image.",)
