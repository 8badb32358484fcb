"""Which formats there are, and the one way to make them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pipeline.document import Document
from pipeline.errors import UsageError
from pipeline.export.lines import to_jsonl
from pipeline.export.sheets import to_csv, to_xlsx
from pipeline.export.todo import to_ics


@dataclass(frozen=True, slots=True)
class Format:
    """A file format that holds the tasks of many documents."""

    make: Callable[[Iterable[Document]], bytes]
    media_type: str


FORMATS = {
    "csv": Format(to_csv, "text/csv; charset=utf-8"),
    "xlsx": Format(to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "jsonl": Format(to_jsonl, "application/x-ndjson"),
    "ics": Format(to_ics, "text/calendar; charset=utf-8"),
}


def export(documents: Iterable[Document], to: str) -> bytes:
    """Return the documents' tasks as a file.

    Args:
        documents: Read once, one after the other.
        to: A key of `FORMATS`.

    Raises:
        UsageError: There is no such format.
        DependencyError: The format's library is not installed.
    """
    if to not in FORMATS:
        raise UsageError(f"There is no format {to}. Choose one of: {', '.join(FORMATS)}.")
    return FORMATS[to].make(documents)
