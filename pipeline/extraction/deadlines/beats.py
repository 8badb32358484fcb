"""Frequencies: "hằng quý", "6 tháng một lần", "02 lần/ngày", as a word of the contract or a step."""

from __future__ import annotations

from pipeline.extraction.deadlines.nodes import Frequency
from pipeline.extraction.deadlines.points import read_day, read_month, read_quarter
from pipeline.extraction.deadlines.tokens import Tokens

UNITS: dict[str, Frequency] = {
    "day": "daily",
    "week": "weekly",
    "month": "monthly",
    "quarter": "quarterly",
    "year": "yearly",
    "term": "half_yearly",  # a school year has two
    "school": "yearly",
}
_MONTHS: dict[int, Frequency] = {1: "monthly", 3: "quarterly", 6: "half_yearly", 12: "yearly"}
_PER_YEAR: dict[int, Frequency] = {1: "yearly", 2: "half_yearly", 4: "quarterly", 12: "monthly"}
Beat = tuple[Frequency | None, str | None]  # a frequency of the contract, or the ISO 8601 step that has none


def read_beat(tokens: Tokens, at: int, *, loose: bool) -> tuple[Beat, int] | None:
    """Read a frequency: "hằng quý", "6 tháng một lần", "02 lần/ngày"; with `loose` also "6 tháng", "năm"."""
    if tokens.symbol(at) == "annual":
        return ("yearly", None), at + 1
    at += tokens.is_one(at, "begin", "late") and tokens.symbol(at + 1) == "every"  # "cuối mỗi học kỳ"
    every = tokens.symbol(at) == "every"
    if every and tokens.says(at + 1, "đêm"):
        return ("daily", None), at + 2
    if every and tokens.symbol(at + 1) in UNITS:
        return (UNITS[tokens.symbol(at + 1)], None), _skip_times(tokens, at + 2)
    found = _times_per(tokens, at) or _unit_per_time(tokens, at) or _unit_times(tokens, at)
    if found is not None or not (loose or every):
        return found
    return _plain_unit(tokens, at + every)


def _skip_times(tokens: Tokens, at: int) -> int:
    """Skip "02 lần" after "mỗi năm"."""
    if tokens.symbol(at + 1) == "times" and (tokens.number(at) is not None or tokens.symbol(at) == "once"):
        return at + 2
    return at


def _times_per(tokens: Tokens, at: int) -> tuple[Beat, int] | None:
    count = tokens.number(at) or (1 if tokens.symbol(at) == "once" else None)
    unit = at + 2 + tokens.is_one(at + 2, "/", "once", "every", "in")
    issues = tokens.says(at + 1, "kỳ") and tokens.symbol(at + 2) == "/"  # "02 kỳ/tháng"
    if (
        count is None
        or not (tokens.symbol(at + 1) == "times" or issues)
        or tokens.symbol(unit) not in UNITS
        or unit == at + 2
        or tokens.number(unit + 1) is not None  # "01 lần trong năm 2026": once, in that year
    ):
        return None
    return _often(count, tokens.symbol(unit)), unit + 1


def _unit_per_time(tokens: Tokens, at: int) -> tuple[Beat, int] | None:
    """Read "6 tháng/lần", "quý/lần", "02 năm một lần"."""
    numbered = tokens.number(at) is not None
    unit = at + numbered
    after = unit + 1 + tokens.is_one(unit + 1, "/", "once")
    if tokens.symbol(unit) not in UNITS:
        return None
    after += tokens.number(after) == 1 and tokens.symbol(after + 1) == "times"
    if tokens.symbol(after) != "times" or after == unit + 1:
        return None
    return _counted((tokens.number(at) or 1) if numbered else 1, tokens.symbol(unit)), after + 1


def _unit_times(tokens: Tokens, at: int) -> tuple[Beat, int] | None:
    """Read "ngày 02 lần", "tháng 01 lần"."""
    count = tokens.number(at + 1)
    if tokens.symbol(at) not in UNITS or count is None or tokens.symbol(at + 2) != "times":
        return None
    return _often(count, tokens.symbol(at)), at + 3


def _often(count: int, unit: str) -> Beat:
    """Return the beat of so many times in a unit: twice a year is half-yearly."""
    if UNITS[unit] != "yearly":
        return UNITS[unit], None
    known = _PER_YEAR.get(count)
    return known, None if known else f"P{max(12 // count, 1)}M"


def _counted(count: int, unit: str) -> Beat:
    if unit == "month" and count in _MONTHS:
        return _MONTHS[count], None
    if count == 1:
        return UNITS[unit], None
    letter = {"day": "D", "week": "W", "year": "Y", "school": "Y"}.get(unit, "M")
    return None, f"P{count * 3 if unit == 'quarter' else count}{letter}"


def _plain_unit(tokens: Tokens, at: int) -> tuple[Beat, int] | None:
    number = tokens.number(at)
    unit = at + (number is not None)
    if tokens.symbol(unit) not in UNITS or tokens.number(unit + 1) is not None:
        return None
    dated = tokens.symbol(unit + 1) == "before" and read_day(tokens, unit + 2) is not None
    blocked = tokens.is_one(unit + 1, "begin", "late", "next", "after", "before") and not dated
    if blocked or tokens.says(unit + 1, "qua", "lực"):
        return None
    if number is None and read_quarter(tokens, unit) is None and read_month(tokens, unit) is None:
        return (UNITS[tokens.symbol(unit)], None), unit + 1
    return (_counted(number, tokens.symbol(unit)), unit + 1) if number else None
