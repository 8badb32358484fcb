"""Finds where the subject of an order ends and its verb begins."""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.extraction.lexicons import alternation, load
from pipeline.extraction.unit_heads import head_kind, whole_spans

_WORDS = load("words")
_STOP = regex.compile(
    r"\s*(?:[(:;]|(?<![\s(,;]P)\.(?:\s|$)|\s[-–]\s(?!\p{Lu}|xã hội|nghề nghiệp|kỹ thuật|hộ tịch)|"
    r"\s[-–]\s(?=Cơ quan|Đơn vị|Thường trực)|(?:,|(?<=liên quan))\s+có\s(?!liên quan|thẩm quyền|chức năng)|"
    + r"(?!trong(?<=thành viên trong)|tại\s+địa\s+phương)"  # "các thành viên trong tiểu ban"
    + alternation(_WORDS["list_stops"])
    + ")"
)


# how one works together or reports: "phối hợp chặt chẽ, quyết liệt với …"
MANNERS = rf"(?:(?:,|\s+và)?\s+{alternation(_WORDS['manners'])})*"


@lru_cache(maxsize=1)
def _verbs() -> regex.Pattern[str]:
    return regex.compile(alternation(load("verbs")["verbs"]), regex.IGNORECASE)


@lru_cache(maxsize=1)
def _predicates() -> regex.Pattern[str]:
    words = load("verbs")
    return regex.compile(alternation([*words["verbs"], *words["predicates"]]))


@lru_cache(maxsize=1)
def _modals() -> regex.Pattern[str]:
    return regex.compile(alternation(load("verbs")["predicates"]))


_WEAK = frozenset(_WORDS["weak_verbs"])
_ORGANS = load("organs")
_NAME_END = regex.compile(rf"{alternation([*_WORDS['name_ends'], *_ORGANS['so'], *_ORGANS['bo']])}\s+$")


@lru_cache(maxsize=1)
def _adverbs() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{alternation(load('verbs')['adverbs'])}[\s,]*)+", regex.IGNORECASE)


_ALWAYS_FREE = frozenset(_WORDS["always_free"])
_BODY = regex.compile(
    r"(?<!\p{L})(?:bệnh viện|viện|trung tâm|cục|quỹ|công ty|đội|bộ phận)\s+$", regex.IGNORECASE
)
_NAMING_BODIES = frozenset([*_WORDS["naming_bodies"], *_WORDS["naming_verbs"]]) - frozenset(
    _WORDS["body_acts"]
)
_OFFICE = regex.compile(r"(?<!\p{L})(?:[Bb]an|phòng|[Hh]ội đồng|[Tt]ổ|[Đđ]oàn)\s+$")
# what a name is told by: "đơn vị trực tiếp quản lý", "Ủy ban nhân dân cùng cấp"
_DEFINES = regex.compile(r"(?:trực tiếp\s+quản lý|cùng\s+cấp)(?!\p{L})")
_NAMING = frozenset(_WORDS["naming_verbs"])
_TO_NOUN = regex.compile(r"(?:các|những|mọi|của)\s+$", regex.IGNORECASE)
_COMPOUND = regex.compile(rf"(?:{alternation(_WORDS['compounds'])})$", regex.IGNORECASE)
_IN_NAME = regex.compile(
    rf"(?:{alternation(_WORDS['before_names'])}|(?<!văn )(?<!\p{{L}})phòng|(?<!giúp )(?<!\p{{L}})việc"
    r"|(?<!(?:tỉnh|thành|huyện|thị|xã|phường|công|chi|tập|sư|trung|liên|quân|binh|đại) )(?<!\p{L})đoàn"
    r"|(?<!(?:nội|nghiệp|dịch|nhiệm) )(?<!\p{L})vụ)\s+$",
    regex.IGNORECASE,
)


def predicate_start(text: str, at: int = 0) -> int:
    """Return where the predicate after the subject that begins at `at` begins; -1 where none follows.

    A verb within a name ("Ban quản lý", "Trung tâm Kiểm soát bệnh tật") is passed over: names write it with a
    capital letter or behind a word for an organ.
    """
    names = whole_spans(text)
    office_ends = at
    behind = _behind_level(text, at, names)
    for found in _predicates().finditer(text, at):
        start = int(found.start())
        if 0 <= behind < start:
            return behind
        if start < office_ends or _within(text, at, start, names):
            continue
        if found.group().startswith("trong "):  # "trong quá trình"
            return start
        if _follows_name(text, start, names):
            if head_kind(text, start) is None or found.group().startswith(("tổ chức", "lãnh đạo")):
                return start
            continue
        office_ends = _office_end(text, found)
        if office_ends > start or _names_thing(text, at, found):
            continue
        return start
    return behind


_LEVEL_LAST = regex.compile(
    r"(?<!\p{L})(?<![Hh]ợp tác\s)(?:tỉnh|thành phố|thị xã|xã|phường|huyện|quận|đặc khu|thị trấn|tổ dân phố)"
    rf"(?:\s+(?P<last>\p{{Lu}}\p{{L}}*)){{0,4}}\s+(?=\p{{Ll}})(?!hội|{alternation(_WORDS['after_levels'])})"
)


def _behind_level(text: str, at: int, names: list[tuple[int, int]]) -> int:
    """Return where a small word stands behind a name that ends with its level; -1 without one.

    There the unit acts, whatever the verb: "Đoàn Thanh niên phường bóc xóa quảng cáo".
    """
    for found in _LEVEL_LAST.finditer(text, at):
        if found.start() <= at or text[found.start() - 1] != " " or _within(text, at, found.end(), names):
            continue
        last = int(found.start("last"))
        begins = last > 0 and (head_kind(text, last) is not None or leading_verb(text[last:]) is not None)
        if not begins:  # "… cấp tỉnh Ủy ban nhân dân", "tỉnh Bắc Ninh Ban hành"
            return int(found.end())
    return -1


def _within(text: str, at: int, start: int, names: list[tuple[int, int]]) -> bool:
    """Return whether a verb stands at the very beginning, in brackets, in a name, or begins a noun."""
    bracketed = text.count("(", at, start) > text.count(")", at, start)
    named = any(a <= start < b for a, b in names)
    return start == at or bracketed or named or _BEGINS_NOUN.match(text, start) is not None


def _names_thing(text: str, at: int, found: regex.Match[str]) -> bool:
    """Return whether a verb is part of a name or noun: "Ban quản lý", "lộ trình", "các tổ chức"."""
    start, verb = int(found.start()), found.group()
    weak = verb in _WEAK and not _PUTS_INTO.match(text, start) and not _acts(text, at, found)
    if weak or _ends_noun(text, start, found.end()) or _DEFINES.match(text, start):
        return True
    if _IN_NAME.search(text[:start]) and not _is_free(text[:start], verb):
        return True
    noun = verb.startswith("tổ chức") and _TO_NOUN.search(text[:start])
    collective = head_kind(text, start) in ("generic", "collective")  # "tổ chức" as a noun
    return bool(noun) or collective or _ends_name(text, at, found)


def _acts(text: str, at: int, found: regex.Match[str]) -> bool:
    """Return whether a verb that may end a name acts, behind a proper name: "Công ty X Hải Lâm trồng hoa"."""
    if found.group() not in _DOES:
        return False
    proper = _PROPER.search(text[at : found.start()])
    return proper is not None and head_kind(text, at + proper.start()) is None  # but "Phòng Chăn nuôi"


_DOES = frozenset(_WORDS["weak_acts"])
_PROPER = regex.compile(r"\p{Lu}\p{Ll}+\s\p{Lu}\p{Ll}+\s$")


def _ends_name(text: str, at: int, found: regex.Match[str]) -> bool:
    """Return whether a verb still belongs to the subject, as another begins the order right behind it.

    "Cục Kết cấu hạ tầng xây dựng tham mưu …", "Ủy ban nhân dân cấp có thẩm quyền thu hồi đất phải …".
    """
    if _MODAL_NEAR.match(text, found.end()) and text[at : found.start()].rstrip().endswith("có thẩm quyền"):
        return True
    name = text[at : found.start()].split(" ")
    naming = found.group() in _NAMES_OR_ACTS and any(word[:1].isupper() for word in name[1:])
    return naming and _ORDER_NEXT.match(text, found.end()) is not None


def _office_end(text: str, found: regex.Match[str]) -> int:
    """Return where the words end that tell which office acts: "Phó Giám đốc phụ trách hành chính chỉ đạo …".

    0 where the verb is not "phụ trách", or nothing behind it begins an order.
    """
    if found.group() != "phụ trách":
        return 0
    clause = _CLAUSE.match(text, found.end())
    for acts in _predicates().finditer(text, found.end() + 1, clause.end() if clause else len(text)):
        if len(text[found.end() : acts.start()].split()) >= 2:
            return int(acts.start())
    return 0


_PUTS_INTO = regex.compile(r"đưa\s[^,;.:()]{3,100}?\s(?:vào|lên|xuống)\s")  # no name holds that
_CLAUSE = regex.compile(r"[^,;.:()]*")
_BEGINS_NOUN = regex.compile(r"(?:giao\s+(?:thông|dịch|diện)|in\s+ấn|đầu\s+tư\s+công)(?!\p{L})")  # no verb
_NAMES_OR_ACTS = _NAMING | {"xây dựng"}
_MODAL_NEAR = regex.compile(r"(?:\s+[^\s,;.:]+){0,4}\s+(?:phải|cần|có trách nhiệm|chịu trách nhiệm)(?!\p{L})")
_ORDER_NEXT = regex.compile(
    r"\s+(?:(?:tham mưu|chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|phải|cần)(?!\p{L})"
    r"|cùng(?:\s+với)?\s+\p{Lu})"
)


def _ends_noun(text: str, start: int, end: int) -> bool:
    """Return whether the verb at `start` is the second half of a longer noun: "Ngoại giao", "lộ trình"."""
    noun = _COMPOUND.search(text[:end])
    return noun is not None and noun.start() < start


def _is_free(before: str, verb: str) -> bool:
    """Return whether a verb begins an order though what stands before it often begins a name."""
    if verb in _ALWAYS_FREE:
        return True
    if _OFFICE.search(before):
        return verb not in _NAMING
    return bool(_BODY.search(before)) and verb not in _NAMING_BODIES


def _follows_name(text: str, start: int, names: list[tuple[int, int]]) -> bool:
    """Return whether a name is complete right before: then a verb that else may be part of one is none.

    "Sở Kế hoạch và Đầu tư rà soát …", "Công an tỉnh cung cấp …".
    """
    end = len(text[:start].rstrip())
    return any(b == end for _, b in names) or bool(
        _NAME_END.search(text[:start]) or _AT_PLACE.search(text[:start])
    )


# a name ends with that of its place: "Công an xã Tân Hòa", "UBND thành phố Hải Lâm"
_AT_PLACE = regex.compile(
    r"(?<!\p{L})(?:tỉnh|thành phố|xã|phường|đặc khu|thị trấn|huyện|quận|thị xã)(?:\s+\p{Lu}\p{L}*){1,4}\s+$"
)


def modal_start(text: str) -> int:
    """Return where "có trách nhiệm", "theo chức năng" and the like begin; -1 where none is there."""
    modals = _modals().finditer(text, 1)
    starts = (int(found.start()) for found in modals if not _ends_noun(text, found.start(), found.end()))
    return next(starts, -1)  # "Tiểu ban Hậu cần" needs nothing


def names_end(text: str) -> int:
    """Return where the units of a heading end: at a modal or a verb behind a complete name; else -1.

    "Sở X, Ban Y theo chức năng, nhiệm vụ …", "Đảng ủy UBND tỉnh lãnh đạo, chỉ đạo …".
    """
    verb, modal = predicate_start(text), modal_start(text)
    if text[verb:].startswith("phụ trách"):  # "Phó Hiệu trưởng phụ trách chuyên môn" is one office
        verb = -1
    if verb > 0 and _follows_name(text, verb, whole_spans(text)):
        return min(verb, modal) if modal > 0 else verb
    return modal


def list_end(text: str, at: int) -> int:
    """Return where a list of units that begins at `at` within a sentence ends."""
    names = [*whole_spans(text), *_runs_on(text)]
    end = predicate_start(text, at)
    end = len(text) if end < 0 else end
    for found in _STOP.finditer(text, at):
        if found.end() > end:
            break
        if found.start() > at and not any(a <= found.start() < b for a, b in names):
            end = found.start()
            break
    end = _within_brackets(text, at, end)
    comma = regex.search(r"[,\s]+(?:và\s+)?$", text[at:end])
    return at + comma.start() if comma else end


def _within_brackets(text: str, at: int, end: int) -> int:
    """Return the end of a list, at the latest where the bracket closes in which it stands."""
    depth = 0
    for place in range(at, end):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth < 0:
            return place
    return end


def _runs_on(text: str) -> list[tuple[int, int]]:
    """Return the spans of signs that end no list: "Sở X (Phòng Y) và các cơ quan", "các Bộ: A, B"."""
    notes = [
        found
        for found in _NOTE.finditer(text)
        if (head_kind(found["note"]) is not None and len(found["note"].split()) <= _SHORT_NOTE)
        or (found["sign"] and head_kind(text, found.end()) is not None)
    ]
    return [found.span() for found in (*notes, *_SHARED.finditer(text))]


_SHORT_NOTE = 8  # words up to which a bracket names a part of the unit and not whom all it may mean
_NOTE = regex.compile(r"\s*\((?P<note>[^()]*)\)(?P<sign>\s*(?:[,;]|và\s)\s*)?")
_SHARED = regex.compile(
    r"(?<!\p{L})các\s+(?:sở|bộ|ban|hội)(?:,\s+(?:ban|ngành|cơ quan))*\s*:(?=\s+(?-i:\p{Lu}))",
    regex.IGNORECASE,
)


def leading_adverbs(text: str) -> int:
    """Return where the adverbs end with which the text begins ("Định kỳ hằng năm, "); 0 without any."""
    found = _adverbs().match(text)
    return int(found.end()) if found else 0


def leading_verb(text: str) -> tuple[int, str] | None:
    """Return the place and form of the verb that begins the text, adverbs before it passed over."""
    for at in dict.fromkeys((leading_adverbs(text), 0)):
        found = _verbs().match(text, at)
        if found:
            return at, found.group().lower()
    return None
