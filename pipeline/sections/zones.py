"""The zones of a document: letterhead, title, body, endings, attachments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from pipeline.page import Passage
from pipeline.sections.appendices import Head, head_rows, read_head, title_rows
from pipeline.sections.closing import begins_note, is_position, starts_ending
from pipeline.sections.enumerators import readings
from pipeline.sections.flow import Flow
from pipeline.sections.lexicon import begins_with, plain
from pipeline.sections.rows import Row
from pipeline.sections.title import (
    find_title,
    has_motto,
    is_attached,
    is_enacting,
    leading_type,
    subject_end,
    title_type,
)

_RECIPIENTS = 30  # rows within which the list of recipients ends
_STORED = regex.compile(r"\W*luu(?:\s*:|\s+(?:vt|vp|van thu|ho so)\w*)")


@dataclass(slots=True)
class Attachment:
    """An appendix, or a plan that a decision issues (`type` is set); `head_rows` hold all above its body."""

    label: str
    surface: str
    number: int | None
    type: tuple[str, str] | None
    rest: Passage
    head_rows: list[Row]
    title: list[Row]
    body: list[Row]


@dataclass(slots=True)
class Zones:
    """The rows of a document by what they are."""

    type: tuple[str, str] | None = None
    letterhead: list[Row] = field(default_factory=list)
    title: list[Row] = field(default_factory=list)
    subject: list[Row] = field(default_factory=list)
    enacting: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    endings: list[list[Row]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def find_zones(rows: Sequence[Row], flow: Flow) -> Zones:
    """Part the rows of a document; each row comes into exactly one zone."""
    zones = Zones()
    at = _read_top(rows, flow, zones)
    _part_rest(rows, at, zones, flow)
    _lift_date(zones)
    return zones


# "Hà Sơn, ngày 28 tháng 4 năm 2026", the year at the end of the line
_DATED = regex.compile(r"[a-z .'-]{2,40}, ngay .{1,4} thang .{1,4} nam \d{4}\W*")
_LAST = 3  # rows at the end of the body, and at the head of the ending, of which one may be the date


def _lift_date(zones: Zones) -> None:
    """Put place and date that stand above the signature, for want of a letterhead, where they belong."""
    if any(" ngay " in f" {plain(row.text)}" for row in zones.letterhead):
        return
    for place in (zones.body, *zones.endings[:1]):
        near = place[-_LAST:] if place is zones.body else place[:_LAST]
        found = next((row for row in near if _DATED.fullmatch(plain(row.text)) and not row.tabular), None)
        if found is not None:
            place.remove(found)
            zones.letterhead.append(found)
            return


def _read_top(rows: Sequence[Row], flow: Flow, zones: Zones) -> int:
    """Take letterhead, title and subject; returns the index of the first row of the body."""
    title = find_title(rows)
    if title is None:
        at = _untitled_top(rows)
        zones.letterhead = list(rows[:at])
        zones.type = leading_type(rows[at].text) if at < len(rows) and not rows[at].tabular else None
        if zones.type is not None:  # "BÁO CÁO VỀ ...": type and subject in one line
            end = subject_end(rows, at, flow)
            zones.subject = list(rows[at:end])
            at = end
        return at
    zones.type = title_type(rows[title].text)
    zones.letterhead, zones.title = list(rows[:title]), [rows[title]]
    at = subject_end(rows, title + 1, flow)
    zones.subject = list(rows[title + 1 : at])
    while (
        at < len(rows) and (is_enacting(rows[at].text) or is_attached(rows[at].text)) and not rows[at].tabular
    ):
        zones.enacting.append(rows[at])
        at += 1
    return at


def _untitled_top(rows: Sequence[Row]) -> int:
    """Return where the body of a document without title begins: after number, date, "V/v" and "Kính gửi".

    A line that names type and subject in one begins it: "BÁO CÁO VỀ …".
    """
    motto = next((i for i, row in enumerate(rows[:15]) if has_motto(row.text)), None)
    if motto is None:
        return 0
    at = motto + 1
    for index in range(motto, min(len(rows), motto + 14)):
        key = plain(rows[index].text)
        if index > motto and not rows[index].tabular and leading_type(rows[index].text) is not None:
            return index
        if begins_with(key, ("so", "kinh gui", "v/v", "doc lap")) or (
            "ngay" in key and "nam" in key and len(key) < 90
        ):
            at = index + 1
        if begins_with(key, ("kinh gui",)):
            return _below_address(rows, at)
    return at


_ADDRESSEE = regex.compile(r"\s*[-–—+•]\s*\S")


def _below_address(rows: Sequence[Row], at: int) -> int:
    """Return where the addressees below "Kính gửi:" end: bullets, each up to its "." or ";"."""
    while at < len(rows) and (
        _ADDRESSEE.match(rows[at].text)
        or (_ADDRESSEE.match(rows[at - 1].text) and not rows[at - 1].text.rstrip().endswith((".", ";")))
    ):
        at += 1
    return at


def _part_rest(rows: Sequence[Row], start: int, zones: Zones, flow: Flow) -> None:
    """Part body, endings and attachments."""
    own = zones.type[0] if zones.type else None
    place: list[Row] = zones.body
    inside_ending = ended = False
    at = start
    while at < len(rows):
        row = rows[at]
        head = read_head(rows, at, ended=ended, own_type=own)
        if head is not None:
            at, place = _open_attachment(rows, at, head, zones, flow=flow, place=place)
            inside_ending = False
            continue
        if not inside_ending and (starts_ending(row) or _follows_end_mark(rows, at)):
            zones.endings.append(_signature_above(place))
            place, inside_ending, ended = zones.endings[-1], True, True
        elif inside_ending and _leaves_ending(rows, at, place):
            inside_ending = False
            place = _open_headless(zones)
        place.append(row)
        at += 1


def _follows_end_mark(rows: Sequence[Row], at: int) -> bool:
    """Whether the recipients begin here though "Nơi nhận" was not read: behind "./.", "Lưu" in reach."""
    if at == 0 or not regex.search(r"[./]\s?/\s?\.\W*$", rows[at - 1].text) or rows[at].tabular:
        return False
    reach = rows[at : at + _RECIPIENTS]
    end = next((i for i, row in enumerate(reach) if starts_ending(row) or row.tabular), len(reach))
    return any(_STORED.match(plain(row.text)) for row in reach[:end])


def _signature_above(place: list[Row]) -> list[Row]:
    """Take a position or name that stands above "Nơi nhận" out of the body, for the ending."""
    out: list[Row] = []
    while place and is_position(place[-1].text) and not place[-1].tabular and len(out) < 3:
        out.insert(0, place.pop())
    return out


def _open_attachment(
    rows: Sequence[Row], at: int, head: Head, zones: Zones, *, flow: Flow, place: list[Row]
) -> tuple[int, list[Row]]:
    first = head_rows(rows, at)
    above = [row for row in rows[first:at] if place and row in place[-4:]]
    for row in above:
        place.remove(row)
    if head.type is not None:
        end = subject_end(rows, at + 1, flow)
        title, after = list(rows[at + 1 : end]), title_rows(rows, end)[1] if end < len(rows) else end
        if after > end and not any(is_attached(r.text) for r in rows[end:after]):
            after = end
    else:
        title, after = title_rows(rows, at + 1)
    taken = [*above, rows[at], *(r for r in rows[at + 1 : after] if r not in title)]
    item = Attachment(head.label, head.surface, head.number, head.type, head.rest, taken, title, [])
    zones.attachments.append(item)
    return max(after, at + 1), item.body


def _leaves_ending(rows: Sequence[Row], at: int, ending: Sequence[Row]) -> bool:
    """Whether the row stands after the end of the document: a table, a heading, the next page."""
    row = rows[at]
    if len(row.line.cells) > 2:
        return True
    if any(r.style in ("I.", "part") and r.value == 1 and r.cost < 0.5 for r in readings(row.text)):
        return True
    if any(begins_note(r.text) for r in (*ending, row)):
        return False
    if len(row.text) > 200:
        return True
    entry = row.text[:1] in "-–—+*•_"
    closed = any(plain(r.text).lstrip(" -–_*").startswith("luu") for r in ending)
    if row.first_on_page and closed and not entry and not starts_ending(row) and not is_position(row.text):
        return len(row.text) > 25
    return closed and is_attached(row.text)


def _open_headless(zones: Zones) -> list[Row]:
    """Open an appendix that bears no label."""
    if not zones.attachments:
        zones.attachments.append(Attachment("Phụ lục", "", None, None, Passage("", ()), [], [], []))
    return zones.attachments[-1].body
