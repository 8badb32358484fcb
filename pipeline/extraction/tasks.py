"""Turns drafts into tasks: who, with whom, by when, with what result, and how sure (docs/rules.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from pipeline.document import Clause, Deadline, Target, Task, Unit
from pipeline.extraction.brackets import is_time
from pipeline.extraction.deadlines import DateContext, find_deadlines, parse_deadline, sentence_deadline
from pipeline.extraction.drafts import Draft, PlacedUnit
from pipeline.extraction.leads import Roles, roles_of
from pipeline.extraction.reliability import reliability_of
from pipeline.extraction.reports import is_reporting
from pipeline.extraction.sentences import split_clauses, without_end_mark
from pipeline.extraction.sources import Frames, doubt_share, in_doubt, source_of
from pipeline.extraction.spelling import printed_office
from pipeline.extraction.unit_names import normalize_unit
from pipeline.extraction.units import Units, split_units
from pipeline.page import Passage

LeadBasis = Literal["explicit", "heading", "table"] | None
IdsOf = Callable[[Passage, Sequence[Passage]], tuple[tuple[str, ...], tuple[str, ...]]]
TargetsOf = Callable[[Passage, Sequence[Passage]], tuple[Target, ...]]
KeysOf = Callable[[str], tuple[str, ...]]


# A task with more of its letters in doubt is to be read by somebody.
_DOUBT_AT_MOST = 0.2
_LONGEST_LIMIT = 30  # words; what is longer tells more than when, and is read as sentences are


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What tasks need to know of the rest of the document.

    Attributes:
        dates: The document's own time.
        province: "tỉnh X" of the header, for `normalized`.
        frames: Way back to the scan, by page.
        review_below: Confidence (0..1) under which a task needs review.
        indicator_ids: Gives indicator and component ids of a text under its headings.
        targets_of: Gives the targets of a text under its headings.
        reference_keys: Gives the numbers (or titles) of the documents that a text cites.
    """

    dates: DateContext
    province: str | None
    frames: Frames
    review_below: float
    indicator_ids: IdsOf
    targets_of: TargetsOf
    reference_keys: KeysOf


def build_tasks(drafts: Sequence[Draft], around: Surroundings) -> tuple[Task, ...]:
    """Return the tasks of the drafts, numbered T1, T2 … in document order."""
    return tuple(_task(f"T{i}", draft, around) for i, draft in enumerate(drafts, 1))


def _task(task_id: str, draft: Draft, around: Surroundings) -> Task:
    passage = without_end_mark(draft.passage)
    text = passage.text
    roles = roles_of(text, has_heading=bool(draft.context.leads) or draft.has("lead"))
    lead, basis, lead_words = _lead(draft, roles, around)
    coordination = _coordination(draft, roles, lead, around)
    deadline, dated = _deadline(draft, passage, around)
    indicators, components = around.indicator_ids(passage, draft.context.titles)
    words = Passage.join([passage, *(t.value for t in draft.trailers)])
    confidence = reliability_of(words, "task", draft.rule)
    key_words = [*lead_words, *([dated] if dated else [])]
    weakest = min([confidence, *(u.confidence for u in lead), *([deadline.confidence] if deadline else [])])
    doubt = any(in_doubt(words) for words in key_words) or doubt_share(passage) > _DOUBT_AT_MOST
    return Task(
        id=task_id,
        kind="reporting" if is_reporting(text, roles.predicate) else "task",
        section_path=draft.context.path,
        table_id=draft.table_id,
        text=text,
        clauses=_clauses(passage, around),
        verb=roles.verb,
        lead=lead,
        lead_basis=basis,
        coordination=coordination,
        report_to=_units(passage, roles.report_to, around) + _of(draft, "report_to", around),
        via=_units(passage, roles.via, around),
        deadline=deadline,
        outputs=_outputs(draft),
        indicator_ids=indicators,
        component_ids=components,
        targets=around.targets_of(passage, draft.context.titles),
        references=around.reference_keys(text),
        source=source_of(passage, around.frames),
        confidence=confidence,
        needs_review=doubt or weakest < around.review_below,
    )


def _units(passage: Passage, units: Units, around: Surroundings, rule: float = 0.95) -> tuple[Unit, ...]:
    return tuple(_unit(PlacedUnit(u, passage.slice(u.start, u.end)), around, rule) for u in units)


def _unit(placed: PlacedUnit, around: Surroundings, rule: float) -> Unit:
    name = printed_office(placed.match.text, placed.passage)
    return Unit(
        text=name,
        normalized=normalize_unit(name, around.province),
        kind=placed.match.kind,
        source=source_of(placed.passage, around.frames),
        confidence=reliability_of(placed.passage, "unit", rule),
    )


def _values(draft: Draft, role: str) -> list[Passage]:
    return [trailer.value for trailer in draft.trailers if trailer.role == role]


def _of(draft: Draft, role: str, around: Surroundings) -> tuple[Unit, ...]:
    """Return the units of the trailers or cells of a role, each once."""
    found: dict[str, Unit] = {}
    for value in _values(draft, role):
        for unit in _units(value, tuple(split_units(value.text)), around, 1.0):
            found.setdefault(unit.text.lower(), unit)
    return tuple(found.values())


def _lead(
    draft: Draft, roles: Roles, around: Surroundings
) -> tuple[tuple[Unit, ...], LeadBasis, list[Passage]]:
    """Return the lead, where it comes from, and the words that bear it: trailer > sentence > heading."""
    trailed = _of(draft, "lead", around)
    if trailed:
        return trailed, "table" if draft.table_id else "explicit", _values(draft, "lead")
    if roles.lead and draft.table_id is None:
        words = [draft.passage.slice(u.start, u.end) for u in roles.lead]
        return _units(draft.passage, roles.lead, around), "explicit", words
    if draft.subject_of is not None:
        before = roles_of(draft.subject_of.text, has_heading=False)
        return _units(draft.subject_of, before.lead, around, 0.85), "explicit", []
    if draft.context.leads:
        units = tuple(_unit(placed, around, 0.95) for placed in draft.context.leads)
        return units, "heading", [placed.passage for placed in draft.context.leads]
    return (), None, []


def _coordination(
    draft: Draft, roles: Roles, lead: tuple[Unit, ...], around: Surroundings
) -> tuple[Unit, ...]:
    """Return the trailer's partners, then those that the sentence or its lead-in names, none twice."""
    own = {unit.text.lower() for unit in lead}
    inherited = tuple(_unit(placed, around, 0.85) for placed in draft.context.coordination)
    named = () if draft.table_id else _units(draft.passage, roles.coordination, around)
    found = {unit.text.lower(): unit for unit in _of(draft, "coordination", around)}  # as printed
    for unit in (*named, *inherited):
        if unit.text.lower() not in own:
            found.setdefault(unit.text.lower(), unit)
    return tuple(found.values())


def _deadline(draft: Draft, passage: Passage, around: Surroundings) -> tuple[Deadline | None, Passage | None]:
    """Return the time limit and its words: trailer or cell > sentence > a lead-in that orders by date."""
    own = sentence_deadline(passage.text, around.dates)
    for value in _values(draft, "deadline"):
        noise = regex.match(r"[^\p{L}\d(]*", value.text)  # specks at the edge of a cell
        clean = value.slice(noise.end(), len(value.text)).strip(" .;") if noise else value
        found = _read_limit(clean.text, draft, around)
        if found is not None and not _is_of_group(found, own, draft):
            return _sourced(found, clean, around), clean
    if own is not None:
        found = own
        scoped = _scoped(found, passage, around)
        place = _place(found, passage)
        return _sourced(scoped, place, around), place
    if draft.context.dated is not None:
        words = draft.context.dated.text
        whole = parse_deadline(words, around.dates) if is_time(words) else None  # a heading "Tháng 01"
        found = whole or sentence_deadline(words, around.dates)
        if found is not None:
            return _sourced(found, draft.context.dated, around), draft.context.dated
    return None, None


def _read_limit(value: str, draft: Draft, around: Surroundings) -> Deadline | None:
    """Read a cell or trailer as a whole, one that goes on to tell how as a sentence."""
    if draft.table_id is None and len(value.split()) > _LONGEST_LIMIT:
        return sentence_deadline(value, around.dates)
    return parse_deadline(value, around.dates)


def _is_of_group(trailed: Deadline, own: Deadline | None, draft: Draft) -> bool:
    """Return whether a trailer only frames several sentences, of which this one names its own day."""
    if draft.table_id is not None or own is None:
        return False
    yearly = own.kind == "recurring" and own.frequency is not None and trailed.kind == "period"
    return yearly or (own.kind == "date" and trailed.kind != "date")


def _place(deadline: Deadline, passage: Passage) -> Passage:
    at = passage.text.find(deadline.surface)
    return passage.slice(at, at + len(deadline.surface)) if at >= 0 else passage


def _sourced(deadline: Deadline, place: Passage, around: Surroundings) -> Deadline:
    rule = deadline.confidence
    return deadline.model_copy(
        update={
            "source": source_of(place, around.frames),
            "confidence": reliability_of(place, "deadline", rule),
        }
    )


def _scoped(deadline: Deadline, passage: Passage, around: Surroundings) -> Deadline:
    """Mark the time limit as a clause's where only one of several clauses bears it."""
    clauses = split_clauses(passage)
    bearing = [c for c in clauses if find_deadlines(c.text, around.dates)]
    if len(clauses) > 1 and len(bearing) == 1:
        return deadline.model_copy(update={"scope": "clause"})
    return deadline


def _clauses(passage: Passage, around: Surroundings) -> tuple[Clause, ...]:
    parts = split_clauses(passage)
    if len(parts) < 2:
        return ()
    dated = bool(find_deadlines(passage.text, around.dates))
    found = []
    for part in parts:
        text = part.strip(" .,")
        deadline = sentence_deadline(text.text, around.dates) if dated else None
        if deadline is not None:
            deadline = _sourced(
                deadline.model_copy(update={"scope": "clause"}), _place(deadline, text), around
            )
        found.append(Clause(text=text.text, deadline=deadline))
    return tuple(found)


def _outputs(draft: Draft) -> tuple[str, ...]:
    found = []
    for value in _values(draft, "output"):
        found += [part.text.strip(" .;-+") for part in split_clauses(value)]
    return tuple(part for part in found if regex.search(r"\p{L}", part))
