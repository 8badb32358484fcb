"""Lexicons are data that a clerk may edit: each file is read, and each of its patterns compiles."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

import pipeline.extraction
import pipeline.sections

ROOMS = [Path(module.__file__).parent / "lexicon" for module in (pipeline.extraction, pipeline.sections)]
FILES = sorted(path for room in ROOMS for path in room.glob("*.toml"))
TABLES = sorted(path for room in ROOMS for path in room.glob("*.csv"))


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parts[-3]}-{p.stem}")
def test_a_lexicon_is_toml_with_entries_and_none_is_blank(path: Path) -> None:
    entries = list(strings(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert entries
    assert all(entry.strip() for entry in entries)


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_a_table_has_a_value_in_each_column(path: Path) -> None:
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert rows
    assert all(value and value.strip() for row in rows for value in row.values())


def test_patterns_of_tasks_and_trailers_compile() -> None:
    room = ROOMS[0]
    tasks = tomllib.loads((room / "tasks.toml").read_text(encoding="utf-8"))
    trailers = tomllib.loads((room / "trailers.toml").read_text(encoding="utf-8"))["patterns"]
    for pattern in [*strings(tasks), *trailers.values()]:
        regex.compile(pattern)
