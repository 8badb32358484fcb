"""The samples' plans as typed text: what their gold says is found, and nothing is invented."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from pipeline import Document, Options, parse

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "samples").glob("*/gold.json"))
samples = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@lru_cache(maxsize=16)
def understood(folder: Path) -> tuple[dict[str, Any], Document]:
    gold: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    text = (folder / "text.txt").read_text(encoding="utf-8")
    return gold, parse(text, Options(restore="never"))


def bare(text: str | None) -> str:
    return " ".join(re.findall(r"\w+", (text or "").lower()))


def readings(task: dict[str, Any], key: str) -> list[Any]:
    other = task.get("alt", [])
    return [task[key], *(a[key] for a in (other if isinstance(other, list) else [other]) if key in a)]


def key(deadline: Any) -> Any:
    if not deadline:
        return None
    value = deadline if isinstance(deadline, dict) else deadline.model_dump(mode="json")
    if value["kind"] == "multi":
        return ("multi", sorted(str(key(part)) for part in value["parts"]))
    return tuple(value[name] for name in ("kind", "due", "start", "end", "frequency"))


@samples
def test_each_task_of_the_gold_is_found_and_no_other(folder: Path) -> None:
    gold, document = understood(folder)
    found = {bare(task.text) for task in document.tasks}
    wanted = {bare(task["text"]) for task in gold["tasks"]}
    optional = {bare(task["text"]) for task in gold["tasks"] if task.get("optional")}
    assert wanted - optional - found == set()
    assert found - wanted == set()


@samples
def test_units_and_time_limits_are_those_of_the_gold(folder: Path) -> None:
    gold, document = understood(folder)
    by_text = {bare(task.text): task for task in document.tasks}
    wrong = []
    for task in gold["tasks"]:
        found = by_text.get(bare(task["text"]))
        if found is None:
            continue
        lead, partners = ({unit.text for unit in units} for units in (found.lead, found.coordination))
        if lead not in [set(names) for names in readings(task, "lead")] or partners != set(
            task["coordination"]
        ):
            wrong.append((found.text[:50], sorted(lead), sorted(partners)))
        if key(found.deadline) not in [key(each) for each in readings(task, "deadline")]:
            wrong.append((found.text[:50], key(found.deadline), key(task["deadline"])))
    assert wrong == []


@samples
def test_headings_stand_under_their_paths(folder: Path) -> None:
    gold, document = understood(folder)

    def titled(sections: Any) -> Any:
        for section in sections:
            if section.title:
                yield section.path, bare(section.title)
            yield from titled(section.children)

    wanted = {(section["path"], bare(section["title"])) for section in gold["sections"]}
    assert wanted - set(titled(document.sections)) == set()
