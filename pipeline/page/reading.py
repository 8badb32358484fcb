"""The text of one page: words with their evidence, lines, table rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pipeline.geometry import Box, Frame

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Word:
    """A token between two spaces.

    Attributes:
        text: As it is believed to be now (NFC).
        ocr_text: As the OCR or the text layer gave it; never changes after `ocr`. A word joined from
            two readings holds a space here; the second of two words split from one reading is `glued`.
        box: Where it stands, in the frame of the page as read; None for plain text.
        confidence: 0..1 that `text` is right.
        alternatives: What else it could be, best first.
        reason: Why `text` differs from `ocr_text` (`restored`, `split`, `joined`, `marker`...); None if not.
        glued: No space parted this word from the one before it in the reading.
        in_doubt: The restorer could not settle it.
    """

    text: str
    ocr_text: str
    box: Box | None = None
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()
    reason: str | None = None
    glued: bool = False
    in_doubt: bool = False


def mean_confidence(words: Sequence[Word]) -> float:
    """Return the mean confidence of the words weighted by their length, 0..1; 0 where there are none."""
    total = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.confidence for word in words) / total if total else 0.0


def ocr_text_of(words: Sequence[Word]) -> str:
    """Return the words as they were read, with the spaces that the reading had."""
    return "".join(("" if i == 0 or w.glued else " ") + w.ocr_text for i, w in enumerate(words))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row; a merged cell stands once, in the first row and column it covers."""

    words: tuple[Word, ...]
    column: int
    box: Box | None = None
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def ocr_text(self) -> str:
        """The words as they were read."""
        return ocr_text_of(self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or a whole table row.

    A table row has `cells` and no `words`; `text` parts the cells by " | " as `vnplan parse` reads them.

    Attributes:
        words: In reading order; empty for a table row.
        box: In the frame of the page as read; None for plain text.
        cells: Cells of a table row, left to right; empty for a printed line.
        table: Number of the grid on this page that the row belongs to, from 1; None outside tables.
        role: `body`, or what the layout says it is: `page_number`, `stamp`, `footnote`, `noise`.
        block: Lines with the same block stand in one column of the layout (letterhead left 1, right 2).
        column_count: Columns of the grid, for rows whose merged cells leave some empty.
        indent_px: Distance of the first word from the left edge of the text block; None if not known.
        bold: True or False where it could be measured.
    """

    words: tuple[Word, ...]
    box: Box | None = None
    cells: tuple[Cell, ...] = ()
    table: int | None = None
    role: str = "body"
    block: int = 0
    column_count: int = 0
    indent_px: float | None = None
    bold: bool | None = None

    @property
    def text(self) -> str:
        """The line as it is believed to be now."""
        if self.cells:
            return self._row({cell.column: cell.text for cell in self.cells})
        return " ".join(word.text for word in self.words)

    @property
    def ocr_text(self) -> str:
        """The line as it was read, its cells as in `text`."""
        if self.cells:
            return self._row({cell.column: cell.ocr_text for cell in self.cells})
        return ocr_text_of(self.words)

    def _row(self, by_column: Mapping[int, str]) -> str:
        count = max(self.column_count, *(c + 1 for c in by_column))
        return " | ".join(by_column.get(i, "") for i in range(count)).strip()

    @property
    def all_words(self) -> tuple[Word, ...]:
        """The words of the line or of its cells."""
        return tuple(w for cell in self.cells for w in cell.words) if self.cells else self.words

    @property
    def confidence(self) -> float:
        """Mean confidence of the words, 0..1; 1 for an empty line."""
        words = self.all_words
        return sum(w.confidence for w in words) / len(words) if words else 1.0


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that the reader of the result should know; becomes an entry of `issues`."""

    severity: Severity
    stage: str
    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as text; boxes are in the frame of the page as read (upright, level).

    Attributes:
        number: Page in the document, from 1.
        lines: In reading order; `lines[i]` is line i + 1 of the JSON.
        frame: Way from the page as read to the page as scanned.
        scan_size_px: (width, height) of the page as scanned; (0, 0) for plain text.
        kind: `ocr`, `text_layer`, `legacy` (text layer in an old encoding) or `text`.
        dpi: Of the scan; None for plain text.
        failed: The page could not be read; `issues` says why.
    """

    number: int
    lines: tuple[Line, ...]
    frame: Frame = field(default_factory=Frame)
    scan_size_px: tuple[int, int] = (0, 0)
    kind: str = "text"
    dpi: float | None = None
    rotation_deg: int = 0
    skew_deg: float = 0.0
    issues: tuple[Issue, ...] = ()
    failed: bool = False

    def units(self) -> Iterator[tuple[Word, ...]]:
        """Yield the runs of words that belong together on one line: a line's, or one cell's."""
        for line in self.lines:
            if line.cells:
                yield from (cell.words for cell in line.cells)
            else:
                yield line.words


def replace_words(
    page: PageText, change: Callable[[Sequence[tuple[Word, ...]]], Sequence[tuple[Word, ...]]]
) -> PageText:
    """Return the page with the words of all its lines and cells replaced by what `change` makes of them.

    Args:
        page: Left untouched.
        change: Takes the runs of `page.units()` and returns as many runs in the same order.

    Raises:
        ValueError: `change` returned another number of runs.
    """
    runs = list(page.units())
    changed = list(change(runs))
    if len(changed) != len(runs):
        raise ValueError(f"{len(runs)} runs of words went in, {len(changed)} came out")
    source = iter(changed)
    lines = []
    for line in page.lines:
        if line.cells:
            cells = tuple(replace(cell, words=tuple(next(source))) for cell in line.cells)
            lines.append(replace(line, cells=cells))
        else:
            lines.append(replace(line, words=tuple(next(source))))
    return replace(page, lines=tuple(lines))
