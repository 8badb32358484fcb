"""Reads trailer lines: "Đơn vị chủ trì: …", "Thời gian thực hiện: …" and their variants."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, cast

import regex
from rapidfuzz import fuzz

from pipeline.extraction.lexicons import load, skeleton
from pipeline.extraction.shares import names_only_units, shares_of
from pipeline.extraction.units import looks_like_units
from pipeline.page import Passage

TrailerRole = Literal["lead", "coordination", "deadline", "output", "report_to", "text", "group", "ignored"]

_ORDER = ("group", "report_to", "coordination", "lead", "deadline", "output", "text", "ignored")
_FUZZY_AT_LEAST = 88.0


@dataclass(frozen=True, slots=True)
class Trailer:
    """One labelled value; `value` may be empty where the values follow on lines of their own."""

    role: TrailerRole
    label: str
    value: Passage


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[TrailerRole, regex.Pattern[str]], ...]:
    patterns = load("trailers")["patterns"]
    return tuple((cast(TrailerRole, role), regex.compile(patterns[role])) for role in _ORDER)


def plain_label(label: str) -> str:
    """Return the letters of a label without marks, signs around it and a bracket behind it."""
    plain = regex.sub(r"\s+", " ", skeleton(label)).strip(" .:*-+")
    return str(regex.sub(r"\s*\([^)]*\)$", "", plain))


def label_role(label: str) -> TrailerRole | None:
    """Return what a label stands for: by the lexicon, else by what the document's own labels hold."""
    return lexical_role(label) or learnt_labels.get().get(plain_label(label))


@lru_cache(maxsize=4096)
def lexical_role(label: str) -> TrailerRole | None:
    """Return what the lexicon takes a label for; a misread letter or mark does no harm."""
    plain = plain_label(label)
    if not plain or len(plain.split()) > 9:
        return None
    for role, pattern in _patterns():
        if pattern.fullmatch(plain):
            return role
    best, best_role = 0.0, None
    for role, phrases in load("trailers")["phrases"].items():
        score = max(fuzz.ratio(plain, skeleton(phrase)) for phrase in phrases)
        if score > best:
            best, best_role = score, role
    return cast(TrailerRole, best_role) if best >= _FUZZY_AT_LEAST else None


# Labels of the document that is read, by what their values show: set for the time of one walk.
_NONE: Mapping[str, TrailerRole] = MappingProxyType({})
learnt_labels: ContextVar[Mapping[str, TrailerRole]] = ContextVar("learnt_labels", default=_NONE)
LABEL = regex.compile(r"\s*(?:[-+*•]\s*)?([^:;.]{2,70}?)\s*:\s*")
NEXT_LABEL = regex.compile(r"(?:[;.,]|\s(?=[-+*•]\s))\s*(?:[-+*•]\s+)?([^:;.,]{2,60}?)\s*:\s*")


def read_label(passage: Passage) -> Trailer | None:
    """Return the trailer that the passage begins with; None where it begins with no known label."""
    found = LABEL.match(passage.text)
    role = label_role(found.group(1)) if found else None
    if found is None or role is None:
        return None
    value = passage.slice(found.end(), len(passage.text)).strip()
    if passage.text.lstrip().startswith("(") and value.text.rstrip(" .;").endswith(")"):
        value = value.slice(0, value.text.rindex(")"))  # "(Cơ quan chủ trì: Sở X; phối hợp: Sở Y)"
    if role == "group" and looks_like_units(value.text):  # "Phân công thực hiện: Phòng Kinh tế"
        role = "lead"
    if plain_label(found.group(1)) == "tham gia" and value.text and not names_only_units(value.text):
        return None  # "Tham gia: Hội thi cấp tỉnh"
    if role in ("group", "lead") and not value.text and found.group(1):
        return Trailer("group", found.group(1), value)
    return Trailer(role, found.group(1), value)


def read_trailers(passage: Passage) -> list[Trailer]:
    """Return the trailers of a line that consists of them: "Đơn vị chủ trì: A; thời gian: Quý II/2025."."""
    first = read_label(passage)
    if first is None:
        return []
    if first.role in ("text", "ignored"):
        return [first]
    cuts = [m for m in NEXT_LABEL.finditer(first.value.text) if label_role(m.group(1)) not in (None, "text")]
    edges = [0, *(m.start() for m in cuts)], [*(m.start() for m in cuts), len(first.value.text)]
    found = [Trailer(first.role, first.label, first.value.slice(edges[0][0], edges[1][0]).strip())]
    for match, end in zip(cuts, edges[1][1:], strict=True):
        role = label_role(match.group(1))
        if role is not None:
            found.append(Trailer(role, match.group(1), first.value.slice(match.end(), end).strip()))
    return [part for trailer in found for part in parted(trailer)]


def parted(trailer: Trailer) -> list[Trailer]:
    """Return the trailer of leads without the partners that it names beside them, and theirs."""
    if trailer.role != "lead":
        return [trailer]
    return [Trailer(role, trailer.label, units) for role, units in shares_of(trailer.value)]
