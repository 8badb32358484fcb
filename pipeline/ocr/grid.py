"""Line grids: which networks of rules are tables, and the cells that they make."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from pipeline.geometry import Box, Grid, Slot
from pipeline.ocr.ink import part_of
from pipeline.ocr.meshes import inked_share, slots_of
from pipeline.ocr.rules import Mask, Network, Rules
from pipeline.pieces import find_pieces


def find_grids(found: Sequence[Network], dpi: float) -> list[Grid]:
    """Return the tables among the networks of a page, top to bottom; a frame around a single cell is none.

    A letterhead's underline, a box around "HỎA TỐC" and the page's dark edge make no grid.
    """
    grids = []
    for part, box in found:
        slants = (_slant(part.level, dpi, across=True), _slant(part.upright, dpi, across=False))
        grid = _lattice(*_straight(part, box, slants), dpi)
        if grid is not None:
            grids.append(_slanted(grid, box, slants))
    return sorted(grids, key=lambda grid: grid.box.y0)


def _slant(mask: Mask, dpi: float, *, across: bool) -> float:
    """Return how far the long strokes leave their direction, in pixels for each pixel of length."""
    left, top, width, height = cv2.boundingRect(mask)
    inked = np.ascontiguousarray(mask[top : top + height, left : left + width])
    if not inked.size:
        return 0.0
    pieces = find_pieces(inked)
    slants, weights = [], []
    for i, (left, top, wide, high, _) in enumerate(pieces.stats[1:], 1):
        length = wide if across else high
        if length < 0.8 * dpi:
            continue
        ys, xs = np.nonzero(pieces.labels[top : top + high, left : left + wide] == i)
        along, aside = (xs, ys) if across else (ys, xs)
        slants.append(float(np.polyfit(along, aside, 1)[0]))
        weights.append(float(length))
    return float(np.average(slants, weights=weights)) if slants else 0.0


def _straight(rules: Rules, box: Box, slants: tuple[float, float]) -> tuple[Rules, Box]:
    """Return the rules turned about the middle of `box` so that they run level and upright."""
    level, upright = slants
    if max(abs(level) * box.width, abs(upright) * box.height) < 3:
        return rules, box
    turn = np.array([[1, upright, -upright * box.centre_y], [level, 1, -level * box.centre_x]], np.float64)
    how = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    size = (rules.level.shape[1], rules.level.shape[0])
    level_mask, upright_mask = (
        np.asarray(cv2.warpAffine(mask, turn, size, flags=how), dtype=np.uint8)
        for mask in (rules.level, rules.upright)
    )
    left, top, width, height = cv2.boundingRect(level_mask | upright_mask)
    return Rules(level_mask, upright_mask), Box(left, top, left + width, top + height)


def _slanted(grid: Grid, box: Box, slants: tuple[float, float]) -> Grid:
    """Undo `_straight` for the boxes: each cell is moved to where its middle stands on the page."""
    level, upright = slants
    if max(abs(level) * box.width, abs(upright) * box.height) < 3:
        return grid
    slots = []
    for slot in grid.slots:
        own = slot.box
        x, y = upright * (own.centre_y - box.centre_y), level * (own.centre_x - box.centre_x)
        moved = Box(own.x0 + x, own.y0 + y, own.x1 + x, own.y1 + y)
        slots.append(Slot(slot.row, slot.column, slot.row_span, slot.column_span, moved))
    return Grid(box, tuple(slots), grid.row_count, grid.column_count)


def _lattice(rules: Rules, box: Box, dpi: float) -> Grid | None:
    near = dpi * 0.03
    level, upright = part_of(rules.level, box), part_of(rules.upright, box)
    ys = _positions(_strokes(level), near, along=1, offset=box.y0)
    if len(ys) < 2:
        return None
    # a streak of the scanner's glass runs on above or below the table
    reach = (ys[0] - box.y0 - dpi * 0.15, ys[-1] - box.y0 + dpi * 0.15)
    within = [s for s in _strokes(upright) if s[2] >= reach[0] and s[3] <= reach[1]]
    xs = _positions(within, near, along=0, offset=box.x0)
    xs = [x for x in xs if not _runs_on(rules.upright, x, ys, dpi)]
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    grid = _without_empty_edges(slots_of(rules, xs, ys, dpi), near)
    return grid if len(grid.slots) > 1 and (grid.column_count > 1 or grid.row_count > 2) else None


def _runs_on(upright: Mask, x: float, ys: Sequence[float], dpi: float) -> bool:
    """Return whether a stroke goes on for 6 mm above the first or below the last rule."""
    reach = max(2, round(dpi * 0.02))
    bands = ((ys[0] - 0.25 * dpi, ys[0] - 0.05 * dpi), (ys[-1] + 0.05 * dpi, ys[-1] + 0.25 * dpi))
    on_page = ((start, end) for start, end in bands if start >= 0 and end < upright.shape[0])
    return any(inked_share(upright, (x, *band), reach, across=False) > 0.6 for band in on_page)


def _without_empty_edges(slots: Sequence[Slot], near: float) -> Grid:
    """Number rows and columns by the edges that cells really have: a tall letter is no rule."""
    xs = _distinct([x for slot in slots for x in (slot.box.x0, slot.box.x1)], near)
    ys = _distinct([y for slot in slots for y in (slot.box.y0, slot.box.y1)], near)
    kept = []
    for slot in slots:
        left, right = _nearest(xs, slot.box.x0), _nearest(xs, slot.box.x1)
        top, bottom = _nearest(ys, slot.box.y0), _nearest(ys, slot.box.y1)
        if right > left and bottom > top:
            kept.append(Slot(top, left, bottom - top, right - left, slot.box))
    outer = Box(xs[0], ys[0], xs[-1], ys[-1])
    return Grid(outer, tuple(sorted(kept, key=lambda s: (s.row, s.column))), len(ys) - 1, len(xs) - 1)


def _distinct(places: Sequence[float], near: float) -> list[float]:
    """Return the places in order, those closer than twice `near` (two edges of one rule) as one."""
    out: list[float] = []
    for place in sorted(set(places)):
        if not out or place - out[-1] > 2 * near:
            out.append(place)
    return out


def _nearest(places: Sequence[float], place: float) -> int:
    return min(range(len(places)), key=lambda i: abs(places[i] - place))


def walls(rules: Rules, grids: Sequence[Grid], frames: Sequence[Box], dpi: float) -> Mask:
    """Return 255 on the rules that may be painted over: uprights within a cell are stems of letters.

    The stems of a p above an h make a stroke as long as a low cell's wall.

    Args:
        rules: Of the page.
        grids: Its tables; an upright must stand at the side of a cell.
        frames: Of stamps; all rules within them go.
        dpi: Of the image.
    """
    sides = np.zeros(rules.upright.shape, np.uint8)
    near = max(3, round(0.05 * dpi))
    for box in (slot.box for grid in grids for slot in grid.slots):
        for x in (box.x0, box.x1):
            part_of(sides, Box(x - near, box.y0 - near, x + near, box.y1 + near))[:] = 255
    for frame in frames:
        part_of(sides, frame)[:] = 255
    return np.asarray(rules.level | (rules.upright & sides), np.uint8)


def holds_text(grid: Grid, ink: Mask, dpi: float) -> bool:
    """Return whether enough cells hold pieces of ink as large as letters: the lines of a chart make none."""
    filled = sum(_has_letters(part_of(ink, _inner(slot.box, dpi * 0.03)), dpi) for slot in grid.slots)
    return filled >= max(2, 0.4 * len(grid.slots))


def _inner(box: Box, inset: float) -> Box:
    x, y = min(inset, box.width / 3), min(inset, box.height / 3)
    return Box(box.x0 + x, box.y0 + y, box.x1 - x, box.y1 - y)


def _has_letters(ink: Mask, dpi: float) -> bool:
    if ink.size == 0:
        return False
    stats = find_pieces(np.ascontiguousarray(ink)).stats
    heights, widths = stats[1:, 3], stats[1:, 2]
    letters = (heights > 0.04 * dpi) & (heights < 0.3 * dpi) & (widths < 0.8 * dpi)
    return bool(letters.any()) and int(letters.sum()) * 3 >= int((heights > 0.3 * dpi).sum())


def _strokes(mask: Mask) -> list[tuple[float, float, float, float, float]]:
    """Return (centre x, centre y, top, bottom, length) of each stroke."""
    _, _, stats, centres = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask), connectivity=8)
    return [
        (float(x), float(y), float(top), float(top + high), float(max(wide, high)))
        for (x, y), (_, top, wide, high, _) in zip(centres[1:], stats[1:], strict=True)
    ]


def _positions(
    strokes: Sequence[tuple[float, float, float, float, float]], near: float, *, along: int, offset: float
) -> list[float]:
    """Return the places of the rules of one direction, each stroke weighing by its length."""
    groups: list[list[tuple[float, float]]] = []
    for place, length in sorted((stroke[along] + offset, stroke[4]) for stroke in strokes):
        if groups and place - _mean(groups[-1]) <= near:
            groups[-1].append((place, length))
        else:
            groups.append([(place, length)])
    return [_mean(group) for group in groups]


def _mean(group: Sequence[tuple[float, float]]) -> float:
    return sum(at * weight for at, weight in group) / sum(weight for _, weight in group)
