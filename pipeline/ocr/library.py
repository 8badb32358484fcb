"""Tesseract as a library (tesserocr), in a process that reads page after page and is ended when it hangs."""

from __future__ import annotations

import atexit
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pipeline.errors import DependencyError
from pipeline.ocr import library_process
from pipeline.ocr.library_process import Message, receive, send
from pipeline.ocr.program import data_folder, program
from pipeline.ocr.request import SETTINGS, Request

_START_S = 60.0
_DYING_S = 5.0


@dataclass(frozen=True, slots=True)
class _Reader:
    """A process that reads, and our end of its socket; `owner` is the process that started it."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    owner: int

    def ask(self, request: Request) -> Message:
        deadline = time.monotonic() + request.timeout_s
        message = {
            "folder": _data_folder(program()),
            "language": request.language,
            "psm": request.psm,
            # What --dpi of the program sets, and what the program is told by -c.
            "settings": {"user_defined_dpi": str(request.dpi)} | SETTINGS,
            "timeout_s": request.timeout_s,
            "sizes": [(image.shape[1], image.shape[0]) for image in request.images],
        }
        self.line.settimeout(request.timeout_s)
        send(self.line, message, *(np.ascontiguousarray(image).tobytes() for image in request.images))
        return receive(self.line, deadline=deadline)

    def end(self, *, patience_s: float = 0.0) -> int:
        """End the process, one that is dying by itself in its own way, and return its exit code."""
        self.line.close()
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(patience_s)
        self.process.kill()
        return self.process.wait()


_idle: list[_Reader] = []  # readers that wait for a request; a thread that reads takes one out


def ask_library(request: Request) -> bytes:
    """Read several images in a process that has the model loaded already.

    The library cannot be stopped while it reads, and a fault in it ends the process that it runs in: so that
    is one of its own, which is ended and replaced when it hangs, crashes or answers nonsense.

    Returns:
        Tesseract's TSV.

    Raises:
        DependencyError: tesserocr, Tesseract or its language data is not installed.
        PageError: `ocr_timeout`, `ocr_failed`, `ocr_killed` or `ocr_unreadable`.
    """
    reader = _taken()
    try:
        answer = reader.ask(request)
    except TimeoutError as error:
        reader.end()
        raise request.timed_out() from error
    except OSError as error:
        code = reader.end(patience_s=_DYING_S)
        raise request.failed(_how(code), killed=code == -signal.SIGKILL) from error
    except ValueError as error:
        reader.end()
        raise request.unreadable(error) from error
    except BaseException:
        reader.end()
        raise
    _idle.append(reader)
    if answer.get("no_language"):
        raise request.no_language()
    return str(answer.get("tsv", "")).encode()


def library_version() -> str:
    """Return the versions of tesserocr and of the Tesseract in it, e.g. "2.13.0 (Tesseract 5.5.4)".

    Raises:
        DependencyError: It is not installed.
    """
    reader, versions = _started()
    _idle.append(reader)
    return versions


def close() -> None:
    """End the readers that wait for a request."""
    while _idle:
        reader = _idle.pop()
        if reader.owner == os.getpid():
            reader.end()


def _taken() -> _Reader:
    while _idle:
        reader = _idle.pop()
        if reader.owner != os.getpid():  # of the process that this one was forked from
            continue
        if reader.process.poll() is None:
            return reader
        reader.end()
    return _started()[0]


def _started() -> tuple[_Reader, str]:
    """Start a reader and return what it says of its versions; atexit ends it if nothing else does."""
    if importlib.util.find_spec("tesserocr") is None:
        raise _absent("it is not installed")
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-P", library_process.__file__, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # Ctrl-C is for this process, which ends its readers itself
        )
    reader = _Reader(process, ours, os.getpid())
    try:
        greeting = receive(ours, deadline=time.monotonic() + _START_S)
    except (OSError, ValueError) as error:
        code = reader.end(patience_s=_DYING_S)
        raise _absent(f"its process did not start: {_how(code)}") from error
    except BaseException:
        reader.end()
        raise
    if "ready" not in greeting:
        reader.end()
        raise _absent(str(greeting.get("absent")))
    return reader, str(greeting["ready"])


def _environment() -> dict[str, str]:
    """Return the environment of a reader: our import path and one thread, before Tesseract is loaded."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    return os.environ | {"PYTHONPATH": path, "OMP_THREAD_LIMIT": "1"}


@lru_cache(maxsize=4)
def _data_folder(_program: str) -> str:
    """Both engines read with the same model, that of the program."""
    return str(data_folder())


def _absent(reason: str) -> DependencyError:
    return DependencyError(
        f"The engine tesserocr cannot be used ({reason}). "
        "Install it with pip install 'vnplan[tesserocr]', or leave --ocr-engine at pytesseract."
    )


def _how(code: int) -> str:
    return f"ended by {signal.Signals(-code).name}" if code < 0 else f"exit {code}"


atexit.register(close)
