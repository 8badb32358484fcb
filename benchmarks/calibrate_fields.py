"""How often values off scans are right: `python -m benchmarks.calibrate_fields FOLDER --write`.

The samples' plans are drawn and worn as the presets say, converted, and their values held against the gold;
bins of equally many values, made monotone, are the points of `pipeline/extraction/lexicon/confidence.csv`.
The same plans in the benchmark's grades, of other seeds, then tell how far the calibrated figures are off
(expected calibration error). FOLDER keeps the conversions, so that a second run only counts.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain
from pathlib import Path
from typing import get_args
from unittest import mock

from benchmarks.plans import GRADES, SAMPLES, worn_scan
from pipeline import convert
from pipeline.document import Document, Reference, Target
from pipeline.evaluation import gold as annotated
from pipeline.evaluation.matching import Wanted, match, plain
from pipeline.extraction import reliability
from pipeline.synthesis import PRESETS, Wear

FIT = {name: PRESETS[name] for name in ("office", "worn", "bad", "fax")}
SEEDS = {"fit": 20_011, "check": 40_993}
TABLE = Path(__file__).parents[1] / "pipeline/extraction/lexicon/confidence.csv"
FIELDS: tuple[reliability.Calibrated, ...] = get_args(reliability.Calibrated)
_BINS, _SMALL, _LARGE = 6, 20, 60  # bins of a field, and how many values one holds
_ECE_BINS = 10
Seen = dict[str, list[tuple[float, bool]]]


def main() -> None:
    """Convert, count, fit, check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="keeps scans and conversions")
    parser.add_argument("--write", action="store_true", help="replace the table in the package")
    arguments = parser.parse_args()
    fitted = seen_in(converted(arguments.folder / "fit", FIT, SEEDS["fit"]))
    points = {field: isotonic(fitted[field]) for field in FIELDS}
    checked = seen_in(converted(arguments.folder / "check", GRADES, SEEDS["check"]))
    for field in FIELDS:
        values = checked[field]
        print(f"{field}: {len(values)} values, {share(values):.3f} right, error raw {ece(values):.3f}")
        now, anew = (through(values, each) for each in (reliability.points_of(field), points[field]))
        print(f"    as the table says now {ece(now):.3f}, fitted anew {ece(anew):.3f}")
    if arguments.write:
        write_table(points)


def converted(folder: Path, grades: Mapping[str, Wear], seed: int) -> Iterator[tuple[str, Document]]:
    """Yield plan and document of each plan in each grade, with the confidences that the rules gave."""
    folder.mkdir(parents=True, exist_ok=True)
    for rank, plan in enumerate(sorted(path.parent.name for path in SAMPLES.glob("*/plan.toml"))):
        for grade, how in grades.items():
            path = folder / f"{plan}.{grade}.json"
            if not path.exists():
                scan = worn_scan(folder, plan, how, seed + 100 * rank)
                with mock.patch.object(reliability, "measured", lambda raw, _: raw):
                    path.write_text(convert(scan).to_json(), encoding="utf-8")
            yield plan, Document.model_validate(json.loads(path.read_text(encoding="utf-8")))


def seen_in(documents: Iterator[tuple[str, Document]]) -> Seen:
    """Return confidence and rightness of each value, by field."""
    seen: Seen = {field: [] for field in FIELDS}
    for plan, document in documents:
        gold = annotated.read_gold(SAMPLES / plan / "gold.json")
        found = annotated.gold_of(annotated.annotation_of(document))
        _count_tasks(gold, document, seen)
        numbered = [reference for reference in document.references if reference.number_symbol]
        _count_listed(gold.references, found.references, numbered, seen["reference"])
        _count_listed(gold.targets, found.targets, document.targets, seen["target"])
    return seen


def _count_listed(
    gold: Sequence[Wanted],
    found: Sequence[Wanted],
    values: Sequence[Reference | Target],
    seen: list[tuple[float, bool]],
) -> None:
    right = set(chain.from_iterable(item.keys for item in gold))
    for item, value in zip(found, values, strict=True):
        seen.append((value.confidence, bool(right & set(item.keys))))


def _count_tasks(gold: annotated.Gold, document: Document, seen: Seen) -> None:
    """Count tasks, their units and their limits; those of a task that is none are left out."""
    pairs = match([task.texts for task in gold.tasks], [task.text for task in document.tasks])
    wanted = {j: gold.tasks[i] for i, j in pairs}
    for j, task in enumerate(document.tasks):
        seen["task"].append((task.confidence, j in wanted))
        if j not in wanted:
            continue
        names = {plain(name) for reading in (*wanted[j].lead, *wanted[j].coordination) for name in reading}
        for unit in (*task.lead, *task.coordination):
            seen["unit"].append((unit.confidence, bool(annotated.unit_names(unit) & names)))
        if task.deadline is not None:
            said = annotated.exact_key(annotated.deadline_of(task.deadline))
            right = said in [annotated.exact_key(value) for value in wanted[j].deadlines]
            seen["deadline"].append((task.deadline.confidence, right))


def isotonic(values: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Return rising points of confidence and share right: bins pooled where the share would fall (PAVA).

    Args:
        values: Confidence (0..1) and whether the value was right.
    """
    ordered = sorted(values)
    size = min(_LARGE, max(_SMALL, len(ordered) // _BINS))
    bins = [ordered[at : at + size] for at in range(0, len(ordered), size)]
    if len(bins) > 1 and len(bins[-1]) < size // 2:
        bins[-2:] = [bins[-2] + bins[-1]]
    pools: list[list[tuple[float, bool]]] = []
    for each in bins:
        pools.append(list(each))
        while len(pools) > 1 and share(pools[-2]) > share(pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    heights = accumulate((share(pool, smooth=1) for pool in pools), max)  # smoothing lowers small bins
    middle = zip((sum(c for c, _ in pool) / len(pool) for pool in pools), heights, strict=True)
    return [(0.0, 0.0), *((round(c, 3), round(s, 3)) for c, s in middle if 0 < c < 1), (1.0, 0.99)]


def share(values: Sequence[tuple[float, bool]], smooth: int = 0) -> float:
    """Return the share that was right; `smooth` adds so many right and so many wrong ones."""
    return (sum(right for _, right in values) + smooth) / max(1, len(values) + 2 * smooth)


def through(
    values: Sequence[tuple[float, bool]], points: Sequence[tuple[float, float]]
) -> list[tuple[float, bool]]:
    """Return the values with the confidence that the points give."""
    return [(reliability.along(points, raw), right) for raw, right in values]


def ece(values: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error over ten bins of equally many values."""
    ordered, size = sorted(values), max(1, -(-len(values) // _ECE_BINS))
    bins = [ordered[at : at + size] for at in range(0, len(ordered), size)]
    off = (abs(sum(c for c, _ in each) - sum(right for _, right in each)) for each in bins)
    return sum(off) / max(1, len(values))


def write_table(points: Mapping[reliability.Calibrated, Sequence[tuple[float, float]]]) -> None:
    """Write the points into the package."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("field", "raw", "measured"))
        out.writerows((field, raw, right) for field, rows in points.items() for raw, right in rows)


if __name__ == "__main__":
    main()
