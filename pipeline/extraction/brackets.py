"""Trailers without a label: "(Sở X chủ trì; trong quý III)" behind a sentence, a time before it."""

from __future__ import annotations

from datetime import date

import regex

from pipeline.extraction.deadlines import DateContext, parse_deadline
from pipeline.extraction.labelled import names_only_units
from pipeline.extraction.sentences import split_clauses
from pipeline.extraction.trailers import Trailer, TrailerRole, read_trailers
from pipeline.page import Passage

_CLOSING = regex.compile(
    r"(?:^|(?<=[.;…]))\s*\((?P<inner>(?:[^()]|\([^()]*\))+)\)[\s.;/]*$"
)  # behind a full stop: what is in brackets within a sentence belongs to its words
_ACTS = r"(?:chủ trì(?:\s+(?:thực hiện|tham mưu))?|thực hiện|tham mưu|làm đầu mối|chịu trách nhiệm)"
_LEADS = regex.compile(
    rf"(?P<lead>.+?)\s+{_ACTS}(?:[,\s]+phối hợp(?:\s+(?:với|cùng))?\s+(?P<coordination>.+)"
    r"|[,\s]+(?P<coordination>.+?)\s+(?:cùng\s+)?phối hợp(?:\s+thực hiện)?)?",
    regex.IGNORECASE,
)
_HELPS = regex.compile(
    r"(?:cùng\s+)?phối hợp(?:\s+(?:với|cùng))?\s*:?\s+(?P<coordination>.+)"
    r"|(?P<coordination>.+?)\s+(?:cùng\s+)?phối hợp(?:\s+thực hiện)?",
    regex.IGNORECASE,
)
_BY_OFFICE = regex.compile(r",?\s+theo\s+(?:chức năng|nhiệm vụ|lĩnh vực|thẩm quyền).*$", regex.IGNORECASE)
_ANY_YEAR = DateContext(date(2025, 1, 1), 2025)  # only asks whether the words are a limit


def bracket_trailers(passage: Passage) -> tuple[Passage, list[Trailer]]:
    """Return the passage without a closing bracket that tells who and when, and what it tells.

    The bracket may be all there is: a line of its own below the sentence. A bracket that holds anything else
    stays where it is, and nothing is returned.
    """
    found = _CLOSING.search(passage.text)
    if found is None:
        return passage, []
    inner = passage.slice(found.start("inner"), found.end("inner"))
    trailers: list[Trailer] = []
    for part in split_clauses(inner):
        told = _told(part.strip(" ,."))
        if not told:
            return passage, []
        trailers += told
    return passage.slice(0, found.start()).strip(), trailers


_TIME_LABEL = regex.compile(
    r"(?P<label>(?:từ|đến|năm|tháng|quý|giai đoạn|ngày|trước|trong|chậm nhất|tuần|đầu|cuối|dự kiến)"
    r"\s[^:;.]{2,60}):\s+(?=(?-i:\p{Lu}))",
    regex.IGNORECASE,
)


def time_label(passage: Passage) -> tuple[Passage, list[Trailer]]:
    """Return the passage without the time that it begins with as a label: "Từ ngày 01/4 đến ngày 25/4: …"."""
    found = _TIME_LABEL.match(passage.text)
    limit = parse_deadline(found["label"], _ANY_YEAR) if found else None
    if found is None or limit is None or limit.kind in ("event", "schedule"):
        return passage, []
    label = _trailer("deadline", passage.slice(0, found.end("label")))
    return passage.slice(found.end(), len(passage.text)), [label]


_LAST_BRACKET = regex.compile(r"\((?P<inner>[^()]+)\)[\s.;/]*$")
_GIVEN_TO = regex.compile(
    r"(?:tỉnh|thành phố|xã|phường|huyện|đặc khu|Sở|Bộ|UBND|phủ|ủy|ban|cơ quan|đơn vị)\s*$", regex.IGNORECASE
)  # behind a unit the bracket tells which part of it is meant: "gửi UBND tỉnh (Sở Nội vụ)"


def units_at_end(passage: Passage) -> list[Trailer]:
    """Return who acts by a bracket of units with which a sentence ends: "… mẫu biên bản (Phòng Tư pháp).".

    The bracket stays part of the sentence.
    """
    found = _LAST_BRACKET.search(passage.text)
    if found is None or _GIVEN_TO.search(passage.text[: found.start()]):
        return []
    inner = passage.slice(*found.span("inner")).strip(" .;")
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
    for pattern in (_LEADS, _HELPS):
        match = pattern.fullmatch(part.text)
        roles = [role for role in ("lead", "coordination") if match and match.groupdict().get(role)]
        if match and all(names_only_units(match[role]) for role in roles):
            return [_trailer(role, part.slice(*match.span(role))) for role in roles]
    office = _BY_OFFICE.search(part.text)
    units = part.slice(0, office.start()) if office else part
    if names_only_units(units.text):
        return [_trailer("lead", units)]
    limit = parse_deadline(part.text, _ANY_YEAR)
    return [_trailer("deadline", part)] if limit and limit.kind not in ("event", "schedule") else []


def _trailer(role: str, value: Passage) -> Trailer:
    known: dict[str, TrailerRole] = {"lead": "lead", "coordination": "coordination", "deadline": "deadline"}
    return Trailer(known[role], "", value)
