"""Numeric targets (chỉ tiêu) of a sentence: a small grammar over numbers, comparisons and units."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import regex

from pipeline.document import Deadline, Target
from pipeline.extraction.deadlines import DateContext, DeadlineMatch, find_deadlines
from pipeline.extraction.deadlines.lexicon import words_of
from pipeline.text import fold

Op = Literal[">=", ">", "=", "<=", "<", "increase", "decrease", "rank<=", "between"]
Phrase = tuple[str, ...]
_TOKEN = regex.compile(
    r"(?P<number>\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?|\d+[.,]\d+(?![\d.])|\d+)|(?P<word>[\p{L}\p{M}]+)|(?P<mark>[<>]\s?=|\S)"
)
_COMPARISONS: dict[str, Op] = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
_CHANGES: dict[str, Op] = {"increase": "increase", "decrease": "decrease"}


@dataclass(frozen=True, slots=True)
class TargetMatch:
    """A target and its place: characters `start` to `end` (exclusive) of the text."""

    start: int
    end: int
    target: Target


@dataclass(frozen=True, slots=True)
class _Token:
    symbol: str
    key: str
    start: int
    end: int
    value: float | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    symbols: dict[Phrase, str]
    units: dict[Phrase, str]
    nouns: frozenset[Phrase]
    guards: dict[str, frozenset[Phrase]]
    indicators: dict[Phrase, str]


@dataclass(frozen=True, slots=True)
class _Measure:
    """What was read: tokens `first` to `last` (exclusive)."""

    op: Op
    value: float
    value_max: float | None
    unit: str | None
    first: int
    last: int
    bare: bool


@lru_cache(maxsize=1)
def _words() -> _Words:
    raw = tomllib.loads(files("pipeline.extraction").joinpath("lexicon/targets.toml").read_text("utf-8"))
    return _Words(
        _by_phrase(raw["symbols"]),
        _by_phrase(raw["units"]),
        frozenset(map(words_of, raw["counted"]["nouns"])),
        {name: frozenset(map(words_of, phrases)) for name, phrases in raw["guards"].items()},
        _by_phrase(raw["indicators"]),
    )


def _by_phrase(raw: dict[str, list[str]]) -> dict[Phrase, str]:
    return {words_of(phrase): name for name, phrases in raw.items() for phrase in phrases}


def find_targets(text: str, context: DateContext) -> list[TargetMatch]:
    """Return the numeric targets that the text sets, in order; results of past years are none.

    The surface is the clause between semicolons or full stops that holds the number.
    """
    tokens = _tokenize(text)
    deadlines = find_deadlines(text, context)
    inside = [(match.start, match.end) for match in deadlines]
    found: list[TargetMatch] = []
    at = 0
    while at < len(tokens):
        measure = _read(tokens, at)
        if measure is None:
            at += 1
            continue
        start, end = tokens[measure.first].start, tokens[measure.last - 1].end
        if _is_target(tokens, measure, context) and not any(a <= start < b for a, b in inside):
            found.append(TargetMatch(start, end, _target(text, tokens, measure, deadlines)))
        at = measure.last
    return found


def _tokenize(text: str) -> tuple[_Token, ...]:
    single: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind, (start, end) = str(match.lastgroup), match.span()
        value = parse_number(match.group()) if kind == "number" else None
        single.append(_Token(kind, fold(match.group()), start, end, value))
    joined: list[_Token] = []
    at = 0
    while at < len(single):
        size, symbol = _longest(single, at, _words().symbols)
        run = single[at : at + max(size, 1)]
        key = " ".join(token.key for token in run)
        joined.append(_Token(symbol or run[0].symbol, key, run[0].start, run[-1].end, run[0].value))
        at += len(run)
    return tuple(joined)


def _longest(tokens: list[_Token], at: int, phrases: dict[Phrase, str]) -> tuple[int, str | None]:
    for size in range(min(5, len(tokens) - at), 0, -1):
        name = phrases.get(tuple(token.key.replace(" ", "") for token in tokens[at : at + size]))
        if name is not None:
            return size, name
    return 0, None


def parse_number(text: str) -> float:
    """Return a number as Vietnamese plans write it: 1.500 is 1500, 59,83 and 59.83 are 59.83."""
    if regex.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def _symbol(tokens: tuple[_Token, ...], at: int) -> str:
    return tokens[at].symbol if 0 <= at < len(tokens) else "end"


def _read(tokens: tuple[_Token, ...], at: int) -> _Measure | None:
    return _read_rank(tokens, at) or _read_group(tokens, at) or _read_quantity(tokens, at)


def _read_rank(tokens: tuple[_Token, ...], at: int) -> _Measure | None:
    """Read "top 20", "xếp thứ 10 - 15/63", "tốp 30 trở lên", "vị trí 5/14"."""
    if _symbol(tokens, at) != "rank":
        return None
    start = at + 1
    while _symbol(tokens, start) in ("from", "about"):
        start += 1
    numbers = _range(tokens, start)
    if numbers is None:
        return None
    low, high, after = numbers
    after = _skip_total(tokens, after)
    after += _symbol(tokens, after) == "upward"
    return _Measure("rank<=", low, high, "hạng", at, after, bare=False)


def _skip_total(tokens: tuple[_Token, ...], at: int) -> int:
    total = _symbol(tokens, at) == "mark" and tokens[at].key == "/" and _symbol(tokens, at + 1) == "number"
    return at + 2 if total else at


def _read_group(tokens: tuple[_Token, ...], at: int) -> _Measure | None:
    """Read "nhóm 10 cơ quan, đơn vị dẫn đầu", "nhóm 20/63 địa phương dẫn đầu"."""
    if _symbol(tokens, at) != "group" or _symbol(tokens, at + 1) != "number":
        return None
    after = _skip_total(tokens, at + 2)
    for step in range(after, min(after + 9, len(tokens))):
        if tokens[step].symbol == "leading":
            value = tokens[at + 1].value or 0.0
            return _Measure("rank<=", value, None, "hạng", at, step + 1, bare=False)
        if tokens[step].key in (";", "."):
            break
    return None


def _range(tokens: tuple[_Token, ...], at: int) -> tuple[float, float | None, int] | None:
    """Read "95" or "2 - 4", "từ 80 đến 90"."""
    if _symbol(tokens, at) != "number":
        return None
    low = tokens[at].value or 0.0
    after = at + 1 + (_symbol(tokens, at + 1) == "mark" and tokens[at + 1].key == "%")
    dash = _symbol(tokens, after) == "until" or (after < len(tokens) and tokens[after].key in ("-", "–"))
    high = tokens[after + 1].value if dash and _symbol(tokens, after + 1) == "number" else None
    if high is not None and high > low:
        return low, high, after + 2
    return low, None, at + 1


def _read_quantity(tokens: tuple[_Token, ...], at: int) -> _Measure | None:
    """Read comparison, number, unit: "tăng ít nhất 01 bậc", "từ 85% trở lên", "≥ 30%"."""
    start, change, comparison, ranged = at, None, None, False
    while _symbol(tokens, start) in (*_COMPARISONS, *_CHANGES, "from", "about", "toward"):
        symbol = _symbol(tokens, start)
        change = _CHANGES.get(symbol, None if symbol == "toward" else change)
        comparison = _COMPARISONS.get(symbol, comparison)
        ranged = ranged or symbol == "from"
        start += 1
    numbers = _range(tokens, start)
    if numbers is None or (start > 0 and tokens[start - 1].key == "/"):
        return None
    low, high, after = numbers
    unit, after = _unit(tokens, after)
    if _symbol(tokens, after) in ("upward", "downward"):
        comparison = ">=" if _symbol(tokens, after) == "upward" else "<="
        after += 1
    op: Op = change or comparison or ("between" if high is not None else "=")
    if unit is None or (
        unit in ("ngày", "giờ", "phút", "lần", "ngày làm việc") and not (change or comparison)
    ):
        return None
    return _Measure(op, low, high, unit, at, after, bare=comparison is None and change is None)


def _unit(tokens: tuple[_Token, ...], at: int) -> tuple[str | None, int]:
    """Return the unit at a token in its normal form, and the place after it."""
    words = _words()
    for size in range(min(4, len(tokens) - at), 0, -1):
        run = tokens[at : at + size]
        phrase = tuple(part for token in run for part in token.key.split(" "))
        if phrase in words.units:
            return words.units[phrase], at + size
        if phrase in words.nouns:
            return _spelt(phrase), at + size
    return None, at


@lru_cache(maxsize=1)
def _noun_spellings() -> dict[Phrase, str]:
    raw = tomllib.loads(files("pipeline.extraction").joinpath("lexicon/targets.toml").read_text("utf-8"))
    return {words_of(noun): noun for noun in raw["counted"]["nouns"]}


def _spelt(phrase: Phrase) -> str:
    return _noun_spellings()[phrase]


def _is_target(tokens: tuple[_Token, ...], measure: _Measure, context: DateContext) -> bool:
    before = _clause_before(tokens, measure.first)
    guards = _words().guards
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


def _clause_before(tokens: tuple[_Token, ...], at: int) -> Phrase:
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


def _is_baseline(tokens: tuple[_Token, ...], at: int) -> bool:
    """Return whether "so với" stands right before: the number is what is compared with."""
    return any(_symbol(tokens, place) == "compare" for place in range(max(at - 3, 0), at))


def _target(
    text: str, tokens: tuple[_Token, ...], measure: _Measure, deadlines: list[DeadlineMatch]
) -> Target:
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


def _baseline(tokens: tuple[_Token, ...], at: int) -> dict[str, float | int | None] | None:
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
    for phrase, name in _words().indicators.items():
        if any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1)):
            return name
    return None
