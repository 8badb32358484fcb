"""What became of every input, as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from pipeline.batch.manifest import Row
from pipeline.files import write_whole

NAME = "summary.csv"
COLUMNS = (
    "name",
    "state",
    "output",
    "pages",
    "pages_failed",
    "tasks",
    "needs_review",
    "seconds",
    "attempts",
    "exit_code",
    "error",
    "sha256",
    "input",
)


def write(out: Path, rows: Iterable[Row]) -> None:
    """Write `summary.csv` whole, UTF-8 with BOM for Excel.

    Raises:
        OSError: The folder cannot be written.
    """
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([_cell(getattr(row, column)) for column in COLUMNS])
    write_whole(out / NAME, "\ufeff" + text.getvalue())


def _cell(value: object) -> object:
    """A file's name that begins like a formula must not be one in a spreadsheet."""
    from pipeline.export.sheets import inert

    if isinstance(value, str):
        return inert(value)
    return "" if value is None else value
