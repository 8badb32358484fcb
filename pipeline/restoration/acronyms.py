"""Acronyms and parts of codes by their letters: which is meant where an OCR lost strokes (ITHC is TTHC)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.text import is_syllable, strip_marks

_CODE_SHARE = 0.8  # of a code's sightings that bear a stroke, from which D is read as Đ
_SETTLED = 20  # sightings from which an acronym stands for others that look like it
_LONG = 4  # letters of an acronym that may be told by its look
_SAME = str.maketrans("TJL1|!Q0D", "IIIIIIOOO")  # signs that one print is read as another


def _folded(acronym: str) -> str:
    """Return the acronym with signs that OCR takes for one another made one: TTHC and ITHC are level."""
    return strip_marks(acronym).translate(_SAME)


@dataclass(slots=True)
class Acronyms:
    """The corpus' acronyms and codes.

    Attributes:
        known: Acronym of running text -> sightings.
        code_parts: Part of a number-and-symbol -> sightings.
    """

    known: Mapping[str, int]
    code_parts: Mapping[str, int]
    _by_bare_code: dict[str, str] = field(init=False)
    _by_fold: dict[str, str] = field(init=False)
    _by_bare: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the forms by what they look like without strokes."""
        self._by_bare_code = _with_stroke(self.code_parts)
        self._by_bare = _with_stroke(self.known)
        self._by_fold = {}
        for name in sorted(self.known, key=lambda a: -self.known[a]):
            if len(name) >= _LONG and self.known[name] >= _SETTLED:
                self._by_fold.setdefault(_folded(name), name)

    def code(self, part: str) -> str:
        """Return a code's part with its strokes, the part itself where it is known so; else nothing."""
        written = self._by_bare_code.get(strip_marks(part), "")
        return written or (part if part in self.code_parts else "")

    def acronym(self, part: str, *, misread: bool) -> str:
        """Return which acronym a word in capitals is; nothing where none is known.

        Args:
            part: In capitals.
            misread: Read in a wrong language: strokes are lost and letters taken for one another.
        """
        if len(part) < 2:
            return ""
        mended = self._by_bare.get(part, "") if misread else ""
        if mended or part in self.known or part in self.code_parts:
            return mended or part
        if is_syllable(part) or not (misread or _has_vowel_mark(part)):
            return ""
        return self._by_fold.get(_folded(part), "")


def _has_vowel_mark(part: str) -> bool:
    return not part.replace("Đ", "D").isascii()


def _with_stroke(counts: Mapping[str, int]) -> dict[str, str]:
    """Return for forms without their strokes (QD) what they are (QĐ) where that is settled."""
    forms: dict[str, dict[str, int]] = {}
    for code, n in counts.items():
        forms.setdefault(strip_marks(code), {})[code] = n
    out = {}
    for bare, found in forms.items():
        best = max(found, key=lambda code: found[code])
        if best != bare and found[best] >= _CODE_SHARE * sum(found.values()):
            out[bare] = best
    return out
