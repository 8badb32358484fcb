"""Run many documents in worker processes; one bad document never costs the others."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch.inputs import Input
from pipeline.batch.writing import write_whole
from pipeline.conversion import VERSION, convert
from pipeline.errors import DependencyError, InputError, ModelError, PipelineError, UsageError
from pipeline.options import Options


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch runs: `jobs` processes; `resume` skips what is finished; `force` converts it again."""

    out: Path
    jobs: int = 1
    resume: bool = True
    force: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input.

    `state` is `written`, `finished_before` or `failed`; `exit_code` 0, or that of the error.
    """

    input: Input
    state: str
    output: Path | None = None
    pages: int = 0
    pages_failed: int = 0
    tasks: int = 0
    needs_review: bool = False
    exit_code: int = 0
    message: str = ""


def run_batch(inputs: list[Input], options: Options, batch: BatchOptions) -> Iterator[Outcome]:
    """Convert all inputs and yield what became of each as it ends.

    Raises:
        UsageError: The output folder cannot be written.
        DependencyError: A program that every document needs is missing.
        ModelError: The model that every document needs is missing.
    """
    _prepare(batch.out)
    lost: list[Input] = []
    for item, outcome in _run_pool(inputs, options, batch, batch.jobs):
        if outcome is None:
            lost.append(item)
        else:
            yield outcome
    # A worker died and took the pool with it: each document left runs alone, so that only the culprit fails.
    for item in lost:
        for _, outcome in _run_pool([item], options, batch, 1):
            yield outcome or _killed(item)


def _killed(item: Input) -> Outcome:
    return Outcome(
        item,
        "failed",
        exit_code=6,
        message="The process that read this document was ended by the system, "
        "probably for its memory. Convert it alone with --pages.",
    )


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".vnplan-probe"
        write_whole(probe, "")
        probe.unlink()
    except OSError as error:
        raise UsageError(
            f"The folder {out} cannot be written ({error.strerror}). Choose another with -o."
        ) from error


def _run_pool(
    inputs: list[Input], options: Options, batch: BatchOptions, jobs: int
) -> Iterator[tuple[Input, Outcome | None]]:
    if not inputs:
        return
    workers = max(1, min(jobs, len(inputs)))
    threads = max(1, batch.jobs // workers)
    # spawn: a forked copy of a process with threads can hang
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context)
    try:
        futures = {pool.submit(convert_one, item, options, batch, threads): item for item in inputs}
        for future in as_completed(futures):
            yield futures[future], _outcome(futures[future], future)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _outcome(item: Input, future: Future[Outcome]) -> Outcome | None:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool):
        return None
    if isinstance(error, DependencyError | ModelError):
        raise error
    if isinstance(error, PipelineError):
        return Outcome(item, "failed", exit_code=error.exit_code, message=str(error))
    return Outcome(
        item,
        "failed",
        exit_code=1,
        message=f"A fault of vnplan: {type(error).__name__}: {error}. Please report it with the file.",
    )


def convert_one(item: Input, options: Options, batch: BatchOptions, threads: int) -> Outcome:
    """Convert one input and write its JSON; called in a worker process.

    Raises:
        PipelineError: The document cannot be converted.
    """
    digest = _sha256(item.path)
    output, finished = _place(batch, item, digest, options)
    if finished and batch.resume and not batch.force:
        return _describe(item, "finished_before", output, json.loads(output.read_text(encoding="utf-8")))
    document = convert(item.path, options, jobs=threads)
    text = document.to_json()
    write_whole(output, text)
    return _describe(item, "written", output, json.loads(text))


def _sha256(path: Path) -> str:
    try:
        if not path.is_file():
            raise InputError(f"{path} is not a file that can be read. Name a PDF, an image or a text file.")
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Check its permissions.") from error


def _place(batch: BatchOptions, item: Input, digest: str, options: Options) -> tuple[Path, bool]:
    """Return where the output goes and whether it is there already, for this content, options and version.

    A file of another content under the same name is kept: the newcomer's name gets eight digits of its hash.
    """
    output = batch.out / f"{item.stem}.json"
    known = _identity(output)
    if known is not None and known[0] != digest:
        output = batch.out / f"{item.stem}-{digest[:8]}.json"
        known = _identity(output)
    return output, known == (digest, VERSION, options.model_dump(mode="json"))


def _identity(output: Path) -> tuple[str, str, dict[str, object]] | None:
    try:
        data = json.loads(output.read_text(encoding="utf-8"))
        return data["file"]["sha256"], data["processing"]["version"], data["processing"]["options"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _describe(item: Input, state: str, output: Path, data: dict[str, object]) -> Outcome:
    quality = data["quality"]
    assert isinstance(quality, dict)
    failed = quality["pages_failed"]
    return Outcome(
        item,
        state,
        output,
        pages=len(data["pages"]),  # type: ignore[arg-type]
        pages_failed=failed,
        tasks=len(data["tasks"]),  # type: ignore[arg-type]
        needs_review=quality["needs_review"],
        exit_code=6 if failed else 0,
        message=f"{failed} pages could not be read." if failed else "",
    )


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """Return the exit code of a whole batch (CONTRACT section 1)."""
    codes = {outcome.exit_code for outcome in outcomes}
    if 1 in codes:
        return 1
    if codes <= {0}:
        return 0
    return codes.pop() if len(codes) == 1 else 6
