"""Whether this product got worse than its record: the same pages before and after, pair by pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from typing import Any

from benchmarks.plans import GRADES, WornPlan
from benchmarks.readers import Page, Reading
from pipeline.evaluation import Hits, Share, added, compare, compare_texts, estimate, text_items
from pipeline.evaluation.figures import Figure, Item

ERRORS = ("cer", "wer", "der")
SLOWER = 1.25  # CPU time against bare Tesseract's in the same run wanders by a tenth
# Some twenty figures are watched. Where nothing changed none differs; where each changed at random, about one
# run in ten would fail by chance.
LEVEL = 0.99
Counts = dict[str, dict[str, list[int]]]
Results = dict[str, Any]


def page_counts(read: Sequence[tuple[str, Page, Reading]]) -> Counts:
    """Return by "plan.grade.seed.page" what was counted, by metric."""
    out: Counts = {}
    for draw, page, got in read:
        items = text_items([compare_texts(page.gold, got.text, got.ocr)])
        out[f"{draw}.{page.number}"] = {name: list(astuple(items[name][0])) for name in ERRORS}
    return out


def field_counts(found: Mapping[str, Mapping[str, Sequence[Item]]], names: Sequence[str]) -> Counts:
    """Return by "plan.grade.seed" what was counted in the whole plan, by field."""
    return {
        draw: {name: list(astuple(added(items[name]))) for name in names if items.get(name)}
        for draw, items in found.items()
    }


def draw_name(plan: WornPlan) -> str:
    """Return the name of one draw of a plan."""
    return f"{plan.name}.{plan.grade}.{plan.seed}"


def items_of(
    counts: Counts, metric: str, grade: str | None = None, seed: str | None = None
) -> dict[str, Item]:
    """Return the items of one metric by their names, of one grade and draw or of all."""
    out: dict[str, Item] = {}
    for key, held in counts.items():
        parts = key.split(".")
        if metric in held and grade in (None, parts[1]) and seed in (None, parts[2]):
            numbers = held[metric]
            out[key] = Share(*numbers) if len(numbers) == 2 else Hits(*numbers)
    return out


def seeds_of(counts: Counts) -> list[str]:
    """Return the seeds of all draws."""
    return sorted({key.split(".")[2] for key in counts})


def figure(counts: Counts, metric: str, grade: str | None = None, seed: str | None = None) -> Figure:
    """Return one metric over all draws of a grade, or over one."""
    return estimate([list(items_of(counts, metric, grade, seed).values())])


def regressions(old: Results, new: Results) -> list[str]:
    """Return what got worse beyond the noise; nothing where the record is of other pages."""
    if not old.get("gate") or any(
        old["gate"][part].keys() != new["gate"][part].keys() for part in ("pages", "fields")
    ):
        return []
    return [*_worse_pages(old, new), *_slower(old, new), *_worse_fields(old, new)]


def _worse_pages(old: Results, new: Results) -> Iterator[str]:
    for grade in GRADES:
        for metric in ERRORS:
            told = _change(old["gate"]["pages"], new["gate"]["pages"], metric, grade, sign=1)
            if told:
                yield f"{metric} of {grade} pages {told}"


def _worse_fields(old: Results, new: Results) -> Iterator[str]:
    metrics = sorted({name for held in old["gate"]["fields"].values() for name in held})
    for metric in metrics:
        told = _change(old["gate"]["fields"], new["gate"]["fields"], metric, None, sign=-1)
        if told:
            yield f"{metric} {told}"


def _change(old: Counts, new: Counts, metric: str, grade: str | None, sign: int) -> str:
    """Return how a metric got worse, nothing where it did not; `sign` is 1 where more is worse."""
    before, after = items_of(old, metric, grade), items_of(new, metric, grade)
    both = [key for key in before if key in after]
    change = compare([before[key] for key in both], [after[key] for key in both], LEVEL)
    if change.value is None or min(sign * change.low, sign * change.high) <= 0:
        return ""
    return f"changed by {change.value:+.5f} ({change.low:+.5f} to {change.high:+.5f})"


def _slower(old: Results, new: Results) -> Iterator[str]:
    for grade in GRADES:
        was, now = (_against_bare(results, grade) for results in (old, new))
        if now > was * SLOWER:
            yield f"CPU time of {grade} pages against bare Tesseract's: {was:.2f} -> {now:.2f}"


def _against_bare(results: Results, grade: str) -> float:
    pages = results["pages"]
    return float(pages["vnplan"][grade]["cpu_s"] / pages["bare Tesseract"][grade]["cpu_s"])


def by_grade(read: Sequence[tuple[str, Page, Reading]]) -> dict[str, list[tuple[Page, Reading]]]:
    """Return what was read, by grade."""
    groups: dict[str, list[tuple[Page, Reading]]] = defaultdict(list)
    for _, page, got in read:
        groups[page.grade].append((page, got))
    return groups
