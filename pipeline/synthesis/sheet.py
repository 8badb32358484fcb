"""A sheet of paper on which words are set and rules are drawn, remembering where each went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from pipeline.geometry import Box, union
from pipeline.page import Cell, Line, PageImage, PageText, Word
from pipeline.synthesis.marks import Mark, lay
from pipeline.synthesis.plan_text import Style
from pipeline.synthesis.typeface import Typeface

_MM_PER_INCH = 25.4
_POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A word as it was set: left end of its baseline and size in pixels."""

    text: str
    x_px: float
    baseline_px: float
    size_px: float
    style: Style


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page and the truth about it.

    Attributes:
        image: What a scanner would give.
        truth: Every line, word and table row with its box in the frame of the level page; `truth.frame`
            leads to the pixels of `image`, which differ once the page is worn.
        placed: The words as set, for PDFs with text.
        rules: Filled rectangles, in pixels of the level page.
        typeface: Name of the family.
    """

    image: PageImage
    truth: PageText
    placed: tuple[Placed, ...]
    rules: tuple[Box, ...]
    typeface: str


def _row_text(line: Line) -> str:
    """Return a line as the gold text has it: a table row's cells parted by " | ", a group row plain."""
    if len(line.cells) == 1 and line.cells[0].column_span > 1:
        return line.cells[0].text
    return line.text


def printed_text(pages: Iterable[DrawnPage]) -> str:
    """Return all that is printed, line by line in reading order, pages parted by form feeds."""
    return "\f".join("".join(_row_text(line) + "\n" for line in page.truth.lines) for page in pages)


class Sheet:
    """One page while it is being drawn; all lengths are pixels unless the name says otherwise."""

    def __init__(self, width_mm: float, height_mm: float, dpi: float, typeface: Typeface) -> None:
        self.dpi = dpi
        self.typeface = typeface
        self.canvas = Image.new("L", (round(self.mm(width_mm)), round(self.mm(height_mm))), 255)
        self.lines: list[Line] = []
        self.marks: list[Mark] = []
        self._pen = ImageDraw.Draw(self.canvas)
        self._placed: list[Placed] = []
        self._rules: list[Box] = []

    def mm(self, length_mm: float) -> float:
        """Return millimetres in pixels."""
        return length_mm * self.dpi / _MM_PER_INCH

    def pt(self, length_pt: float) -> float:
        """Return points in pixels."""
        return length_pt * self.dpi / _POINTS_PER_INCH

    def width(self, text: str, size_pt: float, style: Style = "regular") -> float:
        """Return how far the text moves the pen."""
        return self.typeface.font(style, self.pt(size_pt)).getlength(text)

    def set_word(self, text: str, x: float, baseline: float, size_pt: float, style: Style) -> Word:
        """Draw one word and return it with the exact box of its ink."""
        font = self.typeface.font(style, self.pt(size_pt))
        left, bottom = round(x), round(baseline)
        box = _ink(font, text, left, bottom)
        self._pen.text((left, bottom), text, fill=0, font=font, anchor="ls")
        self._placed.append(Placed(text, left, bottom, self.pt(size_pt), style))
        return Word(text, text, box)

    def set_words(
        self, words: Sequence[str], x: float, baseline: float, size_pt: float, style: Style, *, gap: float
    ) -> tuple[Word, ...]:
        """Draw words from left to right with `gap` between them."""
        placed = []
        for text in words:
            placed.append(self.set_word(text, x, baseline, size_pt, style))
            x += self.width(text, size_pt, style) + gap
        return tuple(placed)

    def set_centred(
        self, text: str, centre: float, baseline: float, size_pt: float, style: Style = "regular"
    ) -> tuple[Word, ...]:
        """Draw text around a vertical axis."""
        left = centre - self.width(text, size_pt, style) / 2
        gap = self.width(" ", size_pt, style)
        return self.set_words(text.split(), left, baseline, size_pt, style, gap=gap)

    def add_line(
        self, words: tuple[Word, ...], *, block: int = 0, role: str = "body", bold: bool = False
    ) -> None:
        """Remember a printed line as truth."""
        self.lines.append(Line(words, _around(words), block=block, role=role, bold=bold))

    def add_row(self, cells: tuple[Cell, ...], box: Box, table: int, column_count: int) -> None:
        """Remember a table row as truth."""
        self.lines.append(Line((), box, cells, table=table, column_count=column_count))

    def rule(self, x0: float, y0: float, x1: float, y1: float, width_pt: float = 0.75) -> None:
        """Draw a level or upright stroke."""
        half = max(1, round(self.pt(width_pt))) / 2
        if abs(x1 - x0) >= abs(y1 - y0):
            box = Box(round(x0), round(y0 - half), round(x1), round(y0 - half) + round(2 * half))
        else:
            box = Box(round(x0 - half), round(y0), round(x0 - half) + round(2 * half), round(y1))
        self._pen.rectangle((box.x0, box.y0, box.x1 - 1, box.y1 - 1), fill=0)
        self._rules.append(box)

    def finish(self, number: int) -> DrawnPage:
        """Return the page; in colour where something coloured lies on it.

        Args:
            number: Page in the document, from 1.
        """
        size, pixels = self.canvas.size, np.asarray(self.canvas).copy()
        for mark in self.marks:
            pixels = lay(pixels, mark)
        image = PageImage(number, pixels, self.dpi, scan_size_px=size)
        truth = PageText(number, tuple(self.lines), scan_size_px=size, kind="text", dpi=self.dpi)
        return DrawnPage(image, truth, tuple(self._placed), tuple(self._rules), self.typeface.name)


def _ink(font: ImageFont.FreeTypeFont, text: str, left: int, bottom: int) -> Box:
    """Return the box of the ink itself; Pillow's own text box also holds the space after the last letter."""
    mask, (right, down) = font.getmask2(text, mode="L", anchor="ls")
    x0, y0, x1, y1 = mask.getbbox() or (0, 0, 0, 0)
    return Box(left + right + x0, bottom + down + y0, left + right + x1, bottom + down + y1)


def renumbered(page: DrawnPage, number: int) -> DrawnPage:
    """Return the page with another number."""
    image, truth = replace(page.image, number=number), replace(page.truth, number=number)
    return replace(page, image=image, truth=truth)


def _around(words: Sequence[Word]) -> Box | None:
    return union(word.box for word in words)
