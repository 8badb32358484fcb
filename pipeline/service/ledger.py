"""Jobs and the list of documents: small SQLite tables that survive a restart."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from pipeline.export.database.connection import open_sqlite, opening, reading
from pipeline.service.records import DocumentSummary, Job, JobState

metadata = MetaData()
_jobs = Table(
    "jobs",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("document_id", String(64), nullable=False),
    Column("file_name", Text, nullable=False),
    Column("suffix", String(10), nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("pages_done", Integer, nullable=False, default=0),
    Column("pages_total", Integer),
    Column("message", Text, nullable=False, default=""),
    Column("created_at", String(40), nullable=False),
    Column("finished_at", String(40)),
)
_documents = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("doc_type", Text),
    Column("number_symbol", Text),
    Column("issue_date", String(10)),
    Column("subject", Text),
    Column("pages", Integer, nullable=False),
    Column("tasks", Integer, nullable=False),
    Column("tasks_in_doubt", Integer, nullable=False),
    Column("words_in_doubt", Integer, nullable=False),
    Column("estimated_character_accuracy", Float, nullable=False),
    Column("needs_review", Integer, nullable=False),
    Column("weight", Float, nullable=False),
    Column("corrections", Integer, nullable=False, default=0),
    Column("reviewed_at", String(40)),
)
_JOB_FIELDS = tuple(Job.model_fields)
_DOCUMENT_FIELDS = tuple(DocumentSummary.model_fields)


def now() -> str:
    """Return the time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Ledger:
    """What the server has taken in and what became of it."""

    def __init__(self, path: Path) -> None:
        with opening(str(path)):
            self._engine = open_sqlite(str(path))
            metadata.create_all(self._engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def add_job(self, job: Job, suffix: str) -> None:
        """Note a job before the upload is acknowledged."""
        with self._engine.begin() as connection:
            connection.execute(insert(_jobs).values(suffix=suffix, **job.model_dump()))

    def job(self, job_id: str) -> Job | None:
        """Return a job, None where there is none of that id."""
        with reading(self._engine) as connection:
            row = connection.execute(select(_jobs).where(_jobs.c.id == job_id)).mappings().first()
        return _job(row) if row else None

    def jobs(self, limit: int, offset: int) -> tuple[int, list[Job]]:
        """Return how many jobs there are, and some of them, the newest first."""
        with reading(self._engine) as connection:
            total = connection.execute(select(func.count()).select_from(_jobs)).scalar_one()
            found = connection.execute(
                select(_jobs).order_by(_jobs.c.sequence.desc()).limit(limit).offset(offset)
            )
            return total, [_job(row) for row in found.mappings()]

    def next_job(self) -> tuple[Job, str] | None:
        """Take the oldest job that waits, and mark it as running; return it with its file's suffix."""
        with self._engine.begin() as connection:
            waiting = select(_jobs).where(_jobs.c.state == "queued").order_by(_jobs.c.sequence).limit(1)
            row = connection.execute(waiting).mappings().first()
            if row is None:
                return None
            connection.execute(update(_jobs).where(_jobs.c.id == row["id"]).values(state="running"))
            return _job(row), row["suffix"]

    def set_progress(self, job_id: str, done: int, total: int) -> None:
        """Note how many pages are read."""
        self._set(job_id, pages_done=done, pages_total=total)

    def finish(self, job_id: str, state: JobState, message: str = "") -> None:
        """Note how a job ended."""
        self._set(job_id, state=state, message=message, finished_at=now())

    def requeue_running(self) -> int:
        """Put back what ran when the server stopped; return how many."""
        with self._engine.begin() as connection:
            again = update(_jobs).where(_jobs.c.state == "running").values(state="queued", pages_done=0)
            return int(connection.execute(again).rowcount)

    def _set(self, job_id: str, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(_jobs).where(_jobs.c.id == job_id).values(**values))

    def put_document(self, summary: DocumentSummary) -> None:
        """Note a document, or what corrections made of it; when it was reviewed stays."""
        row = summary.model_dump(exclude={"reviewed_at"})
        statement = upsert(_documents).values(row)
        with self._engine.begin() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))

    def documents(self, limit: int, offset: int) -> tuple[int, list[DocumentSummary]]:
        """Return how many documents there are, and some: unreviewed and doubtful ones first."""
        order = (_documents.c.reviewed_at.is_not(None), _documents.c.weight.desc(), _documents.c.id)
        with reading(self._engine) as connection:
            total = connection.execute(select(func.count()).select_from(_documents)).scalar_one()
            found = connection.execute(select(_documents).order_by(*order).limit(limit).offset(offset))
            return total, [_summary(row) for row in found.mappings()]

    def document(self, document_id: str) -> DocumentSummary | None:
        """Return what the list says of a document, None where there is none."""
        with reading(self._engine) as connection:
            row = (
                connection.execute(select(_documents).where(_documents.c.id == document_id))
                .mappings()
                .first()
            )
        return _summary(row) if row else None

    def remove_document(self, document_id: str) -> None:
        """Take a document off the list."""
        with self._engine.begin() as connection:
            connection.execute(delete(_documents).where(_documents.c.id == document_id))

    def set_reviewed(self, document_id: str, reviewed: bool) -> None:
        """Note that somebody has looked through the document, or take it back."""
        values = {"reviewed_at": now() if reviewed else None}
        with self._engine.begin() as connection:
            connection.execute(update(_documents).where(_documents.c.id == document_id).values(values))


def _job(row: Any) -> Job:
    return Job(**{name: row[name] for name in _JOB_FIELDS})


def _summary(row: Any) -> DocumentSummary:
    return DocumentSummary(**{name: row[name] for name in _DOCUMENT_FIELDS})
