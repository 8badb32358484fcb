"""Which sentences order something; each row failed on a text not tuned for."""

from __future__ import annotations

import pytest

from pipeline.extraction.orders import begins_with_order, is_cross_reference, weight


@pytest.mark.parametrize(
    "text",
    [
        "(Phân công cụ thể tại Phụ lục kèm theo Kế hoạch này).",
        "(Chi tiết tại Phụ lục II kèm theo)",
        "Phân công nhiệm vụ cụ thể tại Phụ lục I kèm theo.",
    ],
)
def test_what_only_points_to_an_appendix_orders_nothing(text: str) -> None:
    assert is_cross_reference(text)
    assert weight(text, "tasks", described=False) == 0.0


def test_the_closing_is_known_though_it_begins_otherwise() -> None:
    closing = "Quá trình triển khai, nếu phát sinh vướng mắc, các đơn vị phản ánh về Sở Nội vụ."
    assert weight(closing, "organisation", described=False) == 0.0


def test_an_order_behind_an_introduction_is_an_order() -> None:
    assert begins_with_order("Đối với các xã biên giới, chỉ đạo Đồn Biên phòng tăng cường tuần tra.")
    assert not begins_with_order("Trong những năm gần đây, nhiều mô hình mới.")


def test_a_last_paragraph_that_only_urges_all_orders_nothing() -> None:
    closing = "Căn cứ Kế hoạch này, các cơ quan, đơn vị khẩn trương triển khai thực hiện./."
    task = "Căn cứ Kế hoạch này, các sở, ngành xây dựng kế hoạch của đơn vị trước ngày 15/3/2026."
    assert weight(closing, "organisation", described=False) == 0.0
    assert weight(task, "organisation", described=False) > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "(Lịch có thể thay đổi theo chỉ đạo của Giám đốc Sở).",
        "Phần II: Thông tin về gia đình.",
        "Mẫu 3: Danh sách học sinh.",
        "Nhiệt liệt chào mừng Ngày hội trồng cây!",
        "Buổi sáng (từ 7 giờ) – Tập trung dưới sân cờ",
        "Việc phân công được thực hiện rõ ràng, bảo đảm tiến độ.",
        "Thực hiện theo lộ trình tại phần (II) của Kế hoạch này.",
        "Sở Nông nghiệp thông báo để các Hạt, Trạm được biết và triển khai thực hiện",
    ],
)
def test_remarks_parts_of_forms_and_last_words_order_nothing(text: str) -> None:
    assert weight(text, "organisation", described=False) == 0.0


def test_what_a_decision_approves_is_no_task() -> None:
    text = "Phê duyệt Kế hoạch trồng rừng đến năm 2027 với những nội dung chủ yếu sau đây:"
    assert weight(text, "other", described=False) == 0.0
    assert weight("Phê duyệt Kế hoạch trồng rừng của các xã.", "tasks", described=False) > 0.5
    told = "Ban Tổ chức Lễ được thành lập theo Quyết định số 10/QĐ-UBND, đồng chí Lê A làm Trưởng ban."
    assert weight(told, "tasks", described=False) == 0.0
    acts = "Tổ công tác được thành lập theo Quyết định số 12/QĐ-UBND có trách nhiệm kiểm tra các xã."
    assert weight(acts, "tasks", described=False) > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Trưởng ban: Chủ tịch UBND xã kiểm tra, đôn đốc các thôn trước ngày 30/6/2026.",
        "Thư ký: Công chức Văn phòng tổng hợp, báo cáo hằng tuần.",
        "Phê duyệt phương án cứu nạn gồm các nội dung: lực lượng, phương tiện",
    ],
)
def test_what_members_of_a_body_do_is_an_order(text: str) -> None:
    assert weight(text, "tasks", described=False) > 0.5


def test_a_part_that_begins_with_a_verb_may_order() -> None:
    assert weight("Mục 1: Tổ chức thu gom rác.", "organisation", described=False) > 0.5
