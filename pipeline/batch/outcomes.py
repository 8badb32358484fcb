"""How a batch is asked for, what became of an input, and how far a batch is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pipeline.batch.inputs import Input
from pipeline.batch.limits import Limits, OnFailure

State = Literal["written", "finished_before", "failed"]


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch runs; nothing here changes a result.

    Attributes:
        out: Folder for the results; the batch keeps its own files in `.vnplan` in it.
        jobs: Pages at the same time on this machine, each in a process of its own.
        resume: Skip what is finished and go on with pages that were read.
        force: Convert it all again.
        engine: `local`, or `dask` with its `scheduler` ("tcp://host:8786"); None starts one here.
        on_failure: What a lost worker's job gets: another try, none, or the end of the batch.
        max_failures: More failed documents than that end the batch; None for no such end.
        formats: Other files beside each JSON, `pdf` or names of `pipeline.export.FORMATS`.
        poll_s: How often a watched folder is looked at.
        workshop: Module with the `warm` and `perform` of workers; only tests put another in its place.
    """

    out: Path
    jobs: int = 1
    resume: bool = True
    force: bool = False
    engine: Literal["local", "dask"] = "local"
    scheduler: str | None = None
    limits: Limits = field(default_factory=Limits)
    on_failure: OnFailure = "retry"
    max_failures: int | None = None
    formats: tuple[str, ...] = ()
    poll_s: float = 2.0
    workshop: str = "pipeline.batch.jobs"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input.

    `exit_code` is 0, or that of the error; `seconds` is the time of all workers together.
    """

    input: Input
    state: State
    output: Path | None = None
    pages: int = 0
    pages_failed: int = 0
    tasks: int = 0
    needs_review: bool = False
    exit_code: int = 0
    message: str = ""
    seconds: float = 0.0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is; `documents` is None where nobody knows how many will come."""

    documents: int | None
    documents_done: int
    failures: int
    pages_known: int
    pages_done: int
    seconds: float


Notice = Callable[[Progress], None]


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """Return the exit code of a whole batch (docs/howto/batch.md)."""
    codes = {outcome.exit_code for outcome in outcomes}
    if 1 in codes:
        return 1
    if codes <= {0}:
        return 0
    return codes.pop() if len(codes) == 1 else 6
