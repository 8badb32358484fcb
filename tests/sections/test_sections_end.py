"""What follows the sections: tables of appendices, signature, recipients, the closing."""

from __future__ import annotations

import pytest
from built_pages import TOP, line_of, outline_of, paths, texts

from pipeline.page import Cell, Line, PageText, Word
from pipeline.sections import parse

TABLE = """
Nơi nhận:
- UBND tỉnh (b/c);
- Hội Làm vườn
tỉnh;
- Lưu: VT, LN (An).
KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC Đặng Văn Thử
PHỤ LỤC
DANH MỤC NHIỆM VỤ
(Kèm theo Kế hoạch số 027/KH-SLN ngày 05/3/2024 của Sở)
STT | Nội dung công việc | Đơn vị | Phối hợp | Thời hạn
(1) | (2) | (3) | (4) | (5)
I. TRỒNG RỪNG
1 | Ươm cây lim | Hạt Kiểm lâm | UBND xã | Quý I
II | GIỮ RỪNG | | |
2 | Tuần tra rừng đầu nguồn vào | Chi cục | UBND xã | Hằng tháng
\f3
STT | Nội dung công việc | Đơn vị | Phối hợp | Thời hạn
 | mùa khô | | |
3 | Đếm cây | Chi cục | | Quý IV
"""


def test_parse_reads_one_table_over_two_pages_with_groups_and_a_split_row():
    outline = outline_of(TOP + "I. NHIỆM VỤ\n1. Theo Phụ lục." + TABLE)
    tables = list(outline.tables())
    assert len(tables) == 1
    table = tables[0][1]
    assert [c.role for c in table.columns] == ["ordinal", "task", "lead", "coordination", "deadline"]
    assert [row[1].text for row in table.rows] == [
        "Ươm cây lim",
        "Tuần tra rừng đầu nguồn vào mùa khô",
        "Đếm cây",
    ]
    assert table.row_paths == ("PL.I", "PL.II", "PL.II")
    found = paths(outline)
    assert (found["PL"], found["PL.I"], found["PL.II"]) == ("DANH MỤC NHIỆM VỤ", "TRỒNG RỪNG", "GIỮ RỪNG")


def test_parse_carries_merged_cells_to_each_row_they_span():
    def cell(text: str, column: int, span: int = 1) -> Cell:
        return Cell(tuple(Word(w, w) for w in text.split()), column, row_span=span)

    rows = [
        [cell("TT", 0), cell("Nhiệm vụ", 1), cell("Chủ trì", 2)],
        [cell("1", 0), cell("Ươm cây", 1), cell("Hạt Kiểm lâm", 2, 2)],
        [cell("2", 0), cell("Trồng cây", 1)],
    ]
    lines = (line_of("I. NHIỆM VỤ"), *(Line((), cells=tuple(r), table=1, column_count=3) for r in rows))
    (_, table), *_ = parse([PageText(1, lines)]).tables()
    assert [row[2].text for row in table.rows] == ["Hạt Kiểm lâm", "Hạt Kiểm lâm"]


def test_parse_parts_signature_and_recipients():
    outline = outline_of(TOP + "I. NHIỆM VỤ\n1. Trồng cây." + TABLE)
    signature = outline.signature
    assert [(a.mark, a.of) for a in signature.authority] == [("KT.", "Giám đốc")]
    assert signature.position and signature.position.value == "Phó Giám đốc"
    assert signature.full_name and signature.full_name.value == "Đặng Văn Thử"
    assert [(r.text, r.purpose) for r in outline.recipients] == [
        ("UBND tỉnh", "b/c"),
        ("Hội Làm vườn tỉnh", None),
    ]
    assert outline.archive and outline.archive.value == "Lưu: VT, LN (An)."


@pytest.mark.parametrize(
    ("lines", "authority", "position", "name"),
    [
        (
            ["TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lò Thị Mẫu"],
            ["TM.", "KT."],
            "Phó Chủ tịch",
            "Lò Thị Mẫu",
        ),
        (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "Vũ Văn Ví"], ["TM."], "Chủ tịch", "Vũ Văn Ví"),
        (
            ["KT. CHÁNH THANH TRA", "Nơi nhận: PHÓ CHÁNH THANH TRA", "- Sở A;"],
            ["KT."],
            "Phó Chánh Thanh tra",
            None,
        ),
        (["KT. GIÁM ĐỐC", "⁄⁄PHÓ GIÁM ĐỐC z-"], ["KT."], "Phó Giám đốc", None),
        (["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"], ["TL."], "Chánh Văn phòng", None),
        (
            ["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN", "", "CHỦ TỊCH UBND TỈNH", "Lan Thị Mẫu"],
            ["TM."],
            "Trưởng ban",
            "Lan Thị Mẫu",
        ),
    ],
)
def test_parse_reads_signing_marks_however_they_are_printed(lines, authority, position, name):
    text = TOP + "I. NHIỆM VỤ\n1. Trồng cây lim.\n" + "\n".join(lines)
    signature = outline_of(text).signature
    assert [a.mark for a in signature.authority] == authority
    assert signature.position and signature.position.value == position
    assert (signature.full_name.value if signature.full_name else None) == name


@pytest.mark.parametrize(
    ("lines", "position", "name"),
    [
        (["[Ú TỊCH", "rần Văn Suối"], "Chủ tịch", "Trần Văn Suối"),
        (["KT. THỦ TƯỚNG", "[THỦ TƯỚNG", "trần Văn Suối"], "Phó Thủ tướng", "Trần Văn Suối"),
        (["KT. CHỦ NHIỆM", "PHÓ CHỦ NHIÊM", "Đồ Văn Suối"], "Phó Chủ nhiệm", "Đỗ Văn Suối"),
        (["HIỆU TRƯỞNG „Z", "Trân Văn Suối"], "Hiệu trưởng", "Trần Văn Suối"),
        (["GIÁM ĐỐC", "Đường Văn Suối"], "Giám đốc", "Đường Văn Suối"),
        (["GIÁM ĐỐC", "BSCKII. Thái Văn Suối"], "Giám đốc", "Thái Văn Suối"),
    ],
)
def test_parse_knows_position_and_surname_though_a_seal_lies_over_them(lines, position, name):
    text = TOP + "I. VIỆC\n1. Trồng cây./.\nNơi nhận:\n- Sở A;\n- Lưu: VT.\n" + "\n".join(lines)
    signature = outline_of(text).signature
    assert signature.position and signature.position.value == position
    assert signature.full_name and signature.full_name.value == name


def test_parse_doubts_what_a_seal_has_eaten_into():
    text = TOP + "I. VIỆC\n1. Trồng cây./.\nNơi nhận:\n- Lưu: VT.\nÚ TỊCH\nrần Văn Suối"
    signature = outline_of(text).signature
    assert signature.position and signature.position.confidence <= 0.6
    assert signature.full_name and signature.full_name.confidence <= 0.6


def test_parse_reads_recipients_whose_units_are_letters_alone():
    text = (
        TOP
        + "I. VIỆC\n1. Trồng cây./.\nNơi nhận:\n- Các sở: YT, TC,\nNV, XD;\n- TTHĐ (đề bíc); :\n- Lưu: VT."
    )
    assert [(r.text, r.purpose) for r in outline_of(text).recipients] == [
        ("Các sở: YT, TC, NV, XD", None),
        ("TTHĐ", "để b/c"),
    ]


def test_parse_warns_of_an_appendix_that_is_promised_but_absent():
    text = TOP + "I. NHIỆM VỤ\n1. Trồng cây.\n(Chi tiết tại Phụ lục II kèm theo Kế hoạch này)"
    outline = outline_of(text)
    assert [(a.label, a.present) for a in outline.appendices] == [("Phụ lục II", False)]
    assert [i.code for i in outline.issues if i.severity == "warning"] == ["appendix_missing"]


def test_parse_takes_an_appendix_of_another_paper_for_no_promise():
    text = TOP + "I. NHIỆM VỤ\n1. Theo Phụ lục I ban hành kèm theo Nghị định số 30/2020/NĐ-CP."
    assert outline_of(text).appendices == ()


def test_parse_parts_the_closing_from_the_last_item():
    text = (
        TOP
        + "I. TỔ CHỨC THỰC HIỆN\n1. Các hạt thực hiện.\n"
        + "Trong quá trình thực hiện, nếu có vướng mắc, báo cáo Sở./."
    )
    last = outline_of(text).sections[-1]
    assert (last.kind, last.title) == ("closing", None)


def test_parse_leaves_a_paragraph_under_its_heading_though_it_begins_like_a_closing():
    text = (
        TOP + "I. TỔ CHỨC THỰC HIỆN\n1. Các hạt kiểm lâm\nTrên cơ sở Kế hoạch này, các hạt lập lịch riêng./."
    )
    assert texts(outline_of(text), "I.1") == ["Trên cơ sở Kế hoạch này, các hạt lập lịch riêng./."]


def test_acronyms_of_a_position_in_capitals_stay_in_capitals():
    text = (
        TOP
        + "I. VIỆC\n1. Trồng cây./.\nNơi nhận:\n- Lưu: VT.\nGIÁM ĐỐC TRUNG TÂM THU BHXH, BHYT\nLê Văn Suối\n"
    )
    signature = outline_of(text).signature
    assert signature is not None and signature.position is not None
    assert signature.position.value == "Giám đốc trung tâm thu BHXH, BHYT"


def test_the_title_of_an_appendix_may_stand_below_what_it_goes_with():
    outline = outline_of(
        TOP + "I. VIỆC\n1. Trồng cây./.\nPHỤ LỤC\n(Kèm theo Kế hoạch số 027/KH-SLN)\n"
        "DANH MỤC CÁC VƯỜN ƯƠM\nTT | Vườn | Số cây\n1 | Vườn Suối | 200\n"
    )
    assert [(a.label, a.title) for a in outline.appendices] == [("Phụ lục", "DANH MỤC CÁC VƯỜN ƯƠM")]
    assert paths(outline)["PL"] == "DANH MỤC CÁC VƯỜN ƯƠM"


def test_a_numbered_appendix_above_its_title_needs_no_signature_before_it():
    outline = outline_of(
        TOP + "I. VIỆC\n1. Trồng cây./.\nSỞ LÂM NGHIỆP\nPhụ lục II\nLỘ TRÌNH TRỒNG CÂY\n"
        "TT | Vườn | Số cây\n1 | Vườn Suối | 200\n"
    )
    assert paths(outline)["PL2"] == "LỘ TRÌNH TRỒNG CÂY"


def test_recipients_without_bullets_are_parted_by_their_lines():
    text = TOP + "I. VIỆC\n1. Trồng cây./.\nNơi nhận:\nSở Nội vụ (báo cáo);\nCác xã;\nLưu: VT.\n"
    outline = outline_of(text)
    assert [r.text for r in outline.recipients] == ["Sở Nội vụ", "Các xã"]
    assert outline.archive and outline.archive.value == "Lưu: VT."


@pytest.mark.parametrize("name", ["Lại Văn Thử", "Đồng Văn Mẫu", "Trà Thị Ví", "Sa Văn Thử", "Bạc Cầm Mẫu"])
def test_names_that_are_words_as_well_are_names_below_an_office(name):
    signature = outline_of(
        TOP + f"I. NHIỆM VỤ\n1. Trồng cây lim.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n{name}\n"
    ).signature
    assert signature.full_name and signature.full_name.value == name
