"""Fields of documents against annotations, counted by hand."""

from __future__ import annotations

import json
import sys

import pytest

from pipeline import Options, parse
from pipeline.document import Unit
from pipeline.errors import InputError
from pipeline.evaluation import Hits, evaluate
from pipeline.evaluation.difference import difference_page
from pipeline.evaluation.fields import field_items, table_items, unit_item
from pipeline.evaluation.figures import estimate
from pipeline.evaluation.gold import annotation_of, exact_key, gold_of, value_key
from pipeline.evaluation.matching import Wanted, hits, match


@pytest.fixture(scope="module")
def document(samples):
    text = (samples / "ha-son-118-so-hoa" / "text.txt").read_text(encoding="utf-8")
    return parse(text, Options(restore="never"))


def _figures(gold, document):
    return {name: estimate([items]) for name, items in field_items(gold_of(gold), document).items()}


def test_a_document_agrees_with_itself_in_everything(document):
    figures = _figures(annotation_of(document), document)
    assert set(figures) >= {
        "tasks",
        "lead",
        "coordination",
        "deadline",
        "headings",
        "paths",
        "header",
        "tables",
    }
    for name, figure in figures.items():
        assert figure.value in ((0.0,) if name == "deadline_invented" else (1.0, None)), name


def test_what_is_taken_from_a_document_is_missed_and_what_is_added_is_too_much(document):
    kept = document.model_copy(update={"tasks": document.tasks[2:]})
    figure = _figures(annotation_of(document), kept)["tasks"]
    count = len(document.tasks)
    assert (figure.precision, figure.recall) == pytest.approx((1.0, (count - 2) / count))
    figure = _figures(annotation_of(kept), document)["tasks"]
    assert (figure.precision, figure.recall) == pytest.approx(((count - 2) / count, 1.0))


def test_an_optional_task_that_is_missed_counts_neither_way(document):
    gold = dict(annotation_of(document))
    extra = {"text": "Một việc không có trong kế hoạch này", "optional": True}
    gold["tasks"] = [*gold["tasks"], extra]
    assert _figures(gold, document)["tasks"].value == 1.0


def test_an_invented_deadline_is_counted(document):
    gold = json.loads(json.dumps(annotation_of(document)))
    dated = [task for task in gold["tasks"] if task["deadline"]]
    dated[0]["deadline"] = None
    figures = _figures(gold, document)
    assert figures["deadline_invented"].value == pytest.approx(1 / len(gold["tasks"]))
    assert figures["deadline_exact"].value == pytest.approx((len(dated) - 1) / len(dated))


def test_each_reading_of_the_gold_is_right():
    unit = Unit(text="Sở Nội vụ", normalized="Sở Nội vụ tỉnh Hà Sơn", kind="named")
    assert unit_item([("Sở Tài chính",), ("sở nội vụ",)], [unit]) == Hits(1, 1, 1)
    assert unit_item([("Sở Nội vụ tỉnh Hà Sơn", "Sở Tài chính")], [unit]) == Hits(1, 1, 2)


def test_a_predicted_item_serves_one_gold_item():
    assert hits([Wanted(("a",)), Wanted(("a", "b"))], ["a", "b", "c"]) == [
        Hits(1, 1, 1),
        Hits(1, 1, 1),
        Hits(0, 1, 0),
    ]


def test_texts_pair_one_to_one_and_keep_their_order_where_equal():
    assert sorted(match([("a b c",), ("a b c",)], ["a b c", "a b c"])) == [(0, 0), (1, 1)]
    assert match([("một hai ba bốn",)], ["năm sáu bảy tám"]) == []


def test_rows_find_each_other_before_cells_are_counted():
    gold = [("1", "Rà soát hồ sơ", "Sở Nội vụ"), ("2", "Số hóa tài liệu", "")]
    read = [("2", "Số hóa tài liệu", ""), ("1", "Rà soát hồ sơ", "Sở Tài chính")]
    assert sorted(table_items(gold, read), key=lambda hit: hit.gold) == [Hits(2, 2, 2), Hits(2, 3, 3)]


def test_parts_of_a_manifold_deadline_are_compared_in_any_order():
    one, two = {"kind": "date", "due": "2026-06-30"}, {"kind": "event"}
    first, second = {"kind": "multi", "parts": [one, two]}, {"kind": "multi", "parts": [two, one]}
    assert exact_key(first) == exact_key(second)
    assert value_key(one) != value_key({"kind": "date", "due": "2026-06-29"})


def test_folders_pair_by_name_and_tell_what_is_missing(document, tmp_path):
    gold, predicted = tmp_path / "gold", tmp_path / "pred"
    for folder in (gold, predicted):
        folder.mkdir()
    text = "\n".join(line.text for page in document.pages for line in page.lines)
    (gold / "a.json").write_text(document.to_json())
    (gold / "a.txt").write_text(text.replace("Sở", "So", 1))
    (gold / "b.txt").write_text("x")
    (predicted / "a.json").write_text(document.to_json())
    (predicted / "c.json").write_text(document.to_json())
    report = evaluate(gold, predicted)
    assert (tuple(report.items), report.missing, report.extra) == (("a",), ("b",), ("c",))
    assert report.together()["tasks"].value == 1.0
    assert report.together()["der"].value * len(text.split()) == pytest.approx(1, abs=0.2)
    assert json.loads(report.to_json())["documents"]["a"]["tasks"]["value"] == 1.0
    page = difference_page(report)
    assert page.count('class="marks"') == 3  # the legend and one word on each side


def test_the_page_of_differences_folds_what_is_right_and_tells_moved_words_from_wrong_ones(tmp_path):
    gold, pred = tmp_path / "gold", tmp_path / "pred"
    for folder in (gold, pred):
        folder.mkdir()
    (gold / "a.txt").write_text("Sở Nội vụ\fCột một\nCột hai\nhết", encoding="utf-8")
    read = parse("Sở Nội vụ\fCột hai\nCột một\nhêt", Options(restore="never"))
    (pred / "a.json").write_text(read.to_json(), encoding="utf-8")
    page = difference_page(evaluate(gold, pred))
    assert "<details><summary>page 1: no difference" in page
    assert "<details open><summary>page 2:" in page
    assert '<span class="moved">hai</span>' in page or '<span class="moved">một</span>' in page
    assert page.count('<span class="marks">') == 3  # the legend and one word on each side


def test_folders_without_gold_or_predictions_are_refused(tmp_path):
    with pytest.raises(InputError, match="No gold"):
        evaluate(tmp_path, tmp_path)


@pytest.mark.shared
def test_the_judge_of_the_development_data_counts_alike(shared, monkeypatch):
    """On predictions that are damaged on purpose, so that agreement is no accident of a full score."""
    monkeypatch.syspath_prepend(str(shared / "tools"))
    monkeypatch.setattr(sys, "argv", ["score.py", "plans", "."])
    score = pytest.importorskip("score")
    gold_file = sorted((shared / "dev" / "gold").glob("*.json"))[1]
    data = json.loads(gold_file.read_text(encoding="utf-8"))
    plan = (shared / "dev" / "plans" / f"{gold_file.stem}.txt").read_text(encoding="utf-8")
    whole = parse("\n".join(plan.splitlines()[1:]), Options(restore="never"))
    tasks = tuple(
        task.model_copy(update={"text": " ".join(task.text.split()[: -1 - 3 * (k % 4)])})
        for k, task in enumerate(whole.tasks[:-2])
    )
    damaged = whole.model_copy(update={"tasks": tasks})
    mine = _figures(data, damaged)["tasks"]
    pairs = score.match([task["text"] for task in data["tasks"]], [task.text for task in tasks])
    hit = {i for i, _ in pairs}
    needed = sum(i in hit or not task.get("optional") for i, task in enumerate(data["tasks"]))
    judged = score.prf(len(pairs), len(tasks), needed)
    assert judged["f1"] < 1
    assert (mine.precision, mine.recall, mine.value) == pytest.approx(tuple(judged.values()), abs=1e-4)


def test_the_command_prints_a_table_or_json_and_writes_the_page(document, vnplan, tmp_path):
    for name in ("gold", "pred"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.json").write_text(document.to_json())
    done = vnplan("evaluate", "--gold", "gold", "--pred", "pred", "--json", "-", "--html", "d.html")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["together"]["headings"]["value"] == 1.0
    assert "<table>" in (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "tasks" in vnplan("evaluate", "--gold", "gold", "--pred", "pred").stdout
    assert vnplan("evaluate", "--gold", "nowhere", "--pred", "pred").returncode == 3
