"""Recognizes how the name of an organ, a collective or an office begins."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import regex

from pipeline.extraction.lexicons import alternation, load

HeadKind = Literal["named", "role", "collective", "generic", "place", "people"]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[HeadKind, regex.Pattern[str]], ...]:
    words = load("units")
    ignore = regex.IGNORECASE
    cased = "|".join(regex.escape(word) for word in sorted(words["cased"], key=len, reverse=True))
    refused = alternation(words["not_after"])
    return (
        ("collective", regex.compile(alternation(words["plural"]) + r"\s+" + _any_noun(_SHORT), ignore)),
        ("role", regex.compile(alternation(words["roles"]), ignore)),
        ("named", regex.compile(rf"(?:{cased})\s+(?!{refused})(?:các\s+|[\p{{Lu}}\d])")),
        (
            "named",
            regex.compile(rf"(?:{cased})\s*/\s*(?:{cased})(?=\s+\S|\s*$|[,;:.)])"),
        ),  # "Khoa/Viện đào tạo"
        ("named", regex.compile(alternation(words["named"]) + r"(?=\s+\S|\s*$|[,;:.)])", ignore)),
        ("named", _SHORTENED),
        ("people", regex.compile(alternation(words["people"]), ignore)),
        ("place", regex.compile(alternation(words["places"]), ignore)),
        ("generic", regex.compile(_generic(words), ignore)),
    )


# "P. VHXH" (Phòng), "TTPVHCC phường" (Trung tâm), a publisher by its name
_SHORTENED = regex.compile(
    r"P\.\s?(?=\p{Lu})|Nhà (?:xuất bản|hát)\s(?=\p{Lu})"
    r"|TT(?:PVHCC|HCC|YT|VHTT|DVC|DVTH|GDTX|CNTT|KN|TTVH)(?!\p{Lu})"
)
_SHORT = r"(?-i:[A-ZĐ]{2,})(?![\p{L}])"  # "các KCN"


@lru_cache(maxsize=1)
def _loud_collective() -> regex.Pattern[str]:
    """In a line of capitals no word can be told for a short name: "CÁC GIAI ĐOẠN"."""
    return regex.compile(alternation(load("units")["plural"]) + r"\s+" + _any_noun(), regex.IGNORECASE)


def _any_noun(*more: str) -> str:
    words = load("units")
    cased = [word.lower() for word in words["cased"]]
    nouns = words["generic"] + words["places"] + words["people"] + words["named"] + words["roles"] + cased
    return f"(?:{'|'.join([alternation(nouns), *more])})"


# Mass organisations behind "tổ chức": then it is a noun ("các tổ chức Hội Nông dân", not "tổ chức Hội nghị").
_MASS = (
    r"Hội\s+(?:Liên\s+hiệp|Nông\s+dân|Cựu|Phụ\s+nữ|Chữ\s+thập|Luật\s+gia|Người|Khuyến\s+học|Sinh\s+viên)"
    r"|Đoàn(?:\s+(?:Thanh|TNCS|thanh\s+niên))?\b|Công\s+đoàn"
    r"|[Hh]ội(?=\s*(?:$|[,;.)]|và\s|các\s+cấp))"
)


def _generic(words: dict[str, list[str]]) -> str:
    # "tổ chức" is a verb unless a list or "chính trị", "có liên quan" shows the noun
    plain = [word for word in words["generic"] if word != "tổ chức"]
    return (
        alternation(plain)
        + r"|(?<![\p{L}])tổ\s+chức(?=\s*(?:$|[,;]|và\s|(?:có\s+)?liên\s+quan|hữu\s+quan|chính\s+trị"
        r"|thành\s+viên|xã\s+hội|pháp\s+chế|đoàn\s+thể|đảng|(?-i:" + _MASS + r")))"
    )


@lru_cache(maxsize=1)
def _whole() -> regex.Pattern[str]:
    """Known names with inner signs or verbs, and every Sở and Bộ of the lexicon ("Bộ Ngoại giao")."""
    organs = load("organs")
    fields = alternation([*organs["so"], *organs["bo"], *organs["expand"]])
    return regex.compile(
        rf"(?i:{alternation(load('units')['whole'])})|(?<![\p{{L}}])(?:[Ss]ở|[Bb]ộ|Phòng)\s+{fields}"
    )


@lru_cache(maxsize=1)
def _bodies() -> regex.Pattern[str]:
    """A body named by what it is there for, up to its level: "Ban Chỉ đạo tri ân liệt sỹ tỉnh".

    Behind an act, or with others named in it, the words are an order: "Ban Chỉ đạo kiểm tra các xã".
    """
    found = load("units")["bodies"]
    heads = "|".join(regex.escape(head) for head in found["heads"])
    return regex.compile(
        rf"(?:{heads})\s+(?!{alternation(found['acts'])})(?:(?!{alternation(found['not_within'])})\p{{Ll}}+,?\s+)"
        rf"{{1,9}}?{alternation(found['levels'])}(?=\s*(?:$|[,;.:()])|\s+\p{{Ll}})"
    )


def whole_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of names that hold signs, "và" or verbs: known ones, bodies up to their level."""
    return [found.span() for pattern in (_whole(), _bodies()) for found in pattern.finditer(text)]


def head_kind(text: str, at: int = 0) -> HeadKind | None:
    """Return what kind of unit begins at character `at`, None where none does.

    `generic` ("sở", "đơn vị"), `place` and `people` nouns run on in lists; `collective`: after "các".
    """
    plural = _PLURAL.match(text, at)
    if _REFUSED.match(text, plural.end() if plural else at):
        return None
    for kind, pattern in _patterns():
        if pattern.match(text, at):
            unknown = kind == "collective" and text.isupper() and not _loud_collective().match(text, at)
            return None if unknown else kind
    return None


_PLURAL = regex.compile(alternation(load("units")["plural"]) + r"\s+", regex.IGNORECASE)
_REFUSED = regex.compile(
    r"(?:vụ\s+(?:việc|án|cháy|tai)|báo\s+cáo|bà\s+con|ban\s+hành|trường\s+hợp|bộ\s+(?:luật|chỉ\s+số|tiêu\s+chí|dữ\s+liệu|công\s+cụ|tài\s+liệu)|hội\s+(?:nghị|thảo|thi|chợ|nhập)"
    r"|tổ\s+chức\s+(?:thực|triển|các|hội(?!\s*(?-i:Liên|Nông|Cựu|Phụ|Chữ|Luật|Người|Khuyến|Sinh|$|[,;.)]|và\s|các\s+cấp))|tập|kiểm|tuyên|quán|học|xúc|hướng|phun|thu|đào|bồi|đánh|khảo|lễ|sơ|tổng)"
    r"|cơ\s+sở\s+(?:dữ|vật|hạ|để|pháp|đó|kế)|công\s+(?:tác|khai|bố|chức\s+vụ)|đoàn\s+(?:kết|kiểm)|viện\s+(?:trợ|dẫn)|thanh\s+tra,|"
    r"cấp\s+(?:phát|phép|nước|kinh|hóa|hoá|Oresol|độ|thiết|bách|đổi|giấy|mới|số)|lực\s+lượng\s+sản|địa\s+phương\s+hóa|phòng,?\s+(?:chống|ngừa|cháy|vệ|bệnh)|đơn\s+vị\s+(?:tính|hành)|cơ\s+sở\s+(?:hạ|quan))(?![\p{L}])",
    regex.IGNORECASE,
)
