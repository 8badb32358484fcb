"""Who leads and who helps within one value, as cells, labelled lines and brackets name them together."""

from __future__ import annotations

from typing import Literal

import regex

from pipeline.extraction.predicates import predicate_start
from pipeline.extraction.sentences import split_clauses
from pipeline.extraction.units import looks_like_units
from pipeline.page import Passage

Share = tuple[Literal["lead", "coordination"], Passage]

_HELP = r"(?:(?:và|cùng)\s+)?phối\s+hợp(?:\s+cùng)?(?:\s+với)?"
# "Sở X chủ trì, phối hợp với Sở Y", "Sở X; phối hợp: Sở Y", "Sở X (phối hợp Sở Y)"
_WITH = regex.compile(
    rf"(?P<lead>\S.*?)(?:\s+chủ\s+trì)?[\s,;.(-]+{_HELP}\s*:?\s+(?P<coordination>\S.*)", regex.IGNORECASE
)
_ACT = r"(?:chủ\s+trì(?:\s+(?:thực hiện|tham mưu))?|thực hiện|tham mưu|làm đầu mối|chịu trách nhiệm)"
_DONE = r"(?:thực hiện\s*)?"
# a part: "Sở X chủ trì, Sở Y phối hợp", "Sở X (chủ trì)", "phối hợp: Sở Y", "Sở Y (phối hợp)"
_PARTS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        rf"(?P<lead>.+?)\s+{_ACT}[,\s]+(?P<coordination>.+?)\s+(?:cùng\s+)?phối\s+hợp\s*{_DONE}",
        rf"(?P<lead>.+?)\s+(?:{_ACT}|\(\s*{_ACT}\s*\))",
        rf"{_HELP}\s*:?\s+(?P<coordination>.+)",
        rf"(?P<coordination>.+?)\s+(?:(?:cùng\s+)?phối\s+hợp\s*{_DONE}|\(\s*(?:cùng\s+)?phối\s+hợp\s*{_DONE}\))",
    )
)


def shares_of(value: Passage) -> list[Share]:
    """Return who leads and who helps by a value; all of it leads where it tells no roles apart.

    "Sở X chủ trì, phối hợp với Sở Y", "Sở X (chủ trì); Sở Y, Sở Z (phối hợp)".
    """
    whole = _WITH.fullmatch(value.text)
    if whole and whole["coordination"].strip(" .") != "thực hiện":
        return _named(whole, value)
    clauses = split_clauses(value)
    told = [_of_part(part.strip(" .;")) for part in clauses]
    if not any(told):
        return [("lead", value)]
    parts = zip(clauses, told, strict=True)
    return [share for part, shares in parts for share in shares or [("lead", part.strip(" .;"))]]


def _of_part(part: Passage) -> list[Share]:
    """Return the shares that a part tells by a word for the act; none where it names units alone."""
    for pattern in _PARTS:
        found = pattern.fullmatch(part.text)
        shares = _named(found, part) if found else []
        if shares and all(names_only_units(units.text) for _, units in shares):
            return shares
    return []


def _named(found: regex.Match[str], value: Passage) -> list[Share]:
    roles: tuple[Literal["lead", "coordination"], ...] = ("lead", "coordination")
    held = found.groupdict()
    return [(role, value.slice(*found.span(role)).strip(" ).")) for role in roles if held.get(role)]


def names_only_units(text: str) -> bool:
    """Return whether a paragraph consists of units and orders nothing."""
    words = text.strip(" .;,-")
    return looks_like_units(words) and predicate_start(words) < 0
