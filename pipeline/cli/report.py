"""What the command line shows of itself: complaints, and the checks of `doctor`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from pipeline.cli.doctor import Check

_OUT = Console(highlight=False, soft_wrap=True)
_ERR = Console(stderr=True, highlight=False, soft_wrap=True)


def complain(message: str) -> None:
    """Print an error on standard error."""
    _ERR.print(f"[bold red]vnplan:[/] {escape(message)}")


def checks(found: Iterable[Check]) -> None:
    """Print the table of `vnplan doctor`."""
    table = Table("", "What", "Found", "To mend it", box=None, pad_edge=False)
    for check in found:
        absent = "[bold red]missing[/]" if check.exit_code else "[yellow]optional[/]"
        mark = "[green]ok[/]" if check.ok else absent
        table.add_row(mark, check.name, escape(check.found), escape("" if check.ok else check.remedy))
    _OUT.print(table)
