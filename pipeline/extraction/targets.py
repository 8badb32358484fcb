"""Numeric targets (chỉ tiêu) of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.document import Target
from pipeline.extraction.deadlines import DateContext


@dataclass(frozen=True, slots=True)
class TargetMatch:
    """A target and its place: characters `start` to `end` (exclusive) of the text."""

    start: int
    end: int
    target: Target


def find_targets(text: str, context: DateContext) -> list[TargetMatch]:
    """Return the numeric targets that the text sets, in order."""
    return []
