"""Tesseract as a program: one process for each request, set up as pytesseract is."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytesseract

from pipeline.errors import DependencyError
from pipeline.ocr.request import SETTINGS, Grey, Request

_NO_LANGUAGE = re.compile(
    r"Error opening data file|Failed loading language|couldn't load any languages", re.I
)
_DATA_FOLDER = re.compile(r'languages in "(.+)"')


def run_program(request: Request) -> bytes:
    """Read several images in one process; loading the model costs as much as reading ten cells.

    Returns:
        Tesseract's TSV; empty where it wrote none.

    Raises:
        DependencyError: Tesseract or its language data is not installed.
        PageError: `ocr_timeout` or `ocr_failed`.
    """
    with tempfile.TemporaryDirectory(prefix="vnplan-ocr-") as folder:
        target = Path(folder)
        names = [_write_bmp(target / f"{i}.bmp", image) for i, image in enumerate(request.images)]
        source = target / "0.bmp"
        if len(names) > 1:  # a text file in place of an image is a list of images
            source = target / "list.txt"
            source.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        _run(_command(request, source, target / "out"), request)
        written = target / "out.tsv"
        return written.read_bytes() if written.is_file() else b""


def _command(request: Request, source: Path, target: Path) -> list[str]:
    options = ["-l", request.language, "--psm", str(request.psm), "--dpi", str(request.dpi)]
    settings = [f"{name}={value}" for name, value in ({"tessedit_create_tsv": "1"} | SETTINGS).items()]
    return [program(), str(source), str(target), *options, *(part for s in settings for part in ("-c", s))]


def _run(command: list[str], request: Request) -> None:
    try:
        with _started(command) as process:
            _, errors = process.communicate(timeout=request.timeout_s)
    except OSError as error:
        raise absent() from error
    except subprocess.TimeoutExpired as error:
        raise request.timed_out() from error
    _check(process.returncode, errors.decode("utf-8", "replace"), request)


def _check(code: int, errors: str, request: Request) -> None:
    if _NO_LANGUAGE.search(errors):  # with vie+xyz Tesseract goes on without xyz and exits 0
        raise request.no_language()
    if code:
        last = (errors.strip().splitlines() or ["no message"])[-1][:200]
        raise request.failed(f"exit {code}: {last}", killed=code == -signal.SIGKILL)


def program() -> str:
    """Return the command that pytesseract is set to run, so that one setting serves both."""
    return str(pytesseract.pytesseract.tesseract_cmd)


def absent() -> DependencyError:
    """Return the error for a machine without Tesseract."""
    return DependencyError("Tesseract is not installed or not on PATH. Install tesseract-ocr.")


def available_languages() -> tuple[str, ...]:
    """Return the languages that Tesseract has data for, sorted.

    Raises:
        DependencyError: Tesseract is not installed.
    """
    try:
        return tuple(sorted(pytesseract.get_languages()))
    except pytesseract.TesseractNotFoundError as error:
        raise absent() from error


def data_folder() -> Path:
    """Return the folder that the program takes its models from.

    Raises:
        DependencyError: Tesseract is not installed, or does not tell.
    """
    try:
        done = subprocess.run([program(), "--list-langs"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise absent() from error
    found = _DATA_FOLDER.search(done.stdout + done.stderr)
    if found is None:
        raise DependencyError("Tesseract does not tell where its data is. Install tesseract-ocr 5.")
    return Path(found[1])


def tesseract_version() -> str:
    """Return Tesseract's version, e.g. "5.3.0".

    Raises:
        DependencyError: Tesseract is not installed, or does not tell a version of 3.05 or later.
    """
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, subprocess.CalledProcessError) as error:
        raise absent() from error
    except SystemExit as error:  # pytesseract leaves the program over a version that it cannot read
        raise DependencyError("Tesseract tells no usable version. Install tesseract-ocr 5.") from error


@contextmanager
def _started(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program in a process group of its own; nothing of it outlives the block.

    pytesseract's own call leaves a zombie, and the children of a wrapper script, after a timeout.
    """
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if process.stderr is not None:
            process.stderr.close()


def _write_bmp(path: Path, image: Grey) -> Path:
    """Write an uncompressed image, of the kind that Tesseract takes in as a whole.

    A PGM it reads byte by byte (0.1 s a page); a PNG of a noisy page costs as much as reading it.
    """
    cv2.imwrite(str(path), np.ascontiguousarray(image))
    return path
