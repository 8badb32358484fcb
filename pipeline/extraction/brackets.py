"""Trailers without a label: "(Sở X chủ trì; trong quý III)" behind a sentence, a time before it."""

from __future__ import annotations

import regex

from pipeline.extraction.deadlines import names_time, only_says_when
from pipeline.extraction.lexicons import alternation, load
from pipeline.extraction.predicates import predicate_start
from pipeline.extraction.sentences import split_clauses
from pipeline.extraction.shares import names_only_units, shares_of
from pipeline.extraction.subjects import subject
from pipeline.extraction.trailers import Trailer, read_trailers
from pipeline.page import Passage

_TIMES = alternation(load("words")["time_starts"])
_INNER = r"\((?P<inner>(?:[^()]|\([^()]*\))+)\)[\s.;/]*$"
_CLOSING = regex.compile(rf"(?:^|(?<=[.;…]))\s*{_INNER}")  # behind a full stop
_AT_END = regex.compile(rf"\s*{_INNER}")
# what parts the roles: "(P.QLXD; Sở X phối hợp)"; "(Sở X chủ trì, phối hợp với Sở Y)" is prose
_ROLES = regex.compile(r"(?!Giao\s|.*phối hợp (?:với|cùng))(?:.*;|.*(?<!\p{L})(?:chủ trì|phối hợp)(?!\p{L}))")
_BY_OFFICE = regex.compile(r",?\s+theo\s+(?:chức năng|nhiệm vụ|lĩnh vực|thẩm quyền).*$", regex.IGNORECASE)


def bracket_trailers(passage: Passage) -> tuple[Passage, list[Trailer]]:
    """Return the passage without a closing bracket that tells who and when, and what it tells.

    The bracket may be all there is: a line of its own below the sentence. A bracket that holds anything else
    stays where it is, and nothing is returned.
    """
    found = _CLOSING.search(passage.text)
    if found is None:
        return passage, []
    trailers = _parts_told(passage.slice(*found.span("inner")))
    return (passage.slice(0, found.start()).strip(), trailers) if trailers else (passage, [])


def roles_at_end(sentence: Passage) -> tuple[Passage, list[Trailer]]:
    """Return a sentence without the bracket at its end that parts the roles, and what the bracket tells.

    "Mở lớp tập huấn (P.QLXD; UBND các huyện phối hợp)." A bracket that only lists units or times belongs to
    the words, and a sentence that says itself who acts keeps its bracket.
    """
    found = _AT_END.search(sentence.text)
    if found is None or not _ROLES.match(found["inner"]) or subject(sentence.text) is not None:
        return sentence, []
    trailers = _parts_told(sentence.slice(*found.span("inner")))
    if not {"lead"} < {trailer.role for trailer in trailers}:
        return sentence, []
    return sentence.slice(0, found.start()).strip(), trailers


def _parts_told(inner: Passage) -> list[Trailer]:
    """Return what the parts of a bracket tell; nothing where one of them says something else."""
    told = [_told(part.strip(" ,.")) for part in split_clauses(inner)]
    return [trailer for part in told for trailer in part] if all(told) else []


_TIME_LABEL = regex.compile(
    rf"(?P<label>{_TIMES}"
    r"\s[^:;.]{2,60}):\s+(?=(?-i:\p{Lu}))",
    regex.IGNORECASE,
)


def time_label(passage: Passage) -> tuple[Passage, list[Trailer]]:
    """Return the passage without the time that it begins with as a label: "Từ ngày 01/4 đến ngày 25/4: …"."""
    found = _TIME_LABEL.match(passage.text)
    if found is None or not names_time(found["label"]):
        return passage, []
    label = passage.slice(0, found.end("label"))
    return passage.slice(found.end(), len(passage.text)), [Trailer("deadline", "", label)]


_TIME_ALONE = regex.compile(rf"{_TIMES}\s|\d", regex.IGNORECASE)
_LONGEST_TIME = 14  # words


def is_time(text: str) -> bool:
    """Return whether a sentence only says when, and orders nothing."""
    short = len(text.split()) <= _LONGEST_TIME and _TIME_ALONE.match(text) is not None
    return short and predicate_start(text) < 0 and only_says_when(text)


_TIME_LAST = regex.compile(r",\s*(?P<when>[^,]+)$")
_LAST_BRACKET = regex.compile(r"\((?P<inner>[^()]+)\)[\s.;/]*$")
_GIVEN_TO = regex.compile(
    r"(?:tỉnh|thành phố|xã|phường|huyện|đặc khu|Sở|Bộ|UBND|phủ|ủy|ban|cơ quan|đơn vị)\s*$", regex.IGNORECASE
)  # behind a unit the bracket tells which part of it is meant: "gửi UBND tỉnh (Sở Nội vụ)"


_SAYS_WHO = regex.compile(r"^P\.\s?\p{Lu}|chủ trì|phối hợp|thực hiện")


def units_at_end(passage: Passage) -> list[Trailer]:
    """Return who acts by a bracket of units with which a sentence ends: "… mẫu biên bản (Phòng Tư pháp).".

    The bracket stays part of the sentence.
    """
    found = _LAST_BRACKET.search(passage.text)
    if found is None:
        return []
    inner = passage.slice(*found.span("inner")).strip(" .;")
    if _GIVEN_TO.search(passage.text[: found.start()]) and not _SAYS_WHO.search(inner.text):
        return []
    told = _told(inner)
    return told if any(trailer.role == "lead" for trailer in told) else []


def bracketed_line(passage: Passage) -> list[Trailer]:
    """Return the trailers of a paragraph that is such a bracket and nothing else."""
    rest, trailers = bracket_trailers(passage)
    return trailers if not rest.text else []


def _told(part: Passage) -> list[Trailer]:
    """Return what one part of the bracket says of units or time; nothing where it says something else."""
    if (labelled := read_trailers(part)) and all(t.value.text for t in labelled):
        return labelled
    office = _BY_OFFICE.search(part.text)
    shares = shares_of(part.slice(0, office.start()) if office else part)
    if all(names_only_units(units.text) for _, units in shares):
        return [Trailer(role, "", units) for role, units in shares]
    if is_time(part.text):
        return [Trailer("deadline", "", part)]
    when = _TIME_LAST.search(part.text)  # "Sở X chủ trì, Sở Y phối hợp, quý IV/2026"
    if when is None or not is_time(when["when"]):
        return []
    who = _told(part.slice(0, when.start()))
    return [*who, Trailer("deadline", "", part.slice(*when.span("when")))] if who else []
