"""Writes drawn pages as PDF, the same bytes each time: scans, scans with a text layer, born digital."""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pikepdf
from PIL import Image

from pipeline.synthesis.sheet import DrawnPage, Placed
from pipeline.synthesis.typeface import find_typeface
from pipeline.text import strip_marks

Kind = Literal["scan", "two_layer", "garbled", "born"]
_INVISIBLE = 3
_GARBLE = str.maketrans({"o": "6", "e": "é", "i": "1", "u": "ii", "O": "Q", "D": "P", "g": "q"})


def write_pdf(
    pages: Sequence[DrawnPage], path: Path, kind: Kind | Sequence[Kind] = "scan", jpeg_quality: int = 75
) -> None:
    """Write pages as one PDF.

    Args:
        pages: In order; a page of black and white only is kept as 1 bit (CCITT G4), others as JPEG.
        path: Is overwritten.
        kind: For all pages, or for each: "scan" is an image alone, "two_layer" has the sound text under it,
            "garbled" the text as an engine without Vietnamese would have read it, "born" is text and
            rules without an image.
        jpeg_quality: 1..95.
    """
    kinds = [kind] * len(pages) if isinstance(kind, str) else list(kind)
    with pikepdf.new() as pdf:
        for page, its_kind in zip(pages, kinds, strict=True):
            _add_page(pdf, page, its_kind, jpeg_quality)
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
    if any(its_kind != "scan" for its_kind in kinds):
        buffer = _with_text(buffer, pages, kinds)
    path.write_bytes(buffer.getvalue())


def _size_pt(page: DrawnPage) -> tuple[float, float]:
    width, height = page.truth.scan_size_px
    return width * 72 / page.image.dpi, height * 72 / page.image.dpi


def _add_page(pdf: pikepdf.Pdf, page: DrawnPage, kind: Kind, jpeg_quality: int) -> None:
    size = _size_pt(page)
    sheet = pdf.add_blank_page(page_size=size)
    if kind == "born":
        return
    sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=_image(pdf, page, jpeg_quality)))
    sheet.Contents = pdf.make_stream(f"q {size[0]:.4f} 0 0 {size[1]:.4f} 0 0 cm /Scan Do Q".encode())


def _image(pdf: pikepdf.Pdf, page: DrawnPage, jpeg_quality: int) -> pikepdf.Stream:
    pixels = page.image.pixels
    height, width = pixels.shape[:2]
    entries: dict[str, Any] = {
        "Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": width, "Height": height
    }  # fmt: skip
    if pixels.ndim == 2 and bool(
        np.isin(pixels[::7, ::7], (0, 255)).all() and np.isin(pixels, (0, 255)).all()
    ):
        parms = pikepdf.Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=False)
        entries |= {"BitsPerComponent": 1, "ColorSpace": pikepdf.Name.DeviceGray}
        entries |= {"Filter": pikepdf.Name.CCITTFaxDecode, "DecodeParms": parms}
        return pikepdf.Stream(pdf, _fax(pixels), **entries)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=jpeg_quality)
    space = pikepdf.Name.DeviceRGB if pixels.ndim == 3 else pikepdf.Name.DeviceGray
    entries |= {"BitsPerComponent": 8, "ColorSpace": space, "Filter": pikepdf.Name.DCTDecode}
    return pikepdf.Stream(pdf, buffer.getvalue(), **entries)


def _fax(pixels: np.ndarray[Any, np.dtype[np.uint8]]) -> bytes:
    """Return the CCITT G4 strip of a black and white page, cut from a TIFF of one strip."""
    buffer = io.BytesIO()
    image = Image.fromarray(pixels).convert("1", dither=Image.Dither.NONE)
    strip = math.ceil(image.width / 8) * image.height
    # White is zero in fax streams; telling TIFF so keeps the strip's polarity.
    image.save(buffer, "TIFF", compression="group4", strip_size=strip, tiffinfo={262: 0})
    with Image.open(buffer) as tiff:
        offset, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]  # type: ignore[attr-defined]
    return buffer.getvalue()[offset : offset + length]


def _with_text(buffer: io.BytesIO, pages: Sequence[DrawnPage], kinds: Sequence[Kind]) -> io.BytesIO:
    """Add text with real fonts, which PDFium embeds with a map to Unicode."""
    import pypdfium2 as pdfium  # noqa: PLC0415

    document = pdfium.PdfDocument(buffer.getvalue())
    fonts: dict[str, Any] = {}
    for index, (page, kind) in enumerate(zip(pages, kinds, strict=True)):
        if kind == "scan":
            continue
        sheet = document[index]
        for word in page.placed:
            text = _garbled(word.text) if kind == "garbled" else word.text
            _add_word(document, sheet, page, word, text, fonts=fonts, visible=kind == "born")
        if kind == "born":
            _add_rules(sheet, page)
        pdfium.raw.FPDFPage_GenerateContent(sheet)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return _without_dates(out)


def _add_word(
    document: Any,
    sheet: Any,
    page: DrawnPage,
    word: Placed,
    text: str,
    *,
    fonts: dict[str, Any],
    visible: bool,
) -> None:
    import pypdfium2 as pdfium  # noqa: PLC0415

    raw = pdfium.raw
    if word.style not in fonts:
        data = find_typeface(page.typeface).files[word.style].read_bytes()
        array = (ctypes.c_ubyte * len(data)).from_buffer_copy(data)
        fonts[word.style] = raw.FPDFText_LoadFont(document, array, len(data), raw.FPDF_FONT_TRUETYPE, True)
    x, y, size = _on_paper(page, word)
    item = raw.FPDFPageObj_CreateTextObj(document, fonts[word.style], size)
    encoded = (text + " \0").encode("utf-16-le")
    letters = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
    raw.FPDFText_SetText(item, letters)
    if not visible:
        raw.FPDFTextObj_SetTextRenderMode(item, _INVISIBLE)
    raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, x, y)
    raw.FPDFPage_InsertObject(sheet, item)


def _on_paper(page: DrawnPage, word: Placed) -> tuple[float, float, float]:
    """Return left, baseline and size in points, from the lower left corner of the scan."""
    scale = 72 / page.image.dpi
    x, y = page.truth.frame.point(word.x_px, word.baseline_px)
    _, above = page.truth.frame.point(word.x_px, word.baseline_px - word.size_px)
    return x * scale, (page.truth.scan_size_px[1] - y) * scale, (y - above) * scale


def _add_rules(sheet: Any, page: DrawnPage) -> None:
    import pypdfium2 as pdfium  # noqa: PLC0415

    raw, scale, height = pdfium.raw, 72 / page.image.dpi, page.truth.scan_size_px[1]
    for rule in page.rules:
        box = page.truth.frame.to_scan(rule)
        left, bottom = box.x0 * scale, (height - box.y1) * scale
        item = raw.FPDFPageObj_CreateNewRect(left, bottom, box.width * scale, box.height * scale)
        raw.FPDFPageObj_SetFillColor(item, 0, 0, 0, 255)
        raw.FPDFPath_SetDrawMode(item, raw.FPDF_FILLMODE_WINDING, False)
        raw.FPDFPage_InsertObject(sheet, item)


def _garbled(text: str) -> str:
    """Return the word as an engine without Vietnamese would have read it: marks lost, letters confused."""
    return strip_marks(text).translate(_GARBLE)


def _without_dates(buffer: io.BytesIO) -> io.BytesIO:
    out = io.BytesIO()
    with pikepdf.open(buffer) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.remove_unreferenced_resources()
        pdf.save(out, deterministic_id=True, compress_streams=True)
    return out
