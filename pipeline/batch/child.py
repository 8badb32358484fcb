"""A worker process: takes jobs from its socket until the other end closes it."""

from __future__ import annotations

import os
import socket
import sys
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from pydantic import TypeAdapter

from pipeline.batch.limits import Limits
from pipeline.batch.messages import ANSWER, JOB, Lost
from pipeline.batch.sandbox import confine

READY = b"ready"
LIMITS = TypeAdapter(Limits)


class _Confession:
    """Says through the socket what a worker dies of; what it dies of is not stopped."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            text = f"A fault of vnplan: {type(error).__name__}: {error}. Please report it with the file."
            self._line.send_bytes(ANSWER.dump_json(Lost("lost_fault", text)))


def main(handle: int, workshop_name: str, limits_json: str) -> None:
    """Work until the socket is closed.

    Args:
        handle: File descriptor of this end of a socket pair.
        workshop_name: Module with `warm` and `perform`.
        limits_json: `Limits` as JSON.
    """
    os.set_inheritable(handle, False)
    confine(LIMITS.validate_json(limits_json))
    line = Connection(handle)
    workshop = import_module(workshop_name)
    workshop.warm()
    line.send_bytes(READY)
    while True:
        try:
            message = line.recv_bytes()
        except EOFError:
            return
        with _Confession(line):
            answer = workshop.perform(JOB.validate_json(message))
        line.send_bytes(ANSWER.dump_json(answer))


def command(handle: int, workshop_name: str, limits: Limits) -> list[str]:
    """Return the command that starts a worker; -P keeps files in the current folder from being imported."""
    return [
        sys.executable,
        "-P",
        "-m",
        "pipeline.batch.child",
        str(handle),
        workshop_name,
        LIMITS.dump_json(limits).decode(),
    ]


def environment(scratch: Path) -> dict[str, str]:
    """Return the environment of a worker: our import path, one thread a library, scratch of its own."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
        "TMPDIR": str(scratch),
        "OMP_NUM_THREADS": "1",
        "OMP_THREAD_LIMIT": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def socket_pair() -> tuple[Connection, socket.socket]:
    """Return our end, and the worker's, which is closed here once the worker has it."""
    ours, theirs = socket.socketpair()
    return Connection(ours.detach()), theirs


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
