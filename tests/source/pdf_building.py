"""Small PDFs for the tests, drawn by hand: text with any letters, rules, scans."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image

A4 = (595.0, 842.0)


def _to_unicode(letters: Sequence[str]) -> bytes:
    rows = "\n".join(f"<{code:02x}> <{ord(letter):04x}>" for code, letter in enumerate(letters, start=33))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    ).encode()


def add_text_page(
    pdf: pikepdf.Pdf,
    texts: Sequence[tuple[float, float, str]],
    *,
    font: str = "Helvetica",
    mode: int = 0,
    extra: str = "",
    rotate: int = 0,
) -> pikepdf.Page:
    """Add a page with texts at (x, y from the top) in points; `extra` is drawn before them."""
    letters = sorted({c for _, _, text in texts for c in text if c != " "})
    code = {letter: i for i, letter in enumerate(letters, start=33)} | {" ": 32}
    letters_map = pdf.make_stream(_to_unicode(letters))
    widths = pikepdf.Array([500] * 224)
    face = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.TrueType,
        BaseFont=pikepdf.Name("/" + font),
        FirstChar=32,
        LastChar=255,
        Widths=widths,
        Encoding=pikepdf.Name.WinAnsiEncoding,
        ToUnicode=letters_map,
        FontDescriptor=pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name("/" + font),
            Flags=32,
            FontBBox=pikepdf.Array([0, -200, 1000, 900]),
            ItalicAngle=0,
            Ascent=900,
            Descent=-200,
            CapHeight=700,
            StemV=80,
        ),
    )
    drawn = [extra]
    for x, y, text in texts:
        codes = "".join(f"{code[c]:02x}" for c in text)
        drawn.append(f"BT /F1 12 Tf {mode} Tr 1 0 0 1 {x} {A4[1] - y} Tm <{codes}> Tj ET")
    page = pdf.add_blank_page(page_size=A4)
    page.Contents = pdf.make_stream("\n".join(drawn).encode("latin-1"))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=face))
    if rotate:
        page.Rotate = rotate
    return page


def text_pdf(path: Path, *sheets: Sequence[tuple[float, float, str]], **how: object) -> Path:
    with pikepdf.new() as pdf:
        for texts in sheets:
            add_text_page(pdf, texts, **how)  # type: ignore[arg-type]
        pdf.save(path)
    return path


def rules(boxes: Sequence[tuple[float, float, float, float]]) -> str:
    """Rectangles (x0, y0, x1, y1), y from the top, as drawing commands."""
    return "1 w\n" + "\n".join(f"{a} {A4[1] - d} {c - a} {d - b} re S" for a, b, c, d in boxes)


def scan_pdf(
    path: Path,
    image: Image.Image,
    *,
    rotate: int = 0,
    cover: float = 1.0,
    flip: bool = False,
    scale: float = 1.0,
) -> Path:
    """One page that is one picture; `flip` places it head down, as some scanners write it."""
    raw = io.BytesIO()
    image.convert("RGB").save(raw, "JPEG", quality=90)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(A4[0] * scale, A4[1] * scale))
        about = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=image.width,
            Height=image.height,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        picture = pdf.make_stream(raw.getvalue(), about)
        width, height = A4[0] * cover * scale, A4[1] * cover * scale
        place = f"{width} 0 0 {-height} 0 {height}" if flip else f"{width} 0 0 {height} 0 0"
        page.Contents = pdf.make_stream(f"q {place} cm /I Do Q".encode())
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        if rotate:
            page.Rotate = rotate
        pdf.save(path)
    return path
