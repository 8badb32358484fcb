"""Grammar of single points with a preposition, lists of points, and periods."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.extraction.deadlines.anchors import issue_end
from pipeline.extraction.deadlines.nodes import Fixed, Nodes, Op, Point, Span
from pipeline.extraction.deadlines.points import (
    Read,
    quarter_number,
    read_clock,
    read_day,
    read_point,
    read_year_number,
    small,
)
from pipeline.extraction.deadlines.prepositions import clause_end, read_op
from pipeline.extraction.deadlines.tokens import Tokens

_LISTS = (",", "and", "-", "until")
_STOPS = (",", "and", ";", ".", ")", "end", "every")


def read_fixed(tokens: Tokens, at: int, *, bare: bool) -> tuple[Nodes, int] | None:
    """Read one point or a list of points under one preposition."""
    # "sau ngày 30/9/2026", "sau năm 2026"
    later = tokens.symbol(at) == "after" and tokens.is_one(at + 1, "day", "month", "quarter", "year")
    prefix: tuple[Op, int] | None = ("after", at + 1) if later else read_op(tokens, at)
    op, start = prefix or ("on", at)
    start = read_clock(tokens, start)
    if tokens.symbol(at) == "from":
        return None
    first = read_point(tokens, start, bare=bare or prefix is not None or _is_dated_bracket(tokens, start))
    if first is None:
        return None
    points, after = _day_of_months(tokens, first) or _more_points(tokens, first)
    if op == "on" and tokens.is_one(start, "late") and points[0].precision == "year":
        op = "by"
    return tuple(Fixed(op, point) for point in points), after


def _is_dated_bracket(tokens: Tokens, at: int) -> bool:
    """Return whether "(30/6/2025)", a whole day and nothing else, stands in brackets."""
    if tokens.symbol(at - 1) != "(":
        return False
    day = read_day(tokens, at)
    return day is not None and day[0].year is not None and tokens.symbol(day[1]) == ")"


def _more_points(tokens: Tokens, first: Read) -> tuple[tuple[Point, ...], int]:
    points, after = [first[0]], first[1]
    while tokens.is_one(after, "and", ","):
        following = after + 1 + tokens.is_one(after + 1, "before")
        bare = points[0].precision == "day"
        more = read_point(tokens, following, bare=bare) or _bare_unit(tokens, following, points[0])
        if more is None or more[0].precision != points[0].precision or not _complete(more[0]):
            break
        points.append(more[0])
        after = more[1]
    last = points[-1].year
    return tuple(replace(point, year=point.year or last) for point in points), after


def _day_of_months(tokens: Tokens, first: Read) -> tuple[tuple[Point, ...], int] | None:
    """Read the months of one day: "ngày 20 các tháng 3, 6, 9, 12", "ngày 05 của các tháng 4 và 10/2026"."""
    day, at = first
    at += tokens.symbol(at) == "of"
    at += tokens.symbol(at) == "plural"
    if day.precision != "day" or day.year is not None:
        return None
    numbers: list[int | None] = [day.number]  # "ngày 25 tháng 6, tháng 9 và tháng 12/2024"
    after = first[1]
    if day.number is None:
        if tokens.symbol(at) != "month":
            return None
        numbers, after = [_month_number(tokens, at + 1)], at + 2
    while tokens.is_one(after, ",", "and"):
        named = tokens.symbol(after + 1) == "month"
        number = _month_number(tokens, after + 1 + named)
        if number is None or (day.number is not None and not named):
            break
        numbers, after = [*numbers, number], after + 2 + named
    if len(numbers) < 2:
        return None
    last, end = _shared_end(tokens, "month", after - 1)
    return tuple(Point("day", last.year, number, day.day) for number in numbers), end


def _bare_unit(tokens: Tokens, at: int, first: Point) -> Read | None:
    """Read the 8 and the 11 of "tháng 5, 8, 11/2025"."""
    if first.precision not in ("month", "quarter"):
        return None
    point, after = _shared_end(tokens, first.precision, at)
    return (point, after) if point.number is not None and tokens.is_one(after, *_STOPS) else None


def _complete(point: Point) -> bool:
    return point.precision != "day" or point.number is not None


def _fill(first: Point, second: Point) -> Point:
    """Return the first point of a range with the month and year that it shares with the second."""
    if first.precision == "day" and first.number is None and second.precision == "day":
        first = replace(first, number=second.number)
    return replace(first, year=first.year or second.year)


def read_span(tokens: Tokens, at: int, *, bare: bool) -> tuple[Nodes, int] | None:
    """Read a period: "từ … đến …", "Quý II, III/2025", "giai đoạn 2026 - 2030", "từ 01/7/2025"."""
    start = at + tokens.is_one(at, "in", "within", "at")
    start += tokens.symbol(start) == "plural" and tokens.is_one(start + 1, "month", "quarter")
    for reader in (_school_year, _years, _from_to, _shared_unit, _months_of_year):
        found = reader(tokens, start)
        if found is not None:
            return _open_tail(tokens, *found)
    found = _point_to_point(tokens, start, bare=bare)
    return _open_tail(tokens, *found) if found else _open_point(tokens, start, bare=bare)


def _school_year(tokens: Tokens, at: int) -> tuple[Span, int] | None:
    if tokens.symbol(at) == "from" and (year := _school_year(tokens, at + 1)):
        return Span(year[0].start, None, "after"), year[1]  # "từ năm học 2026 - 2027" on
    if tokens.symbol(at) != "school":
        return None
    first = read_year_number(tokens, at + 1)
    if first is None or tokens.symbol(first[1]) not in ("-", "/"):
        return None
    last = read_year_number(tokens, first[1] + 1)
    if last is None or last[0] != first[0] + 1:
        return None
    return Span(Point("month", first[0], 9), Point("month", last[0], 5)), last[1]


def _years(tokens: Tokens, at: int) -> tuple[Span, int] | None:
    """Read "2026 - 2030", "năm 2025-2030", "giai đoạn từ 2026 đến 2030", "các năm 2026, 2027"."""
    start = at + tokens.is_one(at, "plural")
    start += tokens.is_one(start, "stage", "year")
    start += tokens.symbol(start) == "from" and start > at
    start += tokens.is_one(start, "year")
    first = read_year_number(tokens, start)
    if first is None or tokens.symbol(start - 1) in ("/", "."):
        return None
    after, last = first[1], None
    while tokens.is_one(after, *_LISTS):
        following = after + 1 + tokens.is_one(after + 1, "close")
        following += tokens.is_one(following, "year")
        more = read_year_number(tokens, following)
        if more is None or tokens.symbol(more[1]) == "/":
            break
        after, last = more[1], more[0]
    if last is None or last <= first[0]:
        return None
    return Span(Point("year", first[0]), Point("year", last)), after


def _from_to(tokens: Tokens, at: int) -> tuple[Span, int] | None:
    """Read "từ … đến …", "từ nay đến hết …", "từ … đến khi …"."""
    if tokens.symbol(at) != "from":
        return None
    issued = issue_end(tokens, at + 1)
    first: tuple[Point | None, int] | None = (None, issued) if issued else _range_start(tokens, at + 1)
    if first is None or not tokens.is_one(first[1], "until", "-"):
        return None
    after = first[1] + 1
    if tokens.symbol(after) == "when" and tokens.symbol(after - 1) == "until":
        stop = clause_end(tokens, after + 1)
        return Span(first[0], None, "after", tokens.slice(after + 1, stop)), stop
    last = read_point(tokens, read_clock(tokens, after + tokens.is_one(after, "close")), bare=True)
    if last is None:
        return None
    return Span(_fill(first[0], last[0]) if first[0] else None, last[0]), last[1]


def _range_start(tokens: Tokens, at: int) -> tuple[Point | None, int] | None:
    at = read_clock(tokens, at)
    point = read_point(tokens, at, bare=True)
    number = tokens.number(at)
    if point is None and number and number <= 31 and tokens.is_one(at + 1, "until", "-"):
        return Point("day", day=number), at + 1
    return point


def _shared_unit(tokens: Tokens, at: int) -> tuple[Span, int] | None:
    """Read a range whose unit or year stands once: "Tháng 11 - 12/2025", "Quý II, III/2025"."""
    symbol = tokens.symbol(at)
    if symbol not in ("month", "quarter", "day"):
        return None
    number = quarter_number if symbol == "quarter" else _month_number if symbol == "month" else _day_number
    first = number(tokens, at + 1)
    if first is None or not tokens.is_one(at + 2, *_LISTS):
        return None
    after, chain = at + 2, [first]
    while tokens.is_one(after, *_LISTS):
        following = after + 1 + tokens.is_one(after + 1, symbol)
        more = number(tokens, following)
        if more is None:
            break
        chain.append(more)
        after = following + 1
    dashed = tokens.is_one(at + 2, "-", "until")
    if len(chain) < 2 or (not dashed and any(b != a + 1 for a, b in pairwise(chain))):
        return None
    return _close_shared(tokens, symbol, chain, after)


def _close_shared(tokens: Tokens, symbol: str, chain: list[int], after: int) -> tuple[Span, int] | None:
    last = read_day(tokens, after - 1) if symbol == "day" else _shared_end(tokens, symbol, after - 1)
    if last is None or last[0].number is None:
        return None
    first = Point(last[0].precision, last[0].year, chain[0])
    if symbol == "day":
        first = Point("day", last[0].year, last[0].number, chain[0])
    return Span(first, last[0]), last[1]


def _shared_end(tokens: Tokens, symbol: str, at: int) -> Read:
    number = (quarter_number if symbol == "quarter" else _month_number)(tokens, at)
    point = Point("quarter" if symbol == "quarter" else "month", number=number)
    if tokens.is_one(at + 1, "/", "-", ".", "year"):
        year = read_year_number(tokens, at + 2)
        if year is not None:
            return replace(point, year=year[0]), year[1]
    return point, at + 1


def _month_number(tokens: Tokens, at: int) -> int | None:
    return small(tokens, at, 12)


def _day_number(tokens: Tokens, at: int) -> int | None:
    return small(tokens, at, 31)


def _months_of_year(tokens: Tokens, at: int) -> tuple[Span, int] | None:
    """Read "9 tháng đầu năm 2025" (any count but the half-year's 6)."""
    count = _month_number(tokens, at)
    if count in (None, 6, 12) or [tokens.symbol(at + i) for i in (1, 2, 3)] != ["month", "begin", "year"]:
        return None
    year = read_year_number(tokens, at + 4)
    last = Point("month", year[0] if year else None, count)
    return Span(replace(last, number=1), last), year[1] if year else at + 4


def _point_to_point(tokens: Tokens, at: int, *, bare: bool) -> tuple[Span, int] | None:
    """Read "Quý IV/2025- Quý II/2026", "15/11/2025 - 30/11/2025"."""
    first = read_point(tokens, at, bare=bare)
    if first is None or not tokens.is_one(first[1], "-", "until"):
        return None
    after = first[1] + 1 + tokens.is_one(first[1] + 1, "close")
    last = read_point(tokens, after, bare=True)
    mixed = last is not None and last[0].precision != first[0].precision
    if last is None or (mixed and (first[0].year is None or first[0].precision == "year")):
        return None  # "vốn năm 2025 đến hết ngày 31/01/2026"
    return Span(_fill(first[0], last[0]), last[0]), last[1]


def _open_point(tokens: Tokens, at: int, *, bare: bool) -> tuple[Nodes, int] | None:
    """Read "từ 01/7/2025", and any point that goes on: "Năm 2025 và các năm tiếp theo"."""
    from_here = tokens.symbol(at) == "from"
    bracketed = tokens.symbol(at - 1) == "("  # "(2026 trở đi)"
    point = read_point(tokens, at + from_here, bare=bare or from_here or bracketed)
    if point is None or not _complete(point[0]):
        return None
    if from_here and tokens.symbol(point[1]) == "and" and read_point(tokens, point[1] + 1):
        return None
    tail = _tail_end(tokens, point[1])
    if tail is None and not from_here:
        return None
    return (Span(point[0], None, "after" if from_here else None),), tail or point[1]


def _open_tail(tokens: Tokens, span: Span, after: int) -> tuple[Nodes, int]:
    tail = _tail_end(tokens, after)
    return ((replace(span, end=None),), tail) if tail else ((span,), after)


def _tail_end(tokens: Tokens, at: int) -> int | None:
    """Return the place after "và những năm tiếp theo", ", các giai đoạn 05 năm tiếp theo", "trở đi"."""
    if tokens.symbol(at) == "onward":
        return at + 1
    if not tokens.is_one(at, "and", ","):
        return None
    if tokens.symbol(at + 1) == "next" and tokens.is_one(at + 2, "end", ".", ";", ")"):
        return at + 2  # "đến năm 2020 và tiếp theo"
    start = at + 1 + tokens.is_one(at + 1, "plural")
    for step in range(start, start + 4):
        if tokens.is_one(step, "next", "after"):
            seen = {tokens.symbol(place) for place in range(start, step)}
            return step + 1 if seen & {"year", "stage", "month", "quarter"} else None
    return None
