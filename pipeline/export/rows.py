"""One row per task and one per document, as a clerk's tracker has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.document import Deadline, Document, Task, Unit
from pipeline.export.words import load, printable


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in the columns of `lexicon/tracker.toml`; `deadline` is a date where the plan gives one."""

    ordinal: int
    task: str
    lead: str
    coordination: str
    deadline: date | str
    output: str
    basis: str
    indicator: str
    note: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What a register of documents says; `accuracy` is the estimated share (0..1) of right characters."""

    ordinal: int
    file: str
    doc_type: str
    number_symbol: str
    issue_date: date | str
    issuing_organ: str
    subject: str
    signer: str
    pages: int
    tasks: int
    accuracy: float
    needs_review: str


def task_rows(documents: Iterable[Document]) -> Iterator[TaskRow]:
    """Yield one row per task, numbered through all documents."""
    ordinal = 0
    for document in documents:
        for task in document.tasks:
            ordinal += 1
            yield _task_row(ordinal, task, document)


def document_row(ordinal: int, document: Document) -> DocumentRow:
    """Return the document's row; what the page does not show is empty."""
    header, words = document.header, load("tracker")["words"]
    return DocumentRow(
        ordinal=ordinal,
        file=printable(document.file.name),
        doc_type=printable(header.doc_type.name if header.doc_type else ""),
        number_symbol=printable(header.number_symbol or ""),
        issue_date=as_date(header.issue_date) or "",
        issuing_organ=printable(header.issuing_organ or ""),
        subject=printable(header.subject or ""),
        signer=printable(document.signature.full_name or ""),
        pages=document.file.page_count,
        tasks=len(document.tasks),
        accuracy=document.quality.estimated_character_accuracy,
        needs_review=words["yes"] if document.quality.needs_review else "",
    )


def as_date(value: str | None) -> date | None:
    """Return the ISO date; None where there is none or it is no day of the calendar."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def unit_names(units: Iterable[Unit]) -> str:
    """Return the units as the page names them, joined by semicolons: their names hold commas."""
    return printable("; ".join(unit.text for unit in units))


def place(task: Task) -> str:
    """Return where the task stands in its document, e.g. "mục II.1.a, trang 2"."""
    words = load("tracker")["words"]
    parts = [
        f"{words['section']} {task.section_path}" if task.section_path else "",
        f"{words['table']} {task.table_id}" if task.table_id else "",
        f"{words['page']} {task.source.page}" if task.source else "",
    ]
    return ", ".join(part for part in parts if part)


def citation(document: Document) -> str:
    """Return how the document is cited, e.g. "Kế hoạch 45/KH-UBND ngày 12/3/2026"; else its file's name."""
    header = document.header
    if header.number_symbol is None:
        return printable(document.file.name)
    issued = as_date(header.issue_date)
    parts = [
        header.doc_type.name if header.doc_type else "",
        header.number_symbol,
        f"{load('tracker')['words']['issued']} {issued.day}/{issued.month}/{issued.year}" if issued else "",
    ]
    return printable(" ".join(part for part in parts if part))


def _task_row(ordinal: int, task: Task, document: Document) -> TaskRow:
    basis = [", ".join(part for part in (citation(document), place(task)) if part), *task.references]
    return TaskRow(
        ordinal=ordinal,
        task=printable(task.text),
        lead=unit_names(task.lead),
        coordination=unit_names(task.coordination),
        deadline=_deadline(task.deadline),
        output=printable("; ".join(task.outputs)),
        basis=printable("; ".join(basis)),
        indicator=", ".join(dict.fromkeys((*task.indicator_ids, *task.component_ids))),
        note=_note(task),
    )


def _deadline(deadline: Deadline | None) -> date | str:
    if deadline is None:
        return ""
    return as_date(deadline.due) or printable(deadline.surface)


def _note(task: Task) -> str:
    words = load("tracker")["words"]
    stated = task.deadline.surface if task.deadline and as_date(task.deadline.due) else ""
    notes = [f"{words['stated']}: {stated}" if stated else "", words["review"] if task.needs_review else ""]
    return printable("; ".join(note for note in notes if note))
