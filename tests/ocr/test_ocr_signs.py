"""Signs that Tesseract's Vietnamese model does not have."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.geometry import Box
from pipeline.ocr.signs import printed, with_bars
from pipeline.page import Cell, Line, Word

BOX = Box(20, 20, 50, 50)


def ink(*, bar: bool, underline: bool = False):
    mask = np.zeros((120, 200), np.uint8)
    cv2.polylines(mask, [np.array([[22, 22], [47, 34], [22, 46]])], False, 255, 3)
    if bar:
        cv2.line(mask, (22, 54), (47, 54), 255, 3)
    cv2.putText(mask, "95%", (60, 50), cv2.FONT_HERSHEY_SIMPLEX, 1, 255, 2)
    if underline:
        cv2.line(mask, (0, 90), (199, 90), 255, 3)
    return mask


def word(text: str, box: Box = BOX) -> Word:
    return Word(text, text, box, 0.9)


@pytest.mark.parametrize(
    ("text", "bar", "expected"), [(">", True, "≥"), ("<", True, "≤"), (">", False, ">"), (">a", True, ">a")]
)
def test_a_bar_beneath_tells_at_least_from_more_than(text, bar, expected):
    (line,) = with_bars([Line((word(text), word("95%", Box(60, 20, 130, 52))), BOX)], ink(bar=bar))
    assert line.words[0].text == line.words[0].ocr_text == expected
    assert line.words[1].text == "95%"


def test_a_sign_that_was_read_with_its_number_is_told_too():
    glued = word(">95%", Box(20, 20, 130, 52))
    assert with_bars([Line((glued,), BOX)], ink(bar=True))[0].text == "≥95%"
    assert with_bars([Line((glued,), BOX)], ink(bar=False))[0].text == ">95%"


def test_a_rule_farther_down_is_no_bar():
    assert with_bars([Line((word(">"),), BOX)], ink(bar=False, underline=True))[0].text == ">"


def test_signs_in_the_cells_of_a_table_are_told():
    row = Line((), BOX, cells=(Cell((word(">"), word("95%")), 0, BOX),), table=1)
    assert with_bars([row], ink(bar=True))[0].cells[0].text == "≥ 95%"


def test_a_sign_at_the_edge_of_the_page_or_without_a_box_stays():
    edge = word(">", Box(199, 119, 210, 130))
    assert with_bars([Line((edge, Word(">", ">", None, 0.9)), BOX)], ink(bar=True))[0].text == "> >"


def test_specks_read_as_signs_go_and_printed_signs_stay():
    line = (
        word("_", Box(10, 30, 12, 32)),
        word("-", Box(20, 30, 33, 35)),
        word("báo", Box(40, 20, 90, 50)),
        word(".", Box(92, 45, 97, 50)),
        word("1", Box(100, 30, 103, 33)),
        word(":", Box(300, 30, 301, 33)),
    )
    assert [w.text for w in printed(line, 40)] == ["-", "báo", ".", "1"]
