"""`make bench`: accuracy, time and memory next to peers in one run; renews RESULTS.md and results.json.

Ends with 1 and renews nothing where this product got worse than the record beyond its noise; `--renew`
takes the new figures all the same.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.plans import GRADES, WornPlan, worn_plans
from benchmarks.readers import Page, Reading, peak_mb, readers, timed
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
SLOWER = 1.25  # CPU time against bare Tesseract's in the same run wanders by a tenth
Results = dict[str, Any]


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1, help="first pages of each plan, beside its last")
    parser.add_argument("--renew", action="store_true", help="take the figures even where they got worse")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(Path(folder), arguments.pages)
    table = markdown(results)
    Console(width=140, highlight=False).print(table, markup=False)
    worse = regressions(json.loads(RECORD.read_text()) if RECORD.is_file() else {}, results)
    for line in worse:
        sys.stderr.write(f"worse: {line}\n")
    if worse and not arguments.renew:
        return 1
    RECORD.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    TABLE.write_text(table, encoding="utf-8")
    return 0


def measure(folder: Path, each: int) -> Results:
    """Draw the plans, let everyone read them, and return all figures."""
    made = worn_plans(folder)
    pages = [page for plan in made for page in plan.pages(each)]
    convert(pages[0].pdf)  # loading the model is no part of a page's time
    plans = [plan for plan in made if plan.grade == "middle"]
    command = [sys.executable, "-m", "pipeline.cli", "convert", str(plans[0].path)]
    return {
        "about": about(len(pages), each),
        "pages": {name: text_results(read, pages) for name, read in readers().items()},
        "fields": field_results(plans),
        "peak_mb": round(peak_mb([*command, "--jobs", "1", "-o", str(folder / "out")])),
    }


def text_results(read: Any, pages: list[Page]) -> Results:
    """Return by grade the figures of one reader."""
    by_grade: dict[str, list[tuple[Page, Reading]]] = defaultdict(list)
    for page in pages:
        by_grade[page.grade].append((page, timed(read, page)))
    return {grade: _grade(done) for grade, done in by_grade.items()}


def _grade(done: list[tuple[Page, Reading]]) -> Results:
    items = text_items([compare_texts(page.gold, got.text, got.ocr) for page, got in done])
    figures = {name: _plain(estimate([items[name]])) for name in TEXT if name in items}
    return figures | {"cpu_s": round(sum(got.cpu_s for _, got in done) / len(done), 2)}


def field_results(plans: list[WornPlan]) -> Results:
    """Return the figures of the fields extracted from whole plans of middle wear."""
    found = [field_items(read_gold(plan.gold), convert(plan.path)) for plan in plans]
    return {name: _plain(estimate([items[name] for items in found])) for name in FIELDS}


def _plain(figure: Figure) -> Results:
    return {k: round(v, 5) if isinstance(v, float) else v for k, v in asdict(figure).items()}


def about(pages: int, each: int) -> Results:
    """Return what the figures depend on."""
    tesseract = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True)
    cpu = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "vnplan": __version__,
        "tesseract": tesseract.stdout.split()[1],
        "python": platform.python_version(),
        "cpu": cpu[0].partition(": ")[2] if cpu else platform.machine(),
        "pages": pages,
        "first_pages": each,
    }


def regressions(old: Results, new: Results) -> list[str]:
    """Return what got worse than the record beyond its interval; nothing where the pages were others."""
    if not old or any(old["about"][key] != new["about"][key] for key in ("pages", "first_pages")):
        return []
    worse = []
    for grade in GRADES:
        for name in ("cer", "wer", "der"):
            was, now = (r["pages"]["vnplan"][grade][name] for r in (old, new))
            if now["value"] > was["high"]:
                worse.append(f"{name} of {grade} pages: {was['value']} -> {now['value']}")
        was, now = (_ratio(r, grade) for r in (old, new))
        if now > was * SLOWER:
            worse.append(f"CPU time of {grade} pages against bare Tesseract's: {was:.2f} -> {now:.2f}")
    for name in FIELDS:
        was, now = old["fields"][name], new["fields"][name]
        if was["value"] is not None and (now["value"] or 0) < was["low"]:
            worse.append(f"{name}: {was['value']} -> {now['value']}")
    return worse


def _ratio(results: Results, grade: str) -> float:
    pages = results["pages"]
    return float(pages["vnplan"][grade]["cpu_s"] / pages["bare Tesseract"][grade]["cpu_s"])


def markdown(results: Results) -> str:
    """Return RESULTS.md."""
    facts = results["about"]
    versions = f"vnplan {facts['vnplan']}, Tesseract {facts['tesseract']}, Python {facts['python']}"
    head = (
        f"# Benchmark\n\nMade by `make bench` on {facts['date']}: {versions}, {facts['cpu']}.\n"
        f"{facts['pages']} pages of the invented plans in `samples/`, drawn anew and worn in four grades "
        "(`benchmarks/plans.py`); text and truth are exact.\n"
        "Error rates in per cent with 95 % bootstrap intervals over pages. A reader that takes the cells of "
        "a table in another order pays for it in CER and WER.\n"
        "Drawn pages are kinder than real ones, and the plans were seen while vnplan was made: read the rows "
        "against each other.\n"
    )
    rows = [
        _text_row(grade, name, reader[grade], results)
        for grade in GRADES
        for name, reader in results["pages"].items()
    ]
    text = "\n| wear | reader | CER % | WER % | DER % | harm % | repair % | CPU s/page | x bare |\n"
    text += "|---|---|---|---|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    fields = (
        "\n## Fields from whole plans of middle wear (F1; header: share right)\n\n| field | value | 95 % |\n"
    )
    fields += "|---|---|---|\n" + "\n".join(_field_row(*pair) for pair in results["fields"].items()) + "\n"
    return f"{head}{text}{fields}\nPeak memory of `vnplan convert --jobs 1`: {results['peak_mb']} MB.\n"


def _text_row(grade: str, name: str, figures: Results, results: Results) -> str:
    bare = results["pages"]["bare Tesseract"][grade]["cpu_s"]
    cells = [_percent(figures.get(metric)) for metric in TEXT]
    return (
        f"| {grade} | {name} | {' | '.join(cells)} | {figures['cpu_s']:.2f} | {figures['cpu_s'] / bare:.2f} |"
    )


def _percent(figure: Results | None) -> str:
    if figure is None or figure["value"] is None:
        return ""
    return f"{100 * figure['value']:.2f} ({100 * figure['low']:.2f}–{100 * figure['high']:.2f})"


def _field_row(name: str, figure: Results) -> str:
    if figure["value"] is None:
        return f"| {name} | | |"
    return f"| {name} | {figure['value']:.3f} | {figure['low']:.3f}–{figure['high']:.3f} |"


if __name__ == "__main__":
    sys.exit(main())
