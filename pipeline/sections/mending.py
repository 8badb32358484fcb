"""Enumerators that the items around them prove to be misread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.sections.blocks import Block
from pipeline.sections.enumerators import LETTERS, roman
from pipeline.sections.numbering import Numbered


def mend(blocks: Sequence[Block]) -> list[Block]:
    """Repair single enumerators that break a sound sequence: 2, 8, 4 is 2, 3, 4."""
    out = list(blocks)
    runs: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.number is None:
            continue
        depth = block.number.depth
        for deeper in [d for d in runs if d > depth]:
            del runs[deeper]
        run = runs.setdefault(depth, [])
        run.append(index)
        if len(run) >= 3:
            _mend_middle(out, run[-3:])
    return out


def _mend_middle(blocks: list[Block], run: Sequence[int]) -> None:
    first, middle, last = (blocks[i].number for i in run)
    assert first is not None and middle is not None and last is not None
    styles = {n.reading.style for n in (first, middle, last)}
    want = first.reading.value + 1
    if len(styles) != 1 or last.reading.value != want + 1 or middle.reading.value == want:
        return
    reading = middle.reading
    if reading.style == "a)" and want <= len(LETTERS):
        label = LETTERS[want - 1]
    elif reading.style in ("1.", "1)", "(1)"):
        label = str(want)
    elif reading.style == "I.":
        label = roman(want)
    else:
        return
    mended = replace(reading, value=want, label=label, parts=(label,))
    blocks[run[1]] = replace(blocks[run[1]], number=Numbered(mended, middle.depth, (label,)))
