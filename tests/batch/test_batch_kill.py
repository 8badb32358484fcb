"""kill -9 of the main process or a worker, at any moment, costs nothing but the pages in hand."""

from __future__ import annotations

import random
import time

import pytest
from killing import contents, kill_at_random, start, wait_until_gone
from PIL import Image

from pipeline.batch.sandbox import descendants

MOMENTS = 5


@pytest.fixture
def scans(tmp_path, monkeypatch):
    monkeypatch.setenv("LIGHT_SECONDS", "0.05")
    folder = tmp_path / "in"
    folder.mkdir()
    for stem, pages in (("dài", 40), ("vừa", 12), ("ngắn", 1), ("hai", 2)):
        sheets = [Image.new("L", (60, 60), n) for n in range(pages)]
        sheets[0].save(folder / f"{stem}.tif", save_all=True, append_images=sheets[1:])
    return folder


def test_a_batch_that_is_killed_again_and_again_ends_with_the_results_of_one_that_was_not(scans, tmp_path):
    assert start(scans, tmp_path / "calm", 2, "batch_light").wait(120) == 0
    rng = random.Random(6)
    for _ in range(MOMENTS):
        process = start(scans, tmp_path / "out", 2, "batch_light")
        kill_at_random(process, rng, latest_s=3.0)
        process.kill()
        process.wait()
        contents(tmp_path / "out")  # whatever is there is whole
    assert start(scans, tmp_path / "out", 2, "batch_light").wait(120) == 0
    assert contents(tmp_path / "out") == contents(tmp_path / "calm")
    left = {p.name for p in (tmp_path / "out").iterdir()}
    assert left == {"dài.json", "vừa.json", "ngắn.json", "hai.json", "summary.csv", ".vnplan"}
    assert {p.name for p in (tmp_path / "out" / ".vnplan").iterdir()} == {
        "lock",
        "manifest.sqlite",
        "scratch",
    }


def test_no_worker_outlives_a_main_process_that_was_killed(scans, tmp_path):
    process = start(scans, tmp_path / "out", 2, "batch_light")
    end = time.monotonic() + 30
    while not (workers := descendants(process.pid)) and time.monotonic() < end:
        time.sleep(0.05)
    assert workers
    process.kill()
    process.wait()
    assert wait_until_gone(workers, 10)
