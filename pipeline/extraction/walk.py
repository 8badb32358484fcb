"""Walks the outline and gathers drafts: which sentences are tasks, and which trailers go with which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extraction.brackets import bracketed_line
from pipeline.extraction.drafts import Context, Draft
from pipeline.extraction.heads import (
    LeadIn,
    before_lead_in,
    ends_with_colon,
    lead_in,
    under_heading,
    under_preamble,
    unwind,
    whole_title,
)
from pipeline.extraction.labelled import OpenLabel, are_parts, listed_units, open_label
from pipeline.extraction.learning import learn_labels
from pipeline.extraction.orders import closes, is_cross_reference
from pipeline.extraction.prose import BUDGET, add_sentences
from pipeline.extraction.scope import Scope, trail_all
from pipeline.extraction.subjects import GIVEN
from pipeline.extraction.table_tasks import table_drafts
from pipeline.extraction.trailers import Trailer, learnt_labels, read_label, read_trailers
from pipeline.extraction.units import looks_like_units
from pipeline.page import Node, Paragraph, Passage, Table

_SILENT = {"basis", "purpose", "requirement", "objective", "scope", "closing"}


def gather(nodes: Sequence[Node], preamble: Sequence[Paragraph] = ()) -> list[Draft]:
    """Return the drafts of the preamble and all sections in document order.

    The preamble tells a story and may say to whom all is told.
    """
    own_labels = learnt_labels.set(learn_labels(nodes))
    try:
        found = _handed_on(preamble) + _gathered(nodes, under_preamble(preamble))
    finally:
        learnt_labels.reset(own_labels)
    return [draft for draft in found if not draft.needs_trailer or draft.trailers]


def _gathered(nodes: Sequence[Node], above: Context) -> list[Draft]:
    found: list[Draft] = []
    for i, node in enumerate(nodes):
        story = _introduction(node, nodes[i + 1]) if i + 1 < len(nodes) else []
        if story:
            found += _handed_on(story)
            above = under_preamble(story)
            continue
        scope = Scope(groups=_group_rows(node))
        _node(node, above, scope)
        found += _close(scope, None, above)
    return found


def _introduction(node: Node, following: Node) -> list[Paragraph]:
    """Return the words before the numbered orders of a letter that say to whom all is told, none otherwise.

    "Năm 2026, … Tổng cục Thuế yêu cầu các Cục Thuế thực hiện một số giải pháp sau:"
    """
    paragraphs = [item for item in node.content if isinstance(item, Paragraph)]
    prose = node.title is None and node.label is None and not node.children and bool(paragraphs)
    told = prose and following.label is not None and under_preamble(paragraphs).leads
    return paragraphs if told else []


def _handed_on(story: Sequence[Paragraph]) -> list[Draft]:
    """Return the tasks of words that tell a story: what they give to somebody, "Giao Sở X lập …"."""
    scope = Scope()
    for paragraph in story:
        add_sentences(paragraph, Context(kind="tasks"), scope)
    texts = ((draft, draft.passage.text) for draft in scope.drafts)
    return [draft for draft, text in texts if GIVEN.match(text) and not text.endswith(":")]


def _group_rows(node: Node) -> frozenset[str]:
    tables = (item for below in node.walk() for item in below.content if isinstance(item, Table))
    return frozenset(path for table in tables for path in table.row_paths if path is not None)


def _close(scope: Scope, heading: Node | None, context: Context) -> list[Draft]:
    """Return the scope's drafts; a heading with trailers and no sentence of its own is the task."""
    telling = any(t.role in ("lead", "coordination", "deadline", "output") for t in scope.leading)
    orders = heading is not None and heading.kind not in _SILENT | BUDGET | {"timetable"}
    if telling and orders and not scope.drafts and heading is not None and heading.title is not None:
        return [Draft(heading.title.strip(" :.;"), context, list(scope.leading), rule=0.95)]
    own = [trailer for trailer in scope.leading if trailer.role != "text"]
    for draft in scope.drafts:
        draft.trailers += [t for t in own if not draft.has(t.role) and draft.table_id is None]
    return scope.drafts


def _node(node: Node, above: Context, scope: Scope, *, part: bool = False) -> None:
    """Gather one node into the scope of the heading above it, or into one of its own.

    A `part` is one of several items that together are one task.
    """
    if node.path in scope.groups and not node.content and not node.children:
        return
    label = _label_of(node, part=part)
    if label is not None:
        _labelled(node, label, above, scope)
    elif node.title is None:
        context = replace(above, kind=node.kind)
        _content(node, context, scope)
    elif not node.content and not node.children and _is_item(node, above):
        add_sentences(Paragraph(node.title), replace(above, kind=node.kind), scope)
    else:
        context = under_heading(node, above)
        own = Scope(groups=scope.groups)
        _content(node, context, own)
        for draft in _close(own, node, context):
            scope.drafts.append(draft)
        scope.open_from, scope.sealed = len(scope.drafts), False


def _is_item(node: Node, above: Context) -> bool:
    title = node.title.text if node.title else ""
    return (
        above.path is not None
        and not title.isupper()
        and not looks_like_units(title)
        and not is_cross_reference(title)
    )


def _label_of(node: Node, *, part: bool) -> Trailer | None:
    """Return the trailer that a node is ("c) Thời gian thực hiện: Quý II"), None where it is none.

    "a) Nhiệm vụ:" is transparent; "4.1. Kinh phí thực hiện" with children is a heading like any other.
    """
    if node.level <= 2 and node.title is not None and not part:
        return None  # "TỔ CHỨC THỰC HIỆN", "2. Thời gian thực hiện": sections of their own
    if any(isinstance(item, Table) for item in node.content):
        return None  # "2. Tiến độ thực hiện" over the table of the tasks
    if node.title is not None:
        found = read_label(Passage.join([node.title.strip(" :"), Passage(":", ())], ""))
        return None if found is not None and found.role == "ignored" and node.children else found
    first = next((p for p in node.content if isinstance(p, Paragraph)), None)
    return read_label(first.passage) if first is not None and not node.children else None


def _labelled(node: Node, label: Trailer, context: Context, scope: Scope) -> None:
    if label.role == "ignored":
        return
    if node.title is None:
        _content(node, replace(context, kind=node.kind), scope)
        return
    values = [item.passage for item in node.content if isinstance(item, Paragraph)]
    inner = [trailer for value in values for trailer in read_trailers(value)]
    if units := listed_units(label, values):
        for unit in units:
            scope.trail(unit)
    elif label.role in ("text", "group") or inner:
        # "Nhiệm vụ:" is transparent: its kind is that of the heading above, unless that bears none
        kind = context.kind if context.kind not in BUDGET else node.kind
        _content(node, replace(context, kind=kind), scope)
    elif values:
        scope.trail(Trailer(label.role, label.label, Passage.join(values)))
    elif label.value.text:
        scope.trail(label)


def _content(node: Node, context: Context, scope: Scope) -> None:
    """Gather a node's paragraphs and tables, then its children."""
    stack: list[LeadIn] = []
    items = list(node.content)
    closed = False
    awaiting: OpenLabel | None = None
    if whole_title(node) is not None:
        items.remove(next(item for item in items if isinstance(item, Paragraph)))
    for i, item in enumerate(items):
        if isinstance(item, Table):
            _table(item, node, context, scope)
            continue
        following = items[i + 1] if i + 1 < len(items) else None
        stack = unwind(stack, item)
        here = stack[-1].context if stack else context
        closed = (closed or closes(item.passage.text)) and item.bullet is None
        if closed:
            continue
        if awaiting is not None and awaiting.takes(item):
            scope.trail(Trailer(awaiting.role, awaiting.label, item.passage))
            continue
        trailers = read_trailers(item.passage) or bracketed_line(item.passage)
        awaiting = open_label(item, trailers)
        if trailers and trailers[0].role != "text":
            trail_all(trailers, scope)
            continue
        handed = lead_in(item, following, bool(node.children), here)
        if handed is not None:
            over_prose = isinstance(following, Paragraph) and following.bullet is None
            stack = [*stack, LeadIn(item.depth, handed, over_prose)]
            item = replace(item, passage=before_lead_in(item.passage))  # noqa: PLW2901
            if not item.passage.text:
                continue
        if trailers:  # "Nội dung thực hiện: …"
            item = replace(item, passage=trailers[0].value)  # noqa: PLW2901
        add_sentences(item, here, scope)
    below = stack[-1].context if stack and ends_with_colon(items) else context
    parts = are_parts(node.children)
    for child in node.children:
        _node(child, below, scope, part=parts)


def _orders(table: Table, context: Context) -> bool:
    """Return whether a table below aims says who does what: "BẢNG GIAO CHỈ TIÊU, CÔNG VIỆC" orders."""
    roles = {column.role for column in table.columns}
    return context.kind == "objective" and {"task", "lead", "deadline"} <= roles


def _table(table: Table, node: Node, context: Context, scope: Scope) -> None:
    if context.kind in _SILENT | BUDGET and not _orders(table, context):
        return
    groups = {below.path: below for below in node.walk() if below.path in table.row_paths}
    for draft in table_drafts(table, replace(context, path=node.path)):
        group = groups.get(draft.context.path or "")
        if group is not None:  # "A. BAN DÂN VẬN" over rows that name nobody else
            handed = under_heading(group, draft.context)
            draft.context = replace(draft.context, leads=handed.leads, titles=handed.titles)
        scope.drafts.append(draft)
    scope.open_from, scope.sealed = len(scope.drafts), False
