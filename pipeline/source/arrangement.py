"""Reading order of placed words: lines, the two columns of letterhead and signature, the cells of tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.geometry import Box, Grid, overlap_y, union
from pipeline.page import Cell, Line, Word

# Two letterhead blocks were seen to stand 1.7 line heights apart, the parts of one number up to 1.6.
_COLUMN_GAP = 1.5
_SAME_ROW = 0.5


@dataclass(frozen=True, slots=True)
class Run:
    """Words that the PDF keeps together on one line, left to right, with their measured weight."""

    words: tuple[Word, ...]
    box: Box
    bold: bool | None = None


Row = list[Run]


def run_of(words: Sequence[Word], bold: bool | None = None) -> Run:
    """Return the run of these words.

    Raises:
        ValueError: No word has a box.
    """
    box = union(word.box for word in words)
    if box is None:
        raise ValueError("words without boxes cannot be arranged")
    return Run(tuple(words), box, bold)


def arrange(runs: Sequence[Run], grids: Sequence[Grid]) -> tuple[Line, ...]:
    """Return the lines of a page in reading order, table rows among them where their table stands.

    Args:
        runs: Of the whole page, in any order.
        grids: Ruled tables, top to bottom, in the same frame.
    """
    free, cells = _sorted_out(runs, grids)
    lines: list[Line] = []
    top = float("-inf")
    bottoms = [*(grid.box.y0 for grid in grids), float("inf")]
    for number, bottom in enumerate(bottoms, start=1):
        between = [run for run in free if top <= run.box.centre_y < bottom]
        lines += _prose(between)
        if number <= len(grids):
            lines += _table_rows(grids[number - 1], cells[number - 1], number)
            top = grids[number - 1].box.y0
    return _indented(lines)


def _sorted_out(runs: Sequence[Run], grids: Sequence[Grid]) -> tuple[list[Run], list[dict[int, list[Word]]]]:
    """Part the words inside cells from those outside; a run across a ruled line is cut there."""
    free: list[Run] = []
    cells: list[dict[int, list[Word]]] = [{} for _ in grids]
    for run in runs:
        outside: list[Word] = []
        for word in run.words:
            place = _place(word, grids)
            if place is None:
                outside.append(word)
            else:
                cells[place[0]].setdefault(place[1], []).append(word)
        if outside:
            free.append(run if len(outside) == len(run.words) else run_of(outside, run.bold))
    return free, cells


def _place(word: Word, grids: Sequence[Grid]) -> tuple[int, int] | None:
    if word.box is None:
        return None
    for g, grid in enumerate(grids):
        for c, cell in enumerate(grid.slots):
            if (
                cell.box.x0 <= word.box.centre_x < cell.box.x1
                and cell.box.y0 <= word.box.centre_y < cell.box.y1
            ):
                return g, c
    return None


def _table_rows(grid: Grid, words: dict[int, list[Word]], number: int) -> list[Line]:
    rows: dict[int, list[Cell]] = {}
    for index, slot in enumerate(grid.slots):
        text = tuple(_reading_order(words.get(index, [])))
        cell = Cell(text, slot.column, slot.box, slot.row_span, slot.column_span)
        rows.setdefault(slot.row, []).append(cell)
    lines = []
    for row in sorted(rows):
        cells = tuple(sorted(rows[row], key=lambda cell: cell.column))
        box = union(cell.box for cell in cells)
        lines.append(Line((), box, cells=cells, table=number, column_count=grid.column_count))
    return lines


def _reading_order(words: Sequence[Word]) -> list[Word]:
    rows = _rows([run_of([word]) for word in words])
    return [run.words[0] for row in rows for run in row]


def _rows(runs: Sequence[Run]) -> list[Row]:
    """Group runs that stand beside each other, top to bottom, each row left to right."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda r: (r.box.centre_y, r.box.x0)):
        last = rows[-1][0] if rows else None
        if last is not None and overlap_y(last.box, run.box) >= _SAME_ROW:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda r: r.box.x0) for row in rows]


def _prose(runs: Sequence[Run]) -> list[Line]:
    lines: list[Line] = []
    block = 0
    rows = _rows(runs)
    middle_of_text = _middle(runs)
    at = 0
    while at < len(rows):
        end, gutter = _zone(rows, at, middle_of_text)
        if gutter is None:
            lines.append(_joined(rows[at]))
            at += 1
            continue
        middle = (gutter[0] + gutter[1]) / 2
        for side in (0, 1):
            block += 1
            parts = [[r for r in row if (r.box.centre_x > middle) == bool(side)] for row in rows[at:end]]
            lines += [replace(_joined(part), block=block) for part in parts if part]
        at = end
    return lines


def _middle(runs: Sequence[Run]) -> float:
    box = union(run.box for run in runs)
    return box.centre_x if box is not None else 0.0


def _is_centred(row: Row, middle: float) -> bool:
    """Whether the row is a title, which stands in neither column though it may miss the gutter."""
    return len(row) == 1 and abs(row[0].box.centre_x - middle) < 2 * row[0].box.height


def _zone(rows: list[Row], start: int, middle: float) -> tuple[int, tuple[float, float] | None]:
    """How far two columns reach from this row on, and the gutter between them; None where it has none.

    A zone needs two rows on the left or the right: a single row with a wide gap is one line, such as a
    number with room left for a handwritten figure.
    """
    gutter: tuple[float, float] | None = None
    end = start
    while end < len(rows):
        narrower = _narrowed(rows[end], gutter)
        if narrower is None or _is_centred(rows[end], middle):
            break
        gutter = narrower
        end += 1
    if gutter is None or end - start < 2 or not any(_gaps(row) for row in rows[start:end]):
        return start + 1, None
    return end, gutter


def _narrowed(row: Row, gutter: tuple[float, float] | None) -> tuple[float, float] | None:
    """What is left of the gutter beneath this row; None where the row runs across it."""
    if gutter is None:
        gaps = _gaps(row)
        return max(gaps, key=lambda gap: gap[1] - gap[0]) if gaps else None
    edges = [float("-inf"), *(x for run in row for x in (run.box.x0, run.box.x1)), float("inf")]
    free = list(zip(edges[::2], edges[1::2], strict=True))
    least = 0.4 * row[0].box.height
    shared = [(max(gutter[0], a), min(gutter[1], b)) for a, b in free]
    best = max(shared, key=lambda gap: gap[1] - gap[0])
    return best if best[1] - best[0] >= least else None


def _gaps(row: Row) -> list[tuple[float, float]]:
    gaps = [(a.box.x1, b.box.x0) for a, b in pairwise(row)]
    return [(a, b) for a, b in gaps if b - a > _COLUMN_GAP * row[0].box.height]


def _joined(row: Row) -> Line:
    words = tuple(word for run in row for word in run.words)
    known = {run.bold for run in row}
    return Line(words, union(run.box for run in row), bold=known.pop() if len(known) == 1 else None)


def _indented(lines: Sequence[Line]) -> tuple[Line, ...]:
    lefts = sorted(line.box.x0 for line in lines if line.box and line.words and not line.block)
    if not lefts:
        return tuple(lines)
    edge = lefts[len(lefts) // 20]
    return tuple(
        replace(line, indent_px=line.box.x0 - edge) if line.box and line.words and not line.block else line
        for line in lines
    )
