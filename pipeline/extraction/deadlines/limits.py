"""The grammar's start symbol: one time limit, of whatever kind."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extraction.deadlines.loose import read_duration, read_event, read_relative, read_schedule
from pipeline.extraction.deadlines.nodes import Continuous, Fixed, Node, Nodes, Point, Recurring
from pipeline.extraction.deadlines.recurring import read_recurring, read_season
from pipeline.extraction.deadlines.spans import read_fixed, read_span
from pipeline.extraction.deadlines.tokens import Tokens

_NEVER_FIRST = frozenset({"word", ",", ";", ".", ":", ")", "and", "of", "end"})  # most of a text; saves time


@dataclass(frozen=True, slots=True)
class Reading:
    """Limits read from the tokens `first` to `last` (exclusive)."""

    nodes: tuple[Node, ...]
    first: int
    last: int


def read_limit(tokens: Tokens, at: int, *, whole: bool) -> Reading | None:
    """Read a limit at a token.

    Args:
        tokens: The text.
        at: Where to read.
        whole: Whether the whole text is meant as a time limit, so that numbers may stand without their words
            ("2026 - 2030") and clauses run over commas.
    """
    if tokens.symbol(at) in _NEVER_FIRST:
        return None
    found = (
        read_recurring(tokens, at)
        or read_season(tokens, at, whole=whole)
        or (_read_all_of_cell(tokens, at) if whole else None)
        or read_relative(tokens, at)
        or read_span(tokens, at, bare=whole)
        or read_fixed(tokens, at, bare=whole or _ended(tokens, at))
        or _read_continuous(tokens, at, whole=whole)
        or read_event(tokens, at, commas=whole)
        or read_schedule(tokens, at, commas=whole)
    )
    if found is None or (_numeric(tokens, at, found[0]) and _glued(tokens, at)):
        return None
    return Reading(found[0], at, found[1])


def _ended(tokens: Tokens, at: int) -> bool:
    """Return whether a day in figures ends a clause behind an end: "xong 30/9", "hoàn tất 31/12/2026"."""
    whole = tokens.symbol(at + 3) == "/"
    after = at + (5 if whole else 3)
    dated = tokens.number(at) is not None and tokens.symbol(at + 1) == "/"
    if not dated or not tokens.is_one(after, "end", ".", ";", ",", "(", ")"):
        return False
    if tokens.says(at - 1, "hạn"):  # "…; hạn 20/3", but "chống hạn"
        return tokens.is_one(at - 2, "end", ".", ";", ",", "(")
    return tokens.says(at - 1, "xong") or (whole and tokens.says(at - 1, "tất", "thành"))


def _numeric(tokens: Tokens, at: int, nodes: Nodes) -> bool:
    return tokens.number(at) is not None or (tokens.symbol(at) == "year" and isinstance(nodes[0], Fixed))


def _glued(tokens: Tokens, at: int) -> bool:
    """Return whether the token continues something else, as 2025 does in "33/2025", "tháng 13 năm 2025"."""
    previous = tokens[at - 1]
    if previous.symbol in ("/", ".", ",", "-"):
        glued = previous.end == tokens[at].start
        return glued and (previous.symbol == "/" or tokens[at - 2].number is not None)
    unread = previous.symbol == "word" and len(previous.key) <= 4  # "Quý lX năm 2026"
    if unread and tokens.is_one(at - 2, "quarter", "month"):
        return True
    return previous.number is not None or previous.symbol in (
        "day",
        "month",
        "quarter",
        "year",
        "percent",
        "document",
    )


def _read_continuous(tokens: Tokens, at: int, *, whole: bool) -> tuple[Nodes, int] | None:
    if tokens.symbol(at) != "continuous" and not (whole and tokens.symbol(at) == "unbroken"):
        return None
    after = at + 1
    if tokens.is_one(after, ",", "and") and tokens.symbol(after + 1) == "unbroken":
        after += 2
    elif tokens.symbol(after) == "unbroken":
        after += 1
    return (Continuous(),), after


def _read_all_of_cell(tokens: Tokens, at: int) -> tuple[Nodes, int] | None:
    """Read a cell that says no more than "Trong năm", "Cả năm", "30 ngày"."""
    if at != 0:
        return None
    if tokens.is_one(0, "in", "whole") and tokens.symbol(1) == "year" and tokens.is_one(2, "end", "."):
        return (Fixed("on", Point("year")),), 2
    duration = read_duration(tokens, 0)
    return duration if duration is not None and tokens.is_one(duration[1], "end", ".") else None


def is_bare_period(node: Node) -> bool:
    """Return whether the node is a "định kỳ" that says nothing more."""
    return isinstance(node, Recurring) and node.frequency is None and node.offset is None
