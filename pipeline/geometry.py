"""Boxes, grids of cells, and the frames between the page as scanned and the page as read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Matrix = tuple[float, float, float, float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels; x grows to the right, y downwards, x1 and y1 are outside."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if self.x1 < self.x0 or self.y1 < self.y0:
            raise ValueError(f"box is inside out: {self}")

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.y1 - self.y0

    @property
    def centre_x(self) -> float:
        """Horizontal centre in pixels."""
        return (self.x0 + self.x1) / 2

    @property
    def centre_y(self) -> float:
        """Vertical centre in pixels."""
        return (self.y0 + self.y1) / 2

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies within the box or on its edge."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def rounded(self) -> tuple[int, int, int, int]:
        """Return the box in whole pixels, as the JSON gives it."""
        return (round(self.x0), round(self.y0), round(self.x1), round(self.y1))


def union(boxes: Iterable[Box | None]) -> Box | None:
    """Return the smallest box around all that are not None; None where there is none."""
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    return Box(
        min(box.x0 for box in known),
        min(box.y0 for box in known),
        max(box.x1 for box in known),
        max(box.y1 for box in known),
    )


def overlap_y(first: Box, second: Box) -> float:
    """Return the share (0..1) of the lower box's height that both cover vertically."""
    shared = min(first.y1, second.y1) - max(first.y0, second.y0)
    return max(0.0, shared) / max(1e-9, min(first.height, second.height))


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a grid: the row and column it begins in (from 0), how many it spans, where it stands."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells that a table's rules make, row by row."""

    box: Box
    slots: tuple[Slot, ...]
    row_count: int
    column_count: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps points of the page as read to points of the page as scanned.

    `matrix` is a 3 x 3 homography, row by row; by default nothing was turned.
    """

    matrix: Matrix = (1, 0, 0, 0, 1, 0, 0, 0, 1)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where the point (x, y) of the page as read lies on the scan."""
        a, b, c, d, e, f, g, h, i = self.matrix
        w = g * x + h * y + i
        return ((a * x + b * y + c) / w, (d * x + e * y + f) / w)

    def to_scan(self, box: Box) -> Box:
        """Return the upright box on the scan that holds all four corners of `box`."""
        corners = [self.point(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def after(self, inner: Frame) -> Frame:
        """Return the frame that applies `inner` first and then this one."""
        m, n = self.matrix, inner.matrix
        product = tuple(
            sum(m[3 * r + k] * n[3 * k + c] for k in range(3)) for r in range(3) for c in range(3)
        )
        return Frame(product)  # type: ignore[arg-type]
