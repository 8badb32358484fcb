"""What became of every input, in SQLite; a killed batch goes on by it, and no result is lost with it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import InputError

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One input.

    Attributes:
        input: `Input.uri`.
        name: What the user called it.
        state: `waiting`, `running`, `written`, `failed`, or `incomplete`: written, with pages that were lost
            to the machine and are tried again.
        output: Name of the JSON in the output folder.
        sha256: Of the content; None before it was read.
        recipe: Hash of options, version and model.
        attempts: Times that a batch began to work on it.
        seconds: Of all workers together.
        exit_code: As if it were alone.
    """

    input: str
    name: str
    state: str
    output: str | None = None
    sha256: str | None = None
    recipe: str | None = None
    attempts: int = 0
    pages: int = 0
    pages_failed: int = 0
    tasks: int = 0
    needs_review: bool = False
    seconds: float = 0.0
    exit_code: int = 0
    error: str = ""
    updated_at: str = ""


_COLUMNS = tuple(field.name for field in fields(Row))
_MARKS = ", ".join("?" * len(_COLUMNS))
_TABLE = (
    "CREATE TABLE IF NOT EXISTS documents (input TEXT PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, "
    "output TEXT, sha256 TEXT, recipe TEXT, attempts INTEGER NOT NULL, pages INTEGER NOT NULL, "
    "pages_failed INTEGER NOT NULL, tasks INTEGER NOT NULL, needs_review INTEGER NOT NULL, "
    "seconds REAL NOT NULL, exit_code INTEGER NOT NULL, error TEXT NOT NULL, updated_at TEXT NOT NULL)"
)


class Manifest:
    """The table of inputs, written by one process."""

    def __init__(self, path: Path) -> None:
        self._db = _opened(path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def put(self, *rows: Row) -> None:
        """Write rows, in place of those of the same input."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        values = [astuple(replace(row, updated_at=now)) for row in rows]
        with self._db:
            self._db.executemany(f"INSERT OR REPLACE INTO documents VALUES ({_MARKS})", values)

    def of_input(self, uri: str) -> Row | None:
        """Return what is known of an input."""
        return next(self._rows("WHERE input = ?", uri), None)

    def of_output(self, name: str) -> Row | None:
        """Return whose output a file name is."""
        return next(self._rows("WHERE output = ? ORDER BY updated_at DESC", name), None)

    def rows(self) -> Iterator[Row]:
        """Yield all, by input."""
        return self._rows("ORDER BY input")

    def wait_for(self, rows: Iterable[Row]) -> None:
        """Note inputs that are to come; what is known of them stays."""
        values = [astuple(row) for row in rows]
        with self._db:
            self._db.execute("UPDATE documents SET state = 'waiting' WHERE state = 'running'")
            self._db.executemany(f"INSERT OR IGNORE INTO documents VALUES ({_MARKS})", values)

    def _rows(self, clause: str, *values: str) -> Iterator[Row]:
        for found in self._db.execute(f"SELECT {', '.join(_COLUMNS)} FROM documents {clause}", values):
            row = Row(*found)
            yield replace(row, needs_review=bool(row.needs_review))


def _opened(path: Path) -> sqlite3.Connection:
    """Open it, or begin anew where it is no manifest: no result is lost with it."""
    try:
        return _connect(path)
    except sqlite3.DatabaseError:
        path.replace(path.with_suffix(".damaged"))
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    # isolation by `with`; the default journal works on network drives too, where WAL does not
    db = sqlite3.connect(path, timeout=30)
    try:
        if db.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
            raise sqlite3.DatabaseError("another version")
        db.execute(_TABLE)
        db.execute("CREATE INDEX IF NOT EXISTS outputs ON documents (output)")
        db.execute(f"PRAGMA user_version = {_VERSION}")
        db.commit()
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


def read_rows(path: Path) -> list[Row]:
    """Return all rows without writing, even while a batch runs.

    Raises:
        InputError: There is no manifest.
    """
    if not path.is_file():
        raise InputError(f"There is no manifest {path}. Name the folder that vnplan convert -o wrote to.")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as db:
            found = db.execute(f"SELECT {', '.join(_COLUMNS)} FROM documents ORDER BY input").fetchall()
    except sqlite3.DatabaseError as error:
        raise InputError(
            f"{path} is no manifest ({error}). Delete it; the next run makes it anew."
        ) from error
    return [replace(row, needs_review=bool(row.needs_review)) for row in (Row(*values) for values in found)]


def recipe(options: dict[str, Any], version: str, model: str) -> str:
    """Return the hash of what beside the content decides a result."""
    return hashlib.sha256(json.dumps([options, version, model], sort_keys=True).encode()).hexdigest()


def row_of(output: Path, lost_prefix: str) -> Row | None:
    """Return the row that an output tells of itself; None where it is no result of ours.

    Args:
        output: A JSON file.
        lost_prefix: Beginning of the codes of issues over pages that are to be tried again.
    """
    try:
        data = json.loads(output.read_bytes())
        processing, quality = data["processing"], data["quality"]
        again = any(str(issue["code"]).startswith(lost_prefix) for issue in data["issues"])
        return Row(
            input=f"result:{output.name}",
            name=data["file"]["name"],
            state="incomplete" if again else "written",
            output=output.name,
            sha256=data["file"]["sha256"],
            recipe=recipe(processing["options"], processing["version"], _model(processing)),
            pages=len(data["pages"]),
            pages_failed=quality["pages_failed"],
            tasks=len(data["tasks"]),
            needs_review=quality["needs_review"],
            seconds=round(sum(processing["seconds_by_stage"].values()), 3),
            exit_code=6 if quality["pages_failed"] else 0,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _model(processing: dict[str, Any]) -> str:
    return str(processing["models"].get("restorer", "none"))
