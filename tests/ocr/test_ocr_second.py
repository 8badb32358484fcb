"""Two readings of one line become one; lone numbers in cells."""

import numpy as np
import pytest

from pipeline.errors import PageError
from pipeline.geometry import Box
from pipeline.ocr import recognize, second
from pipeline.ocr.engine import Engine
from pipeline.ocr.layout import Run
from pipeline.ocr.numbers import with_numbers
from pipeline.ocr.tsv import Reading
from pipeline.options import Options
from pipeline.page import PageImage, Word

GREY = np.full((200, 900), 255, np.uint8)
ENGINE = Engine("vie", 300, 5, 1)


def words(*pairs, y=20):
    return tuple(Word(t, t, Box(20 + 90 * i, y, 100 + 90 * i, y + 45), c) for i, (t, c) in enumerate(pairs))


def answering(monkeypatch, *lines):
    readings = [Reading((line,)) for line in lines]
    monkeypatch.setattr(Engine, "read", lambda self, images, psm: readings[: len(images)])


def reread(monkeypatch, first, again):
    monkeypatch.setattr(second, "_SHARE", 1.0)
    answering(monkeypatch, again)
    (run,) = second.reread(GREY, [Run.of(first)], ENGINE)
    return run


def test_the_surer_word_wins_and_the_other_stays_as_alternative(monkeypatch):
    first = words(("thâm", 0.7), ("định", 0.96), ("dự", 0.9))
    run = reread(monkeypatch, first, words(("thẩm", 0.95), ("định", 0.9), ("đự", 0.5)))
    assert run.text == "thẩm định dự"
    assert run.words[0].alternatives == ("thâm",) and run.words[0].ocr_text == "thẩm"
    assert run.words[2].alternatives == ("đự",)
    assert run.words[0].box == first[0].box


def test_what_a_line_has_when_read_by_itself_is_not_kept_twice():
    line, double = Run.of(words(("KT.", 0.9), ("CHỦ", 0.9), ("TỊCH", 0.9))), Run.of(words(("KT.", 0.8)))
    other = Run.of(words(("Tân", 0.9), y=120))
    assert second.without_doubles([line], [double, other]) == [line, other]


def test_a_form_that_is_no_syllable_needs_more_confidence(monkeypatch):
    run = reread(monkeypatch, words(("trước", 0.8), ("ngày", 0.96)), words(("trcơ", 0.93), ("ngày", 0.9)))
    assert run.text == "trước ngày"


def test_words_that_only_one_reading_has_stay(monkeypatch):
    run = reread(
        monkeypatch, words(("báo", 0.6), ("cáo", 0.9), ("gấp", 0.9)), words(("báo", 0.9), ("gấp", 0.9))
    )
    assert run.text == "báo cáo gấp"


def test_a_speck_that_only_one_reading_has_goes(monkeypatch):
    first = words(("sản", 0.8), ("xuất", 0.9), ("-", 0.64))
    run = reread(monkeypatch, first, words(("sản", 0.9), ("xuất", 0.9)))
    assert run.text == "sản xuất"
    dashed = words(("-", 0.93), ("sản", 0.6), ("xuất", 0.9))
    assert reread(monkeypatch, dashed, dashed[1:]).text == "- sản xuất"


def test_words_that_stand_in_other_places_are_not_paired(monkeypatch):
    glued = (
        Word("Số:617KH-UBND", "Số:617KH-UBND", Box(20, 20, 300, 60), 0.74),
        Word(".", ".", Box(600, 50, 603, 54), 0.57),
    )
    parted = (
        Word("Số:", "Số:", Box(20, 20, 80, 60), 0.93),
        Word("617/KH-UBND", "617/KH-UBND", Box(95, 20, 300, 60), 0.92),
    )
    run = reread(monkeypatch, glued, parted)
    assert run.text == "Số: 617/KH-UBND"
    assert run.words[1].box.width > 100


def test_what_both_readings_have_alike_is_no_guess(monkeypatch):
    run = reread(
        monkeypatch, words(("Số:", 0.9), ("64/KH-UBND", 0.1)), words(("Số:", 0.9), ("64/KH-UBND", 0.2))
    )
    assert run.words[1].confidence == 0.5


def test_sure_lines_are_not_read_again(monkeypatch):
    answering(monkeypatch)
    run = Run.of(words(("chắc", 0.97), ("chắn", 0.86)))
    assert second.reread(GREY, [run], ENGINE) == [run]


def test_only_the_words_about_those_in_doubt_are_read_again(monkeypatch):
    asked = []

    def read(self, images, psm):
        asked.extend(images)
        return [Reading((words(("sáu", 0.9), ("bảy", 0.9), ("tám", 0.9), ("chín", 0.95)),))]

    monkeypatch.setattr(Engine, "read", read)
    monkeypatch.setattr(second, "_SHARE", 1.0)
    names = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chỉn")
    first = words(*((name, 0.3 if name == "chỉn" else 0.95) for name in names))
    (run,) = second.reread(GREY, [Run.of(first)], ENGINE)
    assert run.text == "một hai ba bốn năm sáu bảy tám chín"
    assert run.words[:5] == first[:5]
    (image,) = asked
    assert image.shape[1] < 0.75 * (4 * 90 + 100)  # of nine words 90 pixels apart, at 225 for 300 dpi


def test_a_failing_second_reading_keeps_the_first_and_says_so(monkeypatch):
    first = words(("thâm", 0.5), ("định", 0.9))

    def read(self, images, psm):
        if psm != 3 and images:
            raise PageError("too slow", code="ocr_timeout", page=1)
        return [Reading((first,))] if images else []

    monkeypatch.setattr(Engine, "read", read)
    monkeypatch.setattr(second, "_SHARE", 1.0)
    page = recognize(PageImage(1, GREY, 300.0), Options())
    assert page.lines[0].text == "thâm định"
    assert [issue.code for issue in page.issues] == ["second_reading_failed"]


@pytest.mark.parametrize(
    ("vietnamese", "latin", "expected"),
    [
        ("§4.00%", "84.00%", "84.00%"),
        ("Á", "4", "4"),
        ("l)", "11", "11"),
        ("12/3", "12/3", "12/3"),
        ("5", "S", "5"),
        ("3544%", "35.44%", "35.44%"),
        ("35.44%", "3544%", "35.44%"),
        ("8§320%", "83.20%", "83.20%"),
        ("≥90%", "90%", "≥90%"),
    ],
)
def test_a_lone_number_is_read_by_the_latin_model(monkeypatch, vietnamese, latin, expected):
    answering(monkeypatch, words((latin, 0.9)))
    (found,) = with_numbers(GREY, [Box(0, 0, 200, 100)], [words((vietnamese, 0.6))], ENGINE, 45)
    assert "".join(word.text for word in found) == expected


def test_a_short_word_in_a_column_of_numbers_is_read_by_the_latin_model(monkeypatch):
    figures = [words((str(n), 0.95)) for n in range(20, 26)]
    answering(monkeypatch, *[words((str(n), 0.9)) for n in range(20, 26)], words(("l1", 0.9)))
    cells, boxes = [*figures, words(("lỗi", 0.9))], [Box(0, 0, 200, 100)] * 7
    found = with_numbers(GREY, boxes, cells, ENGINE, 45, columns=[1] * 7)
    assert [its[0].text for its in found] == ["20", "21", "22", "23", "24", "25", "11"]
    assert found[-1][0].alternatives == ("lỗi",)


def test_a_roman_number_in_a_column_of_numbers_stays_one(monkeypatch):
    figures = [words((str(n), 0.95)) for n in range(20, 26)]
    answering(monkeypatch, *[words((str(n), 0.9)) for n in range(20, 26)], words(("III.", 0.9)))
    cells, boxes = [*figures, words(("III.", 0.9))], [Box(0, 0, 200, 100)] * 7
    assert with_numbers(GREY, boxes, cells, ENGINE, 45, columns=[1] * 7)[-1][0].text == "III."


def test_words_of_a_cell_are_no_numbers(monkeypatch):
    answering(monkeypatch, words(("123", 0.9)))
    own = words(("Sở", 0.9), ("Nội", 0.9))
    assert with_numbers(GREY, [Box(0, 0, 200, 100)], [own], ENGINE, 45) == [own]


def test_a_roman_number_whose_strokes_were_left_out_as_specks_is_read_by_the_latin_model(monkeypatch):
    answering(monkeypatch, words(("II", 0.9)))
    (found,) = with_numbers(GREY, [Box(90, 40, 120, 70)], [()], ENGINE, 45)
    assert [word.text for word in found] == ["II"]


def test_a_lone_digit_that_was_left_out_as_a_speck_is_read_by_the_latin_model(monkeypatch):
    answering(monkeypatch, words(("3", 0.9)))
    inked = [Box(90, 40, 110, 70), Box(20, 40, 180, 70), Box(90, 40, 96, 46), None]
    found = with_numbers(GREY, inked, [()] * 4, ENGINE, 45)
    assert [" ".join(word.text for word in its) for its in found] == ["3", "", "", ""]


def test_what_is_left_of_lost_words_gives_way_to_their_second_reading(monkeypatch):
    page = np.full((300, 900), 255, np.uint8)
    for at in range(20, 300, 20):
        page[102:140, at : at + 10] = 0
    first = tuple(Word(t, t, Box(x, 100, x + 70, 140), 0.95) for t, x in (("kế", 330), ("hoạch", 420)))
    first = (Word("iện", "iện", Box(22, 102, 26, 106), 0.9), *first)
    found = (
        Word("thực", "thực", Box(44, 30, 150, 66), 0.9),
        Word("hiện", "hiện", Box(160, 30, 290, 66), 0.9),
    )

    def read(self, images, psm):
        lines = {3: (first, words(*[("này", 0.96)] * 4, y=200)), 6: (found,)}.get(psm, ())
        return [Reading(lines) for _ in images]

    monkeypatch.setattr(Engine, "read", read)
    lines = recognize(PageImage(1, page, 300.0), Options(tables=False)).lines
    assert lines[0].text == "thực hiện kế hoạch"


@pytest.mark.parametrize(("said", "role"), [("§", "noise"), ("Ươm cây", "body")])
def test_a_grid_of_scraps_alone_is_a_chart_and_no_table(monkeypatch, said, role):
    page = np.full((500, 900), 255, np.uint8)
    for at in (20, 220, 420):
        page[at : at + 3, 20:843] = 0
    for at in (20, 430, 840):
        page[20:423, at : at + 3] = 0
    for y, x in ((100, 200), (100, 600), (300, 200), (300, 600)):
        page[y : y + 40, x : x + 25] = 0
    cell = tuple(Word(t, t, Box(40 + 90 * i, 30, 110 + 90 * i, 70), 0.9) for i, t in enumerate(said.split()))
    monkeypatch.setattr(Engine, "read", lambda self, images, psm: [Reading((cell,))] * len(images))
    lines = [line for line in recognize(PageImage(1, page, 300.0), Options()).lines if line.cells]
    assert lines and {line.role for line in lines} == {role}
