"""What extraction hands over: the document's models, read from the outline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import cast, get_args

import regex

from pipeline import document as d
from pipeline.extraction import abbreviations, bibliography, indicators, letterhead
from pipeline.extraction.deadlines import DateContext
from pipeline.extraction.goals import collect_targets, targets_in
from pipeline.extraction.sources import Frames, confidence_of, frames_of, source_of
from pipeline.extraction.tasks import Surroundings, build_tasks
from pipeline.extraction.unit_names import province_of
from pipeline.extraction.walk import gather
from pipeline.options import Options
from pipeline.page import Header, Issue, Node, Outline, Paragraph, Passage, Table


@dataclass(frozen=True, slots=True)
class Findings:
    """All parts of a document that are read from its outline."""

    header: d.Header
    signature: d.Signature
    recipients: tuple[d.Recipient, ...]
    archive: d.Archive | None
    sections: tuple[d.Section, ...]
    tables: tuple[d.Table, ...]
    tasks: tuple[d.Task, ...]
    indicators: tuple[d.Indicator, ...]
    targets: tuple[d.Target, ...]
    references: tuple[d.Reference, ...]
    abbreviations: tuple[d.Abbreviation, ...]
    appendices: tuple[d.Appendix, ...]
    issues: tuple[Issue, ...]


# "I. CĂN CỨ", "Căn cứ pháp lý"
_GROUNDS = regex.compile(r"\s*(?:các |những |cơ sở, )?căn cứ(?![\p{L}])", regex.IGNORECASE)


def extract(outline: Outline, options: Options) -> Findings:
    """Return what the outline says: header, sections, tasks, indicators, targets, references.

    Args:
        outline: From `sections.parse`.
        options: `review_below` is used.

    Returns:
        The models of the contract; `issues` holds those of the outline and of this stage.
    """
    frames = frames_of(outline.pages)
    dates = date_context(outline.header)
    texts = list(passages(outline))
    plain = [passage for passage, _ in texts]
    own = outline.header.number_symbol.value if outline.header.number_symbol else None
    tasks = build_tasks(
        gather(outline.sections, outline.preamble), _surroundings(outline, dates, frames, options)
    )
    grounds = {i for i, (_, titles) in enumerate(texts) if any(_GROUNDS.match(t.text) for t in titles)}
    cited = bibliography.collect(plain, own, frames, grounds)
    return Findings(
        header=letterhead.header(outline.header, frames),
        signature=letterhead.signature(outline.signature, frames),
        recipients=letterhead.recipients(outline.recipients, frames),
        archive=letterhead.archive(outline.archive, frames),
        sections=tuple(_section(node, frames) for node in outline.sections),
        tables=tuple(_table(table, frames) for _, table in outline.tables()),
        tasks=tasks,
        indicators=indicators.collect(texts, frames, _index_of_plan(outline.header)),
        targets=collect_targets(outline, tasks, dates, frames),
        references=cited,
        abbreviations=abbreviations.collect(plain, frames),
        appendices=tuple(
            d.Appendix(label=a.label, title=a.title, present=a.present) for a in outline.appendices
        ),
        issues=_issues(outline, tasks),
    )


def date_context(header: Header) -> DateContext:
    """Return the document's own time, for dates without a year."""
    issued = None
    if header.issue_date is not None and regex.fullmatch(r"\d{4}-\d{2}-\d{2}", header.issue_date.value):
        issued = date.fromisoformat(header.issue_date.value)
    earliest = date.fromisoformat(header.earliest) if header.earliest else None
    return DateContext(issued, header.plan_year, earliest)


def _index_of_plan(header: Header) -> str | None:
    return indicators.index_of_plan(header.subject.value if header.subject else None)


def _surroundings(outline: Outline, dates: DateContext, frames: Frames, options: Options) -> Surroundings:
    header = outline.header
    organs = " ".join(f.value for f in (header.parent_organ, header.issuing_organ) if f is not None)
    return Surroundings(
        dates=dates,
        province=province_of(organs, header.place.value if header.place else None),
        frames=frames,
        review_below=options.review_below,
        indicator_ids=partial(indicators.ids_under, of_plan=_index_of_plan(header)),
        targets_of=lambda passage, titles: targets_in(passage, titles, dates, frames),
        reference_keys=bibliography.keys_in,
    )


def passages(outline: Outline) -> Iterator[tuple[Passage, tuple[Passage, ...]]]:
    """Yield all running text, titles and cells in order, foot notes last, each with the titles above it.

    Text is yielded once: a title with itself as the last of its headings.
    """
    if outline.header.subject is not None:
        yield outline.header.subject.passage, ()
    for paragraph in outline.preamble:
        yield paragraph.passage, ()
    for node in outline.sections:
        yield from _node_passages(node, ())
    for note in outline.notes:
        yield note, ()


def _node_passages(node: Node, above: tuple[Passage, ...]) -> Iterator[tuple[Passage, tuple[Passage, ...]]]:
    titles = above
    if node.title is not None:
        titles = (*above, node.title)
        yield node.title, titles
    for item in node.content:
        if isinstance(item, Paragraph):
            yield item.passage, titles
        else:
            yield from ((cell, titles) for row in item.rows for cell in row if cell.text)
    for child in node.children:
        yield from _node_passages(child, titles)


def _section(node: Node, frames: Frames) -> d.Section:
    kind = node.kind if node.kind in get_args(d.SectionKind) else "other"
    text = "\n".join(item.passage.text for item in node.content if isinstance(item, Paragraph))
    return d.Section(
        path=node.path,
        level=node.level,
        label=node.label,
        label_surface=node.label_surface,
        kind=cast(d.SectionKind, kind),
        title=node.title.text.strip().rstrip(":.").strip() if node.title is not None else None,
        text=text,
        children=tuple(_section(child, frames) for child in node.children),
        source=source_of(node.passage, frames),
        confidence=confidence_of(node.passage, node.confidence),
    )


def _table(table: Table, frames: Frames) -> d.Table:
    roles = get_args(d.ColumnRole)
    return d.Table(
        id=table.id,
        section_path=table.section_path,
        columns=tuple(
            d.Column(text=c.text, role=cast(d.ColumnRole, c.role if c.role in roles else "other"))
            for c in table.columns
        ),
        rows=tuple(tuple(cell.text for cell in row) for row in table.rows),
        source=source_of(table.passage, frames),
        confidence=confidence_of(table.passage),
    )


def _issues(outline: Outline, tasks: Sequence[d.Task]) -> tuple[Issue, ...]:
    """Return the outline's issues and what this stage found doubtful."""
    found = list(outline.issues)
    doubtful = sum(task.needs_review for task in tasks)
    if doubtful:
        message = f"{doubtful} of {len(tasks)} tasks need review."
        found.append(Issue("info", "extraction", "tasks_need_review", message))
    if not tasks:
        message = "No task was found; the document may be no plan, or its sections were not recognized."
        found.append(Issue("warning", "extraction", "no_tasks", message))
    return tuple(found)
