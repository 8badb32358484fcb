"""The estimated character accuracy of a page: what it is made from, and that it never rises with doubt."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy import KNOTS, fitted, told
from benchmarks.estimates import Observed, observed
from pipeline.accuracy import doubt, expected_accuracy
from pipeline.conversion import parse
from pipeline.document import Page, PageLine, PageWord


def test_sure_words_are_all_right_and_no_words_are_none() -> None:
    assert expected_accuracy([(4, 0.95), (5, 1.0)]) == 1
    assert expected_accuracy([]) == 0
    assert parse("KẾ HOẠCH\nTrồng cây năm 2027\n").quality.estimated_character_accuracy == 1


@given(st.lists(st.tuples(st.integers(1, 9), st.floats(0, 1)), min_size=1), st.floats(0, 1))
def test_a_word_in_doubt_never_makes_a_page_better(words: list[tuple[int, float]], less: float) -> None:
    (length, confidence), *rest = words
    doubted = [(length, confidence * less), *rest]
    assert doubt(doubted) >= doubt(words)
    assert 0 <= expected_accuracy(doubted) <= expected_accuracy(words) <= 1


def test_the_packaged_knots_rise_from_nothing_to_everything() -> None:
    data = json.loads(KNOTS.read_text(encoding="utf-8"))
    assert data["doubt"] == sorted(set(data["doubt"])) and data["wrong"] == sorted(data["wrong"])
    assert (data["doubt"][0], data["wrong"][0], data["doubt"][-1], data["wrong"][-1]) == (0, 0, 1, 1)


def seen(doubted: float, truth: float) -> Observed:
    return Observed("p", doubted, 0.99, truth, 1000)


def test_knots_never_fall_where_a_few_pages_of_more_doubt_happen_to_be_better() -> None:
    pages = [seen(0.001 * i, 1 - 0.002 * i + (0.02 if i > 23 else 0)) for i in range(32)]
    data = json.loads(fitted(pages))
    assert data["wrong"] == sorted(data["wrong"])
    assert data["pages"] == 32
    assert len(data["doubt"]) < 6  # of four bins, the last two are one


def test_a_page_is_judged_by_its_words_wherever_they_stand() -> None:
    def page(*lines: str) -> Page:
        words = [
            [PageWord(text=w, ocr_text=w, box=None, confidence=0.8) for w in line.split()] for line in lines
        ]
        made = [
            PageLine(text=text, ocr_text=text, box=None, confidence=0.8, words=tuple(its))
            for text, its in zip(lines, words, strict=True)
        ]
        return Page(
            number=1, width_px=None, height_px=None, dpi=None, rotation_deg=0, skew_deg=0, lines=tuple(made)
        )

    moved = observed("x", page("Nơi nhận:", "Sở Nội vụ"), "Sở Nội vụ\nNơi nhận:")
    wrong = observed("x", page("Sở Nộl vụ"), "Sở Nội vụ của")
    assert moved.truth == 1
    assert wrong.truth == pytest.approx(1 - 4 / wrong.characters, abs=0.02)  # one letter, one word of three
    assert "off by 25.00 points" in told("x", [Observed("x", 0, 0.99, 0.74, 9)])
    assert "1 on the wrong side of 0.98" in told("x", [Observed("x", 0, 0.99, 0.74, 9)])
