"""Paragraphs, items and headings: the rows of one run of text, joined where a line was only wrapped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from pipeline.page import Passage, Table
from pipeline.sections.enumerators import readings, with_lost_strokes
from pipeline.sections.flow import Flow, ends
from pipeline.sections.lexicon import begins_with, in_capitals, type_of, words
from pipeline.sections.numbering import Numbered, Numbering
from pipeline.sections.rows import Row

_BULLET = regex.compile(r"(?P<sign>[-–—−~_•·●▪*+†])[_.,'´]?(?P<space>\s+)?(?=\S)")
_SIGNS = {"–": "-", "—": "-", "−": "-", "~": "-", "_": "-", "·": "•", "●": "•", "▪": "•", "†": "+"}
_YEAR_END = regex.compile(r"\d$")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, item or table.

    `passage` is its text without bullet or enumerator, `whole` with it. A block with `number` is an
    enumerated unit, one with `heading` an unnumbered heading; `table` is set for a table.
    """

    rows: tuple[Row, ...]
    passage: Passage
    whole: Passage
    number: Numbered | None = None
    bullet: str | None = None
    heading: bool = False
    table: Table | None = None

    @property
    def text(self) -> str:
        """Text without bullet or enumerator."""
        return self.passage.text


@dataclass(slots=True)
class _Draft:
    rows: list[Row]
    cut: int
    number: Numbered | None = None
    bullet: str | None = None

    @property
    def text(self) -> str:
        return " ".join(row.text for row in self.rows)[self.cut :]

    def block(self) -> Block:
        whole = Passage.join([row.passage for row in self.rows])
        passage = whole.slice(self.cut, len(whole.text)).strip()
        return Block(tuple(self.rows), passage, whole, self.number, self.bullet)


def read_blocks(rows: Iterable[Row | Table], flow: Flow) -> list[Block]:
    """Join the rows of a run of text to blocks; tables pass through in their place."""
    numbering = Numbering()
    blocks: list[Block] = []
    draft: _Draft | None = None
    for row in rows:
        if isinstance(row, Table):
            if draft is not None:
                blocks.append(draft.block())
            draft = None
            blocks.append(Block((), row.passage, row.passage, table=row))
            continue
        begun = _begin(row, draft, flow, numbering)
        if begun is None and draft is not None:
            draft.rows.append(row)
            continue
        if draft is not None:
            blocks.append(draft.block())
        draft = begun
    if draft is not None:
        blocks.append(draft.block())
    return blocks


def _begin(row: Row, draft: _Draft | None, flow: Flow, numbering: Numbering) -> _Draft | None:
    """Return the draft that the row begins; None where it goes on with the one before."""
    text = row.text
    unfinished = draft is not None and _unfinished(draft, row, flow)
    lead_in = draft is not None and draft.text.rstrip().endswith(":")
    found = readings(text)
    if row.box is not None:
        found = with_lost_strokes(found)
    number = numbering.accept(found, unfinished=unfinished, lead_in=lead_in)
    if number is not None:
        return _Draft([row], number.reading.end, number)
    bullet = _BULLET.match(text)
    if bullet:
        rest, boxed = text[bullet.end() :], row.page in flow.margins
        if draft is not None and _hyphen_within(draft, rest, unfinished=unfinished, boxed=boxed):
            return None
        sign = bullet["sign"]
        if bullet["space"] or text[bullet.end()].isupper():
            return _Draft([row], bullet.end(), bullet=_SIGNS.get(sign, sign))
    if draft is not None and _goes_on(draft, row, flow):
        return None
    return _Draft([row], 0)


def _unfinished(draft: _Draft, row: Row, flow: Flow) -> bool:
    """Whether the text before broke off within a sentence at the end of a full line."""
    if ends(draft.text) or not draft.text.strip() or in_capitals(draft.text):
        return False
    last = draft.rows[-1]
    if last.page in flow.margins and row.page in flow.margins:
        return flow.is_full(last, row) and not flow.indented(row)
    return flow.columns is not None and not row.gap and len(last.text) >= 0.85 * flow.columns


def _hyphen_within(draft: _Draft, rest: str, *, unfinished: bool, boxed: bool) -> bool:
    """Whether a hyphen at the start of a line stands within the sentence before: "2026 / - 2030"."""
    text = draft.text.rstrip()
    if ends(text) or not text:
        return False
    if rest[:1].isdigit() and _YEAR_END.search(text):
        return True
    if begins_with(rest, words("hyphen_tails")) and text.endswith(("động", "tế", "hội", "lập", "thuật")):
        return True
    if unfinished and (rest[:1].islower() or boxed):  # a bullet of a page with boxes is indented
        return True
    # an item of several clauses that broke off is no heading of bullets
    long = len(text) > (250 if ";" in text else 320)
    return draft.number is not None and draft.bullet is None and long


def _goes_on(draft: _Draft, row: Row, flow: Flow) -> bool:
    text = draft.text.strip()
    if not text:
        return True
    if in_capitals(text) and draft.bullet is None and (draft.number is not None or not row.gap):
        return in_capitals(row.text) and not ends(text) and type_of(row.text.rstrip(":")) is None
    if in_capitals(row.text) and len(row.text) > 12 and (ends(text) or row.gap):
        return False
    return flow.continues(text, draft.rows[-1], row)
