"""Extracted fields: tasks with lead, coordination and deadline; sections, header, tables and the rest."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Document, Task, Unit
from pipeline.evaluation import gold as annotated
from pipeline.evaluation.figures import Hits, Item, Share
from pipeline.evaluation.gold import Gold, GoldTask
from pipeline.evaluation.matching import Wanted, hits, match, plain

FIELD_METRICS = (
    "tasks",
    "lead",
    "coordination",
    "deadline",
    "deadline_exact",
    "deadline_invented",
    "indicators",
    "references",
    "targets",
    "headings",
    "paths",
    "header",
    "tables",
)
_ROW_THRESHOLD = 0.3  # a row may be half misread and is still that row


def field_items(gold: Gold, document: Document) -> dict[str, list[Item]]:
    """Return the items of each metric that the gold speaks of."""
    predicted = annotated.gold_of(annotated.annotation_of(document))
    items: dict[str, list[Item]] = dict(_task_items(gold.tasks, document.tasks))
    for name in ("indicators", "references", "targets", "headings"):
        items[name] = [*hits(getattr(gold, name), _keys(getattr(predicted, name)))]
    if gold.paths is not None:
        paths = [section.path for section in document.walk()]
        items["paths"] = [*hits(gold.paths, paths)]
    items["header"] = [_header_item(gold, predicted, name) for name in gold.header]
    if gold.tables:
        items["tables"] = [*table_items(_rows(gold.tables), _rows(predicted.tables))]
    return items


def _keys(wanted: Sequence[Wanted]) -> list[object]:
    return [item.keys[0] for item in wanted]


def _header_item(gold: Gold, predicted: Gold, name: str) -> Share:
    return Share(int(predicted.header[name][0] in gold.header[name]), 1)


def _task_items(gold: Sequence[GoldTask], predicted: Sequence[Task]) -> dict[str, list[Item]]:
    pairs = match([task.texts for task in gold], [task.text for task in predicted])
    both = [(gold[i], predicted[j]) for i, j in pairs]
    found = {i for i, _ in pairs}
    missed = sum(i not in found and not task.optional for i, task in enumerate(gold))
    dated = [(task, other) for task, other in both if task.deadlines[0] is not None or other.deadline]
    return {
        "tasks": [
            *[Hits(1, 1, 1)] * len(pairs),
            *[Hits(0, 0, 1)] * missed,
            *[Hits(0, 1, 0)] * (len(predicted) - len(pairs)),
        ],
        "lead": [unit_item(task.lead, other.lead) for task, other in both],
        "coordination": [unit_item(task.coordination, other.coordination) for task, other in both],
        "deadline": [_deadline_item(task, other) for task, other in both],
        "deadline_exact": [Share(int(_is_exact(task, other)), 1) for task, other in dated],
        "deadline_invented": [Share(int(_is_invented(task, other)), 1) for task, other in both],
    }


def unit_item(readings: Sequence[Sequence[str]], units: Sequence[Unit]) -> Hits:
    """Compare a task's units with that reading of the gold which fits best."""
    names = list(dict.fromkeys(annotated.unit_names(unit) for unit in units))
    return min((_units(reading, names) for reading in readings), key=_mistakes)


def _units(gold: Sequence[str], names: Sequence[frozenset[str]]) -> Hits:
    left = list(names)
    wanted = dict.fromkeys(map(plain, gold))
    right = 0
    for name in wanted:
        unit = next((unit for unit in left if name in unit), None)
        if unit is not None:
            left.remove(unit)
            right += 1
    return Hits(right, len(names), len(wanted))


def _mistakes(item: Hits) -> int:
    return item.predicted + item.gold - 2 * item.right


def _deadline_item(gold: GoldTask, predicted: Task) -> Hits:
    have = annotated.value_key(annotated.deadline_of(predicted.deadline))
    right = have in [annotated.value_key(deadline) for deadline in gold.deadlines]
    if right:
        return Hits(int(have is not None), int(have is not None), int(have is not None))
    return Hits(0, int(have is not None), int(gold.deadlines[0] is not None))


def _is_exact(gold: GoldTask, predicted: Task) -> bool:
    have = annotated.exact_key(annotated.deadline_of(predicted.deadline))
    return have in [annotated.exact_key(deadline) for deadline in gold.deadlines]


def _is_invented(gold: GoldTask, predicted: Task) -> bool:
    return predicted.deadline is not None and not any(gold.deadlines)


def _rows(tables: Sequence[Sequence[Sequence[str]]]) -> list[Sequence[str]]:
    return [row for table in tables for row in table]


def table_items(gold: Sequence[Sequence[str]], predicted: Sequence[Sequence[str]]) -> list[Hits]:
    """Return one item a row: its cells that are right; rows find each other first, empty cells are none."""
    pairs = match([(" ".join(row),) for row in gold], [" ".join(row) for row in predicted], _ROW_THRESHOLD)
    partner = dict(pairs)
    items = [_row_item(row, predicted[partner[i]] if i in partner else ()) for i, row in enumerate(gold)]
    taken = set(partner.values())
    return items + [_row_item((), row) for j, row in enumerate(predicted) if j not in taken]


def _row_item(gold: Sequence[str], predicted: Sequence[str]) -> Hits:
    first, second = [plain(cell) for cell in gold], [plain(cell) for cell in predicted]
    right = sum(a == b and a != "" for a, b in zip(first, second, strict=False))
    return Hits(right, sum(map(bool, second)), sum(map(bool, first)))
