"""Task tables of layouts that were not read right before, as text; what they say is invented."""

from __future__ import annotations

import pytest

from pipeline import Document, Options, parse

_PLAN = "KẾ HOẠCH\nPHÁT TRIỂN CÂY XANH NĂM 2026\nI. NHIỆM VỤ\nPhân công cụ thể như sau:\n"

Row = tuple[str, list[str], list[str]]


def table(*rows: str) -> Document:
    return parse(_PLAN + "\n".join(rows) + "\n", Options(restore="never"))


def rows_of(document: Document) -> list[Row]:
    return [(t.text, [u.text for u in t.lead], [u.text for u in t.coordination]) for t in document.tasks]


@pytest.mark.parametrize(
    "cell",
    [
        "Chủ trì: Sở Xây dựng. Phối hợp: Sở Tài chính, Công an tỉnh.",
        "- Chủ trì: Sở Xây dựng - Phối hợp: Sở Tài chính, Công an tỉnh",
        "Sở Xây dựng chủ trì, phối hợp với Sở Tài chính và Công an tỉnh",
        "Sở Xây dựng; phối hợp: Sở Tài chính, Công an tỉnh",
        "Sở Xây dựng (chủ trì); Sở Tài chính, Công an tỉnh (phối hợp)",
        "Sở Xây dựng chủ trì; Sở Tài chính, Công an tỉnh cùng phối hợp",
    ],
)
def test_a_cell_that_names_lead_and_partners_gives_both(cell: str) -> None:
    found = table(
        "STT | Nội dung | Cơ quan chủ trì, phối hợp | Thời gian", f"1 | Kiểm kê cây | {cell} | Quý II/2026"
    )
    assert rows_of(found) == [("Kiểm kê cây", ["Sở Xây dựng"], ["Sở Tài chính", "Công an tỉnh"])]


def test_the_enumerator_within_a_task_cell_is_none_of_its_text() -> None:
    found = table(
        "Nội dung | Chủ trì | Tiến độ", "1. Kiểm kê cây | Sở Xây dựng | 2026", "2. Tưới cây | Sở Y tế | 2027"
    )
    assert [text for text, _, _ in rows_of(found)] == ["Kiểm kê cây", "Tưới cây"]


def test_rows_without_number_stand_under_the_unit_of_the_row_above_in_a_table_by_units() -> None:
    found = table(
        "STT | Cơ quan chủ trì | Nội dung nhiệm vụ | Thời hạn hoàn thành",
        "1 | Sở Y tế | Trồng cây ở bệnh viện | Quý III/2026",
        " | | Chăm cây ở trạm y tế | Quý IV/2026",
        "2 | Sở Tài chính | Bố trí kinh phí | Tháng 3/2026",
    )
    assert [lead for _, lead, _ in rows_of(found)] == [["Sở Y tế"], ["Sở Y tế"], ["Sở Tài chính"]]


def test_a_title_in_capitals_with_a_date_and_no_unit_heads_the_rows_below() -> None:
    found = table(
        "Mã | Tên công việc | Sản phẩm | Đơn vị chủ trì | Thời hạn",
        "A1 | CHUẨN BỊ ĐẤT | | | Tháng 2",
        "1.1 | Đào hố | Hố trồng | Phòng Kinh tế | Tháng 2",
    )
    assert rows_of(found) == [("Đào hố", ["Phòng Kinh tế"], [])]


def test_the_head_of_a_monthly_table_of_a_school_is_known() -> None:
    found = table(
        "Tháng | Nội dung công việc | Bộ phận thực hiện | Điều chỉnh",
        "9/2026 | - Lập kế hoạch trồng cây | Ban Giám hiệu, tổ chuyên môn |",
        "10/2026 | Tổ chức hội thi vườn đẹp | Công đoàn |",
    )
    assert rows_of(found)[0] == ("Lập kế hoạch trồng cây", ["Ban Giám hiệu", "tổ chuyên môn"], [])
    assert [t.deadline and t.deadline.due for t in found.tasks] == ["2026-09-30", "2026-10-31"]


@pytest.mark.parametrize(
    "rows",
    [
        ("TT | Họ và tên | Chức vụ | Đơn vị công tác", "1 | Lê Văn Cam | Trưởng phòng | Phòng Kinh tế"),
        ("TT | Họ và tên | Chức vụ | Nhiệm vụ", "1 | Lê Văn Cam | Phó Chủ tịch UBND xã | Trưởng ban"),
        ("TT | Hạng mục | Số lượng | Đơn giá | Thành tiền", "1 | Cây giống | 100 | 50.000 | 5.000.000"),
        ("TT | Tên xã | Diện tích trồng (ha) | Ghi chú", "1 | Xã Đồng Lâm | 12 |"),
    ],
)
def test_lists_of_people_goods_and_places_hold_no_tasks(rows: tuple[str, ...]) -> None:
    assert table(*rows).tasks == ()


def test_remarks_in_the_column_of_partners_name_nobody() -> None:
    found = table(
        "STT | Nội dung nhiệm vụ | Đơn vị chủ trì | Mốc hoàn thành | Ghi chú và đơn vị phối hợp",
        "1 | Rà soát quy hoạch cây xanh | Phòng Hạ tầng | Quý III/2026 | Phối hợp các phòng, UBND cấp xã",
        "2 | Xây dựng quy chế trồng cây | Phòng Hạ tầng | Quý IV/2026 | Báo cáo UBND tỉnh trình Bộ",
    )
    assert [partners for _, _, partners in rows_of(found)] == [["các phòng", "UBND cấp xã"], []]
    assert [t.deadline and t.deadline.due for t in found.tasks] == ["2026-09-30", "2026-12-31"]


def test_a_merged_title_that_typed_text_repeats_in_each_cell_heads_the_rows_below() -> None:
    title = "Hoàn thiện thể chế về cây xanh"
    found = table(
        "TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời gian",
        f"I | {title} | {title} | {title} | {title}",
        "1 | Báo cáo tổng kết | Sở Xây dựng | Sở Tư pháp | 2026",
    )
    assert rows_of(found) == [("Báo cáo tổng kết", ["Sở Xây dựng"], ["Sở Tư pháp"])]


def test_the_column_that_says_what_to_do_wins_over_the_one_that_names_it() -> None:
    found = table(
        "Hoạt động | Nội dung | Đơn vị phụ trách | Thời gian",
        "Tuyên truyền | Treo băng rôn về phòng cháy rừng ở cổng xã | Hạt Kiểm lâm | Trước ngày 24/8/2026",
        "Phát tài liệu | Cấp sổ tay chữa cháy cho từng hộ dân ven rừng | Văn phòng | Trước ngày 24/8/2026",
    )
    assert rows_of(found)[0][0].startswith("Treo băng rôn")


def test_a_cell_that_says_as_above_is_what_stands_above() -> None:
    found = table(
        "TT | Nội dung | Đơn vị chủ trì | Thời gian | Lãnh đạo phụ trách",
        "1 | Kiểm kê cây | P. VHXH | Quý II/2026 | PCT Hà Giang",
        "2 | Tưới cây | nt | -nt- | nt",
    )
    assert rows_of(found) == [("Kiểm kê cây", ["P. VHXH"], []), ("Tưới cây", ["P. VHXH"], [])]
    assert [t.deadline.due for t in found.tasks if t.deadline] == ["2026-06-30"] * 2


def test_shortened_names_of_units_are_parted_and_lead() -> None:
    found = table(
        "TT | Nội dung | Chủ trì | Phối hợp | Thời gian",
        "1 | Kiểm kê cây | TTPVHCC phường | P. VHXH, P. KTHTĐT | Quý II/2026",
    )
    assert rows_of(found) == [("Kiểm kê cây", ["TTPVHCC phường"], ["P. VHXH", "P. KTHTĐT"])]


def test_a_group_row_that_is_a_unit_leads_the_rows_below_that_name_nobody() -> None:
    found = table(
        "Stt | Tên đề án | Cơ quan phối hợp | Thời gian trình",
        "A. BAN DÂN VẬN TỈNH ỦY",
        "1 | Đề án giữ rừng | Sở Nội vụ | Quý II/2026",
        "B. ĐẢNG ỦY QUÂN SỰ, ĐẢNG ỦY CÔNG AN TỈNH",
        "2 | Đề án tuần tra | Hội Nông dân | Quý III/2026",
    )
    assert rows_of(found) == [
        ("Đề án giữ rừng", ["BAN DÂN VẬN TỈNH ỦY"], ["Sở Nội vụ"]),
        ("Đề án tuần tra", ["ĐẢNG ỦY QUÂN SỰ", "ĐẢNG ỦY CÔNG AN TỈNH"], ["Hội Nông dân"]),
    ]


def test_heads_in_words_of_their_own_are_told() -> None:
    found = table(
        "Số TT | Công việc | Thời gian | Cơ quan làm chính | Cơ quan cùng làm",
        "1 | Cắm mốc rừng | Tháng 9/2026 | Phòng Kinh tế | Hạt Kiểm lâm",
    )
    assert rows_of(found) == [("Cắm mốc rừng", ["Phòng Kinh tế"], ["Hạt Kiểm lâm"])]


def test_columns_of_units_and_times_are_told_by_their_cells() -> None:
    found = table(
        "Stt | Nội dung | Nơi lo việc | Khi nào",
        "1 | Cắm mốc rừng | Sở Xây dựng | Tháng 9/2026",
        "2 | Trồng lim | Hội Nông dân tỉnh | Quý II/2026",
        "3 | Đếm cây | UBND xã Suối Lim | Quý III/2026",
    )
    assert [lead for _, lead, _ in rows_of(found)] == [
        ["Sở Xây dựng"],
        ["Hội Nông dân tỉnh"],
        ["UBND xã Suối Lim"],
    ]
    assert [t.deadline.due for t in found.tasks if t.deadline] == ["2026-09-30", "2026-06-30", "2026-09-30"]


def test_an_empty_cell_of_typed_text_is_spanned_by_the_lead_above() -> None:
    found = table(
        "Stt | Nội dung | Chủ trì | Thời gian",
        "1 | Cắm mốc rừng | Sở Xây dựng | Tháng 9/2026",
        "2 | Trồng lim | | Quý II/2026",
    )
    assert [lead for _, lead, _ in rows_of(found)] == [["Sở Xây dựng"]] * 2


def test_a_slash_parts_lead_and_partners_where_the_head_has_one() -> None:
    found = table(
        "TT | Công việc | Chủ trì/Phối hợp | Hoàn thành",
        "1 | Kiểm kê cây | Sở Xây dựng/Hạt Kiểm lâm | Quý II/2026",
    )
    assert rows_of(found) == [("Kiểm kê cây", ["Sở Xây dựng"], ["Hạt Kiểm lâm"])]


def test_short_heads_of_a_table_by_codes_are_told() -> None:
    found = table(
        "Mã TC | Điểm mất | Công việc phải làm | CQ phải làm | CQ giúp | Hạn",
        "1.2 | 0,25 | Ban hành kế hoạch kiểm tra | Sở Nội vụ | Sở Tài chính | 30/5/2026",
    )
    assert rows_of(found) == [("Ban hành kế hoạch kiểm tra", ["Sở Nội vụ"], ["Sở Tài chính"])]


def test_a_table_of_aims_that_says_who_does_what_by_when_orders_it() -> None:
    def below(head: str, row: str) -> list[Row]:
        plan = f"KẾ HOẠCH\nPHÁT TRIỂN CÂY XANH NĂM 2026\nI. BẢNG GIAO CHỈ TIÊU\n{head}\n{row}\n"
        return rows_of(parse(plan, Options(restore="never")))

    told = below(
        "Stt | Công việc | Chủ trì | Hạn | Điểm", "1 | Thay văn bản cũ | Sở Tư pháp | 31/8/2026 | 0,5"
    )
    assert told == [("Thay văn bản cũ", ["Sở Tư pháp"], [])]
    assert below("Stt | Chỉ tiêu | Đơn vị tính | Năm 2026", "1 | Tỷ lệ che phủ rừng | % | 42") == []


def test_a_stage_in_the_first_column_dates_the_rows_that_it_spans() -> None:
    found = table(
        "Giai đoạn, thời gian | Nội dung công việc | Chủ trì",
        "Giai đoạn 1 (từ tháng 3 đến tháng 5/2026) | Lập danh sách cây già | Sở Xây dựng",
        " | Chụp ảnh hiện trạng từng cây | Sở Y tế",
        "Giai đoạn 2 (quý IV/2026) | Chặt cây sâu mục | Sở Xây dựng",
    )
    assert [t.deadline and t.deadline.due for t in found.tasks] == ["2026-05-31", "2026-05-31", "2026-12-31"]


def test_a_head_in_everyday_words_is_one() -> None:
    found = table(
        "Ngày | Việc phải làm | Ai lo | Cùng lo",
        "11/5/2026 | Kiểm kê cây | Sở Xây dựng | Các Tiểu ban",
        "Trước 17 giờ ngày 01/7/2026 | Tưới cây | Tiểu ban Nội dung - Tuyên truyền | ",
    )
    assert rows_of(found) == [
        ("Kiểm kê cây", ["Sở Xây dựng"], ["Các Tiểu ban"]),
        ("Tưới cây", ["Tiểu ban Nội dung - Tuyên truyền"], []),
    ]


def test_a_head_whose_words_are_half_known_is_one() -> None:
    found = table(
        "Cấp | Phần phải giữ | Đơn vị thực hiện | Đơn vị phối hợp | Tần suất",
        "I, II | Canh rừng lim ở cửa khe | UBND cấp xã | Chủ rừng | Hằng tuần",
        "III | Đóng cửa rừng, gọi dân quân | Ban Chỉ đạo tỉnh | Công an tỉnh | Khi có cảnh báo",
    )
    assert [lead for _, lead, _ in rows_of(found)] == [["UBND cấp xã"], ["Ban Chỉ đạo tỉnh"]]
