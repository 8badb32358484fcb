"""Heads of tables: which rows they take, and where they stand again on the pages that a table runs over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex
from rapidfuzz.distance import Levenshtein

from pipeline.page import Cell, Passage, Word
from pipeline.sections.columns import COUNT, role_of
from pipeline.sections.lexicon import bare, load
from pipeline.sections.rows import Row

ORDINAL = regex.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[a-zđA-Z]|[lI|]{1,3})\W*")
_FIGURE = regex.compile(r"[\d.,]+\s?%?|[-–]")
_MOST = 3
_SAME = 0.75  # of the letters of two heads
_SHORTEST = 8
_FEWEST_ROWS = 3
_LONGEST_NAME = 5  # words
_FEWEST_COLUMNS = 4


def texts_of(row: Row) -> list[str]:
    """Return the texts of a row by column; a plain line is one."""
    return [p.text for p in spread(row, 0)] if row.tabular else [row.text]


def spread(row: Row, count: int) -> list[Passage]:
    """Return the cells of a row by column, empty passages where the grid has none."""
    cells = dict(zip((c.column for c in row.line.cells), row.cells(), strict=True))
    width = max(count, row.line.column_count, *(c + 1 for c in cells)) if cells else count
    return [cells.get(i, Passage("", ())) for i in range(width)]


def is_head(texts: Sequence[str]) -> bool:
    """Return whether the cells are the heads of columns: short, and most known."""
    filled = [t for t in texts if t.strip()]
    if len(filled) < 2 or any(len(t) > 90 for t in filled):
        return False
    roles = [role_of(t) for t in filled]
    known = sum(role != "other" for role in roles)
    starts = role_of(filled[0]) == "ordinal" and bare(filled[0]) in load("columns")["whole"]["ordinal"]
    return known >= 2 and (starts or (known / len(filled) > 0.6 and not any(t.endswith(".") for t in filled)))


def is_count(texts: Sequence[str]) -> bool:
    """Whether the row only counts the columns: (1) (2) (3), A B 1 2."""
    filled = [t.strip() for t in texts if t.strip()]
    return len(filled) >= 3 and len(filled) == len(texts) and all(COUNT.fullmatch(t) for t in filled)


def differs(texts: Sequence[str], head: Sequence[str]) -> bool:
    """Whether a head is another one than that of the open table; misread letters make none."""
    if len(texts) == len(head) and [role_of(t) for t in texts] == [role_of(t) for t in head]:
        return False
    return Levenshtein.normalized_similarity(bare(" ".join(texts)), bare(" ".join(head))) < _SAME


def head_size(rows: Sequence[Row]) -> int:
    """Return how many rows the head takes: at most three, with the row that counts the columns."""
    size = 0
    while size < min(_MOST, len(rows)) and rows[size].tabular and is_head(texts_of(rows[size])):
        size += 1
    shown = _counts, _stands_again, _stands_over_figures, _names_columns
    if size == 0 and rows[0].tabular and any(test(rows) for test in shown):
        size = 1
    if size and size < len(rows) and rows[size].tabular:
        spans = any(c.row_span > 1 or c.column_span > 1 for c in rows[0].line.cells)
        texts = [t for t in texts_of(rows[size]) if t]
        if spans and texts and not ORDINAL.fullmatch(texts[0]) and len(" ".join(texts)) < 80:
            size += 1
    while size and size < min(_MOST, len(rows)) and _is_spanned(rows[0], rows[size], size):
        size += 1
    if size < len(rows) and rows[size].tabular and is_count(texts_of(rows[size])):
        size += 1
    return size


def _is_spanned(head: Row, row: Row, depth: int) -> bool:
    """Return whether a row parts the wide cells of the head, beside others of it that reach down to it."""
    wide = any(c.column_span > 1 for c in head.line.cells)
    reach = next((c.row_span for c in head.line.cells if c.column == 0), 1)
    return wide and reach > depth and row.tabular and row.page == head.page and not _begins(row)


def _begins(row: Row) -> bool:
    return any(cell.column == 0 for cell in row.line.cells)


def _counts(rows: Sequence[Row]) -> bool:
    """Return whether the first row begins "STT" or "TT", and the numbers below it."""
    first, *below = (texts_of(row) for row in rows[:2])
    return bare(first[0]) in ("stt", "tt") and any(ORDINAL.fullmatch(texts[0].strip()) for texts in below)


def _stands_again(rows: Sequence[Row]) -> bool:
    """Return whether the first row stands again at the top of a page, as the head of a long table does."""
    turned = (row for before, row in pairwise(rows) if row.page != before.page and row.tabular)
    return any(_alike(texts_of(row), texts_of(rows[0])) for row in turned)


def _stands_over_figures(rows: Sequence[Row]) -> bool:
    """Return whether the first row names in words what is figures in all rows below it."""
    first, *rest = ([text.strip() for text in texts_of(row)] for row in rows if row.tabular)
    if len(rest) < _FEWEST_ROWS or not all(first) or any(c.isdigit() for text in first for c in text):
        return False
    columns = list(zip(*(row for row in rest if len(row) == len(first)), strict=True))
    return any(len(texts) == len(rest) and all(map(_FIGURE.fullmatch, texts)) for texts in columns[1:])


def _names_columns(rows: Sequence[Row]) -> bool:
    """Return whether the first row names all columns in few words, half of them known ones."""
    texts = [text.strip() for text in texts_of(rows[0])]
    short = all(text and len(text.split()) <= _LONGEST_NAME and not text.endswith(".") for text in texts)
    known = sum(role_of(text) != "other" for text in texts)
    return (
        short
        and 2 * known >= len(texts) >= _FEWEST_COLUMNS
        and not any(c.isdigit() for t in texts for c in t)
    )


def _alike(texts: Sequence[str], head: Sequence[str]) -> bool:
    first, second = (bare(" ".join(row)) for row in (texts, head))
    return len(second) > _SHORTEST and Levenshtein.normalized_similarity(first, second) >= _SAME


def body_of(rows: Sequence[Row], top: int) -> Iterator[Row]:
    """Return the rows below the head, without those that repeat it on later pages.

    Args:
        rows: Of one table.
        top: How many of them the head takes.
    """
    heads = [texts_of(row) for row in rows[:top]]
    page, under = rows[0].page, 0
    for row in rows[top:]:
        turned, page = row.page != page, row.page
        texts = texts_of(row)
        if row.tabular and (_repeats(texts, heads, turned=turned) or is_count(texts)):
            under = top - 1
        elif row.tabular and under and not turned and not _begins(row):
            under -= 1
        else:
            under = 0
            yield row


def _repeats(texts: list[str], heads: Sequence[list[str]], *, turned: bool) -> bool:
    known = any(is_head(head) and is_head(texts) and not differs(texts, head) for head in heads)
    return known or texts in heads or (turned and bool(heads) and _alike(texts, heads[0]))


def unfused(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with what goes on from the page before parted from the repeated head above it.

    Where a merged cell runs over the page, no rule parts its rest from the head of its column.
    """
    out, size = list(rows), head_size(rows)
    for index in range(1, len(rows) - size if size else 0):
        body = rows[index + size]
        if rows[index].page != rows[index - 1].page and body.page == rows[index].page and body.tabular:
            parted = _parted(rows[index], rows[0], size)
            if parted is not None:
                cells = sorted((*parted[1], *body.line.cells), key=lambda cell: cell.column)
                out[index] = replace(rows[index], line=replace(rows[index].line, cells=parted[0]))
                out[index + size] = replace(body, line=replace(body.line, cells=tuple(cells)))
    return out


def _parted(row: Row, head: Row, size: int) -> tuple[tuple[Cell, ...], list[Cell]] | None:
    """Return a repeated head without what is fused to it, and that as cells; None for any other row."""
    names = {cell.column: cell for cell in head.line.cells}
    own, rest = [], []
    for cell in row.line.cells:
        name = names.get(cell.column)
        count = len(name.words) if name is not None else 0
        if name is None or not _named(cell.words[:count], name):
            return None
        own.append(replace(cell, words=cell.words[:count], row_span=min(size, cell.row_span)))
        if cell.row_span > size:
            below = cell.row_span - size
            rest.append(replace(cell, words=cell.words[count:], row_span=below))
        elif len(cell.words) > count:
            return None
    return (tuple(own), rest) if rest else None


def _named(words: Sequence[Word], name: Cell) -> bool:
    text = bare(" ".join(word.text for word in words))
    return Levenshtein.normalized_similarity(text, bare(name.text)) >= _SAME
