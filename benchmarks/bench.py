"""`make bench`: accuracy, time and memory next to peers in one run; renews RESULTS.md and results.json.

Ends with 1 and renews nothing where this product got worse than the record beyond its noise; `--renew`
takes the new figures all the same.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.batch_record import processor
from benchmarks.drawn_tables import table_figures
from benchmarks.estimates import mean_error, misjudged
from benchmarks.gate import by_grade, draw_name, field_counts, page_counts, regressions
from benchmarks.memory import peak_mb
from benchmarks.plans import GRADES, PLANS, SEED, WornPlan, worn_plans
from benchmarks.readers import Page, Reader, Reading, readers, timed, without_mending
from benchmarks.table import markdown
from pipeline import __version__, convert
from pipeline.evaluation import Figure, compare_texts, estimate, text_items
from pipeline.evaluation.fields import field_items
from pipeline.evaluation.gold import read_gold

HERE = Path(__file__).parent
RECORD, TABLE = HERE / "results.json", HERE / "RESULTS.md"
TEXT = ("cer", "wer", "der", "harm", "repair")
FIELDS = (
    "tasks", "lead", "coordination", "deadline", "indicators", "references", "targets", "headings", "header"
)  # fmt: skip
Results = dict[str, Any]
Read = list[tuple[str, Page, Reading]]


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1, help="first pages of each plan, beside its last")
    parser.add_argument("--draws", type=int, default=3, help="draws of the wear that the gate compares")
    parser.add_argument("--plans", type=int, default=len(PLANS), help="only so many plans, for a trial")
    parser.add_argument("--renew", action="store_true", help="take the figures even where they got worse")
    parser.add_argument("--folder", type=Path, default=HERE, help="where the record lies")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seeds = [SEED + draw for draw in range(arguments.draws)]
        results = measure(worn_plans(Path(folder), seeds, PLANS[: arguments.plans]), arguments.pages)
    return conclude(results, arguments.folder, renew=arguments.renew)


def conclude(results: Results, folder: Path, *, renew: bool) -> int:
    """Print the table, judge it against the record, and renew that unless something got worse."""
    table = markdown(results, TEXT)
    Console(width=140, highlight=False).print(table, markup=False)
    record = folder / RECORD.name
    worse = regressions(json.loads(record.read_text()) if record.is_file() else {}, results)
    for line in worse:
        sys.stderr.write(f"worse: {line}\n")
    if worse and not renew:
        return 1
    record.write_text(_shown(results), encoding="utf-8")
    (folder / TABLE.name).write_text(table, encoding="utf-8")
    return 0


def _shown(results: Results) -> str:
    """Return the record as JSON, each count on one line."""
    text = json.dumps(results, indent=1, ensure_ascii=False)
    return re.sub(r"\[\s+([\d,\s]+?)\s+\]", lambda m: f"[{' '.join(m[1].split())}]", text) + "\n"


def measure(made: Sequence[WornPlan], each: int) -> Results:
    """Let everyone read the first draw and this product all, and return all figures."""
    convert(made[0].path)  # loading the model is no part of a page's time
    first = [plan for plan in made if plan.seed == SEED]
    again = [plan for plan in made if plan.seed != SEED]
    read = {name: read_all(reader, first, each) for name, reader in readers().items()}
    unmended = [(name, page, without_mending(got)) for name, page, got in read["vnplan"]]
    again_read = read_all(readers()["vnplan"], again, each)
    shown = read | {"vnplan, OCR only": unmended, "vnplan": read["vnplan"]}
    fields = {
        draw_name(plan): field_items(read_gold(plan.gold), convert(plan.path))
        for plan in made
        if plan.grade == "middle"
    }
    return {
        "about": about(sum(len(list(plan.pages(each))) for plan in first), each),
        "pages": {name: text_results(done) for name, done in shown.items()},
        "fields": {name: plain(estimate([held[name] for held in fields.values()])) for name in FIELDS},
        "gate": {
            "pages": page_counts([*read["vnplan"], *again_read]),
            "fields": field_counts(fields, FIELDS),
        },
        "tables": {
            grade: {reader: plain(figure) for reader, figure in figures.items()}
            for grade, figures in table_figures().items()
        },
        "accuracy": estimates([got for _, _, got in (*read["vnplan"], *again_read)]),
        "peak_mb": peaks(first),
    }


def estimates(read: Sequence[Reading]) -> Results:
    """Return how far the estimated character accuracy is from the true one."""
    judged = [got.accuracy for got in read if got.accuracy]
    return {"pages": len(judged), "off": round(mean_error(judged), 5), "misjudged": misjudged(judged)}


def peaks(plans: Sequence[WornPlan]) -> Results:
    """Return the most memory that conversions take, MB."""
    return {
        "one page at 300 dpi": round(peak_of(plans, "light", "--pages", "1")),
        "a whole plan": round(peak_of(plans, "middle")),
    }


def read_all(reader: Reader, plans: Sequence[WornPlan], each: int) -> Read:
    """Let one reader read the first `each` pages and the last one of every plan."""
    return [(draw_name(plan), page, timed(reader, page)) for plan in plans for page in plan.pages(each)]


def text_results(read: Read) -> Results:
    """Return by grade the figures of one reader."""
    return {grade: _grade(done) for grade, done in by_grade(read).items()}


def _grade(done: list[tuple[Page, Reading]]) -> Results:
    items = text_items([compare_texts(page.gold, got.text, got.ocr) for page, got in done])
    figures = {name: plain(estimate([items[name]])) for name in TEXT if name in items}
    seconds = [got.cpu_s for _, got in done if got.cpu_s is not None]
    return figures | ({"cpu_s": round(sum(seconds) / len(seconds), 2)} if seconds else {})


def plain(figure: Figure) -> Results:
    """Return a figure as JSON has it."""
    return {k: round(v, 5) if isinstance(v, float) else v for k, v in asdict(figure).items()}


def peak_of(plans: Sequence[WornPlan], grade: str, *options: str) -> float:
    """Return the most memory of a conversion of the first plan of a grade, MB."""
    plan = next(plan for plan in plans if plan.grade == grade)
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "pipeline.cli", "convert", str(plan.path), "--jobs", "1", "-o", out]
        return peak_mb([*command, *options])


def about(pages: int, each: int) -> Results:
    """Return what the figures depend on."""
    tesseract = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "vnplan": __version__,
        "tesseract": tesseract.stdout.split()[1],
        "python": platform.python_version(),
        "cpu": processor(),
        "pages": pages,
        "first_pages": each,
        "grades": list(GRADES),
    }


if __name__ == "__main__":
    sys.exit(main())
