"""Sections and tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pipeline.document.elements import Model, Source

SectionKind = Literal[
    "basis",
    "purpose",
    "requirement",
    "objective",
    "scope",
    "tasks",
    "timetable",
    "budget",
    "organisation",
    "closing",
    "appendix",
    "other",
]


class Section(Model):
    """An enumerated unit or a heading (mục, khoản, điểm)."""

    path: str
    level: int
    label: str | None
    label_surface: str | None
    kind: SectionKind
    title: str | None
    text: str
    children: tuple[Section, ...]
    source: Source | None
    confidence: float

    def walk(self) -> Iterator[Section]:
        """Yield this section and all below it in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


ColumnRole = Literal[
    "ordinal",
    "task",
    "lead",
    "coordination",
    "deadline",
    "output",
    "indicator",
    "target",
    "budget",
    "note",
    "other",
]


class Column(Model):
    """A table column."""

    text: str
    role: ColumnRole


class Table(Model):
    """A table (bảng), whole though it run over pages."""

    id: str
    section_path: str | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    source: Source | None
    confidence: float
