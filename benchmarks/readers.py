"""Who reads the pages: this product and its peers, each as its users run it."""

from __future__ import annotations

import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.estimates import Observed, observed
from pipeline import Options, convert
from pipeline.batch.sandbox import children
from pipeline.text import strip_marks


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a PDF with what is printed on it."""

    grade: str
    pdf: Path
    number: int
    gold: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a page.

    Attributes:
        text: As it came out.
        ocr: As it had been read before mending; None where nothing is mended.
        cpu_s: Seconds of this process and its children; None where they were not taken apart.
        accuracy: What the reader itself thinks of it beside what is true; None where it thinks nothing.
    """

    text: str
    ocr: str | None = None
    cpu_s: float | None = None
    accuracy: Observed | None = None


Reader = Callable[[Page], Reading]


def bare_tesseract(page: Page) -> Reading:
    """Read the page rendered at 300 dpi by Tesseract's `vie`, psm 3."""
    with tempfile.TemporaryDirectory() as folder:
        stem, number = str(Path(folder) / "page"), str(page.number)
        _run("pdftoppm", "-r", "300", "-gray", "-f", number, "-l", number, str(page.pdf), stem)
        image = next(Path(folder).iterdir())
        return Reading(_run("tesseract", str(image), "-", "-l", "vie", "--psm", "3", "--dpi", "300"))


def ocrmypdf(page: Page) -> Reading:
    """Read the page by OCRmyPDF with deskew, as its users do."""
    with tempfile.TemporaryDirectory() as folder:
        sidecar, number = Path(folder) / "text.txt", str(page.number)
        options = ["-l", "vie", "--force-ocr", "--deskew", "--output-type", "pdf", "--jobs", "1"]
        files = ["--pages", number, "--sidecar", str(sidecar), str(page.pdf), f"{folder}/out.pdf"]
        _run(sys.executable, "-m", "ocrmypdf", *options, *files)
        parts = sidecar.read_text(encoding="utf-8").split("\f")
        return Reading(max(parts, key=len))  # pages that were not asked for are notes of one line


def blind_restoration(page: Page) -> Reading:
    """Read by bare Tesseract, strip all marks and let pyvi guess them anew."""
    read = bare_tesseract(page).text
    return Reading("\n".join(map(_guessed, strip_marks(read).split("\n"))), read)


def _guessed(line: str) -> str:
    add_accents = importlib.import_module("pyvi.ViUtils").add_accents
    try:
        return str(add_accents(line)) if line.strip() else line
    except KeyError:  # pyvi stumbles over some words that are none; its line stays without marks
        return line


def product(page: Page) -> Reading:
    """Read the page by `convert`."""
    return _converted(page, Options(pages=str(page.number)))


def product_by_library(page: Page) -> Reading:
    """Read the page by `convert` with the extra engine."""
    return _converted(page, Options(pages=str(page.number), ocr_engine="tesserocr"))


def _converted(page: Page, options: Options) -> Reading:
    (read,) = convert(page.pdf, options).pages
    text, ocr = "\n".join(x.text for x in read.lines), "\n".join(x.ocr_text for x in read.lines)
    return Reading(text, ocr, accuracy=observed(page.pdf.stem, read, page.gold))


def readers() -> dict[str, Reader]:
    """Return the readers that are installed here, bare Tesseract first and this product last."""
    found: dict[str, Reader] = {"bare Tesseract": bare_tesseract}
    if importlib.util.find_spec("ocrmypdf"):
        found["OCRmyPDF --deskew"] = ocrmypdf
    if importlib.util.find_spec("pyvi"):
        found["Tesseract + pyvi"] = blind_restoration
    if importlib.util.find_spec("tesserocr"):
        found["vnplan, tesserocr"] = product_by_library
    return found | {"vnplan": product}


def without_mending(reading: Reading) -> Reading:
    """Return what was read before it was mended, as a reading of its own: the JSON keeps both."""
    return Reading(reading.text if reading.ocr is None else reading.ocr)


def timed(read: Reader, page: Page) -> Reading:
    """Read a page and count the CPU seconds of this process and its children."""
    begun = _cpu_s()
    reading = read(page)
    return replace(reading, cpu_s=_cpu_s() - begun)


def _run(*command: str) -> str:
    env = os.environ | {"OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout


def _cpu_s() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage) + sum(map(_running_s, children(os.getpid())))


def _running_s(pid: int) -> float:
    """Return the CPU seconds of a process that still runs: one that reads page after page."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
