"""What a PDF tells about its text beyond the words: weight, old fonts, signature stamps, ruled lines."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

from pipeline.geometry import Box, Grid
from pipeline.source.lock import PDFIUM
from pipeline.source.ruling import find_grids
from pipeline.source.sheet import drawn_grey

_GRID_DPI = 144
_BOLD = re.compile(r"bold|black|heavy|,b", re.I)
# The ABC fonts are named .VnTime, .VnArial; the VNI fonts VNI-Times; those for capitals end in H.
_LEGACY = re.compile(r"^(?:[A-Z]{6}\+)?(?:\.Vn|VNI|VPS)")
_CAPITALS = re.compile(r"^(?:[A-Z]{6}\+)?\.Vn\w*H\b")
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class PageMarks:
    """Marks of one page in pixels of the page as read.

    Attributes:
        centres: float (n, 2), centres of characters.
        flags: bool (n, 3): bold, in an old font, in an old font for capitals.
        stamps: Boxes of annotations: signatures laid over the page.
        grids: Ruled tables.
    """

    centres: NDArray[np.float64]
    flags: NDArray[np.bool_]
    stamps: tuple[Box, ...]
    grids: tuple[Grid, ...]

    def _share(self, box: Box, flag: int) -> float | None:
        x, y = self.centres[:, 0], self.centres[:, 1]
        inside = (x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1)
        return float(self.flags[inside, flag].mean()) if inside.any() else None

    def is_bold(self, box: Box) -> bool | None:
        """Whether most characters in the box are bold; None where it is not known."""
        share = self._share(box, 0)
        return None if share is None else share > 0.5

    def is_legacy(self, box: Box | None) -> bool | None:
        """Whether the word is set in a font of an old encoding; None where no font of the page tells."""
        if box is None or not self.flags[:, 1].any():
            return None
        share = self._share(box, 1)
        return None if share is None else share > 0.5

    def is_capital_font(self, box: Box) -> bool:
        """Whether the word is set in an old font whose small letters look like capitals."""
        return (self._share(box, 2) or 0.0) > 0.5

    def is_stamp(self, box: Box) -> bool:
        """Whether the text belongs to a signature stamp laid over the page."""
        return any(stamp.holds(box.centre_x, box.centre_y) for stamp in self.stamps)


def marks_of(path: Path, number: int, dpi: int, *, look_for_tables: bool) -> PageMarks:
    """Return the marks of page `number` (from 1) at `dpi`."""
    with PDFIUM:
        document = pdfium.PdfDocument(path)
        try:
            page = document[number - 1]
            to_pixels = _transform(page, dpi / 72)
            centres, flags = _characters(page, to_pixels)
            grids = _grids(page, dpi) if look_for_tables else ()
            return PageMarks(centres, flags, _annotations(page, to_pixels), grids)
        finally:
            document.close()


def _transform(page: pdfium.PdfPage, scale: float) -> NDArray[np.float64]:
    """The 2 x 3 matrix from the page's own points, y upwards and unturned, to pixels as displayed."""
    left, bottom, right, top = page.get_cropbox()
    turns = page.get_rotation() // 90 % 4
    upright = {
        0: ((1, 0, -left), (0, -1, top)),
        1: ((0, 1, -bottom), (1, 0, -left)),
        2: ((-1, 0, right), (0, 1, -bottom)),
        3: ((0, -1, top), (-1, 0, right)),
    }[turns]
    return np.array(upright, dtype=np.float64) * scale


def _characters(
    page: pdfium.PdfPage, to_pixels: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    textpage = page.get_textpage()
    try:
        count = min(textpage.count_chars(), _MOST_CHARACTERS)
        points = np.empty((count, 2))
        flags = np.zeros((count, 3), dtype=bool)
        known: dict[bytes, tuple[bool, ...]] = {}
        for index in range(count):
            left, bottom, right, top = textpage.get_charbox(index, loose=True)
            points[index] = (left + right) / 2, (bottom + top) / 2
            name = _font_name(textpage, index)
            if name not in known:
                text = name.decode("utf-8", errors="replace")
                known[name] = (
                    bool(_BOLD.search(text)),
                    bool(_LEGACY.match(text)),
                    bool(_CAPITALS.match(text)),
                )
            flags[index] = known[name]
    finally:
        textpage.close()
    return points @ to_pixels[:, :2].T + to_pixels[:, 2], flags


def _font_name(textpage: pdfium.PdfTextPage, index: int) -> bytes:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, index, buffer, 128, flags)
    return buffer.value


def _annotations(page: pdfium.PdfPage, to_pixels: NDArray[np.float64]) -> tuple[Box, ...]:
    boxes = []
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            rect = raw.FS_RECTF()
            drawn = raw.FPDFAnnot_GetSubtype(annotation) in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP)
            if drawn and raw.FPDFAnnot_GetRect(annotation, rect):
                corners = np.array([(rect.left, rect.bottom), (rect.right, rect.top)])
                (ax, ay), (bx, by) = corners @ to_pixels[:, :2].T + to_pixels[:, 2]
                boxes.append(Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return tuple(boxes)


def _grids(page: pdfium.PdfPage, dpi: int) -> tuple[Grid, ...]:
    return find_grids(drawn_grey(page, _GRID_DPI / 72), _GRID_DPI, dpi / _GRID_DPI)
