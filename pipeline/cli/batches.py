"""The commands for many documents: `convert`, `watch`, `status`."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.batch import BatchOptions, Limits
from pipeline.cli import batch_report
from pipeline.cli.choices import OcrEngine, OcrEngineOption, Restore, RestoreOption, build_options
from pipeline.errors import UsageError
from pipeline.options import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.batch import Input, Outcome


class EngineName(StrEnum):
    """Where pages are read."""

    local = "local"
    dask = "dask"


class OnFailure(StrEnum):
    """What a page gets whose worker was killed, hung or ran out of memory."""

    retry = "retry"
    skip = "skip"
    abort = "abort"


class ProgressKind(StrEnum):
    """How progress is shown."""

    auto = "auto"
    bar = "bar"
    plain = "plain"
    jsonl = "jsonl"
    none = "none"


_CORES = os.cpu_count() or 1
_BATCH, _LIMITS, _OPTIONS = BatchOptions(Path()), Limits(), Options()
_MEMORY_MB = _LIMITS.memory_bytes >> 20
Jobs = Annotated[
    int,
    typer.Option(min=1, show_default="one a core", help="Pages at once, each in a process of its own."),
]
EngineOption = Annotated[EngineName, typer.Option(help="Workers on this machine, or on many through Dask.")]
Scheduler = Annotated[str | None, typer.Option(help="Dask scheduler, e.g. tcp://host:8786.")]
PageSeconds = Annotated[float, typer.Option(min=1, help="A page that takes longer is stopped.")]
DocumentSeconds = Annotated[float, typer.Option(min=1, help="A document that takes longer is stopped.")]
MemoryMb = Annotated[int, typer.Option("--memory-mb", min=256, help="Most memory of a worker, MiB.")]
MaxPages = Annotated[int, typer.Option(min=1, help="Refuse documents with more pages.")]
MaxPixels = Annotated[int, typer.Option(min=10_000, help="Refuse pages with more pixels (width x height).")]
ProgressOption = Annotated[
    ProgressKind, typer.Option("--progress", help="auto: a bar on a terminal, a line a document elsewhere.")
]
LogFile = Annotated[
    Path | None, typer.Option("--log", help="One line a document; OUT/vnplan.log if not given.")
]


def convert_command(
    inputs: Annotated[
        list[str], typer.Argument(help="Files, folders, globs, zip archives or URLs.", metavar="INPUT")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for one JSON file per document.")],
    jobs: Jobs = _CORES,
    resume: Annotated[bool, typer.Option(help="Skip inputs that are finished.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Convert finished inputs again.")] = False,
    engine: EngineOption = EngineName.local,
    scheduler: Scheduler = None,
    ocr_engine: OcrEngineOption = OcrEngine.pytesseract,
    pages: Annotated[str | None, typer.Option(help="Pages to read, e.g. 1-3,7.")] = None,
    restore: RestoreOption = Restore.auto,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first document that fails.")] = False,
    on_failure: Annotated[
        OnFailure, typer.Option(help="For a page whose worker was lost; abort is --strict.")
    ] = OnFailure.retry,
    max_failures: Annotated[int | None, typer.Option(min=0, help="Stop after more failed documents.")] = None,
    page_seconds: PageSeconds = _LIMITS.page_s,
    document_seconds: DocumentSeconds = _LIMITS.document_s,
    memory_mb: MemoryMb = _MEMORY_MB,
    max_pages: MaxPages = _OPTIONS.max_pages,
    max_pixels: MaxPixels = _OPTIONS.max_pixels,
    formats: Annotated[
        str, typer.Option(help="Files for each document, e.g. json,pdf,csv,xlsx,jsonl,ics.")
    ] = "json",
    progress: ProgressOption = ProgressKind.auto,
    log: LogFile = None,
) -> None:
    """Convert scans, born-digital files and text into JSON, one file per document."""
    from pipeline.batch import exit_code, gather

    if scheduler is not None and engine is not EngineName.dask:
        raise UsageError("--scheduler is for --engine dask. Add that, or leave it out.")
    options = build_options(
        pages=pages,
        restore=restore.value,
        ocr_engine=ocr_engine.value,
        max_pages=max_pages,
        max_pixels=max_pixels,
    )
    batch = BatchOptions(
        out=out,
        jobs=jobs,
        resume=resume,
        force=force,
        engine=engine.value,
        scheduler=scheduler,
        limits=Limits(page_seconds, document_seconds, memory_mb << 20),
        on_failure="abort" if strict else on_failure.value,
        max_failures=max_failures,
        formats=_formats(formats),
    )
    found, skipped = gather(inputs)
    with _logged(out, log):
        outcomes = _run(found, options, batch, progress)
    report = batch_report.Summary(outcomes, skipped, out, unfinished=len(found) - len(outcomes))
    batch_report.summary(report, progress.value)
    raise typer.Exit(exit_code(outcomes))


def watch_command(
    folder: Annotated[Path, typer.Argument(help="Where scans arrive, e.g. a scanner's drop folder.")],
    out: Annotated[Path, typer.Argument(help="Folder for one JSON file per document.")],
    jobs: Jobs = _CORES,
    settle_seconds: Annotated[
        float, typer.Option(min=0, help="A file is complete that has not changed for so long.")
    ] = 5.0,
    poll_seconds: Annotated[float, typer.Option(min=0.1, help="How often the folder is looked at.")] = (
        _BATCH.poll_s
    ),
    restore: RestoreOption = Restore.auto,
    ocr_engine: OcrEngineOption = OcrEngine.pytesseract,
    page_seconds: PageSeconds = _LIMITS.page_s,
    document_seconds: DocumentSeconds = _LIMITS.document_s,
    memory_mb: MemoryMb = _MEMORY_MB,
    progress: ProgressOption = ProgressKind.auto,
    log: LogFile = None,
) -> None:
    """Convert what arrives in a folder, until Ctrl-C."""
    from pipeline.batch import arrivals

    if out.absolute() == folder.absolute():
        raise UsageError("Results cannot go into the folder that is watched. Choose another folder.")
    limits = Limits(page_seconds, document_seconds, memory_mb << 20)
    batch = BatchOptions(out=out, jobs=jobs, limits=limits, poll_s=poll_seconds)
    with _logged(out, log):
        found = arrivals(folder, settle_s=settle_seconds)
        options = build_options(restore=restore.value, ocr_engine=ocr_engine.value)
        _run(found, options, batch, progress, keep=False)


def status_command(
    out: Annotated[Path, typer.Argument(help="Folder that vnplan convert -o wrote to.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print every input as JSON lines.")] = False,
) -> None:
    """Show what became of every input of a batch, even while it runs."""
    from pipeline.batch.manifest import read_rows
    from pipeline.batch.premises import manifest_path

    batch_report.status(read_rows(manifest_path(out)), as_json=as_json)


def _formats(names: str) -> tuple[str, ...]:
    """Return what is to be written beside the JSON, which always is."""
    from pipeline.batch.archive import ARCHIVE
    from pipeline.export import FORMATS

    known = ("json", ARCHIVE, *FORMATS)
    wanted = tuple(dict.fromkeys(name.strip() for name in names.split(",") if name.strip()))
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UsageError(
            f"--formats: there is no format {', '.join(unknown)}. Choose some of {', '.join(known)}."
        )
    return tuple(name for name in wanted if name != "json")


def _run(
    found: Iterable[Input | None],
    options: Options,
    batch: BatchOptions,
    kind: ProgressKind,
    *,
    keep: bool = True,
) -> list[Outcome]:
    from pipeline.batch import run_batch

    outcomes = []
    with batch_report.shown(kind.value) as display:
        for outcome in run_batch(found, options, batch, display.progress):
            display.outcome(outcome)
            if keep:
                outcomes.append(outcome)
    return outcomes


@contextmanager
def _logged(out: Path, log: Path | None) -> Iterator[None]:
    """Write one line a document to a file."""
    logger = logging.getLogger("pipeline.batch")
    handler = _handler(out, log)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()


def _handler(out: Path, log: Path | None) -> logging.Handler:
    path = log or out / "vnplan.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}). Choose another with -o.") from error


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    app.command("convert")(convert_command)
    app.command("watch")(watch_command)
    app.command("status")(status_command)
