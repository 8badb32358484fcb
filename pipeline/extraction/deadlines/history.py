"""Times of a running sentence that lie behind it: what was, since when it is, what it is compared with."""

from __future__ import annotations

from datetime import date

from pipeline.document import Deadline
from pipeline.extraction.deadlines.nodes import Point, Span
from pipeline.extraction.deadlines.resolution import days_of
from pipeline.extraction.deadlines.site import Site, holds
from pipeline.extraction.deadlines.tokens import Tokens
from pipeline.extraction.deadlines.values import DateContext
from pipeline.text import fold

_DONE, _MUST, _BY = fold("đã"), fold("phải"), fold("do")


def is_history(site: Site, values: tuple[Deadline, ...], context: DateContext) -> bool:
    """Return whether the time lies before the issue, commemorates, compares, or tells what data cover."""
    begun = site.first_symbol == "from" and isinstance(site.reading.nodes[0], Span)  # "kỷ niệm … từ 20-27/7"
    placed = site.first_symbol in ("in", "within", "before", "by")  # "tại đường Cách Mạng Tháng Tám, trong …"
    remembered = holds(site.before[-10:], "memorial") and not (site.ends("goal") or begun or placed)
    if holds(site.before[-7:], "compare") or remembered:
        return True
    known = context.issue_date or (date(context.plan_year, 1, 1) if context.plan_year else None)
    for value in values:
        day = value.due or value.start
        if known and day and value.year_source == "explicit" and day < known.isoformat():
            return True
        if known and day == known.isoformat() and value.op == "on" and value.precision == "day":
            return True  # the letterhead's own date
    return False


def is_window(site: Site) -> bool:
    """Return whether the time bounds what is counted or in force: "số liệu tính đến ngày 15/6"."""
    placed = site.first_symbol in ("in", "within", "at")
    counted = site.ends("counted") and not placed
    if site.ends("finish"):
        return False  # "văn bản còn hiệu lực, hoàn thành trong quý II"
    return holds(site.before[-5:], "window") or counted or site.tokens.says(site.reading.first, "tính từ")


def is_ahead(point: Point, context: DateContext) -> bool:
    """Return whether a point with its year begins after the issue: nothing is told of it as past."""
    days = days_of(point, point.year) if point.year else None
    return days is not None and context.issue_date is not None and days.first > context.issue_date


def is_past(site: Site) -> bool:
    """Return whether the words around a time tell what has happened."""
    after = site.tokens.words(site.reading.last, site.reading.last + 8)
    return holds(site.clause, "past") or (site.opens and holds(after, "past"))


def is_made_then(site: Site) -> bool:
    """Return whether the time tells when somebody made a thing: "văn bản do Sở X ban hành trong năm 2026"."""
    return _BY in site.clause[-8:] and site.ends("made_by")


def is_existence(site: Site) -> bool:
    """Return whether "trước ngày …" tells since when a thing exists: "hồ sơ phát sinh trước ngày …"."""
    if site.clause and site.ends("existed"):
        return _MUST not in site.clause[-3:]
    if holds(site.clause[-6:], "made"):
        return not holds(site.clause, "due")
    if is_made_then(site):  # "hợp đồng do Sở X ký kết trước ngày …"
        return not holds(site.clause, "due")
    if _DONE not in site.clause[-10:] or holds(site.clause, "due"):
        return False
    return not holds(site.clause[: site.clause.index(_DONE)], "orders")


def is_of_other_year(tokens: Tokens, last: int) -> bool:
    """Return whether the year behind a day is one that the text does not name: "của năm cuối kỳ"."""
    at = last + (tokens.symbol(last) == "of")
    return tokens.symbol(at) == "year" and holds(tokens.words(at + 1, at + 2), "other_years")
