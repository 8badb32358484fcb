"""Who does it, with whom, and who gets the report: units within one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from pipeline.extraction.lexicons import alternation, compiled, load
from pipeline.extraction.predicates import (
    leading_adverbs,
    leading_verb,
    list_end,
    modal_start,
    predicate_start,
)
from pipeline.extraction.unit_heads import head_kind
from pipeline.extraction.units import UnitMatch, split_units

Units = tuple[UnitMatch, ...]


@dataclass(frozen=True, slots=True)
class Roles:
    """What one sentence says about units; places are characters of the sentence.

    `predicate` is where the order itself begins, behind the subject.
    """

    lead: Units = ()
    coordination: Units = ()
    report_to: Units = ()
    via: Units = ()
    predicate: int = 0
    verb: str | None = None


_INTRO_REACH = 400  # characters within which the subject behind an introductory clause must begin
_ASSIGN = compiled(load("tasks")["assign"])
_INTRO = compiled(load("words")["intros"])
_MANNER = rf"(?:(?:,|\s+và)?\s+{alternation(load('words')['manners'])})*"
_BY = regex.compile(r"(?<![\p{L}])(?:do|giao cho|giao)\s+(?=\S)", regex.IGNORECASE)
_BRACKET_LEAD = regex.compile(
    r"\(\s*([^()]{3,80}?)\s+(?:chủ trì|thực hiện|làm đầu mối|tham mưu|phụ trách|đảm nhiệm)\b"
)
# "(Sở X chủ trì; Sở Y, UBND các xã phối hợp; quý III)": who helps, within brackets
_BRACKET_PARTNERS = regex.compile(
    r"(?<=\([^()]{0,200})[;,]\s*([^();:]{3,160}?)\s+phối hợp(?:\s+thực hiện)?\s*[;,)]"
)
# "Ban A chủ trì, Vụ B và Văn phòng phối hợp khẩn trương …"
_BESIDE_LEAD = regex.compile(
    r"(?<!\p{L})chủ trì\s*[,;]\s*([^();:.]{3,120}?)\s+phối hợp(?!\s+(?:với|cùng))(?!\p{L})"
)
_WITH = regex.compile(
    rf"(?<![\p{{L}}])(?:phối hợp|kết hợp){_MANNER}(?:\s+cùng)?(?:\s+với){{0,2}}\s+(?=\S)"
    r"|(?<![\p{L}])cùng với\s+(?=\S)",
    regex.IGNORECASE,
)
_ORGANS = ("named", "role", "collective", "generic", "people", "place")


def _list_at(text: str, at: int) -> Units:
    end = list_end(text, at)
    return tuple(replace(u, start=u.start + at, end=u.end + at) for u in split_units(text[at:end]))


def subject(text: str) -> tuple[Units, int] | None:
    """Return the units that the sentence orders to act and where the order begins; None without a subject.

    "Sở X chủ trì …", "Giao Sở X theo dõi …", "Đề nghị các hội … vận động …", "Sở X: …".
    """
    handed = _HANDS_ON.match(text)
    if handed and (inner := _shifted(subject(text[handed.end() :]), handed.end())):
        return inner
    assign = _ASSIGN.match(text)
    at = len(text) - len(text[assign.end() :].lstrip(" :")) if assign else 0
    kind = head_kind(text, at)
    if kind is None or kind == "place":
        return None
    if assign and assign.group().lower().startswith("phân công") and _assigns_staff(text, at, kind):
        return None
    by_duty = _BY_DUTY.match(text, at)
    in_charge = _IN_CHARGE.match(text, at)
    end = predicate_start(text, by_duty.end() if by_duty else in_charge.end() if in_charge else at)
    colon = text.find(":", at, end if end >= 0 else len(text))
    distributes = regex.match(r"(?:các\s+)?(?:sở|bộ|ban|hội|xã)\s*:", text[at:], regex.IGNORECASE)
    colon = in_charge.end() if in_charge else colon
    told = in_charge or kind not in ("generic", "people") or leading_verb(text[colon + 1 :].lstrip())
    if colon > 0 and not distributes and told:
        units = _cut(text, at, colon)
        return (units, colon + 1) if units and _short(units) else None
    first = _ABOVE_ALL.search(text, at, max(end, at))
    units = _cut(text, at, first.start() if first else end) if end >= 0 else ()
    noun = assign is None and _is_object(text[at:end], units, kind)
    return (units, end) if units and _short(units) and not noun else None


# An office told by what it looks after: "Cán bộ phụ trách điểm trường: trực …", "Giáo viên phụ trách Đội: …"
_IN_CHARGE = regex.compile(r"[\p{L}\s]{2,40}?\sphụ trách\s[^:;,.]{2,50}(?=:)")


def _assigns_staff(text: str, at: int, kind: str) -> bool:
    """Return whether staff is put to work by those whose it is: "Phân công cán bộ trực …"."""
    return kind == "people" or bool(_STAFF.match(text, at))


_STAFF = compiled(load("units")["staff"])
# "Các cấp ủy, chính quyền, trước hết là người đứng đầu, phải …"
_ABOVE_ALL = regex.compile(r",?\s+(?:trước hết|nhất là|đặc biệt là|mà trước hết)(?!\p{L})")


def _cut(text: str, at: int, end: int) -> Units:
    return tuple(replace(u, start=u.start + at, end=u.end + at) for u in split_units(text[at:end]))


_BRACKETS = regex.compile(r"\([^()]*\)")


def _short(units: Units) -> bool:
    return all(
        (len(_BRACKETS.sub("", u.text).split()) <= 25 and head_kind(u.text) is not None) or u.kind == "named"
        for u in units
    )


def _is_object(words: str, units: Units, kind: str) -> bool:
    """Return whether what looks like a subject is a bare noun with which a noun phrase begins."""
    if kind not in ("generic", "named") or len(units) != 1 or _BARE_SUBJECT.fullmatch(words):
        return False
    return bool(_BARE.fullmatch(units[0].text))


_BARE = regex.compile(
    r"\p{L}+|đơn vị|cơ quan|địa phương|tổ chức|lực lượng|chính phủ|quốc hội", regex.IGNORECASE
)
_BARE_SUBJECT = regex.compile(r"(?:đơn vị|địa phương)\s", regex.IGNORECASE)
# Who gave the order, and the word by which it is handed on: "Chủ tịch UBND tỉnh yêu cầu Giám đốc các Sở …".
_HANDS_ON = regex.compile(
    r"(?:(?:chủ tịch\s+|thường trực\s+)?(?:ubnd|hđnd|ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân)\s+"
    r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu)|thủ tướng(?:\s+chính phủ)?|chính phủ|"
    r"ban thường vụ|tỉnh ủy|thành ủy|bộ trưởng|giám đốc sở|(?-i:Sở|Bộ))"
    r"(?:\s+(?-i:\p{Lu})[^\s,;:.]*|\s+và(?=\s+(?-i:\p{Lu})))*"
    r"\s+(?:giao nhiệm vụ cho|giao cho|giao|yêu cầu|đề nghị|chỉ thị|phân công)\s*:?\s+(?=\S)",
    regex.IGNORECASE,
)
# An office told by its duty: the verb in it begins no order ("Đơn vị được giao chủ trì xây dựng …").
_BY_DUTY = regex.compile(
    r"(?:các\s+)?(?:cơ quan|đơn vị|tổ chức)\s+(?:(?:được\s+)?(?:giao|phân công)\s+)?"
    r"(?:chủ trì|thực hiện|phối hợp|soạn thảo|quản lý|sử dụng|vận hành|tư vấn)"
    r"(?=\s+(?:tham mưu|xây dựng|lập|báo cáo|gửi|có trách nhiệm|chịu trách nhiệm|phải|cần|rà soát|tổng hợp|"
    r"hoàn thiện|trình|đề xuất|bố trí|khẩn trương|chủ động|phối hợp với)(?!\p{L}))",
    regex.IGNORECASE,
)


def introduced_subject(text: str) -> tuple[Units, int] | None:
    """Return the subject behind an introductory clause: "Trên cơ sở …, Sở X tổng hợp …"."""
    intro = _INTRO.match(text)
    if not intro:
        return None
    adverbs = leading_adverbs(text)
    if adverbs and head_kind(text, adverbs) in ("named", "role", "collective"):
        return _shifted(subject(text[adverbs:]), adverbs)
    for comma in regex.finditer(r"(?:[,;]|\sthì)\s+(?=\S)", text[:_INTRO_REACH]):
        at = comma.end()
        if text.count("(", 0, at) > text.count(")", 0, at):
            continue
        if _OWN_ORDER.match(text, at):
            return None
        if head_kind(text, at) in ("named", "role", "collective"):
            found = _shifted(subject(text[at:]), at)
            if found:
                return found
    return None


# The order itself behind an introduction: what follows has no subject ("Căn cứ …, chủ trì, phối hợp với …").
_OWN_ORDER = regex.compile(r"(?:chủ\s+trì|chủ\s+động|phối\s+hợp\s+với|chịu\s+trách\s+nhiệm)(?!\p{L})")


def introduced_order(text: str) -> bool:
    """Return whether an order without subject follows an introduction: "Đối với …, chỉ đạo …"."""
    if not _INTRO.match(text):
        return False
    commas = regex.finditer(r",\s+(?=\S)", text[:_INTRO_REACH])
    return any(leading_verb(text[comma.end() :]) is not None for comma in commas)


def _shifted(found: tuple[Units, int] | None, by: int) -> tuple[Units, int] | None:
    if found is None:
        return None
    return tuple(replace(u, start=u.start + by, end=u.end + by) for u in found[0]), found[1] + by


def _labelled_subject(text: str) -> tuple[Units, int] | None:
    """Return the subject behind a short label: "Cấp xã: UBND các xã, phường bố trí lực lượng …"."""
    label = regex.match(r"[\p{L}\s]{3,40}:\s+(?=\S)", text)
    if label is None or head_kind(text, label.end()) not in ("named", "role", "collective"):
        return None
    return _shifted(subject(text[label.end() :]), label.end())


def agent(text: str) -> Units:
    """Return the units of "do Sở X chủ trì", "giao Sở X …" or "(Sở X chủ trì)" within a sentence."""
    bracket = _BRACKET_LEAD.search(text)
    if bracket and head_kind(text, bracket.start(1)) is not None:
        return _cut(text, bracket.start(1), bracket.end(1))
    for found in _BY.finditer(text):
        if head_kind(text, found.end()) in ("named", "role"):
            end = predicate_start(text, found.end())
            if end > 0 and regex.match(
                r"chủ trì|làm đầu mối|là cơ quan|tham mưu|thực hiện|chịu trách nhiệm", text[end:]
            ):
                units = _cut(text, found.end(), end)
                if _short(units) and "thành phần" not in text[max(0, found.start() - 25) : found.start()]:
                    return units
    return ()


def partners(text: str) -> Units:
    """Return the units that the sentence names as partners ("phối hợp với Bộ X, doanh nghiệp …")."""
    found: list[UnitMatch] = []
    for match in _WITH.finditer(text):
        at = match.end()
        if head_kind(text, at) not in _ORGANS or _is_other_subject(text, match.start()):
            continue
        if not regex.search(r"(?:với|phối hợp)\s+$", match.group().lower()) and "cùng" not in match.group():
            continue
        found += [u for u in _list_at(text, at) if head_kind(u.text) is not None]
    beside = _BESIDE_LEAD.search(text)
    for bracket in (*_BRACKET_PARTNERS.finditer(text), *([beside] if beside else [])):
        if head_kind(text, bracket.start(1)) is not None:
            found += _cut(text, bracket.start(1), bracket.end(1))
    return tuple(found)


def _is_other_subject(text: str, at: int) -> bool:
    """Return whether the partner is another's: "tham mưu UBND tỉnh phối hợp với Bộ X", "sự phối hợp với"."""
    before = text[:at]
    if regex.search(r"(?:sự|công tác|quy chế|cơ chế|việc|tăng cường|liên kết)\s+$", before.lower()):
        return not before.lower().endswith(("tăng cường ", "việc "))
    advised = regex.search(
        r"(?:tham mưu|trình|đề nghị|đôn đốc|hướng dẫn|chỉ đạo)\s+(?=\S)((?:[^,;.]*chủ trì,)?[^,;.]*)\s$",
        before,
        regex.IGNORECASE,
    )
    if advised is None or (advised.start() == 0 and _ASSIGN.match(text)):  # "Đề nghị Hội X phối hợp với Y"
        return False
    return head_kind(advised.group(1)) is not None


_TO = r"(?:\s+(?:cho|với|về|lên|gửi|tới|đến))?"
_DIRECT = regex.compile(
    rf"(?:báo cáo{_MANNER}{_TO}|gửi(?:\s+(?:báo cáo|kết quả|văn bản))*{_TO})\s+(?=\S)", regex.IGNORECASE
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
    return tuple(u for u in _list_at(text, at) if head_kind(u.text) is not None)


def through(text: str) -> Units:
    """Return the units through which a report goes ("qua Sở Tư pháp")."""
    for found in _VIA.finditer(text):
        if head_kind(text, found.end()) == "named" and regex.search(
            r"báo cáo|gửi|phản ánh", text[: found.start()].lower()
        ):
            end = text.find(")", found.end()) if found.group().startswith("(") else -1
            stop = list_end(text, found.end())
            return _cut(text, found.end(), min(end, stop) if end > 0 else stop)
    return ()


_DEMANDS = regex.compile(r"(?:yêu cầu|chỉ đạo)\s", regex.IGNORECASE)


def roles_of(text: str, *, has_heading: bool) -> Roles:
    """Return what the sentence says about units.

    Args:
        text: One sentence.
        has_heading: A heading above names the lead; then only a subject at the very beginning counts.
    """
    # a unit that "yêu cầu" others acts itself, where a heading names it
    found = None if has_heading and _DEMANDS.match(text) else subject(text) or _labelled_subject(text)
    found = found or (None if has_heading else introduced_subject(text))
    lead, predicate = found if found else ((), 0)
    if not lead and not has_heading:
        lead = agent(text)
    verb = _verb(text[predicate:].lstrip(" ,:"))
    own = {unit.text.lower() for unit in lead}
    return Roles(
        lead=lead,
        coordination=tuple(u for u in partners(text) if u.text.lower() not in own),
        report_to=receivers(text),
        via=through(text),
        predicate=predicate,
        verb=verb[1] if verb else None,
    )


def _verb(order: str) -> tuple[int, str] | None:
    """Return the first verb of the order, "trong phạm vi nhiệm vụ của mình" and the like passed over."""
    found = leading_verb(order)
    if found is None and modal_start(f" {order}") == 1:
        at = predicate_start(order)
        return leading_verb(order[at:]) if at > 0 else None
    return found


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
