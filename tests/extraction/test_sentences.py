"""Where a sentence ends, and where a clause."""

from __future__ import annotations

import pytest
from built_outlines import passage

from pipeline.extraction.sentences import split_clauses, split_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kiểm tra tại TP. Hồ Chí Minh. Báo cáo kết quả.", 2),
        ("Ứng dụng AI, IoT,... để quản lý. Hướng dẫn v.v. cho người dân.", 2),
        ("Rà soát (nếu có. Theo quy định) các thủ tục.", 1),
        ("Chuẩn hóa giao thông,… Chuyển đổi số khu công nghiệp.", 2),
        ("Đạt 95,5% trước ngày 15.11.2026 tại các xã.", 1),
    ],
)
def test_sentences_end_at_full_stops_that_end_sentences(text: str, count: int) -> None:
    assert len(split_sentences(passage(text))) == count


def test_clauses_are_parted_by_semicolons_outside_brackets() -> None:
    assert [c.text for c in split_clauses(passage("Lập hồ sơ (bản giấy; bản số); lưu trữ."))] == [
        "Lập hồ sơ (bản giấy; bản số)",
        "lưu trữ.",
    ]
