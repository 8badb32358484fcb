"""Tasks out of the database, filtered and paged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, exists, func, select

from pipeline.export.database import schema
from pipeline.export.database.connection import reading
from pipeline.service.records import TaskItem, TaskList

_TASK, _UNIT, _NAME = schema.tasks, schema.task_units, schema.task_indicators


@dataclass(frozen=True, slots=True)
class TaskQuery:
    """Which tasks: those that fit all that is not None."""

    due_after: date | None = None
    due_before: date | None = None
    lead: str | None = None
    unit: str | None = None
    indicator: str | None = None
    document: str | None = None
    needs_review: bool | None = None
    with_due: bool = False


def find_tasks(engine: Engine, query: TaskQuery, limit: int, offset: int) -> TaskList:
    """Return the tasks that fit, the earliest due first, those without a day last."""
    fits = and_(True, *_conditions(query))
    documents = schema.documents
    joined = _TASK.join(documents, documents.c.sha256 == _TASK.c.document_sha256)
    order = (_TASK.c.due.is_(None), _TASK.c.due, _TASK.c.document_sha256, _TASK.c.position)
    chosen = (
        select(_TASK, documents.c.number_symbol, documents.c.file_name)
        .select_from(joined)
        .where(fits)
        .order_by(*order)
        .limit(limit)
        .offset(offset)
    )
    with reading(engine) as connection:
        total = connection.execute(select(func.count()).select_from(_TASK).where(fits)).scalar_one()
        rows = connection.execute(chosen).mappings().all()
        return TaskList(total=total, items=tuple(_item(connection, row) for row in rows))


def known_units(engine: Engine) -> list[str]:
    """Return the units that lead or join in a task, those with most tasks first."""
    name = _UNIT.c.normalized
    counted = select(name).where(_UNIT.c.kind != "collective").group_by(name)
    with reading(engine) as connection:
        return list(connection.execute(counted.order_by(func.count().desc(), name).limit(200)).scalars())


def known_indicators(engine: Engine) -> list[str]:
    """Return the indicators that tasks serve."""
    name = _NAME.c.indicator_id
    with reading(engine) as connection:
        return list(connection.execute(select(name).distinct().order_by(name)).scalars())


def _conditions(query: TaskQuery) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query.with_due:
        conditions.append(_TASK.c.due.is_not(None))
    if query.due_after is not None:
        conditions.append(_TASK.c.due > query.due_after)
    if query.due_before is not None:
        conditions.append(_TASK.c.due < query.due_before)
    if query.document is not None:
        conditions.append(_TASK.c.document_sha256 == query.document)
    if query.needs_review is not None:
        conditions.append(_TASK.c.needs_review.is_(query.needs_review))
    if query.indicator is not None:
        conditions.append(exists().where(_belongs(_NAME), _NAME.c.indicator_id == query.indicator))
    for name, role in ((query.lead, "lead"), (query.unit, None)):
        if name is not None:
            named = _UNIT.c.normalized.icontains(name, autoescape=True)
            conditions.append(
                exists().where(_belongs(_UNIT), named, _UNIT.c.role == role if role else _UNIT.c.role != "")
            )
    return conditions


def _belongs(table: Any) -> ColumnElement[bool]:
    return and_(table.c.document_sha256 == _TASK.c.document_sha256, table.c.task_id == _TASK.c.id)


def _item(connection: Connection, row: Any) -> TaskItem:
    key = (row["document_sha256"], row["id"])

    def of_task(table: Any, *columns: Any) -> Any:
        mine = and_(table.c.document_sha256 == key[0], table.c.task_id == key[1])
        return connection.execute(select(*columns).where(mine))

    units = of_task(_UNIT, _UNIT.c.role, _UNIT.c.text, _UNIT.c.position).all()
    surfaces = of_task(schema.deadlines, schema.deadlines.c.surface).scalars().all()
    return TaskItem(
        document_id=key[0],
        number_symbol=row["number_symbol"],
        file_name=row["file_name"],
        task_id=key[1],
        kind=row["kind"],
        section_path=row["section_path"],
        text=row["text"],
        lead=tuple(unit.text for unit in sorted(units, key=lambda u: u.position) if unit.role == "lead"),
        coordination=tuple(
            unit.text for unit in sorted(units, key=lambda u: u.position) if unit.role == "coordination"
        ),
        due=row["due"],
        deadline="; ".join(surfaces) or None,
        indicator_ids=tuple(of_task(_NAME, _NAME.c.indicator_id).scalars().all()),
        page=row["page"],
        needs_review=row["needs_review"],
    )
