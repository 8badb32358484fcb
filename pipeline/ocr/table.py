"""Tables: each cell of a grid read by itself, one line for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box, Grid, Slot
from pipeline.ocr.cells import cell_words
from pipeline.ocr.engine import Engine
from pipeline.ocr.ghosts import without_ghosts
from pipeline.ocr.glyphs import as_printed
from pipeline.ocr.ink import corner, crop, ink_mask
from pipeline.ocr.layout import Run
from pipeline.ocr.numbers import with_numbers
from pipeline.ocr.second import reread
from pipeline.ocr.signs import printed
from pipeline.page import Cell, Line, Word
from pipeline.pieces import find_pieces

Grey = NDArray[np.uint8]

_BLOCK, _LINE = 6, 7
_BORDER = 24
_SURE = 0.6  # a line of a cell that is less sure is read once more: 97.0 % of worn cells were right for 96.5
_SCRAP, _FEWEST = 2, 2  # letters of a scrap; cells that say more, in a table
_SPECKLED = 150  # specks in one cell: its ground is shaded with dots


def read_tables(clean: Grey, grids: Sequence[Grid], engine: Engine, height: float) -> list[Line]:
    """Return the rows of all grids of a page, top to bottom.

    Args:
        clean: The page without its rules: uint8 (height, width), 0 ink to 255 paper.
        grids: As `find_grids` gives them.
        engine: Reads all cells in two calls, one for cells of a single line and one for the rest.
        height: Usual height of a word in pixels.
    """
    clean = without_ghosts(clean, grids)
    slots = [slot for grid in grids for slot in grid.slots]
    boxes = [_ink_box(clean, slot.box, height) for slot in slots]
    columns = [(number, slot.column) for number, grid in enumerate(grids) for slot in grid.slots]
    first = _read(clean, boxes, engine, height)
    read = with_numbers(clean, boxes, first, engine, height, columns=columns)
    words = {id(slot): printed(its, height) for slot, its in zip(slots, read, strict=True)}
    lines = []
    for number, grid in enumerate(grids, 1):
        for row in range(grid.row_count):
            mine = [slot for slot in grid.slots if slot.row == row]
            cells = tuple(_cell(slot, words[id(slot)]) for slot in sorted(mine, key=lambda s: s.column))
            if cells:
                lines.append(_row(cells, mine, number, grid))
    return _without_charts(lines)


def _without_charts(lines: Sequence[Line]) -> list[Line]:
    """Return the rows, those of grids that say nothing as noise: the bars and axes of a chart."""
    telling = Counter(line.table for line in lines for cell in line.cells if _tells(cell))
    return [line if telling[line.table] >= _FEWEST else replace(line, role="noise") for line in lines]


def _tells(cell: Cell) -> bool:
    return any(sum(map(str.isalnum, word.text)) > _SCRAP for word in cell.words)


def _read(clean: Grey, boxes: Sequence[Box | None], engine: Engine, height: float) -> list[tuple[Word, ...]]:
    """Return the words in each box; None, of a cell without ink, is not read at all."""
    found: list[tuple[int, Run]] = []
    for psm in (_LINE, _BLOCK):
        mine = [
            (i, box) for i, box in enumerate(boxes) if box and (box.height < 1.5 * height) == (psm == _LINE)
        ]
        images = [_unshaded(crop(clean, box, border=_BORDER)) for _, box in mine]
        for (i, box), reading in zip(mine, engine.read(images, psm), strict=True):
            x, y = corner(box)
            found += [(i, Run.of(line)) for line in reading.moved(x - _BORDER, y - _BORDER).lines]
    lines: list[list[tuple[Word, ...]]] = [[] for _ in boxes]
    runs = reread(clean, [run for _, run in found], engine, sure=_SURE, shortest=2)
    for (i, _), run in zip(found, runs, strict=True):
        lines[i].append(as_printed(run.words, clean))
    return [cell_words(its) for its in lines]


def _ink_box(clean: Grey, box: Box, height: float) -> Box | None:
    """Return the box around the ink within a cell; None where there are specks at most.

    What is left of a rule stands at the cell's edge and is thin: it is no letter.
    """
    inset = max(2, round(0.06 * height))
    x0, y0, x1, y1 = box.rounded()
    x0, y0, x1, y1 = max(0, x0 + inset), max(0, y0 + inset), x1 - inset, y1 - inset
    if x1 - x0 < 3 or y1 - y0 < 3:
        return None
    part = clean[y0:y1, x0:x1]
    if int(part.max()) - int(part.min()) < 48:
        return None
    stats = find_pieces(ink_mask(part)).stats
    left, top, wide, high, area = (stats[1:, i] for i in range(5))
    edge = 0.15 * height
    upright = ((left < edge) | (left + wide > x1 - x0 - edge)) & (wide < 0.16 * height)
    level = ((top < edge) | (top + high > y1 - y0 - edge)) & (high < 0.16 * height)
    kept = (area > 0.004 * height**2) & ~upright & ~level
    if int(area[kept].sum()) < 0.04 * height**2:
        return None
    right, bottom = (left + wide)[kept], (top + high)[kept]
    return Box(
        float(x0 + left[kept].min()),
        float(y0 + top[kept].min()),
        float(x0 + right.max()),
        float(y0 + bottom.max()),
    )


def _unshaded(image: Grey) -> Grey:
    """Return the image without the dots of a shaded ground."""
    stats = find_pieces(ink_mask(image)).stats
    specks = int((stats[1:, 4] < 20).sum())
    if specks < _SPECKLED or specks < 4 * (len(stats) - 1 - specks):
        return image
    return np.asarray(cv2.medianBlur(image, 5), dtype=np.uint8)


def _cell(slot: Slot, words: tuple[Word, ...]) -> Cell:
    return Cell(words, slot.column, slot.box, slot.row_span, slot.column_span)


def _row(cells: tuple[Cell, ...], slots: Sequence[Slot], number: int, grid: Grid) -> Line:
    top = min(slot.box.y0 for slot in slots)
    bottom = min(slot.box.y1 for slot in slots)
    box = Box(grid.box.x0, top, grid.box.x1, bottom)
    return Line((), box, cells=cells, table=number, column_count=grid.column_count)
