"""From a recurring deadline to its first period and its rule (RFC 5545, RRULE)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.document import Deadline, Document
from pipeline.export.rows import as_date

_MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
_RULES: dict[str, dict[str, str | int | date]] = {
    "daily": {"freq": "daily"},
    "weekly": {"freq": "weekly"},
    "monthly": {"freq": "monthly"},
    "quarterly": {"freq": "monthly", "interval": 3},
    "half_yearly": {"freq": "monthly", "interval": 6},
    "yearly": {"freq": "yearly"},
}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The first period of a recurring deadline: it starts on `start`, is due on `due` (None: not said)."""

    start: date
    due: date | None
    rule: dict[str, str | int | date]


def occurrences(deadline: Deadline, document: Document) -> tuple[Occurrence, ...]:
    """Return the series that a recurring deadline means, one for each day of the year that it names.

    Nothing is invented: without a frequency, or without a date to begin from, there is none; a day of the
    month in a quarter or half year does not say of which month, so the series has no `due`.
    """
    begin = _begin(deadline, document)
    if deadline.frequency is None or begin is None:
        return ()
    until = _until(deadline, document)
    rule = {**_RULES[deadline.frequency]}
    if until is not None and until >= begin:
        rule["until"] = until
    starts = _period_start(deadline.frequency, begin)
    return tuple(Occurrence(starts, due, rule) for due in _dues(deadline, starts))


def _begin(deadline: Deadline, document: Document) -> date | None:
    header = document.header
    stated = as_date(deadline.start)
    if stated is not None:
        return stated
    issued = as_date(header.issue_date)
    planned = as_date(header.plan_period.start) if header.plan_period else None
    if planned is None and header.plan_year is not None:
        planned = date(header.plan_year, 1, 1)
    known = [day for day in (issued, planned) if day is not None]
    return max(known, default=None)


def _until(deadline: Deadline, document: Document) -> date | None:
    header = document.header
    stated = as_date(deadline.end) or (as_date(header.plan_period.end) if header.plan_period else None)
    if stated is None and header.plan_year is not None:
        return date(header.plan_year, 12, 31)
    return stated


def _period_start(frequency: str, day: date) -> date:
    if frequency == "daily":
        return day
    if frequency == "weekly":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[frequency]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _dues(deadline: Deadline, start: date) -> list[date | None]:
    frequency = deadline.frequency
    if frequency == "daily":
        return [None]
    if frequency == "weekly":
        return [start + timedelta(days=6)]
    if not deadline.day_rule:
        return [_month_end(start, _MONTHS[str(frequency)])]
    dues = [_rule_day(rule.strip(), start, str(frequency)) for rule in deadline.day_rule.split(",")]
    return list(dict.fromkeys(dues))


def _rule_day(rule: str, start: date, frequency: str) -> date | None:
    """Return the day that a rule ("20" or "11-15") names in the period from `start`."""
    try:
        if re.fullmatch(r"\d{1,2}-\d{1,2}", rule) and frequency == "yearly":
            month, day = map(int, rule.split("-"))
            return date(start.year, month, day)
        if rule.isdecimal() and frequency == "monthly":
            return start.replace(day=min(int(rule), monthrange(start.year, start.month)[1]))
    except ValueError:
        return None
    return None


def _month_end(start: date, months: int) -> date:
    month = start.month + months - 1
    return date(start.year, month, monthrange(start.year, month)[1])
