"""Words judged one by one, and whether their confidences keep their word, against cases counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import parse
from pipeline.document import Page, PageLine, PageWord
from pipeline.evaluation import (
    calibration,
    calibration_error,
    caught_by,
    judge_document,
    judge_page,
    review_curve,
    right_share,
)


def _page(*words: tuple[str, float] | str) -> Page:
    held = tuple(
        PageWord(text=word[0], box=None, confidence=word[1])
        for word in ((w, 1.0) if isinstance(w, str) else w for w in words)
    )
    text = " ".join(word.text for word in held)
    line = PageLine(text=text, ocr_text=text, box=None, confidence=1.0, words=held)
    return Page(number=1, width_px=None, height_px=None, dpi=None, rotation_deg=0, skew_deg=0, lines=(line,))


@pytest.mark.parametrize(
    ("printed", "read", "error"),
    [
        ("chủ", "chú", "marks"),
        ("đường", "dường", "marks"),
        ("sở", "xở", "letters"),
        ("Tỉnh", "tỉnh", "case"),
        ("xã;", "xã:", "punctuation"),
        ("II/2026", "11/2026", "number"),
        ("15/6", "16/6", "number"),
        ("năm", "năm", None),
    ],
)
def test_a_wrong_word_has_one_kind_of_error(printed, read, error):
    judged = judge_page(f"trước {printed} sau", _page("trước", read, "sau"))
    assert [word.error for word in judged.words] == [None, error, None]
    assert judged.words[1].gold == printed
    assert judged.lost == ()


def test_a_word_that_stands_elsewhere_on_the_page_is_right():
    judged = judge_page("Cột A Cột B dưới", _page("Cột", "B", "Cột", "A", "dưới"))
    assert [word.error for word in judged.words] == [None] * 5
    assert judged.lost == ()


def test_noise_is_extra_and_what_was_not_read_is_lost():
    judged = judge_page("một hai ba bốn", _page("một", "~", "hai", "bốn"))
    assert [word.error for word in judged.words] == [None, "extra", None, None]
    assert judged.lost == ("ba",)
    assert right_share(judged.words).part == 3


def test_a_word_that_holds_a_space_is_judged_token_by_token():
    judged = judge_page("tỉnh Lam Giang", _page("tỉnh", "Lam Giang"))
    assert [word.text for word in judged.words] == ["tỉnh", "Lam", "Giang"]
    assert all(word.error is None for word in judged.words)


def test_the_words_of_a_document_are_judged_page_by_page():
    text = "KẾ HOẠCH\fThực hiện năm 2026"
    assert [len(page.words) for page in judge_document(text, parse(text))] == [2, 4]
    with pytest.raises(ValueError, match="1 pages, the document 2"):
        judge_document("KẾ HOẠCH", parse(text))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b", "c", "xã", "xa"]), max_size=8),
    st.lists(st.sampled_from("abcd"), max_size=8),
)
def test_every_printed_word_is_found_right_mistaken_or_lost(printed, read):
    judged = judge_page(" ".join(printed), _page(*read))
    stood_for = [word.gold for word in judged.words if word.gold is not None]
    assert sorted([*stood_for, *judged.lost]) == sorted(printed)
    assert len(judged.words) == len(read)


def test_calibration_sets_the_mean_confidence_beside_the_share_that_was_right():
    page = judge_page("a b c d", _page(("a", 0.95), ("b", 0.97), ("x", 0.55), ("d", 0.65)))
    low, high = calibration([page], edges=(0.0, 0.9))
    assert (low.words, low.confidence, low.right.value) == (2, pytest.approx(0.6), 0.5)
    assert (high.words, high.confidence, high.right.value) == (2, pytest.approx(0.96), 1.0)
    assert calibration_error([low, high]) == pytest.approx((0.1 + 0.04) / 2)


def test_a_review_that_begins_with_the_least_certain_word_catches_what_is_wrong_there():
    page = judge_page("a b c d e", _page(("x", 0.1), ("b", 0.5), ("y", 0.6), ("d", 0.9), ("e", 0.95)))
    curve = review_curve([page])
    assert [caught for _, caught in curve] == [0, 0.5, 0.5, 1, 1, 1]
    assert caught_by(curve, 0.2) == 0.5
    assert caught_by(curve, 0.19) == 0
    assert caught_by(curve, 0.6) == 1


def test_there_is_no_review_curve_where_nothing_is_wrong():
    assert review_curve([judge_page("a", _page("a"))]) == []
