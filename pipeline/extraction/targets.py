"""Numeric targets (chỉ tiêu) of a sentence: which of its measures are to be reached, of what, by when."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from pipeline.document import Deadline, Target
from pipeline.extraction.deadlines import DateContext, DeadlineMatch, find_deadlines, parse_deadline
from pipeline.extraction.deadlines.lexicon import words_of
from pipeline.extraction.indicators import find_indicators
from pipeline.extraction.lexicons import alternation, compiled, load
from pipeline.extraction.measures import (
    CHANGES,
    Measure,
    Op,
    Phrase,
    Token,
    lexicon,
    read_measure,
    symbol_at,
    tokenize,
)
from pipeline.text import fold

_HEADS = load("targets")["metrics"]
_METRIC = compiled(_HEADS["heads"])
_TAIL = regex.compile(rf"(?:[\s,]+{alternation(_HEADS['tails'])})*[\s,]*$", regex.IGNORECASE)


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
            target = _target(text, tokens, measure, deadlines)
            found.append(TargetMatch(start, end, _in_series(text, start, target, found, context)))
        at = measure.last
    return found


_MONEY = ("đồng", "USD")
_TIMES = ("ngày", "giờ", "phút", "lần", "buổi")


def _is_rhythm(tokens: tuple[Token, ...], at: int) -> bool:
    """Return whether "/tháng" follows: how often, no amount to reach ("ít nhất 01 ngày/tháng")."""
    return [token.key for token in tokens[at : at + 1]] == ["/"] and symbol_at(tokens, at + 1) == "word"


def _is_target(tokens: tuple[Token, ...], measure: Measure, context: DateContext) -> bool:
    before = _clause_before(tokens, measure.first)
    guards = lexicon().guards
    if _holds(before, guards["past"]) or _holds(before[-5:], guards["mixture"]):
        return False
    past = _of_past_year(before, context) and _begun(tokens, measure.first) is None
    if past or _is_baseline(tokens, measure.first):
        return False
    if measure.unit in _TIMES and _is_rhythm(tokens, measure.last):
        return False
    if (measure.unit or "").endswith(_MONEY) and _holds(before, guards["money_only"]):
        return False
    if not measure.bare:
        return True
    if _start_of_change(tokens, measure):
        return False
    if measure.unit != "%":  # "11 cơ sở dữ liệu" counts what there is; "đạt 85 điểm", "01-02 mô hình" do not
        reached = any(tokens[at].key == fold("đạt") for at in range(measure.first, measure.last))
        return reached or measure.value_max is not None or _holds(before, guards["aimed"])
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
        metric=_metric(text[first:start], text[end:last]),
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


_YEAR_AT_END = regex.compile(r"(?<=\S)[\s,]+(?:đến\s+)?(năm\s+\d{4})$", regex.IGNORECASE)
_OF_YEAR = regex.compile(
    r"(?<=,\s|và\s|;\s)(năm\s+\d{4})\s+(?:phấn đấu\s+)?(?:đạt\s+|là\s+)?(?:đạt\s+)?$", regex.IGNORECASE
)


def _in_series(
    text: str, start: int, target: Target, before: list[TargetMatch], context: DateContext
) -> Target:
    """Read the year of each value of "Tỷ lệ … năm 2025 đạt 80%, năm 2026 đạt 90%"; the first says of what."""
    own = _YEAR_AT_END.search(target.metric)
    named = own is not None and not find_indicators(target.metric)  # "chỉ số PCI năm 2023" has one a year
    if own is not None and named and "so với" not in target.metric.lower():
        due = target.deadline or parse_deadline(own.group(1), context)
        target = target.model_copy(update={"metric": target.metric[: own.start()], "deadline": due})
    year = _OF_YEAR.search(text[:start])
    if year is None or not before or before[-1].target.surface != target.surface:
        return target
    due = parse_deadline(year.group(1), context)
    return target.model_copy(update={"metric": before[-1].target.metric, "deadline": due or target.deadline})


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


_NEXT_YEAR = r"(?:,|\svà)\s+năm\s+\d{4}\s+(?:phấn đấu\s+)?(?:đạt|là)(?!\p{L})"


def _metric(before: str, after: str) -> str:
    """Return what is measured: "Tỷ lệ … " before the number, else the words after a share ("100% các xã")."""
    clause = regex.split(r"[;:(]", before.strip(" -+"))[-1]
    named = list(_METRIC.finditer(clause))
    if named:
        name = regex.split(r"\d[\d.,]*\s?(?:%|điểm)", clause[named[-1].start() :])[0]
        return str(_TAIL.sub("", name))
    following = regex.split(rf"[;:(]|\.\s|,?\s?so với|{_NEXT_YEAR}", after.strip(" ;."))[0].strip(" ,")
    if len(following.split()) >= 2:
        return str(following)
    return str(regex.split(r",\s", clause)[-1].strip(" -+") or following)


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
