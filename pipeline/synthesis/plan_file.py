"""Reads a plan from `plan.toml`, whose body is plain text with a mark before what is not running text."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.synthesis.plan_text import Annex, Block, Grid, PlanText, Prose, Signing, Style
from pipeline.text import nfc

_MARKS: dict[str, tuple[Style, bool]] = {
    "# ": ("bold", False),
    "~ ": ("italic", False),
    "#~ ": ("bold_italic", False),
    "= ": ("bold", True),
}


def read_plan(path: Path) -> PlanText:
    """Read a plan.

    In `body` each line is a paragraph; "# " before it makes it bold, "~ " italic, "#~ " both, "= " bold and
    centred, and "@name" sets the table `[table.name]`, whose `rows` have one row a line, cells parted by "|".

    Raises:
        InputError: The file cannot be read, or a part of the plan is missing or of the wrong kind.
    """
    try:
        data = tomllib.loads(nfc(path.read_text(encoding="utf-8")))
        return _plan(data)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}. Give a plan.toml in UTF-8.") from error
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(f"{path} is no plan: {error}. Compare it with samples/*/plan.toml.") from error


def _plan(data: dict[str, Any]) -> PlanText:
    tables = {name: _grid(table) for name, table in data.get("table", {}).items()}
    seal = data.get("seal")
    return PlanText(
        parent_organ=tuple(data.get("parent_organ", ())),
        issuing_organ=tuple(data["issuing_organ"]),
        number_symbol=data["number_symbol"],
        place=data["place"],
        date=_date(data["date"]),
        type_name=data["type_name"],
        subject=tuple(data["subject"]),
        blocks=_blocks(data["body"], tables),
        signing=Signing(tuple(data["signing"]["lines"]), data["signing"]["name"]),
        recipients=tuple(data["recipients"]),
        annexes=tuple(_annex(annex, tables) for annex in data.get("annex", ())),
        seal=(seal["rim"], seal["middle"]) if seal else None,
    )


def _date(value: object) -> datetime.date:
    if not isinstance(value, datetime.date):
        raise ValueError(f"date must be a date such as 2026-01-09, not {value!r}")
    return value


def _annex(data: dict[str, Any], tables: dict[str, Grid]) -> Annex:
    return Annex(
        data["label"],
        tuple(data["title"]),
        data["note"],
        _blocks(data["body"], tables),
        data.get("landscape", False),
    )


def _grid(data: dict[str, Any]) -> Grid:
    rows = (line for line in data["rows"].splitlines() if line.strip())
    return Grid(
        tuple(data["columns"]),
        tuple(float(width) for width in data["widths"]),
        tuple(tuple(cell.strip() for cell in row.split("|")) for row in rows),
    )


def _blocks(body: str, tables: dict[str, Grid]) -> tuple[Block, ...]:
    lines = (line.strip() for line in body.splitlines())
    return tuple(_block(line, tables) for line in lines if line)


def _block(line: str, tables: dict[str, Grid]) -> Block:
    if line.startswith("@"):
        return tables[line[1:]]
    for mark, (style, centred) in _MARKS.items():
        if line.startswith(mark):
            return Prose(line.removeprefix(mark), style, centred)
    return Prose(line)
