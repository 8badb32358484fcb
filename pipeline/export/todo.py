"""iCalendar: one VTODO per task and deadline (RFC 5545)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from pipeline.document import Deadline, Document, Task, Unit
from pipeline.export.optional import require
from pipeline.export.recurrence import occurrences
from pipeline.export.rows import as_date, citation, place, unit_names
from pipeline.export.words import load, printable

_NAMESPACE = uuid.UUID("6c1f34f0-3a3c-5b61-9d43-53c0b3f2a7de")
_SUMMARY_LIMIT = 160  # characters; a calendar shows one line


def to_ics(documents: Iterable[Document]) -> bytes:
    """Return a calendar with a VTODO for each task; one for each part of a deadline of several parts.

    The UID follows from the file's content and the task, so that a second import updates the first.

    Raises:
        DependencyError: icalendar is not installed.
    """
    icalendar = require("icalendar", "export")
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//vnplan//tasks of administrative plans//VI")
    calendar.add("version", "2.0")
    for document in documents:
        for task in document.tasks:
            for todo in _todos(task, document, icalendar):
                calendar.add_component(todo)
    return bytes(calendar.to_ical())


def _todos(task: Task, document: Document, icalendar: Any) -> Iterator[Any]:
    for index, times in enumerate(_times(task.deadline, document)):
        todo = icalendar.Todo()
        todo.add("uid", uid(document.file.sha256, task.id, index))
        todo.add("dtstamp", _stamp(document))
        todo.add("summary", _summary(task.text))
        todo.add("description", _description(task, document))
        for name, value in times.items():
            todo.add(name, value)
        if task.indicator_ids:
            todo.add("categories", list(task.indicator_ids))
        _add_units(todo, task, icalendar)
        yield todo


def uid(sha256: str, task_id: str, index: int = 0) -> str:
    """Return the same identifier for the same task of the same file, whenever it is exported."""
    return f"{uuid.uuid5(_NAMESPACE, f'{sha256}/{task_id}/{index}')}@vnplan"


def _times(deadline: Deadline | None, document: Document) -> list[dict[str, Any]]:
    """Return DTSTART, DUE and RRULE for each to-do that the deadline means; one empty where none does."""
    if deadline is None:
        return [{}]
    if deadline.kind == "multi":
        return [times for part in deadline.parts or () for times in _times(part, document)] or [{}]
    if deadline.kind == "recurring":
        series = occurrences(deadline, document)
        return [_span(one.start, one.due) | {"rrule": one.rule} for one in series] or [{}]
    return [_span(as_date(deadline.start), as_date(deadline.due))]


def _span(start: date | None, due: date | None) -> dict[str, Any]:
    # RFC 5545, 3.8.2.3: DUE is later than DTSTART, or there is no DTSTART
    times: dict[str, Any] = {}
    if start is not None and (due is None or start < due):
        times["dtstart"] = start
    if due is not None:
        times["due"] = due
    return times


def _stamp(document: Document) -> datetime:
    """When the document was read: two exports of one conversion are the same bytes."""
    read = datetime.fromisoformat(document.processing.started_at)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


def _summary(text: str) -> str:
    text = printable(" ".join(text.split()))
    return text if len(text) <= _SUMMARY_LIMIT else text[:_SUMMARY_LIMIT].rsplit(" ", 1)[0] + " …"


def _description(task: Task, document: Document) -> str:
    words = load("tracker")["words"]
    labelled = {
        words["stated"]: task.deadline.surface if task.deadline else "",
        words["lead"]: unit_names(task.lead),
        words["coordination"]: unit_names(task.coordination),
        words["report_to"]: unit_names(task.report_to),
        words["output"]: "; ".join(task.outputs),
        words["source"]: ", ".join(part for part in (citation(document), place(task)) if part),
    }
    lines = [task.text, *(f"{label}: {value}" for label, value in labelled.items() if value)]
    if task.needs_review:
        lines.append(words["review"])
    return printable("\n".join(lines))


def _add_units(todo: Any, task: Task, icalendar: Any) -> None:
    """Name the first lead as organiser, further leads as chairs, partners as participants."""
    if task.lead:
        todo.add("organizer", _address(task.lead[0], None, icalendar), encode=False)
    chairs = [_address(unit, "CHAIR", icalendar) for unit in task.lead[1:]]
    partners = [_address(unit, "REQ-PARTICIPANT", icalendar) for unit in task.coordination]
    for address in (*chairs, *partners):
        todo.add("attendee", address, encode=False)


def _address(unit: Unit, role: str | None, icalendar: Any) -> Any:
    # The plan gives no address, and none is made up: the unit's name, under an identifier of its own.
    address = icalendar.vCalAddress(f"urn:uuid:{uuid.uuid5(_NAMESPACE, unit.normalized)}")
    # a parameter cannot hold a double quote (RFC 5545, 3.2)
    address.params["CN"] = printable(unit.text).replace('"', "'").replace("\n", " ")
    if role is not None:
        address.params["ROLE"] = role
    return address
