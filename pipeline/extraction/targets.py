"""Numeric targets (chỉ tiêu) of a sentence: which of its measures are to be reached, of what, by when."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from pipeline.document import Deadline, Target
from pipeline.extraction.deadlines import DateContext, DeadlineMatch, find_deadlines
from pipeline.extraction.deadlines.lexicon import words_of
from pipeline.extraction.measures import Measure, Phrase, Token, lexicon, read_measure, symbol_at, tokenize
from pipeline.text import fold


@dataclass(frozen=True, slots=True)
class TargetMatch:
    """A target and its place: characters `start` to `end` (exclusive) of the text."""

    start: int
    end: int
    target: Target


def find_targets(text: str, context: DateContext) -> list[TargetMatch]:
    """Return the numeric targets that the text sets, in order; results of past years are none.

    The surface is the clause between semicolons or full stops that holds the number.
    """
    tokens = tokenize(text)
    deadlines = find_deadlines(text, context)
    inside = [(match.start, match.end) for match in deadlines]
    found: list[TargetMatch] = []
    at = 0
    while at < len(tokens):
        measure = read_measure(tokens, at)
        if measure is None:
            at += 1
            continue
        start, end = tokens[measure.first].start, tokens[measure.last - 1].end
        if _is_target(tokens, measure, context) and not any(a <= start < b for a, b in inside):
            found.append(TargetMatch(start, end, _target(text, tokens, measure, deadlines)))
        at = measure.last
    return found


def _is_target(tokens: tuple[Token, ...], measure: Measure, context: DateContext) -> bool:
    before = _clause_before(tokens, measure.first)
    guards = lexicon().guards
    if _holds(before, guards["past"]) or _holds(before[-5:], guards["mixture"]):
        return False
    if _of_past_year(before, context) or _is_baseline(tokens, measure.first):
        return False
    if not measure.bare:
        return True
    if measure.unit != "%":  # "11 cơ sở dữ liệu" counts what there is; "đạt 85 điểm", "01-02 mô hình" do not
        reached = any(tokens[at].key == fold("đạt") for at in range(measure.first, measure.last))
        return reached or measure.value_max is not None
    opens = not before or tokens[measure.first - 1].key in (",", ":", "(", "-", "+", "và")
    return opens or measure.value == 100 or _holds(before, guards["goal"])


def _clause_before(tokens: tuple[Token, ...], at: int) -> Phrase:
    first = at
    while first > 0 and tokens[first - 1].key not in (";", "."):
        first -= 1
    return tuple(word for token in tokens[first:at] for word in token.key.split(" "))


def _holds(words: Phrase, phrases: frozenset[Phrase]) -> bool:
    sizes = {len(phrase) for phrase in phrases}
    return any(words[at : at + size] in phrases for size in sizes for at in range(len(words) - size + 1))


def _of_past_year(before: Phrase, context: DateContext) -> bool:
    """Return whether the clause tells a year before the plan's: "năm 2024 đạt 83,5%"."""
    issued = context.issue_date.year if context.issue_date else None
    known = min((year for year in (context.plan_year, issued) if year is not None), default=None)
    compare = words_of("so với")
    for at, word in enumerate(before):
        if word.isdigit() and len(word) == 4 and before[at - 1 : at] == (fold("năm"),):
            against = any(before[k : k + 2] == compare for k in range(max(at - 6, 0), at))
            if known is not None and int(word) < known and not against:
                return True
    return False


def _is_baseline(tokens: tuple[Token, ...], at: int) -> bool:
    """Return whether "so với" stands right before: the number is what is compared with."""
    return any(symbol_at(tokens, place) == "compare" for place in range(max(at - 3, 0), at))


def _target(text: str, tokens: tuple[Token, ...], measure: Measure, deadlines: list[DeadlineMatch]) -> Target:
    start, end = tokens[measure.first].start, tokens[measure.last - 1].end
    first, last = _clause_span(text, start, end)
    surface = text[first:last].strip(" -+;.")
    return Target(
        metric=_metric(text[first:start], text[end:last]),
        op=measure.op,
        value=measure.value,
        value_max=measure.value_max,
        unit=measure.unit,
        baseline=_baseline(tokens, measure.last),
        deadline=_deadline(deadlines, first, last),
        indicator_id=_indicator(surface),
        surface=surface,
        source=None,
        confidence=0.7 if measure.bare else 0.85,
    )


def _clause_span(text: str, start: int, end: int) -> tuple[int, int]:
    cuts = [match.end() for match in regex.finditer(r";|\.(?=\s|$)", text)]
    first = max((cut for cut in cuts if cut <= start), default=0)
    return first, min((cut for cut in cuts if cut > end), default=len(text))


def _metric(before: str, after: str) -> str:
    """Return what is measured: the words after a share ("100% các xã …"), else those before the number."""
    following = regex.split(r"[;:(]|\.\s|,?\s?so với", after.strip(" ;."))[0].strip(" ,")
    if len(following.split()) >= 2:
        return str(following)
    return str(regex.split(r"[;:(]|,\s", before.strip(" -+"))[-1].strip(" -+") or following)


def _baseline(tokens: tuple[Token, ...], at: int) -> dict[str, float | int | None] | None:
    """Read "so với năm 2024", "so với mức trung bình năm 2024" behind the measure."""
    for place in range(at, min(at + 8, len(tokens))):
        if tokens[place].symbol != "compare":
            continue
        for later in range(place + 1, min(place + 9, len(tokens))):
            year = tokens[later].value
            if year is not None and 1990 <= year <= 2099 and tokens[later - 1].key == fold("năm"):
                return {"year": int(year), "value": None}
    return None


def _deadline(deadlines: list[DeadlineMatch], first: int, last: int) -> Deadline | None:
    """Return the time limit of the clause, else the one that leads the sentence."""
    own = [match.deadline for match in deadlines if first <= match.start < last]
    leading = [match.deadline for match in deadlines if match.start < first and match.start < 12]
    return next(iter(own + leading), None)


def _indicator(surface: str) -> str | None:
    words = words_of(surface)
    for phrase, name in lexicon().indicators.items():
        if any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1)):
            return name
    return None
