"""Bad input and a poor machine: the exit code and the two sentences of the contract for each."""

from __future__ import annotations

import json
import os
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image


def _complaint(done) -> str:
    assert "Traceback" not in done.stderr, done.stderr
    text = (done.stderr + done.stdout).strip()
    assert text.count(". ") >= 1 or text.count(".") >= 2, f"one sentence what, one what to do: {text}"
    return text


def _white_pdf(path: Path, pages: int = 1, **save: object) -> Path:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    pdf.save(path, **save)
    return path


def _make_empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def _make_text(path: Path) -> Path:
    path.write_text("Đây không phải là PDF.\n" * 20)
    return path


def _make_truncated(path: Path) -> Path:
    image = Image.fromarray(np.full((1200, 900), 200, np.uint8))
    image.save(path, "PDF", resolution=100)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    return path


def _make_encrypted(path: Path) -> Path:
    return _white_pdf(path, encryption=pikepdf.Encryption(owner="chu", user="khach"))


def _make_tiny(path: Path) -> Path:
    image = path.with_suffix(".png")
    Image.new("L", (1, 1), 255).save(image)
    return image


@pytest.mark.parametrize(
    "make", [_make_empty, _make_text, _make_truncated, _make_encrypted, _make_tiny], ids=lambda f: f.__name__
)
def test_an_unreadable_input_ends_with_code_3_and_says_what_to_do(make, vnplan, tmp_path):
    bad = make(tmp_path / "xấu.pdf")
    done = vnplan("convert", bad, "-o", tmp_path / "out")
    assert done.returncode == 3, (done.stdout, done.stderr)
    assert "xấu" in _complaint(done)
    assert not list((tmp_path / "out").glob("*.json"))


def test_a_missing_file_ends_with_code_3(vnplan, tmp_path):
    done = vnplan("convert", tmp_path / "không-có.pdf", "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "không-có.pdf" in _complaint(done)


def test_a_folder_without_scans_ends_with_code_3(vnplan, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.md").write_text("nothing")
    done = vnplan("convert", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "no scan" in _complaint(done)


def test_an_output_folder_that_cannot_be_written_ends_with_code_2(vnplan, tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = vnplan("convert", _white_pdf(tmp_path / "a.pdf"), "-o", tmp_path / "file" / "out")
    assert done.returncode == 2
    assert "cannot be written" in _complaint(done)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_ends_with_code_3(vnplan, tmp_path):
    path = _white_pdf(tmp_path / "a.pdf")
    path.chmod(0)
    done = vnplan("convert", path, "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "permissions" in _complaint(done)


def test_a_fifo_is_refused_instead_of_waited_for(vnplan, tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    done = vnplan("convert", tmp_path / "pipe.pdf", "-o", tmp_path / "out", timeout=60)
    assert done.returncode == 3
    assert "not a regular file" in _complaint(done)


def test_wrong_usage_ends_with_code_2(vnplan, tmp_path):
    assert vnplan("convert", "x.pdf").returncode == 2
    assert vnplan("nonsense").returncode == 2
    done = vnplan("convert", _white_pdf(tmp_path / "a.pdf"), "-o", tmp_path / "out", "--pages", "eins")
    assert done.returncode == 2
    assert "--pages" in _complaint(done)


def _path_with(tmp_path: Path, *programs: str) -> dict[str, str]:
    folder = tmp_path / "bin"
    folder.mkdir(exist_ok=True)
    for program in programs:
        found = shutil.which(program)
        assert found is not None
        (folder / program).symlink_to(found)
    return {"PATH": str(folder)}


def _inked_png(path: Path) -> Path:
    pixels = np.full((800, 600), 255, np.uint8)
    pixels[100:120, 50:550] = 0
    Image.fromarray(pixels).save(path, dpi=(100, 100))
    return path


def test_without_tesseract_it_ends_with_code_4(vnplan, tmp_path):
    env = _path_with(tmp_path, "pdftoppm", "pdfinfo", "pdftotext")
    done = vnplan("convert", _inked_png(tmp_path / "a.png"), "-o", tmp_path / "out", env=env)
    assert done.returncode == 4, done.stderr
    assert "tesseract-ocr" in _complaint(done)
    assert vnplan("doctor", env=env).returncode == 4


@pytest.mark.skipif(find_spec("tesserocr") is not None, reason="the extra tesserocr is installed")
def test_an_engine_that_is_not_installed_ends_with_code_4(vnplan, tmp_path):
    page = _inked_png(tmp_path / "a.png")
    done = vnplan("convert", page, "-o", tmp_path / "out", "--ocr-engine", "tesserocr")
    assert done.returncode == 4, done.stderr
    assert "pip install 'vnplan[tesserocr]'" in _complaint(done)
    assert "optional" in vnplan("doctor").stdout


@pytest.mark.tesseract
def test_without_vietnamese_data_it_ends_with_code_4(vnplan, tmp_path):
    data = tmp_path / "tessdata"
    data.mkdir()
    env = {"TESSDATA_PREFIX": str(data)}
    done = vnplan("convert", _inked_png(tmp_path / "a.png"), "-o", tmp_path / "out", env=env)
    assert done.returncode == 4, done.stderr
    assert "tesseract-ocr-vie" in _complaint(done)


@pytest.mark.tesseract
def test_a_blank_page_is_converted_and_noted(vnplan, tmp_path):
    done = vnplan("convert", _white_pdf(tmp_path / "trang.pdf"), "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "out" / "trang.json").read_text())
    assert document["tasks"] == []
    assert document["file"]["page_count"] == 1
    assert any(issue["code"] == "blank_page" for issue in document["issues"])


@pytest.mark.tesseract
def test_one_bad_document_does_not_cost_the_others(vnplan, tmp_path, samples):
    folder = tmp_path / "in"
    folder.mkdir()
    _make_truncated(folder / "b.pdf")
    (folder / "a.txt").write_text("KẾ HOẠCH\nVề việc thử nghiệm\nI. NHIỆM VỤ\n1. Xây dựng báo cáo.\n")
    done = vnplan("convert", folder, "-o", tmp_path / "out")
    assert done.returncode == 6
    assert (tmp_path / "out" / "a.json").exists()
    assert "b.pdf" in done.stderr


def test_a_corrupt_model_ends_with_code_5(vnplan, tmp_path, monkeypatch):
    import pipeline.restoration as room

    artefact = room.artefact_path()
    copy = tmp_path / "artefact"
    shutil.copytree(artefact, copy)
    victim = max(copy.iterdir(), key=lambda p: p.stat().st_size)
    victim.write_bytes(victim.read_bytes()[:100])
    done = vnplan("restore", "-", stdin="xin chao", env={"VNPLAN_RESTORER": str(copy)})
    assert done.returncode == 5, done.stderr
    _complaint(done)


@pytest.mark.parametrize(
    ("pages", "why"), [("1;2", "like 1-3,7"), ("0-2", "count from 1"), ("3-1", "ends before it begins")]
)
def test_pages_that_cannot_be_are_wrong_usage_and_named(pages, why, vnplan, tmp_path):
    done = vnplan("convert", _white_pdf(tmp_path / "a.pdf"), "-o", tmp_path / "out", "--pages", pages)
    assert done.returncode == 2
    assert why in _complaint(done)
    assert "Value error" not in done.stderr


def test_a_scheduler_without_the_engine_that_asks_it_is_wrong_usage(vnplan, tmp_path):
    scan = _white_pdf(tmp_path / "a.pdf")
    done = vnplan("convert", scan, "-o", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 2
    assert "--engine dask" in _complaint(done)


@pytest.fixture
def converted(vnplan, tmp_path) -> Path:
    (tmp_path / "plan.txt").write_text("KẾ HOẠCH\nVề việc thử nghiệm\nI. NHIỆM VỤ\n1. Xây dựng báo cáo.\n")
    assert vnplan("parse", tmp_path / "plan.txt", "-o", tmp_path / "plan.json").returncode == 0
    return tmp_path / "plan.json"


def test_a_folder_of_scans_that_is_not_there_is_named(converted, vnplan, tmp_path):
    done = vnplan("export", converted, "--to", "pdf", "--scans", tmp_path / "đâu", "-o", tmp_path / "pdf")
    assert done.returncode == 3
    assert "no folder" in _complaint(done) and "đâu" in done.stderr


@pytest.mark.parametrize("database", ["file/plans.sqlite", "file"], ids=["below a file", "no database"])
def test_a_database_file_that_cannot_be_is_named(database, converted, vnplan, tmp_path):
    (tmp_path / "file").write_text("in the way, and no database at all")
    done = vnplan("export", converted, "--to", "sql", "-o", tmp_path / database)
    assert done.returncode in (2, 3)
    assert database in _complaint(done)


def test_a_server_says_in_two_sentences_that_it_cannot_keep_its_data(vnplan, tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = vnplan("serve", "--data", tmp_path / "file" / "data", timeout=60)
    assert done.returncode == 2
    assert "--data" in _complaint(done)


def test_a_server_says_in_two_sentences_that_its_port_is_taken(vnplan, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = vnplan("serve", "--data", tmp_path / "data", "--port", taken.getsockname()[1], timeout=60)
    assert done.returncode == 2
    assert "--port" in _complaint(done)
    assert "Review pages at" not in done.stdout


def test_two_servers_do_not_share_a_folder(vnplan, tmp_path):
    from pipeline.service.storage import Storage

    storage = Storage(tmp_path / "data", None)
    try:
        done = vnplan("serve", "--data", tmp_path / "data", "--port", _free_port(), timeout=60)
    finally:
        storage.close()
    assert done.returncode == 2
    assert "Another vnplan" in _complaint(done)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def test_what_is_no_document_is_told_on_one_line(vnplan, tmp_path):
    (tmp_path / "pred").mkdir()
    (tmp_path / "pred" / "a.json").write_text('{"schema_version": "1.0"}')
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text("KẾ HOẠCH\n")
    done = vnplan("evaluate", "--gold", tmp_path / "gold", "--pred", tmp_path / "pred")
    assert done.returncode == 3
    assert len(_complaint(done).splitlines()) == 1
