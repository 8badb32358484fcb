"""Grammar of measures: numbers with comparison, range and unit, ranks and groups of ranks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

from pipeline.extraction.deadlines.lexicon import Phrase, phrase_sets, words_of
from pipeline.extraction.lexicons import load
from pipeline.text import fold

Op = Literal[">=", ">", "=", "<=", "<", "increase", "decrease", "rank<=", "between"]
_TOKEN = regex.compile(
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{3})+(?![0-9])(?:,[0-9]+)?|[0-9]+[.,][0-9]+(?![0-9.])|[0-9]+)|(?P<word>[\p{L}\p{M}]+)|(?P<mark>[<>]\s?=|\S)"
)
_COMPARISONS: dict[str, Op] = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
CHANGES: dict[str, Op] = {"increase": "increase", "decrease": "decrease"}


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or sign: its symbol in the grammar, its folded key, its characters."""

    symbol: str
    key: str
    start: int
    end: int
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon of targets, each phrase as a tuple of folded words; `nouns` with their spelling."""

    symbols: dict[Phrase, str]
    units: dict[Phrase, str]
    nouns: dict[Phrase, str]
    guards: dict[str, frozenset[Phrase]]


@dataclass(frozen=True, slots=True)
class Measure:
    """What was read: tokens `first` to `last` (exclusive)."""

    op: Op
    value: float
    value_max: float | None
    unit: str | None
    first: int
    last: int
    bare: bool


@lru_cache(maxsize=1)
def lexicon() -> Words:
    """Read the lexicon that is packed with the package."""
    raw = load("targets")
    return Words(
        _by_phrase(raw["symbols"]),
        _by_phrase(raw["units"]),
        {words_of(noun): noun for noun in raw["counted"]["nouns"]},
        phrase_sets(raw["guards"]),
    )


def _by_phrase(raw: dict[str, list[str]]) -> dict[Phrase, str]:
    return {words_of(phrase): name for name, phrases in raw.items() for phrase in phrases}


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text, known phrases as one token each."""
    single: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind, (start, end) = str(match.lastgroup), match.span()
        value = parse_number(match.group()) if kind == "number" else None
        single.append(Token(kind, fold(match.group()), start, end, value))
    joined: list[Token] = []
    at = 0
    while at < len(single):
        size, symbol = _longest(single, at, lexicon().symbols)
        run = single[at : at + max(size, 1)]
        key = " ".join(token.key for token in run)
        joined.append(Token(symbol or run[0].symbol, key, run[0].start, run[-1].end, run[0].value))
        at += len(run)
    return tuple(joined)


def _longest(tokens: list[Token], at: int, phrases: dict[Phrase, str]) -> tuple[int, str | None]:
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


def symbol_at(tokens: tuple[Token, ...], at: int) -> str:
    """Return the symbol of a token; "end" beyond the last."""
    return tokens[at].symbol if 0 <= at < len(tokens) else "end"


def read_measure(tokens: tuple[Token, ...], at: int) -> Measure | None:
    """Read the measure that begins at a token; None where none does."""
    return _read_rank(tokens, at) or _read_group(tokens, at) or _read_quantity(tokens, at)


def _read_rank(tokens: tuple[Token, ...], at: int) -> Measure | None:
    """Read "top 20", "xếp thứ 10 - 15/63", "tốp 30 trở lên", "vị trí 5/14"."""
    if symbol_at(tokens, at) != "rank":
        return None
    start = at + 1
    while symbol_at(tokens, start) in ("from", "about"):
        start += 1
    numbers = _range(tokens, start)
    if numbers is None:
        return None
    low, high, after = numbers
    after = _skip_total(tokens, after)
    after += symbol_at(tokens, after) == "upward"
    return Measure("rank<=", low, high, "hạng", at, after, bare=False)


def _skip_total(tokens: tuple[Token, ...], at: int) -> int:
    total = (
        symbol_at(tokens, at) == "mark" and tokens[at].key == "/" and symbol_at(tokens, at + 1) == "number"
    )
    return at + 2 if total else at


def _read_group(tokens: tuple[Token, ...], at: int) -> Measure | None:
    """Read "nhóm 10 cơ quan, đơn vị dẫn đầu", "nhóm 20/63 địa phương dẫn đầu"."""
    if symbol_at(tokens, at) != "group" or symbol_at(tokens, at + 1) != "number":
        return None
    after = _skip_total(tokens, at + 2)
    for step in range(after, min(after + 9, len(tokens))):
        if tokens[step].symbol == "leading":
            value = tokens[at + 1].value or 0.0
            return Measure("rank<=", value, None, "hạng", at, step + 1, bare=False)
        if tokens[step].key in (";", "."):
            break
    return None


def _range(tokens: tuple[Token, ...], at: int) -> tuple[float, float | None, int] | None:
    """Read "95" or "2 - 4", "từ 80 đến 90"."""
    if symbol_at(tokens, at) != "number":
        return None
    low = tokens[at].value or 0.0
    after = at + 1 + (symbol_at(tokens, at + 1) == "mark" and tokens[at + 1].key == "%")
    dash = symbol_at(tokens, after) == "until" or (after < len(tokens) and tokens[after].key in ("-", "–"))
    high = tokens[after + 1].value if dash and symbol_at(tokens, after + 1) == "number" else None
    if high is not None and high > low:
        return low, high, after + 2
    return low, None, at + 1


def _read_quantity(tokens: tuple[Token, ...], at: int) -> Measure | None:
    """Read comparison, number, unit: "tăng ít nhất 01 bậc", "từ 85% trở lên", "≥ 30%"."""
    start, change, comparison, ranged = at, None, None, False
    while symbol_at(tokens, start) in (*_COMPARISONS, *CHANGES, "from", "about", "toward"):
        symbol = symbol_at(tokens, start)
        change = CHANGES.get(symbol, None if symbol == "toward" else change)
        comparison = _COMPARISONS.get(symbol, comparison)
        ranged = ranged or symbol == "from"
        start += 1
    numbers = _range(tokens, start)
    if numbers is None or (start > 0 and tokens[start - 1].key == "/") or _is_year(tokens, start):
        return None
    low, high, after = numbers
    if ranged and high is None and any(token.key == _REACHED for token in tokens[at:start]):
        comparison = comparison or ">="  # "đạt từ 10%"
    unit, after = _unit(tokens, after)
    if symbol_at(tokens, after) in ("upward", "downward"):
        comparison = ">=" if symbol_at(tokens, after) == "upward" else "<="
        after += 1
    op: Op = change or comparison or ("between" if high is not None else "=")
    if unit is None or (
        unit in ("ngày", "giờ", "phút", "lần", "ngày làm việc") and not (change or comparison)
    ):
        return None
    return Measure(op, low, high, unit, at, after, bare=comparison is None and change is None)


_REACHED = fold("đạt")


def _is_year(tokens: tuple[Token, ...], at: int) -> bool:
    """Return whether the number is the year behind "năm": "năm 2026 chỉ số … đạt"."""
    value = tokens[at].value or 0.0
    return at > 0 and tokens[at - 1].key == fold("năm") and 1990 <= value <= 2099


def _unit(tokens: tuple[Token, ...], at: int) -> tuple[str | None, int]:
    """Return the unit at a token in its normal form, and the place after it."""
    words = lexicon()
    for size in range(min(4, len(tokens) - at), 0, -1):
        run = tokens[at : at + size]
        phrase = tuple(part for token in run for part in token.key.split(" "))
        if phrase in words.units:
            return words.units[phrase], at + size
        if phrase in words.nouns:
            return words.nouns[phrase], at + size
    return None, at
