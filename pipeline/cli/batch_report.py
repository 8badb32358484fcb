"""What the command line shows of a batch: a bar, lines, JSON lines, the summary, the status."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.markup import escape
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from pipeline.batch.naming import printable
from pipeline.cli.console import ERR, OUT, counted

if TYPE_CHECKING:
    from pipeline.batch import Outcome, Progress
    from pipeline.batch.manifest import Row


class Display(Protocol):
    """Takes what a batch tells."""

    def progress(self, progress: Progress) -> None:
        """Show how far it is."""

    def outcome(self, outcome: Outcome) -> None:
        """Show what became of a document."""


class _Lines:
    """One plain line a document, on standard error."""

    def progress(self, progress: Progress) -> None:
        """Say nothing between documents."""

    def outcome(self, outcome: Outcome) -> None:
        """Print a line."""
        ERR.print(_line(outcome))


class _Silent(_Lines):
    """Nothing but the summary."""

    def outcome(self, outcome: Outcome) -> None:
        """Say nothing."""


class _JsonLines:
    """Machine-readable: one object a page or document, on standard output."""

    def progress(self, progress: Progress) -> None:
        """Print how far it is."""
        _json("progress", asdict(progress))

    def outcome(self, outcome: Outcome) -> None:
        """Print what became of a document."""
        found = {
            "input": outcome.input.label,
            "state": outcome.state,
            "output": printable(str(outcome.output)) if outcome.output is not None else None,
            "pages": outcome.pages,
            "pages_failed": outcome.pages_failed,
            "tasks": outcome.tasks,
            "needs_review": outcome.needs_review,
            "seconds": outcome.seconds,
            "exit_code": outcome.exit_code,
            "message": outcome.message,
        }
        _json("document", found)


class _BarDisplay(_Lines):
    """A bar with pages a second, time left and failures."""

    def __init__(self, bar: Bar) -> None:
        self._bar = bar
        self._task = bar.add_task("Converting", total=None, speed="", documents="")

    def progress(self, progress: Progress) -> None:
        """Move the bar: by documents, and within the open ones by pages."""
        failed = f" ({progress.failures} failed)" if progress.failures else ""
        speed = progress.pages_done / progress.seconds if progress.seconds else 0.0
        total = "?" if progress.documents is None else str(progress.documents)
        share = progress.pages_done / progress.pages_known if progress.pages_known else 0.0
        in_hand = min(1.0, share) * 0.9  # the open documents count by their pages, never as done
        self._bar.update(
            self._task,
            total=progress.documents,
            completed=min(progress.documents_done + in_hand, progress.documents or 1e9),
            description=f"Converting{failed}",
            speed=f"{speed:.2f} pages/s",
            documents=f"{progress.documents_done}/{total} documents, {progress.pages_done} pages",
        )

    def outcome(self, outcome: Outcome) -> None:
        """Print a line above the bar."""
        self._bar.console.print(_line(outcome))


@contextmanager
def shown(kind: str) -> Iterator[Display]:
    """Yield what shows a batch: `auto`, `bar`, `plain`, `jsonl` or `none`."""
    if kind == "bar" or (kind == "auto" and ERR.is_terminal):
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[documents]}  {task.fields[speed]}"),
            TimeRemainingColumn(),
        )
        with Bar(*columns, console=ERR) as bar:
            yield _BarDisplay(bar)
    elif kind == "jsonl":
        yield _JsonLines()
    else:
        yield _Silent() if kind == "none" else _Lines()


def _json(event: str, values: Mapping[str, object]) -> None:
    print(json.dumps({"event": event, **values}, ensure_ascii=False), flush=True)


def _line(outcome: Outcome) -> str:
    name = escape(outcome.input.label)
    if outcome.state == "failed":
        return f"[red]failed[/]   {name}: {escape(outcome.message)}"
    if outcome.state == "finished_before":
        return f"[dim]finished {name}[/]"
    note = f"; {outcome.message}" if outcome.message else "; needs review" if outcome.needs_review else ""
    pages, tasks = counted(outcome.pages, "page"), counted(outcome.tasks, "task")
    return f"[green]written[/]  {name}: {pages}, {tasks}{escape(note)}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a batch did; `unfinished` inputs were not reached because it stopped."""

    outcomes: Sequence[Outcome]
    skipped: Sequence[str]
    out: Path
    unfinished: int = 0


def summary(found: Summary, kind: str) -> None:
    """Print what a batch did."""
    states = Counter(outcome.state for outcome in found.outcomes)
    counts = {
        "written": states["written"],
        "finished_before": states["finished_before"],
        "failed": states["failed"],
        "unfinished": found.unfinished,
        "pages": sum(outcome.pages for outcome in found.outcomes),
        "tasks": sum(outcome.tasks for outcome in found.outcomes),
        "needs_review": sum(outcome.needs_review for outcome in found.outcomes),
        "passed_over": len(found.skipped),
    }
    if kind == "jsonl":
        _json("summary", counts)
        return
    OUT.print(
        f"{counts['written']} written, {counts['finished_before']} finished before, "
        f"{counts['failed']} failed; {counted(counts['pages'], 'page')}, {counted(counts['tasks'], 'task')}; "
        f"to be reviewed: {counted(counts['needs_review'], 'document')}."
    )
    if found.unfinished:
        OUT.print(f"Stopped early; {counted(found.unfinished, 'input')} untouched. Run it again to go on.")
    if found.skipped:
        names = ", ".join(printable(name) for name in found.skipped[:5])
        more = f" and {len(found.skipped) - 5} more" if len(found.skipped) > 5 else ""
        OUT.print(f"Passed over as no scans: {escape(names)}{more}")
    OUT.print(f"JSON in {escape(printable(str(found.out)))}")


def status(rows: Sequence[Row], *, as_json: bool) -> None:
    """Print the manifest: counts, then what failed or is being worked on."""
    if as_json:
        for row in rows:
            print(json.dumps(asdict(row), ensure_ascii=False))
        return
    states = Counter(row.state for row in rows)
    counts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    pages, seconds = counted(sum(row.pages for row in rows), "page"), sum(row.seconds for row in rows)
    OUT.print(f"{counted(len(rows), 'input')}: {counts or 'none'}; {pages}, {seconds:.0f} s of work.")
    table = Table("State", "Input", "Pages", "Tries", "Why", box=None, pad_edge=False)
    for row in rows:
        if row.state in ("failed", "incomplete", "running"):
            table.add_row(row.state, escape(row.name), str(row.pages), str(row.attempts), escape(row.error))
    if table.row_count:
        OUT.print(table)
