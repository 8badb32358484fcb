"""Splits lists of responsible units (cơ quan, đơn vị) into names as printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from pipeline.extraction.lexicons import compiled, load
from pipeline.extraction.predicates import list_end
from pipeline.extraction.unit_edges import PLACE, SO_FIELD, TRIM, begins_unit, is_apart
from pipeline.extraction.unit_heads import head_kind, whole_spans
from pipeline.extraction.unit_names import UnitKind, unit_kind


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
_SEPARATOR = regex.compile(
    r"\s*(?:,\s*(?:và|cùng)\s+|[,;]|\s\+(?=\s)|\s(?:và|cùng(?!\s+cấp)|hoặc)\s(?=\S))\s*", regex.IGNORECASE
)


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


Units = tuple[UnitMatch, ...]


def units_between(text: str, at: int, end: int) -> Units:
    """Return the units of a list within a text, with their places in the text."""
    return tuple(replace(u, start=u.start + at, end=u.end + at) for u in split_units(text[at:end]))


def list_at(text: str, at: int) -> Units:
    """Return the units of the list that begins at `at` within a sentence."""
    return units_between(text, at, list_end(text, at))


def _groups(text: str) -> list[tuple[int, int]]:
    """Return the spans between semicolons and line ends outside brackets."""
    edges, depth = [0], 0
    for i, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if (char == ";" and depth <= 0) or char == "\n":
            edges.append(i + 1)
    edges.append(len(text))
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip(TRIM)]


def _atoms(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut one group at the separators that are followed by a new unit."""
    inner = whole_spans(text)
    bracketed = [m.span() for m in regex.finditer(r"\([^()]*\)", text)]
    label = _LABEL.match(text[start:end].lstrip(TRIM))  # "Giao Thủ trưởng các Vụ, Cục"
    begun = end - len(text[start:end].lstrip(TRIM)) + label.end() if label else start
    cuts, unparted = [start], _unparted(text, start, end)
    for separator in _SEPARATOR.finditer(text, start, end):
        at = separator.end()
        if any(a < separator.start() and separator.end() <= b for a, b in inner + bracketed):
            continue
        begun = max([begun, *(place for place in unparted if place <= separator.start())])
        before, after = text[begun : separator.start()], text[at:end]
        if begins_unit(before, after) or is_apart(before, separator.group(), after):
            cuts += [separator.start(), at]
            begun = at
    cuts.append(end)
    cuts = sorted([*cuts, *(at for at in unparted for _ in range(2))])
    return [_trim(text, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if text[a:b].strip(TRIM)]


_NEXT_HEAD = regex.compile(
    r"(?<=(?P<before>\p{L}+)\s)(?:(?:Các|UBND|Ủy ban|Uỷ ban|Công an|Văn phòng|Thanh tra|Trung tâm|Chi cục)\s"
    r"|(?:Sở|Bộ|Hội|Phòng)\s(?=\p{Lu}))"
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


_PLACE_LAST = regex.compile(rf"{PLACE}\s+$", regex.IGNORECASE)
_LABEL = regex.compile(
    r"^(?:(?:đề nghị|giao cho|giao(?!\s+(?:thông|dịch))|yêu cầu|phân công|trách nhiệm của|đối với|gồm"
    r"|bao gồm)\s*:?\s+)+"
    r"|^(?:các\s+)?(?:đơn vị|cơ quan|phòng ban|tổ chức)(?:\s+\p{Ll}+){0,3}\s*:\s+(?=\p{Lu})",
    regex.IGNORECASE,
)


_JOINT = regex.compile(r"\s+(?:và|về|của|trực tiếp)$")  # left where a verb was cut off: "Tổ Thẩm phán và"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    if joint := _JOINT.search(text[start:end]):
        end = start + joint.start()
    label = _LABEL.match(text[start:end])
    return (start + label.end() if label else start), end


_NEXT_FIELD = regex.compile(rf"(?:\s*[,;]|\s+và)\s*{SO_FIELD}")


def _shared_head(text: str, start: int, end: int) -> list[UnitMatch]:
    """Give each of "các Sở: Nội vụ, Tài chính" and "các Sở Nội vụ, Tài chính" its head."""
    part = text[start:end]
    head = regex.match(
        r"(?:các\s+)?(sở|bộ|ban|hội)(?:(?:,\s+(?:ban|ngành|cơ quan))*\s*(:))?\s+(?=(?-i:\p{Lu}))"
        r"(?!đảng|hđnd|hội đồng)",
        part,
        regex.IGNORECASE,
    )
    shared = head and (head.group(2) or regex.match(r"các\s", part, regex.IGNORECASE))
    if not head or not shared:
        field = regex.match(SO_FIELD, part)
        if field and field.end() == len(part):
            organ = _previous_head(text, start)
            if organ:
                return [UnitMatch(start, end, f"{organ} {part}", "named")]
        return [_unit(text, start, end)]
    organ = head.group(1)[:1].upper() + head.group(1)[1:]
    names = [
        m.span()
        for m in regex.finditer(rf"{SO_FIELD}|[^,;\s][^,;]*?(?=\s*(?:,|;|\svà\s|$))", part[head.end() :])
    ]
    alone = len(names) < 2 and not head.group(2) and not _NEXT_FIELD.match(text, end)
    of_places = _OF_PLACES.match(part, head.end())
    if alone or of_places:  # "các Sở Giáo dục và Đào tạo (tỉnh, thành phố)": those of all provinces
        return [_unit(text, start, end)]
    found = []
    for a, b in names:
        name = regex.sub(r"^[\s,]*(?:và\s)?\s*", "", part[head.end() :][a:b])
        at = start + head.end() + b - len(name)
        if name.strip():
            whole = name if head_kind(name) == "named" else f"{organ} {name}"
            found.append(UnitMatch(at, at + len(name), whole, "named"))
    return found


_OF_PLACES = regex.compile(rf"{SO_FIELD}\s+(?:các\s+)?{PLACE}")


def _previous_head(text: str, start: int) -> str | None:
    heads = regex.findall(r"(?<![\p{L}])(Sở|Bộ|sở|bộ)(?=\s*:?\s+[\p{Lu}])", text[:start])
    return heads[-1].capitalize() if heads else None


_REMARK = regex.compile(
    r"\s*\((?i:cơ quan|đơn vị|chủ trì|qua|thường trực|đầu mối|sau đây|gọi tắt|viết tắt|gọi chung"
    r"|do|đồng chí|đ/c|ông|bà|trưởng)(?!\p{L})[^()]*\)\s*$"
    r"|\s+[-–]\s+[Cc]ơ quan (?:[Tt]hường trực|đầu mối|chủ trì)[^,;]*$"
)


# "Sở Công Thương (cân đối nguồn, cấp phép)"; but "Hiệp hội Thủy sản (VASEP)" with its short name
_NOTE = regex.compile(r"\s*\((?P<note>(?!\p{Lu}[\p{Lu}&-]+\))[^()]*)\)\s*$")


def _names_units(remark: regex.Match[str]) -> bool:
    """Return whether a bracket names the units within the unit: "Tổng cục Thuế (Cục Kiểm tra)"."""
    note = remark.groupdict().get("note")
    return note is not None and head_kind(note) is not None


def _unit(text: str, start: int, end: int) -> UnitMatch:
    remark = _REMARK.search(text[start:end]) or _NOTE.search(text[start:end])
    if remark and remark.start() and not _names_units(remark):
        end = start + remark.start()
    name = next((b for a, b in whole_spans(text[start:end]) if a == 0), 0)
    if name and _OBJECT.match(text, start + name, end):  # "thống nhất với Sở Tài chính mức chi"
        end = start + name
    return UnitMatch(start, end, text[start:end], unit_kind(text[start:end]))


_OBJECT = regex.compile(
    r"\s+(?!(?:tỉnh|thành phố|các|có liên quan|liên quan|cấp|khu vực|nước|trung ương|xã|phường|đặc khu|huyện"
    r"|quận|thị xã|địa phương|sở tại|và|hoặc|cùng|thuộc|trực thuộc|của|nơi|ở)(?!\p{L}))\p{Ll}"
)
_HEADING_CLASS = compiled(load("units")["heading_classes"])


def looks_like_units(text: str) -> bool:
    """Return whether a heading consists of units: each part begins like one, the first is no common noun."""
    stripped = _LABEL.sub("", text.strip().strip(TRIM))
    kind = head_kind(stripped)
    if kind not in ("named", "role", "collective", "generic", "place"):
        return False
    if kind in ("generic", "place") and not _HEADING_CLASS.match(stripped):
        return False
    return (
        all(head_kind(unit.text) is not None for unit in split_units(stripped))
        and len(stripped.split()) <= 60
    )
