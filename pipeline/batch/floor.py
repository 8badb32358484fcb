"""The one loop of a batch: jobs to workers, answers to results."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.batch.crew import Engine
from pipeline.batch.inputs import Input
from pipeline.batch.ledger import Ledger
from pipeline.batch.messages import (
    Answer,
    Assembled,
    Failed,
    Job,
    Lost,
    PagesRead,
    Published,
    Read,
    Surveyed,
)
from pipeline.batch.naming import beside
from pipeline.batch.outcomes import BatchOptions, Notice, Outcome, Progress
from pipeline.batch.premises import Premises
from pipeline.batch.remote import fetch, forget
from pipeline.batch.work import Work, survey_of
from pipeline.errors import DependencyError, InputError, ModelError
from pipeline.files import is_newer
from pipeline.options import Options

_LOG = logging.getLogger("pipeline.batch")
FETCHES = 4
_TICK_S = 0.05  # while something is being fetched
_PATIENCE_S = 1.0
_FATAL: dict[int, type[DependencyError | ModelError]] = {4: DependencyError, 5: ModelError}


@dataclass(slots=True)
class _Given:
    """A job in a worker's hand."""

    work: Work
    job: Job
    attempt: int
    since: float


@dataclass(slots=True)
class Floor:
    """The one loop of a batch: what is open, what is given, what has ended."""

    inputs: Iterator[Input | None]
    options: Options
    batch: BatchOptions
    premises: Premises
    ledger: Ledger
    engine: Engine
    fetchers: ThreadPoolExecutor
    model: str
    recipe: str
    notice: Notice | None
    documents: int | None = None
    open: list[Work] = field(default_factory=list)
    again: deque[tuple[Work, Job, int]] = field(default_factory=deque)
    fetching: list[tuple[Work, Future[Path]]] = field(default_factory=list)
    given: dict[int, _Given] = field(default_factory=dict)
    ended: deque[Outcome] = field(default_factory=deque)
    exhausted: bool = False
    idle: bool = False
    keys: int = 0
    admitted: int = 0
    done: int = 0
    failures: int = 0
    pages_known: int = 0
    pages_done: int = 0
    begun: float = field(default_factory=time.monotonic)

    def run(self) -> Iterator[Outcome]:
        """Yield outcomes until all is done or the batch is to stop."""
        while True:
            self._fill()
            while self.ended:
                outcome = self.ended.popleft()
                yield outcome
                if self._must_stop(outcome):
                    return
            if not (self.open or self.fetching or self.given) and self.exhausted:
                return
            for key, answer in self.engine.wait(self._patience()):
                self._hear(self.given.pop(key), answer)

    def _patience(self) -> float:
        if self.fetching:
            return _TICK_S
        return self.batch.poll_s if self.idle and not self.given else _PATIENCE_S

    def _must_stop(self, outcome: Outcome) -> bool:
        if self.batch.on_failure == "abort" and outcome.exit_code:
            return True
        return self.batch.max_failures is not None and self.failures > self.batch.max_failures

    def _fill(self) -> None:
        """Give jobs while workers are free: lost ones, then the oldest document's, then a new document."""
        self._fetched()
        while self.engine.free > 0:
            if self.again:
                self._give(*self.again.popleft())
                continue
            work = next((work for work in self.open if work.jobs), None)
            if work is None:
                if not self._admit():
                    return
                continue
            self._give(work, work.jobs.popleft(), 1)

    def _give(self, work: Work, job: Job, attempt: int) -> None:
        self.keys += 1
        work.given += 1
        self.given[self.keys] = _Given(work, job, attempt, time.monotonic())
        self.engine.submit(self.keys, job)

    def _admit(self) -> bool:
        """Open the next document; False where there is none now."""
        if self.exhausted or len(self.fetching) >= FETCHES:
            return False
        item = next(self.inputs, self)
        if item is self:
            self.exhausted = True
            return False
        self.idle = item is None
        if not isinstance(item, Input):
            return False
        self.admitted += 1
        tries = 2 if self.batch.on_failure == "retry" else 1
        work = Work(item, self.options, self.premises.inputs / str(self.admitted), tries)
        self.ledger.begin(work)
        if item.url is not None:
            most = self.options.max_file_bytes
            self.fetching.append((work, self.fetchers.submit(fetch, item.url, work.folder, most)))
        else:
            self._open(work, item.path)
        return True

    def _open(self, work: Work, path: Path) -> None:
        work.jobs.append(survey_of(work.item, path, work, self.premises.spools, self.recipe))
        self.open.append(work)

    def _fetched(self) -> None:
        for work, future in [pair for pair in self.fetching if pair[1].done()]:
            self.fetching.remove((work, future))
            try:
                self._open(work, future.result())
            except InputError as error:
                self._end(work, self.ledger.fail(work, error.exit_code, str(error)))

    def _hear(self, given: _Given, answer: Answer) -> None:
        work = given.work
        work.given -= 1
        work.seconds += time.monotonic() - given.since
        if work.over:
            return
        match answer:
            case Lost():
                self._lost(given, answer)
            case Failed():
                self._failed(work, answer)
            case Surveyed():
                self._surveyed(work, answer)
            case PagesRead():
                self._pages_read(work, answer)
            case Assembled() if answer.missing:
                if not work.read_again(answer.missing):
                    self._failed(
                        work, Failed(6, "Its pages vanish from the output folder. Convert it again.")
                    )
            case Assembled():
                self._publish(work, self.ledger.finish(work, answer), self.batch.formats)
            case Published() if work.ending is not None:
                self._end(work, _with_note(work.ending, answer.left_out))
        if not work.over and work.seconds > self.batch.limits.document_s:
            limit = f"{self.batch.limits.document_s:g} s"
            self._failed(work, Failed(6, f"It took longer than {limit} in all. Raise --document-seconds."))

    def _lost(self, given: _Given, answer: Lost) -> None:
        work, job = given.work, given.job
        if given.attempt < work.tries:
            job = replace(job, last=True) if isinstance(job, Read) else job
            self.again.append((work, job, given.attempt + 1))
        elif isinstance(job, Read):
            self.pages_done += len(job.numbers)
            work.lose(job, answer)
            self._tell()
        else:
            code = 1 if answer.code == "lost_fault" else 6
            self._failed(work, Failed(code, answer.message))

    def _failed(self, work: Work, answer: Failed) -> None:
        if answer.exit_code in _FATAL:
            raise _FATAL[answer.exit_code](answer.message)
        self._end(work, self.ledger.fail(work, answer.exit_code, answer.message))

    def _surveyed(self, work: Work, answer: Surveyed) -> None:
        anew = self.batch.force or not self.batch.resume
        work.surveyed = answer
        output, done = self.ledger.place(work.item, answer.facts.sha256)
        if done is not None and not anew:
            due = tuple(n for n in self.batch.formats if not is_newer(beside(output, n), output))
            self._publish(work, self.ledger.pass_over(work, done), due)
            return
        self.pages_known += work.plan(answer, output, self.model, anew=anew)
        self.ledger.reserve(work)

    def _pages_read(self, work: Work, answer: PagesRead) -> None:
        self.pages_done += len(answer.numbers)
        work.page_done()
        self._tell()

    def _publish(self, work: Work, outcome: Outcome, formats: tuple[str, ...]) -> None:
        if not work.publish(outcome, formats):
            self._end(work, outcome)

    def _end(self, work: Work, outcome: Outcome) -> None:
        work.over = True
        if work in self.open:
            self.open.remove(work)
        self.again = deque(entry for entry in self.again if entry[0] is not work)
        forget(work.folder)
        self.done += 1
        self.failures += outcome.state == "failed"
        self.ended.append(outcome)
        _log(outcome)
        self._tell()

    def _tell(self) -> None:
        if self.notice is not None:
            now = time.monotonic() - self.begun
            self.notice(
                Progress(
                    self.documents, self.done, self.failures, self.pages_known, self.pages_done, round(now, 3)
                )
            )


def _with_note(outcome: Outcome, left_out: tuple[str, ...]) -> Outcome:
    """Say which formats a document cannot have: a text has no pictures of pages for an archive."""
    note = f"It has no pages as pictures, so there is no {', '.join(left_out)}." if left_out else ""
    return replace(outcome, message=" ".join(filter(None, (outcome.message, note))))


def _log(outcome: Outcome) -> None:
    level = logging.WARNING if outcome.exit_code else logging.INFO
    _LOG.log(
        level,
        "%s %s pages=%d failed_pages=%d tasks=%d seconds=%.1f exit=%d %s",
        outcome.state,
        outcome.input.label,
        outcome.pages,
        outcome.pages_failed,
        outcome.tasks,
        outcome.seconds,
        outcome.exit_code,
        outcome.message,
    )
