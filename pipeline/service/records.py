"""What the API says and takes, beside the documents themselves."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

JobState = Literal["queued", "running", "done", "failed"]
DocumentId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
JobId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Record(BaseModel):
    """Frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Problem(Record):
    """Why a request was refused."""

    detail: str


class Job(Record):
    """An upload on its way to a document; `document_id` is the hash of its content."""

    id: str
    document_id: str
    file_name: str
    state: JobState
    pages_done: int = 0
    pages_total: int | None = None
    message: str = ""
    created_at: str
    finished_at: str | None = None


class JobList(Record):
    """Jobs, the newest first."""

    total: int
    items: tuple[Job, ...]


class DocumentSummary(Record):
    """A document in the list; the greater its `weight`, the more it needs eyes."""

    id: str
    file_name: str
    doc_type: str | None
    number_symbol: str | None
    issue_date: str | None
    subject: str | None
    pages: int
    tasks: int
    tasks_in_doubt: int
    words_in_doubt: int
    estimated_character_accuracy: float
    needs_review: bool
    weight: float
    corrections: int = 0
    reviewed_at: str | None = None


class DocumentList(Record):
    """Documents: unreviewed and doubtful ones first."""

    total: int
    items: tuple[DocumentSummary, ...]


class TaskItem(Record):
    """A task in the list."""

    document_id: str
    number_symbol: str | None
    file_name: str
    task_id: str
    kind: str
    section_path: str | None
    text: str
    lead: tuple[str, ...]
    coordination: tuple[str, ...]
    due: date | None
    deadline: str | None
    indicator_ids: tuple[str, ...]
    page: int | None
    needs_review: bool


class TaskList(Record):
    """Tasks, the earliest due first, those without a day last."""

    total: int
    items: tuple[TaskItem, ...]


class TaskFilter(Record):
    """Which tasks to list: those that fit all that is given."""

    due_after: date | None = None
    due_before: date | None = None
    lead: str | None = Field(default=None, max_length=200, description="Part of a leading unit's name")
    unit: str | None = Field(default=None, max_length=200, description="Part of any unit's name")
    indicator: str | None = Field(default=None, max_length=40, description="e.g. SIPAS or PAPI.2")
    document: DocumentId | None = None
    needs_review: bool | None = None
    limit: int = Field(default=50, ge=1, le=500)
    offset: int = Field(default=0, ge=0, le=10_000_000)


class CorrectionIn(Record):
    """A field to set right, as a JSON pointer into the document as extracted."""

    path: str = Field(pattern=r"^(/[^/\x00]+)+$", max_length=300, examples=["/tasks/0/text"])
    value: Any = Field(description="What is right; null at /tasks/N takes the task away")
    by: str = Field(default="", max_length=200)


class ReviewIn(Record):
    """Whether somebody has looked through the document."""

    reviewed: bool
