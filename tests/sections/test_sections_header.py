"""Letterhead, title and what they tell: organs, number, dates, year."""

from __future__ import annotations

from dataclasses import replace

import pytest
from built_pages import TOP, boxed, outline_of, pages_of, paths

from pipeline.sections import parse


def test_parse_parts_a_letterhead_that_was_read_across_its_columns():
    head = outline_of(TOP).header
    assert head.parent_organ and head.parent_organ.value == "UBND TỈNH TÂN LẬP"
    assert head.issuing_organ and head.issuing_organ.value == "SỞ LÂM NGHIỆP"
    assert head.number and head.number.value == "027"
    assert head.number_symbol and head.number_symbol.value == "027/KH-SLN"
    assert head.place and head.place.value == "Tân Lập"
    assert head.issue_date and head.issue_date.value == "2024-03-05"
    assert (head.type_code, head.type_name, head.plan_year) == ("KH", "Kế hoạch", 2024)
    assert head.subject and head.subject.value == "Trồng cây phân tán năm 2024"


def test_parse_takes_an_organ_over_two_lines_for_one_organ_without_parent():
    text = """ỦY BAN NHÂN DÂN
TỈNH TÂN LẬP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 7/KH-UBND | Tân Lập, ngày 15 tháng 12 năm 2024
KẾ HOẠCH
PHÁT TRIỂN NGHỀ RỪNG GIAI ĐOẠN 2025 - 2027
Căn cứ Luật Lâm nghiệp;
I. MỤC ĐÍCH
1. Giữ rừng.
"""
    head = outline_of(text).header
    assert head.issuing_organ and head.issuing_organ.value == "ỦY BAN NHÂN DÂN TỈNH TÂN LẬP"
    assert head.parent_organ is None
    assert head.plan_period == ("2025-01-01", "2027-12-31") and head.plan_year is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Số: /KH-SLN Tân Lập, ngày 05 tháng 3 năm 2024", "number_unreadable"),
        ("Số: 12/KH-SLN Tân Lập, ngày tháng 3 năm 2024", "issue_date_unreadable"),
        ("Số: 12/KH-SLN Tân Lập, ngày 45 tháng 3 năm 2024", "issue_date_unreadable"),
    ],
)
def test_parse_leaves_a_blank_number_or_day_empty_and_says_so(line: str, code: str):
    outline = outline_of(TOP.replace("Số: 027 /KH-SLN Tân Lập, ngày 05 tháng 3 năm 2024", line))
    head = outline.header
    assert code in {issue.code for issue in outline.issues}
    assert (head.number is None) == (code == "number_unreadable")
    assert (head.issue_date is None) == (code == "issue_date_unreadable")
    assert head.symbol and head.symbol.value == "KH-SLN"


def test_parse_reads_a_misread_digit_of_the_date_with_low_confidence():
    head = outline_of(TOP.replace("ngày 05", "ngày l4")).header
    assert head.issue_date and head.issue_date.value == "2024-03-14"
    assert head.issue_date.confidence <= 0.6


@pytest.mark.parametrize(
    ("subject", "year", "period"),
    [
        ("Phòng cháy rừng mùa khô năm 2025", 2025, None),
        ("Thực hiện Quyết định số 3/QĐ-UBND ngày 02 tháng 01 năm 2025", None, None),
        ("Đổi mới giống cây đến năm 2035", None, None),
        ("Trồng rừng giai đoạn 2026-2030", None, ("2026-01-01", "2030-12-31")),
        ("Chương trình giai đoạn 2021 - 2025 trên địa bàn xã năm 2024", 2024, None),
    ],
)
def test_parse_takes_year_and_period_from_the_title_alone(subject, year, period):
    head = outline_of(TOP.replace("Trồng cây phân tán năm 2024", subject)).header
    assert (head.plan_year, head.plan_period) == (year, period)


def test_parse_reads_a_title_that_stands_in_one_line_with_its_subject():
    outline = outline_of("BÁO CÁO VỀ TRỒNG RỪNG NĂM 2023\n1. Tình hình\n- Tốt.\n2. Kiến nghị\n- Cấp cây.")
    assert (outline.header.type_code, outline.header.plan_year) == ("BC", 2023)
    assert list(paths(outline)) == ["1", "2"]


def test_specks_behind_an_organ_are_no_part_of_its_name():
    head = outline_of(TOP.replace("SỞ LÂM NGHIỆP", "SỞ LÂM NGHIỆP:", 1)).header
    assert head.issuing_organ and head.issuing_organ.value == "SỞ LÂM NGHIỆP"


def test_a_group_of_the_party_is_an_organ_below_its_committee():
    head = outline_of(
        "ĐẢNG CỘNG SẢN VIỆT NAM\nBAN CHẤP HÀNH TRUNG ƯƠNG\nĐẢNG ĐOÀN HỘI NÔNG DÂN\nSố 32-KH/ĐĐHND\n"
        "Tân Lập, ngày 10 tháng 01 năm 2025\nKẾ HOẠCH\nVề trồng rừng\nI. VIỆC\n1. Trồng cây.\n"
    ).header
    assert head.parent_organ and head.parent_organ.value == "BAN CHẤP HÀNH TRUNG ƯƠNG"
    assert head.issuing_organ and head.issuing_organ.value == "ĐẢNG ĐOÀN HỘI NÔNG DÂN"


def test_type_and_subject_in_one_line_end_the_letterhead():
    head = outline_of(
        "SỞ LÂM NGHIỆP CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "CHƯƠNG TRÌNH HÀNH ĐỘNG TRIỂN KHAI THỰC HIỆN\nCHIẾN LƯỢC TRỒNG RỪNG ĐẾN NĂM 2030\n"
        "I. VIỆC\n1. Trồng cây.\n"
    ).header
    assert head.issuing_organ and head.issuing_organ.value == "SỞ LÂM NGHIỆP"
    assert head.subject and head.subject.value.endswith("TRỒNG RỪNG ĐẾN NĂM 2030")


@pytest.mark.parametrize(
    ("title", "year", "period"),
    [
        ("Triển khai thi hành Luật Lâm nghiệp năm 2023 tại xã Suối", None, None),
        ("Triển khai thi hành Luật Lâm nghiệp năm 2023 trong năm 2024", 2024, None),
        ("Triển khai Nghị quyết về trồng rừng năm 2024", 2024, None),
        ("Kế hoạch đầu tư trồng rừng trung hạn 2026-2030", None, ("2026-01-01", "2030-12-31")),
    ],
)
def test_the_year_of_a_law_is_none_of_the_plan(title, year, period):
    head = outline_of(TOP.replace("Trồng cây phân tán năm 2024", title) + "I. VIỆC\n1. Trồng cây.\n").header
    assert (head.plan_year, head.plan_period) == (year, period)


def test_the_mark_of_a_draft_is_no_part_of_the_organ():
    head = outline_of(
        TOP.replace("SỞ LÂM NGHIỆP Độc lập - Tự do - Hạnh phúc", "SỞ LÂM NGHIỆP\nDỰ THẢO")
        + "I. VIỆC\n1. Tưới.\n"
    )
    assert head.header.issuing_organ and head.header.issuing_organ.value == "SỞ LÂM NGHIỆP"


def _titled(lines, bold):
    top = [
        ("UBND TỈNH TÂN LẬP", 150, 400),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 500, 950),
        ("Số: 12/KH-UBND", 150, 400),
        ("Tân Lập, ngày 05 tháng 3 năm 2024", 550, 900),
        ("KẾ HOẠCH", 500, 600),
    ]
    body = [(f"Ngày nay rừng của tỉnh còn nhiều nơi chưa được giữ, dòng thứ {i}", 110, 990) for i in range(9)]
    (page,) = boxed([[*top, *lines, *body]])
    firm = range(4, 5 + len(lines)) if bold else ()
    made = tuple(replace(line, bold=i in firm) for i, line in enumerate(page.lines))
    return parse([replace(page, lines=made)]).header


def test_parse_takes_the_lines_of_a_title_that_are_as_wide_as_the_page():
    lines = [
        ("Tăng cường trồng cây phân tán", 350, 750),
        ("trên đất trống của các hộ dân, hợp tác xã và lâm trường quanh hồ", 115, 985),
        ("Suối Bạc và dọc đường tỉnh qua các xã ven hồ của huyện Tân Lập", 112, 988),
    ]
    head = _titled(lines, bold=True)
    assert head.subject and head.subject.value == " ".join(text for text, _, _ in lines)


def test_parse_ends_a_title_of_common_weight_where_a_wide_line_begins_a_sentence():
    lines = [("Tăng cường trồng cây phân tán", 350, 750), ("Suối Bạc nay đã cạn nước, rừng thưa", 112, 988)]
    head = _titled(lines, bold=False)
    assert head.subject and head.subject.value == "Tăng cường trồng cây phân tán"


@pytest.mark.parametrize(
    ("field", "read", "other", "disputed"),
    [
        ("issue_date", "05", "06", True),
        ("issue_date", "05", "05|", True),
        ("issue_date", "05", "05,", False),
        ("number", "027", "021", True),
        ("number", "027", "@", False),
    ],
)
def test_parse_doubts_a_number_or_day_that_another_reading_has_otherwise(field, read, other, disputed):
    (page,) = pages_of(TOP)

    def heard(word):
        return replace(word, confidence=0.9, alternatives=(other,) if word.text == read else ())

    lines = tuple(replace(line, words=tuple(map(heard, line.words))) for line in page.lines)
    outline = parse([replace(page, lines=lines)])
    found = getattr(outline.header, field)
    assert found and (found.confidence <= 0.5) == disputed
    assert any(issue.code == f"{field}_doubtful" for issue in outline.issues) == disputed


def test_parse_doubts_a_number_before_which_a_stamp_lies_over_its_name():
    outline = outline_of(TOP.replace("Số: 027 /KH-SLN Tân Lập,", ".... 27/KH-SLN\nTân Lập,"))
    head = outline.header
    assert head.number and (head.number.value, head.number.confidence) == ("27", 0.5)
    assert head.symbol and head.symbol.value == "KH-SLN"
    assert "number_doubtful" in {issue.code for issue in outline.issues}


def test_place_and_date_above_the_signature_are_the_papers_own():
    text = (
        "KẾ HOẠCH\nGiữ rừng năm 2026\nI. NHIỆM VỤ\n1. Trồng lim.\n"
        "Hà Sơn, ngày 28 tháng 4 năm 2026\nNơi nhận:\n- Sở A;\n- Lưu: VT.\nGIÁM ĐỐC\nTrần Văn Suối\n"
    )
    outline = outline_of(text)
    head = outline.header
    assert head.place and head.place.value == "Hà Sơn"
    assert head.issue_date and head.issue_date.value == "2026-04-28"
    assert outline.signature.full_name and [r.text for r in outline.recipients] == ["Sở A"]


def test_the_symbol_tells_the_code_of_a_longer_name_of_a_type():
    text = (
        "TỈNH ỦY HÀ SƠN\nĐẢNG CỘNG SẢN VIỆT NAM\nSố: 52-CTr/TU | Hà Sơn, ngày 18 tháng 5 năm 2026\n"
        "CHƯƠNG TRÌNH HÀNH ĐỘNG\nthực hiện Nghị quyết về giữ rừng\nI. NHIỆM VỤ\n1. Trồng lim.\n"
    )
    head = outline_of(text).header
    assert (head.type_code, head.type_name) == ("CTr", "Chương trình hành động")
