"""What only looks like a time limit in a running sentence."""

from __future__ import annotations

from dataclasses import replace

from pipeline.document import Deadline
from pipeline.extraction.deadlines.dated import accepts_fixed, accepts_span
from pipeline.extraction.deadlines.history import is_history, is_of_other_year
from pipeline.extraction.deadlines.limits import Reading
from pipeline.extraction.deadlines.nodes import (
    Continuous,
    Event,
    Fixed,
    Node,
    Recurring,
    Relative,
    Schedule,
    Span,
)
from pipeline.extraction.deadlines.site import Site, holds, site_of
from pipeline.extraction.deadlines.tokens import Tokens
from pipeline.extraction.deadlines.undated import accepts_event, accepts_recurring, accepts_relative
from pipeline.extraction.deadlines.values import DateContext


def is_horizon(tokens: Tokens, reading: Reading) -> bool:
    """Return whether a time only tells how far a strategy looks: "tầm nhìn đến năm 2045"."""
    return isinstance(reading.nodes[0], Fixed | Span) and site_of(tokens, reading).ends("horizon")


def with_own_anchor(tokens: Tokens, reading: Reading) -> Reading:
    """Return the reading with "kể từ ngày ký" of another paper kept in words: its day is not the plan's.

    "Công khai kết luận thanh tra chậm nhất 10 ngày kể từ ngày ký."
    """
    node = reading.nodes[0]
    if not isinstance(node, Relative) or node.anchor != "issue":
        return reading
    own = tokens.words(reading.first, reading.last)
    if holds(own, "own_paper") or not site_of(tokens, reading).has_paper:
        return reading
    start = max(at for at in range(reading.first, reading.last) if tokens.is_one(at, "from", "after"))
    return replace(reading, nodes=(replace(node, anchor=tokens.slice(start + 1, reading.last)),))


def accepts(tokens: Tokens, reading: Reading, values: tuple[Deadline, ...], context: DateContext) -> bool:
    """Return whether a reading of a running sentence is a limit that the sentence states.

    Args:
        tokens: The sentence.
        reading: What the grammar read.
        values: Its resolved values.
        context: The document's own time; what lies before the issue is history.
    """
    site, node = site_of(tokens, reading), reading.nodes[0]
    if _within_quotes(tokens, reading.first):
        return False
    if isinstance(node, Fixed | Span) and is_of_other_year(tokens, reading.last):
        return False
    if isinstance(node, Fixed):
        # "Ngày 5/3/2024, tại …"
        narrated = context.issue_date is None and not site.before and node.op == "on"
        if is_history(site, values, context):
            return False
        return _is_label(site) or (not narrated and accepts_fixed(site, node, context))
    if isinstance(node, Span):
        if is_history(site, values, context):
            return False
        return _is_label(site) or accepts_span(site, node, context)
    if isinstance(node, Recurring):
        return accepts_recurring(site, node)
    return _accepts_loose(site, node)


_ROADMAPS = ("theo lộ trình", "theo đúng lộ trình")
_OWNED = ("của", "tại", "do")


def _is_anothers_roadmap(site: Site) -> bool:
    """Return whether a sentence follows a roadmap that somebody set: "theo lộ trình của Tập đoàn"."""
    first = site.reading.first
    named = site.tokens.says(first, *_ROADMAPS) and site.tokens.says(first + 1, *_OWNED)
    return named and site.closes


def _within_quotes(tokens: Tokens, at: int) -> bool:
    """Return whether the place stands within the quoted name of something: Đề án “… sau khi ban hành”."""
    before = tokens.text[: tokens[at].start]
    return before.count("“") > before.count("”")


def _is_label(site: Site) -> bool:
    """Return whether the sentence begins with the time as a label: "Năm 2026: Rà soát …"."""
    return not site.before and site.tokens.symbol(site.reading.last) == ":"


def _accepts_loose(site: Site, node: Node) -> bool:
    if isinstance(node, Relative):
        return accepts_relative(site, node)
    if isinstance(node, Continuous):
        after = site.tokens.words(site.reading.last, site.reading.last + 2)
        return not holds(site.before[-2:], "person") and not holds(after, "troubles")
    if isinstance(node, Event):
        return accepts_event(site, node)
    assert isinstance(node, Schedule)
    return site.ends("finish") or _is_anothers_roadmap(site)
