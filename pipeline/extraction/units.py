"""Finds and splits names of responsible units (cơ quan, đơn vị), as printed and normalized."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import regex

from pipeline.extraction.lexicons import alternation, compiled, load, rows
from pipeline.extraction.unit_heads import head_kind, whole_spans

UnitKind = Literal["named", "collective", "role"]


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit and its place: characters `start` to `end` (exclusive); `text` differs for a shared head.

    "các Sở: Nội vụ, Tài chính" gives "Sở Nội vụ" and "Sở Tài chính", each with the place of its own words.
    """

    start: int
    end: int
    text: str
    kind: UnitKind


_EMPTY = regex.compile(r"^[\s\-–—./x…]*$", regex.IGNORECASE)
_SEPARATOR = regex.compile(r"\s*(?:,\s*(?:và|cùng)\s+|[,;]|\s(?:và|cùng|hoặc)\s(?=\S))\s*", regex.IGNORECASE)
_TRIM = " .,;:-–—+•*#`'|_~\t"


def split_units(text: str) -> list[UnitMatch]:
    """Return the units of a list such as a trailer's value, a table cell or a heading, as printed.

    Commas and "và" within names do not split; "các sở, ban, ngành" is one collective.
    """
    if _EMPTY.match(text):
        return []
    spans = [span for part in _groups(text) for span in _atoms(text, *part)]
    found = []
    for start, end in spans:
        found += _shared_head(text, start, end)
    unique: dict[str, UnitMatch] = {}
    for unit in found:
        unique.setdefault(unit.text.lower(), unit)
    return list(unique.values())


def _groups(text: str) -> list[tuple[int, int]]:
    """Return the spans between semicolons and line ends outside brackets."""
    edges, depth = [0], 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if (char == ";" and depth <= 0) or char == "\n":
            edges.append(i + 1)
    edges.append(len(text))
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip(_TRIM)]


def _atoms(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut one group at the separators that are followed by a new unit."""
    inner = whole_spans(text)
    bracketed = [m.span() for m in regex.finditer(r"\([^()]*\)", text)]
    label = _LABEL.match(text[start:end].lstrip(_TRIM))  # "Giao Thủ trưởng các Vụ, Cục"
    begun = end - len(text[start:end].lstrip(_TRIM)) + label.end() if label else start
    cuts, unparted = [start], _unparted(text, start, end)
    for separator in _SEPARATOR.finditer(text, start, end):
        at = separator.end()
        if any(a < separator.start() and separator.end() <= b for a, b in inner + bracketed):
            continue
        begun = max([begun, *(place for place in unparted if place <= separator.start())])
        before, after = text[begun : separator.start()], text[at:end]
        if begins_unit(before, after) or _is_apart(before, separator.group(), after):
            cuts += [separator.start(), at]
            begun = at
    cuts.append(end)
    cuts = sorted([*cuts, *(at for at in unparted for _ in range(2))])
    return [_trim(text, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if text[a:b].strip(_TRIM)]


_NEXT_HEAD = regex.compile(
    r"(?<=(?P<before>\p{L}+)\s)(?:Các|Sở|Bộ|UBND|Ủy ban|Uỷ ban|Công an|Văn phòng|Thanh tra|Trung tâm|"
    r"Chi cục|Hội|Phòng)\s"
)
_COMPLETE = compiled(load("words")["name_ends"])


def _unparted(text: str, start: int, end: int) -> list[int]:
    """Return where a unit begins behind a complete one, no sign between them, as in the lines of a cell.

    "Sở Y tế Sở Nội vụ", "UBND các xã, phường Công an tỉnh".
    """
    ends = {b for _, b in whole_spans(text)}
    return [
        found.start()
        for found in _NEXT_HEAD.finditer(text, start, end)
        if found.start() - 1 in ends
        or _COMPLETE.fullmatch(found.group("before"))
        or _PLACE_LAST.search(text, start, found.start())
    ]


def _is_apart(before: str, sign: str, after: str) -> bool:
    """Return whether "và" parts two whole classes: "tổ chức chính trị - xã hội và cơ quan liên quan"."""
    if sign.strip() != "và":
        return False
    return bool(_OTHERS.match(after)) or (
        head_kind(after) in ("generic", "named") and bool(_WHOLE_CLASS.search(before.rstrip()))
    )


_OTHERS = compiled(load("units")["apart"])
_WHOLE_CLASS = regex.compile(rf"{alternation(load('units')['whole_classes'])}$", regex.IGNORECASE)


def begins_unit(before: str, after: str) -> bool:
    """Return whether, behind a comma or "và", `after` begins a unit rather than going on with `before`."""
    kind, first = head_kind(after), head_kind(before.lstrip(_TRIM))
    if _ACRONYM.fullmatch(before.strip(_TRIM)) and _ACRONYM.match(after):  # "VTV, VOV, TTXVN"
        return True
    if kind == "role" and _PERSON.match(before.strip(_TRIM)):  # "đồng chí A, Phó Chủ tịch UBND xã"
        return False
    if kind != "role" and _IN_CHARGE.search(before):  # "Phó Chủ tịch phụ trách Dân tộc và các Hội"
        return False
    if kind in ("named", "collective", "role"):
        return not _goes_on(before, after, kind)
    if kind is None:
        return bool(regex.match(_SO_FIELD, after)) and bool(_OF_SO.search(before))
    run = _last_noun(before)
    if kind == "place" and _PLACES_LAST.search(before):  # "Trạm Y tế các xã, phường"
        return False
    if run is None:  # a named unit stands before
        return first in ("named", "role") and not (kind == "place" and _is_committee(before))
    if kind == "people":
        return first not in ("collective", "generic", "people", "place")
    if run == "people" and kind == "generic":
        own = regex.match(r"(?:sở|bộ|ban|ngành|chính quyền)(?!\p{L})", after.lower())
        return bool(own) and first == "people"
    return False


_IN_CHARGE = regex.compile(r"\sphụ trách\s+(?:lĩnh vực\s+|công tác\s+|mảng\s+)[^;]*$")
# one person, by name or by the first of several offices
_PERSON = regex.compile(
    r"(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng|[Bb]à)\s+(?:(?:\p{Lu}\p{Ll}*\s*){2,5}$|[ỦU][ỷy]\s+viên\s|Ủy\s+viên\s)"
)
_ACRONYM = regex.compile(r"[A-ZĐ]{2}[A-ZĐ&]+(?=\s*(?:$|[,;.)]|và\s))")


def _goes_on(before: str, after: str, kind: str) -> bool:
    """Return whether a noun that could begin a unit only goes on with a list ("các cơ quan, đơn vị")."""
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
    committee = regex.match(rf"(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+(?:các\s+)?{_PLACE}", last)
    return "place" if committee else None


def _is_committee(before: str) -> bool:
    return bool(
        regex.match(r"\s*(?:các\s+)?(?:ủy ban nhân dân|uỷ ban nhân dân|ubnd|hđnd|chủ tịch)", before.lower())
    )


_PLURAL = alternation(load("units")["plural"])
_ROLE = alternation(load("units")["roles"])
_OF_SO = regex.compile(
    r"(?:^|[\s,;])(?:Sở|Bộ|sở|bộ)\s*:?\s+(?:\p{Lu}[^,;]*)$|^\s*"
    + alternation([*load("organs")["so"], *load("organs")["bo"]])
)
_PLACE = alternation(load("units")["places"])
_PLACES_LAST = regex.compile(rf"(?:các|những)\s+(?:{_PLACE},\s*)*{_PLACE}\s*$", regex.IGNORECASE)
_PLACE_LAST = regex.compile(rf"{_PLACE}\s+$", regex.IGNORECASE)
_SO_FIELD = (
    alternation([*load("organs")["so"], *load("organs")["bo"], *load("organs")["expand"]])
    + r"(?=\s*(?:$|[,;.]|và\s))"
)
_LABEL = regex.compile(
    r"^(?:(?:đề nghị|giao cho|giao|yêu cầu|phân công|trách nhiệm của|đối với|gồm|bao gồm)\s*:?\s+)+"
    r"|^(?:các\s+)?(?:đơn vị|cơ quan|phòng ban|tổ chức)(?:\s+\p{Ll}+){0,3}\s*:\s+(?=\p{Lu})",
    regex.IGNORECASE,
)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    label = _LABEL.match(text[start:end])
    return (start + label.end() if label else start), end


_NEXT_FIELD = regex.compile(rf"(?:\s*[,;]|\s+và)\s*{_SO_FIELD}")


def _shared_head(text: str, start: int, end: int) -> list[UnitMatch]:
    """Give each of "các Sở: Nội vụ, Tài chính" and "các Sở Nội vụ, Tài chính" its head."""
    part = text[start:end]
    head = regex.match(
        r"(?:các\s+)?(sở|bộ|ban|hội)\s*(:)?\s+(?=(?-i:\p{Lu}))(?!đảng|hđnd|hội đồng)", part, regex.IGNORECASE
    )
    shared = head and (head.group(2) or regex.match(r"các\s", part, regex.IGNORECASE))
    if not head or not shared:
        field = regex.match(_SO_FIELD, part)
        if field and field.end() == len(part):
            organ = _previous_head(text, start)
            if organ:
                return [UnitMatch(start, end, f"{organ} {part}", "named")]
        return [_unit(text, start, end)]
    organ = head.group(1)[:1].upper() + head.group(1)[1:]
    names = [
        m.span() for m in regex.finditer(rf"{_SO_FIELD}|[^,;]+?(?=\s*(?:,|;|\svà\s|$))", part[head.end() :])
    ]
    alone = len(names) < 2 and not head.group(2) and not _NEXT_FIELD.match(text, end)
    if alone:  # "các Sở Giáo dục và Đào tạo": those of all provinces
        return [_unit(text, start, end)]
    found = []
    for a, b in names:
        name = regex.sub(r"^[\s,]*(?:và\s)?\s*", "", part[head.end() :][a:b])
        at = start + head.end() + b - len(name)
        if name.strip():
            found.append(UnitMatch(at, at + len(name), f"{organ} {name}", "named"))
    return found


def _previous_head(text: str, start: int) -> str | None:
    heads = regex.findall(r"(?<![\p{L}])(Sở|Bộ|sở|bộ)(?=\s*:?\s+[\p{Lu}])", text[:start])
    return heads[-1].capitalize() if heads else None


_REMARK = regex.compile(
    r"\s*\((?:cơ quan|đơn vị|chủ trì|qua|thường trực|đầu mối|sau đây|gọi tắt|viết tắt|gọi chung"
    r"|do|đồng chí|đ/c|ông|bà)(?!\p{L})[^()]*\)\s*$"
    r"|\s+[-–]\s+[Cc]ơ quan (?:[Tt]hường trực|đầu mối|chủ trì)[^,;]*$"
)


def _unit(text: str, start: int, end: int) -> UnitMatch:
    remark = _REMARK.search(text[start:end])
    if remark and remark.start():
        end = start + remark.start()
    return UnitMatch(start, end, text[start:end], unit_kind(text[start:end]))


def unit_kind(text: str) -> UnitKind:
    """Return whether the name is one organ's, a class of organs' or an office's."""
    kind = head_kind(text)
    if kind == "role":
        return "role"
    if kind in ("collective", "generic", "place", "people"):
        return "collective"
    lower = text.lower()
    if _is_committee(lower) and regex.search(
        r"\bcấp\s+(?:xã|huyện)|các\s|xã,|phường,|,\s*(?:xã|phường)", lower
    ):
        return "collective"
    if regex.match(r"(?:cơ quan|đơn vị|phòng)\s+(?:có\s+)?(?:liên quan|chuyên môn|nghiệp vụ)", lower):
        return "collective"
    return "named"


_HEADING_CLASS = compiled(load("units")["heading_classes"])


def looks_like_units(text: str) -> bool:
    """Return whether a heading consists of units: each part begins like one, the first is no common noun."""
    stripped = _LABEL.sub("", text.strip().strip(_TRIM))
    kind = head_kind(stripped)
    if kind not in ("named", "role", "collective", "generic", "place"):
        return False
    if kind in ("generic", "place") and not _HEADING_CLASS.match(stripped):
        return False
    return (
        all(head_kind(unit.text) is not None for unit in split_units(stripped))
        and len(stripped.split()) <= 60
    )


@lru_cache(maxsize=8)
def province_of(organ: str, place: str | None = None) -> str | None:
    """Return "tỉnh X" or "thành phố X" for the organ of the letterhead or else the place of issue."""
    for text in (organ, place or ""):
        folded = " ".join(text.split()).lower()
        for row in sorted(rows("provinces"), key=lambda r: -len(r["name"])):
            if regex.search(rf"(?<![\p{{L}}]){regex.escape(row['name'].lower())}(?![\p{{L}}])", folded):
                return f"{row['type']} {row['name']}"
    return None


def normalize_unit(text: str, province: str | None = None) -> str:
    """Return the full name in one spelling; "UBND tỉnh" gets the province of the header.

    Args:
        text: As printed.
        province: From `province_of`.
    """
    name = " ".join(text.split()).strip(_TRIM)
    for short, long in sorted(load("organs")["names"].items(), key=lambda item: -len(item[0])):
        name = regex.sub(alternation([short]), long, name)
    for short, long in sorted(load("organs")["expand"].items(), key=lambda item: -len(item[0])):
        name = regex.sub(rf"(?<=(?:Sở|Bộ|sở|bộ)\s){regex.escape(short)}(?![\p{{L}}&])", long, name)
    name = regex.sub(r"^(?:Uỷ|Ủy) ban nhân dân|(?:uỷ|ủy) ban nhân dân", "UBND", name, flags=regex.IGNORECASE)
    if province and not regex.search(r"\b(?:các|những)\s", name.lower()):
        own = r"(?:[Tt]ỉnh|[Tt]hành [Pp]hố|TP\.?)"
        name = regex.sub(rf"(?<=\s){own}$", province, name)
    return str(name)
