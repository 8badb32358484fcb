"""Headings: told from items that are sentences, their kind, their place in the tree."""

from __future__ import annotations

import pytest
from built_pages import TOP, outline_of, paths, texts


def test_parse_tells_headings_from_items_that_are_sentences():
    text = (
        TOP
        + """II. NHIỆM VỤ
1. Nâng cao hiểu biết; giữ giống cây bản địa.
- Mở lớp cho người trồng rừng.
2. Trồng cây ven suối
- Chọn cây giống tốt.
3. Sở Tài chính:
Cấp kinh phí kịp thời.
4. Các bệnh của cây: Nấm lá, mọt thân và sâu đục ngọn thường gặp vào mùa mưa.
III. TỔ CHỨC THỰC HIỆN
1. Giao Văn phòng chủ trì, phối hợp với các phòng thực hiện Kế hoạch này.
2. Các phòng báo cáo trước ngày 10 hằng tháng.
"""
    )
    found = paths(outline_of(text))
    assert found["II.1"] == "Nâng cao hiểu biết; giữ giống cây bản địa"
    assert found["II.3"] == "Sở Tài chính"
    assert found["II.4"] == "Các bệnh của cây"
    assert texts(outline_of(text), "II.4") == ["Nấm lá, mọt thân và sâu đục ngọn thường gặp vào mùa mưa."]
    assert found["III.1"] is None and found["III.2"] is None


def test_parse_takes_labels_of_a_task_for_no_titles():
    text = (
        TOP
        + "I. NHIỆM VỤ\n1. Trồng cây\na) Nhiệm vụ: Trồng lim.\n"
        + "b) Cơ quan thực hiện:\n- Đơn vị chủ trì: Sở A.\n"
    )
    found = paths(outline_of(text))
    assert found == {"I": "NHIỆM VỤ", "I.1": "Trồng cây", "I.1.a": None, "I.1.b": None}


def test_parse_takes_specific_aims_for_a_heading():
    body = "I. MỤC TIÊU\n1. Mục tiêu chung: Tăng độ che phủ.\n2. Mục tiêu cụ thể:\n- Trồng 10 ha."
    found = paths(outline_of(TOP + body))
    assert found["I.2"].strip(" :") == "Mục tiêu cụ thể"


def test_parse_gives_children_the_kind_of_their_section_unless_their_title_says_otherwise():
    text = (
        TOP + "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\na) Xanh.\n2. Yêu cầu\na) Nhanh.\nII. KINH PHÍ\n1. Tỉnh cấp."
    )
    kinds = {n.path: n.kind for n in outline_of(text).walk()}
    assert kinds["I.1.a"] == "purpose" and kinds["I.2.a"] == "requirement" and kinds["II.1"] == "budget"


def test_parse_keeps_a_list_together_under_a_head_in_capitals():
    outline = outline_of("Mở đầu.\nNỘI DUNG THỰC HIỆN\n1. Trồng\n- Lim.\n2. Giữ\n- Sến.")
    assert list(paths(outline)) == ["-1", "-1.1", "-1.2"]


def test_parse_keeps_all_of_a_page_from_the_middle_of_a_document():
    outline = outline_of("- Trồng cây lim.\n- Tỉa cành.\n2. Sở Tài chính\n- Cấp tiền.")
    assert texts(outline, "-1") == ["Trồng cây lim.", "Tỉa cành."]
    assert paths(outline)["2"] == "Sở Tài chính"


def test_parse_keeps_divisions_at_the_top_where_a_stamp_hid_the_title():
    text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Sơn, ngày 09 tháng 02 năm 2026\n"
        "CÔNG VĂN\nCăn cứ Kế hoạch số 18/KH-UBND ngày 12/01/2026 của UBND tỉnh Hà Sơn;\n"
        "Thanh tra tỉnh ban hành Kế hoạch với những nội dung sau:\nI. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n"
        "Cụ thể hóa những việc được giao.\nII. NHIỆM VỤ\n1. Rà soát thủ tục hành chính.\n"
    )
    outline = outline_of(text)
    assert [node.path for node in outline.sections] == ["-1", "I", "II"]
    assert outline.sections[0].kind == "basis"


def test_parse_reads_the_plan_inside_a_decision():
    text = """ỦY BAN NHÂN DÂN
XÃ TÂN LẬP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 03/QĐ-UBND | Tân Lập, ngày 01 tháng 02 năm 2024
QUYẾT ĐỊNH
Ban hành Kế hoạch trồng cây
ỦY BAN NHÂN DÂN XÃ TÂN LẬP
Căn cứ Luật Lâm nghiệp;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch trồng cây.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Nơi nhận:
- Như Điều 2;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
KẾ HOẠCH
TRỒNG CÂY
(Kèm theo Quyết định số 03/QĐ-UBND ngày 01/02/2024)
I. MỤC ĐÍCH
- Xanh đồi.
II. NHIỆM VỤ
1. Trồng lim.
"""
    outline = outline_of(text)
    assert outline.header.type_code == "QĐ"
    assert list(paths(outline)) == ["Đ1", "Đ2", "I", "II", "II.1"]
    assert [n.kind for n in outline.sections] == ["closing", "closing", "purpose", "tasks"]
    assert [p.passage.text for p in outline.preamble] == ["Căn cứ Luật Lâm nghiệp;", "QUYẾT ĐỊNH:"]


def test_a_long_heading_keeps_its_bullets_apart():
    long = "Tuyên truyền, quán triệt, nâng cao nhận thức, " + "đổi mới cách làm, " * 11 + "giữ rừng bền vững"
    assert 250 < len(f"1. {long}") < 320
    outline = outline_of(TOP + f"I. VIỆC\n1. {long}\n- Hạt Kiểm lâm họp dân.\n- Các xã ký cam kết.\n")
    assert paths(outline)["I.1"] == long


def test_a_line_in_capitals_below_a_lesser_heading_stands_under_it():
    outline = outline_of(
        TOP + "I. VIỆC\n1. Chương trình chi tiết\nNGÀY ĐẦU: TRỒNG CÂY\n- Đào hố.\nII. XONG\n1. Tưới.\n"
    )
    assert paths(outline)["I.1-1"] == "NGÀY ĐẦU: TRỒNG CÂY" and "II" in paths(outline)


@pytest.mark.parametrize(
    ("title", "kind"),
    [("Thành phần tham dự", "scope"), ("Thành phần", "scope"), ("Về thành phần môi trường", "tasks")],
)
def test_a_component_is_no_list_of_participants(title, kind):
    outline = outline_of(TOP + f"I. NHIỆM VỤ\n1. {title}\n- Trồng cây ven suối.\n- Giữ rừng.\n")
    assert next(node.kind for node in outline.walk() if node.path == "I.1") == kind


def test_an_office_with_its_order_in_small_letters_is_a_run_in_head():
    text = (
        TOP
        + "I. PHÂN CÔNG\n1. Trưởng ban: chỉ đạo toàn diện hoạt động của Ban.\n"
        + "2. Công an xã: là cơ quan thường trực, tuần tra ban đêm.\n"
        + "3. Sở Xây dựng; Báo Hà Sơn; Đài Truyền hình tỉnh: Mở chuyên mục giữ rừng mỗi tháng.\n"
    )
    found = paths(outline_of(text))
    assert (found["I.1"], found["I.2"]) == ("Trưởng ban", "Công an xã")
    assert found["I.3"] == "Sở Xây dựng; Báo Hà Sơn; Đài Truyền hình tỉnh"


def test_what_a_unit_is_belongs_to_its_heading():
    text = TOP + "I. PHÂN CÔNG\n1. Sở Xây dựng: Cơ quan chủ trì quản lý Chương trình\n- Lập quy hoạch.\n"
    assert paths(outline_of(text))["I.1"] == "Sở Xây dựng: Cơ quan chủ trì quản lý Chương trình"


def test_a_label_over_numbered_units_is_a_heading_and_a_class_that_goes_on_is_none():
    text = (
        TOP
        + "I. NHIỆM VỤ\n1. Giữ rừng.\n2. Phân công thực hiện:\na) Sở Y tế trồng cây.\nb) Sở Nội vụ tỉa cây.\n"
        "c) Ngân hàng Rừng, các Bộ: Tài chính, Y tế có trách nhiệm cho vay trồng rừng.\n"
    )
    found = paths(outline_of(text))
    assert found["I.2"] == "Phân công thực hiện" and found["I.2.c"] is None
