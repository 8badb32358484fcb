"""Two-layer PDF/A-2b: the page's picture, and under it the restored words, unseen but found and copied."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image, ImageCms

from pipeline.document import Document, Page, PageWord
from pipeline.errors import InputError
from pipeline.export.words import printable
from pipeline.page import PageImage

_POINTS = 72  # an inch
_GLYPH_WIDTH = 500  # thousandths of the font size; every glyph of the unseen font is as wide
_JPEG_QUALITY = 90
_PROFILE_DATE = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


def to_pdf(document: Document, images: Iterable[PageImage]) -> bytes:
    """Return a new PDF/A; the scan is only read.

    Args:
        document: Its words, corrected where reviewers did.
        images: The pages as scanned (`source.load`); read one after the other.

    Raises:
        InputError: A page of the scan is not one of the document.
    """
    pages = {page.number: page for page in document.pages}
    with pikepdf.new() as pdf:
        font = _font(pdf)
        for image in images:
            if image.number not in pages:
                raise InputError(
                    f"Page {image.number} of the scan is not in the document. Give the scan it was made from."
                )
            _add_page(pdf, image, pages[image.number], font)
        _mark(pdf, document)
        out = io.BytesIO()
        pdf.save(out, linearize=False, deterministic_id=True)
        return out.getvalue()


def _add_page(pdf: pikepdf.Pdf, image: PageImage, page: Page, font: Any) -> None:
    height, width = image.pixels.shape[:2]
    scale = _POINTS / image.dpi
    size = (width * scale, height * scale)
    # the document's boxes count the pixels of the scan; these may be others of the same page
    shown = width / page.width_px if page.width_px else 1.0
    content = [f"q {size[0]:.3f} 0 0 {size[1]:.3f} 0 0 cm /Im Do Q BT 3 Tr".encode()]
    for line in page.lines:
        for word in line.words:
            content += _word(word, scale * shown, size[1], page.rotation_deg)
    content.append(b"ET")
    sheet = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, round(size[0], 3), round(size[1], 3)]),
        Rotate=page.rotation_deg % 360,
        Contents=pdf.make_stream(b"\n".join(content)),
        Resources=Dictionary(XObject=Dictionary(Im=_picture(pdf, image)), Font=Dictionary(F=font)),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(sheet)))


def _picture(pdf: pikepdf.Pdf, image: PageImage) -> Stream:
    out = io.BytesIO()
    picture = Image.fromarray(image.pixels)
    picture.save(out, "JPEG", quality=_JPEG_QUALITY)
    stream = pdf.make_stream(out.getvalue())
    stream.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=picture.width,
            Height=picture.height,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB,
            Filter=Name.DCTDecode,
        )
    )
    return stream


def _word(word: PageWord, scale: float, page_height: float, rotation_deg: int) -> list[bytes]:
    """Return the operators that set a word into its box, along the page's own reading direction."""
    text = printable(word.text)
    if word.box is None or not text:
        return []
    x0, x1 = word.box[0] * scale, word.box[2] * scale
    top, bottom = page_height - word.box[1] * scale, page_height - word.box[3] * scale
    turned = rotation_deg % 180 == 90
    length, size = (top - bottom, x1 - x0) if turned else (x1 - x0, top - bottom)
    if length <= 0 or size <= 0:
        return []
    # where an upright word begins, and which way it runs, on a scan that lies turned
    matrices = {
        0: (1, 0, 0, 1, x0, bottom),
        90: (0, 1, -1, 0, x1, bottom),
        180: (-1, 0, 0, -1, x1, top),
        270: (0, -1, 1, 0, x0, top),
    }
    a, b, c, d, x, y = matrices.get(rotation_deg % 360, matrices[0])
    code = (text + " ").encode("utf-16-be")
    stretch = 100 * length / (len(code) / 2 * size * _GLYPH_WIDTH / 1000)
    operators = f"/F {size:.2f} Tf {stretch:.2f} Tz {a} {b} {c} {d} {x:.2f} {y:.2f} Tm <{code.hex()}> Tj"
    return [operators.encode()]


def _font(pdf: pikepdf.Pdf) -> Any:
    """Return a font without glyphs whose codes are UTF-16: PDF/A embeds no font that is never drawn.

    ISO 19005-2, 6.2.11.4.1: fonts used in text rendering mode 3 alone need not be embedded.
    """
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name.GlyphLess,
        Flags=5,
        FontBBox=Array([0, 0, _GLYPH_WIDTH, 1000]),
        ItalicAngle=0,
        Ascent=1000,
        Descent=0,
        CapHeight=1000,
        StemV=80,
    )
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.GlyphLess,
        CIDToGIDMap=Name.Identity,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=_GLYPH_WIDTH,
    )
    outer = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.GlyphLess,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(inner)]),
        ToUnicode=pdf.make_stream(_TO_UNICODE),
    )
    return pdf.make_indirect(outer)


def _profile() -> bytes:
    """Return the colour space without the moment it was made at: the same document, the same file.

    ICC.1:2022, 7.2.2: bytes 24 to 35 are the date.
    """
    raw = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return raw[:24] + _PROFILE_DATE + raw[36:]


def _mark(pdf: pikepdf.Pdf, document: Document) -> None:
    """Say what PDF/A wants said: colour space, conformance, title, language."""
    profile = pdf.make_stream(_profile())
    profile["/N"] = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=b"sRGB",
        Info=b"sRGB",
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.Root.Lang = b"vi"
    header = document.header
    title = " ".join(part for part in (header.number_symbol, header.subject) if part) or document.file.name
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as metadata:
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
        metadata["dc:title"] = printable(title)
        metadata["dc:language"] = ["vi"]
        metadata["pdf:Producer"] = f"vnplan {document.processing.version}"
