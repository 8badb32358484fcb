"""What the review page shows of a document: each field with its pointer, its place and its doubts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.document import Document, Page, PageWord, Section, Source, Task, Unit
from pipeline.export.corrections import Corrections
from pipeline.export.rows import as_date

_HEADER = (
    "number_symbol",
    "issue_date",
    "issuing_organ",
    "parent_organ",
    "place",
    "subject",
    "number",
    "symbol",
    "plan_year",
    "urgency",
    "secrecy",
)
_KINDS = {"issue_date": "date", "plan_year": "number"}


@dataclass(frozen=True, slots=True)
class Field:
    """A value that can be corrected.

    Attributes:
        name: Key of its label.
        path: JSON pointer into the extraction.
        kind: How it is edited: text, date, number, units, list, choice or deadline.
        value: As corrected; what the editor begins with.
        shown: As the page shows it.
        corrected: Whether a reviewer set it.
    """

    name: str
    path: str
    kind: str
    value: Any
    shown: str
    corrected: bool = False
    confidence: float | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a task's text; `word` where it is in doubt."""

    text: str
    word: PageWord | None = None


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with its fields and its doubtful words."""

    path: str
    task: Task
    pieces: tuple[Piece, ...]
    fields: tuple[Field, ...]
    removed: bool
    in_doubt: bool


@dataclass(frozen=True, slots=True)
class WordView:
    """A word in doubt and where it stands."""

    field: Field
    word: PageWord
    page: int
    line: str


@dataclass(frozen=True, slots=True)
class PageView:
    """A page of the scan."""

    page: Page
    has_picture: bool


@dataclass(frozen=True, slots=True)
class View:
    """All that the review page shows."""

    document: Document
    header: tuple[Field, ...]
    sections: tuple[tuple[Section, tuple[Field, ...]], ...]
    tasks: tuple[TaskView, ...]
    words: tuple[WordView, ...]
    pages: tuple[PageView, ...]
    corrections: int


@dataclass(frozen=True, slots=True)
class _Corrected:
    """Values as corrected, by their pointer into the extraction."""

    values: dict[str, Any]

    def field(self, name: str, path: str, kind: str, value: Any, **more: Any) -> Field:
        corrected = path in self.values
        value = self.values.get(path, value)
        return Field(name, path, kind, value, _shown(kind, value), corrected, **more)


def view(
    extraction: Document, corrected: Document, corrections: Corrections, has_picture: Callable[[int], bool]
) -> View:
    """Return what the page shows; pointers are those of the extraction, values those of the reviewers."""
    known = _Corrected({one.path: one.value for one in corrections.corrections})
    return View(
        document=corrected,
        header=tuple(_header(extraction, known)),
        sections=tuple(_sections(extraction.sections, "/sections", known)),
        tasks=tuple(_tasks(extraction, corrections, known)),
        words=tuple(_words(extraction, known)),
        pages=tuple(PageView(page, has_picture(page.number)) for page in extraction.pages),
        corrections=len(corrections.corrections),
    )


def _header(document: Document, known: _Corrected) -> Iterator[Field]:
    header = document.header
    for name in _HEADER:
        yield known.field(
            name,
            f"/header/{name}",
            _KINDS.get(name, "text"),
            getattr(header, name),
            confidence=header.confidences.get(name),
            source=header.sources.get(name),
        )
    signature = document.signature
    for name in ("position", "full_name"):
        yield known.field(
            name, f"/signature/{name}", "text", getattr(signature, name), source=signature.source
        )


def _sections(
    sections: tuple[Section, ...], path: str, known: _Corrected
) -> Iterator[tuple[Section, tuple[Field, ...]]]:
    for index, section in enumerate(sections):
        here = f"{path}/{index}"
        fields = [known.field("title", f"{here}/title", "text", section.title, source=section.source)]
        if section.text or section.title is None:
            fields.append(known.field("text", f"{here}/text", "text", section.text, source=section.source))
        if section.title is None:
            fields = fields[1:]
        yield section, tuple(fields)
        yield from _sections(section.children, f"{here}/children", known)


def _tasks(document: Document, corrections: Corrections, known: _Corrected) -> Iterator[TaskView]:
    for index, task in enumerate(document.tasks):
        yield _task(f"/tasks/{index}", task, document, known)
    for one in corrections.corrections:
        if one.path.startswith("/tasks/new-"):
            added = Task.model_validate_json(json.dumps(one.value))
            yield _task(one.path, added, document, known)


def _task(path: str, task: Task, document: Document, known: _Corrected) -> TaskView:
    deadline = task.deadline.model_dump(mode="json") if task.deadline else None
    fields = (
        known.field("task_text", f"{path}/text", "text", task.text),
        known.field("lead", f"{path}/lead", "units", _units(task.lead)),
        known.field("coordination", f"{path}/coordination", "units", _units(task.coordination)),
        known.field("deadline", f"{path}/deadline", "deadline", deadline),
        known.field("outputs", f"{path}/outputs", "list", list(task.outputs)),
        known.field("indicator_ids", f"{path}/indicator_ids", "list", list(task.indicator_ids)),
        known.field("kind", f"{path}/kind", "choice", task.kind),
        known.field("report_to", f"{path}/report_to", "units", _units(task.report_to)),
    )
    doubt = known.values.get(f"{path}/needs_review", task.needs_review)
    removed = path in known.values and known.values[path] is None
    text = str(fields[0].value)
    return TaskView(path, task, tuple(_pieces(text, task, document)), fields, removed, bool(doubt))


def _units(units: tuple[Unit, ...]) -> list[dict[str, Any]]:
    return [unit.model_dump(mode="json") for unit in units]


def _pieces(text: str, task: Task, document: Document) -> Iterator[Piece]:
    """Part the text of a task into runs, so that the words in doubt of its lines can be marked."""
    doubtful = {word.text.strip(".,;:()"): word for word in _doubtful(task, document)}
    for token in text.split():
        yield Piece(token, doubtful.get(token.strip(".,;:()")))


def _doubtful(task: Task, document: Document) -> Iterator[PageWord]:
    for page in document.pages:
        if task.source is not None and page.number == task.source.page:
            first, last = task.source.lines
            for line in page.lines[first - 1 : last]:
                yield from (word for word in line.words if word.in_doubt)


def _words(document: Document, known: _Corrected) -> Iterator[WordView]:
    for page_index, page in enumerate(document.pages):
        for line_index, line in enumerate(page.lines):
            for index, word in enumerate(line.words):
                if word.in_doubt:
                    path = f"/pages/{page_index}/lines/{line_index}/words/{index}/text"
                    place = (line_index + 1, line_index + 1)
                    source = Source(
                        page=page.number, lines=place, box=word.box, ocr_text=word.ocr_text or word.text
                    )
                    field = known.field("word", path, "text", word.text, source=source)
                    yield WordView(field, word, page.number, line.text)


def _shown(kind: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if kind == "units":
        return "; ".join(str(unit["text"]) for unit in value)
    if kind == "list":
        return "; ".join(map(str, value))
    if kind == "deadline":
        day = as_date(value.get("due"))
        return f"{day:%d/%m/%Y} · {value['surface']}" if day else str(value["surface"])
    if kind == "date":
        day = as_date(str(value))
        return f"{day:%d/%m/%Y}" if day else str(value)
    return str(value)
