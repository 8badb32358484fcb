"""Digits lost to other signs inside a date that the words around prove: ngày l5 tháng 1] năm 2024."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from pipeline.restoration.evidence import Evidence, Restored
from pipeline.restoration.tokens import peel

LOOKALIKES = str.maketrans("lI|]!iOo", "11111100")
_BROKEN = regex.compile(r"^(?=.*\d)(?=.*\D)[\dlI|\]!iOo]{2}$")  # one true digit and one lost
_NUMBER = regex.compile(r"^\d{1,2}\b")
DAYS, MONTHS = 31, 12


def mend_dates(
    lines: Sequence[Sequence[Restored]], read: Sequence[Sequence[Evidence]]
) -> list[list[Restored]]:
    """Return the lines with broken days and months mended and marked as in doubt.

    Args:
        lines: As decoded.
        read: The tokens that they come from.
    """
    return [
        [_mended(items, k, tokens) for k in range(len(items))]
        for items, tokens in zip(lines, read, strict=True)
    ]


def _mended(items: Sequence[Restored], k: int, tokens: Sequence[Evidence]) -> Restored:
    item = items[k]
    text = tokens[item.first].text
    if item.first != item.last or not _BROKEN.match(text):
        return item
    digits = text.translate(LOOKALIKES)
    if not 1 <= int(digits) <= _most(items, k) or (text.endswith("]") and any("[" in i.text for i in items)):
        return item
    return replace(item, text=digits, reason="restored", confidence=0.9, alternatives=(text,), in_doubt=True)


def _most(items: Sequence[Restored], k: int) -> int:
    """Return the largest number that may stand here in a date; 0 where no date is proven."""
    before, after = (peel(items[j].text)[1].lower() if 0 <= j < len(items) else "" for j in (k - 1, k + 1))
    if before == "tháng" and after == "năm":
        return MONTHS
    dated = before == "ngày" or (k + 2 < len(items) and _NUMBER.match(items[k + 2].text))
    return DAYS if after == "tháng" and dated else 0
