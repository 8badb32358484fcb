"""What the grammar reads, before years and last days are worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Op = Literal["on", "before", "by", "after"]
Precision = Literal["day", "month", "quarter", "half_year", "year"]
Frequency = Literal["daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"]


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month, quarter, half or year.

    Attributes:
        precision: Which of them.
        year: None where the text leaves it out.
        number: Month (1..12) of a day or month, the quarter (1..4), the half (1..2); None where left out.
        day: Day of the month, for days.
    """

    precision: Precision
    year: int | None = None
    number: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """One point with its preposition."""

    op: Op
    point: Point


@dataclass(frozen=True, slots=True)
class Span:
    """From a point to a point; `start` None is the day of issue ("từ nay"), `end` None is open."""

    start: Point | None
    end: Point | None
    op: Op | None = None
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Recurring:
    """A frequency, with the days by which it recurs ("20", "11-15", "MO")."""

    frequency: Frequency | None
    op: Op | None = None
    rules: tuple[str, ...] = ()
    precision: Precision | None = None
    offset: str | None = None


@dataclass(frozen=True, slots=True)
class Continuous:
    """Thường xuyên."""


@dataclass(frozen=True, slots=True)
class Relative:
    """A duration (ISO 8601) counted from an anchor."""

    offset: str
    anchor: str | None
    working: bool
    op: Op


@dataclass(frozen=True, slots=True)
class Event:
    """When something happens."""

    anchor: str
    op: Op | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """By somebody else's plan."""

    anchor: str


Node = Fixed | Span | Recurring | Continuous | Relative | Event | Schedule
Nodes = tuple[Node, ...]
