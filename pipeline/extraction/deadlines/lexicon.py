"""The words of time limits, read once from `lexicon/deadlines.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from pipeline.extraction.lexicons import load
from pipeline.text import fold

Phrase = tuple[str, ...]
_WORD = regex.compile(r"[\p{L}\p{M}]+|\d+|\S")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases of the grammar and of its guards; every phrase is a tuple of folded words.

    Attributes:
        symbols: What a phrase means to the grammar, by phrase.
        longest: Words of the longest phrase in `symbols`.
        guards: Sets of phrases, by the name of the guard.
        anchors: Sets of phrases that begin an anchor, by its name (issue, receipt).
    """

    symbols: dict[Phrase, str]
    longest: int
    guards: dict[str, frozenset[Phrase]]
    anchors: dict[str, frozenset[Phrase]]


def words_of(phrase: str) -> Phrase:
    """Return the folded words, numbers and marks of a phrase."""
    return tuple(fold(part) for part in _WORD.findall(phrase))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the lexicon that is packed with the package."""
    raw = load("deadlines")
    symbols = {words_of(phrase): symbol for symbol, phrases in raw["symbols"].items() for phrase in phrases}
    return Lexicon(symbols, max(map(len, symbols)), phrase_sets(raw["guards"]), phrase_sets(raw["anchors"]))


def phrase_sets(raw: dict[str, list[str]]) -> dict[str, frozenset[Phrase]]:
    """Return the phrases of each list as folded words."""
    return {name: frozenset(map(words_of, phrases)) for name, phrases in raw.items()}


def among(words: Phrase, phrases: frozenset[Phrase]) -> bool:
    """Return whether one of the phrases stands among the words."""
    sizes = {len(phrase) for phrase in phrases}
    return any(words[at : at + size] in phrases for size in sizes for at in range(len(words) - size + 1))
