"""What a batch amounts to: the figures and lists that the report shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from pipeline.document import REQUIRED_CHARACTER_ACCURACY, Document, DocumentIssue, Task
from pipeline.export.rows import DocumentRow, as_date, citation, document_row, unit_names
from pipeline.export.words import load


@dataclass(frozen=True, slots=True)
class Due:
    """A task that is due on a day."""

    day: date
    stated: str
    task: str
    lead: str
    document: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document that needs eyes, and why."""

    row: DocumentRow
    reasons: tuple[str, ...]
    weight: float


@dataclass(slots=True)
class Digest:
    """The batch, added up document by document."""

    rows: list[DocumentRow] = field(default_factory=list)
    review: list[Reviewed] = field(default_factory=list)
    issues: list[tuple[str, DocumentIssue]] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)
    past: int = 0
    pages_failed: int = 0

    @property
    def pages(self) -> int:
        """Pages of all documents."""
        return sum(row.pages for row in self.rows)

    @property
    def tasks(self) -> int:
        """Tasks of all documents."""
        return sum(row.tasks for row in self.rows)


def digest(documents: Iterable[Document], today: date) -> Digest:
    """Add the documents up; lists are sorted by urgency."""
    found = Digest()
    for document in documents:
        row = document_row(len(found.rows) + 1, document)
        found.rows.append(row)
        found.pages_failed += document.quality.pages_failed
        if document.quality.needs_review or any(task.needs_review for task in document.tasks):
            found.review.append(Reviewed(row, tuple(reasons(document)), review_weight(document)))
        found.issues += [
            (row.file, issue) for issue in document.issues if issue.severity in {"error", "warning"}
        ]
        for due in _dues(document):
            found.past += due.day < today
            if due.day >= today:
                found.dues.append(due)
    found.review.sort(key=lambda one: -one.weight)
    found.dues.sort(key=lambda due: (due.day, due.document))
    found.issues.sort(key=lambda pair: (pair[1].severity != "error", pair[0]))
    return found


def review_weight(document: Document) -> float:
    """Return how much a document needs eyes: lost pages first, then tasks in doubt, then words in doubt."""
    quality = document.quality
    doubtful = sum(task.needs_review for task in document.tasks) / max(1, len(document.tasks))
    words = quality.words_in_doubt / max(1, quality.words)
    lacking = max(0.0, REQUIRED_CHARACTER_ACCURACY - quality.estimated_character_accuracy)
    return 100 * quality.pages_failed + 10 * quality.needs_review + 5 * doubtful + 20 * lacking + words


def reasons(document: Document) -> Iterator[str]:
    """Yield why the document needs eyes, in words."""
    words, quality = load("report"), document.quality
    doubtful = sum(task.needs_review for task in document.tasks)
    if quality.pages_failed:
        yield f"{quality.pages_failed} {words['pages_lost']}"
    if quality.estimated_character_accuracy < REQUIRED_CHARACTER_ACCURACY:
        yield words["low_accuracy"]
    if doubtful:
        yield f"{doubtful} {words['doubtful_tasks']}"
    if quality.words_in_doubt:
        yield f"{quality.words_in_doubt} {words['doubtful_words']}"


def _dues(document: Document) -> Iterator[Due]:
    for task in document.tasks:
        for day, stated in _days(task):
            yield Due(day, stated, task.text, unit_names(task.lead), citation(document))


def _days(task: Task) -> Iterator[tuple[date, str]]:
    if task.deadline is not None:
        for part in task.deadline.parts or (task.deadline,):
            day = as_date(part.due)
            if day is not None:
                yield day, part.surface
