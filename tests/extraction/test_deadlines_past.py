"""What a sentence says of the past, of permits and of years that it does not name is no time limit."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.extraction.deadlines import DateContext, sentence_deadline

CONTEXT = DateContext(date(2025, 5, 20), 2025)


@pytest.mark.parametrize(
    "sentence",
    [
        "Lập danh sách du kích tham gia từ tháng 8 năm 1952 đến ngày 20 tháng 5 năm 1968.",
        "Xét hồ sơ nhà ở có trước ngày 12/10/1984.",
        "Rà soát các khoản nợ phát sinh trước ngày 01/7/2026.",
        "Chỉnh lý tài liệu hình thành từ trước ngày 30/6/2025 của huyện cũ.",
        "Bồi dưỡng cho công chức đã được điều về xã trước ngày 01/7/2025.",
        "Thu hồi giấy phép được cấp trước ngày 01/7/2025.",
        "Công trình đã được cấp giấy phép xây dựng trước ngày 01/7/2025.",
        "Dân số xã tăng sau 20 năm từ năm 2003.",
        "Trước ngày 20 tháng 8 năm thứ ba của kế hoạch trung hạn, Sở lập danh mục.",
        "Rà soát bảng giá trước ngày 12 tháng 9 của năm cuối kỳ.",
        "Giấy chứng nhận có thời hạn 03 năm kể từ ngày cấp.",
        "Nghiên cứu mức trợ cấp áp dụng từ ngày 01/01/2026.",
        "Dạy kỹ năng cho học sinh trong đời sống hằng ngày.",
        "Phần mềm nhắc việc trước 02 ngày đến hạn cho người xử lý.",
        "Nêu các ngày hội lớn trong năm 2026 của bản.",
        "Nhân rộng kết quả đạt được trong năm 2025.",
        "Quản lý người hưởng trợ cấp hằng tháng.",
        "Cho vay thời hạn 48 tháng đối với hộ mới tách.",
        "Mở cửa kho nước 24/24 giờ trong ngày.",
        "Số liệu báo cáo được tính từ ngày 15/12/2025 đến ngày 14/6/2026.",
        "Chi trả lương hưu, trợ cấp tuất hằng tháng cho người hưởng.",
        "Kiểm định xe rơ moóc định kỳ theo quy định.",
        "Xét khen thưởng thường xuyên cho các tổ.",
    ],
)
def test_what_was_and_what_holds_is_no_limit(sentence: str) -> None:
    assert sentence_deadline(sentence, CONTEXT) is None
