"""Who reads the pages: this product and its peers, each as its users run it."""

from __future__ import annotations

import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline import Options, convert
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
    """What a reader made of a page; `ocr` is what it had read before mending, None where it mends nothing."""

    text: str
    ocr: str | None
    cpu_s: float


Reader = Callable[[Page], tuple[str, str | None]]


def bare_tesseract(page: Page) -> tuple[str, str | None]:
    """Read the page rendered at 300 dpi by Tesseract's `vie`, psm 3."""
    with tempfile.TemporaryDirectory() as folder:
        stem, number = str(Path(folder) / "page"), str(page.number)
        _run("pdftoppm", "-r", "300", "-gray", "-f", number, "-l", number, str(page.pdf), stem)
        image = next(Path(folder).iterdir())
        return _run("tesseract", str(image), "-", "-l", "vie", "--psm", "3", "--dpi", "300"), None


def ocrmypdf(page: Page) -> tuple[str, str | None]:
    """Read the page by OCRmyPDF with deskew, as its users do."""
    with tempfile.TemporaryDirectory() as folder:
        sidecar, number = Path(folder) / "text.txt", str(page.number)
        options = ["-l", "vie", "--force-ocr", "--deskew", "--output-type", "pdf", "--jobs", "1"]
        files = ["--pages", number, "--sidecar", str(sidecar), str(page.pdf), f"{folder}/out.pdf"]
        _run(sys.executable, "-m", "ocrmypdf", *options, *files)
        parts = sidecar.read_text(encoding="utf-8").split("\f")
        return max(parts, key=len), None  # pages that were not asked for are notes of one line


def blind_restoration(page: Page) -> tuple[str, str | None]:
    """Read by bare Tesseract, strip all marks and let pyvi guess them anew."""
    read, _ = bare_tesseract(page)
    return "\n".join(map(_guessed, strip_marks(read).split("\n"))), read


def _guessed(line: str) -> str:
    add_accents = importlib.import_module("pyvi.ViUtils").add_accents
    try:
        return str(add_accents(line)) if line.strip() else line
    except KeyError:  # pyvi stumbles over some words that are none; its line stays without marks
        return line


def product(page: Page) -> tuple[str, str | None]:
    """Read the page by `convert`."""
    return _converted(page, Options(pages=str(page.number)))


def product_by_library(page: Page) -> tuple[str, str | None]:
    """Read the page by `convert` with the extra engine."""
    return _converted(page, Options(pages=str(page.number), ocr_engine="tesserocr"))


def _converted(page: Page, options: Options) -> tuple[str, str | None]:
    document = convert(page.pdf, options)
    lines = [line for one in document.pages for line in one.lines]
    return "\n".join(line.text for line in lines), "\n".join(line.ocr_text for line in lines)


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


def timed(read: Reader, page: Page) -> Reading:
    """Read a page and count the CPU seconds of this process and its children."""
    begun = _cpu_s()
    text, ocr = read(page)
    return Reading(text, ocr, _cpu_s() - begun)


def peak_mb(command: list[str]) -> float:
    """Run a command and return the most memory that it or a child of it held, MB."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_maxrss / 1024


def _run(*command: str) -> str:
    env = os.environ | {"OMP_THREAD_LIMIT": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout


def _cpu_s() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in usage) + sum(map(_running_s, _children()))


def _children() -> list[str]:
    """Return the processes that were started here and still run: one that reads page after page."""
    tasks = Path("/proc/self/task").iterdir()
    return [pid for task in tasks for pid in (task / "children").read_text().split()]


def _running_s(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
