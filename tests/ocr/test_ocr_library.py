"""Tesseract as a library: each way that it can fail costs one page, by stand-ins for the package."""

import signal
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline import convert
from pipeline.errors import DependencyError, PageError
from pipeline.ocr import library, library_version, recognize
from pipeline.ocr.engine import Engine
from pipeline.ocr.library import ask_library
from pipeline.ocr.library_process import send
from pipeline.options import Options
from pipeline.page import PageImage

WHITE = PageImage(3, np.full((300, 400), 255, np.uint8), 150.0)
# A package with the part of tesserocr's interface that we call; `{body}` is what reading a page does.
STAND_IN = """
import os, signal, time
__version__ = "9.9"
def tesseract_version():
    return "tesseract 9.9.9\\n leptonica"
class PyTessBaseAPI:
    def __init__(self, path, lang):
        self.path, self.lang = path, lang
    def GetLoadedLanguages(self):
        return ["vie"]
    def SetPageSegMode(self, psm): pass
    def SetVariable(self, name, value): pass
    def SetImageBytes(self, image, width, height, depth, pitch):
        self.image = image
    def Recognize(self):
        {body}
        return True
    def GetTSVText(self, page):
        row = [1, page + 1, 0, 0, 0, 0, 0, 0, 9, 9, -1, ""]
        word = [5, page + 1, 1, 1, 1, 1, 0, 0, 9, 9, 90, f"{os.getpid()}:{os.environ['OMP_THREAD_LIMIT']}"]
        return "".join("\\t".join(map(str, fields)) + "\\n" for fields in (row, word))
    def Clear(self): pass
"""


@pytest.fixture(autouse=True)
def no_reader_is_left():
    library.close()
    yield
    library.close()


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Put a package in place of tesserocr, for the readers that are started from now on."""

    def write(body: str = "pass", whole: str = STAND_IN) -> None:
        (tmp_path / "tesserocr.py").write_text(whole.replace("{body}", body))
        monkeypatch.syspath_prepend(str(tmp_path))

    return write


def read(**options):
    return recognize(WHITE, Options(ocr_engine="tesserocr", **options))


def words(images: int = 1) -> list[str]:
    engine = Engine("vie", 150, 20, 1, ask_library)
    white = np.full((30, 40), 255, np.uint8)
    return [word.text for reading in engine.read([white] * images, 6) for word in reading.words]


def is_gone(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().split()[2] in "ZX"


@pytest.mark.tesseract
def test_one_process_on_one_thread_reads_page_after_page(stand_in):
    stand_in()
    first, second = words(2)
    assert first == second == words()[0]
    assert first.endswith(":1")


@pytest.mark.tesseract
def test_a_reader_that_hangs_is_ended_and_the_next_page_gets_another(stand_in, tmp_path):
    mark = tmp_path / "pid"
    stand_in(f"open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    begun = time.monotonic()
    with pytest.raises(PageError) as caught:
        read(page_timeout_s=0.5)
    assert (caught.value.code, caught.value.page) == ("ocr_timeout", 3)
    assert time.monotonic() - begun < 5
    assert is_gone(int(mark.read_text()))
    stand_in()
    assert len(words()) == 1


@pytest.mark.tesseract
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "ocr_failed"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "ocr_killed"),
        ("raise RuntimeError('a fault')", "ocr_failed"),
        ("return False", "ocr_failed"),
        ("bytearray(8 << 30)", "ocr_failed"),
    ],
    ids=["crash", "killed", "fault", "refusal", "memory"],
)
def test_a_crash_costs_one_page_and_the_next_gets_another_reader(stand_in, body, code):
    stand_in(body)
    with pytest.raises(PageError) as caught:
        read()
    assert (caught.value.code, caught.value.page) == (code, 3)
    stand_in()
    assert len(words()) == 1


def test_a_reader_that_hangs_ends_though_nobody_is_left_to_end_it(stand_in):
    stand_in("time.sleep(60)")
    reader, _ = library._started()
    request = {"folder": "/", "language": "vie", "psm": 6, "settings": {}, "timeout_s": 0.2}
    send(reader.line, request | {"sizes": [[4, 4]]}, bytes(16))
    assert reader.process.wait(timeout=20) == -signal.SIGALRM
    reader.end()


def test_a_reader_ends_when_its_process_is_gone(stand_in):
    stand_in()
    reader, _ = library._started()
    reader.line.close()
    assert reader.process.wait(timeout=20) == 0
    reader.end()


@pytest.mark.tesseract
@pytest.mark.parametrize("answer", ["'nonsense'", "'1\\t2\\n'", "''"])
def test_output_that_is_no_tsv_is_an_error_and_never_an_empty_page(stand_in, answer):
    stand_in(f"self.GetTSVText = lambda page: {answer}")
    with pytest.raises(PageError) as caught:
        read()
    assert caught.value.code == "ocr_unreadable"


@pytest.mark.tesseract
def test_absent_language_data_names_the_package(stand_in):
    stand_in()
    with pytest.raises(DependencyError, match="tesseract-ocr-eng"):
        read(language="vie+eng")


def test_an_absent_package_names_the_extra(monkeypatch):
    monkeypatch.setattr(library.importlib.util, "find_spec", lambda name: None)
    for call in (read, library_version):
        with pytest.raises(DependencyError, match=r"pip install 'vnplan\[tesserocr\]'"):
            call()


def test_a_package_that_cannot_be_loaded_names_the_extra(stand_in):
    stand_in(whole="raise ImportError('libtesseract.so.5 is not there')")
    with pytest.raises(DependencyError, match=r"libtesseract.so.5 is not there.*vnplan\[tesserocr\]"):
        read()


def test_doctor_can_ask_for_both_versions(stand_in):
    stand_in()
    assert library_version() == "9.9 (Tesseract 9.9.9)"


@pytest.mark.tesseract
@pytest.mark.parametrize(
    ("fault", "code"),
    [("os.abort()", "ocr_failed"), ("time.sleep(60)", "ocr_timeout")],
    ids=["crash", "hang"],
)
def test_a_document_goes_on_after_the_page_that_cost_its_reader(stand_in, tmp_path, fault, code):
    mark = tmp_path / "mark"
    stand_in(f"os.path.exists({str(mark)!r}) or (open({str(mark)!r}, 'w'), {fault})")
    sheet = np.full((700, 1000), 255, np.uint8)
    sheet[100:130, 100:900] = sheet[200:230, 100:900] = 0
    pages = [Image.fromarray(sheet)] * 2
    pages[0].save(tmp_path / "scan.tif", save_all=True, append_images=pages[1:], dpi=(100, 100))
    options = Options(ocr_engine="tesserocr", restore="never", orientation=False, page_timeout_s=1)
    document = convert(tmp_path / "scan.tif", options)
    assert document.quality.pages_failed == 1
    assert [(issue.code, issue.page) for issue in document.issues if issue.severity == "error"] == [(code, 1)]
    assert len(document.pages[1].lines) == 1
    assert document.processing.engine == "tesserocr"
