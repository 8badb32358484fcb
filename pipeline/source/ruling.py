"""Ruled tables of born-digital pages, found on a small drawing of the page."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Box, Grid, Slot

Mask = NDArray[np.uint8]

_DARK = 170
_LEAST_LINE_IN = 0.3
_LEAST_ROW_IN = 0.1
_RULED_SHARE = 0.6


def find_grids(grey: Mask, dpi: float, scale: float) -> tuple[Grid, ...]:
    """Return the ruled tables of two or more cells, top to bottom, in the frame of the page as read.

    Args:
        grey: uint8 (height, width), 0 ink to 255 paper.
        dpi: Of `grey`.
        scale: What a pixel of `grey` measures in pixels of the page as read.
    """
    ink = (grey < _DARK).astype(np.uint8)
    length = max(3, round(_LEAST_LINE_IN * dpi))
    across = _opened(ink, (1, length))
    down = _opened(ink, (round(length * 0.6), 1))
    both = cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(both)
    grids = []
    for x, y, width, height, _ in stats[1:count]:
        window = (slice(y, y + height), slice(x, x + width))
        grid = _grid(
            np.asarray(across[window], np.uint8),
            np.asarray(down[window], np.uint8),
            (int(x), int(y)),
            dpi,
            scale,
        )
        if grid is not None:
            grids.append(grid)
    return tuple(sorted(grids, key=lambda grid: grid.box.y0))


def _opened(ink: Mask, shape: tuple[int, int]) -> Mask:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8)), np.uint8)


def _grid(across: Mask, down: Mask, origin: tuple[int, int], dpi: float, scale: float) -> Grid | None:
    least = max(3, round(_LEAST_ROW_IN * dpi))
    ys, xs = _positions(across.sum(axis=1), least), _positions(down.sum(axis=0), least)
    if len(ys) < 2 or len(xs) < 2 or len(ys) + len(xs) < 5:
        return None
    spans = _spans(across, down, ys, xs)
    slots = tuple(
        Slot(r, c, r2 - r, c2 - c, _box((xs[c], ys[r], xs[c2], ys[r2]), origin, scale))
        for r, c, r2, c2 in spans
    )
    if len(slots) < 2:
        return None
    outer = _box((xs[0], ys[0], xs[-1], ys[-1]), origin, scale)
    return Grid(outer, slots, len(ys) - 1, len(xs) - 1)


def _positions(profile: NDArray[np.generic], least: int) -> list[int]:
    """Centres of the ruled lines; lines closer than `least` are one line drawn twice."""
    at = np.flatnonzero(profile)
    if not at.size:
        return []
    groups = np.split(at, np.flatnonzero(np.diff(at) > least) + 1)
    return [int(group.mean()) for group in groups]


def _spans(across: Mask, down: Mask, ys: list[int], xs: list[int]) -> list[tuple[int, int, int, int]]:
    """Cells as (row, column, row after, column after); what no line parts is one cell."""
    taken = np.zeros((len(ys) - 1, len(xs) - 1), bool)
    found = []
    for r, c in np.ndindex(taken.shape):
        if taken[r, c]:
            continue
        c2 = c + 1
        while c2 < len(xs) - 1 and not taken[r, c2] and not _ruled(down, (ys[r], ys[r + 1]), xs[c2], axis=1):
            c2 += 1
        r2 = r + 1
        while r2 < len(ys) - 1 and not _ruled(across.T, (xs[c], xs[c2]), ys[r2], axis=1):
            r2 += 1
        taken[r:r2, c:c2] = True
        found.append((r, c, r2, c2))
    return found


def _ruled(mask: Mask, extent: tuple[int, int], at: int, axis: int) -> bool:
    """Whether a line runs at column `at` between the rows of `extent`."""
    strip = mask[extent[0] + 2 : max(extent[0] + 3, extent[1] - 1), max(0, at - 3) : at + 4]
    return bool(strip.size) and float(strip.any(axis=axis).mean()) >= _RULED_SHARE


def _box(corners: tuple[int, int, int, int], origin: tuple[int, int], scale: float) -> Box:
    (x0, y0, x1, y1), (x, y) = corners, origin
    return Box((x + x0) * scale, (y + y0) * scale, (x + x1) * scale, (y + y1) * scale)
