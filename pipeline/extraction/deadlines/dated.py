"""Which points and periods of a running sentence are limits that it states."""

from __future__ import annotations

from pipeline.extraction.deadlines.history import is_ahead, is_existence, is_made_then, is_past, is_window
from pipeline.extraction.deadlines.lexicon import load_lexicon, words_of
from pipeline.extraction.deadlines.nodes import Fixed, Point, Span
from pipeline.extraction.deadlines.site import Site, holds
from pipeline.extraction.deadlines.values import DateContext
from pipeline.text import fold

_KEM = fold("kèm")
_ENDS = (words_of("xong"), words_of("hạn"))


def _is_coming(point: Point, context: DateContext) -> bool:
    issued = context.issue_date.year if context.issue_date else None
    return point.year is not None and issued is not None and point.year > issued


def accepts_fixed(site: Site, node: Fixed, context: DateContext) -> bool:
    """Return whether a day, month, quarter or year says by when something is to be done."""
    point = node.point
    if site.first_symbol == "by" and site.tokens.symbol(site.reading.first) == "by":
        return not _uncertain_day(site, point)
    if _uncertain_day(site, point) or (node.op != "before" and is_window(site)):
        return False
    if node.op == "on" and (site.ends("takes_place") or site.ends("attributes") or is_made_then(site)):
        return False
    if node.op == "after":
        return site.opens and not is_past(site)
    if node.op == "before":
        reported = _KEM in site.clause and holds(site.clause, "report") and is_ahead(point, context)
        if is_existence(site) and not reported:  # but "gửi báo cáo kèm hồ sơ vi phạm trước ngày …"
            return False
        aimed = point.precision != "year" or holds(site.clause, "goal") or site.opens
        return aimed and site.first_symbol in ("before", "by", "label")
    if node.op == "by" and site.first_symbol in ("until", "close"):
        return _accepts_horizon(site, point)
    if site.first_symbol == "label":
        return True
    finished = site.ends("finish") and not holds(site.clause[-4:], "past")
    past = is_past(site) and not is_ahead(point, context) and not finished
    return not past and _accepts_plain(site, point, coming=_is_coming(point, context))


def _uncertain_day(site: Site, point: Point) -> bool:
    """Return whether a number pair without a year is rather a rank or a fraction ("đến 20/63")."""
    if point.precision != "day" or point.year is not None or site.before[-1:] in _ENDS:
        return False
    symbols = {site.tokens.symbol(at) for at in range(site.reading.first, site.reading.last)}
    return not symbols & {"day", "month", "before", "until", "from", "by", "label"}


def _accepts_horizon(site: Site, point: Point) -> bool:
    """Judge "đến …": the end of a strategy's name, or when something is to be reached."""
    if holds(site.clause, "named") and not site.ends("goal"):
        return False
    if holds(site.clause, "past") or holds(
        site.tokens.words(site.reading.last, site.reading.last + 4), "horizon"
    ):
        return False
    if point.precision == "day":
        return True
    closed = "close" in {site.tokens.symbol(at) for at in range(site.reading.first, site.reading.last)}
    return closed or site.opens or site.ends("goal")


def _accepts_plain(site: Site, point: Point, *, coming: bool) -> bool:
    """Judge a point under "trong", "vào", "ngày", or under nothing; `coming` years are past the issue."""
    placed = site.first_symbol in ("in", "within", "at")
    if point.precision == "day":
        return _accepts_day(site)
    yearly = point.precision == "year"
    if (yearly and holds(site.clause, "money")) or (
        placed and site.tokens.is_one(site.reading.first - 1, "year")
    ):
        return False
    if placed and yearly and site.tokens.symbol(site.reading.last) == "of":
        return False  # "các ngày lễ trong năm 2026 của tỉnh"
    if placed or site.first_symbol in ("late", "middle"):
        return placed or site.opens or site.ends("goal")
    if site.bracketed:
        return site.tokens.symbol(site.reading.first - 2) != "year"
    used = site.clause in load_lexicon().guards["into_use"] and holds(site.before, "builds")
    if site.closes and point.year is not None and used:
        return True
    if point.precision == "year":
        return site.ends("finish") or (
            not site.before and site.tokens.symbol(site.reading.last) == "," and (coming or _finishes(site))
        )
    begins = site.tokens.words(site.reading.last, site.reading.last + 2)
    alone = site.opens and (site.tokens.symbol(site.reading.last) == "," or holds(begins, "goal"))
    if point.precision == "half_year" and site.ends("summed_up"):
        return False
    dated = point.year is not None and site.closes
    happens = dated and (_is_happening(site) or _stands_apart(site))
    return happens or site.ends("stage_verbs") or (alone and not holds(site.before[-12:], "named"))


def _stands_apart(site: Site) -> bool:
    """Return whether a month or quarter with its year stands behind a comma: "…, tháng 12/2026."."""
    behind = site.tokens.symbol(site.reading.first - 1) == ","
    told = any(holds(site.before[-12:], guard) for guard in ("named", "report_of", "money", "figures"))
    return behind and not told


def _finishes(site: Site) -> bool:
    """Return whether an end is ordered behind the comma: "Năm 2026, hoàn thành việc …"."""
    return holds(site.tokens.words(site.reading.last + 1, site.reading.last + 4), "finish")


def _is_happening(site: Site) -> bool:
    """Return whether the clause is of something held then: "Tổ chức hội chợ quý III năm 2025"."""
    told = holds(site.clause, "report_of") or holds(site.clause, "named")
    return holds(site.clause[:8], "happenings") and not told


def _accepts_day(site: Site) -> bool:
    """Judge a day without a preposition: the day of a cited document, or the day of the task."""
    first = site.reading.first
    cited = {site.tokens.symbol(at) for at in range(first - 3, first)} & {"document"}
    following = site.tokens[site.reading.last]
    if cited or following.symbol == "of" or site.tokens.says(site.reading.last, "về"):
        return False
    if site.tokens.says(first - 1, "cho"):  # "mời báo cáo viên cho ngày 26/8"
        return False
    return not (site.has_paper if site.bracketed else holds(site.before[-12:], "named"))


def accepts_span(site: Site, node: Span, context: DateContext) -> bool:
    """Return whether a period says within which time something is to be done."""
    past = is_past(site) and not (node.start and is_ahead(node.start, context))
    if is_window(site) or past or site.ends("attributes"):
        return False
    if site.tokens.words(site.reading.last, site.reading.last + 3) == words_of("trở về trước"):
        return False
    if site.first_symbol == "day" and not _accepts_day(site):
        return False
    yearly = node.start is not None and node.start.precision == "year"
    if yearly and holds(site.clause, "money"):
        return False
    daily = site.first_symbol == "from" and node.start is not None and node.start.precision == "day"
    named = not daily and holds(site.before[-14:], "named") and not site.ends("goal")
    if node.end is None and site.ends("since") and len(site.clause) > 2:
        return False
    if site.bracketed:
        return site.tokens.symbol(site.reading.first - 2) != "year" and _begins_lately(node, context)
    if node.end is None and node.anchor is None:
        return not named and _begins_later(node, context)
    placed = site.first_symbol in ("in", "within", "at", "from", "label")
    if not yearly:
        return placed or site.first_symbol == "day" or site.ends("stage_verbs")
    begins = site.opens and site.tokens.symbol(site.reading.first - 1) != "and"
    alone = begins and site.tokens.symbol(site.reading.last) == ","
    return (placed or alone) and not named and _begins_lately(node, context)


def _begins_later(node: Span, context: DateContext) -> bool:
    """Return whether an open span begins with the plan or later; others tell since when a thing holds."""
    year = node.start.year if node.start else None
    if node.start is not None and node.start.precision == "day" and context.issue_date and year:
        point = node.start
        return (year, point.number or 1, point.day or 1) >= (
            context.issue_date.year,
            context.issue_date.month,
            context.issue_date.day,
        )
    known = context.issue_date.year if context.issue_date else context.plan_year
    return year is None or known is None or year >= known


def _begins_lately(node: Span, context: DateContext) -> bool:
    """Return whether a span in brackets is of this plan: not (06/01/1946 - 06/01/2026)."""
    known = context.issue_date.year if context.issue_date else context.plan_year
    return node.start is None or node.start.year is None or known is None or node.start.year >= known
