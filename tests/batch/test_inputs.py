"""What files, folders, globs, archives and URLs mean."""

from __future__ import annotations

import os
import stat
import zipfile

import fsspec
import pytest

from pipeline.batch import gather, remote, zipped
from pipeline.errors import DependencyError, InputError


def test_gather_searches_folders_in_depth_and_names_what_it_passes_over(tmp_path):
    (tmp_path / "in" / "sâu").mkdir(parents=True)
    (tmp_path / "in" / "sâu" / "b.PDF").write_bytes(b"x")
    (tmp_path / "in" / "a.txt").write_bytes(b"x")
    (tmp_path / "in" / "c.xlsx").write_bytes(b"x")
    found, skipped = gather([str(tmp_path / "in")])
    assert [item.stem for item in found] == ["a", "b"]
    assert [name.rsplit("/", 1)[1] for name in skipped] == ["c.xlsx"]


def test_gather_takes_a_file_once_however_often_it_is_named(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x")
    found, _ = gather([str(tmp_path / "a.txt"), str(tmp_path), str(tmp_path / "*.txt")])
    assert len(found) == 1


def test_gather_follows_no_link_that_it_finds_in_a_folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_bytes(b"x")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "a.txt").write_bytes(b"x")
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    for argument in (tmp_path / "in", tmp_path / "in" / "*.txt"):
        found, skipped = gather([str(argument)])
        assert "a.txt" in {item.path.name for item in found}
        assert "out.txt" not in {item.path.name for item in found}
        assert any("out.txt" in name for name in skipped)


def _zip(path, *members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members:
            out.writestr(name, content)
    return path


def test_a_name_in_an_archive_leads_nowhere(tmp_path):
    archive = _zip(
        tmp_path / "a.zip", ("../../evil.txt", "x"), ("folder/good.txt", "y"), ("/etc/..\\c\n.txt", "z")
    )
    found, _ = gather([str(archive)])
    assert sorted(item.stem for item in found) == ["c_", "evil", "good"]
    for item in found:
        target = zipped.unpack(item.path, item.member, tmp_path / "scratch" / str(item.member))
        assert target.resolve().is_relative_to(tmp_path / "scratch")
        assert target.read_bytes() in (b"x", b"y", b"z")


def test_a_link_in_an_archive_is_no_scan(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    _zip(tmp_path / "a.zip", (link, "/etc/passwd"), ("a.txt", "x"))
    found, skipped = gather([str(tmp_path / "a.zip")])
    assert [item.stem for item in found] == ["a"]
    assert any("link.txt" in name for name in skipped)


def test_gather_refuses_a_zip_bomb(tmp_path):
    _zip(tmp_path / "bomb.zip", ("a.txt", b"0" * 50_000_000))
    with pytest.raises(InputError, match="unpacks to far more"):
        gather([str(tmp_path / "bomb.zip")])


def test_a_member_that_is_larger_than_it_says_is_stopped(tmp_path):
    archive = _zip(tmp_path / "a.zip", ("a.txt", b"0123456789" * 1000))
    raw = bytearray(archive.read_bytes())
    honest = (10_000).to_bytes(4, "little")
    assert raw.count(honest) >= 2
    archive.write_bytes(bytes(raw).replace(honest, (10).to_bytes(4, "little")))
    with pytest.raises(InputError):
        zipped.unpack(archive, 0, tmp_path / "s")


def test_gather_refuses_a_file_that_only_calls_itself_zip(tmp_path):
    (tmp_path / "a.zip").write_text("no archive")
    with pytest.raises(InputError, match="cannot be unpacked"):
        gather([str(tmp_path / "a.zip")])


@pytest.fixture
def memory():
    filesystem = fsspec.filesystem("memory")
    filesystem.pipe("/kho/a.txt", b"KE HOACH")
    filesystem.pipe("/kho/sau/b.txt", b"KE HOACH 2")
    filesystem.pipe("/kho/c.xlsx", b"x")
    yield "memory://kho"
    filesystem.rm("/kho", recursive=True)


def test_a_url_means_a_file_a_folder_or_a_pattern(memory):
    found, skipped = gather([memory])
    assert [item.stem for item in found] == ["a", "b"]
    assert [name.rsplit("/", 1)[1] for name in skipped] == ["c.xlsx"]
    assert [item.stem for item in gather([f"{memory}/*.txt"])[0]] == ["a"]
    assert [item.stem for item in gather([f"{memory}/sau/b.txt"])[0]] == ["b"]


def test_a_url_is_fetched_up_to_its_limit(memory, tmp_path):
    assert remote.fetch(f"{memory}/a.txt", tmp_path / "a", 100).read_bytes() == b"KE HOACH"
    with pytest.raises(InputError, match="more than 3 bytes"):
        remote.fetch(f"{memory}/a.txt", tmp_path / "b", 3)


def test_a_url_that_leads_nowhere_is_an_input_error():
    with pytest.raises(InputError, match="nothing"):
        gather(["memory://khong-co"])
    with pytest.raises((InputError, DependencyError)):
        gather(["khongbiet://x/y"])
