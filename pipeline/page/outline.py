"""The outline of a document: what `sections` found, every passage tied to its words on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.geometry import Box
from pipeline.page.reading import Issue, Line, PageText, Word, ocr_text_of


@dataclass(frozen=True, slots=True)
class Piece:
    """One word within a passage: characters `start` to `end` came from this place."""

    start: int
    end: int
    page: int
    line: int
    word: Word


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text over one or more lines, with the word behind each character.

    `text` has one space between words, also where a line or page ended.
    """

    text: str
    pieces: tuple[Piece, ...]

    @classmethod
    def of(cls, words: Sequence[tuple[int, int, Word]]) -> Passage:
        """Join words, each given with its page and line (both from 1), into one passage."""
        pieces: list[Piece] = []
        parts: list[str] = []
        at = 0
        for page, line, word in words:
            if not word.text:
                continue
            if parts:
                parts.append(" ")
                at += 1
            pieces.append(Piece(at, at + len(word.text), page, line, word))
            parts.append(word.text)
            at += len(word.text)
        return cls("".join(parts), tuple(pieces))

    @classmethod
    def join(cls, passages: Sequence[Passage], separator: str = " ") -> Passage:
        """Join passages in order; `separator` (no word's text) stands between two that are not empty."""
        parts: list[str] = []
        pieces: list[Piece] = []
        at = 0
        for passage in passages:
            if not passage.text:
                continue
            if parts:
                parts.append(separator)
                at += len(separator)
            pieces += [Piece(p.start + at, p.end + at, p.page, p.line, p.word) for p in passage.pieces]
            parts.append(passage.text)
            at += len(passage.text)
        return cls("".join(parts), tuple(pieces))

    def slice(self, start: int, end: int) -> Passage:
        """Return characters `start` to `end`; a word cut in two keeps its whole evidence."""
        pieces = tuple(
            Piece(max(p.start, start) - start, min(p.end, end) - start, p.page, p.line, p.word)
            for p in self.pieces
            if p.start < end and p.end > start
        )
        return Passage(self.text[start:end], pieces)

    def strip(self, chars: str | None = None) -> Passage:
        """Return the passage without the given characters (white space by default) at its ends."""
        left = len(self.text) - len(self.text.lstrip(chars))
        return self.slice(left, max(left, len(self.text.rstrip(chars))))

    @property
    def confidence(self) -> float:
        """Mean confidence of the words weighted by length, 0..1; 1 for an empty passage."""
        total = sum(p.end - p.start for p in self.pieces)
        return sum((p.end - p.start) * p.word.confidence for p in self.pieces) / total if total else 1.0

    @property
    def ocr_text(self) -> str:
        """The words as they were read."""
        return ocr_text_of([piece.word for piece in self.pieces])

    @property
    def first(self) -> tuple[int, int] | None:
        """(page, line) of the first word."""
        return (self.pieces[0].page, self.pieces[0].line) if self.pieces else None

    def boxes(self, page: int) -> list[Box]:
        """Return the boxes of the words on one page, in its frame as read."""
        return [p.word.box for p in self.pieces if p.page == page and p.word.box is not None]


@dataclass(frozen=True, slots=True)
class Field:
    """A value read from a passage: `value` is the mended form, `confidence` of this reading 0..1."""

    value: str
    passage: Passage
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Header:
    """Letterhead and title (Nghị định 30/2020, Phụ lục I, ô 1 to 5); None where the page does not show it.

    `issue_date` is ISO 8601; `plan_period` two ISO dates; `type_code` "KH", `type_name` "Kế hoạch";
    `earliest` the first day of signing that can be, where the page shows less ("ngày … tháng 8 năm 2026").
    """

    type_code: str | None = None
    type_name: str | None = None
    number: Field | None = None
    symbol: Field | None = None
    number_symbol: Field | None = None
    parent_organ: Field | None = None
    issuing_organ: Field | None = None
    place: Field | None = None
    issue_date: Field | None = None
    subject: Field | None = None
    plan_year: int | None = None
    plan_period: tuple[str, str] | None = None
    urgency: Field | None = None
    secrecy: Field | None = None
    earliest: str | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """One signing mark (ô 7a): `mark` "KT.", `of` "Chánh Thanh tra"."""

    mark: str
    of: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed (ô 7)."""

    authority: tuple[Authority, ...] = ()
    position: Field | None = None
    full_name: Field | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """An entry of Nơi nhận (ô 9b) with its purpose in brackets, e.g. "b/c"."""

    text: str
    purpose: str | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, bullet or item text, its lines joined.

    `bullet` is "-", "+", "•", "*" or None; `passage` is without it; `depth` 0 for prose, 1 "-", 2 "+".
    """

    passage: Passage
    bullet: str | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: `role` is one of `document.ColumnRole` (ordinal, task, lead ... other)."""

    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table, over pages where it runs over them; merged values are carried to each row they span.

    The head and the group rows ("I. HOÀN THIỆN ...") are not in `rows`; a group row is a node of its own, and
    `row_paths` gives for each row the path of the node that it stands under.
    """

    id: str
    section_path: str | None
    columns: tuple[Column, ...]
    rows: tuple[tuple[Passage, ...], ...]
    row_paths: tuple[str | None, ...]
    passage: Passage


@dataclass(frozen=True, slots=True)
class Node:
    """An enumerated unit or heading of the text.

    `path` "II.1.a" of mended enumerators; `label` the mended one, `label_surface` as read. `title` is None
    for an item that is a whole sentence. `content` is the node's own text and tables in order, children
    apart; `passage` is the label, title and own text, for `source`.
    """

    path: str
    level: int
    label: str | None
    label_surface: str | None
    kind: str
    title: Passage | None
    content: tuple[Paragraph | Table, ...]
    children: tuple[Node, ...]
    passage: Passage
    confidence: float = 1.0

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix: present in the file, or only promised in the body."""

    label: str
    title: str | None
    present: bool
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """All that `sections` read; each input line stands in exactly one of its parts.

    `notes` are foot notes, at the foot of a page or put to the end. `places` says where each line of each
    page went: (page, line) -> `header`, `basis`, `body`, `table`, `appendix`, `signature`, `recipients`,
    `furniture` or `blank`.
    """

    header: Header
    preamble: tuple[Paragraph, ...]
    sections: tuple[Node, ...]
    signature: Signature
    recipients: tuple[Recipient, ...]
    archive: Field | None
    appendices: tuple[Appendix, ...]
    pages: tuple[PageText, ...]
    places: dict[tuple[int, int], str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    notes: tuple[Passage, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Yield all nodes in document order."""
        for node in self.sections:
            yield from node.walk()

    def tables(self) -> Iterator[tuple[Node, Table]]:
        """Yield each table with the node it stands in."""
        for node in self.walk():
            for item in node.content:
                if isinstance(item, Table):
                    yield node, item

    def line(self, page: int, number: int) -> Line:
        """Return a line by page number and line number, both from 1."""
        return next(p for p in self.pages if p.number == page).lines[number - 1]
