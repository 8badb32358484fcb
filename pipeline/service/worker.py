"""Takes jobs one after the other and has them converted in a process of its own."""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from pydantic import ValidationError

from pipeline.service.conversion_process import ANSWER, MOST_ANSWER_BYTES, Ended, Order, work
from pipeline.service.records import Job
from pipeline.service.settings import Settings
from pipeline.service.storage import Storage

_IDLE_S = 2.0
_POLL_S = 0.25
_LOG = logging.getLogger(__name__)


class Worker:
    """A thread that feeds one converting process; jobs that a stop cut off run again at the next start."""

    def __init__(self, storage: Storage, settings: Settings) -> None:
        self._storage, self._settings = storage, settings
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._thread = threading.Thread(target=self._run, name="vnplan-worker", daemon=True)

    def start(self) -> None:
        """Begin with what an earlier run left."""
        self._storage.ledger.requeue_running()
        self._thread.start()

    def wake(self) -> None:
        """Say that there is a job."""
        self._wake.set()

    def stop(self) -> None:
        """End the process; the job in hand runs again at the next start."""
        self._stopping.set()
        self._wake.set()
        self._end_process()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stopping.is_set():
            taken = self._storage.ledger.next_job()
            if taken is None:
                self._wake.wait(_IDLE_S)
                self._wake.clear()
                continue
            self._convert(*taken)

    def _convert(self, job: Job, suffix: str) -> None:
        storage = self._storage
        if not storage.has(job.document_id):
            order = Order(
                scan=storage.scan(job.document_id, suffix),
                name=job.file_name,
                document=storage.document_path(job.document_id),
                pictures=storage.page_picture(job.document_id, 1).parent,
                options=self._settings.options,
            )
            failure = self._order(order, job)
            if self._stopping.is_set():
                return  # stays "running": the next start takes it up again
            if failure:
                storage.ledger.finish(job.id, "failed", failure.replace(order.scan.name, job.file_name))
                return
        storage.index(storage.document(job.document_id))
        storage.ledger.finish(job.id, "done")

    def _order(self, order: Order, job: Job) -> str:
        """Have the scan converted; return what went wrong, or nothing."""
        pipe = self._ready_pipe()
        deadline = time.monotonic() + self._settings.job_timeout_s
        try:
            pipe.send(order)
            while True:
                while not pipe.poll(_POLL_S):
                    if time.monotonic() > deadline or self._stopping.is_set():
                        self._end_process()
                        return (
                            f"It took longer than {self._settings.job_timeout_s:.0f} s. Split the document."
                        )
                answer = ANSWER.validate_json(pipe.recv_bytes(MOST_ANSWER_BYTES))
                if isinstance(answer, Ended):
                    return answer.failure
                self._storage.ledger.set_progress(job.id, answer.done, answer.total)
        except (EOFError, OSError, ValidationError):
            self._end_process()
            _LOG.warning("The process that converted %s ended.", job.document_id)
            return (
                "The process that read this document was ended, probably for its memory or by a damaged "
                "file. Scan it again, or convert it alone with vnplan convert."
            )

    def _ready_pipe(self) -> Connection:
        if self._pipe is None or self._process is None or not self._process.is_alive():
            # spawn: a forked copy of a process with threads can hang
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=work, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        return self._pipe

    def _end_process(self) -> None:
        process, self._process, self._pipe = self._process, None, None
        if process is not None and process.is_alive():
            process.kill()
            process.join(timeout=5)
