"""Archives, read back by other tools: poppler, pdfium, lxml."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pikepdf
import pypdfium2
import pytest
from invented_plans import document, due, task
from lxml import etree, html

from pipeline.errors import InputError
from pipeline.export.archive import to_alto, to_hocr, to_pdf, to_record
from pipeline.page import PageImage

ALTO = {"a": "http://www.loc.gov/standards/alto/ns-v4#"}


def image(number: int = 1, height: int = 1754, width: int = 1240) -> PageImage:
    return PageImage(number, np.full((height, width), 255, np.uint8), dpi=150)


def turned(degrees: int):
    plan = document()
    return plan.model_copy(update={"pages": (plan.pages[0].model_copy(update={"rotation_deg": degrees}),)})


def test_alto_holds_each_word_with_its_box_confidence_and_readings():
    tree = etree.fromstring(to_alto(document()))
    words = tree.xpath("//a:String", namespaces=ALTO)
    assert [word.get("CONTENT") for word in words] == ["KẾ", "HOẠCH", "Xây", "dựng", "báo"]
    place = [words[1].get(name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT", "WC")]
    assert place == ["570", "100", "130", "40", "0.900"]
    assert [one.text for one in words[4].findall("a:ALTERNATIVE", ALTO)] == ["bao", "bão", "bảo"]
    ids = tree.xpath("//@ID")
    assert len(set(ids)) == len(ids)


def test_hocr_holds_each_word_where_it_stands():
    tree = html.fromstring(to_hocr(document()))
    words = tree.xpath("//*[@class='ocrx_word']")
    assert [word.text for word in words] == ["KẾ", "HOẠCH", "Xây", "dựng", "báo"]
    assert words[1].get("title") == "bbox 570 100 700 140; x_wconf 90"
    assert tree.xpath("//*[@class='ocr_page']")[0].get("title").endswith("ppageno 0; scan_res 150 150")


def test_ocrmypdf_reads_the_lines_and_words_of_the_hocr(tmp_path):
    reader = pytest.importorskip("ocrmypdf.hocrtransform", reason="OCRmyPDF comes with the extra bench")
    (tmp_path / "a.html").write_bytes(to_hocr(document()))
    page = reader.HocrParser(tmp_path / "a.html").parse()
    assert [" ".join(word.text for word in line.children) for line in page.lines] == [
        "KẾ HOẠCH",
        "Xây dựng báo",
    ]
    assert page.dpi == 150
    assert page.words[4].confidence == 0.5


def test_each_line_of_the_hocr_stands_in_a_paragraph_that_the_head_announces():
    tree = html.fromstring(to_hocr(document()))
    assert len(tree.xpath("//p[@class='ocr_par']/span[@class='ocr_line']")) == 2
    assert "ocr_par" in tree.xpath("//meta[@name='ocr-capabilities']/@content")[0].split()


def test_what_the_ocr_read_cannot_break_the_xml():
    plan = document(name='<x>"]]>\x00.pdf')
    assert etree.fromstring(to_alto(plan)).findtext(".//a:fileName", namespaces=ALTO) == '<x>"]]>.pdf'
    assert html.fromstring(to_hocr(plan)).findtext(".//title") == '<x>"]]>.pdf'


def test_the_pdf_is_marked_as_pdf_a_and_embeds_what_it_needs():
    with pikepdf.open(io.BytesIO(to_pdf(document(), [image()]))) as pdf:
        assert pdf.check_pdf_syntax() == []
        metadata = pdf.open_metadata()
        assert metadata.pdfa_status == "2B"
        assert metadata["dc:title"] == "45/KH-UBND Nâng cao chất lượng phục vụ"
        assert pdf.Root.OutputIntents[0].DestOutputProfile.N == 3
        assert "/ID" in pdf.trailer
        assert not pdf.is_encrypted


def test_the_words_can_be_found_under_the_picture():
    page = pypdfium2.PdfDocument(to_pdf(document(), [image()]))[0]
    text = page.get_textpage()
    assert text.get_text_range().split() == ["KẾ", "HOẠCH", "Xây", "dựng", "báo"]
    found = text.search("HOẠCH").get_next()
    left, bottom, _, _ = text.get_charbox(found[0], loose=True)
    assert left == pytest.approx(570 * 72 / 150, abs=2)
    assert bottom == pytest.approx((1754 - 140) * 72 / 150, abs=2)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_words_of_a_turned_scan_run_with_its_writing(degrees, tmp_path):
    """The scan lies turned: its words' boxes stand along its writing, first word first."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    boxes = {
        90: ((100, 500, 140, 640), (100, 300, 140, 490)),
        180: ((570, 100, 700, 140), (400, 100, 560, 140)),
        270: ((100, 300, 140, 430), (100, 440, 140, 640)),
    }[degrees]
    plan = turned(degrees)
    line = plan.pages[0].lines[0]
    words = tuple(word.model_copy(update={"box": box}) for word, box in zip(line.words, boxes, strict=True))
    page = plan.pages[0].model_copy(update={"lines": (line.model_copy(update={"words": words}),)})
    (tmp_path / "a.pdf").write_bytes(to_pdf(plan.model_copy(update={"pages": (page,)}), [image()]))
    done = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
    assert done.stdout.decode().split() == ["KẾ", "HOẠCH"]


def test_poppler_reads_the_words_with_their_marks(tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    (tmp_path / "a.pdf").write_bytes(to_pdf(document(), [image()]))
    done = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
    assert "KẾ HOẠCH" in done.stdout.decode()
    assert "Xây dựng báo" in done.stdout.decode()


def test_two_exports_are_the_same_bytes_and_the_picture_is_unchanged():
    scan = image()
    before = scan.pixels.copy()
    assert to_pdf(document(), [scan]) == to_pdf(document(), [scan])
    assert (scan.pixels == before).all()


def test_a_scan_of_another_document_is_refused():
    with pytest.raises(InputError, match="Page 2"):
        to_pdf(document(), [replace(image(), number=2)])


def test_the_record_has_the_fields_of_the_decree_and_guesses_nothing():
    plan = document(task(deadline=due("2026-06-30")), issue_date=None)
    record = json.loads(to_record(plan))
    assert (record["CodeNumber"], record["CodeNotation"]) == ("45", "KH-UBND")
    assert record["SignerInfo"]["FullName"] == "Đèo Quang Huấn"
    assert record["DueDate"] == "2026-06-30"
    assert record["IssuedDate"] is None
    assert record["DocCode"] is None
    assert record["FileName"] is None


def test_the_code_and_the_name_of_the_file_follow_the_guidance():
    record = json.loads(to_record(document(), organ_code="G06.01", sequence=21))
    assert record["DocCode"] == "G06.01_KH_000021_V1"
    assert record["FileName"] == "G06.01_KH_000021_V1_20260312_45-KH-UBND.pdf"
    with pytest.raises(ValueError, match="six digits"):
        to_record(document(), organ_code="G06.01", sequence=10**6)


def test_the_command_makes_archives_of_a_scan_by_its_content_not_its_name(vnplan, tmp_path):
    from PIL import Image

    (tmp_path / "scans").mkdir()
    Image.new("L", (1240, 1754), 255).save(tmp_path / "scans" / "tên khác.png", dpi=(150, 150))
    digest = hashlib.sha256((tmp_path / "scans" / "tên khác.png").read_bytes()).hexdigest()
    (tmp_path / "a.json").write_text(document(digest=digest).to_json())
    done = vnplan("export", "a.json", "--to", "pdf", "-o", "archive", "--scans", "scans")
    assert done.returncode == 0, done.stderr
    text = pypdfium2.PdfDocument(tmp_path / "archive" / "a.pdf")[0].get_textpage().get_text_range()
    assert text.split()[:2] == ["KẾ", "HOẠCH"]
    assert vnplan("export", "a.json", "--to", "pdf", "-o", "archive").returncode == 2
    (tmp_path / "none").mkdir()
    assert vnplan("export", "a.json", "--to", "pdf", "-o", "x", "--scans", "none").returncode == 3
