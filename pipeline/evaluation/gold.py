"""Gold as it is annotated (`samples/*/gold.json`), or a reviewed document, brought to one form."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.document import Deadline, Document, Unit
from pipeline.errors import InputError
from pipeline.evaluation.matching import Wanted, plain

Annotation = Mapping[str, Any]
Names = tuple[str, ...]
DeadlineKey = tuple[Hashable, ...] | None

_HEADER_FIELDS = (
    "doc_type", "number", "symbol", "number_symbol", "parent_organ", "issuing_organ", "place", "issue_date",
    "subject", "plan_year", "plan_period", "urgency", "secrecy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GoldTask:
    """One task with all its readings that are right, the printed one first.

    Attributes:
        texts: Spans that are right.
        lead: Lists of units.
        coordination: Lists of units.
        deadlines: Deadlines as annotated; None is a reading too.
        optional: Counts neither way when it is missed.
    """

    texts: Names
    lead: tuple[Names, ...]
    coordination: tuple[Names, ...]
    deadlines: tuple[Annotation | None, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """What is right about one document; None where the gold says nothing about it."""

    tasks: tuple[GoldTask, ...]
    headings: tuple[Wanted, ...]
    paths: tuple[Wanted, ...] | None
    indicators: tuple[Wanted, ...]
    references: tuple[Wanted, ...]
    targets: tuple[Wanted, ...]
    header: Mapping[str, tuple[Hashable, ...]]
    tables: tuple[tuple[tuple[str, ...], ...], ...]


def read_gold(path: Path) -> Gold:
    """Read an annotation or a document.

    Raises:
        InputError: The file cannot be read or is neither.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if "schema_version" in data:
            data = annotation_of(Document.model_validate(data))
        return gold_of(data)
    except (OSError, ValueError, ValidationError) as error:
        raise InputError(f"{path} cannot be read as gold: {error}. Compare samples/*/gold.json.") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path} is no gold: {error!r}. Compare samples/*/gold.json.") from error


def gold_of(data: Annotation) -> Gold:
    """Return the gold of an annotation.

    Raises:
        KeyError: A part without which an item cannot be compared is missing.
    """
    sections = data.get("sections", ())
    whole = any(section["title"] is None for section in sections)
    return Gold(
        tasks=tuple(_task(task) for task in data.get("tasks", ())),
        headings=tuple(_heading(section) for section in sections if section["title"] is not None),
        paths=tuple(_path(section) for section in sections) if whole else None,
        indicators=tuple(_wanted(item, _indicator_key) for item in data.get("indicators", ())),
        references=tuple(
            _wanted(item, _reference_key) for item in data.get("references", ()) if item["number_symbol"]
        ),
        targets=tuple(_wanted(item, _target_key) for item in data.get("targets", ())),
        header=_header(data.get("header", {})),
        tables=tuple(tuple(map(tuple, table["rows"])) for table in data.get("tables", ())),
    )


def _readings(item: Annotation) -> Iterator[Annotation]:
    """Yield the item as printed, then as each `alt` says."""
    yield item
    alternatives = item.get("alt") or ()
    for alt in (alternatives,) if isinstance(alternatives, Mapping) else alternatives:
        yield {**item, **alt}


def _task(task: Annotation) -> GoldTask:
    readings = list(_readings(task))
    deadlines: list[Annotation | None] = []
    for reading in readings:
        value = reading.get("deadline")
        deadlines += value if isinstance(value, Sequence) else [value]
    return GoldTask(
        texts=tuple(dict.fromkeys(reading["text"] for reading in readings)),
        lead=tuple(dict.fromkeys(tuple(reading.get("lead") or ()) for reading in readings)),
        coordination=tuple(dict.fromkeys(tuple(reading.get("coordination") or ()) for reading in readings)),
        deadlines=tuple(deadlines),
        optional=bool(task.get("optional")),
    )


def _wanted(item: Annotation, key: Any) -> Wanted:
    keys = tuple(dict.fromkeys(key(reading) for reading in _readings(item)))
    return Wanted(keys, bool(item.get("optional")))


def _heading(section: Annotation) -> Wanted:
    paths = [section["path"], *_listed(section.get("alt_path"))]
    titles = [section["title"], *_listed(section.get("alt_title"))]
    return Wanted(tuple(_heading_key(path, title) for path in paths for title in titles))


def _path(section: Annotation) -> Wanted:
    return Wanted((section["path"], *_listed(section.get("alt_path"))))


def _listed(value: str | Sequence[str] | None) -> Sequence[str]:
    return () if value is None else (value,) if isinstance(value, str) else value


def _heading_key(path: str, title: str) -> Hashable:
    """Return what two headings must share: the path, and the title without its final punctuation."""
    return path, plain(title).rstrip(" .:;")


def _indicator_key(item: Annotation) -> Hashable:
    """Return (id, component's id or None)."""
    component = item.get("component")
    return item["id"], component["id"] if isinstance(component, Mapping) else component


def _reference_key(item: Annotation) -> Hashable:
    return str(item["number_symbol"])


def _target_key(item: Annotation) -> Hashable:
    """Return (op, value, unit)."""
    return item["op"], float(item["value"]), plain(item.get("unit"))


def _header(header: Annotation) -> dict[str, tuple[Hashable, ...]]:
    return {
        name: tuple(dict.fromkeys(_header_key(name, reading.get(name)) for reading in _readings(header)))
        for name in _HEADER_FIELDS
        if name in header
    }


def _header_key(name: str, value: Any) -> Hashable:
    """Return what two values of a field must share; a type of document is its code."""
    if name == "doc_type":
        return None if value is None else value["code"]
    if isinstance(value, Mapping):
        return tuple(sorted(value.items()))
    return plain(value) if isinstance(value, str) else value


def value_key(deadline: Annotation | None) -> DeadlineKey:
    """Return a deadline's normalized value: its kind and the day, span or rhythm that it means."""
    if deadline is None:
        return None
    kind = deadline["kind"]
    if kind == "multi":
        parts = (value_key(part) for part in deadline.get("parts") or ())
        return kind, tuple(sorted(map(str, parts)))
    if kind == "period":
        return kind, deadline.get("start"), deadline.get("end")
    if kind in ("event", "schedule", "continuous", "relative"):
        return (kind,)
    return kind, deadline.get("due"), deadline.get("frequency")


def exact_key(deadline: Annotation | None) -> DeadlineKey:
    """Return (kind, due, start, end, frequency), or a multi's parts."""
    if deadline is None:
        return None
    if deadline["kind"] == "multi":
        return "multi", tuple(sorted(str(exact_key(part)) for part in deadline.get("parts") or ()))
    return tuple(deadline.get(name) for name in ("kind", "due", "start", "end", "frequency"))


def annotation_of(document: Document) -> Annotation:
    """Return a document, such as a reviewed one, in the form of an annotation."""
    return {
        "header": {name: _plain_value(getattr(document.header, name)) for name in _HEADER_FIELDS},
        "sections": [{"path": s.path, "title": s.title} for s in document.walk()],
        "tasks": [
            {
                "text": task.text,
                "lead": [unit.normalized for unit in task.lead],
                "coordination": [unit.normalized for unit in task.coordination],
                "deadline": deadline_of(task.deadline),
            }
            for task in document.tasks
        ],
        "indicators": [_plain_value(item) for item in document.indicators],
        "references": [{"number_symbol": item.number_symbol} for item in document.references],
        "targets": [_plain_value(item) for item in document.targets],
        "tables": [{"rows": table.rows} for table in document.tables],
    }


def deadline_of(deadline: Deadline | None) -> Annotation | None:
    """Return a document's deadline in the form of an annotation."""
    return None if deadline is None else deadline.model_dump()


def unit_names(unit: Unit) -> frozenset[str]:
    """Return the names under which a unit is right: as printed and as normalized."""
    return frozenset((plain(unit.text), plain(unit.normalized)))


def _plain_value(value: Any) -> Any:
    return value.model_dump() if hasattr(value, "model_dump") else value
