"""Task rows of tables: a draft for each row, its cells as trailers by the role of their column."""

from __future__ import annotations

from dataclasses import replace

import regex

from pipeline.extraction.drafts import Context, Draft
from pipeline.extraction.predicates import leading_verb, predicate_start
from pipeline.extraction.shares import names_only_units
from pipeline.extraction.trailers import Trailer, TrailerRole, parted, read_trailers
from pipeline.extraction.unit_names import unit_kind
from pipeline.page import Column, Passage, Table

_TRAILER_OF: dict[str, TrailerRole] = {
    "lead": "lead",
    "coordination": "coordination",
    "deadline": "deadline",
    "output": "output",
}
_EMPTY = regex.compile(r"[\s\-–—./…]*")
_ENUMERATOR = regex.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[-+•])\s+(?=\S)")

_HELPS = regex.compile(r"phối\s+hợp(?:\s+(?:với|cùng))?\s*:?\s+(?=\S)", regex.IGNORECASE)


def table_drafts(table: Table, context: Context) -> list[Draft]:
    """Return a draft for each row that holds a task; none where the table has no task column.

    Rows stand under the group row named in `row_paths`.
    """
    roles = [column.role for column in table.columns]
    column = _task_column(table, roles)
    if column is None:
        return []
    found: list[Draft] = []
    full: tuple[Passage, ...] = ()
    for printed, path in zip(table.rows, table.row_paths, strict=True):
        row = full = _under_stage(_without_dittos(printed, full), full, roles, column)
        text = _task_text(row[column], roles) if column < len(row) else Passage("", ())
        trailers = _trailers(row, table)
        above = found[-1] if found and found[-1].context.path == (path or found[-1].context.path) else None
        if above is not None and (_is_merged(row, roles, trailers) or _goes_on(row, roles, trailers, column)):
            trailers = [*(t for t in above.trailers if t.role == "lead"), *trailers]
        if not regex.search(r"\p{L}{2}", text.text) or _is_group(text.text, trailers, roles):
            continue
        if _is_office(text.text):
            continue
        here = replace(context, path=path or table.section_path or context.path)
        found.append(Draft(text, here, trailers, table_id=table.id))
    return found


_DITTO = regex.compile(r"[-–\s]*(?:nt|như\s+trên|″|〃|\"|//)[-–.\s]*", regex.IGNORECASE)


def _without_dittos(row: tuple[Passage, ...], above: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Return the row with what stands above in the place of "nt" (như trên), "-nt-", "//"."""
    pairs = zip(row, (*above, *row[len(above) :]), strict=False)
    return tuple(over if _DITTO.fullmatch(cell.text) else cell for cell, over in pairs)


_STAGE = regex.compile(r"\s*(?:giai đoạn|đợt|bước)\s", regex.IGNORECASE)


def _under_stage(
    row: tuple[Passage, ...], above: tuple[Passage, ...], roles: list[str], task: int
) -> tuple[Passage, ...]:
    """Return the row with the stage above it where its first cell is left empty in typed text.

    "Giai đoạn 1 (từ tháng 10 đến tháng 12) | Lập danh sách", " | Chụp ảnh hiện trạng".
    """
    spanned = (
        task > 0 and roles[0] == "deadline" and len(row) > task and above and _STAGE.match(above[0].text)
    )
    typed = all(not cell.boxes(piece.page) for cell in row for piece in cell.pieces[:1])
    if not spanned or not typed or row[0].text.strip() or not row[task].text.strip():
        return row
    return (above[0], *row[1:])


def _task_text(cell: Passage, roles: list[str]) -> Passage:
    """Return the text of a task cell, without the enumerator that stands in it for want of a column."""
    text = cell.strip()
    found = _ENUMERATOR.match(text.text) if "ordinal" not in roles or text.text[:1] in "-+•" else None
    return text.slice(found.end(), len(text.text)) if found else text


def _is_office(text: str) -> bool:
    """Return whether a cell names an office and no task: "Trưởng ban", "Thành viên"."""
    return len(text.split()) <= 6 and unit_kind(text) == "role" and predicate_start(text) < 0


def _task_column(table: Table, roles: list[str]) -> int | None:
    """Return the column of the task texts; of several the one with the longest."""
    columns = [i for i, role in enumerate(roles) if role == "task"]
    if not columns and {"lead", "deadline"} & set(roles) and "target" not in roles:
        columns = [i for i, role in enumerate(roles) if role == "other"]
    if not columns:
        return None
    return max(columns, key=lambda i: sum(len(row[i].text) for row in table.rows if i < len(row)))


def _trailers(row: tuple[Passage, ...], table: Table) -> list[Trailer]:
    found = []
    for cell, column in zip(row, table.columns, strict=False):
        if column.role in _TRAILER_OF and not _EMPTY.fullmatch(cell.text):
            found += _slashed(cell.strip(), column) or _of_cell(cell.strip(), column.role)
    return found


_SLASH_HEAD = regex.compile(r"chủ\s+trì\s*/.*phối\s+hợp", regex.IGNORECASE)


def _slashed(cell: Passage, column: Column) -> list[Trailer]:
    """Return lead and partners of "Sở X/Sở Y" below "Chủ trì/Phối hợp"; nothing for other cells."""
    if cell.text.count("/") != 1 or not _SLASH_HEAD.search(column.text):
        return []
    at = cell.text.index("/")
    lead, partners = cell.slice(0, at).strip(), cell.slice(at + 1, len(cell.text)).strip()
    if not all(
        names_only_units(units.text) and unit_kind(units.text) == "named" for units in (lead, partners)
    ):
        return []  # "UBND xã/phường"
    return [Trailer("lead", column.text, lead), Trailer("coordination", column.text, partners)]


def _of_cell(cell: Passage, role: str) -> list[Trailer]:
    """Return the trailers of a cell: "Chủ trì: Sở X. Phối hợp: Sở Y" is two."""
    if role == "lead":
        labelled = [t for t in read_trailers(cell) if t.role in ("lead", "coordination") and t.value.text]
        if labelled:
            return labelled
        return parted(Trailer("lead", role, cell))
    if role == "coordination":
        label = _HELPS.match(cell.text)
        cell = cell.slice(label.end(), len(cell.text)) if label else cell
        if leading_verb(cell.text) is not None:  # a remark in a column of remarks and partners
            return []
    return [Trailer(_TRAILER_OF[role], role, cell)]


def _is_merged(row: tuple[Passage, ...], roles: list[str], trailers: list[Trailer]) -> bool:
    """Return whether typed text left out the lead of a row that has all else: the cell above spans it."""
    typed = all(not cell.boxes(piece.page) for cell in row for piece in cell.pieces[:1])
    given = {trailer.role for trailer in trailers}
    return typed and "lead" in roles and "lead" not in given and bool({"coordination", "deadline"} & given)


def _goes_on(row: tuple[Passage, ...], roles: list[str], trailers: list[Trailer], column: int) -> bool:
    """Return whether a row without ordinal stands under the unit of the row above, in a table by units."""
    if "lead" not in roles or "ordinal" not in roles or roles.index("lead") > column:
        return False
    unnumbered = not row[roles.index("ordinal")].text.strip()
    return unnumbered and all(trailer.role != "lead" for trailer in trailers)


def _is_group(text: str, trailers: list[Trailer], roles: list[str]) -> bool:
    """Return whether a row with a title in capitals and no unit only heads the rows below it."""
    told = {"lead", "coordination", "output"} if "lead" in roles else set(_TRAILER_OF)
    return (
        text.isupper() and bool(set(roles) & set(_TRAILER_OF)) and not any(t.role in told for t in trailers)
    )
