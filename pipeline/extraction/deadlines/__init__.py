"""Time limits (thời hạn) of running sentences, trailers and table cells."""

from __future__ import annotations

from pipeline.extraction.deadlines.values import DateContext, DeadlineMatch
from pipeline.document import Deadline

__all__ = ["DateContext", "DeadlineMatch", "find_deadlines", "parse_deadline", "sentence_deadline"]


def find_deadlines(text: str, context: DateContext) -> list[DeadlineMatch]:
    """Return the time limits that a running sentence states, in order."""
    return []


def parse_deadline(text: str, context: DateContext) -> Deadline | None:
    """Return the time limit that a trailer value or table cell means as a whole."""
    return None


def sentence_deadline(text: str, context: DateContext) -> Deadline | None:
    """Return what one task sentence bears as a whole."""
    return None
