"""What goes into a restorer and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One token as read, with what the OCR says of it.

    Attributes:
        text: The token between two spaces.
        confidence: The OCR's, 0..1; 1 for plain text.
        alternatives: Other readings, best first.
    """

    text: str
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """One token as it is believed to be.

    Attributes:
        text: The token.
        first: Index in its line of the first token read that it comes from.
        last: Index of the last; two tokens of one span are a split, a longer span is a join.
        confidence: 0..1 that `text` is right.
        reason: `restored`, `split`, `joined` or `marker`; None where nothing was changed.
        alternatives: What else it could be, best first.
        in_doubt: It could not be settled.
    """

    text: str
    first: int
    last: int
    confidence: float = 1.0
    reason: str | None = None
    alternatives: tuple[str, ...] = ()
    in_doubt: bool = False


Restorer = Callable[[Sequence[Sequence[Evidence]]], list[list[Restored]]]
