"""Fuzz the readers by damaged files: `python -m benchmarks.batch_fuzz [EXAMPLES] [SEED]`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings

from benchmarks.batch_record import record

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "batch"))

import fuzzing  # noqa: E402


def fuzz(kind: str, examples: int, number: int) -> Counter[str]:
    """Return how many damaged files of a kind were read and how many refused; raise at the first fault."""
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="bench-fuzz-") as folder:

        @seed(number)
        @settings(
            max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(fuzzing.damages())
        def run(steps: list[fuzzing.Damage]) -> None:
            found[fuzzing.check(kind, steps, Path(folder))] += 1

        run()
    return found


def main(examples: int = 2000, number: int = 6) -> None:
    """Fuzz each kind of file and record the length of the run."""
    lines, begun = [], time.monotonic()
    for kind in sorted(fuzzing.SOUND):
        cpu = time.process_time()
        found = fuzz(kind, examples, number)
        ends = ", ".join(f"{count} {end}" for end, count in sorted(found.items()))
        lines.append(f"{kind}: {found.total()} files ({ends}), {time.process_time() - cpu:.0f} s of CPU")
    lines.append(f"none ended otherwise; {(time.monotonic() - begun) / 60:.1f} minutes in all")
    record(lines)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
