"""What the command line shows: progress, summaries, complaints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

if TYPE_CHECKING:
    from pipeline.batch import Outcome
    from pipeline.cli.doctor import Check

_OUT = Console(highlight=False, soft_wrap=True)
_ERR = Console(stderr=True, highlight=False, soft_wrap=True)


def complain(message: str) -> None:
    """Print an error on standard error."""
    _ERR.print(f"[bold red]vnplan:[/] {escape(message)}")


class Progress:
    """A bar on a terminal, one plain line per document elsewhere."""

    def __init__(self, total: int) -> None:
        self._failed = 0
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("documents"),
            TimeRemainingColumn(),
            console=_ERR,
            disable=not _ERR.is_terminal,
        )
        self._task = self._bar.add_task("Converting", total=total)

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def advance(self, outcome: Outcome) -> None:
        """Count one document and say what became of it."""
        self._failed += outcome.state == "failed"
        self._bar.console.print(_line(outcome))
        name = f"Converting ({self._failed} failed)" if self._failed else "Converting"
        self._bar.update(self._task, advance=1, description=name)


def _line(outcome: Outcome) -> str:
    name = escape(outcome.input.name)
    if outcome.state == "failed":
        return f"[red]failed[/]   {name}: {escape(outcome.message)}"
    if outcome.state == "finished_before":
        return f"[dim]finished {name}[/]"
    note = f"; {outcome.message}" if outcome.message else "; needs review" if outcome.needs_review else ""
    return f"[green]written[/]  {name}: {outcome.pages} pages, {outcome.tasks} tasks{escape(note)}"


def summary(outcomes: Sequence[Outcome], skipped: Sequence[str], out: Path) -> None:
    """Print what a batch did."""
    states = [outcome.state for outcome in outcomes]
    pages = sum(outcome.pages for outcome in outcomes)
    tasks = sum(outcome.tasks for outcome in outcomes)
    review = sum(outcome.needs_review for outcome in outcomes)
    _OUT.print(
        f"{states.count('written')} written, {states.count('finished_before')} finished before, "
        f"{states.count('failed')} failed; {pages} pages, {tasks} tasks, {review} documents need review."
    )
    if skipped:
        _OUT.print(f"Passed over as no scans: {escape(', '.join(skipped[:5]))}{_more(skipped)}")
    _OUT.print(f"JSON in {escape(str(out))}")


def _more(names: Sequence[str]) -> str:
    return f" and {len(names) - 5} more" if len(names) > 5 else ""


def checks(found: Iterable[Check]) -> None:
    """Print the table of `vnplan doctor`."""
    table = Table("", "What", "Found", "To mend it", box=None, pad_edge=False)
    for check in found:
        mark = "[green]ok[/]" if check.ok else "[bold red]missing[/]"
        table.add_row(mark, check.name, escape(check.found), escape("" if check.ok else check.remedy))
    _OUT.print(table)
