"""Confidences as measured on scans: monotone, within 0 and 1, and never for typed text."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.reliability import Calibrated, measured, points_of, reliability_of
from pipeline.extraction.sources import confidence_of
from pipeline.geometry import Box
from pipeline.page import Passage, Word

FIELDS: tuple[Calibrated, ...] = get_args(Calibrated)


@pytest.mark.parametrize("field", FIELDS)
def test_the_measured_points_rise_from_nothing_to_nearly_sure(field: Calibrated) -> None:
    points = points_of(field)
    assert list(points) == sorted(points)
    assert [y for _, y in points] == sorted(y for _, y in points)
    assert (points[0], points[-1][0]) == ((0.0, 0.0), 1.0)
    assert all(0 <= x <= 1 and 0 <= y < 1 for x, y in points)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(FIELDS))
@settings(max_examples=60)
def test_a_higher_raw_confidence_never_gives_a_lower_one(a: float, b: float, field: Calibrated) -> None:
    low, high = sorted((a, b))
    assert 0 <= measured(low, field) <= measured(high, field) <= 1


def passage(box: Box | None) -> Passage:
    return Passage.of([(1, 1, Word(word, word, box, 0.8)) for word in ["Trồng", "cây", "ven", "đường"]])


def test_only_what_was_read_off_an_image_is_corrected() -> None:
    typed, scanned = passage(None), passage(Box(0, 0, 9, 9))
    assert reliability_of(typed, "task") == confidence_of(typed)
    raw = confidence_of(scanned)
    assert reliability_of(scanned, "task") == measured(raw, "task") != raw
