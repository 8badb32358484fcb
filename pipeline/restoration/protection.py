"""What passes as it was read: numbers, codes, e-mail and URLs, acronyms."""

from __future__ import annotations

import regex

NET = regex.compile(r"@.+\.|://|^www\.|\.(?:vn|com|net|org|gov|edu)(?:\W|$)", regex.I)
_SHORT_NUMBER = regex.compile(r"^[$€]?\d{1,2}[@in]?$")  # may be a word in a wrong language: 6 is ở, $6 is số
_LABEL = regex.compile(r"^(?:\d{1,3}\p{L}|\p{Lu}\d{1,3}|\p{L}\d)$")  # 2b, A01, c1
_MISREAD_LABEL = regex.compile(r"^(?:[2357-9]\p{L}|\p{Lu}\d{2,3})$")  # but 1y is lý, 4p áp and s6 số
_WITH_POINT = regex.compile(r"\d[.,;:)]|[.,;:(]\d|[²³]")  # 1.Tuyên, km²
_ROMAN = regex.compile(r"^[IVX]*(?:II|IV|IX)[IVX]*$")  # VI and XI may be words
_UNION = regex.compile(r"^\p{Lu}+&\p{Lu}+$")  # DD&CN


def may_be_number(part: str) -> bool:
    """Return whether a part reads as a short number that may be a word of a wrong-language reading."""
    return bool(_SHORT_NUMBER.match(part))


def is_roman(part: str) -> bool:
    """Return whether a part can be nothing but a Roman number."""
    return bool(_ROMAN.match(part))


def is_union(core: str) -> bool:
    """Return whether a core is acronyms joined by &."""
    return bool(_UNION.match(core))


def is_fixed(part: str, *, upper: bool, capitals: bool, misread: bool) -> bool:
    """Return whether a part with digits is a number or a label rather than a misread word.

    Args:
        part: As read, without punctuation around.
        upper: It is in capitals.
        capitals: So is its line.
        misread: Read in a wrong language, which takes letters for digits.
    """
    digits = sum(c.isdigit() for c in part)
    if not digits:
        return False
    if _WITH_POINT.search(part):
        return True
    letters = sum(c.isalpha() for c in part)
    return (
        digits > letters + 1
        or (upper and not capitals)
        or (part[0].isdigit() and digits > 1)
        or bool((_MISREAD_LABEL if misread else _LABEL).match(part))
    )
