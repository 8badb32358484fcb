"""RESULTS.md of a run of the benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks import gate
from benchmarks.plans import GRADES

Results = dict[str, Any]


def markdown(results: Results, text_metrics: Sequence[str]) -> str:
    """Return RESULTS.md."""
    return "\n".join(
        [
            _head(results["about"]),
            _readers(results, text_metrics),
            _draws(results["gate"]["pages"]),
            _fields(results["fields"]),
            _tables(results["tables"]),
            _accuracy(results["accuracy"]),
            _memory(results["peak_mb"]),
        ]
    )


def _head(facts: Results) -> str:
    versions = f"vnplan {facts['vnplan']}, Tesseract {facts['tesseract']}, Python {facts['python']}"
    return (
        f"# Benchmark\n\nMade by `make bench` on {facts['date']}: {versions}, {facts['cpu']}.\n"
        f"{facts['pages']} pages of the invented plans in `samples/`, drawn anew and worn in four grades "
        "(`benchmarks/plans.py`); text and truth are exact.\n"
        "Error rates in per cent with 95 % bootstrap intervals over pages. A reader that takes the cells of "
        "a table in another order pays for it in CER and WER.\n"
        "Drawn pages are kinder than real ones, and the plans were seen while vnplan was made: read the rows "
        "against each other.\n"
    )


def _readers(results: Results, metrics: Sequence[str]) -> str:
    rows = [
        _reader_row(grade, name, reader[grade], results, metrics)
        for grade in GRADES
        for name, reader in results["pages"].items()
    ]
    names = " | ".join(f"{metric.upper() if len(metric) == 3 else metric} %" for metric in metrics)
    head = f"| wear | reader | {names} | CPU s/page | x bare |\n|---|---|{'---|' * len(metrics)}---|---|"
    return "\n".join([head, *rows, ""])


def _reader_row(grade: str, name: str, figures: Results, results: Results, metrics: Sequence[str]) -> str:
    bare = results["pages"]["bare Tesseract"][grade]["cpu_s"]
    cells = " | ".join(_percent(figures.get(metric)) for metric in metrics)
    seconds = figures.get("cpu_s")
    taken = " | " if seconds is None else f"{seconds:.2f} | {seconds / bare:.2f}"
    return f"| {grade} | {name} | {cells} | {taken} |"


def _percent(figure: Results | None) -> str:
    if figure is None or figure["value"] is None:
        return ""
    return f"{100 * figure['value']:.2f} ({100 * figure['low']:.2f}–{100 * figure['high']:.2f})"


def _draws(counts: gate.Counts) -> str:
    seeds = gate.seeds_of(counts)
    head = (
        f"## What `make bench` watches: vnplan over {len(seeds)} draws of the wear, {len(counts)} pages\n\n"
        f"It fails where a {100 * gate.LEVEL:.0f} % interval of the difference to the record, page by page, "
        "lies beyond 0.\nThe last column shows how much chance in the wear alone moves WER.\n\n"
        "| wear | CER % | WER % | DER % | WER % by draw |\n|---|---|---|---|---|"
    )
    return "\n".join([head, *(_draw_row(counts, grade, seeds) for grade in GRADES), ""])


def _draw_row(counts: gate.Counts, grade: str, seeds: Sequence[str]) -> str:
    all_draws = " | ".join(_drawn(counts, metric, grade) for metric in gate.ERRORS)
    each = [gate.figure(counts, "wer", grade, seed).value or 0 for seed in seeds]
    return f"| {grade} | {all_draws} | {', '.join(f'{100 * value:.2f}' for value in each)} |"


def _drawn(counts: gate.Counts, metric: str, grade: str) -> str:
    figure = gate.figure(counts, metric, grade)
    return _percent({"value": figure.value, "low": figure.low, "high": figure.high})


def _fields(fields: Results) -> str:
    title = "## Fields from whole plans of middle wear, all draws (F1; header: share right)\n"
    head = f"{title}\n| field | value | 95 % |\n|---|---|---|"
    return "\n".join([head, *(_field_row(*pair) for pair in fields.items()), ""])


def _field_row(name: str, figure: Results) -> str:
    if figure["value"] is None:
        return f"| {name} | | |"
    return f"| {name} | {figure['value']:.3f} | {figure['low']:.3f}–{figure['high']:.3f} |"


def _tables(tables: Results) -> str:
    """Return the share of right cells, a row for each grade and a column for each reader."""
    names = list(dict.fromkeys(name for figures in tables.values() for name in figures))
    head = (
        "## Cells of ruled task tables exactly right, %\n\n"
        "The invented tables of `benchmarks/tables.toml` (`benchmarks/drawn_tables.py`): group rows, merged "
        "cells, rows and tables that run over pages.\nReaders are judged by the cells as printed, page by "
        "page; JSON by whole tables, where a merged value stands in each row and a split row is one.\n\n"
        f"| wear | {' | '.join(names)} |\n|---|{'---|' * len(names)}"
    )
    rows = [
        f"| {grade} | {' | '.join(_percent(figures.get(name)) for name in names)} |"
        for grade, figures in tables.items()
    ]
    return "\n".join([head, *rows, ""])


def _memory(peaks: Results) -> str:
    held = ", ".join(f"{what} {peak} MB" for what, peak in peaks.items())
    return f"Peak memory of `vnplan convert --jobs 1`, all its processes together (PSS): {held}.\n"


def _accuracy(found: Results) -> str:
    return (
        f"The estimated character accuracy is off by {100 * found['off']:.2f} points on average over "
        f"{found['pages']} pages; {found['misjudged']} are taken for better or worse than the 98 % that are "
        "required, and are not.\n"
    )
