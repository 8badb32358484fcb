"""The whole document, to JSON and back; its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal

from pipeline.document.body import Section, Table
from pipeline.document.elements import Model
from pipeline.document.letter import Abbreviation, Appendix, Archive, File, Header, Recipient, Signature
from pipeline.document.mentions import Indicator, Reference
from pipeline.document.reading import DocumentIssue, Page, Processing, Quality
from pipeline.document.tasks import Target, Task

SCHEMA_VERSION = "1.0"


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

    def walk(self) -> Iterator[Section]:
        """Yield all sections in document order, each before those below it."""
        for section in self.sections:
            yield from section.walk()

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
