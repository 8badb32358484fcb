"""Tesseract itself ended by the kernel in the middle of a page: the page is tried once more."""

from __future__ import annotations

import json
import shutil

import pytest
from PIL import Image, ImageDraw

from pipeline.batch import BatchOptions, gather, run_batch
from pipeline.options import Options

pytestmark = pytest.mark.tesseract

# Runs the real program; the readings of a page whose numbers are in $KILLED are ended while they read.
WRAPPER = """#!/bin/sh
case " $* " in *" --psm 3 "*) ;; *) exec "{real}" "$@" ;; esac
echo x >> "{calls}"
call=$(wc -l < "{calls}")
case " $KILLED " in *" $call "*)
    "{real}" "$@" & child=$!
    sleep 0.1
    kill -9 $child
    kill -9 $$ ;;
esac
exec "{real}" "$@"
"""


@pytest.fixture
def killed(tmp_path, monkeypatch):
    """Put a Tesseract first on PATH that is killed at the readings of a page that are told."""
    real = shutil.which("tesseract")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "tesseract"
    calls = tmp_path / "calls"
    program.write_text(WRAPPER.format(real=real, calls=calls))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")

    def at(*numbers):
        calls.write_text("")
        monkeypatch.setenv("KILLED", " ".join(map(str, numbers)))
        return lambda: len(calls.read_text().split())

    return at


@pytest.fixture
def scan(tmp_path):
    (tmp_path / "in").mkdir()
    sheets = [Image.new("L", (1000, 700), 255) for _ in range(3)]
    for number, sheet in enumerate(sheets, 1):
        pen = ImageDraw.Draw(sheet)
        for line in range(6):
            pen.text((80, 80 + 80 * line), f"Page {number} line {line} of the plan", fill=0, font_size=40)
    sheets[0].save(tmp_path / "in" / "scan.tif", save_all=True, append_images=sheets[1:], dpi=(150, 150))
    return tmp_path / "in"


def _run(folder, out):
    options = Options(restore="never")
    (outcome,) = run_batch(gather([str(folder)])[0], options, BatchOptions(out=out, jobs=1))
    data = json.loads(outcome.output.read_text())
    del data["processing"]
    return outcome, data


def _texts(data):
    return [" ".join(line["text"] for line in page["lines"]) for page in data["pages"]]


def test_a_page_whose_tesseract_was_killed_is_read_at_the_second_try(killed, scan, tmp_path):
    killed()
    _, calm = _run(scan, tmp_path / "calm")
    calls = killed(2)
    outcome, data = _run(scan, tmp_path / "out")
    assert calls() == 4
    assert (outcome.exit_code, outcome.pages_failed) == (0, 0)
    assert data == calm


def test_a_page_whose_tesseract_is_killed_twice_is_reported_and_the_others_are_kept(killed, scan, tmp_path):
    calls = killed(2, 3)
    outcome, data = _run(scan, tmp_path / "out")
    assert calls() == 4
    assert (outcome.exit_code, outcome.pages_failed) == (6, 1)
    assert [bool(text) for text in _texts(data)] == [True, False, True]
    (lost,) = [issue for issue in data["issues"] if issue["severity"] == "error"]
    assert (lost["code"], lost["page"]) == ("lost_killed", 2)
    # the next run, on a machine that lets Tesseract live, reads this page and no other
    calls = killed()
    outcome, data = _run(scan, tmp_path / "out")
    assert (outcome.exit_code, calls()) == (0, 1)
    assert all(_texts(data))
