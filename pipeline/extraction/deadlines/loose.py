"""Grammar of limits without a day: durations, events, other people's schedules."""

from __future__ import annotations

from pipeline.extraction.deadlines.anchors import named_anchor
from pipeline.extraction.deadlines.nodes import Event, Nodes, Op, Relative, Schedule
from pipeline.extraction.deadlines.prepositions import clause_end, holds_at
from pipeline.extraction.deadlines.tokens import Tokens
from pipeline.text import fold

_LETTERS = {"hour": "H", "minute": "M", "day": "D", "week": "W", "month": "M", "quarter": "M", "year": "Y"}
_BEFORE = fold("trước")
_NO_DURATION = ("begin", "late", "next", "times", "number", "/")


def read_relative(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    """Read a duration: "trong thời hạn 10 ngày kể từ ngày …", "chậm nhất 05 ngày làm việc"."""
    if tokens.symbol(at) == "in" and tokens.symbol(at + 1) == "day" and tokens.number(at + 2) is None:
        return ((Relative("P1D", None, working=False, op="by"),), at + 2) if _right_away(tokens, at) else None
    ahead = _ahead_of(tokens, at)
    if ahead is not None:
        return ahead
    opened = _duration_op(tokens, at)
    measure = _measure(tokens, opened[1])
    if measure is None:
        return None
    offset, working, after = measure
    anchor = _anchor(tokens, after)
    if anchor is not None:
        op: Op = "before" if tokens.is_one(after, "before", "event") else opened[0]
        return (Relative(offset, anchor[0], working, op),), anchor[1]
    if opened[1] == at or tokens.symbol(at) == "before":
        return _before_due(tokens, at, offset, working, after)
    return (Relative(offset, None, working, opened[0]),), after


def read_duration(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    """Read a duration that stands by itself: "30 ngày", "05 ngày làm việc"."""
    measure = _measure(tokens, at)
    return ((Relative(measure[0], None, measure[1], "by"),), measure[2]) if measure else None


def _right_away(tokens: Tokens, at: int) -> bool:
    return tokens.symbol(at - 1) == "soon" or tokens.is_one(at + 2, "end", ";", ".", ")")


def _before_due(tokens: Tokens, at: int, offset: str, working: bool, after: int) -> tuple[Nodes, int] | None:
    """Read "trước 30 ngày đến hạn", "trước 05 ngày tổ chức hội nghị"."""
    held = tokens.symbol(after) == "until" or holds_at(tokens, after, "held")
    if tokens.symbol(at) != "before" or not held:
        return None
    stop = clause_end(tokens, after)
    return (Relative(offset, tokens.slice(after, stop), working, "before"),), stop


_LONGEST_NAME = 6  # words of what is held: "trước phiên họp thường kỳ của Ban Chỉ đạo"


def _ahead_of(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    """Read "trước phiên họp ít nhất 03 ngày làm việc", "trước cuộc họp 05 ngày"."""
    named = tokens.symbol(at) == "before" and holds_at(tokens, at + 1, "held")
    if (not named and tokens.symbol(at) != "event") or not tokens[at].key.startswith(_BEFORE):
        return None
    for place in range(at + 1, at + 2 + _LONGEST_NAME):
        if tokens.number(place) is None and not tokens.says(place, "ít", "tối"):
            continue
        measure = _measure(tokens, place + 2 * tokens.says(place, "ít", "tối"))
        if measure is None:
            return None
        anchor = tokens.slice(at, place).split(" ", 1)[1]
        return (Relative(measure[0], anchor, measure[1], "before"),), measure[2]
    return None


def _duration_op(tokens: Tokens, at: int) -> tuple[Op, int]:
    start, op = at, "by"
    while tokens.is_one(start, "in", "within", "by", "after", "before", "soon", "label") and start < at + 3:
        start += 1 + (tokens.symbol(start) == "label" and tokens.symbol(start + 1) == ":")
    if start > at and all(tokens.symbol(place) == "after" for place in range(at, start)):
        op = "after"
    start += tokens.says(start, "là", "tối", "đa")
    start += tokens.says(start, "đa")
    return ("after" if op == "after" else "by"), start


def _measure(tokens: Tokens, at: int) -> tuple[str, bool, int] | None:
    """Read "10 ngày làm việc", "24-48 giờ" (the longer counts), "05 (năm) ngày"."""
    number = tokens.number(at)
    if number is None or number > 1000:
        return None
    after = at + 1
    if tokens.symbol(after) == "-" and tokens.number(after + 1) is not None:
        number, after = tokens.number(after + 1), after + 2
    after = _spelt_out(tokens, after)
    unit = tokens.symbol(after)
    letter = "H" if tokens.says(after, "h") else _LETTERS.get(unit)
    first = tokens.symbol(after + 1) == "begin" and tokens.symbol(after + 2) == "from"  # "30 phút đầu kể từ"
    if letter is None or (tokens.is_one(after + 1, *_NO_DURATION) and not first):
        return None
    if tokens.says(after + 1, "qua", "tuổi", "gần", "liền"):
        return None
    working = tokens.symbol(after + 1) == "working"
    clock = "T" if unit in ("hour", "minute") or letter == "H" else ""
    count = (number or 0) * (3 if unit == "quarter" else 1)
    return f"P{clock}{count}{letter}", working, after + 1 + working + first


def _spelt_out(tokens: Tokens, at: int) -> int:
    """Skip "(ba mươi)" after a number."""
    closing = next((at + size for size in (2, 3, 4, 5) if tokens.symbol(at + size) == ")"), None)
    return closing + 1 if closing is not None and tokens.symbol(at) == "(" else at


def _anchor(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read what a duration counts from, up to the end of the clause."""
    start = at + tokens.is_one(at, ",")
    if tokens.is_one(start, "event"):
        return _event_anchor(tokens, start)
    if not tokens.is_one(start, "from", "after", "before"):
        return None
    plain = start + 1
    after = plain + (tokens.is_one(plain, "day", "when") or tokens.says(plain, "lúc", "thời"))
    after += tokens.says(after, "điểm")
    if tokens.symbol(after) == "year" and tokens.number(after + 1) is not None:
        return None  # "tăng sau 20 năm từ năm 2003"
    if tokens.number(after) is not None or (after == plain and tokens.symbol(start) != "from"):
        return None
    stop = clause_end(tokens, after)
    return (named_anchor(tokens, after, stop), stop) if stop > after else None


def _event_anchor(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """Read "trước khi khai mạc", "trước kỳ họp cuối năm" behind a duration: what is to come."""
    stop = clause_end(tokens, at + 1)
    bare = tokens.says(at, "trước khi")
    if bare:
        return (tokens.slice(at + 1, stop), stop) if stop > at + 1 else None
    return tokens.slice(at, stop).split(" ", 1)[1], stop


def read_event(tokens: Tokens, at: int, *, commas: bool) -> tuple[Nodes, int] | None:
    """Read "ngay sau khi …", "khi có yêu cầu", "đột xuất", "trước kỳ họp …", "đến khi …"."""
    if tokens.symbol(at) == "sudden":
        request = (
            read_event(tokens, at + 1, commas=commas) if tokens.is_one(at + 1, "request", "when") else None
        )
        return request or ((Event(tokens.slice(at, at + 1), None),), at + 1)
    if tokens.is_one(at, "request", "event"):
        stop = clause_end(tokens, at + 1, commas=commas)
        return (Event(tokens.slice(at, stop), _event_op(tokens, at)),), stop
    start = at
    op: Op | None = None
    while tokens.is_one(start, "soon", "after", "until", "from") and start < at + 3:
        op = "by" if tokens.symbol(start) == "until" else "after"
        start += 1
    if tokens.symbol(start) == "request" and start > at:
        stop = clause_end(tokens, start + 1, commas=commas)
        return (Event(tokens.slice(start, stop), "after"),), stop
    if tokens.symbol(start) != "when":
        return None
    stop = clause_end(tokens, start + 1, commas=commas)
    anchor = tokens.slice(start + 1, stop)
    return ((Event(anchor, op),), stop) if anchor else None


def _event_op(tokens: Tokens, at: int) -> Op | None:
    return "before" if tokens[at].key.startswith(_BEFORE) else None


def read_schedule(tokens: Tokens, at: int, *, commas: bool) -> tuple[Nodes, int] | None:
    """Read "theo kế hoạch của Bộ", "theo lộ trình"."""
    if tokens.symbol(at) != "schedule":
        return None
    stop = clause_end(tokens, at + 1, commas=commas)
    words = tokens.slice(at, stop)
    return (Schedule(words.split(" ", 1)[1] if words.casefold().startswith("theo ") else words),), stop
