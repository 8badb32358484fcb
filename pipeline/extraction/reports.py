"""Who gets a report, and through whom; and whether a sentence as a whole orders one."""

from __future__ import annotations

import regex

from pipeline.extraction.predicates import MANNERS, list_end
from pipeline.extraction.unit_heads import head_kind
from pipeline.extraction.units import Units, list_at, units_between

_TO = r"(?:\s+(?:cho|với|về|lên|gửi|tới|đến))?"
_DIRECT = regex.compile(
    rf"(?:báo cáo{MANNERS}{_TO}|gửi(?:\s+(?:báo cáo|kết quả|văn bản))*{_TO})\s+(?=\S)", regex.IGNORECASE
)
_REPORT = regex.compile(r"(?<![\p{L}])(?:báo cáo|gửi)(?![\p{L}])", regex.IGNORECASE)
_INDIRECT = regex.compile(r"(?<![\p{L}])(?:gửi về|gửi cho|về|gửi|cho|đến|tới|lên)\s+(?=\S)", regex.IGNORECASE)
_ORGAN_LIST = regex.compile(
    r"(?:các\s+)?(?:sở|bộ|ban|ủy ban|uỷ ban|ubnd|cơ quan|phòng)(?![\p{L}])", regex.IGNORECASE
)
_VIA = regex.compile(r"(?:\(\s*)?(?<![\p{L}])(?:thông qua|qua)\s+(?=\S)", regex.IGNORECASE)


def receivers(text: str) -> Units:
    """Return who gets the report; of "gửi A để tổng hợp, báo cáo B" that is A alone."""
    for report in _REPORT.finditer(text):
        direct = _DIRECT.match(text, report.start())
        found = _receivers_at(text, direct.end()) if direct else ()
        if found:
            return found
        stop = regex.search(r"[;.](?:\s|$)|\sđể\s", text[report.end() :])
        end = report.end() + stop.start() if stop else len(text)
        for way in _INDIRECT.finditer(text, report.end(), min(end, report.end() + 260)):
            found = _receivers_at(text, way.end())
            if found:
                return found
    return ()


def _receivers_at(text: str, at: int) -> Units:
    if head_kind(text, at) not in ("named", "role") and not _ORGAN_LIST.match(text, at):
        return ()
    return tuple(u for u in list_at(text, at) if head_kind(u.text) is not None)


def through(text: str) -> Units:
    """Return the units through which a report goes ("qua Sở Tư pháp")."""
    for found in _VIA.finditer(text):
        if head_kind(text, found.end()) == "named" and regex.search(
            r"báo cáo|gửi|phản ánh", text[: found.start()].lower()
        ):
            end = text.find(")", found.end()) if found.group().startswith("(") else -1
            stop = list_end(text, found.end())
            return units_between(text, found.end(), min(end, stop) if end > 0 else stop)
    return ()


_REPORTING = regex.compile(
    r"(?:kết quả(?: thực hiện)?\s+)?"
    r"(?:(?:tổng hợp|xây dựng|lập|thực hiện|gửi|tham mưu|theo dõi|hoàn thành)[,\s]+(?:và\s+)?"
    r"(?:tham mưu\s+|chế độ\s+|chung\s+các[^;]*?|biểu mẫu\s+)?)?báo cáo(?![\p{L}])",
    regex.IGNORECASE,
)
_BEFORE_REPORT = regex.compile(
    r"^(?:(?:định kỳ|có trách nhiệm|thường xuyên|kịp thời|(?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm)|"
    r"\([^()]*\)|trước ngày [\d/]+)[\s,]*)+",
    regex.IGNORECASE,
)


def is_reporting(text: str, predicate: int) -> bool:
    """Return whether the sentence as a whole orders a report; not where that is one clause of several."""
    order = text[predicate:].lstrip(" ,:")
    order = regex.sub(r"^(?:khi|nếu|trường hợp|trên cơ sở)\s[^,]*,\s*", "", order, flags=regex.IGNORECASE)
    order = _BEFORE_REPORT.sub("", order)
    if not _REPORTING.match(order) and not _SUM_UP.match(order):
        return False
    return (
        all("báo cáo" in clause.lower() for clause in order.split(";"))
        or ";" not in order
        or order.lower().startswith("báo cáo")
    )


# "tổng hợp kết quả, báo cáo UBND tỉnh": summing up is the first step of the report, no task beside it
_SUM_UP = regex.compile(
    r"(?:theo dõi, )?tổng hợp[^;,.]{0,120}"
    r"(?:,\s*(?:tham mưu[^;,.]{0,60}?\s+)?|\s+và\s+|\s+để\s+|\s+)báo cáo(?![\p{L}])",
    regex.IGNORECASE,
)
