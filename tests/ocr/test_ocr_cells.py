"""The words of a cell out of the lines of its reading."""

import pytest

from pipeline.geometry import Box
from pipeline.ocr.cells import cell_words
from pipeline.page import Word


def line(text, confidence=0.95, y=0):
    parts = text.split()
    return tuple(Word(t, t, Box(60 * i, y, 60 * i + 50, y + 30), confidence) for i, t in enumerate(parts))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Giai đoạn 2027-", "2031, sau đó", "Giai đoạn 2027-2031, sau đó"),
        ("theo Nghị quyết 99-", "NQ/TW ngày", "theo Nghị quyết 99-NQ/TW ngày"),
        ("trước 30/9/", "2027", "trước 30/9/2027"),
        ("cây lúa -", "cây mía", "cây lúa - cây mía"),
        ("Quý II-", "và cả năm", "Quý II- và cả năm"),
    ],
)
def test_a_number_broken_over_two_lines_of_a_cell_is_one_word(first, second, expected):
    words = cell_words([line(first), line(second, y=40)])
    assert " ".join(word.text for word in words) == expected


def test_a_joined_word_spans_both_lines_and_is_as_sure_as_its_lesser_half():
    (word,) = cell_words([line("2027-"), line("2031", 0.8, y=40)])
    assert (word.box, word.confidence, word.ocr_text) == (Box(0, 0, 50, 70), 0.8, "2027-2031")


def test_scraps_of_a_seal_in_a_cell_are_left_out():
    scraps, comma = line("HẢ S", 0.2), Word(",Thời", ",Thời", Box(0, 40, 50, 70), 0.5)
    text = (comma, *line("hạn hoàn thành", y=40), Word("~'", "~'", Box(300, 40, 310, 70), 0.2))
    assert " ".join(word.text for word in cell_words([scraps, text])) == "Thời hạn hoàn thành"


def test_a_cell_that_is_unsure_as_a_whole_is_kept():
    assert len(cell_words([line("Phòng Nội vụ", 0.35)])) == 3


def test_a_cell_begins_with_no_point_however_surely_it_was_read_but_with_a_bullet_or_dots():
    assert [w.text for w in cell_words([line("# . Hằng quý")])] == ["Hằng", "quý"]
    assert len(cell_words([line("- Hằng quý")])) == 3 and len(cell_words([line("...")])) == 1


def test_a_doubted_line_that_ends_in_a_year_is_no_scrap():
    words = cell_words([line("Quý"), line("H/2031", 0.2, y=40)])
    assert [word.text for word in words] == ["Quý", "H/2031"]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("“Trước ngày 3/5", "Trước ngày 3/5"),
        ("Hằng quý ˆ", "Hằng quý"),
        ("“Ba tốt”", "“Ba tốt”"),
        ("Phong trào “Ba", "Phong trào “Ba"),
    ],
)
def test_a_quote_that_nothing_closes_and_a_lone_accent_are_specks(read, expected):
    assert " ".join(word.text for word in cell_words([line(read)])) == expected
