"""Where the command line prints: complaints, counts, and the checks of `doctor`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from pipeline.cli.doctor import Check

OUT = Console(highlight=False, soft_wrap=True)
ERR = Console(stderr=True, highlight=False, soft_wrap=True)


def complain(message: str) -> None:
    """Print an error on standard error."""
    ERR.print(f"[bold red]vnplan:[/] {escape(message)}")


def counted(count: int, noun: str) -> str:
    """Return so many of a thing: "1 page", "2 pages"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def checks(found: Iterable[Check]) -> None:
    """Print the table of `vnplan doctor`."""
    table = Table("", "What", "Found", "To mend it", box=None, pad_edge=False)
    for check in found:
        absent = "[bold red]missing[/]" if check.exit_code else "[yellow]optional[/]"
        mark = "[green]ok[/]" if check.ok else absent
        table.add_row(mark, check.name, escape(check.found), escape("" if check.ok else check.remedy))
    OUT.print(table)
