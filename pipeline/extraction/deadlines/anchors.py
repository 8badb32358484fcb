"""What a duration or a period counts from: the plan's own issue, the receipt of something, or the words."""

from __future__ import annotations

from pipeline.extraction.deadlines.lexicon import load_lexicon
from pipeline.extraction.deadlines.tokens import Tokens
from pipeline.text import fold


def named_anchor(tokens: Tokens, first: int, last: int) -> str:
    """Return issue or receipt where the words say so of this plan, else the words."""
    words = tokens.words(first, last)
    anchors = load_lexicon().anchors
    if any(words[: len(phrase)] == phrase for phrase in anchors["receipt"]):
        return "receipt"
    for phrase in anchors["issue"]:
        rest = words[len(phrase) :]
        if words[: len(phrase)] == phrase and (not rest or fold("này") in rest):
            return "issue"
    return tokens.slice(first, last)


def issue_end(tokens: Tokens, at: int) -> int | None:
    """Return the place after "nay", "ngày ký ban hành Kế hoạch": the issue as the start of a period."""
    if tokens.symbol(at) == "now":
        return at + 1
    first = at + tokens.is_one(at, "day", "when")
    for last in range(first + 1, first + 9):
        if tokens.is_one(last, "until", "-"):
            return last if named_anchor(tokens, first, last) == "issue" else None
    return None
