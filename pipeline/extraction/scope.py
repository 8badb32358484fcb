"""The drafts under one heading, and which of them the trailers that follow belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from pipeline.extraction.drafts import Draft
from pipeline.extraction.subjects import subject
from pipeline.extraction.trailers import Trailer


@dataclass(slots=True)
class Scope:
    """The drafts under one heading; `open_from` is where the group that the next trailers close begins.

    `groups` are the paths of table group rows: nodes of the outline, but no sentences.
    """

    drafts: list[Draft] = field(default_factory=list)
    leading: list[Trailer] = field(default_factory=list)
    open_from: int = 0
    sealed: bool = False
    groups: frozenset[str] = frozenset()

    def add(self, draft: Draft) -> None:
        """Add a draft; behind trailers it begins a group of its own."""
        if self.sealed:
            self.open_from, self.sealed = len(self.drafts), False
        self.drafts.append(draft)

    def trail(self, trailer: Trailer) -> None:
        """Give a trailer to the group that it closes, or keep it where no draft stands before it."""
        if not self.drafts:
            self.leading.append(trailer)
            return
        self.sealed = True
        group = self.drafts[self.open_from :]
        for draft in group:
            if trailer.role != "lead" or draft is group[-1] or not _tells_all(draft.passage.text):
                draft.trailers.append(trailer)


_BY_DAY = regex.compile(r"(?<!\p{L})(?:trước ngày|chậm nhất)\s", regex.IGNORECASE)


def _tells_all(sentence: str) -> bool:
    """Return whether a sentence names who acts and by which day: the next item's label adds nothing to it."""
    return _BY_DAY.search(sentence) is not None and subject(sentence) is not None


def trail_all(trailers: Sequence[Trailer], scope: Scope) -> None:
    """Give the trailers of a line to the group above; what tells nothing of a task is left out."""
    for trailer in trailers:
        if trailer.role not in ("ignored", "group") and trailer.value.text:
            scope.trail(trailer)
