"""Cells of a lattice of rules: meshes that no wall parts are one."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry import Box, Slot
from pipeline.ocr.rules import Mask, Rules

Mesh = tuple[int, int]  # row and column in the lattice

_WALL = 0.3  # share of a wall that must be inked: rules break, and where cells are merged nothing is left


def slots_of(rules: Rules, xs: Sequence[float], ys: Sequence[float], dpi: float) -> tuple[Slot, ...]:
    """Return the cells of a lattice: its meshes, joined wherever no wall stands between two of them.

    Args:
        rules: Of the page.
        xs: Where the columns are parted, in pixels.
        ys: Where the rows are.
        dpi: Of the image.
    """
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = {(r, c): (r, c) for r in range(rows) for c in range(columns)}
    reach = max(2, round(dpi * 0.03))
    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns:
                place = (xs[c + 1], ys[r], ys[r + 1])
                if inked_share(rules.upright, place, reach, across=False) < _WALL:
                    _join(owner, (r, c), (r, c + 1))
            if r + 1 < rows:
                place = (ys[r + 1], xs[c], xs[c + 1])
                if inked_share(rules.level, place, reach, across=True) < _WALL:
                    _join(owner, (r, c), (r + 1, c))
    return tuple(_slot(cells, xs, ys) for cells in _groups(owner))


def inked_share(mask: Mask, place: tuple[float, float, float], reach: int, *, across: bool) -> float:
    """Return the share (0..1) of a stretch that is inked, give or take `reach`.

    Args:
        mask: 255 on rules of one direction.
        place: Where the rule would stand, and from where to where it would run, in pixels.
        reach: Pixels to either side of it.
        across: Whether it runs level.
    """
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


def _groups(owner: dict[Mesh, Mesh]) -> list[list[Mesh]]:
    groups: dict[Mesh, list[Mesh]] = {}
    for cell, whose in owner.items():
        groups.setdefault(whose, []).append(cell)
    out = []
    for cells in groups.values():
        out += [cells] if _is_rectangle(cells) else [[cell] for cell in cells]
    return sorted(out)


def _is_rectangle(cells: Sequence[Mesh]) -> bool:
    rows, columns = {r for r, _ in cells}, {c for _, c in cells}
    return len(rows) * len(columns) == len(cells)


def _slot(cells: Sequence[Mesh], xs: Sequence[float], ys: Sequence[float]) -> Slot:
    rows, columns = [r for r, _ in cells], [c for _, c in cells]
    top, left, bottom, right = min(rows), min(columns), max(rows) + 1, max(columns) + 1
    return Slot(top, left, bottom - top, right - left, Box(xs[left], ys[top], xs[right], ys[bottom]))
