"""A drop folder: complete files only, each once."""

from __future__ import annotations

import os

import pytest

from pipeline.batch import BatchOptions, arrivals, run_batch, watch
from pipeline.errors import InputError
from pipeline.options import Options


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(watch.time, "monotonic", lambda: now[0])
    return now


def _until_idle(found):
    names = []
    while (item := next(found)) is not None:
        names.append(item.path.name)
    return names


def test_a_file_arrives_when_it_has_stopped_growing_and_again_when_it_changes(tmp_path, clock):
    found = arrivals(tmp_path, settle_s=5)
    scan = tmp_path / "a.pdf"
    scan.write_bytes(b"half")
    assert _until_idle(found) == []
    clock[0] += 4
    scan.write_bytes(b"half and more")
    assert _until_idle(found) == []
    clock[0] += 4
    assert _until_idle(found) == []
    clock[0] += 2
    assert _until_idle(found) == ["a.pdf"]
    clock[0] += 60
    assert _until_idle(found) == []
    scan.write_bytes(b"another scan of the same name")
    _until_idle(found)
    clock[0] += 6
    assert _until_idle(found) == ["a.pdf"]


def test_links_devices_parts_and_empty_files_never_arrive(tmp_path, clock):
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "secret.pdf").write_bytes(b"x")
    (folder / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.pdf")
    (folder / "empty.pdf").touch()
    (folder / ".hidden.pdf").write_bytes(b"x")
    (folder / "scan.pdf.part").write_bytes(b"x")
    (folder / "good.pdf").write_bytes(b"x")
    found = arrivals(folder, settle_s=1)
    assert _until_idle(found) == []
    clock[0] += 2
    assert _until_idle(found) == ["good.pdf"]


def test_a_watched_folder_that_vanishes_is_told(tmp_path):
    with pytest.raises(InputError, match="no folder"):
        next(arrivals(tmp_path / "gone", settle_s=5))


def test_what_arrives_while_the_batch_runs_is_converted(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("KẾ HOẠCH\n")
    batch = BatchOptions(out=tmp_path / "out", workshop="batch_light", poll_s=0.05)
    running = run_batch(arrivals(tmp_path / "in", settle_s=0.1), Options(restore="never"), batch)
    assert next(running).input.path.name == "a.txt"
    (tmp_path / "in" / "b.txt").write_text("KẾ HOẠCH 2\n")
    assert next(running).input.path.name == "b.txt"
    running.close()
    assert {p.name for p in (tmp_path / "out").glob("*.json")} == {"a.json", "b.json"}
