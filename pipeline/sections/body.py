"""What the blocks of a body are: unnumbered headings, what introduces it, what closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.sections.blocks import Block
from pipeline.sections.flow import ends
from pipeline.sections.headings import Shape, is_closing, is_unnumbered, plain_verdict
from pipeline.sections.lexicon import bare, type_of, words

_PROSE = 15  # words from which a paragraph is no heading, signature or list


def with_headings(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the unnumbered headings marked."""
    out = []
    for index, found in enumerate(blocks):
        block = found
        plain = block.number is None and block.bullet is None and block.table is None
        if plain and type_of(block.text.rstrip(" :")) is None and bare(block.text) not in words("enacts"):
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            followed = after is not None and (after.bullet is not None or after.number is not None)
            bold = block.rows[0].line.bold if block.rows else None
            over_prose = _stands_over_prose(blocks, index)
            if after is not None and is_unnumbered(
                block.text, bold=bold, followed=followed, over_prose=over_prose
            ):
                block = replace(block, heading=True)
        out.append(block)
    return out


def _stands_over_prose(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line of typed text stands by itself between a finished paragraph and one of sentences."""
    if index == 0 or index + 1 == len(blocks) or any(row.box is not None for row in blocks[index].rows):
        return False
    above, below = blocks[index - 1], blocks[index + 1]
    apart = above.number is not None or above.table is not None or ends(above.text)
    prose = below.table is None and below.number is None and ends(below.text)
    return apart and prose and len(below.text.split()) >= _PROSE and len(blocks[index].rows) == 1


def lead_size(blocks: Sequence[Block], *, titled: bool) -> int:
    """Return how many blocks stand before the body: the basis and what introduces the document."""
    first = next((i for i, b in enumerate(blocks) if b.number or b.heading), None)
    if first is not None:
        before = blocks[:first]
        loose = any(b.bullet or b.table for b in before)
        return first if (titled and not any(b.table for b in before)) or not loose else 0
    for index, block in enumerate(blocks):
        if block.table is not None:
            return index
        if block.text.rstrip().endswith(":"):
            return index + 1
        if block.bullet is not None:
            return index if titled else 0
    return 0 if not titled else min(1, len(blocks))


def split_closing(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Part the closing paragraphs from the end of the body."""
    at = len(blocks)
    while at > 1 and len(blocks) - at < 3:
        block, before = blocks[at - 1], blocks[at - 2]
        free = not (block.number or block.bullet or block.heading or block.table)
        after_items = before.bullet is not None or before.table is not None or len(before.text) > 120
        ended = block.text.rstrip().endswith("./.") and after_items
        if not free or _is_heading(before) or not (is_closing(block.text) or ended):
            break
        if not is_closing(block.text) and not (before.bullet or before.number):
            break
        at -= 1
    return blocks[:at], blocks[at:]


def _is_heading(block: Block) -> bool:
    """Whether a block is the heading of what follows it."""
    if block.number is None:
        return block.heading
    return plain_verdict(Shape(block.text, followed=True, parent=False)) is True
