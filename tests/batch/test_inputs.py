"""What files, folders, globs and archives mean."""

from __future__ import annotations

import zipfile

import pytest

from pipeline.batch import gather
from pipeline.errors import InputError


def test_gather_searches_folders_in_depth_and_names_what_it_passes_over(tmp_path):
    (tmp_path / "in" / "sâu").mkdir(parents=True)
    (tmp_path / "in" / "sâu" / "b.PDF").write_bytes(b"x")
    (tmp_path / "in" / "a.txt").write_bytes(b"x")
    (tmp_path / "in" / "c.xlsx").write_bytes(b"x")
    found, skipped = gather([str(tmp_path / "in")], tmp_path / "s")
    assert [item.stem for item in found] == ["a", "b"]
    assert [name.rsplit("/", 1)[1] for name in skipped] == ["c.xlsx"]


def test_gather_takes_a_file_once_however_often_it_is_named(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    found, _ = gather([str(tmp_path / "a.txt"), str(tmp_path), str(tmp_path / "*.txt")], tmp_path / "s")
    assert len(found) == 1


def test_gather_does_not_follow_links_to_folders(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "a.txt").write_bytes(b"x")
    found, _ = gather([str(tmp_path / "in")], tmp_path / "s")
    assert len(found) == 1


def test_gather_unpacks_archives_without_letting_a_name_lead_out(tmp_path):
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("../../evil.txt", "x")
        out.writestr("folder/good.txt", "y")
    found, _ = gather([str(archive)], tmp_path / "scratch")
    assert sorted(item.path.name for item in found) == ["evil.txt", "good.txt"]
    assert all((tmp_path / "scratch") in item.path.parents for item in found)


def test_gather_refuses_a_zip_bomb(tmp_path):
    archive = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.txt", b"0" * 50_000_000)
    with pytest.raises(InputError, match="unpacks to far more"):
        gather([str(archive)], tmp_path / "s")


def test_gather_refuses_a_file_that_only_calls_itself_zip(tmp_path):
    (tmp_path / "a.zip").write_text("no archive")
    with pytest.raises(InputError, match="cannot be unpacked"):
        gather([str(tmp_path / "a.zip")], tmp_path / "s")
