"""Ten thousand drawn pages with a stand-in for Tesseract: `python -m benchmarks.batch_pages [PAGES]`.

The stand-in (tests/batch/batch_stand_ins.py) reads nothing; what is measured is everything around the engine:
opening, decoding, passing pages about, joining and writing documents.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.batch_record import record
from pipeline.batch import BatchOptions, gather, run_batch
from pipeline.batch.sandbox import descendants
from pipeline.conversion import convert
from pipeline.options import Options

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "batch"))

import batch_stand_ins  # noqa: E402

SIZE_PX = (413, 585)


def draw(folder: Path, pages: int) -> None:
    """Write documents of 50 drawn pages, and one of 500, as PDF."""
    sizes = [500] if pages > 1000 else []
    while sum(sizes) < pages:
        sizes.append(min(50, pages - sum(sizes)))
    for index, size in enumerate(sizes):
        sheets = [_sheet(index, number) for number in range(size)]
        sheets[0].save(folder / f"{index:04}.pdf", save_all=True, append_images=sheets[1:], resolution=50)


def _sheet(index: int, number: int) -> Image.Image:
    sheet = Image.new("L", SIZE_PX, 255)
    pen = ImageDraw.Draw(sheet)
    for line in range(30):
        pen.text((40, 40 + 16 * line), f"{index} {number} {line} drawn line of a page", fill=0)
    return sheet


@dataclass(slots=True)
class Memory:
    """Resident memory of the main process and of its workers, in MB, by pages done."""

    pages: int = 0
    samples: list[tuple[int, float, float]] = field(default_factory=list)

    def watch(self, stop: threading.Event) -> None:
        """Sample once a second."""
        while not stop.wait(1.0):
            workers = [_rss_mb(pid) for pid in descendants(os.getpid())]
            self.samples.append((self.pages, _rss_mb(os.getpid()), sum(workers)))

    def quarter(self, which: int, total: int) -> tuple[float, float]:
        """Return the means over a quarter (0..3) of the pages."""
        mine = [s for s in self.samples if which * total / 4 <= s[0] < (which + 1) * total / 4]
        count = max(1, len(mine))
        return sum(s[1] for s in mine) / count, sum(s[2] for s in mine) / count


def _rss_mb(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    except OSError:
        return 0.0
    return 0.0


def cpu_s() -> float:
    """Return CPU seconds of this process and of its children that have ended."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def directly(paths: Iterator[Path]) -> float:
    """Return CPU seconds of converting documents one after the other without a batch."""
    batch_stand_ins.warm()
    begun = cpu_s()
    for path in paths:
        convert(path, Options(restore="never")).to_json()
    return cpu_s() - begun


def main(pages: int = 10_000) -> None:
    """Run and print memory by quarters and the overhead of a page."""
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as name:
        root = Path(name)
        (root / "in").mkdir()
        draw(root / "in", pages)
        memory, stop = Memory(), threading.Event()
        sampler = threading.Thread(target=memory.watch, args=(stop,))
        sampler.start()
        begun, wall = cpu_s(), time.monotonic()
        found, _ = gather([str(root / "in")])
        batch = BatchOptions(out=root / "out", jobs=2, workshop="batch_stand_ins")

        def notice(progress: object) -> None:
            memory.pages = progress.pages_done  # type: ignore[attr-defined]

        outcomes = list(run_batch(found, Options(restore="never"), batch, notice))
        stop.set()
        sampler.join()
        used, wall = cpu_s() - begun, time.monotonic() - wall
        assert sum(o.pages for o in outcomes) == pages and not any(o.exit_code for o in outcomes)
        some = sorted((root / "in").glob("*.pdf"))[1:11]
        alone = directly(iter(some)) / (50 * len(some))
        overhead = (
            f"overhead: {1000 * (used / pages - alone):.1f} ms of CPU a page beyond convert() with the same "
            f"stand-in ({1000 * alone:.1f} ms)"
        )
        record([*report(memory, pages, used, wall), overhead])


def report(memory: Memory, pages: int, used: float, wall: float) -> Iterator[str]:
    """Yield what was measured."""
    yield f"{pages} pages in {wall:.0f} s, {1000 * used / pages:.1f} ms of CPU a page in all processes"
    for which in range(4):
        main_mb, workers_mb = memory.quarter(which, pages)
        yield f"quarter {which + 1}: main {main_mb:.1f} MB, workers {workers_mb:.1f} MB"
    second, last = memory.quarter(1, pages), memory.quarter(3, pages)
    growth = [100 * (b / a - 1) if a else 0.0 for a, b in zip(second, last, strict=True)]
    yield f"growth, last quarter over second: main {growth[0]:+.1f} %, workers {growth[1]:+.1f} %"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
