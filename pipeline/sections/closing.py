"""The end of a document: signature (ô 7), recipients and archive (ô 9b), parted by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from pipeline.page import Authority, Field, Passage, Recipient, Signature
from pipeline.sections.lexicon import (
    bare,
    begins_with,
    capitals,
    in_capitals,
    load,
    plain,
    resembles,
    words,
)
from pipeline.sections.rows import Row

_MARK = regex.compile(r"(?<![\w.])(?P<mark>T/?M|K/?T|T/?L|TUQ|Q)(?:\s*[.,]|(?<=/\p{Lu}))\s*(?=\p{Lu}{2})")
_CALL = regex.compile(r"\W{0,3}(?:noi\s*nh\S{1,3}|kinh\s+gui)\s*[:;.,]?\s*")
_ENTRY = regex.compile(r"\s*[-–—−~•*+_]\s*")
_BRACKET = regex.compile(r"\s*\((?P<inside>[^()]*)\)\s*[;.,]?.{0,6}$")
_NAME = regex.compile(r"(?:\p{Lu}\p{Ll}*\.?\s+){1,4}\p{Lu}\p{Ll}+")
_NOTE = regex.compile(r"\[\d{1,2}\](?:\s|$)")
_STRAY = " \t/⁄\\|-–—_~:;,'`*"  # what a seal or a pen leaves around words
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
    ending.signature = _read_signature(signed)
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
    if not above[0] < above[1] < row.key or not _is_name(signed[-1].text):
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
    mark = _MARK.search(cell.text)
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
        named = (
            _person(cell.slice(tail, len(cell.text)).strip()) if tail and len(cell.text) - tail > 8 else None
        )
        if named is not None:  # the signer's name, run together with the entry left of it
            signed.append(named)
            cell = cell.slice(0, tail)
        _add_entry(cell, entries)
        return "recipients"
    if in_capitals(cell.text) or (signed and _is_name(cell.text)) or row.line.block == 2:
        signed.append(cell)
        return "signature"
    if entries and not _is_name(cell.text):
        entries[-1].append(cell)
        return "recipients"
    signed.append(cell)
    return "signature"


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


def _is_name(text: str) -> bool:
    return _person(Passage(text, ())) is not None


def _person(passage: Passage) -> Passage | None:
    """Return the full name that the passage is, without rank; None where it is none."""
    text = passage.text.strip()
    cut = len(passage.text) - len(passage.text.lstrip())
    while rank := begins_with(text, words("ranks")):
        step = len(text) - len(text[len(rank) :].lstrip(" ."))
        cut, text = cut + step, text[step:]
    name = _NAME.fullmatch(text)
    if name is None or begins_with(text, words("surnames")) is None:
        return None
    return passage.slice(cut, cut + len(text))


def _read_signature(pieces: Sequence[Passage]) -> Signature:
    authority: list[Authority] = []
    position: Field | None = None
    name: Field | None = None
    for piece in pieces:
        for part in _parts(piece):
            mark = _MARK.match(part.text)
            rest = part.slice(mark.end(), len(part.text)).strip() if mark else part
            head, tail = _split_case(rest)
            if mark:
                of, own = _split_position(head)
                authority.append(Authority(f"{mark['mark'].replace('/', '')}.", cased(of.text)))
                head = own
            elif authority and not authority[-1].of.strip():
                authority[-1] = Authority(authority[-1].mark, cased(head.text))
                continue
            if head.text and in_capitals(head.text) and begins_with(head.text, words("position_heads")):
                position = Field(cased(head.text), head, head.confidence)
            elif head.text and authority and position is None and in_capitals(head.text) and not mark:
                last = authority[-1]
                authority[-1] = Authority(last.mark, cased(f"{last.of.upper()} {head.text}"))
            person = _person(tail) or _person(rest)
            if person is not None:
                name = Field(person.text, person, person.confidence)
    return Signature(tuple(authority), position, name)


def _parts(piece: Passage) -> list[Passage]:
    """Cut a run at its signing marks."""
    cuts = [0, *(m.start() for m in _MARK.finditer(piece.text) if m.start()), len(piece.text)]
    return [p for a, b in pairwise(cuts) if (p := piece.slice(a, b).strip(_STRAY)).text]


def _split_case(passage: Passage) -> tuple[Passage, Passage]:
    """Part the words in capitals from the name after them."""
    at = 0
    for word in passage.text.split(" "):
        if (
            not in_capitals(word, 0.75)
            and any(c.isalpha() for c in word)
            and (len(word) > 1 or word.islower())
        ):
            break
        at += len(word) + 1
    at = min(at, len(passage.text))
    return passage.slice(0, at).strip(), passage.slice(at, len(passage.text)).strip()


def _split_position(passage: Passage) -> tuple[Passage, Passage]:
    """Part whom one signs for from the own position: "CHỦ TỊCH | PHÓ CHỦ TỊCH"."""
    parts = passage.text.split(" ")
    heads = words("position_heads")
    for index in range(1, len(parts)):
        rest = " ".join(parts[index:])
        if not begins_with(rest, heads):
            continue
        own = bare(rest)
        of = bare(" ".join(parts[:index]))
        if (
            own.startswith(("pho ", "thu truong", "quyen "))
            or of.startswith(words("organ_signers"))
            or own == of
        ):
            at = len(" ".join(parts[:index])) + 1
            return passage.slice(0, at).strip(), passage.slice(at, len(passage.text))
    return passage, Passage("", ())


_ACRONYM = regex.compile(r"[B-DGHK-NP-TVXZĐ&]{2,}|[B-DGHK-NP-TVX-ZĐ]{4,}")  # no syllable: BHXH, HĐND, BHYT


def cased(text: str) -> str:
    """Return a position or organ printed in capitals in the case of running text."""
    text = text.strip(" .,;")
    if "," in text and in_capitals(text):
        return ", ".join(cased(part) for part in text.split(","))
    if not in_capitals(text):
        return text
    key, low = bare(text), " ".join(w if _ACRONYM.fullmatch(w) else w.lower() for w in text.split())
    if key.startswith("pho ") and len(low.split()) > 1:
        return f"Phó {cased(text.split(' ', 1)[1])}"
    for phrase, spelt in sorted(load("words")["cased"].items(), key=lambda item: -len(item[0])):
        if f"{key} ".startswith(f"{phrase} "):
            rest = low.split()[len(phrase.split()) :]
            known = spelt if bare(spelt) == phrase else phrase
            return " ".join([known, *(w if w.isupper() else w.capitalize() for w in rest)])
    return low[:1].upper() + low[1:]


def _is_archive(text: str) -> bool:
    return begins_with(text, ("luu",)) is not None or resembles(text.split(":", 1)[0], "luu", 0.34)


def _archive(passage: Passage) -> Field:
    return Field(passage.text, passage, passage.confidence)


def _recipient(passage: Passage) -> Recipient:
    text = passage.text.rstrip(" ;.,")
    bracket = _BRACKET.search(text)
    inside = f" {bare(bracket['inside'])} " if bracket else ""
    if bracket and any(f" {bare(p)} " in inside for p in words("purposes")):
        return Recipient(text[: bracket.start()].rstrip(" ;.,"), bracket["inside"].strip(), passage)
    return Recipient(text, None, passage)
