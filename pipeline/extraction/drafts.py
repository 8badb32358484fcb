"""Tasks in the making: a sentence or row, what stands above it, and the trailers that go with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extraction.trailers import Trailer
from pipeline.extraction.units import UnitMatch
from pipeline.page import Passage


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit with the words that bear it."""

    match: UnitMatch
    passage: Passage


@dataclass(frozen=True, slots=True)
class Context:
    """What a heading or lead-in hands down to the sentences under it.

    Attributes:
        path: Path of the heading that the sentences stand under.
        kind: Kind of the section (`document.SectionKind`).
        leads: Units that a heading or lead-in names.
        coordination: Partners that a lead-in names.
        titles: Titles of the headings above, outermost first.
        dated: Lead-in that orders its items by a date; None where there is none.
        describes: The heading says that what follows describes (findings, criteria).
    """

    path: str | None = None
    kind: str = "other"
    leads: tuple[PlacedUnit, ...] = ()
    coordination: tuple[PlacedUnit, ...] = ()
    titles: tuple[Passage, ...] = ()
    dated: Passage | None = None
    describes: bool = False


@dataclass(slots=True)
class Draft:
    """One task before its values are read; trailers are added while the walk goes on.

    `subject_of` is the sentence of the same paragraph from which a subject left out is taken.
    """

    passage: Passage
    context: Context
    trailers: list[Trailer] = field(default_factory=list)
    subject_of: Passage | None = None
    table_id: str | None = None
    rule: float = 1.0
    needs_trailer: bool = False

    def has(self, role: str) -> bool:
        """Return whether a trailer of the role is there."""
        return any(trailer.role == role for trailer in self.trailers)
