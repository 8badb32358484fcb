"""The stages in order, on the samples."""

from __future__ import annotations

import json

import pytest

from pipeline import conversion
from pipeline.conversion import convert, parse
from pipeline.errors import PageError
from pipeline.geometry import Box
from pipeline.options import Options
from pipeline.page import Line, PageText, Word
from pipeline.source import FileFacts


def _content(document):
    data = json.loads(document.to_json())
    del data["processing"]
    return data


@pytest.mark.tesseract
def test_more_jobs_change_the_speed_and_never_the_result(samples):
    scan = sorted(samples.glob("*/scan.pdf"))[0]
    options = Options(pages="1-2")
    assert _content(convert(scan, options, jobs=1)) == _content(convert(scan, options, jobs=3))


@pytest.mark.tesseract
def test_a_page_that_fails_is_told_and_the_others_are_read(samples, monkeypatch):
    scan = sorted(samples.glob("*/scan.pdf"))[0]
    real = conversion.ocr.recognize

    def faulty(image, options):
        if image.number == 1:
            raise PageError("Page 1 took too long. Raise page_timeout_s.", code="ocr_timeout", page=1)
        return real(image, options)

    monkeypatch.setattr(conversion.ocr, "recognize", faulty)
    document = convert(scan, Options(pages="1-2"))
    assert document.quality.pages_failed == 1
    assert document.quality.needs_review
    assert [i.code for i in document.issues if i.severity == "error"] == ["ocr_timeout"]
    assert document.pages[0].lines == ()
    assert document.pages[1].lines


def test_every_box_of_a_text_is_null_and_every_line_is_there():
    text = "KẾ HOẠCH\nThử nghiệm\n\nI. NHIỆM VỤ\n1. Xây dựng báo cáo.\n"
    document = parse(text, Options(restore="never"))
    assert [line.text for line in document.pages[0].lines] == text.splitlines()
    assert all(line.box is None for line in document.pages[0].lines)


def test_a_text_layer_is_believed_unless_it_is_always_to_be_mended():
    read = "Nâng cao chất luợng phục vụ người dân"
    page = PageText(1, (Line(tuple(Word(text, text) for text in read.split())),), kind="text_layer")
    facts = FileFacts("plan.pdf", "0" * 64, "application/pdf", 1)
    believed, mended = (
        conversion.assemble([page], facts, Options(restore=restore), {}) for restore in ("auto", "always")
    )
    assert believed.pages[0].lines[0].text == read
    assert mended.pages[0].lines[0].text == "Nâng cao chất lượng phục vụ người dân"


def _read_with(confidence: float) -> PageText:
    words = tuple(Word(w, w, Box(0, 0, 9, 9), confidence) for w in ["Trồng", "thêm", "cây", "ven", "đường"])
    return PageText(1, (Line(words),), kind="ocr")


def test_a_document_that_needs_review_says_why_in_its_issues():
    facts = FileFacts("plan.pdf", "0" * 64, "application/pdf", 1)
    doubtful, sure, blank = (
        conversion.assemble([page], facts, Options(restore="never"), {})
        for page in (_read_with(0.4), _read_with(0.97), PageText(1, (), kind="ocr"))
    )
    assert doubtful.quality.needs_review and not sure.quality.needs_review and blank.quality.needs_review
    told = [[i.code for i in d.issues if i.stage == "conversion"] for d in (doubtful, sure, blank)]
    assert told == [["accuracy_low"], [], ["no_text"]]
