"""What a plan says, apart from how it is laid out on paper."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

Style = Literal["regular", "bold", "italic", "bold_italic"]

MERGED = "^"


@dataclass(frozen=True, slots=True)
class Prose:
    """One paragraph: a heading, an item, a bullet or running text; its enumerator is part of `text`."""

    text: str
    style: Style = "regular"
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table.

    Attributes:
        columns: The head, repeated on each page that the table runs over.
        widths: Relative widths of the columns.
        rows: Cells, left to right; the last of too few cells spans the columns that are left (a group row:
            "I. HOÀN THIỆN ..." or "I" and its title), and a cell "^" is merged with the one above it.
    """

    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if len(self.widths) != len(self.columns):
            raise ValueError(f"{len(self.columns)} columns but {len(self.widths)} widths")
        for row in self.rows:
            if not 1 <= len(row) <= len(self.columns):
                raise ValueError(f"{len(self.columns)} columns but {len(row)} cells: {row}")


Block = Prose | Grid


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs (ô 7): the marks and positions line by line, and the name."""

    lines: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Annex:
    """An appendix on pages of its own, numbered by itself."""

    label: str
    title: tuple[str, ...]
    note: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class PlanText:
    """A whole plan (Nghị định 30/2020, Phụ lục I).

    Attributes:
        parent_organ: Ô 2, first part, line by line; empty where there is none.
        issuing_organ: Ô 2, second part, bold.
        number_symbol: Ô 3, as printed after "Số:".
        place: Ô 4.
        date: Ô 4.
        type_name: Ô 5a, in capitals.
        subject: Ô 5a, line by line.
        blocks: Ô 6 in order, from the grounds to the closing "./.".
        signing: Ô 7.
        recipients: Ô 9b, each with its dash.
        annexes: In order.
        seal: What the round stamp says: along the rim, and in the middle.
    """

    parent_organ: tuple[str, ...]
    issuing_organ: tuple[str, ...]
    number_symbol: str
    place: str
    date: datetime.date
    type_name: str
    subject: tuple[str, ...]
    blocks: tuple[Block, ...]
    signing: Signing
    recipients: tuple[str, ...]
    annexes: tuple[Annex, ...] = ()
    seal: tuple[str, str] | None = None
