"""The benchmark's gate: what got worse beyond the noise fails, what only wandered does not."""

from __future__ import annotations

import copy
import json
import subprocess
import sys

import pytest

from benchmarks import bench, gate
from benchmarks.memory import peak_mb
from benchmarks.plans import GRADES
from benchmarks.readers import Reading, without_mending
from benchmarks.table import markdown
from pipeline.evaluation import Hits, Share, added, compare

PAGES = [(name, seed, page) for name in ("a", "b", "c") for seed in (1, 2, 3) for page in (1, 4)]


def _figure(value: float) -> dict[str, float]:
    return {"value": value, "low": value, "high": value}


@pytest.fixture
def record() -> dict:
    counts = {metric: [5, 300] for metric in gate.ERRORS}
    reader = {grade: {"wer": _figure(0.1), "cpu_s": 2.0} for grade in GRADES}
    about = {
        "date": "2026-01-01",
        "vnplan": "0",
        "tesseract": "5",
        "python": "3",
        "cpu": "x",
        "pages": 8,
        "first_pages": 1,
    }
    return {
        "about": about,
        "pages": {"bare Tesseract": reader, "vnplan": copy.deepcopy(reader)},
        "fields": {"tasks": _figure(0.9)},
        "gate": {
            "pages": {f"{n}.{grade}.{s}.{p}": copy.deepcopy(counts) for grade in GRADES for n, s, p in PAGES},
            "fields": {f"{n}.middle.{s}": {"tasks": [20, 22, 24]} for n in "abc" for s in (1, 2, 3)},
        },
        "tables": {
            "light": {"img2table": _figure(0.4), "JSON": _figure(0.97)},
            "fax": {"JSON": _figure(0.9)},
        },
        "accuracy": {"pages": 72, "off": 0.004, "misjudged": 3},
        "peak_mb": {"one page at 300 dpi": 290, "a whole plan": 310},
    }


def _changed(record: dict, part: str, metric: str, change: list[int], where: str = "") -> dict:
    """Return the record of a run in which one count differs, page after page by the next of `change`."""
    new = copy.deepcopy(record)
    held = [counts for key, counts in new["gate"][part].items() if where in key]
    for rank, counts in enumerate(held):
        counts[metric][0] += change[rank % len(change)]
    return new


def test_the_same_figures_pass(record):
    assert gate.regressions(record, copy.deepcopy(record)) == []


def test_a_few_more_errors_on_every_page_of_a_grade_fail(record):
    (line,) = gate.regressions(record, _changed(record, "pages", "wer", [1, 2], ".heavy."))
    assert line.startswith("wer of heavy pages changed by +0.0050")


def test_errors_that_only_moved_between_pages_pass(record):
    assert gate.regressions(record, _changed(record, "pages", "wer", [2, -2], ".heavy.")) == []


def test_fewer_errors_pass(record):
    assert gate.regressions(record, _changed(record, "pages", "cer", [-2])) == []


def test_a_field_that_is_found_less_often_in_every_plan_fails(record):
    (line,) = gate.regressions(record, _changed(record, "fields", "tasks", [-2, -3, -1]))
    assert line.startswith("tasks changed by -0.08")


def test_more_cpu_time_against_bare_tesseract_fails(record):
    slow = copy.deepcopy(record)
    slow["pages"]["vnplan"]["fax"]["cpu_s"] = 3.0
    assert gate.regressions(record, slow) == ["CPU time of fax pages against bare Tesseract's: 1.00 -> 1.50"]


def test_a_record_of_other_pages_judges_nothing(record):
    other = _changed(record, "pages", "wer", [50])
    other["gate"]["pages"].popitem()
    assert gate.regressions(record, other) == []
    assert gate.regressions({}, record) == []


def test_a_regression_renews_nothing_unless_told_to(record, tmp_path):
    assert bench.conclude(record, tmp_path, renew=False) == 0
    assert json.loads((tmp_path / "results.json").read_text()) == record
    worse = _changed(record, "pages", "der", [3])
    assert bench.conclude(worse, tmp_path, renew=False) == 1
    assert json.loads((tmp_path / "results.json").read_text()) == record
    assert bench.conclude(worse, tmp_path, renew=True) == 0
    assert json.loads((tmp_path / "results.json").read_text()) == worse


def test_the_table_shows_how_chance_in_the_wear_moves_a_figure(record):
    table = markdown(_changed(record, "pages", "wer", [3], ".light.2."), ("wer",))
    assert "1.67, 2.67, 1.67" in table


def test_a_change_is_the_difference_over_pairs_with_an_interval():
    before, after = [Share(1, 10), Share(3, 10)], [Share(2, 10), Share(4, 10)]
    change = compare(before, after)
    assert change.value == pytest.approx(0.1)
    assert change.low == pytest.approx(0.1) and change.high == pytest.approx(0.1)
    assert compare([Share(0, 0)], [Share(0, 0)]).value is None
    with pytest.raises(ValueError, match="shorter"):
        compare(before, after[:1])


def test_items_of_a_document_add_up_to_one():
    assert added([Hits(1, 1, 1), Hits(0, 1, 0)]) == Hits(1, 2, 1)
    assert added([Share(1, 2), Share(3, 4)]) == Share(4, 6)
    with pytest.raises(ValueError, match="no items"):
        added([])


def test_what_the_ocr_read_is_a_row_of_its_own_without_a_time(record):
    record["pages"]["vnplan, OCR only"] = {grade: {"wer": _figure(0.2)} for grade in GRADES}
    table = markdown(record, ("wer",))
    assert "| fax | vnplan, OCR only | 20.00 (20.00–20.00) |  |  |" in table
    assert without_mending(Reading("mended", "read", 2.0)) == Reading("read")


def test_the_estimate_of_the_accuracy_is_told_beside_the_truth(record):
    assert "off by 0.40 points on average over 72 pages; 3 are taken" in markdown(record, ("wer",))


def test_a_peer_that_read_some_grades_only_leaves_the_others_blank(record):
    table = markdown(record, ("wer",))
    assert "| wear | img2table | JSON |" in table
    assert "| fax |  | 90.00 (90.00–90.00) |" in table


def test_memory_is_that_of_all_processes_with_shared_pages_once():
    hold = "import time; held = bytearray(%d * 2**20); time.sleep(0.4)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold % 60!r}])"
    alone, both = (peak_mb([sys.executable, "-c", code]) for code in (hold % 60, f"{hold % 30}; {child}"))
    assert 55 < alone < 100
    assert 85 < both < 150
    with pytest.raises(subprocess.CalledProcessError):
        peak_mb([sys.executable, "-c", "raise SystemExit(3)"])
