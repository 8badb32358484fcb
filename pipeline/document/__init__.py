"""The JSON contract: what a conversion returns and what other systems read (schema 1.0).

Dates are ISO 8601 strings, text is NFC, boxes are pixels of the page as scanned, confidences and accuracies
are 0..1; pages and lines count from 1.
"""

from pipeline.document.body import Column, ColumnRole, Section, SectionKind, Table
from pipeline.document.elements import Model, Named, Period, Source
from pipeline.document.letter import (
    Abbreviation,
    Appendix,
    Archive,
    AuthorityMark,
    File,
    FileKind,
    Header,
    Recipient,
    Signature,
)
from pipeline.document.mentions import Component, Indicator, Mention, Reference
from pipeline.document.reading import (
    REQUIRED_CHARACTER_ACCURACY,
    DocumentIssue,
    Page,
    PageLine,
    PageWord,
    Processing,
    Quality,
)
from pipeline.document.tasks import Clause, Deadline, DeadlineKind, Target, Task, Unit
from pipeline.document.whole import SCHEMA_VERSION, Document, json_schema

__all__ = [
    "REQUIRED_CHARACTER_ACCURACY",
    "SCHEMA_VERSION",
    "Abbreviation",
    "Appendix",
    "Archive",
    "AuthorityMark",
    "Clause",
    "Column",
    "ColumnRole",
    "Component",
    "Deadline",
    "DeadlineKind",
    "Document",
    "DocumentIssue",
    "File",
    "FileKind",
    "Header",
    "Indicator",
    "Mention",
    "Model",
    "Named",
    "Page",
    "PageLine",
    "PageWord",
    "Period",
    "Processing",
    "Quality",
    "Recipient",
    "Reference",
    "Section",
    "SectionKind",
    "Signature",
    "Source",
    "Table",
    "Target",
    "Task",
    "Unit",
    "json_schema",
]
