"""Which rhythms, durations and events of a running sentence are limits that it states."""

from __future__ import annotations

from pipeline.extraction.deadlines.history import is_window
from pipeline.extraction.deadlines.lexicon import words_of
from pipeline.extraction.deadlines.limits import is_bare_period
from pipeline.extraction.deadlines.nodes import Event, Recurring, Relative
from pipeline.extraction.deadlines.site import Site, holds

_COMING = (
    "trước khi vào năm học",
    "trước khi bước vào năm học",
    "trước kỳ họp",
    "trước kì họp",
    "trước mùa",
    "trước tết",
    "trước năm học",
    "trước khai giảng",
)


def accepts_recurring(site: Site, node: Recurring) -> bool:
    """Return whether a rhythm says how often something is to be done."""
    if holds(site.before[:3], "report_window"):  # "Kỳ báo cáo năm được tính từ … đến …"
        return False
    if node.rules or node.op:
        return not is_window(site)
    if _is_share(site, node):
        return False
    if is_bare_period(node):
        return _accepts_periodic(site)
    placed = site.closes or site.tokens.says(site.reading.last, "trên", "tại")  # "… hằng quý trên Cổng"
    if site.closes and holds(site.before[-10:], "programmes"):
        return False  # "đưa vào chương trình kiểm tra, giám sát hằng năm"
    named = node.frequency == "yearly" or not placed  # "dự toán hằng năm", "trợ cấp hằng tháng cho …"
    budgeted = named and holds(site.before[-12:], "money")
    after = site.tokens.words(site.reading.last, site.reading.last + 3)
    if site.tokens.symbol(site.reading.last) == "of" or (budgeted and not holds(after[:2], "report")):
        return False
    if not site.opens and (site.ends("checkups") or holds(after, "by_rule")):
        return False
    if site.first_symbol in ("begin", "late"):  # "… trên bảng tin đầu mỗi học kỳ"
        return True
    if site.first_symbol == "periodic" or site.opens:
        return not holds(site.before[-2:], "yearly_things") or site.opens
    if site.closes and holds(site.clause[:2], "reports"):
        return True  # "Báo cáo kết quả thực hiện hằng quý."
    return not holds(site.clause, "named") and not holds(site.before[-4:], "yearly_things")


def _is_share(site: Site, node: Recurring) -> bool:
    """Return whether a rhythm tells how much or what kind: "mỗi năm 100 người", "đời sống hằng ngày"."""
    tokens, last = site.tokens, site.reading.last
    each = tokens.says(site.reading.first, "mỗi") and tokens.number(last) is not None
    often = tokens.symbol(last + 1) == "times" or (
        node.frequency != "daily" and holds(tokens.words(last + 1, last + 3), "issues")
    )  # "phát sóng mỗi tháng 02 kỳ"
    shared = (each and not often) or site.before[-1:] == words_of("quân")
    return shared or (node.frequency == "daily" and not site.opens and site.ends("daily_things"))


def _accepts_periodic(site: Site) -> bool:
    """Judge a bare "định kỳ": before a verb it says when, after a noun what kind."""
    if _is_reported_so(site):
        return True
    if any(
        site.tokens.is_one(at, "sudden", "continuous")
        for at in range(site.reading.last, site.reading.last + 3)
    ):
        return False
    if site.closes or site.tokens.is_one(site.reading.last, "and", "of"):
        return False
    if not site.opens and holds(site.tokens.words(site.reading.last, site.reading.last + 3), "by_rule"):
        return False  # "kiểm định xe định kỳ theo quy định"
    return not holds(site.before[-4:], "nominal")


def _is_reported_so(site: Site) -> bool:
    """Return whether a report is ordered so: "báo cáo định kỳ về Sở X", "… về Ban Y định kỳ và đột xuất"."""
    tokens, last = site.tokens, site.reading.last
    if not holds(site.before, "report"):
        return False
    if tokens.is_one(last, "and", ",") and tokens.symbol(last + 1) == "sudden":
        return holds(site.before[:4], "report_orders")
    ordered = holds(site.clause[:2], "report_orders") and holds(site.clause, "report")
    return ordered and (site.closes or site.ends("report"))


def accepts_relative(site: Site, node: Relative) -> bool:
    """Return whether a duration says within which time something is to be done."""
    if (
        holds(site.before[-9:], "service")
        or site.ends("changes")
        or site.tokens.symbol(site.reading.last) == "percent"
    ):
        return False
    if site.tokens.symbol(site.reading.first - 1) == "hour":
        return False  # "24/24 giờ trong ngày"
    if site.tokens.says(site.reading.last, "đó", "ấy"):
        return False  # "sai ngày nào sửa ngay trong ngày đó"
    held = (*site.before[-5:], *site.tokens.words(site.reading.first, site.reading.first + 1))
    if holds(held, "validity"):
        return False
    if node.anchor is not None:
        reported = site.closes and holds(site.clause, "report")  # "báo cáo Bộ X 15 ngày sau khi kết thúc"
        return site.first_symbol != "number" or site.opens or reported
    if site.first_symbol == "label" and not site.opens and node.offset.endswith(("M", "Y")):
        return False  # "cho vay thời hạn 60 tháng"
    if site.first_symbol in ("within", "by", "soon", "label"):
        return not site.tokens.says(site.reading.first, "không quá")
    short = node.offset.endswith(("H", "D")) or node.offset.startswith("PT")
    return (
        site.first_symbol in ("in", "after") and short and not (node.op == "after" and "T" not in node.offset)
    )


def accepts_event(site: Site, node: Event) -> bool:
    """Return whether an event says when something is to be done."""
    symbol = site.first_symbol
    if any(site.tokens.says(site.reading.first - back, "chờ", "đợi") for back in (1, 2)):
        return False  # "chuyển ngay, không chờ đến khi kết thúc"
    anchor = site.tokens.words(site.reading.first, site.reading.last)
    if symbol == "request":
        return anchor[0] == "khi"
    if symbol == "sudden":
        return len(anchor) > 2
    if symbol == "event":
        ordered = node.op == "before" and holds(site.clause, "goal")
        return ordered or site.ends("finish") or site.tokens.says(site.reading.first, *_COMING)
    if symbol == "soon" and "when" in {site.tokens.symbol(site.reading.first + i) for i in (1, 2)}:
        return True  # "ngay khi", "ngay sau khi"
    if symbol in ("soon", "after", "until"):
        return holds(anchor[:14], "happening")
    waits = holds(site.before, "goal") or holds(site.before, "wound_up")
    if symbol == "when" and holds(anchor[1:2] + anchor[2:3], "ended") and waits:
        return True  # "báo cáo kết quả khi kết thúc năm học"
    if symbol == "when" and site.closes and holds(anchor[1:5], "on_call"):
        return True  # "xác minh khi có phản ánh"
    return site.opens and len(site.before) == 0 and holds(anchor[:6], "happening")
