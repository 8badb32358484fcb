"""Loads the word lists in `lexicon/` and turns phrases into patterns."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import regex

from pipeline.text import nfc, strip_marks, with_tone_habit

_PACKAGE = "pipeline.extraction"


@cache
def load(name: str) -> dict[str, Any]:
    """Return the lexicon `lexicon/<name>.toml`.

    Raises:
        FileNotFoundError: There is no such lexicon.
        tomllib.TOMLDecodeError: The file is not TOML.
    """
    return tomllib.loads(nfc((files(_PACKAGE) / "lexicon" / f"{name}.toml").read_text(encoding="utf-8")))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of `lexicon/<name>.csv`, each by column name."""
    text = nfc((files(_PACKAGE) / "lexicon" / f"{name}.csv").read_text(encoding="utf-8"))
    return tuple(csv.DictReader(text.splitlines()))


def _word(word: str) -> str:
    spellings = {word, with_tone_habit(word, modern=True), with_tone_habit(word, modern=False)}
    choices = "|".join(sorted(regex.escape(s) for s in spellings))
    return choices if len(spellings) == 1 else f"(?:{choices})"


def phrase(text: str) -> str:
    """Return a pattern for the phrase: any white space, either tone placement (hoà, hòa), any dash."""
    parts = [r"\s+".join(_word(word) for word in part.split()) for part in text.split(" - ")]
    return r"\s*[-–—]\s*".join(parts)


def alternation(phrases: Iterable[str]) -> str:
    r"""Return a pattern for any of the phrases as whole words, the longest tried first."""
    return _alternation(tuple(phrases))


@lru_cache(maxsize=512)
def _alternation(phrases: tuple[str, ...]) -> str:
    # equally long phrases in the order of the alphabet: the pattern is the same in every run
    ordered = sorted(sorted(set(phrases)), key=len, reverse=True)
    return r"(?<![\p{L}\d])(?:" + "|".join(phrase(p) for p in ordered) + r")(?![\p{L}\d])"


def compiled(phrases: Iterable[str]) -> regex.Pattern[str]:
    """Return `alternation` compiled without regard to case."""
    return regex.compile(alternation(phrases), regex.IGNORECASE)


def skeleton(text: str) -> str:
    """Return the text in lower case without marks, as many characters as before."""
    return strip_marks(nfc(text)).lower()
