"""Time limits that earlier rules took for a citation, a budget, or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.extraction.deadlines import DateContext, parse_deadline, sentence_deadline

CONTEXT = DateContext(date(2026, 1, 9), 2026, None)


@pytest.mark.parametrize(
    ("text", "kind", "op", "day", "frequency"),
    [
        ("Đăng tải kết luận kiểm tra rừng từ ngày 01/4/2026.", "period", "after", "2026-04-01", None),
        ("Công khai thu chi ngân sách hằng quý.", "recurring", None, None, "quarterly"),
        ("Hoàn thành cầu treo trong Q.III/2026.", "quarter", "on", "2026-09-30", None),
        ("Sửa xong mái trường trước Tết Nguyên đán.", "event", "before", None, None),
        ("Gửi bảng kê về Sở trước 25 hằng tháng.", "recurring", "before", "25", "monthly"),
    ],
)
def test_a_limit_beside_a_paper_or_a_budget_is_read(
    text: str, kind: str, op: str | None, day: str | None, frequency: str | None
) -> None:
    found = sentence_deadline(text, CONTEXT)
    assert found is not None
    assert (found.kind, found.op, found.frequency) == (kind, op, frequency)
    assert (found.due or found.start or found.day_rule) == day


@pytest.mark.parametrize("text", ["Trước 25 hằng tháng", "Q.III/2026", "Trước Tết"])
def test_a_cell_with_an_odd_way_of_writing_is_read(text: str) -> None:
    assert parse_deadline(text, CONTEXT) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Lập dự toán ngân sách hằng năm theo quy định.",
        "Thực hiện Kết luận số 12-KL/TU ngày 01/4/2026 của Tỉnh ủy.",
        "Quy chế có hiệu lực từ ngày 01/4/2026.",
    ],
)
def test_budgets_of_a_year_and_days_of_papers_stay_no_limits(text: str) -> None:
    assert sentence_deadline(text, CONTEXT) is None


def test_the_signing_of_another_paper_gives_no_day() -> None:
    other = sentence_deadline("Đăng tải kết luận kiểm tra chậm nhất 10 ngày kể từ ngày ký.", CONTEXT)
    own = sentence_deadline("Các xã triển khai chậm nhất 10 ngày kể từ ngày ban hành Kế hoạch.", CONTEXT)
    assert other is not None and own is not None
    assert (other.kind, other.due, other.offset, other.anchor) == ("relative", None, "P10D", "ngày ký")
    assert (own.due, own.anchor) == ("2026-01-19", "issue")


def test_a_remark_in_brackets_ends_what_a_duration_counts_from():
    text = "Công bố trong thời hạn 05 ngày kể từ ngày văn bản được ban hành (Sở A chủ trì)."
    found = sentence_deadline(text, CONTEXT)
    assert found is not None
    assert found.surface == "trong thời hạn 05 ngày kể từ ngày văn bản được ban hành"
    assert sentence_deadline("Tổ chức bồi dưỡng thường xuyên cho giáo viên.", CONTEXT) is None
