"""Opens SQLite and PostgreSQL, and brings their tables up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from pipeline.errors import DependencyError, InputError, UsageError

_BUSY_TIMEOUT_S = 60  # how long a writer waits for another
_LOCK = 7_064_231  # any number: that of the migrations' advisory lock in PostgreSQL


def connect(url: str) -> Engine:
    """Return the database, made or brought up to date.

    Raises:
        DependencyError: The database's driver is not installed.
        InputError: The database cannot be reached, or the file is none.
        UsageError: The address is none, of a database that is not supported, or its file cannot be made.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        path = address.database or ""
        with opening(path):
            engine = open_sqlite(path)
            _upgrade(engine)
        return engine
    with opening(address.render_as_string()):  # hides the password
        engine = create_engine(address, pool_pre_ping=True)
        _upgrade(engine)
    return engine


@contextmanager
def opening(name: str) -> Iterator[None]:
    """Say in two sentences why a database cannot be opened.

    Raises:
        DependencyError: Its driver is not installed.
        InputError: It cannot be reached, or the file is none.
        UsageError: Its file cannot be made.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise DependencyError(
            f"The package {error.name} is not installed. Install it with: pip install 'vnplan[postgresql]'."
        ) from error
    except OSError as error:
        raise UsageError(f"{name} cannot be written ({error.strerror}). Choose another place.") from error
    except DatabaseError as error:
        raise InputError(
            f"The database {name} cannot be opened ({str(error.orig).strip().splitlines()[0]}). "
            "Check its address and that it runs."
        ) from error


def _address(url: str) -> URL:
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise UsageError(
            "The address is no database's. Give sqlite:///FILE or postgresql://HOST/NAME."
        ) from error
    if backend not in {"sqlite", "postgresql", "postgres"}:
        raise UsageError(f"{backend} is not supported. Give sqlite:///FILE or postgresql://HOST/NAME.")
    return address if backend == "sqlite" else address.set(drivername="postgresql+psycopg")


def open_sqlite(path: str) -> Engine:
    """Return a SQLite file whose writers wait for each other; its folder is made."""
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(URL.create("sqlite", database=path), connect_args={"timeout": _BUSY_TIMEOUT_S})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin below, not where the driver thinks fit
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # a writer that begins as a reader fails at once when another writes; this one waits its turn
        connection.exec_driver_sql(
            "BEGIN" if connection.get_execution_options().get("read_only") else "BEGIN IMMEDIATE"
        )

    return engine


def reading(engine: Engine) -> Connection:
    """Return a connection that only reads: it waits for no writer of SQLite."""
    return engine.connect().execution_options(read_only=True)


def _upgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("pipeline.export.database") / "migrations"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
