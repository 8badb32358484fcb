"""Text metrics against cases counted by hand and against jiwer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluation import compare_texts
from pipeline.evaluation.alignment import align, tokens
from pipeline.evaluation.texts import compare_pages, text_items

TEXTS = st.lists(
    st.sampled_from(["kế", "hoạch", "ke", "hoach", "Sở", "số", "12/KH"]), min_size=1, max_size=12
)


def test_a_case_counted_by_hand():
    counts = compare_texts("Sở Nội vụ chủ trì", "So Nội vụ chu chì thêm", "Sở Noi vụ chu chi")
    assert (counts.words, counts.word_errors, counts.right) == (5, 4, 2)
    assert counts.marks_wrong == 2  # So, chu; "chì" has another letter
    assert counts.right_before == 2  # Sở, vụ
    assert (counts.harmed, counts.repaired) == (1, 1)  # Sở became So; Nội came right
    assert (counts.characters, counts.character_errors) == (17, 9)  # ở, ủ, t, r and " thêm"


def test_a_letter_with_two_marks_is_one_character():
    assert compare_texts("ế", "e").character_errors == 1
    assert compare_texts("e\u0302\u0301", "ế").character_errors == 0


def test_rules_between_cells_are_no_words():
    assert tokens("1 | Rà soát | Sở") == ["1", "Rà", "soát", "Sở"]


def test_a_word_with_wrong_marks_meets_its_own_beside_a_lost_word():
    gold, read = ["mới", "tỉnh", "ở"], ["tinh", "ở"]
    assert (1, 0) in align(gold, read)
    assert compare_texts(" ".join(gold), " ".join(read)).marks_wrong == 1


def test_pages_are_counted_apart_only_where_both_sides_have_as_many():
    assert [page.words for page in compare_pages("a b\fc", ["a b", "c"])] == [2, 1]
    assert [page.words for page in compare_pages("a b\fc", ["a b c"])] == [3]


def test_without_the_reading_of_the_ocr_harm_and_repair_are_not_named():
    assert set(text_items([compare_texts("a", "a")])) == {"cer", "wer", "syllable_accuracy", "der"}


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_error_rates_are_those_of_jiwer(gold, read):
    jiwer = pytest.importorskip("jiwer")
    truth, words = " ".join(gold), " ".join(read)
    counts = compare_texts(truth, words)
    assert counts.word_errors / counts.words == pytest.approx(jiwer.wer(truth, words))
    assert counts.character_errors / counts.characters == pytest.approx(jiwer.cer(truth, words))


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_an_alignment_holds_every_word_of_both_sides_once_in_order(gold, read):
    pairs = align(gold, read)
    assert [i for i, _ in pairs if i is not None] == list(range(len(gold)))
    assert [j for _, j in pairs if j is not None] == list(range(len(read)))
