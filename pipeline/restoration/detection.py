"""Which channel each line went through: sound, worn Vietnamese, wrong language, or stripped of marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from pipeline.restoration.tokens import cut, peel

SOUND, WORN, WRONG_LANGUAGE, STRIPPED = "sound", "worn", "wrong_language", "stripped"
OWN_WORDS = 8  # a line with so many words speaks for itself
WINDOW_WORDS = 40
STRONG_SHARE = 0.12  # of words with letters that only a Vietnamese model reads
NOISE_SHARE = 0.02  # of words with letters or signs that stripping marks cannot leave
VIETNAMESE_SHARE = 0.5  # of plain words that are syllables without their marks
WORN_SHARE = 0.006  # of words that are none, from which a Vietnamese reading counts as worn

_STRONG = regex.compile(r"[đĐăĂơƠưƯ\u1EA0-\u1EF9]")
_WORD = regex.compile(r"\p{L}")
_NOISE = regex.compile(r"[^\x00-\x7F\p{Pd}“”‘’…•«»°§²³]|\p{Ll}[\d(){}\[\]|?!'\"@$€¢®©]+\p{Ll}|\b\p{L}\d\b")


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over some words."""

    words: int = 0
    strong: int = 0
    noisy: int = 0
    plain: int = 0
    syllables: int = 0
    unknown: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return the counts of both."""
        return Tally(
            self.words + other.words,
            self.strong + other.strong,
            self.noisy + other.noisy,
            self.plain + other.plain,
            self.syllables + other.syllables,
            self.unknown + other.unknown,
        )


def tally(tokens: Sequence[str], is_word: Callable[[str], bool], is_skeleton: Callable[[str], bool]) -> Tally:
    """Return the counts of one line's tokens."""
    cores = [part for t in tokens for part in cut(peel(t)[1]) if _WORD.search(part)]
    small = [c for c in cores if c.islower() and c.isalpha()]
    return Tally(
        words=len(cores),
        strong=sum(bool(_STRONG.search(c)) for c in cores),
        noisy=sum(bool(_NOISE.search(c)) for c in cores),
        plain=sum(c.isascii() for c in small),
        syllables=sum(c.isascii() and is_skeleton(c) for c in small),
        unknown=sum(not is_word(c) for c in small),
    )


def judge(counts: Tally) -> str:
    """Return the channel that the counts speak for; nothing Vietnamese at all is left as sound."""
    if counts.strong > STRONG_SHARE * counts.words:
        return WORN if counts.unknown > WORN_SHARE * counts.words else SOUND
    if counts.plain and counts.syllables < VIETNAMESE_SHARE * counts.plain:
        return SOUND if counts.noisy <= NOISE_SHARE * counts.words else WRONG_LANGUAGE
    if counts.noisy > NOISE_SHARE * counts.words:
        return WRONG_LANGUAGE
    return STRIPPED if counts.words else SOUND


def detect(tallies: Sequence[Tally], *, scanned: bool = False) -> list[str]:
    """Return the channel of each line, judged with its neighbours; wear is judged over the page.

    Args:
        tallies: One a line.
        scanned: The tokens bear confidences of an OCR: nothing is taken for quite sound.
    """
    page = sum(tallies, Tally())
    worn = scanned or page.unknown > WORN_SHARE * max(page.words, WINDOW_WORDS)
    out = []
    for i, own in enumerate(tallies):
        channel = judge(_window(tallies, i) if own.words < OWN_WORDS else _smoothed(tallies, i))
        if channel in (SOUND, WORN):
            channel = WORN if worn else SOUND
        out.append(channel)
    return out


def _smoothed(tallies: Sequence[Tally], i: int) -> Tally:
    own = tallies[i]
    if own.strong > STRONG_SHARE * own.words:
        return own
    if any(t.strong for t in tallies[max(0, i - 1) : i + 2]):
        return own
    return _window(tallies, i)


def _window(tallies: Sequence[Tally], i: int) -> Tally:
    total, reach = tallies[i], 1
    while total.words < WINDOW_WORDS and reach < len(tallies):
        for j in (i - reach, i + reach):
            if 0 <= j < len(tallies):
                total = total + tallies[j]
        reach += 1
    return total
