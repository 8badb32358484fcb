"""Running sentences: what is no time limit, and what is."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.extraction.deadlines import DateContext, find_deadlines, sentence_deadline

CONTEXT = DateContext(date(2025, 11, 20), 2025)

NO_LIMITS = [
    "Tiếp tục thực hiện Kế hoạch số 88/KH-UBND ngày 20/01/2026 của Ủy ban nhân dân tỉnh.",
    "Phấn đấu hoàn thành mục tiêu đến năm 2030 của Chương trình.",
    "Lưu trữ hồ sơ trong thời hạn 10 năm.",
    "Kết nối dữ liệu với Bộ Công an theo lộ trình.",
    "Thực hiện Quyết định số 412/QĐ-UBND ngày 29/12/2025 của Ủy ban nhân dân tỉnh.",
    "Triển khai Nghị quyết số 19-NQ/TW, ngày 28/3/2026 của Ban Chấp hành.",
    "Triển khai Luật Thanh tra ngày 25 tháng 6 năm 2026.",
    "Thực hiện Chương trình phát triển du lịch giai đoạn 2026-2030.",
    "Triển khai Kế hoạch cải cách hành chính năm 2026.",
    "Đẩy mạnh thực hiện Chiến lược dữ liệu quốc gia đến năm 2030.",
    "Cập nhật quy hoạch tỉnh thời kỳ 2021 - 2030, tầm nhìn đến năm 2050.",
    "Phấn đấu tăng 5% so với năm 2024.",
    "Năm 2024 đạt 83,5%.",
    "Chỉ số xếp thứ 20/63 tỉnh, thành phố.",
    "Trực 24/7 tại bộ phận một cửa.",
    "Tiêm chủng cho trẻ từ 06 tháng đến 36 tháng tuổi.",
    "Kịp thời, khẩn trương báo cáo cấp trên.",
    "Bố trí từ nguồn kinh phí được giao năm 2026.",
    "Lập dự toán ngân sách hằng năm theo quy định.",
    "Rút ngắn thời gian giải quyết thủ tục từ 15 ngày xuống 10 ngày làm việc.",
    "Giảm 03 ngày làm việc so với quy định.",
    "Thời hạn giải quyết hồ sơ không quá 05 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
    "Tổ chức kỷ niệm ngày thành lập Đảng 03/02/2026.",
    "Hưởng ứng Tháng hành động vì trẻ em năm 2026.",
    "Quyết định này có hiệu lực kể từ ngày ký.",
    "Quy định có hiệu lực từ ngày 01/01/2026.",
    "Triển khai Đề án 06, Chỉ thị số 32.",
    "Phấn đấu 1/3 số xã hoàn thành.",
    "Chi thường xuyên ngân sách nhà nước.",
    "Kỳ báo cáo tính từ ngày 15/12/2025 đến ngày 14/12/2026.",
    "Nâng cao chất lượng trung tâm giáo dục thường xuyên.",
    "Vay vốn tại ngân hàng năm nay.",
    "Sau khi tiếp nhận hồ sơ, kiểm tra tính hợp lệ.",
    "Tổng hợp nhu cầu của khách hàng tháng trước.",
    "Tiếp tục thực hiện mục tiêu của giai đoạn 2021 - 2025 và giai đoạn 2026 - 2030.",
    "Báo cáo kết quả năm 2025.",
    "Bầu cử đại biểu nhiệm kỳ 2026-2031.",
    "Thực hiện Kế hoạch 5 năm (2026 - 2030).",
    "Xử lý nghiêm khi phát hiện vi phạm.",
    "Các nhiệm vụ đã hoàn thành trong tháng 10/2025.",
    "Ngày 31/3, UBND tỉnh đã ban hành kế hoạch.",
    "Rà soát 12/15 xã, phường.",
    "Áp dụng mức thu tại khoản 2 Điều 5 Nghị định số 30/2025/NĐ-CP.",
    "Tăng cường kiểm tra định kỳ, đột xuất.",
    "Khám sức khỏe định kỳ cho người lao động.",
    "Thực hiện đúng thời hạn quy định.",
    "Gửi báo cáo theo quy định.",
    "Cập nhật dân số từ 15 tuổi trở lên trong 5 năm qua.",
    "Thực hiện Nghị quyết Đại hội nhiệm kỳ 2025 - 2030.",
    "Số điện thoại 0250.3.812.345 từ 8.6 đến 9.7.",
    "Đôn đốc các dự án đầu tư công năm 2025 và năm 2026.",
    "Giao chỉ tiêu hằng năm cho các đơn vị.",
    "Xây dựng kế hoạch hằng năm của Sở.",
    "Phát động phong trào thi đua giai đoạn 2026 - 2030.",
    "Báo cáo tình hình thực hiện quý IV/2025.",
    "Tổng kết công tác năm 2025, triển khai nhiệm vụ năm 2026.",
    "Trước khi trình Ủy ban nhân dân tỉnh, lấy ý kiến Sở Tư pháp.",
    "Các hộ có nhà xây dựng trước năm 2026.",
    "Thực hiện theo Công văn số 15/SNV-CCHC ngày 05/12.",
    "Ban hành kèm theo Kế hoạch số 99/KH-UBND ngày 05/12/2025.",
]

LIMITS = [
    ("Sở Nội vụ tham mưu ban hành Kế hoạch xong trước ngày 15/12/2025.", "date", "2025-12-15", "task"),
    (
        "Các đơn vị gửi báo cáo về Sở Tư pháp chậm nhất ngày 17 tháng 12 để tổng hợp.",
        "date",
        "2025-12-17",
        "task",
    ),
    ("Hoàn thành việc rà soát trong quý I/2026.", "quarter", "2026-03-31", "task"),
    ("Tổ chức hội nghị tổng kết vào tháng 12/2026.", "month", "2026-12-31", "task"),
    ("Rà soát danh mục; trình phê duyệt trước ngày 31/01/2026; công bố.", "date", "2026-01-31", "clause"),
    ("Trước ngày 15/12/2025, rà soát hồ sơ; cập nhật dữ liệu.", "date", "2025-12-15", "task"),
    ("Phấn đấu đến năm 2030, 100% xã đạt chuẩn.", "year", "2030-12-31", "task"),
    ("Tổ chức tuyên truyền từ ngày 01/12/2025 đến ngày 31/12/2025.", "period", "2025-12-31", "task"),
    ("Hoàn thành trong giai đoạn 2026 - 2027.", "period", "2027-12-31", "task"),
    ("Hoàn thành dứt điểm trước ngày 15/3.", "date", "2026-03-15", "task"),
    ("Hoàn thành chậm nhất trong quý II năm 2026.", "quarter", "2026-06-30", "task"),
    ("Ngày 15/12/2025: tổ chức lễ phát động.", "date", "2025-12-15", "task"),
    ("Thử nghiệm hệ thống tại ba xã (2026 - 2027).", "period", "2027-12-31", "task"),
    ("Thời gian hoàn thành: Quý I/2026.", "quarter", "2026-03-31", "task"),
    ("Năm 2026, tổ chức ít nhất 02 hội nghị đối thoại.", "year", "2026-12-31", "task"),
    ("Thực hiện thường xuyên việc kiểm tra.", "continuous", None, "task"),
    (
        "Trong thời hạn 10 ngày kể từ ngày nhận được Kế hoạch này, các xã xây dựng kế hoạch.",
        "relative",
        None,
        "task",
    ),
    ("Định kỳ tổng hợp kết quả, báo cáo UBND tỉnh.", "recurring", None, "task"),
    ("Kiểm tra các tuyến đê ngay khi bão tan.", "event", None, "task"),
]

RECURRING = [
    ("Báo cáo định kỳ hằng quý (trước ngày 20 của tháng cuối quý).", [("quarterly", "20")]),
    (
        "Định kỳ 6 tháng, năm báo cáo về Sở Nội vụ trước ngày 15/6 và 15/12.",
        [("half_yearly", "06-15"), ("yearly", "12-15")],
    ),
    ("Định kỳ hằng năm, tổng hợp báo cáo UBND tỉnh trước ngày 30/11.", [("yearly", "11-30")]),
    ("Hằng tháng, gửi báo cáo về Văn phòng trước ngày 25.", [("monthly", "25")]),
    ("Báo cáo qua Sở Nội vụ vào ngày 15 hằng tháng.", [("monthly", "15")]),
]


@pytest.mark.parametrize("sentence", NO_LIMITS)
def test_what_only_looks_like_a_limit_is_none(sentence: str) -> None:
    assert sentence_deadline(sentence, CONTEXT) is None
    assert find_deadlines(sentence, CONTEXT) == []


@pytest.mark.parametrize(("sentence", "kind", "due", "scope"), LIMITS)
def test_a_sentence_bears_its_limit(sentence: str, kind: str, due: str | None, scope: str) -> None:
    found = sentence_deadline(sentence, CONTEXT)
    assert found is not None
    assert (found.kind, found.due, found.scope) == (kind, due, scope)


@pytest.mark.parametrize(("sentence", "expected"), RECURRING)
def test_a_frequency_finds_its_day_across_the_sentence(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    found = sentence_deadline(sentence, CONTEXT)
    assert found is not None
    assert [(part.frequency, part.day_rule) for part in found.parts or (found,)] == expected


def test_two_limits_of_one_sentence_are_a_multi() -> None:
    text = "Hoàn thành trước 30/6/2026 đối với cấp tỉnh, trước 30/9/2026 đối với cấp xã."
    found = sentence_deadline(text, CONTEXT)
    assert found is not None and found.kind == "multi" and found.due is None
    assert [part.due for part in found.parts or ()] == ["2026-06-30", "2026-09-30"]


def test_a_match_stands_where_its_surface_stands() -> None:
    text = "Rà soát, gửi Sở Y tế trước ngày 31 tháng 3 năm 2026 để tổng hợp."
    (match,) = find_deadlines(text, CONTEXT)
    assert text[match.start : match.end] == match.deadline.surface == "trước ngày 31 tháng 3 năm 2026"


def test_tone_marks_and_case_may_stand_either_way() -> None:
    for text in ("ĐỊNH KỲ HẰNG QUÝ BÁO CÁO UBND TỈNH", "Ðịnh kỳ hàng quý báo cáo".replace("Ð", "Đ")):
        found = sentence_deadline(text, CONTEXT)
        assert found is not None and found.frequency == "quarterly"


@pytest.mark.parametrize(
    "sentence",
    [
        "Chi trả trợ cấp hằng tháng cho đối tượng bảo trợ.",
        "Tổ chức khám sức khỏe định kỳ hằng năm cho người cao tuổi.",
        "Đánh giá, xếp loại công chức hằng năm theo quy định.",
        "Kỳ báo cáo năm được tính bắt đầu từ ngày 01/10 năm trước đến ngày 30/9 năm sau.",
        "Quyết định này có hiệu lực kể từ ngày ký.",
    ],
)
def test_what_comes_round_in_a_name_or_counts_a_window_is_no_limit(sentence: str) -> None:
    assert sentence_deadline(sentence, CONTEXT) is None


def test_a_report_may_end_with_its_beat() -> None:
    found = sentence_deadline("Báo cáo kết quả thực hiện hằng quý.", CONTEXT)
    assert found is not None
    assert (found.kind, found.frequency, found.due) == ("recurring", "quarterly", None)


def test_each_clause_may_begin_with_its_quarter() -> None:
    found = sentence_deadline("Trong quý I/2026 rà soát; quý II/2026 trình ban hành.", CONTEXT)
    assert found is not None
    assert [str(part.due) for part in found.parts] == ["2026-03-31", "2026-06-30"]


def test_the_same_beat_said_twice_is_one() -> None:
    sentence = "Hằng năm xây dựng kế hoạch kiểm tra; hằng năm tổ chức diễn tập."
    found = sentence_deadline(sentence, CONTEXT)
    assert found is not None and found.kind == "recurring"
