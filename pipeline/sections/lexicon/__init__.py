"""Word lists of this room, read from the TOML files beside it."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

import regex
from rapidfuzz.distance import Levenshtein

from pipeline.text import strip_marks


@lru_cache(maxsize=8)
def load(name: str) -> dict[str, Any]:
    """Return a TOML file of this folder as a dictionary."""
    return tomllib.loads((resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def words(name: str) -> tuple[str, ...]:
    """Return a list of `words.toml`."""
    return tuple(load("words")[name])


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Return the text without marks, in lower case; as long as `text` if that is NFC."""
    return strip_marks(text).lower()


@lru_cache(maxsize=100_000)
def bare(text: str) -> str:
    """Return the words of the text alone, without marks and signs, in lower case."""
    return " ".join(regex.findall(r"[^\W_]+", plain(text)))


def resembles(text: str, phrase: str, share: float = 0.2) -> bool:
    """Return whether the bare text is the phrase but for a `share` (0..1) of its letters."""
    limit = int(len(phrase) * share)
    return Levenshtein.distance(bare(text), phrase, score_cutoff=limit) <= limit


@lru_cache(maxsize=64)
def _any_of(phrases: tuple[str, ...]) -> regex.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    return regex.compile(r"(?<!\w)(?:" + "|".join(regex.escape(p.strip()) for p in ordered) + r")(?!\w)")


def begins_with(text: str, phrases: tuple[str, ...]) -> str | None:
    """Return the phrase of whole words that the text begins with, None where there is none."""
    match = _any_of(phrases).match(plain(text).lstrip())
    return match.group() if match else None


def contains(text: str, phrases: tuple[str, ...]) -> str | None:
    """Return the first phrase of whole words that the text holds, None where there is none."""
    match = _any_of(phrases).search(plain(text))
    return match.group() if match else None


def capitals(text: str) -> float:
    """Return the share (0..1) of the letters that are capitals; 0 without letters."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) / len(letters) if letters else 0.0


def in_capitals(text: str, share: float = 0.8) -> bool:
    """Return whether the text is printed in capitals, a misread letter or two allowed."""
    return sum(c.isalpha() for c in text) >= 2 and capitals(text) >= share


@lru_cache(maxsize=1)
def types() -> dict[str, tuple[str, str]]:
    """Return code and name of each document type by its bare name."""
    book = load("types")
    return {bare(name): (code, name) for part in ("more_types", "types") for code, name in book[part].items()}


def type_of(text: str) -> tuple[str, str] | None:
    """Return code and name of the type that a title line names and nothing else; None if it names none."""
    key = bare(text)
    if key in types():
        return types()[key]
    if len(key) < 6 or not in_capitals(text):
        return None
    near = [(Levenshtein.distance(key, name), name) for name in types() if abs(len(name) - len(key)) <= 1]
    best = min(near, default=(9, ""))
    return types()[best[1]] if best[0] <= 1 else None
