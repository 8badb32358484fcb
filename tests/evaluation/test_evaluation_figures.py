"""Figures and their intervals."""

from __future__ import annotations

import pytest

from pipeline.evaluation import Hits, Share, estimate


def test_an_f1_is_that_of_the_summed_counts():
    figure = estimate([[Hits(1, 1, 1), Hits(0, 1, 0)], [Hits(1, 1, 1), Hits(0, 0, 1)]])
    assert (figure.value, figure.precision, figure.recall) == pytest.approx((2 / 3,) * 3)
    assert figure.items == 4


def test_a_rate_weighs_items_by_their_size():
    assert estimate([[Share(1, 10), Share(0, 90)]]).value == pytest.approx(0.01)


def test_the_interval_holds_the_value_and_is_the_same_each_time():
    items = [[Share(int(k % 3 == 0), 1) for k in range(60)]]
    figure = estimate(items)
    assert figure == estimate(items)
    assert 0.18 < figure.low < figure.value < figure.high < 0.5


def test_ten_documents_are_drawn_as_wholes():
    alike = [[Share(1, 2), Share(1, 2)]] * 10
    unlike = [[Share(k % 2, 1)] * 20 for k in range(10)]
    assert estimate(alike).low == estimate(alike).high == 0.5
    assert estimate(unlike).high - estimate(unlike).low > 0.3  # 200 single items would give 0.14


def test_nothing_to_count_gives_no_figure():
    assert estimate([[]]).value is None
    assert estimate([[Hits(0, 0, 0)]]).low is None
