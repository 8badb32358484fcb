"""SQL: documents, sections, tasks, deadlines, indicators and references in SQLite or PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.document import Document
from pipeline.export.optional import require

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["open_database", "write_database"]


def open_database(url: str) -> Engine:
    """Return the database, made or brought up to date (Alembic).

    Args:
        url: SQLAlchemy's, e.g. "sqlite:///plans.sqlite" or "postgresql://user@host/name"; a plain file
            name is SQLite.

    Raises:
        DependencyError: SQLAlchemy, Alembic or the database's driver is not installed.
        InputError: The database cannot be reached.
        UsageError: The address is none.
    """
    require("sqlalchemy", "export")
    require("alembic", "export")
    from pipeline.export.database.connection import connect

    return connect(url)


def write_database(documents: Iterable[Document], url: str) -> int:
    """Write the documents, each in one transaction; a document that is there already is replaced.

    Returns:
        How many documents were written.

    Raises:
        DependencyError: SQLAlchemy, Alembic or the database's driver is not installed.
        InputError: The database cannot be reached.
        UsageError: The address is none.
    """
    engine = open_database(url)
    from pipeline.export.database.writing import write

    count = 0
    try:
        for document in documents:
            write(engine, document)
            count += 1
    finally:
        engine.dispose()
    return count
