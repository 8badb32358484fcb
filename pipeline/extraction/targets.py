"""Numeric targets (chỉ tiêu) of a sentence: which of its measures are to be reached, of what, by when."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from pipeline.document import Deadline, Target
from pipeline.extraction.deadlines import DateContext, DeadlineMatch, find_deadlines
from pipeline.extraction.deadlines.lexicon import Phrase, among, words_of
from pipeline.extraction.indicators import find_indicators
from pipeline.extraction.measures import (
    CHANGES,
    Measure,
    Op,
    Token,
    lexicon,
    read_measure,
    symbol_at,
    tokenize,
)
from pipeline.extraction.target_metrics import in_series, metric_of
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
    last: Measure | None = None
    at = 0
    while at < len(tokens):
        measure = read_measure(tokens, at)
        if measure is None:
            at += 1
            continue
        measure = _with_shared_op(tokens, measure, last)
        start, end = tokens[measure.first].start, tokens[measure.last - 1].end
        if _is_target(tokens, measure, context) and not any(a <= start < b for a, b in inside):
            last = measure
            target = _target(text, tokens, measure, deadlines)
            found.append(
                TargetMatch(
                    start, end, in_series(text, start, target, found[-1].target if found else None, context)
                )
            )
        at = measure.last
    return found


def _with_shared_op(tokens: tuple[Token, ...], measure: Measure, last: Measure | None) -> Measure:
    """Give the later counts of "ít nhất 02 mô hình, 03 hội thi và 05 lớp" the first one's comparison."""
    if last is None or not measure.bare or measure.unit == "%" or last.op != ">=" or last.unit == "%":
        return measure
    gap = tokens[last.last : measure.first]
    words = all(token.symbol == "word" for token in gap[:-1])
    listed = words and len(gap) <= _NAME_OF_COUNT and gap[-1:] and gap[-1].key in (",", fold("và"))
    return replace(measure, op=last.op, bare=False) if listed else measure


_PLACED = tuple(map(fold, ("ở", "tại", "của", "thuộc")))
_NAME_OF_COUNT = 6  # words that may name what is counted: "tổ công nghệ số cộng đồng"
_MONEY = ("đồng", "USD")
_TIMES = ("ngày", "giờ", "phút", "lần", "buổi")


def _is_rhythm(tokens: tuple[Token, ...], at: int) -> bool:
    """Return whether "/tháng" follows: how often, no amount to reach ("ít nhất 01 ngày/tháng")."""
    return [token.key for token in tokens[at : at + 1]] == ["/"] and symbol_at(tokens, at + 1) == "word"


def _is_target(tokens: tuple[Token, ...], measure: Measure, context: DateContext) -> bool:
    before = _clause_before(tokens, measure.first)
    guards = lexicon().guards
    if among(before, guards["past"]) or among(before[-5:], guards["mixture"]):
        return False
    past = _of_past_year(before, context) and _begun(tokens, measure.first) is None
    if past or _is_baseline(tokens, measure.first):
        return False
    if measure.unit in _TIMES and _is_rhythm(tokens, measure.last):
        return False
    if (measure.unit or "").endswith(_MONEY) and among(before, guards["money_only"]):
        return False
    if not measure.bare:
        return True
    if measure.unit != "%" and before[-1:] and before[-1] in _PLACED:  # "hộ dân ở 5 xã"
        return False
    if _start_of_change(tokens, measure):
        return False
    if measure.unit != "%":  # "11 cơ sở dữ liệu" counts what there is; "đạt 85 điểm", "01-02 mô hình" do not
        reached = any(tokens[at].key == fold("đạt") for at in range(measure.first, measure.last))
        return reached or measure.value_max is not None or among(before, guards["aimed"])
    opens = not before or tokens[measure.first - 1].key in (",", ":", "(", "-", "+", "và")
    return opens or measure.value == 100 or among(before, guards["goal"])


def _clause_before(tokens: tuple[Token, ...], at: int) -> Phrase:
    first = at
    while first > 0 and tokens[first - 1].key not in (";", "."):
        first -= 1
    return tuple(word for token in tokens[first:at] for word in token.key.split(" "))


def _of_past_year(before: Phrase, context: DateContext) -> bool:
    """Return whether the last year told is before the plan's: "năm 2024 đạt 83,5%"."""
    issued = context.issue_date.year if context.issue_date else None
    known = min((year for year in (context.plan_year, issued) if year is not None), default=None)
    compare = words_of("so với")
    years = [at for at, word in enumerate(before) if _is_year(word) and before[at - 1 : at] == (fold("năm"),)]
    if known is None or not years:
        return False
    last = years[-1]
    against = any(before[k : k + 2] == compare for k in range(max(last - 6, 0), last))
    return int(before[last]) < known and not against


def _is_year(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) == 4


def _start_of_change(tokens: tuple[Token, ...], measure: Measure) -> bool:
    """Return whether the measure is where a change begins: "từ 84% năm 2024 lên 90%"."""
    after = range(measure.last, min(measure.last + 5, len(tokens)))
    toward = next((at for at in after if tokens[at].symbol == "toward"), None)
    begins = symbol_at(tokens, measure.first) == "from"
    return begins and toward is not None and read_measure(tokens, toward) is not None


def _is_baseline(tokens: tuple[Token, ...], at: int) -> bool:
    """Return whether "so với" stands right before: the number is what is compared with."""
    return any(symbol_at(tokens, place) == "compare" for place in range(max(at - 3, 0), at))


def _target(text: str, tokens: tuple[Token, ...], measure: Measure, deadlines: list[DeadlineMatch]) -> Target:
    start, end = tokens[measure.first].start, tokens[measure.last - 1].end
    first, last = _clause_span(text, start, end)
    surface = text[first:last].strip(" -+;.")
    return Target(
        metric=metric_of(text[first:start], text[end:last]),
        op=_op(tokens, measure),
        value=measure.value,
        value_max=measure.value_max,
        unit=measure.unit,
        baseline=_baseline(tokens, measure.last) or _begun(tokens, measure.first),
        deadline=_deadline(text, deadlines, (first, last), start),
        indicator_id=next((match.id for match in find_indicators(surface)), None),
        surface=surface,
        source=None,
        confidence=0.7 if measure.bare else 0.85,
    )


def _op(tokens: tuple[Token, ...], measure: Measure) -> Op:
    """Return the comparison; a clause that begins "Giảm tỷ lệ … 1,5%/năm" tells by how much it changes."""
    first = measure.first
    while first > 0 and tokens[first - 1].key not in (";", ".", ","):
        first -= 1
    first = 0 if first <= 2 else first  # "Cắt giảm, đơn giản hóa ít nhất 30%"
    aims = {"toward", "number", "lt", "le"}
    words = tokens[first : measure.last]
    told = any(token.symbol in aims or token.key == fold("đạt") for token in tokens[first : measure.first])
    change = next((CHANGES[word.symbol] for word in words[:2] if word.symbol in CHANGES), None)
    open_ended = measure.op in (">=", ">", "=", "between") and measure.unit in ("%", "điểm", "bậc")
    return change if change and open_ended and not told and not _aims(tokens, measure) else measure.op


def _aims(tokens: tuple[Token, ...], measure: Measure) -> bool:
    """Return whether the measure's own words tell what is reached: "xuống còn 2%", "đạt 80%"."""
    own = tokens[measure.first : measure.last]
    return any(token.symbol == "toward" or token.key == fold("đạt") for token in own)


def _clause_span(text: str, start: int, end: int) -> tuple[int, int]:
    cuts = [match.end() for match in regex.finditer(r";|\.(?=\s|$)", text)]
    first = max((cut for cut in cuts if cut <= start), default=0)
    return first, min((cut for cut in cuts if cut > end), default=len(text))


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


def _begun(tokens: tuple[Token, ...], at: int) -> dict[str, float | int | None] | None:
    """Read "từ 84% năm 2024" before "lên 90%"."""
    for place in range(max(at - 6, 0), at):
        measure = read_measure(tokens, place) if symbol_at(tokens, place) == "from" else None
        if measure is not None and _start_of_change(tokens, measure):
            years = [token.key for token in tokens[measure.last : at] if _is_year(token.key)]
            return {"year": int(years[0]) if years else None, "value": measure.value}
    return None


def _deadline(
    text: str, deadlines: list[DeadlineMatch], clause: tuple[int, int], start: int
) -> Deadline | None:
    """Return the time limit of the measure at `start`, else the one that leads the sentence.

    "Đến năm 2027, 60% và đến năm 2030, 90%" tells limits before their numbers, "80% trong năm 2025, 95%
    trong năm 2026" behind them.
    """
    first, last = clause
    own = [match for match in deadlines if first <= match.start < last]
    leading = [match.deadline for match in deadlines if match.start < first and match.start < 12]
    if not own:
        return next(iter(leading), None)
    behind = regex.search(r"\d", text[first : own[0].start]) is not None
    near = [match for match in own if (match.start > start) == behind]
    return (near[0] if behind else near[-1]).deadline if near else own[0].deadline
