"""Line grids: where the rules of a table run, and which cells they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box, Grid, Slot
from pipeline.pieces import find_pieces

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]
Mesh = tuple[int, int]  # row and column in the lattice

_STEP = 12  # a rule is so much darker than what is around it, 0..255
_WALL = 0.3  # share of a wall that must be inked: rules break, and where cells are merged nothing is left


@dataclass(frozen=True, slots=True)
class Rules:
    """Long straight strokes: `level` and `upright` are 255 on a rule."""

    level: Mask
    upright: Mask

    @property
    def both(self) -> Mask:
        """255 on any rule."""
        return self.level | self.upright


Network = tuple[Rules, Box]  # rules that hang together, by themselves on an empty page, and where


def find_rules(grey: Grey, dpi: float) -> Rules:
    """Return the rules of a page, faint and slightly broken ones too.

    Args:
        grey: uint8 (height, width), 0 ink to 255 paper.
        dpi: Of the image; a rule is at least 8 mm long level, 6 mm upright (a capital is 4 mm high).
    """
    window = max(15, round(dpi / 8) | 1)
    around = cv2.blur(grey, (window, window), borderType=cv2.BORDER_REPLICATE)
    darker = np.asarray(cv2.subtract(around, grey), np.uint8)
    ink = np.asarray(cv2.inRange(darker, _STEP, 255), np.uint8)
    level, upright = max(20, round(dpi * 0.32)), max(16, round(dpi * 0.23))
    return Rules(_long(ink, level, across=True), _long(ink, upright, across=False))


def _long(ink: Mask, length: int, *, across: bool) -> Mask:
    """Keep strokes of at least `length` pixels; gaps of an eighth of it are bridged."""

    def bar(size: int) -> Mask:
        return np.ones((1, size) if across else (size, 1), np.uint8)

    # thickened across, as a slight slant moves a rule by a pixel
    thick = cv2.dilate(ink, np.ones((3, 1) if across else (1, 3), np.uint8))
    cores = cv2.erode(thick, bar(length // 2))
    kept = np.zeros_like(ink)
    # the rest concerns rows, or a stretch of them, by themselves, and most of a page's have nothing as long
    inked = np.flatnonzero(np.asarray(cores).any(axis=1))
    if inked.size:
        rows = inked if across else slice(max(0, inked[0] - length), inked[-1] + length)
        solid = cv2.dilate(cores[rows], bar(length // 2))
        bridged = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, bar(max(3, length // 4)))
        kept[rows] = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, bar(length))
    return kept


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


def networks(rules: Rules, dpi: float) -> list[Network]:
    """Return the rules that hang together, each network by itself on an empty page."""
    if not cv2.countNonZero(rules.upright):  # most pages: letterheads have level rules only
        return []
    reach = max(3, round(dpi / 40) | 1)
    wide, tall = np.ones((3, reach), np.uint8), np.ones((reach, 3), np.uint8)
    joined = cv2.max(cv2.dilate(rules.level, wide), cv2.dilate(rules.upright, tall))
    pieces = find_pieces(np.asarray(joined, np.uint8))
    found = []
    for i, (left, top, width, height, _) in enumerate(pieces.stats[1:], 1):
        if width > 1.0 * dpi and height > 0.25 * dpi:
            window = (slice(top, top + height), slice(left, left + width))
            mine = np.zeros(joined.shape, np.uint8)
            mine[window] = np.where(pieces.labels[window] == i, 255, 0)
            box = Box(float(left), float(top), float(left + width), float(top + height))
            found.append((Rules(rules.level & mine, rules.upright & mine), box))
    return found


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
    level, upright = _part(rules.level, box), _part(rules.upright, box)
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
    grid = _without_empty_edges(_slots(rules, xs, ys, dpi), near)
    return grid if len(grid.slots) > 1 and (grid.column_count > 1 or grid.row_count > 2) else None


def _runs_on(upright: Mask, x: float, ys: Sequence[float], dpi: float) -> bool:
    """Return whether a stroke goes on for 6 mm above the first or below the last rule."""
    reach = max(2, round(dpi * 0.02))
    bands = ((ys[0] - 0.25 * dpi, ys[0] - 0.05 * dpi), (ys[-1] + 0.05 * dpi, ys[-1] + 0.25 * dpi))
    return any(
        start >= 0 and end < upright.shape[0] and _wall(upright, (x, start, end), reach, across=False) > 0.6
        for start, end in bands
    )


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
            _part(sides, Box(x - near, box.y0 - near, x + near, box.y1 + near))[:] = 255
    for frame in frames:
        _part(sides, frame)[:] = 255
    return np.asarray(rules.level | (rules.upright & sides), np.uint8)


def holds_text(grid: Grid, ink: Mask, dpi: float) -> bool:
    """Return whether enough cells hold pieces of ink as large as letters: the lines of a chart make none."""
    filled = sum(_has_letters(_part(ink, _inner(slot.box, dpi * 0.03)), dpi) for slot in grid.slots)
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


def _part(mask: Mask, box: Box) -> Mask:
    x0, y0, x1, y1 = box.rounded()
    return mask[max(0, y0) : y1, max(0, x0) : x1]


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


def _slots(rules: Rules, xs: Sequence[float], ys: Sequence[float], dpi: float) -> tuple[Slot, ...]:
    """Join the meshes of the lattice wherever no wall stands between two of them."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = {(r, c): (r, c) for r in range(rows) for c in range(columns)}
    reach = max(2, round(dpi * 0.03))
    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns:
                place = (xs[c + 1], ys[r], ys[r + 1])
                if _wall(rules.upright, place, reach, across=False) < _WALL:
                    _join(owner, (r, c), (r, c + 1))
            if r + 1 < rows:
                place = (ys[r + 1], xs[c], xs[c + 1])
                if _wall(rules.level, place, reach, across=True) < _WALL:
                    _join(owner, (r, c), (r + 1, c))
    return tuple(_slot(cells, xs, ys) for cells in _groups(owner))


def _wall(mask: Mask, place: tuple[float, float, float], reach: int, *, across: bool) -> float:
    """Return the share (0..1) of the stretch from `start` to `end` inked at `at`, give or take `reach`."""
    at, start, end = place
    low, high = max(0, round(at) - reach), round(at) + reach + 1
    first, last = round(start) + reach, round(end) - reach
    if last - first < 3:
        first, last = round(start), max(round(start) + 1, round(end))
    band = mask[low:high, first:last].max(axis=0) if across else mask[first:last, low:high].max(axis=1)
    return float((band > 0).mean()) if band.size else 0.0


def _join(owner: dict[Mesh, Mesh], one: Mesh, other: Mesh) -> None:
    kept, lost = owner[one], owner[other]
    for cell, whose in owner.items():
        if whose == lost:
            owner[cell] = kept


def _groups(owner: dict[tuple[int, int], tuple[int, int]]) -> list[list[tuple[int, int]]]:
    groups: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for cell, whose in owner.items():
        groups.setdefault(whose, []).append(cell)
    out = []
    for cells in groups.values():
        out += [cells] if _is_rectangle(cells) else [[cell] for cell in cells]
    return sorted(out)


def _is_rectangle(cells: Sequence[tuple[int, int]]) -> bool:
    rows, columns = {r for r, _ in cells}, {c for _, c in cells}
    return len(rows) * len(columns) == len(cells)


def _slot(cells: Sequence[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> Slot:
    rows, columns = [r for r, _ in cells], [c for _, c in cells]
    top, left, bottom, right = min(rows), min(columns), max(rows) + 1, max(columns) + 1
    return Slot(top, left, bottom - top, right - left, Box(xs[left], ys[top], xs[right], ys[bottom]))
