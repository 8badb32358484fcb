"""The words of time limits, read once from `lexicon/deadlines.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import regex

from pipeline.text import fold

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

    symbols: dict[tuple[str, ...], str]
    longest: int
    guards: dict[str, frozenset[tuple[str, ...]]]
    anchors: dict[str, frozenset[tuple[str, ...]]]


def words_of(phrase: str) -> tuple[str, ...]:
    """Return the folded words, numbers and marks of a phrase."""
    return tuple(fold(part) for part in _WORD.findall(phrase))


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the lexicon that is packed with the package."""
    raw = tomllib.loads(files("pipeline.extraction").joinpath("lexicon/deadlines.toml").read_text("utf-8"))
    symbols = {words_of(phrase): symbol for symbol, phrases in raw["symbols"].items() for phrase in phrases}
    return Lexicon(symbols, max(map(len, symbols)), _phrase_sets(raw["guards"]), _phrase_sets(raw["anchors"]))


def _phrase_sets(raw: dict[str, list[str]]) -> dict[str, frozenset[tuple[str, ...]]]:
    return {name: frozenset(words_of(phrase) for phrase in phrases) for name, phrases in raw.items()}
