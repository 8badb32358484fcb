"""The subject of an order: the units that a sentence tells to act."""

from __future__ import annotations

from dataclasses import replace

import regex

from pipeline.extraction.lexicons import alternation, compiled, load
from pipeline.extraction.predicates import leading_adverbs, leading_verb, predicate_start
from pipeline.extraction.unit_heads import head_kind
from pipeline.extraction.units import Units, list_at, units_between

_INTRO_REACH = 400  # characters within which the subject behind an introductory clause must begin
_LONGEST_CLASS = 25  # words of people who are told to act
ASSIGN = compiled(load("tasks")["assign"])
# "theo", "đầu" begin an introduction, but not "theo dõi", "đầu tư"
_INTRO = regex.compile(
    rf"(?!(?:theo dõi|đầu tư|tùy|trong đó|từ chối)(?!\p{{L}})){alternation(load('words')['intros'])}",
    regex.IGNORECASE,
)
_TIME = regex.compile(rf"{alternation(load('words')['times'])}[^,;.:]{{1,60}},\s+", regex.IGNORECASE)
_BY = regex.compile(r"(?<![\p{L}])(?:do|giao cho|giao)\s+(?=\S)", regex.IGNORECASE)
# "Việc thành lập Tổ … thuộc trách nhiệm của UBND các xã"
_DUTY_OF = regex.compile(r"(?<!không )thuộc\s+trách nhiệm\s+của\s+(?=\p{Lu})")
_BRACKET_LEAD = regex.compile(
    r"\(\s*([^()]{3,80}?)\s+(?:chủ trì|thực hiện|làm đầu mối|tham mưu|phụ trách|đảm nhiệm)\b"
)


def subject(text: str) -> tuple[Units, int] | None:
    """Return the units that the sentence orders to act and where the order begins; None without a subject.

    "Sở X chủ trì …", "Giao Sở X theo dõi …", "Đề nghị các hội … vận động …", "Sở X: …".
    """
    handed = _HANDS_ON.match(text)
    if handed and (inner := shifted(subject(text[handed.end() :]), handed.end())):
        return inner
    assign = ASSIGN.match(text)
    at = len(text) - len(text[assign.end() :].lstrip(" :")) if assign else 0
    kind = head_kind(text, at)
    if (place := _acting_place(text, at)) > 0:
        return units_between(text, at, place), place
    if kind is None or kind == "place":
        return None
    if assign and assign.group().lower().startswith("phân công") and _assigns_staff(text, at, kind):
        return None
    by_duty = _BY_DUTY.match(text, at)
    in_charge = _IN_CHARGE.match(text, at)
    aside = _ASIDE.match(text, at)
    behind = by_duty or in_charge or aside
    end = predicate_start(text, behind.end() if behind else at)
    colon = text.find(":", at, end if end >= 0 else len(text))
    distributes = _DISTRIBUTES.match(text, at)
    colon = in_charge.end() if in_charge else colon
    told = in_charge or kind not in ("generic", "people") or leading_verb(text[colon + 1 :].lstrip())
    if colon > 0 and not distributes and told:
        units = units_between(text, at, colon)
        return (units, colon + 1) if units and _short(units) else None
    first = _ABOVE_ALL.search(text, at, max(end, at))
    last = aside.end("units") if aside else first.start() if first else end
    units = units_between(text, at, last) if end >= 0 else ()
    noun = assign is None and _is_object(text[at:end], units, kind)
    words = text[at:end].rstrip()
    if words.endswith(" để") or (_CASE.match(text) and words.endswith(" thì")):
        return None  # "… Bộ X để tổng hợp", "Đối với công chức vi phạm thì xử lý"
    return (units, end) if units and _short(units) and not noun else None


_DISTRIBUTES = regex.compile(
    r"(?:các\s+)?(?:sở|bộ|ban|hội|xã)(?:,\s+(?:ban|ngành|cơ quan))*\s*:", regex.IGNORECASE
)
# An office told by what it looks after: "Cán bộ phụ trách điểm trường: trực …", "Giáo viên phụ trách Đội: …"
_IN_CHARGE = regex.compile(r"[\p{L}\s]{2,40}?\sphụ trách\s[^:;,.]{2,50}(?=:)")


def _acting_place(text: str, at: int) -> int:
    """Return where the predicate of a place that is told to act begins: "Tỉnh rà soát …"; -1 without one."""
    place = _PLACE.match(text, at)
    return place.end() if place and predicate_start(text, at) == place.end() else -1


_PLACE = regex.compile(r"(?:Tỉnh|Thành phố|Đặc khu|Xã|Phường)\s+")


def _assigns_staff(text: str, at: int, kind: str) -> bool:
    """Return whether staff is put to work by those whose it is: "Phân công cán bộ trực …"."""
    return kind == "people" or bool(_STAFF.match(text, at))


_STAFF = compiled(load("units")["staff"])
# "Các cấp ủy, chính quyền, trước hết là người đứng đầu, phải …"
# "Các đơn vị khi có nhu cầu có trách nhiệm …"
_ABOVE_ALL = regex.compile(
    r",?\s+(?:trước hết|nhất là|đặc biệt là|mà trước hết|khi|nếu|trong thời gian|trong thời hạn"
    r"|trong trường hợp)(?!\p{L})"
)


# "Báo và Đài X, với sự hỗ trợ của Sở Y, tuyên truyền …"
_ASIDE = regex.compile(r"(?P<units>[^,;.:]{3,90}?),?\s+(?:với|có)\s+sự\s[^,;.:]{3,30}?\s+của\s+")
_CASE = regex.compile(r"đối với\s", regex.IGNORECASE)
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
    r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|đặc khu)|(?:phó\s+)?thủ tướng(?:\s+chính phủ)?|chính phủ|"
    r"ban thường vụ|tỉnh ủy|thành ủy|bộ trưởng|giám đốc sở|(?-i:Sở|Bộ|Tổng cục|Cục))"
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


def introduced_subject(text: str, *, nearest: bool = False) -> tuple[Units, int] | None:
    """Return the subject behind an introductory clause: "Trên cơ sở …, Sở X tổng hợp …".

    Args:
        text: One sentence.
        nearest: Only an organ right behind the first comma counts, as where a heading names the lead.
    """
    adverbs = leading_adverbs(text)
    if adverbs and head_kind(text, adverbs) in ("named", "role", "collective"):
        return shifted(subject(text[adverbs:]), adverbs)
    if time := _TIME.match(text):
        return shifted(subject(text[time.end() :]), time.end()) if _may_act(text, time.end()) else None
    if not _INTRO.match(text):
        return None
    for comma in regex.finditer(r"(?:[,;]|\sthì)\s+(?=\S)", text[:_INTRO_REACH]):
        at = comma.end()
        if text.count("(", 0, at) > text.count(")", 0, at):
            continue
        if _OWN_ORDER.match(text, at):
            return None
        if nearest and head_kind(text, at) not in ("named", "role", "collective"):
            return None
        if _may_act(text, at):
            found = shifted(subject(text[at:]), at)
            if found and head_kind(text, at) == "people" and _goes_on(text[at : found[1]]):
                continue
            if found or nearest:
                return found
    return None


def _goes_on(people: str) -> bool:
    """Return whether those whom an introduction is about go on: "…, công chức, viên chức vi phạm …"."""
    return len(people.split()) > _LONGEST_CLASS or "vi phạm" in people


def _may_act(text: str, at: int) -> bool:
    """Return whether who acts may stand behind an introduction: an organ, a place, "đề nghị các Tổ …"."""
    if text.startswith("thành viên ", at):  # of those before: "cho cán bộ, thành viên hợp tác xã"
        return False
    if head_kind(text, at) in ("named", "role", "collective", "people"):
        return True
    return ASSIGN.match(text, at) is not None or _acting_place(text, at) > 0


# The order itself behind an introduction: what follows has no subject ("Căn cứ …, chủ trì, phối hợp với …").
_OWN_ORDER = regex.compile(r"(?:chủ\s+trì|chủ\s+động|phối\s+hợp\s+với|chịu\s+trách\s+nhiệm)(?!\p{L})")


def introduced_order(text: str) -> bool:
    """Return whether an order without subject follows an introduction: "Đối với …, chỉ đạo …"."""
    if time := _TIME.match(text):
        return leading_verb(text[time.end() :]) is not None
    if not _INTRO.match(text):
        return False
    commas = regex.finditer(r",\s+(?=\S)", text[:_INTRO_REACH])
    return any(leading_verb(text[comma.end() :]) is not None for comma in commas)


def shifted(found: tuple[Units, int] | None, by: int) -> tuple[Units, int] | None:
    """Return a subject that was found in a part of a text with its places in the text."""
    if found is None:
        return None
    return tuple(replace(u, start=u.start + by, end=u.end + by) for u in found[0]), found[1] + by


_THEN = regex.compile(r"\sthì\s+(?=\S)")


def behind_then(text: str) -> tuple[Units, int] | None:
    """Return who acts behind "thì": "Cơ sở chưa đạt thì chủ nhà trọ phải khắc phục"."""
    then = _THEN.search(text)
    if then is None:
        return None
    at = then.end()
    if not text.startswith("giao ", at) and head_kind(text, at) not in ("named", "role"):
        return None
    found = shifted(subject(text[at:]), at)
    return None if found is None or _BARE.fullmatch(found[0][0].text) else found


GIVEN = regex.compile(r"(?:giao|đề nghị)\s+", regex.IGNORECASE)
_LABEL = regex.compile(
    r"(?:[\p{L}\s]{3,40}|(?:Nếu|Đối với|Trường hợp|Khi|Riêng|Với)\s[^:;.]{3,200}"
    r"|(?:Giai đoạn|Năm|Quý|Tháng|Từ|Đến)\s[^:;.]{1,60}):\s+(?=\S)"
)


def labelled_subject(text: str) -> tuple[Units, int] | None:
    """Return the subject behind a label or a case: "Cấp xã: UBND các xã bố trí …", "Nếu …: Sở X lập …"."""
    label = _LABEL.match(text)
    if label is None:
        return None
    acts = head_kind(text, label.end()) in ("named", "role", "collective")
    if not acts and GIVEN.match(text, label.end()) is None:
        return None
    return shifted(subject(text[label.end() :]), label.end())


def agent(text: str) -> Units:
    """Return the units of "do Sở X chủ trì", "giao Sở X …" or "(Sở X chủ trì)" within a sentence."""
    bracket = _BRACKET_LEAD.search(text)
    if bracket and head_kind(text, bracket.start(1)) is not None:
        return units_between(text, bracket.start(1), bracket.end(1))
    duty = _DUTY_OF.search(text)
    if duty and head_kind(text, duty.end()) in ("named", "role", "collective"):
        return list_at(text, duty.end())
    for found in _BY.finditer(text):
        kinds = (
            ("named", "role", "collective")
            if text[: found.start()].endswith(("; ", ", "))
            else ("named", "role")
        )
        if head_kind(text, found.end()) in kinds:
            end = predicate_start(text, found.end())
            if end > 0 and regex.match(
                r"chủ trì|làm đầu mối|là cơ quan|tham mưu|thực hiện|chịu trách nhiệm", text[end:]
            ):
                units = units_between(text, found.end(), end)
                if _short(units) and "thành phần" not in text[max(0, found.start() - 25) : found.start()]:
                    return units
    return ()
