"""The samples are what their plans say, and their gold speaks of what is printed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pipeline.errors import UsageError
from pipeline.synthesis import printed_text
from pipeline.synthesis.__main__ import main
from pipeline.synthesis.sample import draw_sample, make_sample
from pipeline.text import nfc

FOLDERS = sorted(path.parent for path in (Path(__file__).parents[2] / "samples").glob("*/plan.toml"))
DEADLINE = {"surface", "kind", "due", "start", "end", "op", "precision", "frequency", "day_rule", "parts"}
samples = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def gold(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    return data


def running_text(folder: Path) -> str:
    text = (folder / "text.txt").read_text(encoding="utf-8")
    return " ".join(re.sub(r"\f\d+\n", "\n", text).split())


@samples
def test_text_is_line_for_line_what_is_drawn(folder: Path) -> None:
    text = (folder / "text.txt").read_text(encoding="utf-8")
    assert text == printed_text(draw_sample(folder))
    assert nfc(text) == text


@samples
def test_a_sample_has_all_its_parts_and_a_small_scan(folder: Path) -> None:
    assert (folder / "SOURCE.md").is_file()
    assert (folder / "scan.pdf").stat().st_size < 1_500_000
    with pypdfium2.PdfDocument(folder / "scan.pdf") as pdf:
        assert len(pdf) == (folder / "text.txt").read_text(encoding="utf-8").count("\f") + 1 >= 1


@samples
def test_gold_quotes_the_plan_to_the_letter(folder: Path) -> None:
    data, text = gold(folder), running_text(folder)
    plain = " ".join(text.replace("|", " ").split())
    for task in data["tasks"]:
        assert task["text"] in plain
        for unit in [*task["lead"], *task["coordination"], *task["report_to"]]:
            assert unit in plain
    quotes = [item["surface"] for key in ("references", "indicators", "targets") for item in data[key]]
    quotes += [section["title"] for section in data["sections"]]
    assert [quote for quote in quotes if quote not in text] == []


@samples
def test_gold_names_each_path_once_and_tasks_stand_under_known_paths(folder: Path) -> None:
    data = gold(folder)
    paths = [section["path"] for section in data["sections"]]
    assert len(paths) == len(set(paths))
    assert {task["section_path"] for task in data["tasks"]} <= set(paths)


@samples
def test_gold_deadlines_are_whole_and_keep_the_rules_of_the_contract(folder: Path) -> None:
    for task in gold(folder)["tasks"]:
        deadline = task["deadline"]
        if deadline is None:
            continue
        assert set(deadline) >= DEADLINE
        assert deadline["kind"] != "recurring" or deadline["due"] is None
        assert deadline["kind"] == "period" or (deadline["start"], deadline["end"]) == (None, None)
        if deadline["kind"] == "period":
            assert deadline["due"] == deadline["end"]


def test_a_sample_made_again_is_the_same_to_the_byte(tmp_path: Path) -> None:
    plan = (FOLDERS[-1] / "plan.toml").read_text(encoding="utf-8")
    short = re.sub(r'(?s)body = """.*?"""', 'body = "Kế hoạch ngắn./."', plan)
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.toml").write_text(short, encoding="utf-8")
        make_sample(tmp_path / name)
    for file in ("scan.pdf", "text.txt"):
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes()


def test_the_command_without_a_plan_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="samples"):
        main([str(tmp_path)])
