"""The commands as a user calls them."""

from __future__ import annotations

import json

import jsonschema
import pytest
from invented_plans import PLAN


def test_parse_gives_a_document_that_its_own_schema_accepts(vnplan, tmp_path):
    schema = json.loads(vnplan("schema").stdout)
    done = vnplan("parse", "-", "-o", tmp_path / "o.json", "--restore", "never", stdin=PLAN)
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "o.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["header"]["number_symbol"] == "45/KH-UBND"
    assert document["header"]["issue_date"] == "2026-03-12"
    task = next(t for t in document["tasks"] if "chuyên đề" in t["text"])
    assert task["deadline"]["due"] == "2026-06-30"
    assert [u["text"] for u in task["lead"]] == ["Sở Nội vụ"]
    assert [u["text"] for u in task["coordination"]] == ["Sở Tài chính"]
    assert task["source"]["lines"] == [13, 13]


def test_parse_writes_into_a_folder_by_the_name_of_its_input(vnplan, tmp_path):
    (tmp_path / "kế hoạch.txt").write_text(PLAN)
    assert vnplan("parse", tmp_path / "kế hoạch.txt", "-o", tmp_path / "out").returncode == 0
    assert (tmp_path / "out" / "kế hoạch.json").exists()


def test_parse_without_out_prints_the_json(vnplan):
    assert json.loads(vnplan("parse", "-", stdin=PLAN).stdout)["schema_version"] == "1.0"


def test_restore_keeps_the_number_of_lines(vnplan):
    text = "Thuc hien Ke hoach so 45/KH-UBND\n\n  ngay 12 thang 3 nam 2026\n"
    done = vnplan("restore", "-", stdin=text)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == text.count("\n")
    assert "45/KH-UBND" in done.stdout
    assert "Thực hiện Kế hoạch số" in done.stdout


def test_restore_explains_each_change_as_json_lines(vnplan):
    done = vnplan("restore", "-", "--explain", stdin="Thuc hien Ke hoach\n")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records
    assert {"line", "ocr_text", "text", "reason", "confidence"} <= set(records[0])


@pytest.mark.tesseract
def test_doctor_finds_everything_on_a_machine_that_was_set_up(vnplan):
    done = vnplan("doctor")
    assert done.returncode == 0, done.stdout
    assert "tesseract" in done.stdout.lower()


@pytest.mark.tesseract
def test_a_finished_input_is_skipped_until_forced(vnplan, tmp_path):
    (tmp_path / "a.txt").write_text(PLAN)
    first = vnplan("convert", "a.txt", "-o", "out")
    assert "1 written" in first.stdout, first.stderr
    before = (tmp_path / "out" / "a.json").read_bytes()
    assert "1 finished before" in vnplan("convert", "a.txt", "-o", "out").stdout
    assert (tmp_path / "out" / "a.json").read_bytes() == before
    assert "1 written" in vnplan("convert", "a.txt", "-o", "out", "--force").stdout


def test_two_inputs_of_one_stem_are_kept_apart(vnplan, tmp_path):
    for folder in ("sở", "xã"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "doc.txt").write_text(f"{PLAN}\n3. Ghi chú của {folder}.\n")
    done = vnplan("convert", "in", "-o", "out")
    assert "2 written" in done.stdout, done.stderr
    assert sorted(p.name for p in (tmp_path / "out").glob("*.json")) == ["sở-doc.json", "xã-doc.json"]
    # a later run with another file of the same name does not overwrite the first either
    (tmp_path / "lone").mkdir()
    (tmp_path / "lone" / "sở-doc.txt").write_text("KẾ HOẠCH\nkhác\n")
    vnplan("convert", "lone", "-o", "out")
    assert len(list((tmp_path / "out").glob("*.json"))) == 3
