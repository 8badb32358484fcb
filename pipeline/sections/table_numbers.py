"""Numbers of table rows that those around them prove: between 10 and 12 "H1." is 11."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from pipeline.page import Passage

_NUMBER = regex.compile(r"(\W*)(\d{1,3})(\W*)")
_LONGEST = 4
Cells = tuple[Passage, ...]


def with_numbers(body: Sequence[Cells], column: int | None) -> list[Cells]:
    """Return the rows of a group with the misread numbers among them put right; digits stay as read.

    Args:
        body: Its rows; what a merged number spans bears it in each row.
        column: That of the numbers; None where the table has none.
    """
    if column is None:
        return list(body)
    texts = [row[column].text for row in body]
    runs = [i for i, text in enumerate(texts) if i == 0 or text != texts[i - 1]]
    out, said = list(body), [texts[i] for i in runs]
    for at, text in enumerate(said):
        written = (
            _proven(said, at) if text and len(text) <= _LONGEST and not _NUMBER.fullmatch(text) else None
        )
        if written is not None:
            for i in range(runs[at], runs[at + 1] if at + 1 < len(runs) else len(body)):
                out[i] = tuple(_written(c, written) if j == column else c for j, c in enumerate(body[i]))
    return out


def _proven(said: Sequence[str], at: int) -> str | None:
    """Return the number that a row must bear: one more than that before it and one less than the next."""
    before = _NUMBER.fullmatch(said[at - 1]) if at else None
    after = [found for text in said[at + 1 : at + 3] if (found := _NUMBER.fullmatch(text))]
    values = [int(found[2]) for found in after]
    if before is not None and values and values[0] == int(before[2]) + 2:
        return f"{before[1]}{int(before[2]) + 1}{before[3]}"
    if at == 0 and values == [2, 3]:
        return f"{after[0][1]}1{after[0][3]}"
    return None


def _written(cell: Passage, text: str) -> Passage:
    return Passage(text, tuple(replace(piece, start=0, end=len(text)) for piece in cell.pieces[:1]))
