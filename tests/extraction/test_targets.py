"""Numeric targets: comparison, value, unit, baseline."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.deadlines import DateContext
from pipeline.extraction.measures import parse_number
from pipeline.extraction.targets import find_targets

CONTEXT = DateContext(date(2025, 5, 20), 2025)

TARGETS = [
    ("Phấn đấu trên 92% hồ sơ được giải quyết đúng hạn", (">", 92, None, "%")),
    ("Mức độ hài lòng đạt từ 85% trở lên", (">=", 85, None, "%")),
    ("Tỷ trọng kinh tế số đạt từ 12% tổng sản phẩm", (">=", 12, None, "%")),
    ("Chỉ số DTI đạt từ 85 điểm trở lên", (">=", 85, None, "điểm")),
    ("Tổ chức ít nhất 05 lớp tập huấn", (">=", 5, None, "lớp tập huấn")),
    ("Tối thiểu 50% thôn có tổ công nghệ số", (">=", 50, None, "%")),
    ("Tỷ lệ hồ sơ trễ hạn không quá 3%", ("<=", 3, None, "%")),
    ("Tỷ lệ hộ nghèo dưới 2,5%", ("<", 2.5, None, "%")),
    ("Giảm 15% so với mức trung bình năm 2024", ("decrease", 15, None, "%")),
    ("Tăng ít nhất 02 bậc so với năm 2024", ("increase", 2, None, "bậc")),
    ("Tăng từ 2- 4 bậc", ("increase", 2, 4, "bậc")),
    ("Chỉ số PAPI tăng 1,25 điểm", ("increase", 1.25, None, "điểm")),
    ("Nằm trong nhóm 10 cơ quan, đơn vị dẫn đầu", ("rank<=", 10, None, "hạng")),
    ("Thuộc nhóm 20/63 địa phương dẫn đầu", ("rank<=", 20, None, "hạng")),
    ("Phấn đấu vào top 15", ("rank<=", 15, None, "hạng")),
    ("Phấn đấu xếp thứ 10 - 15/63", ("rank<=", 10, 15, "hạng")),
    ("100% thủ tục hành chính được công khai", ("=", 100, None, "%")),
    ("Đạt 80 - 90% kế hoạch", ("between", 80, 90, "%")),
    ("Có ≥ 40% hợp tác xã dùng hóa đơn điện tử", (">=", 40, None, "%")),
    ("Số hóa trên 1.500 hồ sơ", (">", 1500, None, "hồ sơ")),
    ("Xây dựng 01-02 mô hình", ("between", 1, 2, "mô hình")),
    ("Giảm tỷ lệ hộ cận nghèo bình quân 1 - 1,5%/năm", ("decrease", 1, 1.5, "%")),
    ("Cắt giảm, đơn giản hóa ít nhất 25% thời gian xử lý", ("decrease", 25, None, "%")),
    ("Tăng năng suất vườn cây bình quân trên 6%/năm", ("increase", 6, None, "%")),
    ("Tăng tỷ lệ nộp trực tuyến đạt 70%", ("=", 70, None, "%")),
    ("Nâng tỷ lệ hài lòng từ 82% năm 2024 lên 91% năm 2025", ("=", 91, None, "%")),
    ("Tỷ lệ hài lòng năm 2024 đạt 82%, năm 2025 phấn đấu đạt 91%", ("=", 91, None, "%")),
    ("Phấn đấu trồng mới 1,5 triệu cây", ("=", 1.5, None, "triệu cây")),
    ("Sản lượng cá đạt 45 nghìn tấn", ("=", 45, None, "nghìn tấn")),
    ("Giảm tỷ lệ thất nghiệp xuống còn 2%", ("=", 2, None, "%")),
]

NO_TARGETS = [
    "Năm 2024 đạt 83,5% kế hoạch",
    "Các xã đã giải quyết 98% hồ sơ",
    "Pha dung dịch Chlorine 70% để khử khuẩn",
    "Quyết định số 15/2025/QĐ-UBND ngày 20/11/2025",
    "Kết nối 11 cơ sở dữ liệu quốc gia",
    "Hoàn thành trước ngày 30/6/2025",
    "Theo khoản 2 Điều 15 Luật Đất đai",
]


@pytest.mark.parametrize(("text", "expected"), TARGETS)
def test_a_target_gives_comparison_value_and_unit(text: str, expected: tuple[object, ...]) -> None:
    (match,) = find_targets(text, CONTEXT)
    target = match.target
    assert (target.op, target.value, target.value_max, target.unit) == expected


@pytest.mark.parametrize("text", NO_TARGETS)
def test_results_citations_and_counts_are_no_targets(text: str) -> None:
    assert find_targets(text, CONTEXT) == []


def test_a_target_takes_the_limit_and_the_index_of_its_clause() -> None:
    (match,) = find_targets("Đến hết năm 2027: Chỉ số SIPAS đạt trên 90%", CONTEXT)
    assert match.target.deadline is not None and match.target.deadline.due == "2027-12-31"
    assert match.target.indicator_id == "SIPAS"


def test_what_it_is_compared_with_is_the_baseline() -> None:
    (match,) = find_targets("Giảm 15% số vụ cháy so với năm 2024", CONTEXT)
    assert match.target.baseline == {"year": 2024, "value": None}
    assert match.target.metric == "số vụ cháy"


@pytest.mark.parametrize(
    ("text", "value"),
    [("53.290.297", 53290297), ("59,83", 59.83), ("59.83", 59.83), ("05", 5), ("1.234,5", 1234.5)],
)
def test_numbers_are_read_as_plans_write_them(text: str, value: float) -> None:
    assert parse_number(text) == value


@given(st.text(alphabet="0123456789.,%/- ≥tăngđạtừ", max_size=40) | st.text(max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_targets_and_spans_lie_inside(text: str) -> None:
    for match in find_targets(text, CONTEXT):
        assert 0 <= match.start < match.end <= len(text)


def test_money_that_is_granted_is_no_target() -> None:
    assert find_targets("Hỗ trợ kinh phí, tối đa 80 triệu đồng/hợp tác xã", CONTEXT) == []


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        ("Đến năm 2027, 60% và đến năm 2030, 90% trạm y tế có máy đo", ["2027-12-31", "2030-12-31"]),
        ("Trạm y tế có máy đo đạt 60% trong năm 2025, 90% trong năm 2026", ["2025-12-31", "2026-12-31"]),
    ],
)
def test_each_of_two_numbers_takes_its_own_limit(text: str, dues: list[str]) -> None:
    limits = [match.target.deadline for match in find_targets(text, CONTEXT)]
    assert [limit.due for limit in limits if limit] == dues


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("Tỷ lệ giải ngân vốn của xã đạt trên 95% kế hoạch", "Tỷ lệ giải ngân vốn của xã"),
        ("Chỉ số PAPI của tỉnh nằm trong nhóm 12 tỉnh dẫn đầu cả nước", "Chỉ số PAPI của tỉnh"),
        ("100% các xã có nhà văn hóa", "các xã có nhà văn hóa"),
    ],
)
def test_what_is_measured_is_named_before_the_number_or_behind_a_share(text: str, metric: str) -> None:
    (found,) = find_targets(text, CONTEXT)
    assert found.target.metric == metric


def test_where_a_change_begins_is_its_baseline() -> None:
    (found,) = find_targets("Nâng tỷ lệ hài lòng từ 82% năm 2024 lên 91% năm 2025", CONTEXT)
    assert found.target.baseline == {"year": 2024, "value": 82}


def test_digits_of_other_scripts_are_no_targets() -> None:
    assert find_targets("đạt \U00016130% và \U00016130.\U00016130 điểm", CONTEXT) == []


def test_values_of_several_years_share_what_the_first_measures() -> None:
    found = find_targets(
        "Tỷ lệ hộ có nước sạch năm 2026 đạt 80%, năm 2027 đạt 85% và năm 2028 đạt 90%.", CONTEXT
    )
    assert [(m.target.metric, m.target.value) for m in found] == [
        ("Tỷ lệ hộ có nước sạch", 80.0),
        ("Tỷ lệ hộ có nước sạch", 85.0),
        ("Tỷ lệ hộ có nước sạch", 90.0),
    ]
    assert [m.target.deadline and m.target.deadline.due for m in found] == [
        "2026-12-31",
        "2027-12-31",
        "2028-12-31",
    ]


def test_how_often_something_is_done_is_no_amount_to_reach() -> None:
    assert find_targets("Chủ tịch UBND xã tiếp dân (ít nhất 02 ngày/tháng) tại trụ sở.", CONTEXT) == []
    assert len(find_targets("Xây dựng ít nhất 02 mô hình/năm.", CONTEXT)) == 1


def test_counts_of_a_list_share_its_comparison() -> None:
    found = find_targets("Tổ chức tối thiểu 02 lớp tập huấn, 01 hội thi và 03 buổi tuyên truyền.", CONTEXT)
    assert [(m.target.op, m.target.value, m.target.unit) for m in found] == [
        (">=", 2.0, "lớp tập huấn"),
        (">=", 1.0, "hội thi"),
        (">=", 3.0, "buổi"),
    ]


def test_shares_of_a_list_each_measure_their_own() -> None:
    found = find_targets("Phấn đấu 100% trường học, 80% trạm y tế và 60% nhà văn hóa có Wi-Fi.", CONTEXT)
    assert [m.target.metric for m in found] == ["trường học", "trạm y tế", "nhà văn hóa có Wi-Fi"]


def test_where_something_is_measured_is_no_count_to_reach() -> None:
    (only,) = find_targets("Phấn đấu có trên 70% hộ dân ở 5 xã có nước sạch.", CONTEXT)
    assert only.target.value == 70.0


def test_the_year_before_a_counted_noun_is_no_target() -> None:
    found = find_targets("Phấn đấu năm 2025 chỉ số PAPI đạt từ 43 điểm trở lên", CONTEXT)
    assert [match.target.value for match in found] == [43]
