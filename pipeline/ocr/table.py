"""Tables: each cell of a grid read by itself, one line for each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box
from pipeline.ocr.engine import Engine
from pipeline.ocr.grid import Grid, Slot
from pipeline.ocr.ink import crop, corner, ink_mask
from pipeline.page import Cell, Line, Word

Grey = NDArray[np.uint8]

_BLOCK, _LINE = 6, 7
_BORDER = 24


def read_tables(clean: Grey, grids: Sequence[Grid], engine: Engine, height: float) -> list[Line]:
    """Return the rows of all grids of a page, top to bottom.

    Args:
        clean: The page without its rules: uint8 (height, width), 0 ink to 255 paper.
        grids: As `find_grids` gives them.
        engine: Reads all cells in two calls, one for cells of a single line and one for the rest.
        height: Usual height of a word in pixels.
    """
    slots = [slot for grid in grids for slot in grid.slots]
    words = dict(zip(map(id, slots), _read(clean, slots, engine, height), strict=True))
    lines = []
    for number, grid in enumerate(grids, 1):
        for row in range(grid.row_count):
            mine = [slot for slot in grid.slots if slot.row == row]
            cells = tuple(_cell(slot, words[id(slot)]) for slot in sorted(mine, key=lambda s: s.column))
            if cells:
                lines.append(_row(cells, mine, number, grid))
    return lines


def _read(clean: Grey, slots: Sequence[Slot], engine: Engine, height: float) -> list[tuple[Word, ...]]:
    """Return the words of each slot; a slot without ink is not read at all."""
    boxes = [_ink_box(clean, slot.box, height) for slot in slots]
    out: list[tuple[Word, ...]] = [()] * len(slots)
    for psm in (_LINE, _BLOCK):
        mine = [(i, box) for i, box in enumerate(boxes) if box and (box.height < 1.5 * height) == (psm == _LINE)]
        images = [crop(clean, box, border=_BORDER) for _, box in mine]
        for (i, box), reading in zip(mine, engine.read(images, psm), strict=True):
            x, y = corner(box)
            out[i] = reading.moved(x - _BORDER, y - _BORDER).words
    return out


def _ink_box(clean: Grey, box: Box, height: float) -> Box | None:
    """Return the box around the ink within a cell; None where there are specks at most."""
    inset = max(2, round(0.06 * height))
    x0, y0, x1, y1 = box.rounded()
    x0, y0, x1, y1 = x0 + inset, y0 + inset, x1 - inset, y1 - inset
    part = clean[max(0, y0) : max(0, y1), max(0, x0) : max(0, x1)]
    if part.size == 0 or int(part.max()) - int(part.min()) < 48:
        return None
    mask = ink_mask(part)
    if mask.sum() / 255 < 0.05 * height**2:
        return None
    ys, xs = np.nonzero(mask)
    left, right, top, bottom = int(xs.min()), int(xs.max()) + 1, int(ys.min()), int(ys.max()) + 1
    return Box(x0 + left, y0 + top, x0 + right, y0 + bottom)


def _cell(slot: Slot, words: tuple[Word, ...]) -> Cell:
    return Cell(words, slot.column, slot.box, slot.row_span, slot.column_span)


def _row(cells: tuple[Cell, ...], slots: Sequence[Slot], number: int, grid: Grid) -> Line:
    top = min(slot.box.y0 for slot in slots)
    bottom = min(slot.box.y1 for slot in slots)
    box = Box(grid.box.x0, top, grid.box.x1, bottom)
    return Line((), box, cells=cells, table=number, column_count=grid.column_count)
