"""Whole plans as text, each in a layout that was not read right before; texts and names are invented."""

from __future__ import annotations

import pytest

from pipeline import Document, Options, parse

_HEAD = """ỦY BAN NHÂN DÂN
TỈNH HÀ SƠN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 45/KH-UBND | Hà Sơn, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
TRỒNG VÀ CHĂM SÓC CÂY XANH NĂM 2026
"""


def plan(body: str) -> Document:
    return parse(_HEAD + body, Options(restore="never"))


def names(units: object) -> list[str]:
    return [unit.text for unit in units]  # type: ignore[attr-defined]


def test_organs_listed_under_headings_that_label_them_lead_what_stands_beside() -> None:
    found = plan(
        "A. NỘI DUNG\nI. TRỒNG CÂY\n1. Nội dung, biện pháp\na) Trồng cây dọc các tuyến đường;\n"
        "b) Chăm sóc cây đã trồng.\n2. Cơ quan chủ trì, phối hợp\na) Cơ quan chủ trì\n- Ban Chỉ đạo tỉnh.\n"
        "- Sở Xây dựng; các sở, ngành liên quan.\n(Văn phòng Ban Chỉ đạo giúp việc cho các cấp).\n"
        "b) Cơ quan phối hợp\n- Hội Nông dân, Hội Cựu chiến binh.\n"
        "3. Thời gian thực hiện: Tháng 8/2026.\nII. BẢO VỆ CÂY\n1. Nội dung\nTuần tra các vườn ươm.\n"
        "2. Chủ trì thực hiện\n- Công an tỉnh.\n"
    ).tasks
    assert [names(t.lead) for t in found] == [
        ["Ban Chỉ đạo tỉnh", "Sở Xây dựng", "các sở, ngành liên quan"]
    ] * 2 + [["Công an tỉnh"]]
    assert names(found[0].coordination) == ["Hội Nông dân", "Hội Cựu chiến binh"]
    assert [t.deadline and t.deadline.due for t in found] == ["2026-08-31", "2026-08-31", None]


def test_bullets_below_a_label_without_value_are_its_values_and_no_tasks() -> None:
    (task,) = plan(
        "I. NHIỆM VỤ\n1. Vườn ươm\nMở rộng vườn ươm của tỉnh.\nĐơn vị chủ trì:\n- Sở Xây dựng.\n"
        "- Trung tâm Giống cây trồng.\nSản phẩm:\n- Báo cáo khảo sát;\n- Vườn ươm mới.\n"
    ).tasks
    assert names(task.lead) == ["Sở Xây dựng", "Trung tâm Giống cây trồng"]
    assert task.outputs == ("Báo cáo khảo sát", "Vườn ươm mới")


def test_teachers_and_parents_act_in_a_school_plan() -> None:
    found = plan(
        "I. PHÂN CÔNG NHIỆM VỤ\n1. Phó Hiệu trưởng\n- Duyệt lịch trồng cây của các lớp.\n"
        "2. Giáo viên chủ nhiệm và Tổng phụ trách Đội\n- Hướng dẫn học sinh tưới cây.\n"
        "3. Tiến hành\n- Giáo viên bộ môn xây dựng tiết học; phối hợp với cha mẹ học sinh làm đất.\n"
    ).tasks
    assert [names(t.lead) for t in found] == [
        ["Phó Hiệu trưởng"],
        ["Giáo viên chủ nhiệm", "Tổng phụ trách Đội"],
        ["Giáo viên bộ môn"],
    ]
    assert names(found[2].coordination) == ["cha mẹ học sinh"]


def test_stages_are_tasks_and_a_heading_in_capitals_that_names_none_leads_nobody() -> None:
    found = plan(
        "I. CÁC GIAI ĐOẠN TRIỂN KHAI\n1. Giai đoạn 1 (từ tháng 3 đến tháng 5/2026): Khảo sát đất trồng.\n"
        "2. Giai đoạn 2 (từ tháng 6 đến tháng 9/2026): Trồng cây tại 10 xã.\n"
    ).tasks
    assert [(len(t.lead), t.deadline and t.deadline.end) for t in found] == [
        (0, "2026-05-31"),
        (0, "2026-09-30"),
    ]


def test_who_helps_within_brackets_is_a_partner_and_a_remark_no_task() -> None:
    (task,) = plan(
        "I. NHIỆM VỤ\n1. Trồng cây\nTrồng cây ven sông (Sở Xây dựng chủ trì; Sở Tài chính, UBND các xã phối "
        "hợp; xong trong quý III/2026). Đây là nhiệm vụ quan trọng của tỉnh.\n"
    ).tasks
    assert (names(task.lead), names(task.coordination)) == (["Sở Xây dựng"], ["Sở Tài chính", "UBND các xã"])


def test_a_person_with_an_office_is_one_and_a_paper_with_its_station_too() -> None:
    found = plan(
        "I. PHÂN CÔNG TRÁCH NHIỆM\n- Đồng chí Lê Văn Cam, Phó Chủ tịch UBND tỉnh: Chỉ đạo chung.\n"
        "- Đ/c Trần Thị Bình - Giám đốc Sở Xây dựng phụ trách kỹ thuật.\n"
        "- Báo và Đài Phát thanh - Truyền hình Hà Sơn mở chuyên trang.\n"
    ).tasks
    assert [names(t.lead) for t in found] == [
        ["Đồng chí Lê Văn Cam, Phó Chủ tịch UBND tỉnh"],
        ["Đ/c Trần Thị Bình - Giám đốc Sở Xây dựng"],
        ["Báo và Đài Phát thanh - Truyền hình Hà Sơn"],
    ]


def test_a_step_over_bullets_heads_them_and_offices_with_a_field_stay_whole() -> None:
    found = plan(
        "I. QUY TRÌNH, NHIỆM VỤ\nBước 1. Chuẩn bị\n- Giáo viên soạn nội dung.\n"
        "Bước 2. Tiến hành\n- Tổ chức trồng cây.\n"
        "II. PHÂN CÔNG NHIỆM VỤ\n1. Phó Hiệu trưởng phụ trách chuyên môn\n- Duyệt lịch trồng cây.\n"
        "2. Học sinh\n- Tưới cây hằng ngày.\n"
    ).tasks
    assert [t.text for t in found][:2] == ["Giáo viên soạn nội dung.", "Tổ chức trồng cây."]
    assert [names(t.lead) for t in found][2:] == [["Phó Hiệu trưởng phụ trách chuyên môn"], ["Học sinh"]]


def test_the_act_behind_a_unit_that_heads_bullets_is_no_part_of_its_name() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Nhà trường thực hiện\n- Trồng cây trong sân.\n2. Các thôn tổ chức thực hiện:\n"
        "- Dọn cỏ ven đường.\n3. Trường Tiểu học An Mỹ có trách nhiệm:\n"
        "- Phối hợp phòng Tài chính - Kế hoạch dự trù kinh phí mua cây giống.\n"
        "4. Kết quả chăm sóc cây là một trong những tiêu chí xét thi đua.\n"
    ).tasks
    assert [names(t.lead) for t in found] == [["Nhà trường"], ["Các thôn"], ["Trường Tiểu học An Mỹ"]]
    assert names(found[2].coordination) == ["phòng Tài chính - Kế hoạch"]


def test_foot_notes_are_cited_but_order_nothing() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Trồng cây dọc các tuyến sông[1].\nNơi nhận:\n- Lưu: VT, NL.\nKT. CHỦ TỊCH\n"
        "PHÓ CHỦ TỊCH\nTrần Văn Nam\n[1] Kế hoạch số 9/KH-UBND ngày 03/3/2025 của UBND tỉnh về trồng cây.\n"
    )
    assert len(found.tasks) == 1
    assert [r.number_symbol for r in found.references] == ["9/KH-UBND"]


def test_all_levels_and_branches_are_one_collective() -> None:
    (task,) = plan(
        "I. NHIỆM VỤ\n1. Sở Xây dựng\n- Phối hợp với các cấp, các ngành tưới cây ven đường.\n"
    ).tasks
    assert names(task.coordination) == ["các cấp, các ngành"]


@pytest.mark.parametrize(
    ("lead", "partner", "limit", "output"),
    [
        ("Đơn vị/Cá nhân chịu trách nhiệm", "Đơn vị tham gia", "Mốc thời gian", "Yêu cầu sản phẩm"),
        ("Phân công thực hiện", "Bộ phận phối hợp", "Thời hạn xử lý", "Sản phẩm bàn giao"),
        ("Cơ quan thường trực", "Cùng thực hiện", "Hạn xử lý", "Kết quả phải đạt"),
        ("Giao", "Phối hợp cùng", "Thời điểm hoàn thành", "Đầu ra"),
    ],
)
def test_trailers_are_known_by_many_labels(lead: str, partner: str, limit: str, output: str) -> None:
    (task,) = plan(
        f"I. NHIỆM VỤ\n1. Xây dựng vườn ươm.\n- {lead}: Phòng Kinh tế.\n- {partner}: Sở Tài chính.\n"
        f"- {limit}: tháng 8/2026.\n- {output}: Báo cáo khảo sát.\n"
    ).tasks
    assert names(task.lead) == ["Phòng Kinh tế"] and names(task.coordination) == ["Sở Tài chính"]
    assert task.deadline is not None and task.deadline.due == "2026-08-31"
    assert task.outputs == ("Báo cáo khảo sát",)


def test_columns_are_known_by_short_heads() -> None:
    (task,) = plan(
        "I. NHIỆM VỤ\nTT | Tên nhiệm vụ | Đầu mối | Cơ quan liên quan | Hoàn thành | Sản phẩm yêu cầu\n"
        "1 | Trồng 500 cây xanh ven đường | Phòng Kinh tế | Sở Tài chính | Tháng 3/2026 | Báo cáo\n"
    ).tasks
    assert names(task.lead) == ["Phòng Kinh tế"] and names(task.coordination) == ["Sở Tài chính"]
    assert task.deadline is not None and task.deadline.due == "2026-03-31"


def test_what_the_office_between_does_with_a_report_is_no_part_of_its_name() -> None:
    (task,) = plan(
        "I. NHIỆM VỤ\n1. Các sở, ban, ngành báo cáo kết quả về UBND tỉnh (qua Sở Xây dựng để tổng hợp).\n"
    ).tasks
    assert names(task.via) == ["Sở Xây dựng"] and names(task.report_to) == ["UBND tỉnh"]


def test_who_keeps_a_duty_to_report_leads_the_reports_below() -> None:
    found = plan(
        "I. TỔ CHỨC THỰC HIỆN\n1. Chế độ báo cáo:\n"
        "- Nhà trường thực hiện nghiêm túc chế độ báo cáo về Sở Giáo dục và Đào tạo theo đúng thời gian:\n"
        "+ Báo cáo sơ kết trước ngày 15 tháng 01 năm 2027.\n"
        "+ Báo cáo tổng kết trước ngày 30 tháng 5 năm 2027.\n"
    ).tasks
    assert [names(t.lead) for t in found] == [["Nhà trường"]] * 2


def test_a_part_of_a_plan_keeps_its_first_heading_apart_from_the_title() -> None:
    found = parse(
        "KẾ HOẠCH\nBẢO VỆ RỪNG ĐẦU NGUỒN\nB. NỘI DUNG THỰC HIỆN\n"
        "V. TUẦN TRA RỪNG\n1. Tổ chức tuần tra hằng tuần.\n",
        Options(restore="never"),
    )
    assert found.header.subject == "BẢO VỆ RỪNG ĐẦU NGUỒN"
    assert found.sections[0].title == "NỘI DUNG THỰC HIỆN"


def test_the_people_a_rule_is_about_lead_nothing() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Chế độ\n- Đối với giáo viên giảng dạy:\n+ Chi trả đầy đủ phụ cấp.\n"
        "- Đối với Sở Nội vụ:\n+ Tổng hợp danh sách.\n"
    ).tasks
    assert [names(t.lead) for t in found] == [[], ["Sở Nội vụ"]]


def test_a_class_of_bodies_as_heading_leads() -> None:
    found = plan(
        "I. TỔ CHỨC THỰC HIỆN\n1. Cơ sở khám bệnh: Cử cán bộ tham dự đầy đủ, đúng thành phần.\n"
    ).tasks
    assert names(found[0].lead) == ["Cơ sở khám bệnh"]


def test_a_programme_that_a_resolution_issues_gives_the_sections() -> None:
    found = parse(
        "CHÍNH PHỦ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 9/NQ-CP\n"
        "Hà Nội, ngày 09 tháng 01 năm 2026\nNGHỊ QUYẾT\nBan hành Chương trình trồng rừng\nQUYẾT NGHỊ:\n"
        "Điều 1. Ban hành kèm theo Nghị quyết này Chương trình trồng rừng.\nNơi nhận:\n- Lưu: VT.\n"
        "CHƯƠNG TRÌNH HÀNH ĐỘNG CỦA CHÍNH PHỦ\nVề trồng rừng\n(Kèm theo Nghị quyết số 9/NQ-CP)\n"
        "I. NHIỆM VỤ\n1. Tổ chức trồng rừng ven biển.\n",
        Options(restore="never"),
    )
    assert [t.section_path for t in found.tasks] == ["I"]


def test_recipients_behind_the_end_mark_are_no_tasks_though_nothing_announces_them() -> None:
    found = plan(
        "I. TỔ CHỨC THỰC HIỆN\n1. Các chi bộ báo cáo kết quả trước ngày 15/11/2026./.\n"
        "- Thường trực Tỉnh ủy (để b/c);\n- Các chi bộ;\n- Lưu VPĐU.\nBÍ THƯ\nTrần Văn Suối\n"
    )
    assert len(found.tasks) == 1 and len(found.recipients) == 2
    assert found.signature is not None and found.signature.full_name == "Trần Văn Suối"


def test_a_sentence_with_its_own_day_keeps_it_under_the_frame_of_its_group() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Công tác hiệp thương\n- Tổ chức hiệp thương lần hai: Chậm nhất ngày 03/4/2026.\n"
        "- Thông báo kết quả.\n- Thời gian: Quý II/2026 và Quý III/2026.\n"
    ).tasks
    assert [t.deadline and t.deadline.kind for t in found] == ["date", "multi"]


def test_people_in_charge_lead_under_any_heading() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Cán bộ phụ trách lĩnh vực giám sát và phản biện\n- Tổng hợp báo cáo.\n"
    ).tasks
    assert names(found[0].lead) == ["Cán bộ phụ trách lĩnh vực giám sát và phản biện"]


def test_several_units_as_a_run_in_head_lead() -> None:
    found = plan(
        "I. TỔ CHỨC THỰC HIỆN\n1. Đài Truyền hình tỉnh, Báo Hà Sơn, Thông tấn xã Việt Nam: "
        "Chủ trì xây dựng các chuyên mục về trồng cây trên sóng và mặt báo.\n"
        "2. Đồng chí Phó Trưởng phòng Văn hóa - Xã hội - Phó Trưởng tiểu ban Thường trực: "
        "Trực tiếp chỉ đạo trang trí khánh tiết tại các điểm trồng cây.\n"
    ).tasks
    assert names(found[0].lead) == ["Đài Truyền hình tỉnh", "Báo Hà Sơn", "Thông tấn xã Việt Nam"]
    assert names(found[1].lead) == [
        "Đồng chí Phó Trưởng phòng Văn hóa - Xã hội - Phó Trưởng tiểu ban Thường trực"
    ]


def test_unnumbered_lines_of_typed_text_above_prose_are_headings() -> None:
    body = " trong toàn tỉnh theo đúng chỉ tiêu được giao và báo cáo kết quả cho Văn phòng tổng hợp chung."
    found = plan(
        f"I. TỔ CHỨC THỰC HIỆN\nTrong quá trình trồng cây cần giữ an toàn.\nTổ chức Đoàn Thanh niên\n"
        f"Xây dựng các vườn ươm{body}\nHạt Kiểm lâm huyện Suối\nTuần tra rừng{body}\n"
    ).tasks
    assert [names(t.lead) for t in found][-2:] == [["Tổ chức Đoàn Thanh niên"], ["Hạt Kiểm lâm huyện Suối"]]


def test_a_rhythm_of_its_own_wins_over_the_period_of_the_group() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Rà soát\n- Hằng năm, rà soát các vườn ươm.\n- Mở rộng vườn ươm.\n"
        "Thời gian thực hiện: 2026 - 2028.\n"
    ).tasks
    assert [t.deadline and t.deadline.kind for t in found] == ["recurring", "period"]


def test_a_long_label_of_time_is_read_as_a_sentence() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Trực\n- Lắng nghe ý kiến của dân.\n- Thời gian: Trong giờ hành chính suốt mùa. "
        "Đặc biệt phân công cán bộ trực cả thứ Bảy, Chủ nhật trong các đợt cao điểm như ngày ra quân, "
        "ngày bàn giao và những ngày sát lễ phát động để không bỏ sót.\n"
    ).tasks
    assert found[0].deadline is None


def test_a_sentence_with_a_subject_keeps_it_where_a_label_closes_the_item_after_it() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Sách\n- Thư viện huyện Suối chủ trì kiểm kê sách trước ngày 15/4/2026.\n"
        "- Mở tủ sách tại các thôn.\n- Đơn vị thực hiện: Phòng Văn hóa.\n"
    ).tasks
    assert [names(t.lead) for t in found] == [["Thư viện huyện Suối"], ["Phòng Văn hóa"]]


def test_a_heading_that_is_a_time_dates_its_items() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Quý IV\n1.1. Tháng 10\n- Đo cây lim.\n- Trồng lim xong trước ngày 20/10/2026.\n"
        "1.2. Tháng 11\n- Tỉa cây lim.\n"
        "2. Giai đoạn cao điểm (từ tháng 3 đến tháng 4 năm 2026)\n- Trực rừng.\n"
    ).tasks
    assert [t.deadline and t.deadline.due for t in found] == ["2026-10-31", "2026-10-20", "2026-11-30", None]


def test_a_heading_that_assigns_work_leads_nothing_and_members_of_a_body_are_no_tasks() -> None:
    found = plan(
        "I. CÁC TỔ KIỂM TRA VÀ PHÂN CÔNG ĐỊA BÀN\n1. Tổ số 1 (tuyến sông Lam)\n"
        "Tổ trưởng: Phó Giám đốc Sở Y tế. Thành viên: Công an tỉnh, Sở Xây dựng.\n- Kiểm tra 14 mỏ cát.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Các Tổ kiểm tra báo cáo ngay khi có vi phạm.\n"
    ).tasks
    assert [t.text for t in found] == ["Kiểm tra 14 mỏ cát.", "Các Tổ kiểm tra báo cáo ngay khi có vi phạm."]
    assert [names(t.lead) for t in found] == [["Tổ số 1"], ["Các Tổ kiểm tra"]]


def test_a_month_orders_what_stands_below_its_own_headings() -> None:
    found = plan(
        "I. NHIỆM VỤ\n1. Quý IV\na) Khám bệnh\n- Mở phòng khám.\nb) Cấp thuốc\n- Cấp thuốc cho dân.\n"
        "2. Tháng thanh niên năm 2026\n- Trồng cây.\n"
    ).tasks
    assert [t.deadline and t.deadline.due for t in found] == ["2026-12-31", "2026-12-31", None]
