"""Time limits (thời hạn) of running sentences, trailers and table cells.

Text becomes tokens (`tokens`), tokens become nodes by recursive descent (`points`, `spans`, `recurring`,
`loose`, `limits`), nodes become values of the contract (`resolution`); in running sentences `guards` (with
`dated`, `undated`, `history`) turn away what only looks like a limit, for an invented date is the worst error
of all.
"""

from __future__ import annotations

from datetime import date

import regex

from pipeline.document import Deadline
from pipeline.extraction.deadlines.lexicon import load_lexicon, words_of
from pipeline.extraction.deadlines.search import combine, distinct, matches, scan, scoped
from pipeline.extraction.deadlines.tokens import tokenize
from pipeline.extraction.deadlines.values import DateContext, DeadlineMatch

__all__ = [
    "DateContext",
    "DeadlineMatch",
    "find_deadlines",
    "names_time",
    "only_says_when",
    "parse_deadline",
    "sentence_deadline",
]


# "Nhiệm vụ thường xuyên" in a column of limits says when; in a sentence it names a kind of work
_KIND_OF_WORK = regex.compile(r"^\s*(?:nhiệm vụ|công việc|hoạt động)\s+(?=thường xuyên)", regex.IGNORECASE)


# What a cell or trailer counts from or up to, though no day can be told: up to so many words. Each ends with
# its space: a word that may end anywhere is tried in every way there is.
_EVENTS = regex.compile(
    r"(?:từ|kể từ|sau|ngay|trước|đến|khi|trong|kết thúc|dịp|nhân dịp|vào|đầu|cuối|giữa|hết|mùa|tuần)\s"
    r"(?:\S+\s){1,23}\S+$",
    regex.IGNORECASE,
)


def find_deadlines(text: str, context: DateContext) -> list[DeadlineMatch]:
    """Return the time limits that a running sentence states, in order.

    Limits that stand together ("hằng năm hoặc theo đề nghị") are one match of kind multi. Dates of cited
    documents, periods in names of plans, ranks and the like are not among them.
    """
    tokens = tokenize(text)
    return [DeadlineMatch(m.start, m.end, scoped(tokens, m)) for m in matches(tokens, context, merged=False)]


def parse_deadline(text: str, context: DateContext) -> Deadline | None:
    """Return the time limit that a trailer value or table cell means as a whole; None where it means none.

    The surface is the whole text, without its final full stop.
    """
    tokens = tokenize(_KIND_OF_WORK.sub("", text))
    found = scan(tokens, context, whole=True)
    surface = " ".join(text.split()).rstrip(" .;")
    if not found and _EVENTS.match(surface):  # "Từ ngày thành lập Ban bầu cử đến ngày kết thúc cuộc bầu cử"
        return Deadline(surface=surface, kind="event", anchor=surface, source=None, confidence=0.6)
    return combine(found, surface, context) if found else None


_ANY_YEAR = DateContext(date(2025, 1, 1), 2025)


def names_time(text: str) -> bool:
    """Return whether a value says when, in whatever year; events and others' schedules do not."""
    limit = parse_deadline(text, _ANY_YEAR)
    return limit is not None and limit.kind not in ("event", "schedule")


def only_says_when(text: str) -> bool:
    """Return whether all words of a text are of a time: "Từ ngày 27/6 đến hết ngày 03/7/2026"."""
    tokens = tokenize(text)
    found = scan(tokens, _ANY_YEAR, whole=True)
    read = {at for each in found for at in range(each.reading.first, each.reading.last)}
    fillers = load_lexicon().guards["fillers"]
    rest = (tokens[at] for at in range(len(tokens)) if at not in read)
    return names_time(text) and not any(
        token.number is not None or (token.key[:1].isalpha() and words_of(token.key) not in fillers)
        for token in rest
    )


def sentence_deadline(text: str, context: DateContext) -> Deadline | None:
    """Return what one task sentence bears as a whole; None where it states no time limit.

    Several limits give kind multi; `scope` is clause where one of several clauses between semicolons bears
    it.
    """
    tokens = tokenize(text)
    found = matches(tokens, context, merged=True)
    firm = [m for m in found if m.deadline.kind != "recurring" or m.deadline.frequency or m.deadline.offset]
    found = firm or found[:1]
    if not found:
        return None
    values = [scoped(tokens, match) for match in found]
    if len(values) == 1:
        return values[0]
    parts = distinct([part for value in values for part in (value.parts or (value,))])
    if len(parts) == 1:
        return parts[0]
    surface = "; ".join(value.surface for value in values)
    return Deadline(
        surface=surface, kind="multi", parts=parts, source=None, confidence=min(p.confidence for p in parts)
    )
