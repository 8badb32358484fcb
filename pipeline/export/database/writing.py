"""Writes one document in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, insert
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.document import Deadline, Document, Task
from pipeline.export.database import schema
from pipeline.export.rows import as_date
from pipeline.export.words import printable

_ROLES = ("lead", "coordination", "report_to", "via")


def write(engine: Engine, document: Document) -> None:
    """Write the document in one transaction; what was written of the same file before is replaced.

    The document's own row is set first and stays locked: a second writer of it waits, a reader sees the old
    or the new, never half of each.
    """
    digest = document.file.sha256
    with engine.begin() as connection:
        _upsert(connection, _document(document))
        for table in (schema.sections, schema.tasks, schema.indicators, schema.legal_references):
            connection.execute(delete(table).where(table.c.document_sha256 == digest))
        _insert(connection, schema.sections, _sections(digest, document))
        _insert(connection, schema.tasks, (_task(digest, n, t) for n, t in enumerate(document.tasks)))
        _insert(connection, schema.task_units, _units(digest, document.tasks))
        _insert(connection, schema.deadlines, _deadlines(digest, document.tasks))
        _insert(connection, schema.task_indicators, _task_indicators(digest, document.tasks))
        _insert(connection, schema.indicators, _indicators(digest, document))
        _insert(connection, schema.legal_references, _references(digest, document))


def remove(engine: Engine, sha256: str) -> None:
    """Take a document and all that belongs to it out of the database."""
    with engine.begin() as connection:
        connection.execute(delete(schema.documents).where(schema.documents.c.sha256 == sha256))


def _upsert(connection: Connection, row: dict[str, Any]) -> None:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(schema.documents).values(row)
    others = {name: value for name, value in row.items() if name != "sha256"}
    connection.execute(statement.on_conflict_do_update(index_elements=["sha256"], set_=others))


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    found = [
        {name: printable(value) if isinstance(value, str) else value for name, value in row.items()}
        for row in rows
    ]
    if found:
        connection.execute(insert(table), found)


def _document(document: Document) -> dict[str, Any]:
    header = document.header
    row = {
        "sha256": document.file.sha256,
        "file_name": document.file.name,
        "doc_type": header.doc_type.code if header.doc_type else None,
        "doc_type_name": header.doc_type.name if header.doc_type else None,
        "number_symbol": header.number_symbol,
        "issue_date": as_date(header.issue_date),
        "parent_organ": header.parent_organ,
        "issuing_organ": header.issuing_organ,
        "place": header.place,
        "subject": header.subject,
        "plan_year": header.plan_year,
        "signer": document.signature.full_name,
        "page_count": document.file.page_count,
        "estimated_character_accuracy": document.quality.estimated_character_accuracy,
        "needs_review": document.quality.needs_review,
        "version": document.processing.version,
    }
    return {name: printable(value) if isinstance(value, str) else value for name, value in row.items()}


def _sections(digest: str, document: Document) -> Iterator[dict[str, Any]]:
    for position, section in enumerate(document.walk()):
        yield {
            "document_sha256": digest,
            "position": position,
            "path": section.path,
            "level": section.level,
            "kind": section.kind,
            "title": section.title,
            "text": section.text,
            "page": section.source.page if section.source else None,
        }


def _task(digest: str, position: int, task: Task) -> dict[str, Any]:
    return {
        "document_sha256": digest,
        "id": task.id,
        "position": position,
        "kind": task.kind,
        "section_path": task.section_path,
        "table_id": task.table_id,
        "text": task.text,
        "outputs": "; ".join(task.outputs),
        "due": min((day for part in _parts(task) if (day := as_date(part.due))), default=None),
        "page": task.source.page if task.source else None,
        "confidence": task.confidence,
        "needs_review": task.needs_review,
    }


def _units(digest: str, tasks: Iterable[Task]) -> Iterator[dict[str, Any]]:
    for task in tasks:
        for role in _ROLES:
            for position, unit in enumerate(getattr(task, role)):
                yield {
                    "document_sha256": digest,
                    "task_id": task.id,
                    "role": role,
                    "position": position,
                    "text": unit.text,
                    "normalized": unit.normalized,
                    "kind": unit.kind,
                }


def _parts(task: Task) -> tuple[Deadline, ...]:
    if task.deadline is None:
        return ()
    return task.deadline.parts or (task.deadline,)


def _deadlines(digest: str, tasks: Iterable[Task]) -> Iterator[dict[str, Any]]:
    for task in tasks:
        for index, part in enumerate(_parts(task)):
            yield {
                "document_sha256": digest,
                "task_id": task.id,
                "part": index,
                "kind": part.kind,
                "op": part.op,
                "surface": part.surface,
                "due": as_date(part.due),
                "start": as_date(part.start),
                "end": as_date(part.end),
                "frequency": part.frequency,
                "day_rule": part.day_rule,
                "anchor": part.anchor,
                "offset": part.offset,
            }


def _task_indicators(digest: str, tasks: Iterable[Task]) -> Iterator[dict[str, Any]]:
    for task in tasks:
        for name in dict.fromkeys((*task.indicator_ids, *task.component_ids)):
            yield {"document_sha256": digest, "task_id": task.id, "indicator_id": name}


def _indicators(digest: str, document: Document) -> Iterator[dict[str, Any]]:
    for position, indicator in enumerate(document.indicators):
        yield {
            "document_sha256": digest,
            "position": position,
            "indicator_id": indicator.id,
            "component_id": indicator.component.id if indicator.component else None,
            "name": indicator.component.name if indicator.component else indicator.name,
            "year": indicator.year,
            "mentions": len(indicator.mentions),
        }


def _references(digest: str, document: Document) -> Iterator[dict[str, Any]]:
    for position, reference in enumerate(document.references):
        yield {
            "document_sha256": digest,
            "position": position,
            "type": reference.type.name,
            "number_symbol": reference.number_symbol,
            "issue_date": as_date(reference.issue_date),
            "issuer": reference.issuer,
            "title": reference.title,
            "role": reference.role,
            "party": reference.party,
        }
