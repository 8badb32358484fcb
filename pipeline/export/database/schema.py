"""The tables. A change here needs a migration beside it; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)


def _of_document() -> Column[str]:
    key = ForeignKey("documents.sha256", ondelete="CASCADE")
    return Column("document_sha256", String(64), key, primary_key=True)


def _of_task() -> tuple[Column[str], Column[str], ForeignKeyConstraint]:
    return (
        Column("document_sha256", String(64), primary_key=True),
        Column("task_id", String(40), primary_key=True),
        ForeignKeyConstraint(
            ["document_sha256", "task_id"], ["tasks.document_sha256", "tasks.id"], ondelete="CASCADE"
        ),
    )


documents = Table(
    "documents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("doc_type", String(10)),
    Column("doc_type_name", Text),
    Column("number_symbol", Text, index=True),
    Column("issue_date", Date, index=True),
    Column("parent_organ", Text),
    Column("issuing_organ", Text),
    Column("place", Text),
    Column("subject", Text),
    Column("plan_year", Integer),
    Column("signer", Text),
    Column("page_count", Integer, nullable=False),
    Column("estimated_character_accuracy", Float, nullable=False),
    Column("needs_review", Boolean, nullable=False),
    Column("version", String(40), nullable=False),
)

sections = Table(
    "sections",
    metadata,
    _of_document(),
    Column("position", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("page", Integer),
)

tasks = Table(
    "tasks",
    metadata,
    _of_document(),
    Column("id", String(40), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("section_path", Text),
    Column("table_id", String(40)),
    Column("text", Text, nullable=False),
    Column("outputs", Text, nullable=False),
    Column("due", Date, index=True),
    Column("page", Integer),
    Column("confidence", Float, nullable=False),
    Column("needs_review", Boolean, nullable=False),
)

task_units = Table(
    "task_units",
    metadata,
    *_of_task(),
    Column("role", String(20), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("normalized", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Index(None, "role", "normalized"),
)

deadlines = Table(
    "deadlines",
    metadata,
    *_of_task(),
    Column("part", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("op", String(10)),
    Column("surface", Text, nullable=False),
    Column("due", Date, index=True),
    Column("start", Date),
    Column("end", Date),
    Column("frequency", String(20)),
    Column("day_rule", Text),
    Column("anchor", Text),
    Column("offset", String(40)),
)

task_indicators = Table(
    "task_indicators",
    metadata,
    *_of_task(),
    Column("indicator_id", String(40), primary_key=True, index=True),
)

indicators = Table(
    "indicators",
    metadata,
    _of_document(),
    Column("position", Integer, primary_key=True),
    Column("indicator_id", String(40), nullable=False, index=True),
    Column("component_id", String(40)),
    Column("name", Text, nullable=False),
    Column("year", Integer),
    Column("mentions", Integer, nullable=False),
)

# "references" is a word of SQL itself
legal_references = Table(
    "legal_references",
    metadata,
    _of_document(),
    Column("position", Integer, primary_key=True),
    Column("type", Text, nullable=False),
    Column("number_symbol", Text, index=True),
    Column("issue_date", Date),
    Column("issuer", Text),
    Column("title", Text),
    Column("role", String(20), nullable=False),
    Column("party", Boolean, nullable=False),
)
