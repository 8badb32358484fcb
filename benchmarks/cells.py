"""Which cells of a table came out exactly right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from pipeline.evaluation import Share
from pipeline.evaluation.matching import match
from pipeline.page import Line, PageText
from pipeline.synthesis.plan_text import MERGED, Grid
from pipeline.text import nfc

Rows = Sequence[tuple[str, ...]]
_SAME_ROW = 0.3  # token F1: a row may be half misread and is still that row


@dataclass(frozen=True, slots=True)
class Verdict:
    """A cell as printed and as read; `where` names its table and page. Empty `gold`: nothing is printed."""

    where: str
    gold: str
    read: str

    @property
    def is_right(self) -> bool:
        """Whether all characters are right, white space apart."""
        return self.gold == self.read


def judge(where: str, gold: Rows, read: Rows, *, in_columns: bool) -> list[Verdict]:
    """Return a verdict for each cell that is filled in the gold or, in a row that was found, in the reading.

    Rows find each other by their words.

    Args:
        where: Name of the table and page.
        gold: What is printed.
        read: What came out.
        in_columns: A cell must stand in its own column; else in its order in the row is enough, for readers
            that leave a whole column out.
    """
    truth, found = [_plain(row) for row in gold], [_plain(row) for row in read]
    partner = dict(match([(" ".join(row),) for row in truth], [" ".join(row) for row in found], _SAME_ROW))
    out = []
    for index, row in enumerate(truth):
        other = found[partner[index]] if index in partner else ()
        pairs = _by_column(row, other) if in_columns else _in_order(row, other)
        out += [Verdict(where, one, two) for one, two in pairs if one or two]
    return out


def _by_column(row: Sequence[str], other: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip_longest(row, other, fillvalue=""))


def _in_order(row: Sequence[str], other: Sequence[str]) -> list[tuple[str, str]]:
    first, second = [list(filter(None, cells)) for cells in (row, other)]
    pairs = []
    for _, a0, a1, b0, b1 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        pairs += _by_column(first[a0:a1], second[b0:b1])
    return pairs


def _plain(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(nfc(cell).split()) for cell in row)


def shares(verdicts: Sequence[Verdict]) -> list[Share]:
    """Return the verdicts as items of a figure."""
    return [Share(int(verdict.is_right), 1) for verdict in verdicts]


def printed_rows(page: PageText) -> Rows:
    """Return the rows of the tables of a page as printed: a merged cell stands once."""
    return [_row(line) for line in page.lines if line.cells]


def _row(line: Line) -> tuple[str, ...]:
    texts = {cell.column: cell.text for cell in line.cells}
    return tuple(texts.get(column, "") for column in range(max(line.column_count, max(texts) + 1)))


def carried(grid: Grid) -> Rows:
    """Return the head and the body of a table as the JSON has them.

    Merged values stand in each row that they span; rows over the whole width are headings, no rows.
    """
    rows: list[tuple[str, ...]] = []
    for row in grid.rows:
        if len(row) == len(grid.columns):
            rows.append(tuple(rows[-1][i] if cell == MERGED else cell for i, cell in enumerate(row)))
    return [grid.columns, *rows]
