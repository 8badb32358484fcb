"""Corrections: beside the extraction, in every export, never over it."""

from __future__ import annotations

import json

import pytest
from invented_plans import document, task, unit

from pipeline.errors import InputError, UsageError
from pipeline.export import export
from pipeline.export.corrections import Correction, Corrections, beside_of, correct, value_at
from pipeline.export.reading import find, read


def set_to(path, was, value):
    return Correction(path=path, was=was, value=value)


def test_a_corrected_field_is_in_the_export_and_the_extraction_stays(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(document().to_json())
    before = path.read_bytes()
    corrections = Corrections(
        sha256="ab" * 32,
        corrections=(set_to("/tasks/0/text", "Xây dựng báo cáo chuyên đề.", "Xây dựng sổ."),),
    )
    beside_of(path).write_text(corrections.to_json())
    assert "Xây dựng sổ." in export([read(path)], "csv").decode()
    assert path.read_bytes() == before


def test_a_correction_of_another_extraction_is_stale_and_left_out():
    corrected, stale = correct(document(), [set_to("/tasks/0/text", "Văn bản khác", "Sai")])
    assert corrected == document()
    assert [one.path for one in stale] == ["/tasks/0/text"]


@pytest.mark.parametrize(
    "path",
    ["/tasks/9/text", "/nowhere", "/tasks/x/text", "/tasks/-1/text", "/header/subject/0", "/file/name"],
)
def test_a_pointer_to_nothing_or_to_the_origin_changes_nothing(path):
    corrected, stale = correct(document(), [set_to(path, None, "x")])
    assert corrected == document()
    assert len(stale) == 1


def test_what_breaks_the_contract_is_refused():
    with pytest.raises(UsageError, match="was not kept"):
        correct(document(), [set_to("/tasks/0/kind", "task", "wish")])


def test_tasks_can_be_taken_away_and_added_while_the_others_keep_their_places():
    plan = document(task(), task("Hai.", number=2), task("Ba.", number=3))
    kept = Corrections(sha256="x").with_one(set_to("/tasks/-", None, {"text": "Bốn."}))
    lead = [unit("Sở Y tế").model_dump(mode="json")]
    kept = kept.with_one(set_to("/tasks/new-1/lead", None, lead))
    corrected, stale = correct(
        plan,
        [
            set_to("/tasks/0", plan.tasks[0].model_dump(mode="json"), None),
            set_to("/tasks/2/text", "Ba.", "Ba mới."),
            *kept.corrections,
        ],
    )
    assert [one.text for one in corrected.tasks] == ["Hai.", "Ba mới.", "Bốn."]
    assert [one.text for one in corrected.tasks[-1].lead] == ["Sở Y tế"]
    assert not stale


def test_a_field_of_a_task_that_was_never_added_is_refused():
    with pytest.raises(UsageError, match="no added task"):
        Corrections(sha256="x").with_one(set_to("/tasks/new-3/text", None, "x"))


@pytest.mark.parametrize("value", ["2026-02-30", "30/6/2026", "", 7])
def test_a_day_that_is_none_is_refused(value):
    with pytest.raises(UsageError, match="is no day"):
        correct(document(), [set_to("/header/issue_date", "2026-03-12", value)])


def test_the_later_correction_of_a_field_wins():
    first = Corrections(sha256="x").with_one(set_to("/tasks/0/text", "a", "b"))
    both = first.with_one(set_to("/tasks/0/text", "a", "c"))
    assert [one.value for one in both.corrections] == ["c"]
    assert both.without("/tasks/0/text").corrections == ()


def test_the_value_at_a_pointer_is_that_of_the_json():
    assert value_at(document(), "/tasks/0/lead/0/text") == "Sở Nội vụ"
    with pytest.raises(UsageError):
        value_at(document(), "/tasks/7")


def test_a_folder_gives_its_documents_and_passes_over_other_json(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "plan.json").write_text(document().to_json())
    (tmp_path / "manifest.json").write_text(json.dumps({"inputs": []}))
    (tmp_path / "b" / "plan.corrections.json").write_text(Corrections(sha256="x").to_json())
    assert [path.name for path in find([tmp_path])] == ["plan.json"]


def test_what_is_no_document_is_refused_by_name(tmp_path):
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(InputError, match=r"a\.json"):
        read(tmp_path / "a.json")
    with pytest.raises(InputError):
        find([tmp_path / "none"])
    with pytest.raises(InputError, match="No JSON documents"):
        find([tmp_path])


def test_the_command_exports_a_folder(vnplan, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.json").write_text(document().to_json())
    done = vnplan("export", "out", "--to", "csv", "-o", "new/tasks.csv")
    assert done.returncode == 0, done.stderr
    assert "Sở Nội vụ" in (tmp_path / "new" / "tasks.csv").read_text("utf-8-sig")
    assert vnplan("export", "missing", "--to", "csv", "-o", "x.csv").returncode == 3
    assert vnplan("export", "out", "--to", "doc", "-o", "x.csv").returncode == 2
