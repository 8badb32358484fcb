"""Throughput with the real engine, next to peers: `python -m benchmarks.batch_speed [PAGES] [ROUNDS]`.

All development scans (the samples where these are absent), the first PAGES pages of each. Wall-clock time
is what a clerk waits for; one process and two take turns, so that what others do on the machine meets both.
What they took of it is told beside each time.
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
from functools import partial
from pathlib import Path

import pikepdf

from benchmarks.batch_record import record

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Run:
    """What one reader took for all pages."""

    name: str
    wall_s: float
    cpu_s: float
    others: float

    def line(self, pages: int) -> str:
        """Return the figures of a page; `others` is cores that other programs used meanwhile."""
        return (
            f"{self.name}: {pages / self.wall_s:.3f} pages/s, {self.cpu_s / pages:.2f} CPU s a page, "
            f"{self.cpu_s / self.wall_s:.2f} cores; others used {self.others:.2f} cores"
        )


def collect(folder: Path, pages: int) -> int:
    """Copy the scans' first pages; return how many there are in all."""
    scans = sorted((ROOT.parent / "shared" / "dev").glob("scans/*/doc.pdf"))
    scans = scans or sorted((ROOT / "samples").glob("*/scan.pdf"))
    total = 0
    for scan in scans:
        # pages alone: OCRmyPDF refuses what bears a signature
        with pikepdf.open(scan) as pdf, pikepdf.new() as copy:
            copy.pages.extend(pdf.pages[:pages])
            total += len(copy.pages)
            copy.save(folder / f"{scan.parent.name}.pdf")
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
    """Render each page at 300 dpi and read it by Tesseract, one after the other, on one thread as ours."""
    out.mkdir()
    one_thread = os.environ | {"OMP_THREAD_LIMIT": "1"}
    for scan in sorted(folder.glob("*.pdf")):
        subprocess.run(["pdftoppm", "-r", "300", "-gray", str(scan), str(out / scan.stem)], check=True)
        for page in sorted(out.glob(f"{scan.stem}-*.pgm")):
            command = ["tesseract", str(page), str(page.with_suffix("")), "-l", "vie", "--dpi", "300"]
            subprocess.run(command, capture_output=True, check=True, env=one_thread)
            page.unlink()


def timed(name: str, read: Callable[[], None]) -> Run:
    """Run a reader and return what it took."""
    before, busy, begun = _cpu_s(), _busy_s(), time.monotonic()
    read()
    wall, mine = time.monotonic() - begun, _cpu_s() - before
    run = Run(name, wall, mine, max(0.0, _busy_s() - busy - mine) / wall)
    print(f"{run.name}: {wall:.0f} s", flush=True)  # a peer that fails does not take the others along
    return run


def _cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _busy_s() -> float:
    """Return CPU seconds of all programs since the machine started (Linux)."""
    user, nice, system, _, _, irq, softirq, steal, *_ = Path("/proc/stat").read_text().split()[1:11]
    return sum(map(int, (user, nice, system, irq, softirq, steal))) / os.sysconf("SC_CLK_TCK")


def in_turn(root: Path, rounds: int) -> list[Run]:
    """Run one process and two by turns, a round forwards and the next backwards."""
    order = [jobs for number in range(rounds) for jobs in ((1, 2) if number % 2 == 0 else (2, 1))]
    return [
        timed(f"vnplan --jobs {jobs}", partial(vnplan, root / "in", root / f"out{number}", jobs))
        for number, jobs in enumerate(order)
    ]


def ratio(runs: list[Run], of: Callable[[Run], float]) -> float:
    """Return what one process took over what two took, in all rounds."""
    one, two = (sum(of(run) for run in runs if run.name.endswith(str(jobs))) for jobs in (1, 2))
    return one / two


def main(pages: int = 1000, rounds: int = 2) -> None:
    """Run all readers over the same files and record a line for each run."""
    with tempfile.TemporaryDirectory(prefix="bench-speed-") as name:
        root = Path(name)
        (root / "in").mkdir()
        total = collect(root / "in", pages)
        runs = in_turn(root, rounds)
        peers = [
            timed("bare Tesseract, a loop", partial(bare_tesseract, root / "in", root / "bare")),
            timed("OCRmyPDF --jobs 2", partial(ocrmypdf, root / "in", root / "omp")),
        ]
        files = len(list((root / "in").iterdir()))
    record(
        [
            f"{total} pages in {files} files, at most {pages} of each; the first run also fills the caches",
            *(run.line(total) for run in [*runs, *peers]),
            f"2 processes over 1 by the wall clock: x {ratio(runs, lambda run: run.wall_s):.2f}; "
            f"CPU of 1 over CPU of 2: {ratio(runs, lambda run: run.cpu_s):.2f}",
        ]
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
