"""Stamps of incoming mail over the margin: what belongs to them and what to the text beneath."""

import numpy as np

from pipeline.geometry import Box
from pipeline.ocr import recognition, recognize
from pipeline.ocr.engine import Engine
from pipeline.ocr.layout import Run
from pipeline.ocr.rules import find_rules, networks
from pipeline.ocr.stamps import find_frames, parted
from pipeline.ocr.tsv import Reading
from pipeline.options import Options
from pipeline.page import PageImage, Word

DPI = 100.0
STAMP = Box(10, 100, 180, 160)


def run(text, x0, y, confidence=0.9):
    words, x = [], x0
    for part in text.split():
        words.append(Word(part, part, Box(x, y, x + 8 * len(part), y + 12), confidence))
        x += 8 * len(part) + 4
    return Run.of(words)


def body():
    line = "các đơn vị rà soát hồ sơ và báo cáo kết quả trước ngày quy định"
    return [run(line, 100, y) for y in range(200, 500, 20)]


def texts(runs):
    return [r.text for r in runs]


def test_words_left_of_the_text_within_the_frame_are_the_stamps():
    mixed = run("ĐẾN Số 12 theo quy định hiện hành của tỉnh", 20, 120)
    text, stamps = parted([mixed, *body()], [STAMP], DPI)
    assert stamps[0].text.startswith("ĐẾN Số")
    assert text[0].text.endswith("hiện hành của tỉnh")
    assert mixed.text.split() == sorted(
        [*stamps[0].text.split(), *text[0].text.split()], key=mixed.text.split().index
    )


def test_a_line_that_lies_wholly_in_the_frame_is_the_stamps():
    text, stamps = parted([run("VĂN PHÒNG", 30, 105), *body()], [STAMP], DPI)
    assert texts(stamps) == ["VĂN PHÒNG"]
    assert texts(text) == texts(body())


def test_a_frame_within_the_text_is_read_as_text():
    runs = [run("HOẢ TỐC", 120, 120), *body()]
    text, stamps = parted(runs, [Box(110, 110, 200, 140)], DPI)
    assert text == runs
    assert stamps == []


def test_a_stamp_over_a_word_of_the_text_keeps_what_was_read_surely():
    beneath = run("nghiêm túc việc thực hiện nhiệm vụ được giao", 100, 140)
    text, stamps = parted([beneath, *body()], [STAMP], DPI)
    assert text[0].text == beneath.text
    assert stamps == []


def test_frames_are_small_ruled_and_high_on_the_page():
    page = np.full((1170, 830), 255, np.uint8)
    for top, size in ((150, (170, 80)), (800, (170, 80)), (350, (500, 80))):
        width, height = size
        page[top : top + height, 40:42] = page[top : top + height, 40 + width : 42 + width] = 0
        page[top : top + 2, 40 : 42 + width] = page[top + height : top + height + 2, 40 : 42 + width] = 0
    found = find_frames(networks(find_rules(page, DPI), DPI), (), DPI)
    assert [round(box.y0 / 10) for box in found] == [15]


def test_the_words_of_a_stamp_are_not_read_again_nor_the_line_beside_them(monkeypatch):
    page = np.full((1170, 830), 255, np.uint8)
    page[100:102, 10:182] = page[158:160, 10:182] = 0
    page[100:160, 10:12] = page[100:160, 180:182] = 0
    beside = run("Zx Hy ĐẾN quản lý nhà nước về cải cách thủ tục hành chính", 20, 120)
    unsure = [Word(w.text, w.text, w.box, 0.1 if w.box.x1 < 100 else 0.95) for w in beside.words]
    lines = (tuple(unsure), run("VĂN PHÒNG", 30, 105, 0.2).words, *(r.words for r in body()))
    monkeypatch.setattr(Engine, "read", lambda self, images, psm: [Reading(lines)] * len(images))
    asked = []

    def reread(grey, runs, engine):
        asked.extend(runs)
        return runs

    monkeypatch.setattr(recognition, "reread", reread)
    found = recognize(PageImage(1, page, DPI), Options()).lines
    assert min(word.confidence for r in asked for word in r.words) > 0.5
    assert {line.text for line in found if line.role == "stamp"} >= {"VĂN PHÒNG"}
