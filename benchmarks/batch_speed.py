"""Throughput with the real engine, next to peers in the same run: `python -m benchmarks.batch_speed [PAGES]`.

All development scans (the samples where these are absent), the first PAGES pages of each. Wall-clock time
is what a clerk waits for; CPU time and the machine's load are printed beside it, because on a machine that
others use the wall clock says little.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """What one reader took for all pages."""

    name: str
    wall_s: float
    cpu_s: float
    load: float


def collect(folder: Path, pages: int) -> int:
    """Copy the scans' first pages; return how many there are in all."""
    scans = sorted((ROOT.parent / "shared" / "dev").glob("scans/*/doc.pdf"))
    scans = scans or sorted((ROOT / "samples").glob("*/scan.pdf"))
    total = 0
    for scan in scans:
        with pikepdf.open(scan) as pdf:
            del pdf.pages[pages:]
            total += len(pdf.pages)
            pdf.save(folder / f"{scan.parent.name}.pdf")
    return total


def vnplan(folder: Path, out: Path, jobs: int) -> None:
    """Convert the folder by this product, layers never believed: all readers read the same pixels."""
    code = (
        "import sys; from pathlib import Path; "
        "from pipeline.batch import *; from pipeline.options import Options; "
        "list(run_batch(gather([sys.argv[1]])[0], Options(text_layer='never'), "
        "BatchOptions(out=Path(sys.argv[2]), jobs=int(sys.argv[3]))))"
    )
    subprocess.run([sys.executable, "-c", code, str(folder), str(out), str(jobs)], check=True)


def ocrmypdf(folder: Path, out: Path) -> None:
    """Read each file by OCRmyPDF --jobs 2, as its users do in a loop."""
    program = shutil.which("ocrmypdf") or str(Path(sys.executable).with_name("ocrmypdf"))
    out.mkdir()
    for scan in sorted(folder.glob("*.pdf")):
        command = [program, "-l", "vie", "--force-ocr", "--deskew", "--output-type", "pdf", "--jobs", "2"]
        subprocess.run([*command, str(scan), str(out / scan.name)], capture_output=True, check=True)


def bare_tesseract(folder: Path, out: Path) -> None:
    """Render each page at 300 dpi and read it by Tesseract, one after the other."""
    out.mkdir()
    for scan in sorted(folder.glob("*.pdf")):
        subprocess.run(["pdftoppm", "-r", "300", "-gray", str(scan), str(out / scan.stem)], check=True)
        for page in sorted(out.glob(f"{scan.stem}-*.pgm")):
            command = ["tesseract", str(page), str(page.with_suffix("")), "-l", "vie", "--dpi", "300"]
            subprocess.run(command, capture_output=True, check=True)
            page.unlink()


def timed(name: str, read: Callable[[], None]) -> Run:
    """Run a reader and return what it took."""
    before, begun = _cpu_s(), time.monotonic()
    read()
    return Run(name, time.monotonic() - begun, _cpu_s() - before, os.getloadavg()[0])


def _cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(pages: int = 1000) -> None:
    """Run all readers over the same files and print a line for each."""
    with tempfile.TemporaryDirectory(prefix="bench-speed-") as name:
        root = Path(name)
        (root / "in").mkdir()
        total = collect(root / "in", pages)
        print(f"{total} pages in {len(list((root / 'in').iterdir()))} files, {os.cpu_count()} cores")
        runs = [
            timed(f"vnplan --jobs {n}", lambda n=n: vnplan(root / "in", root / f"j{n}", n)) for n in (1, 2)
        ]
        runs.append(timed("bare Tesseract, a loop", lambda: bare_tesseract(root / "in", root / "bare")))
        runs.append(timed("OCRmyPDF --jobs 2", lambda: ocrmypdf(root / "in", root / "omp")))
        for run in runs:
            print(
                f"{run.name:24} {total / run.wall_s:6.3f} pages/s  {run.cpu_s / total:6.2f} CPU s/page  "
                f"cores used {run.cpu_s / run.wall_s:4.2f}  load {run.load:.1f}"
            )
        print(f"2 processes over 1: x {runs[0].wall_s / runs[1].wall_s:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
