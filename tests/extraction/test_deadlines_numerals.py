"""Numbers in words within limits."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.extraction.deadlines import DateContext, sentence_deadline

CONTEXT = DateContext(date(2026, 1, 9), 2026)


@pytest.mark.parametrize(
    ("text", "surface", "offset"),
    [
        ("Sửa cầu xong trong vòng hai tuần.", "trong vòng hai tuần", "P2W"),
        ("Trả lời dân trong thời hạn mười lăm ngày.", "trong thời hạn mười lăm ngày", "P15D"),
        ("Cấp thẻ trong thời hạn ba mươi ngày.", "trong thời hạn ba mươi ngày", "P30D"),
        ("Đo mực nước trong vòng bốn mươi tám giờ.", "trong vòng bốn mươi tám giờ", "PT48H"),
    ],
)
def test_a_duration_in_words_is_that_duration(text: str, surface: str, offset: str) -> None:
    found = sentence_deadline(text, CONTEXT)
    assert found is not None
    assert (found.surface, found.offset) == (surface, offset)


@pytest.mark.parametrize(
    ("text", "surface", "frequency"),
    [
        ("Báo cáo sổ kho ba tháng một lần.", "ba tháng một lần", "quarterly"),
        ("Hai tháng một lần họp tổ.", "Hai tháng một lần", None),
        ("Năm năm một lần tổng kết việc trồng rừng.", "Năm năm một lần", None),
    ],
)
def test_a_beat_in_words_keeps_its_number(text: str, surface: str, frequency: str | None) -> None:
    found = sentence_deadline(text, CONTEXT)
    assert found is not None
    assert (found.surface, found.kind, found.frequency) == (surface, "recurring", frequency)


@pytest.mark.parametrize(
    "text",
    [
        "Trong hai năm 2024 - 2025, lớp học đã mở ở ba xã.",
        "Họp tổ vào thứ ba tuần đầu.",
        "Cây ba năm tuổi được chăm bón.",
    ],
)
def test_a_word_that_names_or_counts_something_else_is_no_duration(text: str) -> None:
    assert sentence_deadline(text, CONTEXT) is None
