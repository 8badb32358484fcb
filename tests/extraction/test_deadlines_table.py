"""One row at least for each of the 68 groups of forms that time limits have, in own wordings."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.document import Deadline
from pipeline.extraction.deadlines import DateContext, parse_deadline, sentence_deadline

CONTEXT = DateContext(date(2025, 5, 20), 2025)

# group, surface, expected values ("a|b" for the parts of a multi)
TRAILERS = [
    (1, "ngày 09/11/2025", "date on 2025-11-09"),
    (1, "09/11/2025", "date on 2025-11-09"),
    (2, "trước ngày 25/11/2025", "date before 2025-11-25"),
    (3, "Trước ngày 30 tháng 9 năm 2026", "date before 2026-09-30"),
    (4, "hoàn thành trước 30/10/2025", "date before 2025-10-30"),
    (4, "xong trước ngày 15/01/2026", "date before 2026-01-15"),
    (5, "chậm nhất ngày 19 tháng 12", "date by 2025-12-19"),
    (6, "chậm nhất là ngày 22/6/2025", "date by 2025-06-22"),
    (6, "không muộn hơn ngày 22/6/2025", "date by 2025-06-22"),
    (7, "đến ngày 28/6/2025", "date by 2025-06-28"),
    (7, "đến hết ngày 30/11/2025", "date by 2025-11-30"),
    (8, "hạn chót ngày 04/7/2025", "date by 2025-07-04"),
    (8, "thời hạn gửi báo cáo: 12/12", "date by 2025-12-12"),
    (9, "trước ngày 18/12", "date before 2025-12-18"),
    (10, "Ngày 30/8", "date on 2025-08-30"),
    (11, "16-6-2025", "date on 2025-06-16"),
    (11, "16.6.2025", "date on 2025-06-16"),
    (12, "từ 01/8/2025", "period after 2025-08-01.."),
    (12, "kể từ ngày 01 tháng 8 năm 2025", "period after 2025-08-01.."),
    (13, "trước 16 giờ 30 ngày 21/11/2025", "date before 2025-11-21"),
    (13, "15h00 ngày 21/11/2025", "date on 2025-11-21"),
    (13, "trước 18h00’ hằng ngày", "recurring before daily"),
    (14, "trước ngày 25 tháng 01 của năm tiếp theo", "recurring before yearly 01-25"),
    (15, "thứ Sáu ngày 21/11/2025", "date on 2025-11-21"),
    (16, "tháng 7/2025", "month on 2025-07-31"),
    (16, "tháng 02 năm 2026", "month on 2026-02-28"),
    (17, "xong trong tháng 11/2025", "month on 2025-11-30"),
    (18, "trước tháng 8/2025", "month before 2025-07-31"),
    (19, "Tháng 10 - 11/2025", "period - 2025-10-01..2025-11-30"),
    (19, "tháng 8, 9/2025", "period - 2025-08-01..2025-09-30"),
    (19, "từ tháng 6 đến tháng 8/2025", "period - 2025-06-01..2025-08-31"),
    (20, "cuối tháng 9", "month on 2025-09-30"),
    (21, "Quý III/2025", "quarter on 2025-09-30"),
    (21, "Quý 3/2025", "quarter on 2025-09-30"),
    (21, "Quý 11/2025", "quarter on 2025-06-30"),
    (21, "Quý 111/2025", "quarter on 2025-09-30"),
    (21, "quý III năm 2025", "quarter on 2025-09-30"),
    (21, "Q3/2025", "quarter on 2025-09-30"),
    (21, "Quí III-2025", "quarter on 2025-09-30"),
    (22, "trong quý I năm 2026", "quarter on 2026-03-31"),
    (22, "trước quý IV", "quarter before 2025-09-30"),
    (22, "hết quý III", "quarter by 2025-09-30"),
    (23, "Quý III/2025- Quý I/2026", "period - 2025-07-01..2026-03-31"),
    (23, "Quý III, IV/2025", "period - 2025-07-01..2025-12-31"),
    (23, "Quý III-IV/2025", "period - 2025-07-01..2025-12-31"),
    (24, "6 tháng đầu năm 2026", "half_year on 2026-06-30"),
    (24, "nửa đầu năm", "half_year on 2025-06-30"),
    (24, "6 tháng cuối năm", "half_year on 2025-12-31"),
    (25, "9 tháng đầu năm", "period - 2025-01-01..2025-09-30"),
    (26, "năm 2026", "year on 2026-12-31"),
    (26, "Hoàn thành trong năm 2026", "year on 2026-12-31"),
    (27, "đến hết năm 2028", "year by 2028-12-31"),
    (27, "cuối năm 2025", "year by 2025-12-31"),
    (28, "trước năm 2028", "year before 2027-12-31"),
    (29, "đến năm 2030", "year by 2030-12-31"),
    (31, "năm học 2025-2026", "period - 2025-09-01..2026-05-31"),
    (32, "từ ngày 05/01/2026 đến ngày 25/3/2026", "period - 2026-01-05..2026-03-25"),
    (33, "từ ngày 03 đến ngày 07 tháng 11 năm 2025", "period - 2025-11-03..2025-11-07"),
    (33, "từ ngày 15/12 đến ngày 15/01/2026", "period - 2025-12-15..2026-01-15"),
    (34, "Từ tháng 4 đến tháng 10 hằng năm", "recurring - yearly 10-31"),
    (34, "06 tháng (từ tháng 6 đến tháng 11)", "period - 2025-06-01..2025-11-30"),
    (35, "2026 - 2028", "period - 2026-01-01..2028-12-31"),
    (35, "Năm 2026-2028", "period - 2026-01-01..2028-12-31"),
    (35, "Giai đoạn 2026–2030", "period - 2026-01-01..2030-12-31"),
    (36, "Giai đoạn 2026-2028 và những năm tiếp theo", "period - 2026-01-01.."),
    (36, "Năm 2026 và các năm tiếp theo", "period - 2026-01-01.."),
    (36, "Quý III năm 2025 và các năm tiếp theo", "period - 2025-07-01.."),
    (37, "Từ nay đến hết năm 2025", "period - 2025-05-20..2025-12-31"),
    (38, "Từ tháng 9/2025 đến khi kết thúc đợt rà soát", "period after 2025-09-01.."),
    (39, "trong nhiệm kỳ 2025-2030", "period - 2025-01-01..2030-12-31"),
    (40, "10 ngày làm việc (từ ngày 02/6/2025 đến ngày 13/6/2025)", "period - 2025-06-02..2025-06-13"),
    (41, "mỗi ngày", "recurring - daily"),
    (41, "02 lần/ngày (trước 8h00’ và 15h00’)", "recurring - daily"),
    (42, "hằng tuần", "recurring - weekly"),
    (42, "thứ Ba hằng tuần", "recurring on weekly TU"),
    (42, "trước 14h thứ Năm hàng tuần", "recurring before weekly TH"),
    (43, "Hàng tháng", "recurring - monthly"),
    (43, "trước ngày 18 hằng tháng", "recurring before monthly 18"),
    (44, "định kỳ hằng quý", "recurring - quarterly"),
    (44, "trước ngày 07 của tháng đầu quý sau", "recurring before quarterly 07"),
    (45, "Định kỳ 06 tháng", "recurring - half_yearly"),
    (45, "6 tháng một lần", "recurring - half_yearly"),
    (45, "2 lần/năm", "recurring - half_yearly"),
    (45, "định kỳ 6 tháng, năm", "recurring - half_yearly|recurring - yearly"),
    (
        46,
        "6 tháng (trước ngày 12/6), tổng kết năm (trước ngày 22/11 hàng năm)",
        "recurring before half_yearly 06-12|recurring before yearly 11-22",
    ),
    (47, "Hằng năm", "recurring - yearly"),
    (47, "thường niên", "recurring - yearly"),
    (48, "trước ngày 20/11 hằng năm", "recurring before yearly 11-20"),
    (48, "Hàng năm, trước ngày 22 tháng 12", "recurring before yearly 12-22"),
    (48, "hằng năm (trước ngày 20 tháng 11)", "recurring before yearly 11-20"),
    (49, "định kỳ trước ngày 05/6 và 10/11 hằng năm", "recurring before yearly 06-05,11-10"),
    (50, "Tháng 11 hằng năm", "recurring on yearly 11-30"),
    (50, "quý I hằng năm", "recurring on yearly 03-31"),
    (51, "Thường xuyên, liên tục", "continuous -"),
    (51, "Thường xuyên, hằng năm", "continuous -"),
    (52, "Thường xuyên, định kỳ hằng quý báo cáo", "continuous -|recurring - quarterly"),
    (53, "định kỳ", "recurring -"),
    (53, "theo chế độ báo cáo", "recurring -"),
    (54, "03 năm/lần", "recurring - P3Y"),
    (54, "5 năm một lần", "recurring - P5Y"),
    (56, "trong thời hạn 15 ngày kể từ ngày nhận Kế hoạch này", "relative by P15D receipt"),
    (57, "sau 10 ngày kể từ ngày ban hành", "relative after P10D issue 2025-05-30"),
    (58, "chậm nhất 07 ngày làm việc kể từ ngày nhận được công văn", "relative by P7D receipt working"),
    (59, "trong vòng 48 giờ", "relative by PT48H"),
    (59, "sau 72 giờ", "relative after PT72H"),
    (59, "trong 02 ngày làm việc", "relative by P2D working"),
    (60, "20 ngày trước khi khai mạc", "relative before P20D khai mạc"),
    (61, "trước 30 ngày đến hạn", "relative before P30D đến hạn"),
    (61, "trước kỳ họp cuối năm", "event before trước kỳ họp cuối năm"),
    (62, "khi có yêu cầu", "event - khi có yêu cầu"),
    (62, "đột xuất theo yêu cầu", "event - theo yêu cầu"),
    (63, "ngay sau khi Kế hoạch được ban hành", "event after Kế hoạch được ban hành"),
    (64, "Sau khi Luật sửa đổi được thông qua", "event after Luật sửa đổi được thông qua"),
    (65, "khi cần thiết", "event - khi cần thiết"),
    (66, "Theo Kế hoạch riêng", "schedule - Kế hoạch riêng"),
    (66, "theo lộ trình của Bộ, ngành", "schedule - lộ trình của Bộ, ngành"),
    (67, "theo quy định", "none"),
    (67, "kịp thời", "none"),
    (68, "đến khi có văn bản thay thế", "event by có văn bản thay thế"),
    ("3.7", "trước ngày 10/6 (6 tháng) và 10/12 (năm)",
     "recurring before half_yearly 06-10|recurring before yearly 12-10"),
    ("3.7", "Hoàn thành trong giai đoạn 2026 - 2027 và vận hành thường xuyên",
     "period - 2026-01-01..2027-12-31|continuous -"),
    (30, "Đến năm 2030, tầm nhìn 2045", "year by 2030-12-31"),
    (43, "ngày 10 và 25 hằng tháng", "recurring on monthly 10,25"),
    (48, "31/12 hằng năm", "recurring on yearly 12-31"),
    ("3.9", "Trong năm", "year on 2025-12-31"),
    (16, "Tuần 3 tháng 11/2025", "month on 2025-11-30"),
    ("invalid", "31/02/2025", "none"),
    ("invalid", "tháng 13/2025", "none"),
    ("invalid", "33/2025", "none"),
    ("invalid", "ngày 31 tháng 13 năm 2025", "none"),
    ("invalid", "ngày 29/02/2025", "none"),
    ("invalid", "24/7", "none"),
    ("invalid", "20/63", "none"),
    ("ocr", "Quí IV – 2025", "quarter on 2025-12-31"),
    ("ocr", "trước ngày 25 / 11 / 2025", "date before 2025-11-25"),
    ("ocr", "3O/11/2025", "none"),
]  # fmt: skip


def shown(deadline: Deadline | None) -> str:
    if deadline is None:
        return "none"
    if deadline.kind == "multi":
        return "|".join(shown(part) for part in deadline.parts or ())
    words = [deadline.kind, deadline.op or "-"]
    if deadline.kind == "period":
        words.append(f"{deadline.start or ''}..{deadline.end or ''}")
        assert deadline.due == deadline.end
        return " ".join(words)
    words += [deadline.frequency, deadline.offset, deadline.day_rule, deadline.anchor, deadline.due]  # type: ignore[list-item]
    words.append("working" if deadline.working_days else "")
    return " ".join(word for word in words if word)


@pytest.mark.parametrize(("group", "surface", "expected"), TRAILERS)
def test_a_trailer_of_every_group_gives_its_normal_form(group: object, surface: str, expected: str) -> None:
    found = parse_deadline(surface, CONTEXT)
    assert shown(found) == expected
    assert found is None or found.surface == surface


def test_an_implied_year_says_that_it_is_the_documents() -> None:
    found = parse_deadline("trước ngày 18/12", CONTEXT)
    assert found is not None and found.year_source == "document" and found.precision == "day"


def test_a_day_before_the_issue_falls_into_the_next_year() -> None:
    found = parse_deadline("trước ngày 15/3", DateContext(date(2025, 11, 20), 2025))
    assert found is not None and found.due == "2026-03-15"


def test_a_recurring_day_never_has_a_due_day() -> None:
    found = parse_deadline("trước ngày 15/3 hằng năm", CONTEXT)
    assert found is not None and found.due is None and found.year_source is None


def test_without_any_year_there_is_no_due_day() -> None:
    found = parse_deadline("trước ngày 15/3", DateContext())
    assert found is not None and found.due is None and found.op == "before"


def test_points_in_time_leave_start_and_end_null() -> None:
    for surface in ("Quý II/2026", "tháng 6/2026", "năm 2026", "6 tháng đầu năm 2026"):
        found = parse_deadline(surface, CONTEXT)
        assert found is not None and found.start is None and found.end is None


def test_a_multi_leaves_its_outer_values_null() -> None:
    text = "Các đơn vị báo cáo định kỳ trước ngày 05/6 và 10/11 hằng năm (hoặc đột xuất khi có yêu cầu)."
    found = sentence_deadline(text, CONTEXT)
    assert (
        shown(found) == "recurring before yearly 06-05|recurring before yearly 11-10|event - khi có yêu cầu"
    )
    assert found is not None and found.due is None and found.op is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Tháng 4, 7, 10/2026", "month on 2026-04-30|month on 2026-07-31|month on 2026-10-31"),
        ("Từ khi ban hành Kế hoạch đến hết năm 2026", "period - 2025-05-20..2026-12-31"),
        ("Kể từ ngày ký ban hành Kế hoạch đến 30/11/2025", "period - 2025-05-20..2025-11-30"),
        ("20 ngày trước kỳ họp", "relative before P20D kỳ họp"),
        ("Trong thời gian 20 ngày kể từ ngày ký ban hành Kế hoạch", "relative by P20D issue 2025-06-09"),
        ("Trong thời hạn 15 (mười lăm) ngày", "relative by P15D"),
        ("Định kỳ từ ngày 02 đến ngày 06 hằng tháng", "recurring - monthly 06"),
        ("T8/2026 - T11/2026", "period - 2026-08-01..2026-11-30"),
        ("T8-T11/2026", "period - 2026-08-01..2026-11-30"),
        ("2026÷2029", "period - 2026-01-01..2029-12-31"),
        ("20 ngày làm việc", "relative by P20D working"),
        ("Trình kỳ họp giữa năm 2026", "event - kỳ họp giữa năm 2026"),
        ("6 tháng: trước ngày 12/6; năm: trước ngày 12/12",
         "recurring before half_yearly 06-12|recurring before yearly 12-12"),
        ("Quý HI năm 2026", "quarter on 2026-09-30"),
        ("Quý IÏ năm 2026", "quarter on 2026-06-30"),
        ("quý lV/2026", "quarter on 2026-12-31"),
        ("Quý xq năm 2026", "none"),
        ("trước ngày 12/11 hằng", "recurring before yearly 11-12"),
        ("Quý III, 2026", "quarter on 2026-09-30"),
        ("Ngày 18 của tháng cuối mỗi quý", "recurring on quarterly 18"),
        ("Trước ngày 10/11 hàng năm (từ năm 2027)", "recurring before yearly 11-10"),
        ("Hằng quý, bắt đầu từ năm 2026", "recurring - quarterly"),
        ("Trung tuần tháng 8.2025", "month on 2025-08-31"),
        ("Dịp Tết Nguyên đán 2026", "event - Dịp Tết Nguyên đán 2026"),
        ("Trước ngày 12/3, 12/6, 12/9, 12/12", "recurring before yearly 03-12,06-12,09-12,12-12"),
        ("Định kỳ 6 tháng (trước ngày 12/7), hằng năm (trước ngày 18 tháng 1 năm sau)",
         "recurring before half_yearly 07-12|recurring before yearly 01-18"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_its_office_means_it(cell: str, expected: str) -> None:
    assert shown(parse_deadline(cell, CONTEXT)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Thanh toán 100% vốn nông thôn năm 2025 đến hết ngày 31/01/2026.", "date by 2026-01-31"),
        ("Báo cáo định kỳ 6 tháng trước ngày 12/6, năm trước ngày 12/12.",
         "recurring before half_yearly 06-12|recurring before yearly 12-12"),
        ("Gửi bảng chấm điểm về Sở chậm nhất ngày 12/12 của năm đánh giá.", "recurring by yearly 12-12"),
        ("Dời kho thuốc về trụ sở mới, hoàn thành trước thời điểm bàn giao.",
         "event before trước thời điểm bàn giao"),
        ("Công bố danh mục kho lưu trữ (28/8/2025).", "date on 2025-08-28"),
        ("Phường Tràng tổ chức hội chợ nông sản quý IV năm 2025.", "quarter on 2025-12-31"),
        ("Tổ chức diễn tập cứu hộ cấp xã tháng 9/2025.", "month on 2025-09-30"),
        ("Hoàn thành các việc đã giao cho xã trước ngày 28/6/2025.", "date before 2025-06-28"),
        ("Sổ gốc phải được cấp trước ngày 28/6/2025.", "date before 2025-06-28"),
        ("Báo cáo kết quả nhiệm vụ được giao trước ngày 12/12/2025.", "date before 2025-12-12"),
        ("Tổng hợp các việc đã giao trước ngày 12/12/2025.", "date before 2025-12-12"),
        ("Bồi thường, giải phóng mặt bằng trước 28/8/2025.", "date before 2025-08-28"),
        ("Mua trang thiết bị cho trạm xá trong quý III/2025.", "quarter on 2025-09-30"),
        ("Chuẩn bị hội trại trong tháng 8/2025.", "month on 2025-08-31"),
        ("Trang bị máy tính cho thôn trong tháng 8/2025.", "month on 2025-08-31"),
        ("Lập kế hoạch chi tiết trong tháng 8/2025.", "month on 2025-08-31"),
        ("Chi cục Thủy lợi nạo vét mương trong tháng 8/2025.", "month on 2025-08-31"),
        ("Chi trả tiền công từ ngày 05/8/2025 đến ngày 09/8/2025.", "period - 2025-08-05..2025-08-09"),
        ("Phân bổ kinh phí cho các thôn trong quý III/2025.", "quarter on 2025-09-30"),
        ("Tăng cường rà soát, xử lý dứt điểm trong thời hạn 12 ngày.", "relative by P12D"),
        ("Nhập số liệu trong tháng 8/2025.", "month on 2025-08-31"),
        ("Gỡ vướng cho các dự án đang dừng trong quý III/2025.", "quarter on 2025-09-30"),
        ("Công khai bản vẽ đã duyệt trong tháng 8/2025.", "month on 2025-08-31"),
        ("Bố trí đủ giáo viên trong năm học 2026-2027.", "period - 2026-09-01..2027-05-31"),
        ("Giám sát việc xả thải thường xuyên, liên tục.", "continuous -"),
        ("Thành lập tổ công tác thôn trước ngày 28/8/2025.", "date before 2025-08-28"),
        ("Treo cờ hưởng ứng tuần lễ nước sạch, hoàn thành trước ngày 28/8/2025.", "date before 2025-08-28"),
        ("Dự kiến mở hội trại vào tuần đầu tháng 8/2025.", "month on 2025-08-31"),
        ("Các tổ đăng ký việc trước ngày 24 của tháng trước.", "recurring before monthly 24"),
        ("Chốt sổ vào ngày 24 của tháng báo cáo.", "recurring on monthly 24"),
        ("Mở 04 lớp dạy bơi trong các tháng 6, 7, 8/2025.", "period - 2025-06-01..2025-08-31"),
        ("Tiêm phòng cho đàn dê 02 đợt/năm.", "recurring - half_yearly"),
        ("Trả lời không quá 04 ngày làm việc kể từ ngày nhận đủ đơn và hoàn thành trước ngày 20/9 hằng năm.",
         "relative by P4D receipt working|recurring before yearly 09-20"),
        ("Nâng cấp trạm bơm, đưa vào sử dụng trước ngày 28/9/2025.", "date before 2025-09-28"),
        ("Dạy nghề cho 300 người trong giai đoạn 2026 - 2029, mỗi năm 75 người.",
         "period - 2026-01-01..2029-12-31"),
    ],
)  # fmt: skip
def test_a_sentence_is_read_as_its_office_means_it(sentence: str, expected: str) -> None:
    assert shown(sentence_deadline(sentence, CONTEXT)) == expected
