"""Sets a ruled table: head repeated on each page, cells merged downwards, rows split where a page ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.geometry import Box
from pipeline.page import Cell, Word
from pipeline.synthesis.flow import Flow, wrap
from pipeline.synthesis.plan_text import MERGED, Grid, Style
from pipeline.synthesis.sheet import Sheet

_PAD_MM = 1.6
_SIZE_PT = 12.0
_WIDE_PT = 13.0
_KEEP_LINES = 2


@dataclass(frozen=True, slots=True)
class _Cell:
    column: int
    lines: tuple[tuple[str, ...], ...]
    style: Style
    centred: bool
    column_span: int = 1
    continues: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[_Cell, ...]
    split: bool = False

    @property
    def line_count(self) -> int:
        return max(1, *(len(cell.lines) for cell in self.cells))


@dataclass(frozen=True, slots=True)
class _Metrics:
    size_pt: float
    pitch: float
    pad: float
    edges: tuple[float, ...]

    def height(self, row: _Row) -> float:
        return row.line_count * self.pitch + 2 * self.pad


def set_grid(flow: Flow, grid: Grid) -> None:
    """Set the table at the flow's place, over as many sheets as it needs."""
    metrics = _measure(flow, grid)
    head = _prepare(flow.sheet, grid.columns, metrics, head=True)
    waiting = [_prepare(flow.sheet, row, metrics) for row in grid.rows]
    flow.need(metrics.height(head) + 3 * metrics.pitch)
    while waiting:
        flow.tables += 1
        piece, waiting = _fit(waiting, flow.bottom - flow.y - metrics.height(head), metrics)
        _draw_piece(flow, [head, *piece], metrics)
        if waiting:
            flow.next_sheet()
            flow.tables = 0
    flow.y += flow.pitch(_SIZE_PT)


def _measure(flow: Flow, grid: Grid) -> _Metrics:
    total, width = sum(grid.widths), flow.right - flow.left
    edges = [flow.left]
    for share in grid.widths:
        edges.append(edges[-1] + width * share / total)
    size_pt = _WIDE_PT if flow.sheet.canvas.width > flow.sheet.canvas.height else _SIZE_PT
    return _Metrics(size_pt, flow.sheet.pt(size_pt * 1.2), flow.sheet.mm(_PAD_MM), tuple(edges))


def _prepare(sheet: Sheet, texts: tuple[str, ...], metrics: _Metrics, *, head: bool = False) -> _Row:
    count = len(metrics.edges) - 1
    group = len(texts) < count
    style: Style = "bold" if head or group else "regular"
    cells = []
    for column, text in enumerate(texts):
        span = count - column if column == len(texts) - 1 else 1
        room = metrics.edges[column + span] - metrics.edges[column] - 2 * metrics.pad
        continues = text == MERGED
        lines = [] if continues else wrap(sheet, text, room, metrics.size_pt, style)
        centred = head or (span == 1 and len(text) < 60 and column != _widest(metrics))
        cells.append(_Cell(column, tuple(map(tuple, lines)), style, centred, span, continues))
    return _Row(tuple(cells))


def _widest(metrics: _Metrics) -> int:
    """Return the column of the tasks, which is set flush left even where a cell is short."""
    return max(range(len(metrics.edges) - 1), key=lambda i: metrics.edges[i + 1] - metrics.edges[i])


def _fit(rows: list[_Row], room: float, metrics: _Metrics) -> tuple[list[_Row], list[_Row]]:
    """Part the rows into those for this sheet and the rest; the row between may be split."""
    taken: list[_Row] = []
    for index, row in enumerate(rows):
        height = metrics.height(row)
        if height <= room:
            taken.append(row)
            room -= height
            continue
        keep = int((room - 2 * metrics.pad) / metrics.pitch)
        if _KEEP_LINES <= keep <= row.line_count - _KEEP_LINES:
            first, second = _split(row, keep)
            return [*taken, first], [second, *rows[index + 1 :]]
        return _leave_group_row(taken, rows[index:])
    return taken, []


def _leave_group_row(taken: list[_Row], rest: list[_Row]) -> tuple[list[_Row], list[_Row]]:
    """Move a group row that would end the sheet to the next one, where its rows are."""
    if taken and taken[-1].cells[-1].column_span > 1:
        return taken[:-1], [taken[-1], *rest]
    return taken, rest


def _split(row: _Row, keep: int) -> tuple[_Row, _Row]:
    first = tuple(replace(cell, lines=cell.lines[:keep]) for cell in row.cells)
    second = tuple(replace(cell, lines=cell.lines[keep:]) for cell in row.cells)
    return _Row(first, split=True), _Row(second, split=True)


def _draw_piece(flow: Flow, rows: list[_Row], metrics: _Metrics) -> None:
    """Draw the rows that stand on one sheet, below the flow's place, with their rules and truth."""
    tops = [flow.y]
    for row in rows:
        tops.append(tops[-1] + metrics.height(row))
    for index, row in enumerate(rows):
        cells = []
        for cell in row.cells:
            if _continues(rows, index, cell.column):
                continue
            span = _rows_spanned(rows, index, cell.column)
            box = Box(
                metrics.edges[cell.column],
                tops[index],
                metrics.edges[cell.column + cell.column_span],
                tops[index + span],
            )
            words = _set_cell(flow.sheet, cell, box, metrics, at_top=row.split)
            cells.append(Cell(words, cell.column, box, span, cell.column_span))
        around = Box(metrics.edges[0], tops[index], metrics.edges[-1], tops[index + 1])
        flow.sheet.add_row(tuple(cells), around, flow.tables, len(metrics.edges) - 1)
    _rule(flow.sheet, rows, tops, metrics.edges)
    flow.y = tops[-1]


def _rows_spanned(rows: list[_Row], index: int, column: int) -> int:
    span = 1
    while _continues(rows, index + span, column):
        span += 1
    return span


def _continues(rows: list[_Row], index: int, column: int) -> bool:
    """Return whether a row's cell is merged with the one above it on the same sheet; the head stays apart."""
    if not 1 < index < len(rows):
        return False
    return any(cell.column == column and cell.continues for cell in rows[index].cells)


def _set_cell(sheet: Sheet, cell: _Cell, box: Box, metrics: _Metrics, *, at_top: bool) -> tuple[Word, ...]:
    used = len(cell.lines) * metrics.pitch
    top = box.y0 + metrics.pad if at_top else box.centre_y - used / 2
    words: list[Word] = []
    for number, line in enumerate(cell.lines, 1):
        baseline = top + number * metrics.pitch - 0.24 * metrics.pitch
        if cell.centred:
            words += sheet.set_centred(" ".join(line), box.centre_x, baseline, metrics.size_pt, cell.style)
        else:
            left, gap = box.x0 + metrics.pad, sheet.width(" ", metrics.size_pt, cell.style)
            words += sheet.set_words(line, left, baseline, metrics.size_pt, cell.style, gap=gap)
    return tuple(words)


def _rule(sheet: Sheet, rows: list[_Row], tops: list[float], edges: tuple[float, ...]) -> None:
    sheet.rule(edges[0], tops[0], edges[-1], tops[0])
    for index, row in enumerate(rows):
        y0, y1 = tops[index], tops[index + 1]
        sheet.rule(edges[0], y0, edges[0], y1)
        for cell in row.cells:
            x0, x1 = edges[cell.column], edges[cell.column + cell.column_span]
            sheet.rule(x1, y0, x1, y1)
            if not _continues(rows, index + 1, cell.column):
                sheet.rule(x0, y1, x1, y1)
