"""List markers mended by their sequence: a) b) ¢) d) d) e) 2) h) is a) b) c) d) đ) e) g) h)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from pipeline.restoration.detection import SOUND
from pipeline.restoration.evidence import Restored

LETTERS = "abcdđeghiklmnopqrstuvxy"  # điểm, Nghị định 30/2020; f, j, w, z are not used
LOOKALIKES = {
    "b": "b6ph",
    "c": "c¢eo€(",
    "d": "dđa",
    "đ": "đdf4",
    "e": "eéè€cđ6",
    "g": "g2q98øễøyzsp",
    "h": "hbnñ",
    "i": "i1ìíljÏ¡",
    "k": "kx",
    "l": "l1iI|",
    "o": "o0",
    "q": "qg9",
}
_LETTER = regex.compile(r"^([(“\"]?)(.)\)([.:]?)$")
_NUMBER = regex.compile(r"^(\d{1,2})([.,])$")
_STROKES = regex.compile(r"^[I1l|!TitL]{1,3}$")
_ROMAN_AFTER = ("lục", "LỤC")


@dataclass(slots=True)
class _Sequence:
    """The last letter and the last number seen at the head of a line."""

    letter: str = ""
    number: int = 0

    def mend(self, text: str) -> str:
        """Return the marker as the sequence has it, or as it is."""
        number = _NUMBER.match(text)
        if number:
            value, follows = int(number[1]), int(number[1]) == self.number + 1
            if number[2] == "." or follows:
                self.number, self.letter = value, ""
                return f"{number[1]}."
            return text
        letter = _LETTER.match(text)
        if letter is None:
            return text
        mended = self._letter(letter[2])
        return f"{letter[1]}{mended}){letter[3]}"

    def _letter(self, read: str) -> str:
        low = read.lower()
        at = LETTERS.find(self.letter) if self.letter else -1
        expected = LETTERS[at + 1] if at + 1 < len(LETTERS) else ""
        if low == expected or read == "a":
            self.letter = low
            return read
        if expected and low in LOOKALIKES.get(expected, "") and (low not in LETTERS or low == self.letter):
            self.letter = expected
            return expected
        if (
            expected
            and low in LOOKALIKES.get(expected, "")
            and at >= 0
            and not 0 < LETTERS.find(low) - at < 3
        ):
            self.letter = expected
            return expected
        if low == "¢":
            low = read = "c"
        if low in LETTERS:
            self.letter = low
        return read


def mend_markers(lines: Sequence[list[Restored]], channels: Sequence[str]) -> list[list[Restored]]:
    """Return the lines with the markers at their heads, and Roman numbers of appendices, mended.

    Args:
        lines: As decoded.
        channels: Of each line; a sound line is only read, never changed.
    """
    sequence, out = _Sequence(), []
    for line, channel in zip(lines, channels, strict=True):
        if not line:
            out.append(line)
            continue
        mended = sequence.mend(line[0].text)
        items = list(line)
        if channel != SOUND:
            if mended != line[0].text:
                items[0] = _marked(line[0], mended)
            items = [_roman(items, k) for k in range(len(items))]
        out.append(items)
    return out


def _roman(items: Sequence[Restored], k: int) -> Restored:
    text = items[k].text
    if not k or not items[k - 1].text.endswith(_ROMAN_AFTER) or not _STROKES.match(text) or text.isdigit():
        return items[k]
    mended = "I" * len(text)
    return items[k] if mended == text else _marked(items[k], mended)


def _marked(item: Restored, text: str) -> Restored:
    return replace(
        item, text=text, reason="marker", confidence=0.9, alternatives=(item.text,), in_doubt=False
    )
