"""`convert`, `status` and their files as a clerk or a machine sees them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile

import fsspec
import pikepdf
from PIL import Image

from pipeline.batch import BatchOptions, gather, run_batch
from pipeline.batch.manifest import read_rows
from pipeline.batch.premises import manifest_path
from pipeline.options import Options

PLAN = "KẾ HOẠCH\nVề việc thử nghiệm {}\nI. NHIỆM VỤ\n1. Xây dựng báo cáo.\n"


def test_progress_comes_as_json_lines_and_status_tells_the_rest(vnplan, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(PLAN.format("a"))
    (tmp_path / "in" / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("x/a.txt", PLAN.format("zip"))
    arguments = ("convert", "in", "in.zip", "-o", "out", "--restore", "never", "--jobs", "1")
    done = vnplan(*arguments, "--progress", "jsonl")
    assert done.returncode == 6, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    documents = {e["input"]: e["state"] for e in events if e["event"] == "document"}
    assert documents == {"in/a.txt": "written", "in/bad.pdf": "failed", "in.zip!x/a.txt": "written"}
    assert events[-1]["event"] == "summary"
    assert events[-1]["failed"] == 1
    assert any(e["event"] == "progress" and e["pages_done"] for e in events)
    status = vnplan("status", "out")
    assert "2 written" in status.stdout
    assert "bad.pdf" in status.stdout
    rows = [json.loads(line) for line in vnplan("status", "out", "--json").stdout.splitlines()]
    assert {row["state"] for row in rows} == {"written", "failed"}
    assert len((tmp_path / "out" / "vnplan.log").read_text().splitlines()) == 3
    assert "cut short" in (tmp_path / "out" / "summary.csv").read_text("utf-8-sig")
    # what failed is tried again, what is written is not; a format that is asked for later is made
    again = vnplan(*arguments, "--max-failures", "0", "--formats", "json,csv")
    assert "2 finished before, 1 failed" in again.stdout
    assert (tmp_path / "out" / "x-a.csv").read_text("utf-8-sig").startswith("STT")


def test_names_in_odd_bytes_are_told_apart_in_every_file_and_on_every_line(vnplan, tmp_path):
    (tmp_path / "in").mkdir()
    names = (b"ke \xff.txt", b"ke \xfe.txt", b"ke \\xff.txt")  # the last holds a backslash
    for number, name in enumerate(names):
        (tmp_path / "in" / os.fsdecode(name)).write_text(PLAN.format(number))
    out = os.fsdecode(b"out-\xff")
    arguments = (
        "convert",
        "in",
        os.fsdecode(b"in/ke \xff.txt"),
        "-o",
        out,
        "--restore",
        "never",
        "--jobs",
        "1",
    )
    done = vnplan(*arguments, "--progress", "jsonl", "--formats", "json,csv")
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    documents = [e for e in events if e["event"] == "document"]
    assert len({e["output"] for e in documents}) == 3
    results = sorted((tmp_path / out).glob("*.json"))
    found = {json.loads(p.read_text())["header"]["subject"] for p in results}
    assert len(found) == 3
    assert len(list((tmp_path / out).glob("*.csv"))) == 4  # the summary too
    rows = [json.loads(line) for line in vnplan("status", out, "--json").stdout.splitlines()]
    assert [row["state"] for row in rows] == ["written"] * 3
    assert len({row["input"] for row in rows}) == len({row["output"] for row in rows}) == 3
    again = vnplan(*arguments, "--progress", "plain")
    assert "0 written, 3 finished before" in again.stdout
    assert r"ke \xfe.txt" in again.stderr


def test_convert_writes_the_archive_beside_the_json_and_says_where_there_is_none(vnplan, tmp_path):
    (tmp_path / "in").mkdir()
    Image.new("L", (400, 300), 255).save(tmp_path / "in" / "leer.tif", dpi=(100, 100))
    (tmp_path / "in" / "a.v2.txt").write_text(PLAN.format("a"))
    arguments = ["convert", "in", "-o", "out", "--restore", "never", "--jobs", "1", "--formats", "json,pdf"]
    done = vnplan(*arguments)
    assert done.returncode == 0, done.stderr
    with pikepdf.open(tmp_path / "out" / "leer.pdf") as pdf:
        assert len(pdf.pages) == 1
        assert pdf.open_metadata()["pdfaid:part"] == "2"
    assert not list((tmp_path / "out").glob("a*.pdf"))
    assert "there is no pdf" in done.stderr
    made = (tmp_path / "out" / "leer.pdf").read_bytes()
    (tmp_path / "out" / "leer.pdf").unlink()
    again = vnplan(*arguments)
    assert "2 finished before" in again.stdout
    assert (tmp_path / "out" / "leer.pdf").read_bytes() == made
    # a kill between a new result and its archive leaves the archive of the old one
    (tmp_path / "out" / "leer.pdf").write_bytes(b"stale")
    os.utime(tmp_path / "out" / "leer.pdf", (0, 0))
    vnplan(*arguments)
    assert (tmp_path / "out" / "leer.pdf").read_bytes() == made


def test_an_unknown_format_is_wrong_usage(vnplan, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    done = vnplan("convert", "a.txt", "-o", "out", "--formats", "json,docx")
    assert done.returncode == 2
    assert "docx" in done.stderr


def test_status_without_a_batch_says_which_folder_to_name(vnplan, tmp_path):
    done = vnplan("status", tmp_path)
    assert done.returncode == 3
    assert "no manifest" in done.stderr


def test_inputs_by_url_are_fetched_and_forgotten(tmp_path):
    filesystem = fsspec.filesystem("memory")
    for name in ("a", "b"):
        filesystem.pipe(f"/kho/{name}.txt", PLAN.format(name).encode())
    found, _ = gather(["memory://kho"])
    batch = BatchOptions(out=tmp_path / "out", workshop="batch_light")
    assert [o.state for o in run_batch(found, Options(restore="never"), batch)] == ["written"] * 2
    filesystem.rm("/kho/b.txt")
    states = {o.input.stem: (o.state, o.exit_code) for o in run_batch(found, Options(restore="never"), batch)}
    assert states == {"a": ("finished_before", 0), "b": ("failed", 3)}
    assert not (tmp_path / "out" / ".vnplan" / "inputs").exists()
    filesystem.rm("/kho", recursive=True)


def test_ctrl_c_ends_a_watch_and_keeps_what_it_wrote(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(PLAN.format("a"))
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "watch",
        "in",
        "out",
        "--restore",
        "never",
        "--jobs",
        "1",
    ]
    with subprocess.Popen(
        [*command, "--jobs", "1", "--settle-seconds", "0.2", "--poll-seconds", "0.2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        end = time.monotonic() + 60
        while not (tmp_path / "out" / "a.json").exists() and time.monotonic() < end:
            time.sleep(0.1)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert b"Traceback" not in errors
    assert [row.state for row in read_rows(manifest_path(tmp_path / "out"))] == ["written"]
