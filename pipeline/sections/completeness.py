"""What a document lacks or writes otherwise than Nghị định 30/2020 asks, as notes for clerks.

They are information and no errors: much that is missing here was only lost by a bad scan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from pipeline.page import Header, Issue, Node
from pipeline.sections.closing import Ending
from pipeline.sections.lexicon import contains, words
from pipeline.sections.title import has_motto
from pipeline.sections.zones import Zones

_END_MARK = regex.compile(r"\.\s*/\s*[.,]?\s*$")
_REPEATED = regex.compile(r"[^.-]-\d+$")


def check(zones: Zones, header: Header, ending: Ending, sections: Sequence[Node]) -> list[Issue]:
    """Return notes on the components of Nghị định 30/2020, Phụ lục I, and on the numbering.

    Nothing is said of a text that has neither letterhead nor title, such as pages from the middle.
    """
    if not zones.letterhead and zones.type is None:
        return []
    return [*_missing(zones, header, ending), *_ill_formed(zones, header), *_repeated(sections)]


def _note(code: str, message: str, page: int | None = None) -> Issue:
    return Issue("info", "sections", code, message, page)


def _missing(zones: Zones, header: Header, ending: Ending) -> Iterator[Issue]:
    top = [*zones.letterhead, *zones.title]
    signature = ending.signature
    components = (
        (
            "the state's name and motto (ô 1)",
            any(has_motto(row.text) or _has_party_motto(row.text) for row in top),
        ),
        ("the issuing organ (ô 2)", header.issuing_organ is not None),
        ("number and symbol (ô 3)", header.symbol is not None),
        ("place and date (ô 4)", header.issue_date is not None),
        ("the type of document (ô 5a)", header.type_code is not None),
        ("the subject (ô 5)", header.subject is not None),
        ("the signer's position (ô 7a)", signature.position is not None),
        ("the signer's name (ô 7b)", signature.full_name is not None),
        ("the recipients (ô 9b)", bool(ending.recipients)),
        ("the archive line, Lưu (ô 9b)", ending.archive is not None),
    )
    for name, there in components:
        if not there:
            yield _note("component_missing", f"Not found: {name}, Nghị định 30/2020, Phụ lục I")
    body = [row for row in zones.body if not row.tabular]
    party = any(_has_party_motto(row.text) for row in top)  # their papers end without a mark
    if body and not party and not any(_END_MARK.search(row.text) for row in body[-3:]):
        yield _note("end_mark_missing", "The body does not end with the mark ./.", body[-1].page)


def _has_party_motto(text: str) -> bool:
    return bool(contains(text, words("party_motto")))


def _ill_formed(zones: Zones, header: Header) -> Iterator[Issue]:
    page = zones.letterhead[0].page if zones.letterhead else None
    if header.number is not None and regex.fullmatch(r"[1-9]", header.number.value):
        message = "A number below 10 is written with a leading zero (Nghị định 30/2020, Phụ lục I, ô 3)"
        yield _note("number_form", message, page)
    if header.issue_date is not None and _is_short(header.issue_date.passage.text):
        message = "Days below 10 and months 1 and 2 take a leading zero (Nghị định 30/2020, Phụ lục I, ô 4)"
        yield _note("date_form", message, page)


def _is_short(written: str) -> bool:
    found = regex.search(r"(\d+)\D+(\d+)\D+\d{4}", written)
    return found is not None and (len(found.group(1)) == 1 or found.group(2) in ("1", "2"))


def _repeated(sections: Sequence[Node]) -> Iterator[Issue]:
    """Note numbers that the print gives twice; their paths end with "-2"."""
    for top in sections:
        for node in top.walk():
            if node.label is not None and _REPEATED.search(node.path):
                page = node.passage.first[0] if node.passage.first else None
                yield _note(
                    "enumerator_repeated", f"The number {node.label} stands twice ({node.path})", page
                )
