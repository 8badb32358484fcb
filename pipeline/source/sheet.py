"""What a PDF page consists of: a scan, drawn text, lines, signatures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pypdfium2 import raw

# CamScanner leaves a margin and sets a small banner beneath: its scan covers 94 % of the page.
_LEAST_COVER = 0.85
_MOST_OTHER = 0.15
_INVISIBLE = 3
_GREY_SPACES = (raw.FPDF_COLORSPACE_DEVICEGRAY, raw.FPDF_COLORSPACE_CALGRAY)
# Some pages hold tens of thousands of drawn strokes; what matters stands among the first.
_MOST_OBJECTS = 20_000


@dataclass(frozen=True, slots=True)
class Picture:
    """An image on a page: `matrix` maps the unit square to points, `cover` is its share of the page."""

    index: int
    width_px: int
    height_px: int
    matrix: tuple[float, float, float, float, float, float]
    cover: float
    grey: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One PDF page surveyed.

    Attributes:
        number: From 1.
        width_pt: Of the page as displayed, after its /Rotate.
        height_pt: Of the page as displayed.
        rotation_deg: The page's /Rotate, clockwise.
        pictures: Images in drawing order.
        scan: The one picture that covers the page; None where there is none or more than one.
        text: Text layer as pdfium reads it, also what is not drawn.
        drawn_share: Share (0..1) of text objects that show: neither invisible nor beneath the scan.
        strokes: Number of drawn paths (ruled lines, underlines).
    """

    number: int
    width_pt: float
    height_pt: float
    rotation_deg: int
    pictures: tuple[Picture, ...]
    scan: Picture | None
    text: str
    drawn_share: float
    strokes: int

    @property
    def letters(self) -> int:
        """Letters in the text layer."""
        return sum(c.isalpha() for c in self.text)

    @property
    def is_born_digital(self) -> bool:
        """Whether the layer is what the page shows, and not a reading of a scan."""
        if not self.text.strip() or self.drawn_share < 0.5:
            return False
        return self.scan is None or self.letters >= 200

    @property
    def picture_cover(self) -> float:
        """Share of the page under pictures, 0..1 or more where they overlap."""
        return sum(picture.cover for picture in self.pictures)

    @property
    def is_colour(self) -> bool:
        """Whether a picture of some size may hold colour, such as a red stamp."""
        return any(not picture.grey and picture.cover > 0.05 for picture in self.pictures)


def survey(page: pdfium.PdfPage, number: int) -> Sheet:
    """Return what the page consists of."""
    pictures, text_at, strokes = _objects(page)
    scan = _scan(pictures)
    hidden_until = scan.index if scan is not None else -1
    drawn = sum(visible and index > hidden_until for index, visible in text_at)
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
    finally:
        textpage.close()
    share = drawn / len(text_at) if text_at else 0.0
    return Sheet(
        number, width, height, page.get_rotation(), tuple(pictures), scan, _plain(text), share, strokes
    )


def drawn_grey(page: pdfium.PdfPage, scale: float) -> NDArray[np.uint8]:
    """Return the page drawn small by pdfium, grey, without annotations; `scale` is pixels a point."""
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False, draw_annots=False)
    try:
        return np.array(bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width], np.uint8)
    finally:
        bitmap.close()


def _plain(text: str) -> str:
    return text.replace("\x02", "-").replace("\ufffe", "-").replace("\r\n", "\n")


def _objects(page: pdfium.PdfPage) -> tuple[list[Picture], list[tuple[int, bool]], int]:
    pictures: list[Picture] = []
    text_at: list[tuple[int, bool]] = []
    strokes = 0
    for index, item in enumerate(page.get_objects(max_depth=4)):
        if index > _MOST_OBJECTS:
            break
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(_picture(item, index, page))
        elif item.type == raw.FPDF_PAGEOBJ_TEXT:
            text_at.append((index, raw.FPDFTextObj_GetTextRenderMode(item) != _INVISIBLE))
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            strokes += 1
    return pictures, text_at, strokes


def _picture(item: pdfium.PdfImage, index: int, page: pdfium.PdfPage) -> Picture:
    matrix = item.get_matrix()
    if item.container is not None:
        matrix = matrix.multiply(item.container.get_matrix())
    numbers = matrix.get()
    meta = item.get_metadata()
    grey = meta.colorspace in _GREY_SPACES or meta.bits_per_pixel == 1
    return Picture(index, meta.width, meta.height, numbers, _cover(numbers, page), grey)


def _cover(matrix: tuple[float, ...], page: pdfium.PdfPage) -> float:
    a, b, c, d, e, f = matrix
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    left, bottom, right, top = page.get_cropbox()
    width = min(max(xs), right) - max(min(xs), left)
    height = min(max(ys), top) - max(min(ys), bottom)
    area = (right - left) * (top - bottom)
    return max(0.0, width) * max(0.0, height) / area if area else 0.0


def _scan(pictures: list[Picture]) -> Picture | None:
    """The picture that is the page; strips and layers of one scan are none, they must be drawn together."""
    large = [picture for picture in pictures if picture.cover >= _LEAST_COVER]
    others = sum(picture.cover for picture in pictures if picture.cover < _LEAST_COVER)
    return large[0] if len(large) == 1 and others <= _MOST_OTHER else None
