"""The end of a document: signature (ô 7), recipients and archive (ô 9b), parted by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import regex

from pipeline.page import Field, Passage, Recipient, Signature
from pipeline.sections.lexicon import (
    bare,
    begins_with,
    capitals,
    in_capitals,
    plain,
    resembles,
    words,
)
from pipeline.sections.rows import Row
from pipeline.sections.signer import MARK, is_name, person_of, read_signature

_CALL = regex.compile(r"\W{0,3}(?:noi\s*nh\S{1,3}|kinh\s+gui)\s*[:;.,]?\s*")
_ENTRY = regex.compile(r"\s*[-–—−~•*+_]\s*")
_BRACKET = regex.compile(r"\s*\((?P<inside>[^()]*)\)\s*[;.,]?.{0,6}$")
_SLASHED = regex.compile(r"(?P<for>[dđ][eêềểễè]\s)?(?P<one>[bpt])[/íiìl1|](?P<two>[c€©¢h])")
_AS_C = str.maketrans("€©¢", "ccc")
_LOOSE = " ;.,:„"
_NOTE = regex.compile(r"\[\d{1,2}\](?:\s|$)")
_RIGHT = (2, 4)  # the right blocks of letterhead and closing, or of the closing alone
_LOOSE_MARK = regex.compile(r"^\W{0,2}(?:o\s+)?(?:TM|KT|TL|TUQ|Q)\s*[.,]\s*\p{Lu}{2}")


@dataclass(slots=True)
class Ending:
    """What the end of the document holds; `places` tells signature rows, recipients and foot notes apart."""

    signature: Signature = field(default_factory=Signature)
    recipients: tuple[Recipient, ...] = ()
    archive: Field | None = None
    places: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: list[Passage] = field(default_factory=list)


def starts_ending(row: Row) -> bool:
    """Return whether the end of the document begins with this row."""
    called = any(_is_call(cell.text) or _is_mark(cell.text) for cell in row.cells())
    return called and len(row.line.cells) <= 2


def begins_note(text: str) -> bool:
    """Return whether a foot note begins here that was put to the end of the document: "[1] Kế hoạch số …"."""
    return _NOTE.match(text) is not None


def is_position(text: str) -> bool:
    """Return whether the line is a position in capitals and nothing else: "CHÁNH THANH TRA"."""
    return (
        in_capitals(text, 0.9) and len(text) < 60 and begins_with(text, words("position_heads")) is not None
    )


def _is_call(text: str) -> bool:
    text = text.lstrip("_-–—.:·' ")  # dirt before "Nơi nhận"
    match = _CALL.match(plain(text))
    if match is None or "kinh" in match.group() or len(bare(match.group())) > 10:
        return False
    rest = text[match.end() :]
    return not rest or in_capitals(rest) or rest[:1] in "-–" or match.group().rstrip().endswith((":", ";"))


def _is_mark(text: str) -> bool:
    return bool(_LOOSE_MARK.match(text)) and capitals(text[:30]) > 0.7


def read_ending(rows: Sequence[Row]) -> Ending:
    """Read signature, recipients and archive from the rows at the end, however they are mixed."""
    ending = Ending()
    signed: list[Passage] = []
    entries: list[list[Passage]] = []
    for row in rows:
        if ending.notes or _is_note(row, signed, entries):
            ending.notes.append(row.passage)
            ending.places[row.key] = "furniture"
            continue
        kinds = set()
        for cell in row.cells():
            kinds.add(_sort(cell, signed, entries, row))
        ending.places[row.key] = "signature" if kinds == {"signature"} else "recipients"
    ending.signature = read_signature(signed)
    parsed = [p for p in (Passage.join(e) for e in entries) if p.text]
    ending.archive = next((_archive(p) for p in parsed if _is_archive(p.text)), None)
    ending.recipients = tuple(_recipient(p) for p in parsed if not _is_archive(p.text))
    return ending


def _is_note(row: Row, signed: Sequence[Passage], entries: Sequence[Sequence[Passage]]) -> bool:
    """Return whether a foot note stands here: behind its sign, or as prose below archive and signer."""
    if begins_note(row.text):
        return True
    if not signed or not entries or len(row.text) < 40 or _ENTRY.match(row.text) or in_capitals(row.text):
        return False
    archive = Passage.join(entries[-1]).text
    above = [piece.first or (0, 0) for piece in (entries[-1][-1], signed[-1])]
    if not above[0] < above[1] < row.key or not is_name(signed[-1].text):
        return False
    return _is_archive(archive) and archive.endswith((".", ")"))


def _sort(cell: Passage, signed: list[Passage], entries: list[list[Passage]], row: Row) -> str:
    """Put the words of a line or cell where they belong; returns what most of it is."""
    if bare(cell.text) in words("signed"):
        signed.append(cell)
        return "signature"
    call = _CALL.match(plain(cell.text))
    if call is not None and _is_call(cell.text):
        rest = cell.slice(call.end(), len(cell.text))
        if rest.text:
            _sort(rest, signed, entries, row)
        return "recipients"
    mark = MARK.search(cell.text)
    cut = mark.start() if mark else _caps_tail(cell.text)
    if cut is not None:
        left = cell.slice(0, cut).strip()
        signed.append(cell.slice(cut, len(cell.text)))
        if len(bare(left.text)) > 1:
            _add_entry(left, entries)
            return "recipients"
        return "signature"
    if _ENTRY.match(cell.text):
        tail = cell.text.rfind(";") + 1
        last = cell.slice(tail, len(cell.text)).strip()
        named = person_of(last) if tail and len(cell.text) - tail > 8 else None
        if named is not None:  # the signer's name, run together with the entry left of it
            signed.append(named)
            cell = cell.slice(0, tail)
        _add_entry(cell, entries)
        return "recipients"
    if _begins_plainly(cell, entries):
        entries.append([cell])
        return "recipients"
    if entries and _is_below(cell, entries[-1]):
        entries[-1].append(cell)
        return "recipients"
    if in_capitals(cell.text) or (signed and is_name(cell.text)) or row.line.block in _RIGHT:
        signed.append(cell)
        return "signature"
    if entries and not is_name(cell.text):
        entries[-1].append(cell)
        return "recipients"
    signed.append(cell)
    return "signature"


def _begins_plainly(cell: Passage, entries: Sequence[Sequence[Passage]]) -> bool:
    """Return whether an entry without a bullet begins, none before it open: "Sở Nội vụ;", "Lưu: VT."."""
    open_before = bool(entries) and not entries[-1][-1].text.rstrip().endswith(";")
    entry = cell.text.rstrip().endswith(";") or begins_with(cell.text, ("luu",)) is not None
    return entry and not open_before and cell.text[:1].isupper() and not in_capitals(cell.text)


def _is_below(cell: Passage, entry: Sequence[Passage]) -> bool:
    """Return whether units in letters alone go on with an entry: "- Các bộ: YT, TC, / NHNN, TTCP;"."""
    return in_capitals(cell.text) and cell.text.endswith(";") and not entry[-1].text.endswith(";")


def _add_entry(passage: Passage, entries: list[list[Passage]]) -> None:
    bullet = _ENTRY.match(passage.text)
    if bullet is None and entries:
        entries[-1].append(passage)
    else:
        cut = bullet.end() if bullet else 0
        entries.append([passage.slice(cut, len(passage.text)).strip()])


def _caps_tail(text: str) -> int | None:
    """Return where a position in capitals begins at the end of an entry: "- Sở Nội vụ;  PHÓ GIÁM ĐỐC"."""
    if is_position(text):
        return 0
    for match in regex.finditer(r"(?<=\s)\p{Lu}{2,}(?:\s+\p{Lu}{2,})+$", text):
        if begins_with(match.group(), words("position_heads")):
            return int(match.start())
    return None


def _is_archive(text: str) -> bool:
    return begins_with(text, ("luu",)) is not None or resembles(text.split(":", 1)[0], "luu", 0.34)


def _archive(passage: Passage) -> Field:
    return Field(passage.text, passage, passage.confidence)


def _recipient(passage: Passage) -> Recipient:
    text = passage.text.rstrip(_LOOSE)
    bracket = _BRACKET.search(text)
    inside = _purpose(bracket["inside"].strip()) if bracket else ""
    if bracket and any(f" {bare(p)} " in f" {bare(inside)} " for p in words("purposes")):
        return Recipient(text[: bracket.start()].rstrip(_LOOSE), inside, passage)
    return Recipient(text, None, passage)


def _purpose(text: str) -> str:
    """Return what a recipient is to do, its short form put right: "đề bíc" and "để b/€" are "để b/c"."""
    found = _SLASHED.fullmatch(text)
    if found is None:
        return text
    return f"{'để ' if found['for'] else ''}{found['one']}/{found['two'].translate(_AS_C)}"
