"""Time limits that earlier rules took for a citation, a budget, or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.extraction.deadlines import DateContext, parse_deadline, sentence_deadline

CONTEXT = DateContext(date(2026, 1, 9), 2026)


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


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Trước 25 hằng tháng", "recurring", "25"),
        ("Q.III/2026", "quarter", "2026-09-30"),
        ("Trước Tết", "event", None),
    ],
)
def test_a_cell_with_an_odd_way_of_writing_is_read(text: str, kind: str, day: str | None) -> None:
    found = parse_deadline(text, CONTEXT)
    assert found is not None
    assert (found.kind, found.due or found.day_rule) == (kind, day)


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


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Báo cáo trước ngày 20 các tháng 3, 6, 9, 12.", "03-20,06-20,09-20,12-20"),
        ("Báo cáo vào ngày 05 của các tháng 4 và 10 hằng năm.", "04-05,10-05"),
    ],
)
def test_one_day_of_several_months_gives_a_day_in_each(text: str, rules: str) -> None:
    found = sentence_deadline(text, CONTEXT)
    assert found is not None and (found.kind, found.frequency, found.day_rule) == (
        "recurring",
        "yearly",
        rules,
    )


def test_one_day_of_several_months_of_a_year_gives_dates() -> None:
    found = sentence_deadline("Ngày 20 các tháng 6, 12 năm 2027 gửi số liệu về Sở.", CONTEXT)
    assert found is not None and [part.due for part in found.parts or ()] == ["2027-06-20", "2027-12-20"]


def test_what_somebody_signed_before_a_day_is_no_limit() -> None:
    assert (
        sentence_deadline("Rà soát các hợp đồng do Sở Tài chính ký kết trước ngày 01/7/2026.", CONTEXT)
        is None
    )
    own = sentence_deadline("Ký kết hợp đồng trước ngày 01/7/2026.", CONTEXT)
    assert own is not None and own.due == "2026-07-01"


def test_the_end_of_each_school_term_comes_round_twice_a_year() -> None:
    found = sentence_deadline("Tổ chuyên môn báo cáo định kỳ cuối mỗi học kỳ.", CONTEXT)
    assert found is not None and (found.kind, found.frequency) == ("recurring", "half_yearly")
    assert sentence_deadline("Áp dụng đối với đánh giá thường xuyên.", CONTEXT) is None


def test_a_period_that_goes_on_has_no_last_day() -> None:
    found = parse_deadline("Từ năm 2026 đến năm 2030 và tiếp theo", CONTEXT)
    assert found is not None and (found.start, found.end, found.due) == ("2026-01-01", None, None)


@pytest.mark.parametrize(
    ("text", "kind", "op", "day"),
    [
        ("Hoàn thiện hồ sơ hỗ trợ (thời hạn 15/10/2026).", "date", "by", "2026-10-15"),
        ("Báo cáo phương án (gửi Văn phòng trước hội nghị tổng kết).", "event", "before", None),
        ("Gửi danh sách về Sở trước 05 ngày tổ chức hội nghị.", "relative", "before", None),
    ],
)
def test_limits_in_brackets_and_before_meetings_are_read(
    text: str, kind: str, op: str, day: str | None
) -> None:
    found = sentence_deadline(text, CONTEXT)
    assert found is not None and (found.kind, found.op, found.due) == (kind, op, day)


@pytest.mark.parametrize(
    "text",
    [
        "Tuyên truyền nội dung của kỳ họp diễn ra vào tháng 11/2026; tổ chức giải trình.",
        "Quán triệt đến đảng viên trong sinh hoạt định kỳ tháng 6/2026.",
        "Lấy kết quả làm căn cứ xét thi đua, khen thưởng hằng năm.",
        "Xây dựng Đề án “Chăm sóc rừng sau khi được giao”.",
        "Lập danh mục các công trình, dự án đầu tư triển khai trong giai đoạn 2026-2030, phân loại theo xã.",
    ],
)
def test_when_something_else_takes_place_is_no_limit(text: str) -> None:
    assert sentence_deadline(text, CONTEXT) is None


def test_a_cell_may_name_the_kind_of_work_instead_of_a_day() -> None:
    found = parse_deadline("Nhiệm vụ thường xuyên", CONTEXT)
    assert found is not None and (found.kind, found.surface) == ("continuous", "Nhiệm vụ thường xuyên")


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Năm 2027: Trình ban hành Đề án.", "year", "2027-12-31"),
        ("Tháng 9/2026: Tổ chức lễ phát động.", "month", "2026-09-30"),
        ("Ngày 20/11/2026: Tổ chức mít tinh.", "date", "2026-11-20"),
    ],
)
def test_a_time_that_labels_the_sentence_is_its_limit(text: str, kind: str, day: str) -> None:
    found = sentence_deadline(text, CONTEXT)
    assert found is not None and (found.kind, found.due) == (kind, day)


def test_a_year_gone_by_labels_a_result_and_no_limit() -> None:
    assert sentence_deadline("Năm 2024: Trồng được 2.000 cây.", CONTEXT) is None


def test_a_remark_after_what_event_leaves_the_month_its_last_day() -> None:
    found = parse_deadline("Tháng 11/2026 (sau khi Hội cấp tỉnh ban hành hướng dẫn)", CONTEXT)
    assert found is not None and (found.kind, found.due) == ("month", "2026-11-30")


def test_a_report_may_wait_for_the_end_of_something() -> None:
    found = sentence_deadline("Báo cáo kết quả về Bộ khi kết thúc năm học.", CONTEXT)
    assert found is not None and (found.kind, found.surface) == ("event", "khi kết thúc năm học")
    assert sentence_deadline("Hướng dẫn học sinh khi kết thúc môn học.", CONTEXT) is None


def test_what_is_to_be_done_by_a_time_is_no_past_though_the_sentence_tells_some() -> None:
    text = "Thực thi phương án đã được phê duyệt theo lộ trình được giao hoàn thành trong năm 2026."
    found = sentence_deadline(text, CONTEXT)
    assert found is not None and found.due == "2026-12-31"
    assert sentence_deadline("Các xã đã hoàn thành trong năm 2025.", CONTEXT) is None


def test_a_cell_that_counts_from_events_is_kept_as_one() -> None:
    found = parse_deadline("Từ ngày lập Ban trồng cây đến ngày kết thúc mùa trồng.", CONTEXT)
    assert found is not None and (found.kind, found.due) == ("event", None)
    assert parse_deadline("Toàn tỉnh", CONTEXT) is None


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("Lập bảng giá thuê bến ngay sau khi Chính phủ công bố khung giá.",
         "ngay sau khi Chính phủ công bố khung giá", "event"),
        ("Cho học sinh ký cam kết giữ pháp luật vào đầu mỗi năm học.", "vào đầu mỗi năm học", "recurring"),
        ("Phổ biến pháp luật hằng quý.", "hằng quý", "recurring"),
    ],
)  # fmt: skip
def test_a_limit_beside_law_school_or_government_is_read(text: str, surface: str, kind: str) -> None:
    found = sentence_deadline(text, CONTEXT)
    assert found is not None
    assert (found.surface, found.kind) == (surface, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Giúp đỡ học sinh thường xuyên bỏ học.",
        "Giải quyết các đơn tồn đọng từ năm 2026 trở về trước.",
        "Mời báo cáo viên cho ngày 26/8.",
        "Lồng ghép vào tiêm chủng thường xuyên.",
    ],
)
def test_what_tells_of_persons_backlogs_and_guests_is_no_limit(text: str) -> None:
    assert sentence_deadline(text, CONTEXT) is None


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("Năm 2026, hoàn thành việc lát đường thôn.", "year", "2026-12-31"),
        ("Rà soát nghị quyết còn hiệu lực, hoàn thành trong quý II năm 2026.", "quarter", "2026-06-30"),
        ("Diễn tập chữa cháy ít nhất 01 lần trong năm 2026.", "year", "2026-12-31"),
        ("Diễn tập chữa cháy 02 lần trong năm.", "recurring", None),
        ("Phát thanh chuyên mục 02 kỳ/tháng.", "recurring", None),
        ("Sửa mái trường trước khi vào năm học 2026 - 2027.", "event", None),
        ("Gửi tài liệu trước phiên họp ít nhất 03 ngày làm việc.", "relative", None),
        ("Xóa vùng lõm sóng theo lộ trình của Tập đoàn.", "schedule", None),
        ("Giai đoạn 2026 - 2028: lập hồ sơ sáp nhập thôn.", "period", "2028-12-31"),
        ("Sau ngày 30/9/2026, đề xuất thu hồi vốn.", "date", None),
        ("Xác minh khi có phản ánh của người dân.", "event", None),
        ("Xóa điểm nóng, không để muộn hơn quý IV-2026.", "quarter", "2026-12-31"),
        ("Khi có cháy, cắt điện toàn khu.", "event", None),
        ("Từ năm học 2026 - 2027, dạy bơi cho học sinh.", "period", None),
        ("Sau năm 2027, không để tái lập lò gạch.", "year", None),
        ("Đo độ mặn, báo tin ngày 02 lần.", "recurring", None),
        ("Định kỳ sơ kết việc giữ rừng vào cuối năm.", "recurring", None),
        ("Tổ chức kỷ niệm 79 năm Ngày Thương binh - Liệt sĩ từ 20-27/7/2026.", "period", "2026-07-27"),
        ("Tổng hợp, báo cáo Sở Nội vụ theo định kỳ.", "recurring", None),
        ("Báo cáo định kỳ và đột xuất về Sở Nội vụ.", "multi", None),
        ("Lập bản đồ rừng, đưa vào vận hành năm 2027.", "year", "2027-12-31"),
        ("Lập quy chế; trình cấp có thẩm quyền tháng 12 năm 2026.", "month", "2026-12-31"),
        ("Trồng xong trước lễ 30/4/2027.", "date", "2027-04-30"),
        ("Trồng xong trước ngày bầu cử (15/3/2026).", "date", "2026-03-15"),
        ("Ban hành trước ngày Luật có hiệu lực thi hành 01/8/2026.", "date", "2026-08-01"),
        ("Báo cáo kết quả 6 tháng, năm (20/6, 20/12).", "multi", None),
        ("Mở chuyên mục trồng rừng, phát mỗi tháng 02 kỳ.", "recurring", None),
        ("Tổ trồng cây tự giải thể khi kết thúc mùa mưa.", "event", None),
        ("Báo cáo Bộ Xây dựng 15 ngày sau khi kết thúc mùa khô.", "relative", None),
        ("Báo tin cho Chi cục trong 30 phút đầu kể từ khi nhận tin báo cháy.", "relative", None),
        ("Sơn lại vạch đường, phải xong trước Lễ 10 ngày.", "relative", None),
        ("Cho mượn xe téc khi có lệnh của Ban Chỉ đạo tỉnh.", "event", None),
        ("Họp tại hội trường số 7 đường Cách Mạng Tháng Tám, trong ngày 30/6/2026.", "date", "2026-06-30"),
        ("Lập kế hoạch tập huấn, mỗi năm 02 khóa.", "recurring", None),
        ("Báo cáo vào ngày 25 tháng 6, tháng 9 và tháng 12/2026.", "multi", None),
        ("Họp hội đồng vào thứ Hai tuần đầu của tháng.", "recurring", None),
        ("Lập chốt trên cao tốc hằng đêm.", "recurring", None),
        ("Công khai theo Thông tư số 36/2026/TT-BGDĐT trên bảng tin đầu mỗi học kỳ.", "recurring", None),
        ("Tiêu hủy tang vật 02 đợt, tháng 12/2026 và tháng 02/2027.", "multi", None),
        ("Dự trữ hàng Tết; hoàn tất 31/12/2026.", "date", "2026-12-31"),
        ("Số hóa hồ sơ; hạn 20/9.", "date", "2026-09-20"),
        ("Gửi báo cáo kèm hồ sơ vi phạm trước ngày 05/9/2026.", "date", "2026-09-05"),
    ],
)
def test_limits_of_plans_that_were_not_tuned_for_are_read(text: str, kind: str, due: str | None) -> None:
    found = sentence_deadline(text, CONTEXT)
    assert found is not None
    assert (found.kind, found.due) == (kind, due)


@pytest.mark.parametrize(
    "text",
    [
        "Đưa việc giữ rừng vào chương trình kiểm tra, giám sát hằng năm.",
        "Kiểm tra văn bản do UBND xã ban hành trong năm 2026.",
        "Thu hồi vốn của dự án khởi công sau ngày 30/9/2026.",
        "Xây dựng mẫu báo cáo định kỳ.",
        "Rà soát các công trình đưa vào sử dụng năm 2026.",
        "Sai ngày nào sửa ngay trong ngày đó.",
        "Hỗ trợ mỗi tháng 02 triệu đồng cho mỗi hộ.",
        "Chuyển ngay hồ sơ, không chờ đến khi kết thúc kiểm tra.",
        "Xây dựng phương án phòng, chống hạn năm 2026.",
        "Nạo vét kênh mương chống hạn quý I/2026.",
        "Khắc phục các công trình vi phạm trước ngày 01/7/2026.",
        "Nộp hồ sơ các trường hợp phát sinh trước ngày 01/7/2026.",
        "Phấn đấu xây dựng xong 10/12 nhà văn hóa thôn.",
        "Rà soát các khu tái định cư được phê duyệt, đưa vào sử dụng năm 2027.",
        "Tổng hợp, công bố giá vật liệu, tháng 3/2027.",
        "Chọn các hộ nhiều năm chưa được kiểm tra (từ 3-5 năm).",
        "Rà soát các dự án được gia hạn 12 tháng.",
        "Xử lý các nhà vi phạm trước ngày 01/7/2014.",
        "Kiểm tra đoạn sông tuần thứ 3 tháng 6/2026.",
    ],
)
def test_what_tells_of_other_papers_and_programmes_is_no_limit(text: str) -> None:
    assert sentence_deadline(text, CONTEXT) is None


def test_frequencies_in_a_row_have_each_its_day() -> None:
    found = sentence_deadline("Định kỳ 6 tháng, năm (20/6, 20/12) báo cáo Sở Nội vụ.", CONTEXT)
    assert found is not None
    assert [(part.frequency, part.day_rule) for part in found.parts] == [
        ("half_yearly", "06-20"),
        ("yearly", "12-20"),
    ]


def test_a_cell_that_names_an_occasion_is_kept_as_an_event() -> None:
    found = parse_deadline("Dịp lễ, tết, cuối tuần", CONTEXT)
    assert found is not None and (found.kind, found.due) == ("event", None)


def test_a_day_after_which_something_is_to_be_done_is_no_last_day() -> None:
    found = sentence_deadline("Sau ngày 30/9/2026, đề xuất thu hồi vốn.", CONTEXT)
    assert found is not None and (found.op, found.due) == ("after", None)


def test_a_cell_that_says_after_which_year_has_no_last_day() -> None:
    found = parse_deadline("Sau năm 2027", CONTEXT)
    assert found is not None and (found.op, found.due) == ("after", None)


def test_a_long_cell_that_begins_like_an_event_is_judged_at_once() -> None:
    words = "trồng lim giữ rừng " * 60
    assert parse_deadline(f"Trong khi {words}", CONTEXT) is None  # hung for hours once
