"""What only looks like a time limit in a running sentence (DOMAIN 3.8)."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Deadline
from pipeline.extraction.deadlines.history import (
    is_ahead,
    is_existence,
    is_history,
    is_of_other_year,
    is_past,
    is_window,
)
from pipeline.extraction.deadlines.lexicon import words_of
from pipeline.extraction.deadlines.limits import Reading, is_bare_period
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
from pipeline.extraction.deadlines.site import Site, holds, site_of
from pipeline.extraction.deadlines.tokens import Tokens
from pipeline.extraction.deadlines.values import DateContext

_COMING = ("trước kỳ họp", "trước kì họp", "trước mùa", "trước tết", "trước năm học", "trước khai giảng")


def is_horizon(tokens: Tokens, reading: Reading) -> bool:
    """Return whether a time only tells how far a strategy looks: "tầm nhìn đến năm 2045"."""
    return isinstance(reading.nodes[0], Fixed | Span) and site_of(tokens, reading).ends("horizon")


def with_own_anchor(tokens: Tokens, reading: Reading) -> Reading:
    """Return the reading with "kể từ ngày ký" of another paper kept in words: its day is not the plan's.

    "Công khai kết luận thanh tra chậm nhất 10 ngày kể từ ngày ký."
    """
    node = reading.nodes[0]
    if not isinstance(node, Relative) or node.anchor != "issue":
        return reading
    own = tokens.words(reading.first, reading.last)
    if holds(own, "own_paper") or not site_of(tokens, reading).has_paper:
        return reading
    start = max(at for at in range(reading.first, reading.last) if tokens.is_one(at, "from", "after"))
    return replace(reading, nodes=(replace(node, anchor=tokens.slice(start + 1, reading.last)),))


def accepts(tokens: Tokens, reading: Reading, values: tuple[Deadline, ...], context: DateContext) -> bool:
    """Return whether a reading of a running sentence is a limit that the sentence states.

    Args:
        tokens: The sentence.
        reading: What the grammar read.
        values: Its resolved values.
        context: The document's own time; what lies before the issue is history.
    """
    site, node = site_of(tokens, reading), reading.nodes[0]
    if _within_quotes(tokens, reading.first):
        return False
    if isinstance(node, Fixed | Span) and is_of_other_year(tokens, reading.last):
        return False
    if isinstance(node, Fixed):
        narrated = (
            context.issue_date is None and not site.before and node.op == "on"
        )  # "Ngày 5/3/2024, tại …"
        if is_history(site, values, context):
            return False
        return _is_label(site) or (not narrated and _accepts_fixed(site, node, context))
    if isinstance(node, Span):
        return not is_history(site, values, context) and _accepts_span(site, node, context)
    if isinstance(node, Recurring):
        return _accepts_recurring(site, node)
    return _accepts_loose(site, node)


def _within_quotes(tokens: Tokens, at: int) -> bool:
    """Return whether the place stands within the quoted name of something: Đề án “… sau khi ban hành”."""
    before = tokens.text[: tokens[at].start]
    return before.count("“") > before.count("”")


def _is_label(site: Site) -> bool:
    """Return whether the sentence begins with the time as a label: "Năm 2026: Rà soát …"."""
    return not site.before and site.tokens.symbol(site.reading.last) == ":"


def _accepts_loose(site: Site, node: Node) -> bool:
    if isinstance(node, Relative):
        return _accepts_relative(site, node)
    if isinstance(node, Continuous):
        return not site.has("person", site.before[-2:])
    if isinstance(node, Event):
        return _accepts_event(site, node)
    assert isinstance(node, Schedule)
    return site.ends("finish")


def _is_coming(point: Point, context: DateContext) -> bool:
    issued = context.issue_date.year if context.issue_date else None
    return point.year is not None and issued is not None and point.year > issued


def _accepts_fixed(site: Site, node: Fixed, context: DateContext) -> bool:
    point = node.point
    if site.first_symbol == "by" and site.tokens.symbol(site.reading.first) == "by":
        return not _uncertain_day(site, point)
    if _uncertain_day(site, point) or (node.op != "before" and is_window(site)):
        return False
    if node.op == "on" and (site.ends("takes_place") or site.ends("attributes")):
        return False
    if node.op == "before":
        if is_existence(site):
            return False
        aimed = point.precision != "year" or site.has("goal", site.clause) or site.opens
        return aimed and site.first_symbol in ("before", "by", "label")
    if node.op == "by" and site.first_symbol in ("until", "close"):
        return _accepts_horizon(site, point)
    if site.first_symbol == "label":
        return True
    finished = site.ends("finish") and not site.has("past", site.clause[-4:])
    past = is_past(site) and not is_ahead(point, context) and not finished
    return not past and _accepts_plain(site, point, coming=_is_coming(point, context))


def _uncertain_day(site: Site, point: Point) -> bool:
    """Return whether a number pair without a year is rather a rank or a fraction ("đến 20/63")."""
    if point.precision != "day" or point.year is not None:
        return False
    symbols = {site.tokens.symbol(at) for at in range(site.reading.first, site.reading.last)}
    return not symbols & {"day", "month", "before", "until", "from", "by", "label"}


def _accepts_horizon(site: Site, point: Point) -> bool:
    """Judge "đến …": the end of a strategy's name, or when something is to be reached."""
    if site.has("named", site.clause) and not site.ends("goal"):
        return False
    if site.has("past", site.clause) or site.has(
        "horizon", site.tokens.words(site.reading.last, site.reading.last + 4)
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
    if (yearly and site.has("money", site.clause)) or (
        placed and site.tokens.is_one(site.reading.first - 1, "year")
    ):
        return False
    if placed and yearly and site.tokens.symbol(site.reading.last) == "of":
        return False  # "các ngày lễ trong năm 2026 của tỉnh"
    if placed or site.first_symbol in ("late", "middle"):
        return placed or site.opens or site.ends("goal")
    if site.bracketed:
        return site.tokens.symbol(site.reading.first - 2) != "year"
    if point.precision == "year":
        return site.ends("finish") or (
            coming and not site.before and site.tokens.symbol(site.reading.last) == ","
        )
    begins = site.tokens.words(site.reading.last, site.reading.last + 2)
    alone = site.opens and (site.tokens.symbol(site.reading.last) == "," or holds(begins, "goal"))
    if point.precision == "half_year" and site.ends("summed_up"):
        return False
    happens = point.year is not None and site.closes and _is_happening(site)
    return happens or site.ends("stage_verbs") or (alone and not site.has("named", site.before[-12:]))


def _is_happening(site: Site) -> bool:
    """Return whether the clause is of something held then: "Tổ chức hội chợ quý III năm 2025"."""
    told = site.has("report_of", site.clause) or site.has("named", site.clause)
    return holds(site.clause[:8], "happenings") and not told


def _accepts_day(site: Site) -> bool:
    """Judge a day without a preposition: the day of a cited document, or the day of the task."""
    first = site.reading.first
    cited = {site.tokens.symbol(at) for at in range(first - 3, first)} & {"document"}
    following = site.tokens[site.reading.last]
    if cited or following.symbol == "of" or site.tokens.says(site.reading.last, "về"):
        return False
    return not (site.has_paper if site.bracketed else site.has("named", site.before[-12:]))


def _accepts_span(site: Site, node: Span, context: DateContext) -> bool:
    past = is_past(site) and not (node.start and is_ahead(node.start, context))
    if is_window(site) or past or site.ends("attributes"):
        return False
    if site.first_symbol == "day" and not _accepts_day(site):
        return False
    yearly = node.start is not None and node.start.precision == "year"
    if yearly and site.has("money", site.clause):
        return False
    daily = site.first_symbol == "from" and node.start is not None and node.start.precision == "day"
    named = not daily and site.has("named", site.before[-14:]) and not site.ends("goal")
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


def _accepts_recurring(site: Site, node: Recurring) -> bool:
    if holds(site.before[:3], "report_window"):  # "Kỳ báo cáo năm được tính từ … đến …"
        return False
    if node.rules or node.op:
        return not is_window(site)
    if _is_share(site, node):
        return False
    if is_bare_period(node):
        return _accepts_periodic(site)
    placed = site.closes or site.tokens.says(site.reading.last, "trên", "tại")  # "… hằng quý trên Cổng"
    named = node.frequency == "yearly" or not placed  # "dự toán hằng năm", "trợ cấp hằng tháng cho …"
    budgeted = named and site.has("money", site.before[-12:])
    if site.tokens.symbol(site.reading.last) == "of" or budgeted:
        return False
    after = site.tokens.words(site.reading.last, site.reading.last + 3)
    if not site.opens and (site.ends("checkups") or holds(after, "by_rule")):
        return False
    if site.first_symbol == "periodic" or site.opens:
        return not site.has("yearly_things", site.before[-2:]) or site.opens
    if site.closes and holds(site.clause[:2], "reports"):
        return True  # "Báo cáo kết quả thực hiện hằng quý."
    return not site.has("named", site.clause) and not site.has("yearly_things", site.before[-4:])


def _is_share(site: Site, node: Recurring) -> bool:
    """Return whether a rhythm tells how much or what kind: "mỗi năm 100 người", "đời sống hằng ngày"."""
    tokens, last = site.tokens, site.reading.last
    each = tokens.says(site.reading.first, "mỗi") and tokens.number(last) is not None
    shared = (each and tokens.symbol(last + 1) != "times") or site.before[-1:] == words_of("quân")
    return shared or (node.frequency == "daily" and not site.opens and site.ends("daily_things"))


def _accepts_periodic(site: Site) -> bool:
    """Judge a bare "định kỳ": before a verb it says when, after a noun what kind."""
    if any(
        site.tokens.is_one(at, "sudden", "continuous")
        for at in range(site.reading.last, site.reading.last + 3)
    ):
        return False
    if site.closes or site.tokens.is_one(site.reading.last, "and", "of"):
        return False
    if not site.opens and holds(site.tokens.words(site.reading.last, site.reading.last + 3), "by_rule"):
        return False  # "kiểm định xe định kỳ theo quy định"
    return not site.has("nominal", site.before[-4:])


def _accepts_relative(site: Site, node: Relative) -> bool:
    if (
        site.has("service", site.before[-9:])
        or site.ends("changes")
        or site.tokens.symbol(site.reading.last) == "percent"
    ):
        return False
    if site.tokens.symbol(site.reading.first - 1) == "hour":
        return False  # "24/24 giờ trong ngày"
    held = (*site.before[-5:], *site.tokens.words(site.reading.first, site.reading.first + 1))
    if site.has("validity", held):
        return False
    if node.anchor is not None:
        return site.first_symbol != "number" or site.opens
    if site.first_symbol == "label" and not site.opens and node.offset.endswith(("M", "Y")):
        return False  # "cho vay thời hạn 60 tháng"
    if site.first_symbol in ("within", "by", "soon", "label"):
        return not site.tokens.says(site.reading.first, "không quá")
    short = node.offset.endswith(("H", "D")) or node.offset.startswith("PT")
    return (
        site.first_symbol in ("in", "after") and short and not (node.op == "after" and "T" not in node.offset)
    )


def _accepts_event(site: Site, node: Event) -> bool:
    symbol = site.first_symbol
    anchor = site.tokens.words(site.reading.first, site.reading.last)
    if symbol == "request":
        return anchor[0] == "khi"
    if symbol == "sudden":
        return len(anchor) > 2
    if symbol == "event":
        ordered = node.op == "before" and site.has("goal", site.clause)
        return ordered or site.ends("finish") or site.tokens.says(site.reading.first, *_COMING)
    if symbol == "soon" and site.tokens.symbol(site.reading.first + 1) == "when":
        return True
    if symbol in ("soon", "after", "until"):
        return holds(anchor[:14], "happening")
    if symbol == "when" and holds(anchor[1:2] + anchor[2:3], "ended") and site.has("goal", site.before):
        return True  # "báo cáo kết quả khi kết thúc năm học"
    return site.opens and len(site.before) == 0 and holds(anchor[:6], "happening")
