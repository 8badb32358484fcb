"""A batch survives what its documents and its machine do to it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest
from PIL import Image

from pipeline.batch import BatchOptions, Limits, gather, run_batch
from pipeline.batch.manifest import Manifest, read_rows
from pipeline.batch.premises import manifest_path
from pipeline.conversion import convert
from pipeline.errors import UsageError
from pipeline.options import Options

OPTIONS = Options(restore="never")


@pytest.fixture
def batch(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "marks").mkdir()
    monkeypatch.setenv("LIGHT_MARKS", str(tmp_path / "marks"))
    return BatchOptions(out=tmp_path / "out", jobs=1, workshop="batch_light")


def _tiff(path, pages):
    sheets = [Image.new("L", (60, 60), 10 * n) for n in range(pages)]
    sheets[0].save(path, save_all=True, append_images=sheets[1:])


def _text(path, more=""):
    path.write_text(f"KẾ HOẠCH\nVề việc thử nghiệm {more}\nI. NHIỆM VỤ\n1. Xây dựng báo cáo.\n")


def _run(batch, *, options=OPTIONS, notice=None):
    found, _ = gather([str(batch.out.parent / "in")])
    return {o.input.stem: o for o in run_batch(found, options, batch, notice)}


def _content(path):
    data = json.loads(path.read_text())
    del data["processing"]
    return data


def test_a_page_whose_worker_was_killed_is_tried_once_more_and_then_reported(batch, tmp_path):
    _tiff(tmp_path / "in" / "killer-once.tif", 3)
    _tiff(tmp_path / "in" / "killer.tif", 2)
    _text(tmp_path / "in" / "a.txt")
    outcomes = _run(replace(batch, jobs=2))
    assert {stem: o.state for stem, o in outcomes.items()} == dict.fromkeys(
        ("a", "killer", "killer-once"), "written"
    )
    assert outcomes["killer-once"].pages_failed == 0
    assert outcomes["killer"].pages_failed == 2
    assert outcomes["killer"].exit_code == 6
    issues = _content(batch.out / "killer.json")["issues"]
    assert {(i["code"], i["page"]) for i in issues} == {
        ("lost_killed", 1),
        ("lost_killed", 2),
    }
    # what was lost to the machine, and only that, is read again by the next run
    (tmp_path / "in" / "killer.tif").rename(tmp_path / "in" / "k.tif")
    again = _run(batch)
    assert again["killer-once"].state == "finished_before"
    assert again["k"].state == "written"
    assert again["k"].pages_failed == 0


def test_a_page_that_hangs_is_tried_once_more_and_costs_nothing_but_itself(batch, tmp_path):
    _tiff(tmp_path / "in" / "hang-once-p2.tif", 3)
    _tiff(tmp_path / "in" / "hang-p2.tif", 3)
    outcomes = _run(replace(batch, jobs=2, limits=Limits(page_s=2)))
    assert {stem: o.pages_failed for stem, o in outcomes.items()} == {"hang-once-p2": 0, "hang-p2": 1}
    kept = _content(batch.out / "hang-p2.json")
    assert kept["pages"] == ["trang-1", None, "trang-3"]
    assert [(i["code"], i["page"]) for i in kept["issues"]] == [("lost_time", 2)]


def test_work_that_hangs_or_eats_memory_or_stumbles_costs_its_page_alone(batch, tmp_path):
    for name in ("hang", "greedy", "fault", "online"):
        _tiff(tmp_path / "in" / f"{name}.tif", 1)
    _text(tmp_path / "in" / "a.txt")
    limits = Limits(page_s=6, memory_bytes=1 << 30)
    outcomes = _run(replace(batch, limits=limits, on_failure="skip"))
    codes = {stem: _content(o.output)["issues"] for stem, o in outcomes.items()}
    lost = {stem: next((i["code"] for i in found), None) for stem, found in codes.items()}
    assert lost == {
        "a": None,
        "fault": "lost_fault",
        "greedy": "lost_memory",
        "hang": "lost_time",
        "online": "lost_system",
    }


def test_a_killed_batch_keeps_the_pages_that_it_has_read(batch, tmp_path):
    _tiff(tmp_path / "in" / "long.tif", 12)
    seen = []

    def stop(progress):
        seen.append(progress)
        if progress.pages_done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _run(batch, notice=stop)
    assert not list(batch.out.glob("*.json"))
    assert _run(batch, notice=seen.append)["long"].pages == 12
    assert seen[-1].pages_known <= 12 - 5
    assert not (batch.out / ".vnplan" / "pages").exists()


def test_a_finished_input_is_skipped_with_and_without_its_manifest(batch, tmp_path):
    for name in ("a", "b"):
        _text(tmp_path / "in" / f"{name}.txt", name)
    assert {o.state for o in _run(batch).values()} == {"written"}
    before = {p.name: p.read_bytes() for p in batch.out.glob("*.json")}
    assert {o.state for o in _run(batch).values()} == {"finished_before"}
    shutil.rmtree(batch.out / ".vnplan")
    assert {o.state for o in _run(batch).values()} == {"finished_before"}
    assert {p.name: p.read_bytes() for p in batch.out.glob("*.json")} == before
    assert {o.state for o in _run(replace(batch, force=True)).values()} == {"written"}
    assert _run(batch, options=Options(restore="never", review_below=0.5))["a"].state == "written"


def test_a_manifest_that_is_damaged_is_put_aside(batch, tmp_path):
    _text(tmp_path / "in" / "a.txt")
    _run(batch)
    manifest_path(batch.out).write_bytes(b"nonsense" * 1000)
    assert _run(batch)["a"].state == "finished_before"
    assert [row.state for row in read_rows(manifest_path(batch.out))] == ["written"]


def test_a_result_that_was_deleted_is_made_again(batch, tmp_path):
    _text(tmp_path / "in" / "a.txt")
    _run(batch)
    (batch.out / "a.json").unlink()
    assert _run(batch)["a"].state == "written"


def test_another_content_under_the_same_name_gets_a_name_of_its_own(batch, tmp_path):
    _text(tmp_path / "in" / "a.txt")
    first = _run(batch)["a"].output
    old = first.read_bytes()
    _text(tmp_path / "in" / "a.txt", "khác")
    second = _run(batch)["a"].output
    assert first != second
    assert first.read_bytes() == old
    (batch.out / "b.json").write_text("somebody else's")
    _text(tmp_path / "in" / "b.txt", "b")
    assert _run(batch)["b"].output != batch.out / "b.json"
    assert (batch.out / "b.json").read_text() == "somebody else's"


def test_more_failures_than_the_budget_end_the_batch(batch, tmp_path):
    for n in range(6):
        (tmp_path / "in" / f"{n}.pdf").write_bytes(b"%PDF-1.4 nothing")
    outcomes = _run(replace(batch, max_failures=1))
    assert 2 <= len(outcomes) < 6
    states = [row.state for row in read_rows(manifest_path(batch.out))]
    assert states.count("failed") >= 2
    assert "waiting" in states
    assert (batch.out / "summary.csv").read_text("utf-8-sig").count("\n") == 7


def test_two_batches_do_not_write_into_one_folder(batch, tmp_path):
    _text(tmp_path / "in" / "a.txt")
    running = run_batch(gather([str(tmp_path / "in")])[0], OPTIONS, batch)
    next(running)
    with pytest.raises(UsageError, match="Another vnplan"):
        _run(batch)
    running.close()


def test_a_link_at_the_place_of_a_result_is_replaced_and_not_followed(batch, tmp_path):
    _text(tmp_path / "in" / "a.txt")
    victim = tmp_path / "victim"
    victim.write_text("mine")
    batch.out.mkdir()
    (batch.out / "a.json").symlink_to(victim)
    _run(batch)
    assert victim.read_text() == "mine"


def test_the_manifest_of_a_killed_batch_says_waiting_and_not_running(tmp_path):
    manifest = Manifest(tmp_path / "m.sqlite")
    from pipeline.batch.manifest import Row

    manifest.put(Row("x", "x", "running"))
    manifest.wait_for([Row("y", "y", "waiting")])
    assert [row.state for row in manifest.rows()] == ["waiting", "waiting"]
    manifest.close()


@pytest.mark.tesseract
def test_any_number_of_jobs_gives_what_convert_gives(tmp_path, samples):
    scan = sorted(samples.glob("*/scan.pdf"))[0]
    (tmp_path / "in").mkdir()
    shutil.copy(scan, tmp_path / "in" / "scan.pdf")
    options = Options(pages="1-2")
    batch = BatchOptions(out=tmp_path / "two", jobs=2)
    found, _ = gather([str(tmp_path / "in")])
    list(run_batch(found, options, batch))
    alone = json.loads(convert(tmp_path / "in" / "scan.pdf", options).to_json())
    del alone["processing"]
    assert _content(tmp_path / "two" / "scan.json") == alone
