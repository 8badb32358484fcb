"""What a line is by its looks: body, page number, stamp or noise; its indent and weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.ocr.ink import Strokes
from pipeline.ocr.layout import Run, box_of
from pipeline.page import Line

_PAGE_NUMBER = re.compile(r"[-–—.]?\s*\d{1,4}\s*[-–—.]?(\s*/\s*\d{1,4})?")
_SIGNED = re.compile(r"\d\d?[./]\d\d?[./]\d{4} \d\d?:\d\d|[+-]\d\d:?00\b|\S@\S+\.\S|\w\.gov\.vn")
_MARGIN = 0.12  # of the page's height: where page numbers and electronic seals stand
_SMALL = 0.75  # of the usual height: type of an electronic seal
_BOLD = 1.2  # of the usual width of strokes


def with_roles(
    runs: Sequence[Run], page_size: tuple[int, int], height: float, strokes: Strokes
) -> list[Line]:
    """Return the runs as lines with role, indent and weight.

    Args:
        runs: In reading order.
        page_size: (width, height) in pixels.
        height: Usual height of a word in pixels.
        strokes: Of the same page.
    """
    roles = [_role(run, page_size, height) for run in runs]
    body = [run for run, role in zip(runs, roles, strict=True) if role == "body"]
    left = _left_edge(body)
    widths = [strokes.width(run.box) / run.box.height for run in body if len(run.text) > 5]
    usual = median(widths) if widths else 0.0
    lines = []
    for run, role in zip(runs, roles, strict=True):
        line = Line(run.words, run.box, role=role, block=run.block, indent_px=max(0.0, run.box.x0 - left))
        lines.append(replace(line, bold=_bold(run, strokes, usual)))
    return lines


def _role(run: Run, page_size: tuple[int, int], height: float) -> str:
    at = run.box.centre_y / page_size[1]
    edge = at < _MARGIN or at > 1 - _MARGIN
    if edge and run.block == 0 and _PAGE_NUMBER.fullmatch(run.text):
        return "page_number"
    if is_stamp(run, page_size, height):
        return "stamp"
    return "noise" if _is_noise(run, height) else "body"


def is_stamp(run: Run, page_size: tuple[int, int], height: float) -> bool:
    """Return whether a run is the small print of an electronic seal at the top of the page."""
    if run.box.centre_y > _MARGIN * page_size[1]:
        return False
    heights = [box_of(word).height for word in run.words]
    return bool(_SIGNED.search(run.text)) or median(heights) < _SMALL * height


def _is_noise(run: Run, height: float) -> bool:
    letters = sum(c.isalnum() for c in run.text)
    if letters == 0:
        return len(run.text) < 3 or run.confidence < 0.6
    odd = run.box.height < 0.3 * height or run.box.height > 3 * height
    short = letters < 4
    return run.confidence < 0.3 or (odd and run.confidence < 0.7) or (short and run.confidence < 0.5)


def _left_edge(body: Sequence[Run]) -> float:
    """Return where most lines begin; a tenth may begin further left."""
    starts = sorted(run.box.x0 for run in body if run.block == 0 and len(run.text) > 20)
    starts = starts or sorted(run.box.x0 for run in body)
    return starts[len(starts) // 10] if starts else 0.0


def _bold(run: Run, strokes: Strokes, usual: float) -> bool | None:
    if usual <= 0 or sum(c.isalnum() for c in run.text) < 2:
        return None
    return strokes.width(run.box) / run.box.height > _BOLD * usual
