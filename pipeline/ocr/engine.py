"""Tesseract as a program: images in, words out, a typed error for each way that it fails."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytesseract
from numpy.typing import NDArray

from pipeline.errors import DependencyError, PageError
from pipeline.ocr.tsv import Reading, readings

Grey = NDArray[np.uint8]

_NO_LANGUAGE = re.compile(
    r"Error opening data file|Failed loading language|couldn't load any languages", re.I
)


@dataclass(frozen=True, slots=True)
class Engine:
    """How Tesseract is called for one page.

    Attributes:
        language: Tesseract's names, joined by "+".
        dpi: Of the images; told to Tesseract, which otherwise guesses.
        timeout_s: For one call, whatever the number of images in it.
        page: Number of the page, for error messages.
    """

    language: str
    dpi: float
    timeout_s: float
    page: int

    def read(self, images: Sequence[Grey], psm: int) -> list[Reading]:
        """Read several images in one process; loading the model costs as much as reading ten cells.

        Args:
            images: uint8 (height, width), 0 ink to 255 paper, contiguous or not.
            psm: Tesseract's page segmentation mode, 3 for a page, 6 for a block, 7 for a line.

        Returns:
            One reading for each image, in order, boxes in the frame of that image.

        Raises:
            DependencyError: Tesseract or its language data is not installed.
            PageError: `ocr_timeout`, `ocr_failed` or `ocr_unreadable`.
        """
        if not images:
            return []
        with tempfile.TemporaryDirectory(prefix="vnplan-ocr-") as folder:
            target = Path(folder)
            names = [_write_pgm(target / f"{i}.pgm", image) for i, image in enumerate(images)]
            source = target / "0.pgm"
            if len(names) > 1:  # a text file in place of an image is a list of images
                source = target / "list.txt"
                source.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
            self._run(self._command(source, target / "out", psm))
            return self._collect(target / "out.tsv", len(images))

    def _command(self, source: Path, target: Path, psm: int) -> list[str]:
        options = ["-l", self.language, "--psm", str(psm), "--dpi", str(max(70, round(self.dpi)))]
        return [program(), str(source), str(target), *options, "-c", "tessedit_create_tsv=1"]

    def _run(self, command: list[str]) -> None:
        try:
            with _started(command) as process:
                _, errors = process.communicate(timeout=self.timeout_s)
        except OSError as error:
            raise absent() from error
        except subprocess.TimeoutExpired as error:
            raise PageError(
                f"Tesseract did not finish page {self.page} in {self.timeout_s:g} s. Raise page_timeout_s.",
                code="ocr_timeout",
                page=self.page,
            ) from error
        self._check(process.returncode, errors.decode("utf-8", "replace"))

    def _check(self, code: int, errors: str) -> None:
        if _NO_LANGUAGE.search(errors):  # with vie+xyz Tesseract goes on without xyz and exits 0
            _no_language(self.language)
        if code:
            last = (errors.strip().splitlines() or ["no message"])[-1][:200]
            raise PageError(
                f"Tesseract failed on page {self.page} (exit {code}: {last}). Try the page by itself.",
                code="ocr_killed" if code == -signal.SIGKILL else "ocr_failed",  # by the kernel, for memory
                page=self.page,
            )

    def _collect(self, path: Path, count: int) -> list[Reading]:
        try:
            return readings(path.read_bytes().decode("utf-8"), count)
        except (OSError, ValueError) as error:
            raise PageError(
                f"Tesseract's output for page {self.page} cannot be read ({error}). Reinstall tesseract-ocr.",
                code="ocr_unreadable",
                page=self.page,
            ) from error


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


def _no_language(language: str) -> NoReturn:
    packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in language.split("+"))
    raise DependencyError(f"Tesseract has no data for the language {language}. Install {packages}.")


def _write_pgm(path: Path, image: Grey) -> Path:
    """Write an uncompressed image; encoding a PNG of a noisy page costs as much as reading it."""
    height, width = image.shape
    path.write_bytes(b"P5\n%d %d\n255\n" % (width, height) + np.ascontiguousarray(image).tobytes())
    return path
