"""Grammar of what stands before a point in time, and of where a clause ends."""

from __future__ import annotations

from pipeline.extraction.deadlines.lexicon import load_lexicon
from pipeline.extraction.deadlines.nodes import Op
from pipeline.extraction.deadlines.points import read_day
from pipeline.extraction.deadlines.tokens import Tokens

_NEUTRAL_LABELS = ("thời gian thực hiện", "thời gian hoàn thành", "thời gian ban hành")


def read_op(tokens: Tokens, at: int) -> tuple[Op, int] | None:
    """Read the preposition of a point: "trước", "chậm nhất là", "đến hết", "trong", "từ"."""
    symbol = tokens.symbol(at)
    if symbol == "label" and tokens.symbol(at + 1) == ":":
        inner = read_op(tokens, at + 2)
        return inner or ("on" if tokens.says(at, *_NEUTRAL_LABELS) else "by", at + 2)
    if symbol == "label" and (day := read_day(tokens, at + 1)) is not None and day[0].year is not None:
        return "by", at + 1  # "(thời hạn 15/10/2025)"
    if symbol == "by":
        return _after_by(tokens, at + 1)
    if symbol == "before":
        return "before", _to_its_day(tokens, at + 1)
    if symbol == "until":
        return "by", at + 1 + tokens.is_one(at + 1, "close")
    if symbol == "close":
        return "by", at + 1
    if symbol == "from":
        return "after", at + 1
    if symbol in ("in", "within", "at"):
        return "on", at + 1 + tokens.is_one(at + 1, "in")
    return None


_LONGEST_OCCASION = 8  # tokens


def _to_its_day(tokens: Tokens, at: int) -> int:
    """Return the place of the day that an occasion is given: "trước [ngày bầu cử] 15/3/2026", else `at`."""
    for end in range(at + 1, at + _LONGEST_OCCASION):
        if tokens.words(at, end) in load_lexicon().guards["occasions"]:
            its_day = end + tokens.is_one(end, "(")
            day = read_day(tokens, its_day)
            if day is not None and day[0].number is not None:
                return its_day
    return at


def _after_by(tokens: Tokens, at: int) -> tuple[Op, int]:
    at += tokens.is_one(at, ":")
    at += tokens.says(at, "là", "vào", "lúc")
    if tokens.symbol(at) == "before":
        return "before", at + 1
    while tokens.is_one(at, "until", "close", "at", "in"):
        at += 1
    return "by", at


def holds_at(tokens: Tokens, at: int, guard: str) -> bool:
    """Return whether a phrase of the guard stands at the token."""
    return any(tokens.words(at, at + len(phrase)) == phrase for phrase in load_lexicon().guards[guard])


def clause_end(tokens: Tokens, at: int, *, commas: bool = False) -> int:
    """Return the place where the clause that runs at `at` ends; with `commas` a comma does not end it."""
    depth, first = 0, at
    while at < len(tokens):
        symbol = tokens.symbol(at)
        if symbol == "(" and depth == 0 and at > first:
            break
        depth += symbol == "("
        if symbol == ")" and depth == 0:
            break
        depth -= symbol == ")"
        if symbol == "and" and holds_at(tokens, at + 1, "finish"):
            break  # "kể từ ngày nhận đủ hồ sơ và hoàn thành trước ngày 20/9"
        if symbol in (";", ".", ":", "purpose") or (depth == 0 and symbol == "," and not commas):
            break
        at += 1
    return at
