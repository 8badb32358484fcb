"""What was read becomes a Deadline: years from the document, last days from the calendar."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from pipeline.document import Deadline
from pipeline.extraction.deadlines.nodes import (
    Continuous,
    Event,
    Fixed,
    Node,
    Point,
    Recurring,
    Relative,
    Schedule,
    Span,
)
from pipeline.extraction.deadlines.values import DateContext

_MONTHS_PER = {"month": 1, "quarter": 3, "half_year": 6}
_KINDS = {"day": "date"}
_FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class _Days:
    first: date
    last: date


def days_of(point: Point, year: int) -> _Days | None:
    """Return the first and last day of a point in a year; None where there is no such day (31/02).

    Years before 1990 are history, whatever is said of them.
    """
    if year < _FIRST_YEAR:
        return None
    if point.precision == "year":
        return _Days(date(year, 1, 1), date(year, 12, 31))
    if point.number is None:
        return None
    if point.precision == "day":
        length = calendar.monthrange(year, point.number)[1]
        if point.day is None or not 1 <= point.day <= length:
            return None
        return _Days(date(year, point.number, point.day), date(year, point.number, point.day))
    size = _MONTHS_PER[point.precision]
    last = point.number * size
    return _Days(date(year, last - size + 1, 1), date(year, last, calendar.monthrange(year, last)[1]))


def implied_year(point: Point, context: DateContext) -> int | None:
    """Return the year of a point without one: the title's, else that of issue, never before the issue."""
    issued = context.issue_date or context.earliest
    year = context.plan_year or (issued.year if issued else None)
    if year is None or issued is None:
        return year
    days = days_of(point, year)
    if days is not None and days.last < issued:
        year = max(year, issued.year)
        again = days_of(point, year)
        year += again is None or again.last < issued
    return year


def resolve(node: Node, surface: str, context: DateContext) -> Deadline | None:
    """Return the deadline that a node means; None where it names a day that does not exist."""
    values = _values(node, context)
    return Deadline(surface=surface, source=None, **values) if values else None


def _values(node: Node, context: DateContext) -> dict[str, Any] | None:
    if isinstance(node, Fixed):
        return _fixed(node, context)
    if isinstance(node, Span):
        return _span(node, context)
    if isinstance(node, Recurring):
        return _recurring(node)
    if isinstance(node, Relative):
        return _relative(node, context)
    if isinstance(node, Event):
        return {"kind": "event", "op": node.op, "anchor": node.anchor, "confidence": 0.75}
    if isinstance(node, Schedule):
        return {"kind": "schedule", "anchor": node.anchor, "confidence": 0.75}
    assert isinstance(node, Continuous)
    return {"kind": "continuous", "confidence": 0.9}


def _fixed(node: Fixed, context: DateContext) -> dict[str, Any] | None:
    point = node.point
    year = point.year or implied_year(point, context)
    days = days_of(point, year or 2000)  # a leap year: 29/02 without a year may exist
    if days is None:
        return None
    due = days.last
    if node.op == "before" and point.precision != "day":
        due = days.first - timedelta(days=1)
    return {
        "kind": _KINDS.get(point.precision, point.precision),
        "op": node.op,
        "due": due.isoformat() if year and node.op != "after" else None,
        "precision": point.precision,
        "year_source": "explicit" if point.year else "document",
        "confidence": 0.95 if point.year else 0.8,
    }


def _span(node: Span, context: DateContext) -> dict[str, Any] | None:
    ends = _span_days(node, context)
    if ends is None:
        return None
    first, last = ends
    stated = any(point is not None and point.year for point in (node.start, node.end))
    shown = node.start or node.end
    return {
        "kind": "period",
        "op": node.op,
        "due": last.isoformat() if last else None,
        "start": first.isoformat() if first else None,
        "end": last.isoformat() if last else None,
        "precision": shown.precision if shown else None,
        "anchor": node.anchor,
        "year_source": "explicit" if stated else "document",
        "confidence": 0.95 if stated else 0.8,
    }


def _span_days(node: Span, context: DateContext) -> tuple[date | None, date | None] | None:
    """Return the first and last day, None where open or unknown; None for all where a day does not exist."""
    first, last = context.issue_date if node.start is None else None, None
    if node.end is not None:
        year = node.end.year or implied_year(node.end, context)
        days = days_of(node.end, year or 2000)
        if days is None:
            return None
        last = days.last if year else None
    if node.start is not None:
        year = node.start.year or (last.year if last else implied_year(node.start, context))
        days = days_of(node.start, year or 2000)
        if days is None:
            return None
        first = days.first if year else None
    return _ordered(node, first, last)


def _ordered(node: Span, first: date | None, last: date | None) -> tuple[date | None, date | None] | None:
    """Return the days in order; "từ 15/12 đến 15/01/2026" begins the year before."""
    if first is None or last is None or first <= last:
        return first, last
    if node.start is None or node.end is None or node.start.precision == "year":
        return None
    days = days_of(node.start, last.year - 1)
    borrowed = node.start.year is None or node.start.year == node.end.year
    return (days.first, last) if days and borrowed else None


def _recurring(node: Recurring) -> dict[str, Any] | None:
    for rule in node.rules:
        month, _, day = rule.rpartition("-")
        if month and days_of(Point("day", 2000, int(month), int(day)), 2000) is None:
            return None
    return {
        "kind": "recurring",
        "frequency": node.frequency,
        "op": node.op,
        "day_rule": ",".join(node.rules) or None,
        "precision": node.precision,
        "offset": node.offset,
        "confidence": 0.9 if node.frequency or node.offset else 0.6,
    }


def _relative(node: Relative, context: DateContext) -> dict[str, Any]:
    due = None
    days = node.offset[1:-1]
    if node.anchor == "issue" and context.issue_date and days.isdigit() and node.offset.endswith("D"):
        due = None if node.working else (context.issue_date + timedelta(days=int(days))).isoformat()
    return {
        "kind": "relative",
        "op": node.op,
        "due": due,
        "anchor": node.anchor,
        "offset": node.offset,
        "working_days": node.working,
        "confidence": 0.85,
    }


def split_rules(node: Node) -> tuple[Node, ...]:
    """Return one node for each day of a recurring node: the parts of a multi hold one value each."""
    if isinstance(node, Recurring) and len(node.rules) > 1:
        return tuple(replace(node, rules=(rule,)) for rule in node.rules)
    return (node,)
