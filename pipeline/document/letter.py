"""The frame of a document: its file, letterhead and title, signature, recipients, appendices."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pipeline.document.elements import Model, Named, Period, Source

FileKind = Literal["scan", "born_digital", "legacy_encoded", "mixed", "text"]


class File(Model):
    """The file as it came."""

    name: str
    sha256: str
    media_type: str
    kind: FileKind
    page_count: int


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
    sources: dict[str, Source] = Field(default={})
    confidences: dict[str, float] = Field(default={})


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
