"""Finds short forms that the document itself defines: "(CCHC)", "(sau đây gọi tắt là Kế hoạch)"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.document import Abbreviation
from pipeline.extraction.sources import Frames, confidence_of, source_of
from pipeline.page import Passage
from pipeline.text import strip_marks


@dataclass(frozen=True, slots=True)
class Definition:
    """A short form with its long one; characters `start` to `end` hold both."""

    start: int
    end: int
    short: str
    long: str


_DEFINED = regex.compile(
    r"\(\s*(?:(?:sau đây|dưới đây)\s+)?(?:(?:được\s+)?(?:gọi|viết)\s+(?:tắt|gọn|chung|là)|viết tắt)"
    r"(?:\s+là)?\s*:?\s*[“\"]?([^()“”\"]{2,60}?)[”\"]?\s*\)",
    regex.IGNORECASE,
)
_BRACKETED = regex.compile(r"\(\s*(\p{Lu}[\p{Lu}\p{L}&-]{1,11})\s*\)")
_SMALL = {"va", "cua", "cac", "ve", "cho", "-", "–", "trong", "doi", "voi"}


def find_abbreviations(text: str) -> list[Definition]:
    """Return the short forms that a text defines, in order."""
    found = []
    for match in _DEFINED.finditer(text):
        short = match.group(1).strip()
        long = expansion(text[: match.start()], short) or _named(text[: match.start()], short)
        if long:
            found.append(Definition(max(0, text.rfind(long, 0, match.start())), match.end(), short, long))
    for match in _BRACKETED.finditer(text):
        short = match.group(1)
        long = expansion(text[: match.start()], short) if sum(c.isupper() for c in short) >= 2 else None
        if long:
            found.append(Definition(max(0, text.rfind(long, 0, match.start())), match.end(), short, long))
    return sorted(found, key=lambda d: d.start)


def expansion(before: str, short: str) -> str | None:
    """Return the words right before a bracket whose initials spell the short form; None where they do not.

    Small words ("và", "của") may be left out of the short form.
    """
    letters = [c for c in strip_marks(short).lower() if c.isalpha()]
    words = [
        (m.start(), strip_marks(m.group()).lower()) for m in regex.finditer(r"[\p{L}]+|[-–]", before[-160:])
    ]
    if not letters or sum(c.isupper() for c in short) < max(2, len(letters) - 2):
        return None
    offset = max(0, len(before) - 160)
    start = _spell(words, letters)
    return before[offset + start :].strip(" ,") if start is not None else None


def _spell(words: Sequence[tuple[int, str]], letters: Sequence[str]) -> int | None:
    """Return where the shortest run of last words begins whose initials spell the letters."""
    at, left = len(words) - 1, list(letters)
    start: int | None = None
    while at >= 0 and left:
        place, word = words[at]
        if word[:1] == left[-1]:
            left.pop()
            start = place
        elif word not in _SMALL:
            return None
        at -= 1
    return start if not left else None


def _named(before: str, short: str) -> str | None:
    """Return what a name in place of initials stands for: from its own last mention, or the last clause."""
    near, parts = before[-400:].rstrip(), short.split()
    # "Ban Chỉ đạo huyện": "Ban Chỉ đạo … huyện X"
    for count in range(len(parts), min(1, len(parts) - 1), -1):
        at = near.lower().rfind(" ".join(parts[:count]).lower())
        if at >= 0:
            return near[at:]
    words = regex.split(r"[;:]\s|\.\s", near)[-1].split()
    return " ".join(words[-40:]).strip(" ,") or None


def collect(passages: Sequence[Passage], frames: Frames) -> tuple[Abbreviation, ...]:
    """Return the short forms of the document, the first definition of each."""
    found: dict[str, Abbreviation] = {}
    for passage in passages:
        for definition in find_abbreviations(passage.text):
            words = passage.slice(definition.start, definition.end)
            found.setdefault(
                definition.short,
                Abbreviation(
                    short=definition.short,
                    long=definition.long,
                    source=source_of(words, frames),
                    confidence=confidence_of(words, 0.95),
                ),
            )
    return tuple(found.values())
