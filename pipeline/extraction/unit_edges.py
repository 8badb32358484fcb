"""Where within a list of units one ends and the next begins."""

from __future__ import annotations

import regex

from pipeline.extraction.lexicons import alternation, compiled, load
from pipeline.extraction.unit_heads import head_kind

TRIM = " .,;:-–—+•*#`'|_~\t"
SO_FIELD = (
    alternation([*load("organs")["so"], *load("organs")["bo"], *load("organs")["expand"]])
    + r"(?=\s*(?:$|[,;.]|(?:và|các|tỉnh|thành phố)(?!\p{L})))"
)


def is_apart(before: str, sign: str, after: str) -> bool:
    """Return whether "và" parts two whole classes: "tổ chức chính trị - xã hội và cơ quan liên quan"."""
    if sign.strip() == "," and after.startswith("tổ chức thành viên"):  # of the Front, beside those before
        return bool(_WHOLE_CLASS.search(before.rstrip()))
    if sign.strip() != "và":
        return False
    return bool(_OTHERS.match(after)) or (
        head_kind(after) in ("generic", "named") and bool(_WHOLE_CLASS.search(before.rstrip()))
    )


_OTHERS = compiled(load("units")["apart"])
_WHOLE_CLASS = regex.compile(rf"{alternation(load('units')['whole_classes'])}$", regex.IGNORECASE)


def begins_unit(before: str, after: str) -> bool:
    """Return whether, behind a comma or "và", `after` begins a unit rather than going on with `before`."""
    if _BY_OFFICE.match(after):
        return True
    kind, first = head_kind(after), head_kind(before.lstrip(TRIM))
    if _ACRONYM.fullmatch(before.strip(TRIM)) and _ACRONYM.match(after):  # "VTV, VOV, TTXVN"
        return True
    if kind == "role" and _PERSON.match(before.strip(TRIM)):  # "đồng chí A, Phó Chủ tịch UBND xã"
        return False
    if kind != "role" and _IN_CHARGE.search(before):  # "Phó Chủ tịch phụ trách Dân tộc và các Hội"
        return False
    if kind in ("named", "collective", "role"):
        return not _goes_on(before, after, kind)
    if kind is None:
        return bool(regex.match(SO_FIELD, after)) and bool(_OF_SO.search(before))
    run = _last_noun(before)
    if kind == "place" and _PLACE_LAST.search(before):  # "Hội Nông dân xã, phường"
        return False
    if run is None:  # a named unit stands before
        return first in ("named", "role") and not (kind == "place" and is_committee(before))
    if kind == "people":
        return first not in ("collective", "people", "place")
    if run == "people" and kind == "generic":
        own = regex.match(r"(?:sở|bộ|ban|ngành|chính quyền)(?!\p{L})", after.lower())
        return bool(own) and first == "people"
    return False


# a body told by what it has to do is one of its own: "các phòng thuộc Sở, cơ quan chủ trì soạn thảo"
_BY_OFFICE = regex.compile(
    r"(?:cơ quan|đơn vị)\s+(?:chủ trì|soạn thảo|được giao|quản lý|chủ quản|thẩm định)(?!\p{L})",
    regex.IGNORECASE,
)
_IN_CHARGE = regex.compile(r"\sphụ trách\s+(?:lĩnh vực\s+|công tác\s+|mảng\s+)[^;]*$")
# one person, by name or by the first of several offices
_PERSON = regex.compile(
    r"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)\s+(?:(?:\p{Lu}\p{Ll}*\s*){2,5}(?:[-–]\s.{3,40})?$"
    r"|[ỦU][ỷy]\s+viên\s|Ủy\s+viên\s)"
)
_ACRONYM = regex.compile(r"[A-ZĐ]{2}[A-ZĐ&]+(?=\s*(?:$|[,;.)]|và\s))")


_PLURAL_HEAD = regex.compile(r"\s*(?:[Cc]ác|[Nn]hững)\s+(?P<noun>\p{Ll}+\s\p{Ll}+)\s")


def _goes_on(before: str, after: str, kind: str) -> bool:
    """Return whether a noun that could begin a unit only goes on with a list ("các cơ quan, đơn vị")."""
    again = _PLURAL_HEAD.match(before)
    if (
        again and not _WHOLE_CLASS.search(before.rstrip()) and after.startswith(f"{again['noun']} ")
    ):  # "các hiệp hội doanh nghiệp, hiệp hội ngành hàng"
        return True
    run = _last_noun(before)
    if kind == "named" and run in ("generic", "place", "people"):
        return bool(_COMMON.match(after))
    return False


_CLASSES = alternation(load("units")["classes"])
_COMMON = regex.compile(
    r"(?:cơ quan|đơn vị|phòng|lực lượng|hội|trung tâm|công đoàn|quân đội|nhà trường)(?!\s+\p{Lu})"
    rf"|(?i:{_CLASSES})(?!\s+\p{{Lu}})"
)


_CLASS = regex.compile(_CLASSES)
_CLASS_LAST = regex.compile(r"các\s+(?:sở|bộ|ban)$")


def _last_noun(before: str) -> str | None:
    """Return the kind of the last noun of `before` if it is a kind of unit and no name follows it."""
    last = regex.split(r",|;|\svà\s", before)[-1].strip().lower()
    last = regex.sub(rf"^(?:{_ROLE}\s+)*(?:{_PLURAL}\s+)?", "", last)
    cased = regex.split(r",|;|\svà\s", before)[-1].strip()
    if regex.match(r"\p{L}+\s+\p{Lu}", cased) and head_kind(cased) == "named" and not cased.startswith("Các"):
        return None
    for kind in ("people", "places", "generic"):
        if regex.match(alternation(load("units")[kind]), last):
            return "place" if kind == "places" else kind
    if _CLASS.fullmatch(last) or _CLASS_LAST.search(last):  # "các Vụ, Cục", "Thanh tra các Bộ, ngành"
        return "generic"
    committee = regex.match(rf"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+(?:các\s+)?{PLACE}", last)
    return "place" if committee else None


def is_committee(before: str) -> bool:
    """Return whether the words begin with a committee or its head: "UBND xã", "Chủ tịch …"."""
    return bool(
        regex.match(r"\s*(?:các\s+)?(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hđnd|chủ tịch)", before.lower())
    )


_PLURAL = alternation(load("units")["plural"])
_ROLE = alternation(load("units")["roles"])
_OF_SO = regex.compile(
    r"(?:^|[\s,;])(?:Sở|Bộ|sở|bộ)\s*:?\s+(?:\p{Lu}[^,;]*)$|^\s*"
    + alternation([*load("organs")["so"], *load("organs")["bo"]])
)
PLACE = alternation(load("units")["places"])
_PLACE_LAST = regex.compile(rf"{PLACE}\s*$", regex.IGNORECASE)
