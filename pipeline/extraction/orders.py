"""Decides whether a sentence orders something: the section decides, the verb where the section is silent."""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.extraction.lexicons import compiled, load
from pipeline.extraction.predicates import leading_verb, predicate_start
from pipeline.extraction.sentences import STEP
from pipeline.extraction.subjects import introduced_order, introduced_subject, subject

_PLAIN_KINDS = {"tasks", "organisation", "appendix"}
_VERB_KINDS = {"other", "timetable"}
_PAST = compiled(load("words")["past"])


# "(Lịch có thể thay đổi …)"; a slogan: "Nhiệt liệt chào mừng Ngày bầu cử!"; a part of a day's programme;
# where and when a paper was signed: "Tân Hòa, ngày 28 tháng 4 năm 2026"
_REMARK = regex.compile(
    r"\([^()]*\)[\s.;]*|.*!\W*|Buổi (?:sáng|trưa|chiều|tối)(?!\p{L})[^.;]*"
    r"|\p{Lu}[\p{L}\s.-]{1,40},\s*ngày\s.{1,12}\stháng\s.{1,8}\snăm\s+\d{4}\W*"
)


_PART = regex.compile(
    r"(?:phần|mục|mẫu|biểu|chương)\s+(?:số\s+)?(?:[IVX]+|\d+)[^:]{0,20}:\s*", regex.IGNORECASE
)


# who sits in a body: "Tổ trưởng: Phó Giám đốc Sở X"; what one of them does is an order
_MEMBER = regex.compile(
    r"(?:(?:Tổ|Đội) trưởng|Tổ phó|Trưởng đoàn|Phó (?:Trưởng )?đoàn|(?:Phó )?Trưởng ban|Thành viên|Thư ký)"
    r"[\p{L} ]{0,20}:\s*"
)
_STEP = regex.compile(rf"{STEP}[:.]?")


def _names_member(text: str) -> bool:
    """Return whether a sentence only tells who holds an office in a body."""
    office = _MEMBER.match(text)
    return office is not None and not _acts(text[office.end() :])


def _acts(words: str) -> bool:
    return leading_verb(words) is not None or predicate_start(words) >= 0


def _names_part(text: str) -> bool:
    """Return whether the text tells what a part of a form holds: "Phần II: Đặc điểm chính"."""
    part = _PART.match(text)
    if part is None:
        return False
    return text.lower().startswith("phần") or leading_verb(text[part.end() :]) is None


# "Bưu chính, chuyển phát: Tổ chức kiểm tra …"
_TOPIC = regex.compile(r"\p{Lu}[\p{L}\s,]{3,60}:\s+(?=\p{Lu})")


@lru_cache(maxsize=32)
def _any(key: str) -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{pattern})" for pattern in load("tasks")[key]), regex.IGNORECASE)


def closes(text: str) -> bool:
    """Return whether the sentence begins the closing boilerplate."""
    return bool(_any("closing").match(text)) or bool(_any("closing_anywhere").search(text))


def is_cross_reference(text: str) -> bool:
    """Return whether the text only points to an appendix."""
    return bool(_any("crossref").fullmatch(text.strip(" .;/")))


def describes(title: str) -> bool:
    """Return whether a title announces findings, criteria and the like."""
    return bool(
        regex.match(
            rf"\s*(?:(?:về|một số|các|những)\s+)?(?:{_any('descriptive_titles').pattern})",
            title,
            regex.IGNORECASE,
        )
    )


def weight(text: str, kind: str, *, described: bool) -> float:
    """Return how surely (0..1) the sentence is a task; 0 where it is none.

    Args:
        text: One sentence, without its bullet.
        kind: Kind of the section it stands in.
        described: A heading above announces findings.
    """
    if kind == "closing":  # a last order to all may stand there; boilerplate has no such beginning
        ordered_to = regex.match(
            r"(?:trên cơ sở|căn cứ)(?![\p{L}])", text, regex.IGNORECASE
        ) and introduced_subject(text)
        says_what = len(text.split()) > 25 or regex.search(
            r"báo cáo|xây dựng kế hoạch|trước ngày", text.lower()
        )
        return 0.7 if ordered_to and says_what and not closes(text) else 0.0
    if kind not in _PLAIN_KINDS | _VERB_KINDS or not regex.search(r"\p{L}{2}", text):
        return 0.0
    if (
        _REMARK.fullmatch(text)
        or _names_part(text)
        or _names_member(text)
        or _STEP.fullmatch(text)
        or closes(text)
        or is_cross_reference(text)
        or _any("funding").match(text)
        or _any("told").match(text)
    ):
        return 0.0
    ordered = begins_with_order(text)
    if not ordered and (_PAST.match(text) or _any("descriptive").search(" ".join(text.split()[:14]))):
        return 0.0
    if kind in _VERB_KINDS:
        return 0.75 if ordered and not described else 0.0
    return 0.97 if ordered else 0.8


def begins_with_order(text: str) -> bool:
    """Return whether a verb begins the sentence, or a unit that is told to act."""
    if leading_verb(text) is not None or subject(text) is not None:
        return True
    topic = _TOPIC.match(text)
    if topic and leading_verb(text[topic.end() :]) is not None:
        return True
    return introduced_subject(text) is not None or introduced_order(text)
