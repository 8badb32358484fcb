"""Which channel each line went through: sound, worn Vietnamese, wrong language, or stripped of marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from pipeline.restoration.tokens import cut, peel

SOUND, WORN, WRONG_LANGUAGE, STRIPPED = "sound", "worn", "wrong_language", "stripped"
_OWN_WORDS = 8  # a line with so many words speaks for itself
_WINDOW_WORDS = 40
_WINDOW_LINES = 40
_STRONG_SHARE = 0.12  # of words with letters that only a Vietnamese model reads
_NOISE_SHARE = 0.02  # of words with letters or signs that stripping marks cannot leave
_VIETNAMESE_SHARE = 0.5  # of plain words that are syllables without their marks
WORN_SHARE = 0.006  # of words that are certainly misread, from which a Vietnamese reading is worn
_WORN_WORDS = 150  # around a line, over which that share is taken

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

    def __add__(self, other: Tally) -> Tally:
        """Return the counts of both."""
        return Tally(
            self.words + other.words,
            self.strong + other.strong,
            self.noisy + other.noisy,
            self.plain + other.plain,
            self.syllables + other.syllables,
        )


def tally(tokens: Sequence[str], is_skeleton: Callable[[str], bool]) -> Tally:
    """Return the counts of one line's tokens."""
    cores = [part for t in tokens for part in cut(peel(t)[1]) if _WORD.search(part)]
    small = [c for c in cores if c.islower() and c.isalpha()]
    return Tally(
        words=len(cores),
        strong=sum(bool(_STRONG.search(c)) for c in cores),
        noisy=sum(bool(_NOISE.search(c)) for c in cores),
        plain=sum(c.isascii() for c in small),
        syllables=sum(c.isascii() and is_skeleton(c) for c in small),
    )


def judge(counts: Tally) -> str:
    """Return the channel that the counts speak for; nothing Vietnamese at all is left as sound."""
    if _is_vietnamese(counts):
        return SOUND
    if counts.plain and counts.syllables < _VIETNAMESE_SHARE * counts.plain:
        return SOUND if counts.noisy <= _NOISE_SHARE * counts.words else WRONG_LANGUAGE
    if counts.noisy > _NOISE_SHARE * counts.words:
        return WRONG_LANGUAGE
    return STRIPPED if counts.words else SOUND


def detect(tallies: Sequence[Tally]) -> list[str]:
    """Return the channel of each line by its letters, judged with its neighbours; SOUND may yet be WORN."""
    foreign = [Tally() if _is_vietnamese(t) else t for t in tallies]
    return [
        judge(_window(tallies, i) if own.words < _OWN_WORDS else _smoothed(tallies, foreign, i))
        for i, own in enumerate(tallies)
    ]


def worn_lines(channels: Sequence[str], words: Sequence[int], mended: Sequence[int]) -> list[str]:
    """Return the channels with WORN for the lines read as SOUND that stand among misread words.

    Args:
        channels: Of each line.
        words: How many words each line has.
        mended: How many of them are certainly misread.
    """
    out = list(channels)
    for i, channel in enumerate(channels):
        if channel != SOUND:
            continue
        first, last = i, i
        count, bad = words[i], mended[i]
        while count < _WORN_WORDS and (first > 0 or last + 1 < len(words)):
            if first > 0:
                first -= 1
                count, bad = count + words[first], bad + mended[first] * (channels[first] == SOUND)
            if last + 1 < len(words):
                last += 1
                count, bad = count + words[last], bad + mended[last] * (channels[last] == SOUND)
        if bad > max(1.0, WORN_SHARE * count):
            out[i] = WORN
    return out


def _smoothed(tallies: Sequence[Tally], foreign: Sequence[Tally], i: int) -> Tally:
    """Return the counts of a long line, with those of its like around it where it says little itself.

    Args:
        tallies: Of all lines.
        foreign: The same, nothing counted in lines that are Vietnamese.
        i: Which line.
    """
    own = tallies[i]
    if _is_vietnamese(own) or any(t.strong for t in tallies[max(0, i - 1) : i + 2]):
        return own
    return _window(foreign, i)


def _is_vietnamese(counts: Tally) -> bool:
    return counts.strong > _STRONG_SHARE * counts.words


def _window(tallies: Sequence[Tally], i: int) -> Tally:
    total, reach = tallies[i], 1
    while total.words < _WINDOW_WORDS and reach < min(len(tallies), _WINDOW_LINES):
        for j in (i - reach, i + reach):
            if 0 <= j < len(tallies):
                total = total + tallies[j]
        reach += 1
    return total
