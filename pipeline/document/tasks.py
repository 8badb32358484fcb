"""What a plan orders: tasks with their units, time limits and targets (docs/rules.md)."""

from __future__ import annotations

from typing import Literal

from pipeline.document.elements import Model, Source


class Unit(Model):
    """A responsible unit (cơ quan, đơn vị)."""

    text: str
    normalized: str
    kind: Literal["named", "collective", "role"]
    source: Source | None = None
    confidence: float = 1.0


DeadlineKind = Literal[
    "date",
    "month",
    "quarter",
    "half_year",
    "year",
    "period",
    "recurring",
    "continuous",
    "relative",
    "event",
    "schedule",
    "multi",
]


class Deadline(Model):
    """A stated time limit (thời hạn), docs/rules.md; fields that do not apply are null."""

    surface: str
    kind: DeadlineKind
    op: Literal["on", "before", "by", "after"] | None = None
    due: str | None = None
    start: str | None = None
    end: str | None = None
    precision: Literal["day", "month", "quarter", "half_year", "year"] | None = None
    frequency: Literal["daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"] | None = None
    day_rule: str | None = None
    anchor: str | None = None
    offset: str | None = None
    working_days: bool | None = None
    parts: tuple[Deadline, ...] | None = None
    scope: Literal["task", "clause"] | None = "task"
    year_source: Literal["explicit", "document"] | None = None
    source: Source | None = None
    confidence: float = 1.0


class Clause(Model):
    """A clause of a task between semicolons."""

    text: str
    deadline: Deadline | None


class Target(Model):
    """A numeric target (chỉ tiêu)."""

    metric: str
    op: Literal[">=", ">", "=", "<=", "<", "increase", "decrease", "rank<=", "between"]
    value: float
    value_max: float | None = None
    unit: str | None = None
    baseline: dict[str, float | int | None] | None = None
    deadline: Deadline | None = None
    indicator_id: str | None = None
    surface: str
    source: Source | None
    confidence: float


class Task(Model):
    """What the plan orders somebody to do (nhiệm vụ), docs/rules.md."""

    id: str
    kind: Literal["task", "reporting"]
    section_path: str | None
    table_id: str | None
    text: str
    clauses: tuple[Clause, ...]
    verb: str | None
    lead: tuple[Unit, ...]
    lead_basis: Literal["explicit", "heading", "table"] | None
    coordination: tuple[Unit, ...]
    report_to: tuple[Unit, ...]
    via: tuple[Unit, ...]
    deadline: Deadline | None
    outputs: tuple[str, ...]
    indicator_ids: tuple[str, ...]
    component_ids: tuple[str, ...]
    targets: tuple[Target, ...]
    references: tuple[str, ...]
    source: Source | None
    confidence: float
    needs_review: bool
