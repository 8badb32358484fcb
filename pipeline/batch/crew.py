"""Workers on this machine, each with a socket of its own.

Pools that share a queue (concurrent.futures, Pebble, loky) guard it by a lock that dies with a killed worker;
here a worker can be killed at any instruction and costs only the job in its hand.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from pipeline.batch.child import READY, command, environment, socket_pair
from pipeline.batch.limits import Limits
from pipeline.batch.messages import ANSWER, JOB, Answer, Assemble, Job, Lost, Publish, Read, Survey
from pipeline.batch.sandbox import descendants

WORKSHOP = "pipeline.batch.jobs"
_START_S = 120.0


class Engine(Protocol):
    """Where jobs are done: `local` (Crew) or `dask`."""

    @property
    def free(self) -> int:
        """Jobs that can be given now."""

    def submit(self, key: int, job: Job) -> None:
        """Give a job; `key` comes back with its answer."""

    def wait(self, timeout_s: float) -> list[tuple[int, Answer]]:
        """Return the answers that came, after at most `timeout_s`."""

    def close(self) -> None:
        """End all work at once."""


@dataclass(slots=True)
class _Worker:
    """A process, our end of its socket, its scratch, and the job in its hand."""

    process: subprocess.Popen[bytes]
    line: Connection
    scratch: Path
    ready: bool = False
    key: int | None = None
    limit_s: float = 0.0
    deadline: float = 0.0


class Crew:
    """`size` worker processes; one that dies or hangs is replaced when there is work for it."""

    def __init__(
        self, size: int, limits: Limits, *, workshop: str = WORKSHOP, scratch: Path | None = None
    ) -> None:
        self._size = size
        self._limits = limits
        self._workshop = workshop
        self._scratch = scratch
        self._workers: list[_Worker] = []

    @property
    def free(self) -> int:
        """Jobs that can be given now."""
        return self._size - sum(worker.key is not None for worker in self._workers)

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers."""
        return [worker.process.pid for worker in self._workers]

    def submit(self, key: int, job: Job) -> None:
        """Give a job to a worker that has none, started if need be."""
        message = JOB.dump_json(job)
        while True:
            worker = next((w for w in self._workers if w.key is None), None) or self._start()
            try:
                worker.line.send_bytes(message)
            except OSError:  # it was killed while it waited
                self._bury(worker)
                continue
            break
        worker.key = key
        worker.limit_s = _limit_s(job, self._limits)
        worker.deadline = time.monotonic() + (worker.limit_s if worker.ready else _START_S)

    def wait(self, timeout_s: float) -> list[tuple[int, Answer]]:
        """Return the answers that came, and what became of workers that died or exceeded their time."""
        busy = [worker for worker in self._workers if worker.key is not None]
        if not busy:
            time.sleep(timeout_s)
            return []
        left = min(worker.deadline for worker in busy) - time.monotonic()
        heard = wait([worker.line for worker in busy], max(0.0, min(timeout_s, left)))
        answers = [self._listen(worker) for worker in busy if worker.line in heard]
        now = time.monotonic()
        answers += [self._end(w) for w in busy if w.line not in heard and w.deadline <= now]
        return [answer for answer in answers if answer is not None]

    def close(self) -> None:
        """Kill all workers and what they started."""
        for worker in list(self._workers):
            self._bury(worker)

    def _start(self) -> _Worker:
        scratch = Path(tempfile.mkdtemp(prefix="worker-", dir=self._scratch))
        ours, theirs = socket_pair()
        with theirs:
            process = subprocess.Popen(
                command(theirs.fileno(), self._workshop, self._limits),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment(scratch),
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the main process, which ends its workers itself
            )
        worker = _Worker(process, ours, scratch)
        self._workers.append(worker)
        return worker

    def _listen(self, worker: _Worker) -> tuple[int, Answer] | None:
        try:
            message = worker.line.recv_bytes()
            if message == READY:
                worker.ready, worker.deadline = True, time.monotonic() + worker.limit_s
                return None
            answer = ANSWER.validate_json(message)
        except (OSError, EOFError):
            answer = None
        except ValidationError:
            answer = Lost("lost_fault", "The worker gave an answer that makes no sense and was replaced.")
        key, worker.key = worker.key, None
        if answer is None or (isinstance(answer, Lost) and answer.code == "lost_fault"):
            code = self._bury(worker)
            answer = answer or _died(code)
        assert key is not None
        return key, answer

    def _end(self, worker: _Worker) -> tuple[int, Answer]:
        key = worker.key
        assert key is not None
        self._bury(worker)
        text = f"It took longer than {worker.limit_s or _START_S:g} s and was stopped. Raise --page-seconds."
        return key, Lost("lost_time", text)

    def _bury(self, worker: _Worker) -> int:
        """End a worker and everything below it; return its exit code."""
        _kill(descendants(worker.process.pid))
        ended = worker.process.poll()
        if ended is None:
            worker.process.kill()
            ended = worker.process.wait()
        worker.line.close()
        shutil.rmtree(worker.scratch, ignore_errors=True)
        self._workers.remove(worker)
        return ended


def _limit_s(job: Job, limits: Limits) -> float:
    match job:
        case Read():
            return limits.page_s * len(job.numbers)
        case Assemble() | Publish():
            return limits.document_s
        case Survey():
            return limits.page_s


def _kill(pids: Iterable[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _died(code: int) -> Lost:
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    text = f"The worker that did it was ended by the system ({how}), often for its memory. Try it by itself."
    return Lost("lost_killed", text)
