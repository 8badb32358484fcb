"""Tables: runs of table rows to heads, columns with roles, rows, group rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

import regex

from pipeline.page import Cell, Column, Passage
from pipeline.sections.columns import columns_of
from pipeline.sections.enumerators import readings
from pipeline.sections.lexicon import in_capitals
from pipeline.sections.rows import Row
from pipeline.sections.table_heads import (
    ORDINAL,
    body_of,
    differs,
    head_size,
    is_head,
    spread,
    texts_of,
    unfused,
)
from pipeline.sections.table_numbers import with_numbers

_ROOM = 1.6  # heights of a word: the margin of a cell takes 1, a line 1.7 more
_GROUP = regex.compile(r"\W*(?:[IVXl1|]{1,5}|[A-HĐ])\W*")


@dataclass(slots=True)
class Group:
    """A group row ("I. HOÀN THIỆN ...") and the body rows under it; `title` None before any group."""

    rows: list[Row]
    ordinal: str
    title: Passage | None
    whole: Passage | None
    body: list[tuple[Passage, ...]] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """A table as read: its columns, and its rows in groups."""

    columns: tuple[Column, ...]
    groups: list[Group]
    rows: list[Row]
    passage: Passage


def run_end(rows: Sequence[Row], start: int) -> int:
    """Return the index after the table that begins at `start`; `start` itself where none begins.

    A table goes on over group rows that stand as plain lines between its rows.
    """
    if not rows[start].tabular and not _opens_headless(rows, start):
        return start
    end = start + 1
    head = texts_of(rows[start])
    while end < len(rows):
        if rows[end].tabular:
            end += 1
        elif end + 1 < len(rows) and _is_plain_group(rows[end]) and _goes_on(rows[end + 1], head):
            end += 2
        else:
            break
    return end


def _goes_on(row: Row, head: Sequence[str]) -> bool:
    """Whether the row below a plain group row is the table's own: another head there begins another table."""
    texts = texts_of(row)
    return row.tabular and not (is_head(texts) and is_head(head) and differs(texts, head))


def _opens_headless(rows: Sequence[Row], start: int) -> bool:
    """Whether a group row stands over a table whose head was not read, and another group goes on with it."""
    if not _is_plain_group(rows[start]) or start + 1 >= len(rows) or not rows[start + 1].tabular:
        return False
    if is_head(texts_of(rows[start + 1])) or rows[start + 1].line.column_count < 3:
        return False
    styles = {r.style for r in readings(rows[start].text) if r.value == 1 and r.cost < 0.5}
    later = (row for row in rows[start + 1 :] if not row.tabular and _is_plain_group(row))
    after = next(later, None)
    return after is not None and any(r.style in styles and r.value == 2 for r in readings(after.text))


def _is_plain_group(row: Row) -> bool:
    found = readings(row.text)
    grouped = any(r.style in ("I.", "A.") for r in found) and len(row.text) < 300
    return grouped or (in_capitals(row.text) and len(row.text) > 8)


def read_tables(rows: Sequence[Row]) -> list[Grid]:
    """Read a run of table rows: one table, or several where another head begins."""
    runs: list[list[Row]] = []
    head: tuple[str, ...] = ()
    for row in unfused(rows):
        texts = texts_of(row)
        is_new = not runs or (is_head(texts) and head and differs(texts, head) and not _spans(runs[-1]))
        if is_new:
            runs.append([])
            head = ()
        if is_head(texts) and not head:
            head = tuple(texts)
        runs[-1].append(row)
    return [_read_table(run) for run in runs]


def _spans(run: Sequence[Row]) -> bool:
    """Whether only head rows were read, so that another one is the second row of the same head."""
    return all(is_head(texts_of(row)) for row in run)


def _read_table(rows: Sequence[Row]) -> Grid:
    count = max(len(spread(r, 0)) for r in rows if r.tabular)
    top = head_size(rows)
    columns = columns_of(
        [spread(r, count) for r in rows[:top]], [spread(r, count) for r in rows[top:] if r.tabular], count
    )
    roles = [c.role for c in columns]
    ordinal = roles.index("ordinal") if "ordinal" in roles else None
    filling = _Filling(count, ordinal, rows[0].page, _usual_spans(rows[top:], ordinal))
    for row in body_of(rows, top):
        group = _group(row, count)
        if group is None:
            filling.add(row)
            continue
        filling.groups.append(group)
        filling.carried.clear()
        filling.reaching.clear()
        filling.page = row.page
    for group in filling.groups:
        group.body = with_numbers(group.body, ordinal)
    groups = [g for g in filling.groups if g.title is not None or g.body]
    passage = Passage.join([row.passage for row in rows])
    return Grid(columns, groups, list(rows), passage)


def _usual_spans(rows: Sequence[Row], ordinal: int | None) -> frozenset[int]:
    """Return the columns of which most cells span as many rows as the numbers do, where most of those do."""
    cells = [cell for row in rows for cell in row.line.cells]
    numbers = [cell.row_span for cell in cells if cell.column == ordinal and cell.words]
    usual = max(set(numbers), key=numbers.count, default=1)
    if usual == 1 or 2 * numbers.count(usual) <= len(numbers):
        return frozenset()
    spanning = Counter(cell.column for cell in cells if cell.row_span == usual)
    return frozenset(column for column, count in spanning.items() if 2 * count > len(numbers))


def _group(row: Row, count: int) -> Group | None:
    """Return the group that the row opens; None for a row of its own."""
    if not row.tabular:
        found = [r for r in readings(row.text) if r.style in ("I.", "A.", "1.", "part")]
        cut = found[0].end if found else 0
        label = found[0].surface if found else ""
        whole = row.passage
        return Group([row], label, whole.slice(cut, len(whole.text)).strip(), whole)
    filled = [c for c in row.cells() if c.text.strip()]
    said = {c.text.strip() for c in filled[1:]}
    if count > 2 and len(filled) == count and len(said) == 1:  # a merged title that typed text repeats
        filled = filled[:1] if filled[0].text.strip() in said else filled[:2]
    if len(filled) == 2 and _GROUP.fullmatch(filled[0].text) and count > 2:
        return Group([row], filled[0].text.strip(), filled[1], row.passage)
    if len(filled) == 2 and count > 3 and in_capitals(filled[1].text) and ORDINAL.fullmatch(filled[0].text):
        return Group([row], filled[0].text.strip(), filled[1], row.passage)
    if len(filled) == 1 and count > 2 and len(filled[0].text) > 3:
        text = filled[0].text
        found = [r for r in readings(text) if r.style in ("I.", "A.")]
        merged = any(c.column_span > 1 for c in row.line.cells)
        if found or (merged and not text.rstrip().endswith((".", ";"))) or in_capitals(text):
            cut, label = (found[0].end, found[0].surface) if found else (0, "")
            return Group([row], label, filled[0].slice(cut, len(text)).strip(), row.passage)
    return None


@dataclass(slots=True)
class _Filling:
    """The body of a table as it fills: its groups, and the merged cells that reach into rows to come.

    `carried` holds by column the value and how many rows of the page it still spans, `reaching` the values of
    merged cells that the last row ends: over the page they may go on.
    """

    count: int
    ordinal: int | None
    page: int
    merged: frozenset[int] = frozenset()
    groups: list[Group] = field(default_factory=lambda: [Group([], "", None, None)])
    carried: dict[int, tuple[Passage, int]] = field(default_factory=dict)
    reaching: dict[int, Passage] = field(default_factory=dict)
    last: Row | None = None

    def add(self, row: Row) -> None:
        """Add a row of the body."""
        cells, body = spread(row, self.count), self.groups[-1].body
        before = body[-1] if body else None
        turned, self.page = row.page != self.page, row.page
        if before and self._is_shifted(row, cells):
            shifted = [before[0], *cells[: self.count - 1]]
            cells = [cell if cell.text else before[i] for i, cell in enumerate(shifted)]
        elif before and turned and self._is_part(cells):
            self._part_merged(cells)
        elif before and turned and _is_rest(cells, before, self.ordinal) and not self._had_room(row):
            body[-1] = tuple(_glued(old, new) for old, new in zip(before, cells, strict=True))
            self._part_merged(list(body[-1]))
            self._spread_merged(row, list(body[-1]))
            self.last = row
            return
        elif before and turned:
            cells = self._gone_on(row, cells, before)
        self._carry(cells)
        self._spread_merged(row, cells)
        body.append(tuple(cells))
        self.last = row

    def _is_part(self, cells: Sequence[Passage]) -> bool:
        """Whether the page turns between the rows that one number spans, as all numbers of the table do."""
        if self.ordinal is None or self.ordinal not in self.merged or cells[self.ordinal].text:
            return False
        spans = (
            [cell.row_span for cell in self.last.line.cells if cell.column == self.ordinal]
            if self.last
            else []
        )
        return spans == [1] and any(cells[i].text for i in range(self.count) if i not in self.merged)

    def _part_merged(self, cells: list[Passage]) -> None:
        """Give all rows of a number what stands in the merged cells that the turn of the page parts."""
        body = self.groups[-1].body
        if not self.merged or self.ordinal is None:
            return
        number = body[-1][self.ordinal].text
        for i in self.merged:
            cells[i] = _glued(body[-1][i], cells[i])
        for at in range(len(body) - 1, -1, -1):
            if body[at][self.ordinal].text != number:
                break
            body[at] = tuple(cells[i] if i in self.merged else old for i, old in enumerate(body[at]))

    def _had_room(self, row: Row) -> bool:
        """Whether a cell of the last row has a line's room left under its text: what is split, fills it."""
        if self.last is None:
            return False
        above = {cell.column: cell for cell in self.last.line.cells}
        return any(cell.words and _has_room(above.get(cell.column)) for cell in row.line.cells)

    def _gone_on(self, row: Row, cells: list[Passage], before: Sequence[Passage]) -> list[Passage]:
        """Return the first row of a page with the values of merged cells that go on over the page's turn.

        There the rest of such a cell is blank; it is known by what it spans before or after the turn.
        """
        merged = {c.column for c in row.line.cells if c.row_span > 1 and c.column_span == 1}
        values = {column: before[column] for column in merged if column < len(before)} | self.reaching
        return [cell if cell.text else values.get(i, cell) for i, cell in enumerate(cells)]

    def _is_shifted(self, row: Row, cells: Sequence[Passage]) -> bool:
        """Whether plain text left out the ordinal, which is merged with the row above."""
        plain_row = not any(c.box for c in row.line.cells) and all(c.row_span == 1 for c in row.line.cells)
        short = len(row.line.cells) < self.count
        return self.ordinal == 0 and plain_row and short and ORDINAL.fullmatch(cells[0].text or "1") is None

    def _carry(self, cells: list[Passage]) -> None:
        self.reaching = {i: value for i, (value, left) in self.carried.items() if left == 1}
        for index, (value, left) in list(self.carried.items()):
            if not cells[index].text:
                cells[index] = value
            self.carried[index] = (value, left - 1)
            if left <= 1:
                del self.carried[index]

    def _spread_merged(self, row: Row, cells: list[Passage]) -> None:
        for cell, passage in zip(row.line.cells, row.cells(), strict=True):
            if cell.row_span > 1:
                self.carried[cell.column] = (cells[cell.column], cell.row_span - 1)
            for extra in range(cell.column + 1, min(self.count, cell.column + cell.column_span)):
                cells[extra] = cells[extra] if cells[extra].text else passage


def _has_room(cell: Cell | None) -> bool:
    """Whether a line of text would fit between the text of a cell and its foot."""
    boxes = [word.box for word in cell.words if word.box is not None] if cell is not None else []
    if cell is None or cell.box is None or not boxes:
        return False
    return cell.box.y1 - max(box.y1 for box in boxes) > _ROOM * median(box.height for box in boxes)


def _is_rest(cells: Sequence[Passage], before: Sequence[Passage], ordinal: int | None) -> bool:
    """Whether a row at the top of a page is the rest of the row before: no ordinal, text goes on."""
    if ordinal is None or cells[ordinal].text.strip() or not before[ordinal].text.strip():
        return False
    pairs = [
        (old.text.rstrip(), new.text.lstrip()) for old, new in zip(before, cells, strict=True) if new.text
    ]
    return bool(pairs) and any(new[:1].islower() or (old and old[-1:] not in ".;") for old, new in pairs)


def _glued(old: Passage, new: Passage) -> Passage:
    return Passage.join([old, new]) if new.text and new.text != old.text else old
