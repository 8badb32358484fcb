"""Files: whole or not at all."""

from __future__ import annotations

import pytest

from pipeline.batch.premises import enter
from pipeline.files import write_whole


def test_write_whole_leaves_the_old_file_when_writing_fails(tmp_path):
    target = tmp_path / "a.json"
    write_whole(target, "cũ")
    with pytest.raises(UnicodeEncodeError):
        write_whole(target, "mới \ud800")
    assert target.read_text() == "cũ"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_new_batch_removes_what_a_killed_one_left_half_written(tmp_path):
    halves = [tmp_path / ".vnplan-1.part", tmp_path / ".vnplan" / ".vnplan-2.part"]
    halves[1].parent.mkdir()
    for half in halves:
        half.write_text("nửa")
    enter(tmp_path).leave(tidy=True)
    assert not any(half.exists() for half in halves)
