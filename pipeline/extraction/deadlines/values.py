"""What goes in and out of the grammar of time limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.document import Deadline


@dataclass(frozen=True, slots=True)
class DateContext:
    """What the document says about its own time.

    Attributes:
        issue_date: Day of signing; None where the page does not show it.
        plan_year: Year of the title ("năm 2025").
        earliest: First day of signing that can be, where the page shows only month or school year.
    """

    issue_date: date | None = None
    plan_year: int | None = None
    earliest: date | None = None


@dataclass(frozen=True, slots=True)
class DeadlineMatch:
    """A time limit and its place: characters `start` to `end` (exclusive) of the text."""

    start: int
    end: int
    deadline: Deadline
