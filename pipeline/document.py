"""The JSON contract: what a conversion returns and what other systems read (schema 1.0).

Dates are ISO 8601 strings, text is NFC, boxes are pixels of the page as scanned; pages and lines count
from 1.
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0"


class Model(BaseModel):
    """Frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Model):
    """Where a value stands: `box` in pixels of the scan, None for plain text."""

    page: int = Field(ge=1)
    lines: tuple[int, int]
    box: tuple[int, int, int, int] | None
    ocr_text: str


class Named(Model):
    """A code and its Vietnamese name, e.g. KH and Kế hoạch."""

    code: str | None
    name: str


FileKind = Literal["scan", "born_digital", "legacy_encoded", "mixed", "text"]


class File(Model):
    """The file as it came."""

    name: str
    sha256: str
    media_type: str
    kind: FileKind
    page_count: int


class Period(Model):
    """Two ISO dates, either may be open."""

    start: str | None
    end: str | None


class Header(Model):
    """Letterhead and title (Nghị định 30/2020, Phụ lục I, ô 1 to 5 and 10); null where not shown.

    `sources` and `confidences` hold, by field name, where each value was read and how sure the reading is.
    """

    doc_type: Named | None
    number: str | None
    symbol: str | None
    number_symbol: str | None
    parent_organ: str | None
    issuing_organ: str | None
    place: str | None
    issue_date: str | None
    subject: str | None
    plan_year: int | None
    plan_period: Period | None
    urgency: str | None
    secrecy: str | None
    sources: dict[str, Source] = {}
    confidences: dict[str, float] = {}


class AuthorityMark(Model):
    """A signing mark (ô 7a)."""

    mark: str
    of: str


class Signature(Model):
    """Who signed (ô 7a, 7b)."""

    authority: tuple[AuthorityMark, ...]
    position: str | None
    full_name: str | None
    source: Source | None = None
    confidence: float | None = None


class Recipient(Model):
    """An entry of Nơi nhận (ô 9b)."""

    text: str
    purpose: str | None
    source: Source | None = None


class Archive(Model):
    """The "Lưu:" line of Nơi nhận."""

    office: str | None
    unit: str | None
    drafter: str | None
    copies: int | None
    source: Source | None = None


SectionKind = Literal[
    "basis",
    "purpose",
    "requirement",
    "objective",
    "scope",
    "tasks",
    "timetable",
    "budget",
    "organisation",
    "closing",
    "appendix",
    "other",
]


class Section(Model):
    """An enumerated unit or a heading (mục, khoản, điểm)."""

    path: str
    level: int
    label: str | None
    label_surface: str | None
    kind: SectionKind
    title: str | None
    text: str
    children: tuple[Section, ...]
    source: Source | None
    confidence: float


ColumnRole = Literal[
    "ordinal",
    "task",
    "lead",
    "coordination",
    "deadline",
    "output",
    "indicator",
    "target",
    "budget",
    "note",
    "other",
]


class Column(Model):
    """A table column."""

    text: str
    role: ColumnRole


class Table(Model):
    """A table (bảng), whole though it run over pages."""

    id: str
    section_path: str | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    source: Source | None
    confidence: float


class Unit(Model):
    """A responsible unit (cơ quan, đơn vị)."""

    text: str
    normalized: str
    kind: Literal["named", "collective", "role"]
    source: Source | None = None
    confidence: float = 1.0


DeadlineKind = Literal[
    "date",
    "month",
    "quarter",
    "half_year",
    "year",
    "period",
    "recurring",
    "continuous",
    "relative",
    "event",
    "schedule",
    "multi",
]


class Deadline(Model):
    """A stated time limit (thời hạn), CONTRACT section 3; fields that do not apply are null."""

    surface: str
    kind: DeadlineKind
    op: Literal["on", "before", "by", "after"] | None = None
    due: str | None = None
    start: str | None = None
    end: str | None = None
    precision: Literal["day", "month", "quarter", "half_year", "year"] | None = None
    frequency: Literal["daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"] | None = None
    day_rule: str | None = None
    anchor: str | None = None
    offset: str | None = None
    working_days: bool | None = None
    parts: tuple[Deadline, ...] | None = None
    scope: Literal["task", "clause"] | None = "task"
    year_source: Literal["explicit", "document"] | None = None
    source: Source | None = None
    confidence: float = 1.0


class Clause(Model):
    """A clause of a task between semicolons."""

    text: str
    deadline: Deadline | None


class Target(Model):
    """A numeric target (chỉ tiêu)."""

    metric: str
    op: Literal[">=", ">", "=", "<=", "<", "increase", "decrease", "rank<=", "between"]
    value: float
    value_max: float | None = None
    unit: str | None = None
    baseline: dict[str, float | int | None] | None = None
    deadline: Deadline | None = None
    indicator_id: str | None = None
    surface: str
    source: Source | None
    confidence: float


class Mention(Model):
    """One place where something is named."""

    surface: str
    source: Source | None
    confidence: float = 1.0


class Component(Model):
    """A component of an indicator, e.g. PAPI.2."""

    id: str
    name: str


class Indicator(Model):
    """A governance index named by the plan (chỉ số)."""

    id: str
    name: str
    component: Component | None
    year: int | None
    mentions: tuple[Mention, ...]


class Reference(Model):
    """A document cited (văn bản viện dẫn)."""

    type: Named
    number_symbol: str | None
    issue_date: str | None
    issuer: str | None
    title: str | None
    role: Literal["basis", "implement", "amend", "cite", "attached_to"]
    party: bool
    mentions: tuple[Mention, ...]
    confidence: float = 1.0


class Task(Model):
    """What the plan orders somebody to do (nhiệm vụ), CONTRACT section 3."""

    id: str
    kind: Literal["task", "reporting"]
    section_path: str | None
    table_id: str | None
    text: str
    clauses: tuple[Clause, ...]
    verb: str | None
    lead: tuple[Unit, ...]
    lead_basis: Literal["explicit", "heading", "table"] | None
    coordination: tuple[Unit, ...]
    report_to: tuple[Unit, ...]
    via: tuple[Unit, ...]
    deadline: Deadline | None
    outputs: tuple[str, ...]
    indicator_ids: tuple[str, ...]
    component_ids: tuple[str, ...]
    targets: tuple[Target, ...]
    references: tuple[str, ...]
    source: Source | None
    confidence: float
    needs_review: bool


class Abbreviation(Model):
    """A short form as the document defines it."""

    short: str
    long: str
    source: Source | None
    confidence: float = 1.0


class Appendix(Model):
    """An appendix (phụ lục), present or only promised."""

    label: str
    title: str | None
    present: bool


class PageWord(Model):
    """A word of a line: what an archive's text layer and a reviewer's eye need beyond the line.

    Attributes:
        text: As it is believed to be; a table row's words stand in the order of its cells.
        ocr_text: As it was read; None where that is the same.
        box: Pixels of the scan; None for plain text.
        confidence: 0..1 that `text` is right.
        reason: Why `text` differs from the reading; None where it does not.
        alternatives: What else it could be, best first.
        in_doubt: The restorer could not settle it: an eye is needed.
    """

    text: str
    box: tuple[int, int, int, int] | None
    confidence: float
    ocr_text: str | None = None
    reason: str | None = None
    alternatives: tuple[str, ...] = ()
    in_doubt: bool = False


class PageLine(Model):
    """A line as restored and as read; `box` in pixels of the scan."""

    text: str
    ocr_text: str
    box: tuple[int, int, int, int] | None
    confidence: float
    words: tuple[PageWord, ...] = ()


class Page(Model):
    """One page with its lines."""

    number: int
    width_px: int | None
    height_px: int | None
    dpi: float | None
    rotation_deg: int
    skew_deg: float
    lines: tuple[PageLine, ...]


class Quality(Model):
    """How far the result can be trusted."""

    ocr_confidence: float
    estimated_character_accuracy: float
    words: int
    words_restored: int
    words_in_doubt: int
    pages_failed: int
    needs_review: bool


class DocumentIssue(Model):
    """Something that the reader of the JSON should know."""

    severity: Literal["info", "warning", "error"]
    stage: str
    page: int | None
    code: str
    message: str


class Processing(Model):
    """How the result was made; the one field that may differ between two runs."""

    version: str
    options: dict[str, Any]
    engine: str
    models: dict[str, str]
    started_at: str
    seconds_by_stage: dict[str, float]


class Document(Model):
    """A converted plan."""

    schema_version: Literal["1.0"] = SCHEMA_VERSION  # type: ignore[assignment]
    file: File
    header: Header
    signature: Signature
    recipients: tuple[Recipient, ...]
    archive: Archive | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    tasks: tuple[Task, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    references: tuple[Reference, ...]
    abbreviations: tuple[Abbreviation, ...]
    appendices: tuple[Appendix, ...]
    pages: tuple[Page, ...]
    quality: Quality
    issues: tuple[DocumentIssue, ...]
    processing: Processing

    def to_json(self) -> str:
        """Return the document as indented JSON, keys in the contract's order, ending in a newline.

        Lines of pages stand on a line each: a word on seven lines would make a page of 200 kB.
        """
        shown = {
            name: json.dumps(value, ensure_ascii=False, indent=2).replace("\n", "\n  ")
            for name, value in self.model_dump(mode="json", exclude={"pages"}).items()
        }
        shown["pages"] = "[\n" + ",\n".join(map(_page_json, self.pages)) + "\n  ]"
        return "{\n" + ",\n".join(f'  "{name}": {shown[name]}' for name in type(self).model_fields) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Document:
        """Read a document back.

        Raises:
            pydantic.ValidationError: The text is not a document of this schema.
        """
        return cls.model_validate_json(text)


def _page_json(page: Page) -> str:
    head = page.model_dump_json(exclude={"lines"})
    lines = ",\n".join("      " + line.model_dump_json(exclude_defaults=True) for line in page.lines)
    return f'    {head[:-1]},"lines":[\n{lines}\n    ]}}'


def json_schema() -> str:
    """Return the JSON Schema (2020-12) of a document."""
    schema = Document.model_json_schema()
    return json.dumps(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, ensure_ascii=False, indent=2
    )
