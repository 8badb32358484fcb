"""Workers on many machines, through Dask; each does its jobs in a confined child, as a local crew does."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

from pipeline.batch.child import LIMITS
from pipeline.batch.crew import WORKSHOP, Crew
from pipeline.batch.limits import Limits
from pipeline.batch.messages import ANSWER, JOB, Answer, Job, Lost
from pipeline.errors import DependencyError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECT_S = 30.0
_RESCHEDULED = 2  # a worker that dies hands its job to another that often; then the page is tried as lost
_AHEAD = 2  # jobs for each thread, so that none waits for the way to the main process and back
_children = threading.local()


class DaskCrew:
    """Jobs go to a Dask scheduler; what comes back is the same as from a local crew."""

    def __init__(self, scheduler: str | None, size: int, limits: Limits, *, workshop: str = WORKSHOP) -> None:
        self._client = _connect(scheduler, size)
        self._limits = LIMITS.dump_json(limits).decode()
        self._workshop = workshop
        self._answers: queue.SimpleQueue[tuple[int, Future]] = queue.SimpleQueue()
        self._given: dict[int, Future] = {}

    @property
    def free(self) -> int:
        """Jobs that can be given now; machines may come and go while the batch runs."""
        threads = sum(self._client.nthreads().values())
        return int(max(1, threads) * _AHEAD - len(self._given))

    def submit(self, key: int, job: Job) -> None:
        """Give a job to any machine."""
        future = self._client.submit(
            perform_in_child,
            JOB.dump_json(job).decode(),
            self._workshop,
            self._limits,
            pure=False,
            retries=_RESCHEDULED,
            priority=1 if job.kind == "assemble" else 0,
        )
        self._given[key] = future
        future.add_done_callback(lambda done, key=key: self._answers.put((key, done)))

    def wait(self, timeout_s: float) -> list[tuple[int, Answer]]:
        """Return the answers that came."""
        found: list[tuple[int, Answer]] = []
        try:
            found.append(self._take(*self._answers.get(timeout=timeout_s)))
            while True:
                found.append(self._take(*self._answers.get_nowait()))
        except queue.Empty:
            return found

    def close(self) -> None:
        """Cancel what is still there and let go of the scheduler."""
        self._client.cancel(list(self._given.values()), force=True)
        self._client.close()

    def _take(self, key: int, future: Future) -> tuple[int, Answer]:
        self._given.pop(key, None)
        if future.status == "finished":
            answer = ANSWER.validate_json(future.result())
        else:
            error = future.exception() if future.status == "error" else None
            text = f"The machines that tried it failed ({type(error).__name__}). Look at the workers' logs."
            answer = Lost("lost_killed", text)
        future.release()
        return key, answer


def _connect(scheduler: str | None, size: int) -> Client:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise DependencyError(
            "The engine dask needs the package distributed. Install vnplan[dask]."
        ) from error
    try:
        if scheduler is not None:
            return Client(scheduler, timeout=_CONNECT_S, set_as_default=False)
        cluster = LocalCluster(n_workers=size, threads_per_worker=1, dashboard_address=None)
        return Client(cluster, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"There is no Dask scheduler at {scheduler} ({error}). Start one: dask scheduler."
        ) from error


def perform_in_child(job: str, workshop: str, limits: str) -> str:
    """Do a job on a Dask worker, in a child process of the thread that runs it.

    Args:
        job: As JSON.
        workshop: Name of the module that does jobs.
        limits: `Limits` as JSON.

    Returns:
        The answer as JSON.
    """
    crew = _child_of_this_thread(workshop, limits)
    crew.submit(0, JOB.validate_json(job))
    while True:
        for _, answer in crew.wait(1.0):
            return ANSWER.dump_json(answer).decode()


def _child_of_this_thread(workshop: str, limits: str) -> Crew:
    known: tuple[str, str, Crew] | None = getattr(_children, "crew", None)
    if known is None or known[:2] != (workshop, limits):
        if known is not None:
            known[2].close()
        known = (workshop, limits, Crew(1, LIMITS.validate_json(limits), workshop=workshop))
        _children.crew = known
    return known[2]
