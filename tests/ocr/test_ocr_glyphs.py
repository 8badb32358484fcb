"""Signs that Tesseract takes for one another are told apart by their ink."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from pipeline.geometry import Box
from pipeline.ocr.glyphs import as_printed
from pipeline.page import Word
from pipeline.synthesis.typeface import find_typeface


def drawn(printed, read, style="regular", confidence=0.5):
    """Return a picture of the printed text and the word that was read in its place."""
    font = find_typeface().font(style, 50)
    page = Image.new("L", (500, 120), 255)
    ImageDraw.Draw(page).text((20, 90), printed, fill=0, font=font, anchor="ls")
    ink = (
        np.flatnonzero((np.asarray(page) < 128).any(axis=1)),
        np.flatnonzero((np.asarray(page) < 128).any(axis=0)),
    )
    box = Box(float(ink[1][0]), float(ink[0][0]), float(ink[1][-1] + 1), float(ink[0][-1] + 1))
    return np.asarray(page), Word(read, read, box, confidence)


def seen(*what, **how):
    grey, word = drawn(*what, **how)
    return " ".join(part.text for part in as_printed([word], grey))


@pytest.mark.parametrize(
    ("printed", "read", "style", "expected"),
    [
        ("II", "H", "bold", "II"),
        ("III", "II", "bold", "III"),
        ("II.", "IL.", "bold", "II."),
        ("I", "1", "bold", "I"),
        ("II/2027", "1/2027", "regular", "II/2027"),
        ("II/2027", "11/2027", "regular", "II/2027"),
        ("IV/2027", "1V/2027", "regular", "IV/2027"),
        ("11", "11", "regular", "11"),
        ("1", "1", "bold", "1"),
        ("H", "H", "bold", "H"),
        ("L", "L", "regular", "L"),
        ("1/2027", "1/2027", "regular", "1/2027"),
        ("11", "11", "italic", "11"),
        ("1", "1", "bold_italic", "1"),
    ],
)
def test_strokes_of_roman_numbers_are_counted(printed, read, style, expected):
    assert seen(printed, read, style=style) == expected


@pytest.mark.parametrize(
    ("read", "expected"), [("64/QĐÐ-UBND", "64/QĐ-UBND"), ("Ðiện", "Điện"), ("ðược", "được")]
)
def test_an_eth_is_the_vietnamese_letter_however_often_it_was_read(read, expected):
    (found,) = as_printed([Word(read, read, Box(0, 0, 5, 5))], np.full((9, 9), 255, np.uint8))
    assert (found.text, found.ocr_text) == (expected, expected)


def test_digits_amid_a_line_are_believed_but_for_those_before_a_year():
    grey, word = drawn("II", "11", "bold")
    first = Word("ngày", "ngày", Box(0, 0, 5, 5))
    assert [w.text for w in as_printed([first, word], grey)] == ["ngày", "11"]
    grey, word = drawn("II/2027", "11/2027")
    assert [w.text for w in as_printed([first, word], grey)] == ["ngày", "II/2027"]


def test_a_counted_number_is_sure_and_keeps_what_was_read_as_an_alternative():
    grey, word = drawn("II", "H", "bold")
    (found,) = as_printed([word], grey)
    assert found.confidence >= 0.9
    assert found.alternatives == ("H",)


@pytest.mark.parametrize(
    ("printed", "read", "expected"),
    [
        ("xuyên", "Xuyên", "xuyên"),
        ("Xuyên", "Xuyên", "Xuyên"),
        ("viện,", "Viện,", "viện,"),
        ("Sau", "Sau", "Sau"),
        ("sau", "Sau", "sau"),
        ("Sở", "Sở", "Sở"),
        ("và", "Và", "và"),
        ("Và", "Và", "Và"),
        ("xây", "Xây", "xây"),
        ("Xây", "Xây", "Xây"),
        ("Chi", "Chi", "Chi"),
    ],
)
def test_a_small_letter_read_as_its_capital_is_told_by_its_height(printed, read, expected):
    assert seen(printed, read) == expected


@pytest.mark.parametrize("word", ["Và", "Sở", "Xã", "Số", "Sẽ", "Cả", "Vụ", "Cơ", "Xuyên"])
@pytest.mark.parametrize("size", [33, 40, 50])
@pytest.mark.parametrize("blur", [0, 0.8, 1.3])
def test_a_capital_stays_however_small_and_blurred(word, size, blur):
    font = find_typeface().font("regular", size)
    page = Image.new("L", (300, 100), 255)
    ImageDraw.Draw(page).text((20, 70), word, fill=0, font=font, anchor="ls")
    grey = np.asarray(page.filter(ImageFilter.GaussianBlur(blur)))
    rows, columns = np.flatnonzero((grey < 128).any(axis=1)), np.flatnonzero((grey < 128).any(axis=0))
    box = Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
    assert as_printed([Word(word, word, box)], grey)[0].text == word


@pytest.mark.parametrize(
    ("printed", "read", "expected"),
    [
        ("2026 - 2031", "2026-2031", "2026 - 2031"),
        ("2026-2031", "2026-2031", "2026-2031"),
        ("2026 –", "2026–", "2026 –"),
        ("2026-", "2026-", "2026-"),
        ("15-NQ", "15-NQ", "15-NQ"),
    ],
)
def test_a_dash_with_white_on_either_side_stands_by_itself(printed, read, expected):
    assert seen(printed, read) == expected


def test_the_parts_of_a_period_stand_where_they_are_printed():
    grey, word = drawn("2026 - 2031", "2026-2031")
    first, dash, last = as_printed([word], grey)
    assert first.box.x0 == word.box.x0 and last.box.x1 == pytest.approx(word.box.x1, abs=2)
    assert first.box.x1 < dash.box.x0 < dash.box.x1 < last.box.x0


def test_a_numeral_that_was_read_in_one_with_its_heading_is_a_word_of_its_own():
    grey, word = drawn("II. MỤC", "II.MỤC", "bold")
    numeral, heading = as_printed([word], grey)
    assert (numeral.text, heading.text) == ("II.", "MỤC")
    assert word.box.x0 == numeral.box.x0 < heading.box.x0 < heading.box.x1 == word.box.x1
