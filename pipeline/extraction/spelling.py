"""Names that a scan misread in their marks alone: provinces, and the fields of Sở and Bộ, by the lexicons."""

from __future__ import annotations

from functools import cache

import regex

from pipeline.extraction.lexicons import load, rows
from pipeline.extraction.sources import is_scanned
from pipeline.page import Passage
from pipeline.text import fold, strip_marks

_OFFICE = regex.compile(r"(?P<head>(?:Sở|Bộ)\s+)(?P<field>.+)", regex.DOTALL)


def printed_province(place: str, passage: Passage) -> str:
    """Return a place read off an image in the spelling of the gazetteer: "Cân Thơ" is Cần Thơ.

    Args:
        place: As read.
        passage: The words it was read from; typed text is left as it is.
    """
    return _respelled(place, _provinces()) if is_scanned(passage) else place


def printed_office(name: str, passage: Passage) -> str:
    """Return "Sở Văn hóa, Thế thao và Du lịch", read off an image, in the spelling of the lexicon."""
    found = _OFFICE.fullmatch(name)
    if found is None or not is_scanned(passage):
        return name
    return found["head"] + _respelled(found["field"], _fields())


def _respelled(text: str, known: dict[str, str]) -> str:
    name = known.get(_key(text))
    return name if name is not None and fold(name) != fold(text) else text


def _key(text: str) -> str:
    return " ".join(strip_marks(text).lower().split())


@cache
def _provinces() -> dict[str, str]:
    return {_key(row["name"]): row["name"] for row in rows("provinces")}


@cache
def _fields() -> dict[str, str]:
    organs = load("organs")
    return {_key(name): name for name in [*organs["bo"], *organs["so"]]}
