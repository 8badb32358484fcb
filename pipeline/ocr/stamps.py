"""Ruled stamps of incoming mail that hang over the left edge of the text: their words are not the text's."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry import Box, Grid
from pipeline.ocr.layout import Run, box_of
from pipeline.ocr.rules import Network
from pipeline.page import Word

_WIDEST_IN, _HIGHEST_IN = 2.8, 1.5
_HANGS_IN = 0.3
_SURE = 0.6  # a word of the text that lies under the stamp is kept where it was read as surely


def find_frames(found: Sequence[Network], grids: Sequence[Grid], dpi: float) -> tuple[Box, ...]:
    """Return the frames as large as a stamp in the upper half of the page that are no tables.

    Args:
        found: The networks of rules of the page.
        grids: Tables of the page.
        dpi: Of the image that both were found on.
    """
    return tuple(
        box
        for rules, box in found
        if box.y1 < rules.level.shape[0] / 2
        and box.width < _WIDEST_IN * dpi
        and box.height < _HIGHEST_IN * dpi
        and not any(grid.box.holds(box.centre_x, box.centre_y) for grid in grids)
    )


def parted(runs: Sequence[Run], frames: Sequence[Box], dpi: float) -> tuple[list[Run], list[Run]]:
    """Return the runs without the words of stamps, and the runs of the stamps.

    A frame within the text's edges ("HOẢ TỐC" below the number) is no such stamp.

    Args:
        runs: Any order.
        frames: As `find_frames` gives them.
        dpi: Of the image that was read.
    """
    hanging = [frame for frame in frames if frame.x0 < _left_edge(runs, frames) - _HANGS_IN * dpi]
    if not hanging:
        return list(runs), []
    left = _left_edge(runs, frames)
    text: list[Run] = []
    stamps: list[Run] = []
    for run in runs:
        whole = all(_within(word, hanging) for word in run.words)
        ours = [w for w in run.words if not _within(w, hanging) or (not whole and _is_text(w, left))]
        theirs = [w for w in run.words if not any(w is own for own in ours)]
        text += [Run.of(ours)] if ours else []
        stamps += [Run.of(theirs)] if theirs else []
    return text, stamps


def _left_edge(runs: Sequence[Run], frames: Sequence[Box]) -> float:
    """Return where the long lines begin that no frame touches; a tenth may begin further left."""
    clear = [run for run in runs if not any(_within(word, frames) for word in run.words)]
    starts = sorted(run.box.x0 for run in clear if len(run.text) > 40)
    return starts[len(starts) // 10] if starts else 0.0


def _is_text(word: Word, left: float) -> bool:
    return box_of(word).x0 >= left - box_of(word).height / 2 and word.confidence >= _SURE


def _within(word: Word, frames: Sequence[Box]) -> bool:
    box = box_of(word)
    return any(frame.holds(box.centre_x, box.centre_y) for frame in frames)
