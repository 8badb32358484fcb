"""Estimated against true character accuracy, page by page: `python -m benchmarks.accuracy`.

`--fit` writes `pipeline/accuracy.json` anew from drawn pages of one seed. It is measured on those of another
and, with `--shared SHARED/dev`, on the real pages there that were typed off by hand.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.estimates import Observed, mean_error, misjudged, observed
from benchmarks.plans import GRADES, SAMPLES, worn_plan
from pipeline import Options, accuracy, convert
from pipeline.document import REQUIRED_CHARACTER_ACCURACY
from pipeline.synthesis.typeface import installed_typefaces

FIT_SEED, CHECK_SEED = 3000, 4100
KNOTS = Path(accuracy.__file__).with_name("accuracy.json")
_PAGES = 2
_IN_BIN = 8


def main() -> None:
    """Measure, and fit where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--every", type=int, default=1, help="of the plans in all grades, every so many")
    parser.add_argument("--shared", type=Path, help="folder with scans/")
    arguments = parser.parse_args()
    if arguments.fit:
        KNOTS.write_text(fitted(list(drawn_pages(FIT_SEED, arguments.every))), encoding="utf-8")
        return
    print(told("drawn", list(drawn_pages(CHECK_SEED, arguments.every))))
    if arguments.shared:
        print(told("real", list(real_pages(arguments.shared))))


def drawn_pages(seed: int, every: int) -> Iterator[Observed]:
    """Yield the first pages of the samples' plans, drawn in all typefaces and worn in all grades in turn."""
    faces, names = installed_typefaces(), sorted(path.parent.name for path in SAMPLES.glob("*/plan.toml"))
    kinds = [(i, j) for i in range(len(names)) for j in range(len(GRADES))]
    with tempfile.TemporaryDirectory() as folder:
        for i, j in kinds[seed % every :: every]:
            face = faces[(i + j + seed) % len(faces)]
            how = {"typeface": face, "most": _PAGES}
            worn = worn_plan(Path(folder), names[i], tuple(GRADES)[j], seed + i, **how)
            for page, text in zip(convert(worn.path).pages, worn.texts, strict=True):
                yield observed(f"{worn.path.stem} p{page.number}", page, text)


def real_pages(folder: Path) -> Iterator[Observed]:
    """Yield the scanned pages that were typed off by hand."""
    for path in sorted(folder.glob("scans/*/hand.page*.txt")):
        number = int(path.stem[-2:])
        (page,) = convert(path.with_name("doc.pdf"), Options(pages=str(number))).pages
        yield observed(f"{path.parent.name} p{number}", page, path.read_text(encoding="utf-8"))


def told(name: str, pages: Sequence[Observed]) -> str:
    """Return how far the estimates are off, and those of each page."""
    head = f"{name}: {len(pages)} pages, off by {100 * mean_error(pages):.2f} points on average"
    rows = [f"  {page.name} estimate {page.estimate:.4f} truth {page.truth:.4f}" for page in pages]
    return "\n".join(
        [f"{head}, {misjudged(pages)} on the wrong side of {REQUIRED_CHARACTER_ACCURACY}", *rows]
    )


def fitted(pages: Sequence[Observed]) -> str:
    """Return the knots as JSON: by rising doubt, the share of characters that was wrong, never falling."""
    ranked = sorted(pages, key=lambda page: page.doubt)
    count = max(1, len(ranked) // _IN_BIN)
    bins = [[ranked[i] for i in part] for part in np.array_split(np.arange(len(ranked)), count)]
    points = [_point(held) for held in _pooled(bins)]
    doubts, wrong = zip((0.0, 0.0), *points, (1.0, 1.0), strict=True)
    return json.dumps({"doubt": doubts, "wrong": wrong, "pages": len(pages)}, indent=1) + "\n"


def _pooled(bins: Sequence[list[Observed]]) -> list[list[Observed]]:
    """Join neighbours until no bin has fewer errors than the one before it."""
    out: list[list[Observed]] = []
    for held in bins:
        out.append(held)
        while len(out) > 1 and _point(out[-1])[1] <= _point(out[-2])[1]:
            last = out.pop()
            out[-1] = [*out[-1], *last]
    return out


def _point(pages: Sequence[Observed]) -> tuple[float, float]:
    weights = [page.characters for page in pages]
    doubts = np.average([page.doubt for page in pages], weights=weights)
    wrong = np.average([1 - page.truth for page in pages], weights=weights)
    return round(float(doubts), 5), round(float(wrong), 5)


if __name__ == "__main__":
    main()
