"""JSONL: one task a line, with the document that it comes from."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pipeline.document import Document


def to_jsonl(documents: Iterable[Document]) -> bytes:
    """Return one JSON object a line: the task's fields and `document`, which says where it comes from."""
    return "".join(_lines(document) for document in documents).encode()


def _lines(document: Document) -> str:
    header = document.header
    origin = {
        "file": document.file.name,
        "sha256": document.file.sha256,
        "doc_type": header.doc_type.code if header.doc_type else None,
        "number_symbol": header.number_symbol,
        "issue_date": header.issue_date,
        "issuing_organ": header.issuing_organ,
        "subject": header.subject,
    }
    records = ({"document": origin, **task.model_dump(mode="json")} for task in document.tasks)
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
