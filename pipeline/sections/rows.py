"""The lines of all pages as one list of rows, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.geometry import Box
from pipeline.page import Line, PageText, Passage
from pipeline.sections.specks import cleaned

_NUMBER = regex.compile(r"[\W_]*\d{1,3}[\W_]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its page and its number on it, both from 1.

    `gap` says that blank lines stand before it, `turned` that a page number or a new page does; `text` has
    single spaces.
    """

    page: int
    number: int
    line: Line
    text: str
    gap: bool = False
    turned: bool = False
    first_on_page: bool = False

    @property
    def key(self) -> tuple[int, int]:
        """(page, line)."""
        return (self.page, self.number)

    @property
    def passage(self) -> Passage:
        """All words of the line or of its cells."""
        return Passage.of([(self.page, self.number, word) for word in self.line.all_words])

    def cells(self) -> list[Passage]:
        """Return the words cell by cell, the whole line as one cell where it is no table row."""
        if not self.line.cells:
            return [self.passage]
        return [Passage.of([(self.page, self.number, w) for w in cell.words]) for cell in self.line.cells]

    @property
    def tabular(self) -> bool:
        """Whether it is a table row."""
        return bool(self.line.cells)

    @property
    def box(self) -> Box | None:
        """Box of the line."""
        return self.line.box


def read_rows(pages: Sequence[PageText]) -> tuple[list[Row], dict[tuple[int, int], str]]:
    """Return the rows with text, and the places of those that hold none: blank or furniture."""
    rows: list[Row] = []
    places: dict[tuple[int, int], str] = {}
    for page in pages:
        gap, first, turned = False, True, page.number > 1
        lasts = [i for i, line in enumerate(page.lines) if line.text.strip()]
        for index, read in enumerate(page.lines):
            line = cleaned(read)
            text = " ".join(line.text.split())
            key = (page.number, index + 1)
            if not any(c.isalnum() for c in text) and not line.cells:
                places[key] = "furniture" if text else "blank"
                gap = True
                continue
            if line.role != "body" or _is_page_number(page, index, lasts):
                places[key] = "furniture"
                turned = turned or line.role == "body"
                continue
            rows.append(Row(page.number, index + 1, line, text, gap, turned, first))
            gap, first, turned = False, False, False
    return rows, places


def foot_notes(pages: Sequence[PageText]) -> list[Passage]:
    """Return the notes at the foot of each page, all of a page as one."""
    found = []
    for page in pages:
        lines = [(i, line) for i, line in enumerate(page.lines, 1) if line.role == "footnote"]
        note = Passage.join([Row(page.number, i, line, line.text).passage for i, line in lines])
        found += [note] if note.text else []
    return found


def _is_page_number(page: PageText, index: int, filled: Sequence[int]) -> bool:
    """Tell a bare number at the edge of a page, or between blank lines, from text."""
    line = page.lines[index]
    if line.cells or not _NUMBER.fullmatch(line.text) or len(filled) < 2:
        return False
    if index in (filled[0], filled[-1]):
        return True
    before, after = page.lines[index - 1].text.strip(), page.lines[index + 1].text.strip()
    return not before or not after
