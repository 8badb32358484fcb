"""Grammar of what comes round: "hằng năm", "trước ngày 20 hằng tháng", "định kỳ 6 tháng, năm"."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extraction.deadlines.beats import UNITS, read_beat
from pipeline.extraction.deadlines.lexicon import load_lexicon
from pipeline.extraction.deadlines.nodes import (
    Fixed,
    Frequency,
    Node,
    Nodes,
    Op,
    Point,
    Precision,
    Recurring,
    Span,
)
from pipeline.extraction.deadlines.points import read_clock, read_day, read_point
from pipeline.extraction.deadlines.prepositions import read_op
from pipeline.extraction.deadlines.spans import read_fixed, read_span
from pipeline.extraction.deadlines.tokens import Tokens
from pipeline.text import fold

_WEEKDAYS = {
    fold(word): code
    for word, code in {
    "hai": "MO", "ba": "TU", "tư": "WE", "năm": "TH", "sáu": "FR", "bảy": "SA", "bẩy": "SA", "nhật": "SU",
    "2": "MO", "3": "TU", "4": "WE", "5": "TH", "6": "FR", "7": "SA",
    }.items()
}  # fmt: skip


def read_recurring(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    """Read one or several recurring limits."""
    periodic = tokens.symbol(at) == "periodic"
    start = at + periodic
    start += periodic and tokens.symbol(start) == ":"
    found = _with_more(tokens, _ruled(tokens, start)) or _listed(tokens, start, periodic=periodic)
    if found is None and periodic and tokens.symbol(start) == "(":
        inner = _listed(tokens, start + 1, periodic=True)
        found = (inner[0], inner[1] + 1) if inner and tokens.symbol(inner[1]) == ")" else None
    if found is None and periodic:
        point = read_point(tokens, start, bare=False)
        if point is not None and point[0].year is not None:  # "sinh hoạt định kỳ tháng 6/2026"
            return (Fixed("on", point[0]),), point[1]
        return (Recurring(None),), start
    return found


def _with_more(tokens: Tokens, found: tuple[Nodes, int] | None) -> tuple[Nodes, int] | None:
    """Read on: "trước ngày 05 hằng tháng, 6 tháng (trước ngày 20/6) và năm (trước ngày 20/12)"."""
    if found is None or not tokens.is_one(found[1], ",", "and"):
        return found
    more = _listed(tokens, found[1] + 1, periodic=True)
    return ((*found[0], *more[0]), more[1]) if more is not None and _all_ruled(more[0]) else found


def _listed(tokens: Tokens, at: int, *, periodic: bool) -> tuple[Nodes, int] | None:
    """Read frequencies in a row, each with its own day: "hàng tháng (trước ngày 16), 6 tháng, năm"."""
    first = _item(tokens, at, loose=periodic)
    if first is None:
        return None
    nodes, after = list(first[0]), first[1]
    while tokens.is_one(after, ",", "and", "/", ";"):
        more = _item(tokens, after + 1, loose=True) or _ruled(tokens, after + 1)
        apart = tokens.symbol(after) == ";"  # "6 tháng: trước ngày 15/6; năm: trước ngày 15/12"
        if more is None or (apart and not _all_ruled((*nodes, *more[0]))):
            break
        nodes.extend(more[0])
        after = more[1]
    return _each_its_day(nodes), after


def _each_its_day(nodes: list[Node]) -> Nodes:
    """Give the frequencies of a row the days that stand behind the last: "6 tháng, năm (20/6, 20/12)"."""
    beats = [node for node in nodes if isinstance(node, Recurring)]
    last = beats[-1]
    bare = all(not node.rules for node in beats[:-1])
    if len(beats) < max(len(nodes), 2) or not bare or len(last.rules) != len(beats):
        return tuple(nodes)
    pairs = zip(beats, last.rules, strict=True)
    return tuple(replace(beat, op=last.op, rules=(rule,), precision=last.precision) for beat, rule in pairs)


def _all_ruled(nodes: Nodes) -> bool:
    return all(isinstance(node, Recurring) and node.rules for node in nodes)


def _item(tokens: Tokens, at: int, *, loose: bool) -> tuple[Nodes, int] | None:
    at += tokens.is_one(at, "whole", "periodic", "at")
    beat = read_beat(tokens, at, loose=loose)
    if beat is None:
        return None
    (frequency, offset), after = beat
    node = Recurring(frequency, offset=offset)
    return _days_after(tokens, node, after) or ((node,), after)


def _days_after(tokens: Tokens, node: Recurring, at: int) -> tuple[Nodes, int] | None:
    """Read the days that follow a frequency: "(trước ngày 15 tháng 11)", ", trước ngày 25 tháng 12"."""
    opened = tokens.symbol(at) == "("
    start = at + (opened or tokens.is_one(at, ",", ":"))
    clock = _clocks(tokens, start)
    if opened and clock is not None and tokens.symbol(clock) == ")":
        return (node,), clock + 1
    quarterly = _day_of_quarter(tokens, start)
    if quarterly is not None and node.frequency == "quarterly":
        return quarterly[0], quarterly[1] + (opened and tokens.symbol(quarterly[1]) == ")")
    days = _rules(tokens, start, bare=opened)
    if days is None or not (opened or read_op(tokens, start) or tokens.symbol(start) == "day"):
        return None
    after = days[1]
    if tokens.symbol(after) == "every" and tokens.symbol(after + 1) in UNITS:
        after += 2
    after = _cycle(tokens, after + tokens.is_one(after, "of"), "year") or after
    if opened:
        if tokens.symbol(after) != ")":
            return None
        after += 1
    return _apply(node, days[0]), after


def _clocks(tokens: Tokens, at: int) -> int | None:
    start = at
    while True:
        at += tokens.is_one(at, "before", "at")
        after = read_clock(tokens, at)
        if after == at:
            return None if at == start else at
        at = after
        if not tokens.is_one(at, "and", ","):
            return at
        at += 1


def _apply(node: Recurring, fixed: tuple[Fixed, ...]) -> Nodes:
    rules = tuple(_rule(each.point) for each in fixed)
    precision: Precision = fixed[0].point.precision
    return (replace(node, op=fixed[0].op, rules=rules, precision=precision),)


def _rule(point: Point) -> str:
    """Return the day rule of a point; months and quarters give their last day (29 February never counts)."""
    if point.precision == "day":
        return f"{point.number:02d}-{point.day:02d}" if point.number else f"{point.day:02d}"
    month = (point.number or 12) * {"month": 1, "quarter": 3, "half_year": 6}.get(point.precision, 1)
    last = 28 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    return f"{month:02d}-{last:02d}"


def _rules(tokens: Tokens, at: int, *, bare: bool = False) -> tuple[tuple[Fixed, ...], int] | None:
    found = read_fixed(tokens, at, bare=bare)
    if found is None:
        return None
    fixed = tuple(node for node in found[0] if isinstance(node, Fixed))
    return (fixed, found[1]) if all(each.point.year is None for each in fixed) else None


def _ruled(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    """Read days that stand before their frequency: "trước ngày 20 hằng tháng", "thứ Hai hằng tuần"."""
    for reader in (_weekday, _clock_daily, _day_of_quarter, _labelled_days, _span_yearly, _days_before):
        found = reader(tokens, at)
        if found is not None:
            return found
    return None


def _prefix(tokens: Tokens, at: int) -> tuple[Op, int]:
    op = read_op(tokens, at)
    return op if op else ("on", at)


def _weekday(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    op, start = _prefix(tokens, at)
    start = read_clock(tokens, start)
    if tokens.symbol(start) == "day" and tokens.symbol(start + 1) == "weekday":
        start += 1
    if tokens.symbol(start) != "weekday":
        return None
    rule = _WEEKDAYS.get(tokens[start].key.split(" ")[-1])
    if tokens.symbol(start + 1) == "week":
        return _week_of_month(tokens, op, start + 2)
    if rule is None or not (tokens.symbol(start + 1) == "every" and tokens.symbol(start + 2) == "week"):
        return None
    return (Recurring("weekly", op, (rule,), "day"),), start + 3


def _week_of_month(tokens: Tokens, op: Op, at: int) -> tuple[Nodes, int] | None:
    """Read the rest of "thứ Hai tuần đầu của tháng", "thứ Bảy tuần thứ 3 hằng tháng": once a month."""
    if not tokens.is_one(at, "begin", "late", "weekday", "number"):
        return None
    month = at + 1 + tokens.is_one(at + 1, "of", "every")
    if tokens.symbol(month) != "month" or tokens.number(month + 1) is not None:
        return None
    return (Recurring("monthly", op),), month + 1


def _clock_daily(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    op, start = _prefix(tokens, at)
    after = read_clock(tokens, start)
    if after == start or tokens.symbol(after) != "every" or tokens.symbol(after + 1) != "day":
        return None
    return (Recurring("daily", op),), after + 2


def _day_of_quarter(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    """Read "trước ngày 05 của tháng đầu quý sau", "ngày 25 tháng cuối quý", "trước ngày 05 tháng sau"."""
    op, start = _prefix(tokens, at)
    day = read_day(tokens, start, bare=False)
    if day is None or day[0].number is not None:
        return None
    after = day[1] + tokens.is_one(day[1], "of")
    if tokens.symbol(after) != "month":
        return None
    rule = (f"{day[0].day:02d}",)
    quarter = after + 2 + tokens.is_one(after + 2, "every", "of")
    if tokens.is_one(after + 1, "begin", "late", "middle") and tokens.symbol(quarter) == "quarter":
        stop = quarter + 1 + tokens.is_one(quarter + 1, "after", "next", "every", "of")
        return (Recurring("quarterly", op, rule, "day"),), stop
    cycle = _cycle(tokens, after, "month")
    return ((Recurring("monthly", op, rule, "day"),), cycle) if cycle else None


def _labelled_days(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    """Read "trước ngày 15/6 (6 tháng) và 15/12 (năm)"."""
    op, start = _prefix(tokens, at)
    nodes: list[Recurring] = []
    while True:
        start += tokens.is_one(start, "before")
        day = read_day(tokens, start)
        if day is None or day[0].year is not None or day[0].number is None or tokens.symbol(day[1]) != "(":
            break
        beat = read_beat(tokens, day[1] + 1 + tokens.is_one(day[1] + 1, "whole"), loose=True)
        if beat is None or tokens.symbol(beat[1]) != ")":
            break
        nodes.append(Recurring(beat[0][0], op, (_rule(day[0]),), "day", beat[0][1]))
        start = beat[1] + 1
        if not (
            tokens.is_one(start, "and", ",")
            and read_day(tokens, start + 1 + tokens.is_one(start + 1, "before"))
        ):
            return tuple(nodes), start
        start += 1
    return None


def _span_yearly(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    """Read "Từ tháng 3 đến tháng 11 hằng năm", "từ ngày 1 đến ngày 5 hằng tháng": its last day."""
    found = read_span(tokens, at, bare=False)
    span = found[0][0] if found else None
    if found is None or not isinstance(span, Span) or span.end is None or span.end.year is not None:
        return None
    frequency: Frequency = "monthly" if span.end.number is None else "yearly"
    if not (tokens.symbol(found[1]) == "every" and UNITS.get(tokens.symbol(found[1] + 1)) == frequency):
        return None
    return (Recurring(frequency, None, (_rule(span.end),), span.end.precision),), found[1] + 2


def _days_before(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    op, start = _prefix(tokens, at)
    if op == "after":
        return None
    for days in (_rules(tokens, at, bare=True), _bare_numbers(tokens, start, op)):
        if days is None or any(node.point.precision == "year" for node in days[0]):
            continue
        beat = _beat_of_days(tokens, days[1] + tokens.is_one(days[1], ",", "of"))
        if beat is not None:
            return _apply(Recurring(beat[0]), days[0]), beat[1]
        cut = tokens.symbol(days[1]) == "every" and tokens.is_one(days[1] + 1, "end", ".", ";")
        if cut and all(node.point.number for node in days[0]):  # "trước ngày 15/12 hằng", its year unread
            return _apply(Recurring("yearly"), days[0]), days[1] + 1
    return None


def _beat_of_days(tokens: Tokens, at: int) -> tuple[Frequency, int] | None:
    year = _cycle(tokens, at, "year")
    if year is not None:
        return "yearly", year
    beat = read_beat(tokens, at, loose=False)
    if beat is None or beat[0][0] not in ("monthly", "quarterly", "half_yearly", "yearly"):
        return None
    return beat[0][0], beat[1]


def _cycle(tokens: Tokens, at: int, unit: str) -> int | None:
    """Return the place after "năm sau", "năm hiện hành", "tháng báo cáo": a time that comes round."""
    if tokens.symbol(at) != unit:
        return None
    if tokens.is_one(at + 1, "next", "after"):
        return at + 2
    for phrase in load_lexicon().guards["cycles"]:
        if tokens.words(at + 1, at + 1 + len(phrase)) == phrase:
            return at + 1 + len(phrase)
    return None


def _bare_numbers(tokens: Tokens, at: int, op: Op) -> tuple[tuple[Fixed, ...], int] | None:
    """Read "ngày 10 và 25", "ngày 10, ngày 25" of every month."""
    days: list[Fixed] = []
    while True:
        number = tokens.number(at + tokens.is_one(at, "day"))
        if (
            number is None
            or not 1 <= number <= 31
            or (not days and tokens.symbol(at) != "day" and op not in ("before", "by"))
        ):
            return None
        days.append(Fixed(op, Point("day", day=number)))
        at += 1 + tokens.is_one(at, "day")
        if not tokens.is_one(at, "and", ",") or tokens.symbol(at + 1) == "every":
            return tuple(days), at
        at += 1


def read_season(tokens: Tokens, at: int, *, whole: bool) -> tuple[Nodes, int] | None:
    """Read a row that begins without "định kỳ": "6 tháng (trước ngày 16/6), năm (trước ngày 20/11)".

    In a sentence each of its frequencies has a day; alone in a cell it may go without.
    """
    if tokens.number(at) is None or tokens.symbol(at + 1) != "month":
        return None
    found = _listed(tokens, at, periodic=True)
    return found if found and len(found[0]) > 1 and (whole or _all_ruled(found[0])) else None
