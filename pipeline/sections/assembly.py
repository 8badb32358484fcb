"""The order of this room: rows to zones, zones to header, tree, tables, ending and appendices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.page import (
    Appendix,
    Field,
    Header,
    Issue,
    Node,
    Outline,
    PageText,
    Paragraph,
    Passage,
    Table,
)
from pipeline.sections.appendices import promised
from pipeline.sections.blocks import Block, read_blocks
from pipeline.sections.body import lead_size, split_closing, with_headings
from pipeline.sections.closing import Ending, read_ending
from pipeline.sections.completeness import check
from pipeline.sections.flow import Flow
from pipeline.sections.letterhead import Letterhead, read_letterhead
from pipeline.sections.lexicon import types
from pipeline.sections.mending import mend
from pipeline.sections.rows import Row, foot_notes, read_rows
from pipeline.sections.tables import Grid, read_tables, run_end
from pipeline.sections.title import plan_period, plan_year, school_begins
from pipeline.sections.tree import Tree
from pipeline.sections.zones import Attachment, Zones, find_zones


@dataclass(slots=True)
class _Draft:
    """What has been read of the document so far."""

    flow: Flow
    places: dict[tuple[int, int], str]
    taken: set[str] = field(default_factory=set)
    tables: int = 0
    preamble: list[Paragraph] = field(default_factory=list)
    sections: list[Node] = field(default_factory=list)
    appendices: list[Appendix] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def put(self, rows: Sequence[Row], place: str) -> None:
        """Say where the rows went."""
        for row in rows:
            self.places[row.key] = place


def parse(pages: Sequence[PageText]) -> Outline:
    """Return the outline of a document: header, sections, tables, signature, recipients, appendices.

    Args:
        pages: In order; from OCR, from a text layer or from plain text (lines without boxes, wrapped or a
            paragraph each). Left untouched.

    Returns:
        An outline in which each line of each page stands in exactly one place.
    """
    rows, places = read_rows(pages)
    flow = Flow.of(rows)
    zones = find_zones(rows, flow)
    draft = _Draft(flow, places)
    header = _read_header(zones, draft)
    _read_body(zones.body, draft, titled=zones.type is not None)
    ending = _read_endings(zones, draft)
    for index, attachment in enumerate(zones.attachments):
        _read_attachment(attachment, zones.attachments, index, draft)
    _find_missing(zones, draft)
    draft.issues += check(zones, header, ending, draft.sections)
    return Outline(
        header,
        tuple(draft.preamble),
        tuple(draft.sections),
        ending.signature,
        ending.recipients,
        ending.archive,
        tuple(draft.appendices),
        tuple(pages),
        draft.places,
        tuple(draft.issues),
        (*foot_notes(pages), *ending.notes),
    )


def _read_header(zones: Zones, draft: _Draft) -> Header:
    head = read_letterhead(zones.letterhead)
    draft.put([*zones.letterhead, *zones.title, *zones.subject, *zones.enacting], "header")
    draft.issues += head.issues
    subject = Passage.join([row.passage for row in zones.subject]).strip(" ,.;:_-")
    named = Field(subject.text, subject, round(subject.confidence, 4)) if subject.text else head.subject
    code, name = _with_symbol_s_code(zones.type, head) or _untitled_type(head)
    text = named.value if named else ""
    return Header(
        code,
        name,
        head.number,
        head.symbol,
        head.number_symbol,
        head.parent_organ,
        head.issuing_organ,
        head.place,
        head.issue_date,
        named,
        plan_year(text, _year_of(head.issue_date)),
        plan_period(text),
        head.urgency,
        head.secrecy,
        head.earliest or school_begins(text),
    )


def _year_of(day: Field | None) -> int | None:
    return int(day.value[:4]) if day is not None else None


def _with_symbol_s_code(printed: tuple[str, str] | None, head: Letterhead) -> tuple[str, str] | None:
    """Return the printed type with the code of its symbol: "Chương trình hành động" is 52-CTr/TU."""
    if printed is None or head.symbol is None:
        return printed
    shown = head.symbol.value.split("-")[0].split("/")[0]
    wider = (code for code, name in types().values() if code == shown and printed[1].startswith(f"{name} "))
    return next(wider, printed[0]), printed[1]


def _untitled_type(head: Letterhead) -> tuple[str | None, str | None]:
    """Return the type that the symbol tells; a letter (công văn) bears no title, only "V/v"."""
    if head.symbol is not None:
        code = head.symbol.value.split("-")[0].split("/")[0]
        named = [pair for pair in types().values() if pair[0].lower() == code.lower()]
        if named:
            return named[0]
    return ("CV", "Công văn") if head.subject is not None and head.number_symbol is not None else (None, None)


def _units(rows: Sequence[Row]) -> list[Row | list[Row]]:
    """Part the runs of table rows from the lines."""
    out: list[Row | list[Row]] = []
    at = 0
    while at < len(rows):
        end = run_end(rows, at)
        if end > at:
            out.append(list(rows[at:end]))
            at = end
        else:
            out.append(rows[at])
            at += 1
    return out


def _read_content(rows: Sequence[Row], draft: _Draft, place: str) -> tuple[list[Block], dict[str, Grid]]:
    """Read a run of rows to blocks; tables stand among them by their id."""
    mixed: list[Row | Table] = []
    grids: dict[str, Grid] = {}
    for unit in _units(rows):
        if isinstance(unit, Row):
            mixed.append(unit)
            draft.put([unit], place)
            continue
        for grid in read_tables(unit):
            draft.tables += 1
            key = f"T{draft.tables}"
            grids[key] = grid
            mixed.append(Table(key, None, grid.columns, (), (), grid.passage))
            draft.put(grid.rows, "table")
    blocks = mend(read_blocks(mixed, draft.flow))
    return with_headings(blocks), grids


def _read_body(rows: Sequence[Row], draft: _Draft, *, titled: bool) -> None:
    blocks, grids = _read_content(rows, draft, "body")
    lead = lead_size(blocks, titled=titled)
    for block in blocks[:lead]:
        draft.preamble.append(Paragraph(block.passage, block.bullet, 1 if block.bullet else 0))
        draft.put(block.rows, "basis")
    rest, closing = split_closing(blocks[lead:])
    tree = Tree(draft.taken)
    if rest and not (rest[0].number or rest[0].heading):
        tree.open_untitled(None)
    _fill(tree, rest, grids)
    draft.sections += tree.close()
    if closing:
        last = Tree(draft.taken)
        last.open_untitled("closing")
        _fill(last, closing, grids)
        draft.sections += last.close()


def _fill(tree: Tree, blocks: Sequence[Block], grids: dict[str, Grid]) -> None:
    for block in blocks:
        if block.table is not None:
            tree.add_grid(grids[block.table.id], int(block.table.id[1:]))
        else:
            tree.add(block)


def _read_endings(zones: Zones, draft: _Draft) -> Ending:
    endings = [read_ending(rows) for rows in zones.endings]
    for ending in endings:
        draft.places.update(ending.places)
    signed = next((e for e in endings if e.signature.authority or e.signature.position or e.recipients), None)
    chosen = signed or (endings[0] if endings else Ending())
    chosen.notes = [note for ending in endings for note in ending.notes]
    return chosen


def _read_attachment(item: Attachment, others: Sequence[Attachment], index: int, draft: _Draft) -> None:
    draft.put([*item.head_rows, *item.title], "appendix")
    title = Passage.join([*([item.rest] if item.rest.text else []), *(row.passage for row in item.title)])
    whole = Passage.join([row.passage for row in item.head_rows])
    draft.appendices.append(Appendix(item.label, title.text or None, True, whole if whole.text else None))
    if item.type is not None:
        _read_body(item.body, draft, titled=True)
        return
    blocks, grids = _read_content(item.body, draft, "appendix")
    tree = Tree(draft.taken)
    tree.open_appendix(_appendix_path(item, others, index), item.label, item.surface, title)
    _fill(tree, blocks, grids)
    draft.sections += tree.close("appendix")


def _appendix_path(item: Attachment, others: Sequence[Attachment], index: int) -> str:
    appendices = [a for a in others if a.type is None]
    if item.number is not None:
        return f"PL{item.number}"
    if len(appendices) == 1:
        return "PL"
    return f"PL{1 + sum(a.type is None for a in others[:index])}"


def _find_missing(zones: Zones, draft: _Draft) -> None:
    texts = [row.passage for row in zones.body]
    texts += [row.passage for a in zones.attachments if a.type is not None for row in a.body]
    joined = [Passage.join(texts[i : i + 2]) for i in range(len(texts))]
    missing, issues = promised(joined, draft.appendices)
    draft.appendices += missing
    draft.issues += issues
