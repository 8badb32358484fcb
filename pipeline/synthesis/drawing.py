"""Lays a plan out as Nghị định 30/2020 (Phụ lục I) orders and draws its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.synthesis import marks
from pipeline.synthesis.flow import Flow, Paper, set_centred_lines, set_paragraph, wrap
from pipeline.synthesis.plan_text import Annex, Block, PlanText, Prose, Style
from pipeline.synthesis.ruled import set_grid
from pipeline.synthesis.sheet import DrawnPage
from pipeline.synthesis.typeface import constant_words, find_typeface

_HEAD_PT = 13.0
_NATION_PT = 12.5
_SIGN_SPACE_MM = 27.0


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """How a plan is set.

    Attributes:
        dpi: Dots per inch of the pages.
        size_pt: Size of the running text, 13 to 14 by the decree.
        line_spacing: 1 to 1.5 by the decree.
        typeface: Name of a family, None for the first one with all letters.
        marks: Draw seal and signature.
        seed: Of the signature and of how the seal sits.
    """

    dpi: float = 300.0
    size_pt: float = 14.0
    line_spacing: float = 1.08
    typeface: str | None = None
    marks: bool = True
    seed: int = 0


def draw(plan: PlanText, options: DrawOptions | None = None) -> tuple[DrawnPage, ...]:
    """Return the pages of a plan with the truth about every line and word.

    Raises:
        DependencyError: No typeface has all Vietnamese letters.
    """
    options = options or DrawOptions()
    typeface = find_typeface(options.typeface)
    flow = Flow(Paper(options.dpi, typeface, options.size_pt, options.line_spacing))
    _set_letterhead(flow, plan)
    _set_title(flow, plan)
    _set_blocks(flow, plan.blocks)
    _set_ending(flow, plan, options)
    for annex in plan.annexes:
        _set_annex(flow, annex)
    return flow.finish()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of one of the two columns at the head or foot of a plan."""

    text: str
    size_pt: float
    style: Style


def _set_letterhead(flow: Flow, plan: PlanText) -> None:
    """Ô 1 to 4: two columns, each centred, with a rule under the organ and under the motto."""
    words, sheet = constant_words(), flow.sheet
    width = flow.right - flow.left
    left_axis, right_axis = flow.left + 0.18 * width, flow.left + 0.705 * width
    top = flow.y
    organ = [_Entry(line, _HEAD_PT, "regular") for line in plan.parent_organ]
    organ += [_Entry(line, _HEAD_PT, "bold") for line in plan.issuing_organ]
    nation = [_Entry(words["nation"], _NATION_PT, "bold"), _Entry(words["motto"], 14.0, "bold")]
    rows = max(len(organ), len(nation))
    number_y = top + (rows + 1.35) * flow.pitch(_HEAD_PT)
    _set_column(flow, organ, left_axis, top, block=1, rule_share=0.45)
    flow.y = number_y
    _set_column(flow, [_Entry(_number(plan), 13.0, "regular")], left_axis, number_y - flow.pitch(13), block=1)
    _set_column(flow, nation, right_axis, top, block=2, rule_share=1.0)
    place = [_Entry(_place_and_date(plan), 13.5, "italic")]
    flow.y = _set_column(flow, place, right_axis, number_y - flow.pitch(13), block=2) + sheet.pt(16)


def _set_column(
    flow: Flow, entries: Sequence[_Entry], axis: float, y: float, *, block: int, rule_share: float = 0
) -> float:
    """Set lines around an axis from `y` downwards; return where they end."""
    sheet = flow.sheet
    for entry in entries:
        y += flow.pitch(_HEAD_PT)
        baseline = y - 0.28 * flow.pitch(_HEAD_PT)
        placed = sheet.set_centred(entry.text, axis, baseline, entry.size_pt, entry.style)
        sheet.add_line(placed, block=block, bold="bold" in entry.style)
    if rule_share:
        half = sheet.width(entries[-1].text, entries[-1].size_pt, entries[-1].style) * rule_share / 2
        sheet.rule(axis - half, y + sheet.pt(2.5), axis + half, y + sheet.pt(2.5))
    return y


def _number(plan: PlanText) -> str:
    text: str = constant_words()["number"].format(number_symbol=plan.number_symbol)
    return text


def _place_and_date(plan: PlanText) -> str:
    """Days under 10 and months under 3 take a zero (Nghị định 30/2020, Phụ lục I, ô 4)."""
    date = plan.date
    month = f"{date.month:02d}" if date.month < 3 else str(date.month)
    pattern: str = constant_words()["place_and_date"]
    return pattern.format(place=plan.place, day=f"{date.day:02d}", month=month, year=date.year)


def _set_title(flow: Flow, plan: PlanText) -> None:
    set_centred_lines(flow, (plan.type_name,), 14.0, "bold")
    width = set_centred_lines(flow, plan.subject, 14.0, "bold")
    y = flow.y + flow.sheet.pt(3)
    half = min(width / 2, flow.sheet.mm(22))
    flow.sheet.rule(flow.centre - half, y, flow.centre + half, y)
    flow.y = y + flow.sheet.pt(14)


def _set_blocks(flow: Flow, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if isinstance(block, Prose):
            set_paragraph(flow, block)
        else:
            set_grid(flow, block)


def _set_ending(flow: Flow, plan: PlanText, options: DrawOptions) -> None:
    """Ô 7 to 9: recipients at the left, signature at the right, together on one page."""
    signing = [_Entry(line, 14.0, "bold") for line in plan.signing.lines]
    recipients = _recipient_lines(flow, plan)
    space = flow.sheet.mm(_SIGN_SPACE_MM)
    sign_height = (len(signing) + 1) * flow.pitch(_HEAD_PT) + space
    flow.need(max(sign_height, len(recipients) * flow.pitch(11.5)) + flow.sheet.pt(6))
    top = flow.y + flow.sheet.pt(6)
    for index, entry in enumerate(recipients):
        baseline = top + (index + 0.75) * flow.pitch(11.5)
        gap = flow.sheet.width(" ", entry.size_pt, entry.style)
        words = entry.text.split()
        placed = flow.sheet.set_words(words, flow.left, baseline, entry.size_pt, entry.style, gap=gap)
        flow.sheet.add_line(placed, block=1, bold="bold" in entry.style)
    axis = flow.left + 0.74 * (flow.right - flow.left)
    y = _set_column(flow, signing, axis, top, block=2)
    _set_column(flow, [_Entry(plan.signing.name, 14.0, "bold")], axis, y + space, block=2)
    if options.marks:
        _set_marks(flow, plan, options, (axis, y + space / 2))
    flow.y = top + sign_height


def _recipient_lines(flow: Flow, plan: PlanText) -> list[_Entry]:
    lines = [_Entry(constant_words()["recipients"], 12.0, "bold_italic")]
    room = 0.46 * (flow.right - flow.left)
    for recipient in plan.recipients:
        for words in wrap(flow.sheet, recipient, room, 11.0, "regular"):
            lines.append(_Entry(" ".join(words), 11.0, "regular"))
    return lines


def _set_marks(flow: Flow, plan: PlanText, options: DrawOptions, centre: tuple[float, float]) -> None:
    """Ô 7c and 8: the seal covers a third of the signature on its left."""
    sheet, rng = flow.sheet, np.random.default_rng(options.seed)
    x, y = centre
    sheet.marks.append(marks.signature((x + sheet.mm(4), y), sheet.dpi, rng))
    if plan.seal:
        at = (x - sheet.mm(20), y - sheet.mm(3))
        sheet.marks.append(marks.seal(at, sheet.dpi, flow.paper.typeface, plan.seal, rng=rng))


def _set_annex(flow: Flow, annex: Annex) -> None:
    flow.start_part(landscape=annex.landscape)
    set_centred_lines(flow, (annex.label, *annex.title), 14.0, "bold")
    set_centred_lines(flow, (annex.note,), 14.0, "italic")
    flow.y += flow.sheet.pt(10)
    _set_blocks(flow, annex.blocks)
