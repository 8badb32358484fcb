"""What kind of unit a name is, and its full name in one spelling."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import regex

from pipeline.extraction.lexicons import alternation, load, rows
from pipeline.extraction.unit_edges import TRIM, is_committee
from pipeline.extraction.unit_heads import head_kind

UnitKind = Literal["named", "collective", "role"]


def unit_kind(text: str) -> UnitKind:
    """Return whether the name is one organ's, a class of organs' or an office's."""
    kind = head_kind(text)
    if kind == "role":
        return "role"
    if kind in ("collective", "generic", "place", "people"):
        return "collective"
    lower = text.lower()
    if is_committee(lower) and regex.search(
        r"\bcấp\s+(?:xã|huyện)|các\s|xã,|phường,|,\s*(?:xã|phường)", lower
    ):
        return "collective"
    if regex.match(r"(?:cơ quan|đơn vị|phòng)\s+(?:có\s+)?(?:liên quan|chuyên môn|nghiệp vụ)", lower):
        return "collective"
    return "named"


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
    name = " ".join(text.split()).strip(TRIM)
    for short, long in sorted(load("organs")["names"].items(), key=lambda item: -len(item[0])):
        name = regex.sub(alternation([short]), long, name)
    for short, long in sorted(load("organs")["expand"].items(), key=lambda item: -len(item[0])):
        name = regex.sub(rf"(?<=(?:Sở|Bộ|sở|bộ)\s){regex.escape(short)}(?![\p{{L}}&])", long, name)
    name = regex.sub(r"^(?:Uỷ|Ủy) ban nhân dân|(?:uỷ|ủy) ban nhân dân", "UBND", name, flags=regex.IGNORECASE)
    if province and not regex.search(r"\b(?:các|những)\s", name.lower()):
        own = r"(?:[Tt]ỉnh|[Tt]hành [Pp]hố|TP\.?)"
        name = regex.sub(rf"(?<=\s){own}$", province, name)
    return str(name)
