"""Gold and conversions of worn plans in several typefaces: `python -m benchmarks.study FOLDER`.

Writes `gold/NAME.txt`, `gold/NAME.json` and `json/NAME.json` for the notebooks and `vnplan evaluate`; NAME is
plan, grade and typeface with points between.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.plans import GRADES, PLANS, WornPlan, worn_plan
from pipeline import convert
from pipeline.synthesis.typeface import installed_typefaces


def main() -> None:
    """Make the study."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plans", type=int, default=len(PLANS), help="only so many plans")
    parser.add_argument("--grades", nargs="+", choices=GRADES, default=list(GRADES))
    arguments = parser.parse_args()
    make_study(arguments.folder, PLANS[: arguments.plans], arguments.grades)


def make_study(folder: Path, plans: Sequence[str], grades: Sequence[str], pages: int | None = None) -> None:
    """Draw, wear and convert each plan in each grade; typefaces take turns.

    Args:
        folder: What lies there under the same names is replaced.
        plans: Names of samples.
        grades: Of wear.
        pages: Only so many of each; then there is no gold for fields, which speaks of whole plans.
    """
    typefaces = installed_typefaces()
    for name in ("gold", "json", "scans"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for rank, plan in enumerate(plans):
        for place, grade in enumerate(grades):
            typeface = typefaces[(rank + place) % len(typefaces)]
            worn = worn_plan(folder / "scans", plan, grade, typeface=typeface, most=pages)
            _add(folder, worn, whole=pages is None)


def _add(folder: Path, worn: WornPlan, *, whole: bool) -> None:
    stem = worn.path.stem
    document = convert(worn.path, jobs=os.cpu_count() or 1)
    (folder / "gold" / f"{stem}.txt").write_text("\f".join(worn.texts) + "\n", encoding="utf-8")
    if whole:
        shutil.copyfile(worn.gold, folder / "gold" / f"{stem}.json")
    (folder / "json" / f"{stem}.json").write_text(document.to_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
