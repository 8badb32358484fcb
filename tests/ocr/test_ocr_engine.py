"""Tesseract as a program: every way in which it can fail, by fake programs on PATH."""

import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytesseract
import pytest
from PIL import Image, ImageDraw

from pipeline.errors import DependencyError, PageError
from pipeline.ocr import available_languages, recognize, tesseract_version
from pipeline.ocr.engine import Engine, engine_for
from pipeline.ocr.tsv import readings
from pipeline.options import Options
from pipeline.page import PageImage

WHITE = PageImage(3, np.full((300, 400), 255, np.uint8), 150.0)
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Put a script in place of Tesseract; "$3" is the name that its output should begin with."""

    def write(body: str) -> None:
        script = tmp_path / "tesseract"
        script.write_text("#!/bin/sh\n" + body)
        script.chmod(0o755)
        monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(script))

    return write


def read(**options):
    return recognize(WHITE, Options(**options))


def test_an_absent_program_names_the_package(monkeypatch):
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "tesseract-that-is-not-here")
    for call in (read, available_languages, tesseract_version):
        with pytest.raises(DependencyError, match="Install tesseract-ocr"):
            call()


@pytest.mark.parametrize("code", [0, 1])
def test_absent_language_data_names_the_package(fake, code):
    fake(f"echo \"Failed loading language 'vie'\" >&2; exit {code}")
    with pytest.raises(DependencyError, match="tesseract-ocr-vie"):
        read()


@pytest.mark.parametrize("body", ["echo boom >&2; exit 3", "kill -SEGV $$"])
def test_a_crash_is_an_error_of_the_page(fake, body):
    fake(body)
    with pytest.raises(PageError) as caught:
        read()
    assert (caught.value.code, caught.value.page) == ("ocr_failed", 3)


@pytest.mark.parametrize(
    "body",
    [
        "exit 0",
        'echo nonsense > "$2.tsv"',
        'printf "\\377\\376" > "$2.tsv"',
        f"printf '{HEAD}5\\t1\\tx\\n' > \"$2.tsv\"",
        f"printf '{HEAD}' > \"$2.tsv\"",
    ],
    ids=["no file", "no table", "no text", "broken row", "no page"],
)
def test_output_that_is_no_tsv_is_an_error_and_never_an_empty_page(fake, body):
    fake(body)
    with pytest.raises(PageError) as caught:
        read()
    assert caught.value.code == "ocr_unreadable"


def children() -> set[str]:
    """Children of this process, waited for or not (Linux)."""
    return {
        pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()
    }


def test_a_program_that_hangs_is_killed_with_its_children(fake, tmp_path):
    mark = tmp_path / "child"
    fake(f'trap "" TERM; sleep 60 & echo $! > {mark}; wait')
    before, started = children(), time.monotonic()
    with pytest.raises(PageError) as caught:
        read(page_timeout_s=0.5)
    assert caught.value.code == "ocr_timeout"
    assert time.monotonic() - started < 5
    child = int(mark.read_text())
    time.sleep(0.2)
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] in "ZX"
    assert children() <= before  # none is left, not even a dead one


def test_tesseract_runs_on_one_thread_and_knows_the_resolution(fake, tmp_path):
    row = "1\\t1" + "\\t0" * 8 + "\\t-1\\t\\n"
    fake(f'echo "$OMP_THREAD_LIMIT $@" > {tmp_path}/seen; printf "{HEAD}{row}" > "$2.tsv"')
    page = read()
    seen = (tmp_path / "seen").read_text()
    assert seen.startswith("1 ") and "--dpi 150" in seen and "-l vie" in seen and ".bmp" in seen
    assert "textord_all_prop=1" in seen
    assert page.lines == () and page.kind == "ocr" and not page.failed


def test_tsv_words_come_as_nfc_with_confidence_from_0_to_1():
    row = "5\t1\t1\t1\t1\t1\t10\t20\t30\t40\t87.5\tky\u0300 ho\u0323p\n"
    page = "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n"
    (reading,) = readings(HEAD + page + row, 1)
    (word,) = reading.words
    assert word.text == word.ocr_text == "kỳ họp"
    assert word.confidence == 0.875 and word.box.rounded() == (10, 20, 40, 60)


def test_a_fraction_slash_is_read_as_the_slash_that_is_printed():
    row = "5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t90\tI⁄2026\n"
    page = "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n"
    (reading,) = readings(HEAD + page + row, 1)
    assert reading.words[0].text == "I/2026"


def test_a_mark_read_as_a_word_of_its_own_stays_with_its_letter():
    row = "5\t1\t1\t1\t1\t{}\t{}\t{}\t{}\t{}\t93\t{}\n"
    page = "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n"
    printed = [
        (50, 10, 40, 40, "dự"),
        (108, 10, 8, 8, "á"),
        (100, 20, 44, 44, "án"),
        (160, 30, 12, 26, "á"),
        (176, 30, 40, 30, "án"),
    ]
    rows = "".join(row.format(i, *word) for i, word in enumerate(printed, 1))
    (reading,) = readings(HEAD + page + rows, 1)
    assert [word.text for word in reading.words] == ["dự", "án", "á", "án"]


def test_a_tsv_that_lacks_an_image_is_refused():
    with pytest.raises(ValueError, match="1 of 2"):
        readings(HEAD + "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t\n", 2)


ENGINES = [
    pytest.param("pytesseract", marks=pytest.mark.tesseract),
    pytest.param(
        "tesserocr",
        marks=[
            pytest.mark.tesseract,
            pytest.mark.skipif(find_spec("tesserocr") is None, reason="needs the extra tesserocr"),
        ],
    ),
]


def engine_of(name: str, language: str = "vie") -> Engine:
    return engine_for(Options(ocr_engine=name, language=language, page_timeout_s=60), 200.0, 1)


def sheet(text: str, size_px: int = 40) -> np.ndarray:
    image = Image.new("L", (60 + size_px * len(text), 4 * size_px), 255)
    ImageDraw.Draw(image).text((30, size_px), text, fill=0, font_size=size_px)
    return np.asarray(image)


@pytest.mark.parametrize("name", ENGINES)
def test_several_images_keep_their_order_in_one_call(name):
    blank = np.full((80, 200), 255, np.uint8)
    found = engine_of(name).read([sheet("2026"), blank, sheet("1975")], 6)
    assert [[word.text for word in reading.words] for reading in found] == [["2026"], [], ["1975"]]


@pytest.mark.parametrize("name", ENGINES)
def test_what_was_read_before_changes_no_reading(name):
    engine, page = engine_of(name), sheet("Ban hanh nam 2026")
    first = engine.read([page], 3)
    engine_of(name, "eng").read([sheet("45")], 7)
    engine.read([sheet("Quyet dinh 118"), page[::-1]], 6)
    assert engine.read([page], 3) == first


@pytest.mark.parametrize("name", ENGINES)
def test_a_language_without_data_is_told_though_another_has_some(name):
    with pytest.raises(DependencyError, match="tesseract-ocr-xyz"):
        engine_of(name, "vie+xyz").read([sheet("2026")], 7)


@pytest.mark.tesseract
@pytest.mark.skipif(find_spec("tesserocr") is None, reason="needs the extra tesserocr")
def test_both_engines_read_the_same_words_in_the_same_places():
    page = sheet("Kinh phi: 25 trieu")
    program, library = (engine_of(name).read([page], 3)[0] for name in ("pytesseract", "tesserocr"))
    assert [word.text for word in program.words] == [word.text for word in library.words]
    assert [word.box for word in program.words] == [word.box for word in library.words]


@pytest.mark.tesseract
def test_doctor_can_ask_for_version_and_languages():
    assert tesseract_version()[0].isdigit()
    assert "vie" in available_languages()
