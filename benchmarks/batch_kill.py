"""kill -9 at random moments in a batch of scans: `python -m benchmarks.batch_kill [MOMENTS] [SEED]`.

The real engine reads the samples, and the first pages of the development scans where they are there.
Whatever is killed, the main process or a worker, the results must equal those of an undisturbed run but for
`processing`.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pikepdf

from benchmarks.batch_record import record

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "batch"))

from killing import contents, kill_at_random, start  # noqa: E402

WORKSHOP = "pipeline.batch.jobs"
MOST_REAL = 4


def collect(folder: Path) -> None:
    """Copy the first two pages of the samples and of some real scans into a folder."""
    drawn = sorted((ROOT / "samples").glob("*/scan.pdf"))
    real = sorted((ROOT.parent / "shared" / "dev").glob("scans/s-*/doc.pdf"))
    for scan in [*drawn, *real[:MOST_REAL]]:
        with pikepdf.open(scan) as pdf:
            del pdf.pages[2:]
            pdf.save(folder / f"{scan.parent.name}.pdf")


def main(moments: int = 20, seed: int = 6) -> None:
    """Kill as often as asked, compare after each batch that came to its end."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="bench-kill-") as name:
        root = Path(name)
        (root / "in").mkdir()
        collect(root / "in")
        begun = time.monotonic()
        start(root / "in", root / "calm", 2, WORKSHOP).wait()
        calm_s = time.monotonic() - begun
        calm = contents(root / "calm")
        print(f"{len(calm)} documents, undisturbed in {calm_s:.0f} s", flush=True)
        hit: Counter[str] = Counter()
        rounds = 0
        begun = time.monotonic()
        while hit["main"] + hit["worker"] < moments:
            rounds += 1
            disturb(root / "in", root / f"out{rounds}", (rng, max(8.0, calm_s / 5)), hit, moments)
            same = contents(root / f"out{rounds}") == calm
            print(f"round {rounds}: {dict(hit)}; same results: {same}", flush=True)
            if not same:
                sys.exit(1)
        record(
            [
                f"{len(calm)} documents of two pages, drawn and real, undisturbed in {calm_s:.0f} s",
                f"{hit['main']} kills of the main process, {hit['worker']} of workers; {rounds} batch(es), "
                f"begun again after each kill of the main process ({time.monotonic() - begun:.0f} s)",
                "no half-written file after any kill; at the end of each batch the same results but for "
                "`processing`",
            ]
        )


def disturb(
    folder: Path, out: Path, chance: tuple[random.Random, float], hit: Counter[str], moments: int
) -> None:
    """Run one batch to its end through kills, always looking that nothing half written is there."""
    process = start(folder, out, 2, WORKSHOP)
    while hit["main"] + hit["worker"] < moments:
        what = kill_at_random(process, *chance)
        hit[what] += 1
        contents(out)
        if what == "ended":
            break
        if what == "main":
            process = start(folder, out, 2, WORKSHOP)
    process.wait()
    start(folder, out, 2, WORKSHOP).wait()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
