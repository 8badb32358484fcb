"""Header, signature, recipients and archive line as the contract gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from pipeline import document as d
from pipeline.extraction.sources import Frames, confidence_of, source_of
from pipeline.extraction.spelling import printed_province
from pipeline.page import Field, Header, Recipient, Signature

_FIELDS = (
    "number", "symbol", "number_symbol", "parent_organ", "issuing_organ",
    "place", "issue_date", "subject", "urgency", "secrecy",
)  # fmt: skip


def header(header: Header, frames: Frames) -> d.Header:
    """Return the letterhead with the place and confidence of each field that the page shows."""
    fields = {name: getattr(header, name) for name in _FIELDS}
    known: dict[str, Field] = {name: field for name, field in fields.items() if field is not None}
    if (place := known.get("place")) is not None:
        known["place"] = replace(place, value=printed_province(place.value, place.passage))
    sources = {name: source_of(field.passage, frames) for name, field in known.items()}
    period = header.plan_period
    named = d.Named(code=header.type_code, name=header.type_name) if header.type_name else None
    return d.Header(
        doc_type=named,
        **{name: known[name].value if name in known else None for name in _FIELDS},
        plan_year=header.plan_year,
        plan_period=d.Period(start=period[0], end=period[1]) if period else None,
        sources={name: source for name, source in sources.items() if source is not None},
        confidences={name: confidence_of(f.passage, f.confidence) for name, f in known.items()},
    )


def signature(signature: Signature, frames: Frames) -> d.Signature:
    """Return who signed; the place is that of the name or, failing that, of the position."""
    shown = signature.full_name or signature.position
    return d.Signature(
        authority=tuple(d.AuthorityMark(mark=a.mark, of=a.of) for a in signature.authority),
        position=signature.position.value if signature.position else None,
        full_name=signature.full_name.value if signature.full_name else None,
        source=source_of(shown.passage, frames) if shown else None,
        confidence=confidence_of(shown.passage, shown.confidence) if shown else None,
    )


def recipients(entries: Sequence[Recipient], frames: Frames) -> tuple[d.Recipient, ...]:
    """Return the entries of Nơi nhận."""
    return tuple(
        d.Recipient(text=e.text, purpose=e.purpose, source=source_of(e.passage, frames)) for e in entries
    )


_STORED = regex.compile(r"^\s*[-–]?\s*(?:lưu|luu)\s*:?\s*", regex.IGNORECASE)


def archive(field: Field | None, frames: Frames) -> d.Archive | None:
    """Return office, drafting unit, drafter and copies of "Lưu: VT, NC (TP, Loan)." (ô 9b and 12)."""
    if field is None:
        return None
    text = _STORED.sub("", field.value).strip(" .;")
    bracket = regex.search(r"\(([^()]*)\)?\s*$", text)
    parts = [
        p.strip(" .")
        for p in regex.split(r"[,;]|\.\s+", text[: bracket.start()] if bracket else text)
        if p.strip(" .")
    ]
    drafter, copies = _bracket(bracket.group(1)) if bracket else (None, None)
    rest = parts[1:]
    if copies is None and rest and (count := regex.fullmatch(r"([0-9]{1,3})(?:\s*(?:b|bản|KH))?", rest[-1])):
        copies, rest = int(count.group(1)), rest[:-1]
    unit = rest[0] if rest else None
    if unit is None and drafter is not None and "," in text:  # "VT, (TH/MT)", but "VT(NHD)"
        unit, drafter = drafter, None
    if drafter is None and len(rest) > 1:
        drafter = ", ".join(rest[1:])
    return d.Archive(
        office=parts[0] if parts else None,
        unit=unit,
        drafter=drafter,
        copies=copies,
        source=source_of(field.passage, frames),
    )


def _bracket(text: str) -> tuple[str | None, int | None]:
    """Return drafter and copies of what stands in brackets: "TP, Loan", "Q-05b", "2"."""
    count = regex.search(r"(?:^|[-_,\s])([0-9]{1,3})\s*b?(?:ản)?\s*$", text)
    copies = int(count.group(1)) if count else None
    drafter = (text[: count.start()] if count else text).strip(" ,-_.")
    return drafter or None, copies
