"""Text to tokens: numbers, marks, numbers of documents, and the lexicon's phrases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from pipeline.extraction.deadlines.lexicon import load_lexicon
from pipeline.extraction.deadlines.numerals import spelt
from pipeline.text import fold

# 30/2020/NĐ-CP, 57-NQ/TW, 146 /KH-UBND: never a date, whatever digits they hold
_DOCUMENT = (
    r"\d+[a-zđ]?\s?/\s?(?:\d{4}\s?/\s?)?(?=\p{Lu}+[\p{Lu}\p{Ll}]*[\p{Lu}-])\p{Lu}[\p{L}&]*\d*(?:\s?-\s?\p{Lu}[\p{L}&]*)*"
    r"|\d+\s?-\s?\p{Lu}\p{L}*\p{Lu}\p{L}*\s?/\s?\p{Lu}\p{L}*"
)
_DECIMAL = r"\d+(?:[.,]\d+)+\s?%|\d+\s?%"
_TOKEN = regex.compile(
    rf"(?P<document>{_DOCUMENT})|(?P<percent>{_DECIMAL})|(?P<number>[0-9]+)|(?P<word>[\p{{L}}\p{{M}}]+)|(?P<mark>\S)"
)
_DASHES = frozenset("-–—−‐‑÷~")
_MINUTE_MARKS = frozenset("’'′´`")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text.

    Attributes:
        symbol: The lexicon's symbol, or number, word, document, percent, end, or the mark itself.
        key: The folded text.
        start: First character in the text.
        end: Character after the last.
        number: Value of a number, else None.
    """

    symbol: str
    key: str
    start: int
    end: int
    number: int | None = None


@lru_cache(maxsize=1000)
def _folded(word: str) -> str:
    return fold(word)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text and its tokens; asking past the end gives an end token, so that the grammar needs no bounds."""

    text: str
    items: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, at: int) -> Token:
        if 0 <= at < len(self.items):
            return self.items[at]
        place = len(self.text) if at >= 0 else 0
        return Token("end", "", place, place)

    def symbol(self, at: int) -> str:
        """Return the symbol of the token at `at`."""
        return self[at].symbol

    def number(self, at: int) -> int | None:
        """Return the number at `at`, None for anything else."""
        return self[at].number

    def is_one(self, at: int, *symbols: str) -> bool:
        """Return whether the token at `at` has one of the symbols."""
        return self[at].symbol in symbols

    def says(self, at: int, *words: str) -> bool:
        """Return whether the token at `at` is one of the words, however its case and tone are written."""
        return self[at].key in {_folded(word) for word in words}

    def words(self, first: int, last: int) -> tuple[str, ...]:
        """Return the folded single words of the tokens `first` to `last` (exclusive)."""
        return tuple(word for at in range(max(first, 0), last) for word in self[at].key.split(" "))

    def slice(self, first: int, last: int) -> str:
        """Return the text of the tokens `first` to `last` (exclusive)."""
        return self.text[self[first].start : self[last - 1].end] if last > first else ""


def tokenize(text: str) -> Tokens:
    """Split a text into tokens; spans count characters of `text` as it came."""
    single = [_single(match) for match in _TOKEN.finditer(text)]
    joined: list[Token] = []
    at = 0
    while at < len(single):
        token, used = _phrase(single, at)
        joined.append(token)
        at += used
    return Tokens(text, tuple(joined))


def _single(match: regex.Match[str]) -> Token:
    kind, text = str(match.lastgroup), match.group()
    start, end = match.span()
    if kind == "number":
        return Token(kind, text, start, end, number=int(text[:9]))
    if kind == "mark":
        text = "-" if text in _DASHES else "'" if text in _MINUTE_MARKS else text
        return Token(text, text, start, end)
    return Token(kind, fold(text), start, end)


def _phrase(tokens: list[Token], at: int) -> tuple[Token, int]:
    """Return the longest phrase of the lexicon at `at`, else the token itself, and how many it used."""
    lexicon, first = load_lexicon(), tokens[at]
    if first.symbol != "word":
        return first, 1
    if number := _in_words(tokens, at):
        return number
    for size in range(min(lexicon.longest, len(tokens) - at), 0, -1):
        run = tokens[at : at + size]
        symbol = lexicon.symbols.get(tuple(token.key for token in run))
        if symbol is not None:
            key = " ".join(token.key for token in run)
            kept = "word" if symbol == "plain" else symbol
            return Token(kept, key, first.start, run[-1].end), size
    return first, 1


def _in_words(tokens: list[Token], at: int) -> tuple[Token, int] | None:
    """Return the number that the words at `at` spell ("mười lăm ngày") and how many they are."""
    found = spelt([token.key for token in tokens[at : at + 5]], tokens[at - 1].key if at else "")
    if found is None:
        return None
    value, size = found
    run = tokens[at : at + size]
    key = " ".join(token.key for token in run)
    return Token("number", key, run[0].start, run[-1].end, number=value), size
