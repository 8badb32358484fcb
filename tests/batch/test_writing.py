"""Whole or not at all."""

from __future__ import annotations

import pytest

from pipeline.batch.writing import write_whole


def test_write_whole_leaves_the_old_file_when_writing_fails(tmp_path):
    target = tmp_path / "a.json"
    write_whole(target, "cũ")
    with pytest.raises(UnicodeEncodeError):
        write_whole(target, "mới \ud800")
    assert target.read_text() == "cũ"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
