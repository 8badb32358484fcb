"""The metadata record of Nghị định 30/2020, Phụ lục VI, with the code and file name of the 2025 guidance."""

from __future__ import annotations

import json
import re
from typing import Any

from pipeline.document import Document
from pipeline.export.rows import as_date

_SUBJECT_LIMIT, _ORGAN_LIMIT = 500, 200  # Công văn 7197/BKHCN-CĐSQG: S500, S200


def to_record(document: Document, *, organ_code: str | None = None, sequence: int | None = None) -> bytes:
    """Return the record as JSON; what the page does not show is null, never guessed.

    Args:
        document: As reviewers corrected it.
        organ_code: Mã cơ quan by Quyết định 20/2020, e.g. "G06.01"; without it there is no DocCode.
        sequence: Number of the document in the organ's register, 0 to 999999.

    Raises:
        ValueError: `sequence` has more than six digits.
    """
    header = document.header
    code = _code(document, organ_code, sequence)
    dues = sorted(t.deadline.due for t in document.tasks if t.deadline and as_date(t.deadline.due))  # type: ignore[type-var]
    record: dict[str, Any] = {
        "DocCode": code,
        "TypeName": header.doc_type.name if header.doc_type else None,
        "CodeNumber": header.number,
        "CodeNotation": header.symbol,
        "IssuedDate": header.issue_date,
        "OrganName": (header.issuing_organ or "")[:_ORGAN_LIMIT] or None,
        "Subject": (header.subject or "")[:_SUBJECT_LIMIT] or None,
        "Language": "vi",
        "PageAmount": document.file.page_count,
        "SignerInfo": {
            "Position": document.signature.position,
            "FullName": document.signature.full_name,
        },
        "DueDate": dues[-1] if dues else None,
        "Priority": header.urgency,
        "Confidentiality": header.secrecy,
        "ToPlaces": [recipient.text for recipient in document.recipients],
        "Format": document.file.media_type,
        "FileName": _file_name(code, document),
        "Sha256": document.file.sha256,
        "EstimatedCharacterAccuracy": document.quality.estimated_character_accuracy,
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _code(document: Document, organ_code: str | None, sequence: int | None) -> str | None:
    """Return MCQ_LV_STT_PB, version 1 for a scan; None where a part of it is not known."""
    kind = document.header.doc_type.code if document.header.doc_type else None
    if not organ_code or sequence is None or not kind:
        return None
    if not 0 <= sequence <= 999_999:
        raise ValueError(f"the number of a document has six digits at most, not {sequence}")
    return f"{organ_code}_{kind}_{sequence:06d}_V1"


def _file_name(code: str | None, document: Document) -> str | None:
    """Return CODE_YYYYMMDD_DESC.EXT; the description is the number, in characters that every system takes."""
    issued = document.header.issue_date
    if code is None or issued is None:
        return None
    shown = re.sub(r"[^\w-]+", "-", document.header.number_symbol or document.file.sha256[:8]).strip("-")
    return f"{code}_{issued.replace('-', '')}_{shown}.pdf"
