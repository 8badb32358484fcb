"""Sets paragraphs one under another, over as many sheets as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.synthesis.plan_text import Prose, Style
from pipeline.synthesis.sheet import DrawnPage, Sheet, renumbered
from pipeline.synthesis.typeface import Typeface

# Nghị định 30/2020, Phụ lục I, Phần I, mục I.
SHORT_SIDE_MM, LONG_SIDE_MM = 210.0, 297.0
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20.0, 20.0, 30.0, 18.0
_INDENT_MM = 12.7
_PARAGRAPH_GAP_PT = 6.0
_PAGE_NUMBER_BASELINE_MM = 13.0


@dataclass(frozen=True, slots=True)
class Paper:
    """What the sheets of a document have in common."""

    dpi: float
    typeface: Typeface
    size_pt: float
    line_spacing: float


class Flow:
    """Sheets in a row and the place on the last one where the next line goes (`y`, pixels from the top)."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.tables = 0
        self._done: list[Sheet] = []
        self._landscape = False
        self._own_number = 0
        self.sheet = self._new_sheet()
        self.y = self.top

    @property
    def left(self) -> float:
        """Left edge of the text block, pixels."""
        return self.sheet.mm(TOP_MM if self._landscape else LEFT_MM)

    @property
    def right(self) -> float:
        """Right edge of the text block, pixels."""
        return self.sheet.canvas.width - self.sheet.mm(TOP_MM if self._landscape else RIGHT_MM)

    @property
    def top(self) -> float:
        """Upper edge of the text block, pixels."""
        return self.sheet.mm(TOP_MM)

    @property
    def bottom(self) -> float:
        """Lower edge of the text block, pixels."""
        return self.sheet.canvas.height - self.sheet.mm(BOTTOM_MM)

    @property
    def centre(self) -> float:
        """Middle of the text block, pixels."""
        return (self.left + self.right) / 2

    def pitch(self, size_pt: float) -> float:
        """Return the distance of two baselines, pixels."""
        return self.sheet.pt(size_pt * 1.15 * self.paper.line_spacing)

    def start_part(self, *, landscape: bool) -> None:
        """Begin a part of the document whose pages are numbered by themselves."""
        self._landscape, self._own_number = landscape, 0
        self.next_sheet()

    def next_sheet(self) -> None:
        """Go on at the top of a fresh sheet."""
        self._done.append(self.sheet)
        self.sheet = self._new_sheet()
        self.y = self.top

    def need(self, height: float) -> None:
        """Go to a fresh sheet where less than `height` pixels are left on this one."""
        if self.y + height > self.bottom and self.y > self.top:
            self.next_sheet()

    def advance(self, size_pt: float) -> float:
        """Return the baseline of the next line and move below it."""
        pitch = self.pitch(size_pt)
        self.need(pitch)
        self.y += pitch
        return self.y - 0.28 * pitch

    def finish(self) -> tuple[DrawnPage, ...]:
        """Return all sheets as pages of one document."""
        pages = (sheet.finish(1) for sheet in [*self._done, self.sheet])
        return tuple(renumbered(page, number) for number, page in enumerate(pages, 1))

    def _new_sheet(self) -> Sheet:
        sides = (LONG_SIDE_MM, SHORT_SIDE_MM) if self._landscape else (SHORT_SIDE_MM, LONG_SIDE_MM)
        sheet = Sheet(*sides, self.paper.dpi, self.paper.typeface)
        self._own_number += 1
        if self._own_number > 1:
            centre = sheet.canvas.width / 2
            baseline = sheet.mm(_PAGE_NUMBER_BASELINE_MM)
            words = sheet.set_centred(str(self._own_number), centre, baseline, 13)
            sheet.add_line(words, role="page_number")
        return sheet


def wrap(
    sheet: Sheet, text: str, width: float, size_pt: float, style: Style, *, indent: float = 0
) -> list[list[str]]:
    """Break text into lines no wider than `width` pixels, the first shorter by `indent`."""
    gap = sheet.width(" ", size_pt, style)
    lines: list[list[str]] = [[]]
    used = indent
    for word in text.split():
        length = sheet.width(word, size_pt, style)
        if lines[-1] and used + gap + length > width:
            lines.append([])
            used = 0
        used += length + (gap if lines[-1] else 0)
        lines[-1].append(word)
    return lines


def _justified_gap(sheet: Sheet, words: Sequence[str], width: float, size_pt: float, style: Style) -> float:
    """Return the space between words that makes the line `width` pixels wide."""
    inked = sum(sheet.width(word, size_pt, style) for word in words)
    return (width - inked) / max(1, len(words) - 1)


def set_paragraph(flow: Flow, prose: Prose) -> None:
    """Set one paragraph: first line indented, justified; headings stay with what follows them."""
    size_pt = flow.paper.size_pt
    if prose.style != "regular":
        flow.need(3 * flow.pitch(size_pt))
    if prose.centred:
        set_centred_lines(flow, (prose.text,), size_pt, prose.style)
        return
    indent, width = flow.sheet.mm(_INDENT_MM), flow.right - flow.left
    lines = wrap(flow.sheet, prose.text, width, size_pt, prose.style, indent=indent)
    for index, words in enumerate(lines):
        first, last = index == 0, index == len(lines) - 1
        start = indent if first else 0
        baseline = flow.advance(size_pt)
        gap = flow.sheet.width(" ", size_pt, prose.style)
        if not last:
            gap = _justified_gap(flow.sheet, words, width - start, size_pt, prose.style)
        placed = flow.sheet.set_words(words, flow.left + start, baseline, size_pt, prose.style, gap=gap)
        flow.sheet.add_line(placed, bold="bold" in prose.style)
    flow.y += flow.sheet.pt(_PARAGRAPH_GAP_PT)


def set_centred_lines(flow: Flow, lines: Sequence[str], size_pt: float, style: Style) -> float:
    """Set lines around the middle of the text block, wrapped where too long; return the last one's width."""
    width = 0.0
    for line in lines:
        for words in wrap(flow.sheet, line, flow.right - flow.left, size_pt, style):
            text = " ".join(words)
            placed = flow.sheet.set_centred(text, flow.centre, flow.advance(size_pt), size_pt, style)
            flow.sheet.add_line(placed, bold="bold" in style)
            width = flow.sheet.width(text, size_pt, style)
    return width
