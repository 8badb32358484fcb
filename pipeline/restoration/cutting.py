"""A token -> punctuation around it and the parts between / and -, each with its candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import regex

from pipeline.restoration.protection import NET, is_union
from pipeline.restoration.slots import Choice
from pipeline.restoration.spans import Span
from pipeline.restoration.tokens import cut, peel, peel_misread

_ETH = str.maketrans("\u00d0", "Đ")  # the Icelandic letter that looks like it
_STOP = (".", ";", ":", "!", "?")
_QUOTES = "‘’'`´"  # single ones: “ may be answered on the next line


@dataclass(frozen=True, slots=True)
class Token:
    """One token, cut: what stands before, the parts (signs too), what stands after.

    Attributes:
        span: The token and where in its line it was read.
        before: Punctuation.
        parts: Signs, and parts with their candidates.
        after: Punctuation.
        stops: A sentence or clause may end here.
    """

    span: Span
    before: str
    parts: tuple[str | Choice, ...]
    after: str
    stops: bool


LABEL = regex.compile(r"^[(“\"]?(?:[^\W_]|[¢€@&øØ])\)[.:]?$|^\d{1,2}[.,]$|^[IVXHLl1|]{2,5}[.,]$")

_STUCK = regex.compile(r"^(?:[IVX]{1,5}[.,]|\d{1,2}[.)]|[a-zđ]\))(?=\p{L}{2})")  # I.MỤC: no space seen


def cut_token(
    span: Span, choose: Callable[[str, bool], Choice], *, misread: bool = False, head: bool = False
) -> Token:
    """Cut a token into punctuation and parts with their candidates.

    A marker at the `head` of a line stays whole: its sequence tells better than its letters (HI. is III.); so
    does one that the word behind it sticks to.
    """
    text = span.text.translate(_ETH)
    stuck = _STUCK.match(text) if head else None
    marker, text = (stuck[0], text[stuck.end() :]) if stuck else ("", text)
    if NET.search(text) or (head and LABEL.match(text)):
        return Token(span, marker + text, (), "", stops=False)
    before, core, after = peel_misread(text) if misread else peel(text)
    if not core:
        return Token(span, marker + text, (), "", stops=text[-1:] in _STOP)
    if is_union(core):
        return Token(span, marker + text, (), "", stops=any(x in _STOP for x in after))
    parts: list[str | Choice] = []
    code = False
    for part in cut(core):
        if part in "/-–—":
            parts.append(part)
            continue
        code = code or (bool(parts) and part.isalpha() and core[0].isdigit())
        parts.append(choose(part, code))
    return Token(span, marker + before, tuple(parts), after, stops=any(c in _STOP for c in after))


def without_stray_quote(tokens: list[Token]) -> list[Token]:
    """Return a line read in a wrong language without a quote before a word that no other one answers."""
    signs = [c for token in tokens for c in token.span.text if c in _QUOTES]
    if len(signs) != 1:
        return tokens
    return [replace(token, before="") if token.before == signs[0] else token for token in tokens]
