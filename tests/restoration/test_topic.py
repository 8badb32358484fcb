"""A document's own words settle what its other places leave in doubt, on invented text."""

import numpy as np
import pytest

from pipeline.restoration import Restorer, load_restorer, restore_text
from pipeline.restoration.topic import Spot, adapted, skeleton_numbers
from pipeline.text import strip_marks

COMMON, RARE, BEFORE, OTHER = 3, 4, 5, 6
UNIGRAM = np.log(np.array([1e-6, 1e-6, 1e-6, 0.03, 0.01, 0.02, 0.02], np.float32))
LETTERS = skeleton_numbers([[COMMON, RARE], [BEFORE], [OTHER]], 7)


def spot(common: float, *, heard: bool = True) -> Spot:
    return Spot((COMMON, RARE), np.array([common, 1 - common], np.float32), heard)


def word(i: int) -> Spot:
    return Spot((i,), None, heard=False)


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return load_restorer()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (
            "Mưa đá làm hỏng mái nhà.\nNgười dân gặp mưa đá và giông lốc.\nSau trận đá, hội viên dọn vườn.",
            "đá",
        ),
        ("Thôn trồng mía và chế biến mía đường.\nRuộng mía được tưới nước.\nNăm nay mía được giá.", "mía"),
    ],
)
def test_a_word_in_doubt_is_what_the_document_has_elsewhere(restorer: Restorer, text: str, word: str) -> None:
    restored = restore_text(strip_marks(text), restorer)
    assert restored.count(word) == text.count(word)


def test_a_rare_word_that_the_document_settles_elsewhere_wins_where_it_was_in_doubt() -> None:
    spots = [spot(0.02), word(OTHER), spot(0.01), word(OTHER), spot(0.55)]
    moved = adapted(spots, UNIGRAM, LETTERS)
    assert moved[4].argmax() == 1
    assert moved[4].sum() == pytest.approx(1)


def test_a_mention_beside_the_same_neighbour_says_more() -> None:
    alone = adapted([spot(0.01), word(OTHER), word(BEFORE), spot(0.8)], UNIGRAM, LETTERS)
    beside = adapted([word(BEFORE), spot(0.01), word(OTHER), word(BEFORE), spot(0.8)], UNIGRAM, LETTERS)
    assert beside[4][1] > alone[3][1]


def test_what_is_settled_itself_or_not_to_be_heard_stays() -> None:
    spots = [spot(0.01), spot(0.99), spot(0.6, heard=False)]
    assert adapted(spots, UNIGRAM, LETTERS).keys() <= {0}


def test_a_doubtful_word_says_nothing_of_the_document() -> None:
    assert adapted([spot(0.45), spot(0.6)], UNIGRAM, LETTERS) == {}


def test_what_is_no_word_is_not_turned_into_one() -> None:
    acronym = Spot((0, RARE), np.array([0.55, 0.45], np.float32), heard=True)
    assert adapted([word(RARE), word(OTHER), acronym], UNIGRAM, LETTERS) == {}


def test_a_mention_far_away_counts_little() -> None:
    far = [spot(0.01), *[word(OTHER)] * 5000, spot(0.55)]
    near = [spot(0.01), *[word(OTHER)] * 5, spot(0.55)]
    assert adapted(far, UNIGRAM, LETTERS)[5001][1] < 0.46 < adapted(near, UNIGRAM, LETTERS)[6][1]
