"""Task rows of tables: a draft for each row, its cells as trailers by the role of their column."""

from __future__ import annotations

from dataclasses import replace

import regex

from pipeline.extraction.drafts import Context, Draft
from pipeline.extraction.trailers import Trailer, TrailerRole
from pipeline.page import Passage, Table

_TRAILER_OF: dict[str, TrailerRole] = {
    "lead": "lead",
    "coordination": "coordination",
    "deadline": "deadline",
    "output": "output",
}
_EMPTY = regex.compile(r"[\s\-–—./…]*")


def table_drafts(table: Table, context: Context) -> list[Draft]:
    """Return a draft for each row that holds a task; none where the table has no task column.

    Rows stand under the group row named in `row_paths`.
    """
    roles = [column.role for column in table.columns]
    column = _task_column(table, roles)
    if column is None:
        return []
    found: list[Draft] = []
    for row, path in zip(table.rows, table.row_paths, strict=True):
        text = row[column].strip() if column < len(row) else Passage("", ())
        trailers = _trailers(row, roles)
        above = found[-1] if found and found[-1].context.path == (path or found[-1].context.path) else None
        if above is not None and _is_merged(row, roles, trailers):
            trailers = [*(t for t in above.trailers if t.role == "lead"), *trailers]
        if not regex.search(r"\p{L}{2}", text.text) or _is_group(text.text, trailers, roles):
            continue
        here = replace(context, path=path or table.section_path or context.path)
        found.append(Draft(text, here, trailers, table_id=table.id, rule=1.0))
    return found


def _task_column(table: Table, roles: list[str]) -> int | None:
    """Return the column of the task texts; of several the one with the longest."""
    columns = [i for i, role in enumerate(roles) if role == "task"]
    if not columns and {"lead", "deadline"} & set(roles) and "target" not in roles:
        columns = [i for i, role in enumerate(roles) if role == "other"]
    if not columns:
        return None
    return max(columns, key=lambda i: sum(len(row[i].text) for row in table.rows if i < len(row)))


def _trailers(row: tuple[Passage, ...], roles: list[str]) -> list[Trailer]:
    found = []
    for cell, role in zip(row, roles, strict=False):
        if role in _TRAILER_OF and not _EMPTY.fullmatch(cell.text):
            found.append(Trailer(_TRAILER_OF[role], role, cell.strip()))
    return found


def _is_merged(row: tuple[Passage, ...], roles: list[str], trailers: list[Trailer]) -> bool:
    """Return whether typed text left out the lead of a row that has all else: the cell above spans it."""
    typed = all(not cell.boxes(piece.page) for cell in row for piece in cell.pieces[:1])
    given = {trailer.role for trailer in trailers}
    return typed and "lead" in roles and "lead" not in given and {"coordination", "deadline"} <= given


def _is_group(text: str, trailers: list[Trailer], roles: list[str]) -> bool:
    """Return whether a row with nothing but a title in capitals only heads the rows below it."""
    return not trailers and bool(set(roles) & set(_TRAILER_OF)) and text.isupper()
