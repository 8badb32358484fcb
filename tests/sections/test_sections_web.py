"""Plans as web pages and narrow columns print them: lines broken where a cell ended, notes at the end."""

from __future__ import annotations

from built_pages import outline_of

BROKEN = """ỦY BAN NHÂN DÂN
THÀNH PHỐ TÂN LẬP
-------
CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 61/KH-UBND
Tân Lập, ngày 21
tháng 11 năm 2025
KẾ HOẠCH
THỰC HIỆN CHỈ THỊ SỐ 9/CT-TTG CỦA
THỦ TƯỚNG CHÍNH PHỦ VỀ TRỒNG CÂY
Thực hiện Chỉ thị số 9/CT-TTg, thành phố ban hành Kế hoạch như sau:
I. NHIỆM VỤ
1. Trồng cây dọc sông.
2. Chăm sóc cây trong trường học./.
Nơi nhận:
- Sở Xây dựng;
- Lưu: VT, NL.
TM. ỦY BAN NHÂN
DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Nam
[1]
Chương trình số 11-CTr/TU ngày 03/02/2024 của Thành ủy Tân Lập về trồng cây dọc các tuyến sông.
[2] Kế hoạch số 7/KH-UBND ngày 09/5/2024 của UBND thành phố Tân Lập về trồng cây trong trường học; \
Kế hoạch số 8/KH-UBND ngày 10/5/2024 của UBND thành phố Tân Lập về chăm sóc cây ở các công viên, \
vườn hoa và dọc các tuyến đường chính.
"""


def test_parse_joins_the_date_and_the_state_name_that_a_narrow_cell_broke() -> None:
    header = outline_of(BROKEN).header
    assert header.issuing_organ is not None
    assert header.issuing_organ.value == "ỦY BAN NHÂN DÂN THÀNH PHỐ TÂN LẬP"
    assert header.place is not None
    assert header.place.value == "Tân Lập"
    assert header.issue_date is not None
    assert header.issue_date.value == "2025-11-21"


def test_parse_goes_on_with_a_subject_that_stops_before_who_gave_the_order() -> None:
    found = outline_of(BROKEN)
    assert found.header.subject is not None
    assert found.header.subject.value.endswith("CỦA THỦ TƯỚNG CHÍNH PHỦ VỀ TRỒNG CÂY")
    assert [node.path for node in found.sections] == ["I"]


def test_parse_leaves_foot_notes_below_the_signer_out_of_the_archive() -> None:
    found = outline_of(BROKEN)
    assert found.archive is not None
    assert found.archive.value == "Lưu: VT, NL."
    assert [r.text for r in found.recipients] == ["Sở Xây dựng"]
    assert [a.of for a in found.signature.authority] == ["Ủy ban nhân dân", "Chủ tịch"]
    assert found.appendices == () and [node.path for node in found.sections] == ["I"]
    assert "7/KH-UBND" in found.notes[-1].text


def test_parse_takes_the_line_that_enacts_a_resolution_for_no_heading() -> None:
    found = outline_of(
        "NGHỊ QUYẾT\nVỀ TRỒNG CÂY\nCHÍNH PHỦ\nCăn cứ Luật Lâm nghiệp;\nQUYẾT NGHỊ:\nĐiều 1. Trồng cây.\n"
    )
    assert [node.path for node in found.sections] == ["Đ1"]


def test_parse_takes_a_very_long_line_over_lettered_items_for_their_heading() -> None:
    long = "Phát triển cây xanh trong các khu dân cư, trường học, bệnh viện và cơ quan; " * 3 + "chăm sóc cây"
    found = outline_of(f"I. NHIỆM VỤ\n1. {long}\na) Trồng cây;\nb) Tưới cây.\n2. Bảo vệ cây\na) Tuần tra.\n")
    titles = {node.path: node.title.text if node.title else None for node in found.walk()}
    assert titles["I.1"] == long


def test_parse_reads_a_date_of_issue_in_figures() -> None:
    header = outline_of(
        "TRƯỜNG THPT HÀ SƠN\nSố: 7/KH-THPT\nHà Sơn, ngày 1/3/2026\nKẾ HOẠCH\nTrồng cây\nI. VIỆC\n"
    ).header
    assert header.issue_date is not None
    assert header.issue_date.value == "2026-03-01"
    assert header.place is not None


def test_parse_reads_the_symbol_of_a_party_paper_whose_number_is_blank() -> None:
    header = outline_of(
        "ĐẢNG ỦY XÃ TÂN LẬP\n*\nSố       -KH/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\nTân Lập, ngày    tháng 6 năm 2026\n"
        "KẾ HOẠCH\ntrồng cây\nI. VIỆC\n"
    ).header
    assert header.number is None
    assert header.symbol is not None
    assert header.symbol.value == "KH/ĐU"


def test_parse_keeps_the_foot_notes_of_every_end() -> None:
    found = outline_of(
        "QUYẾT ĐỊNH\nBan hành Kế hoạch trồng cây\nCHỦ TỊCH UBND TỈNH TÂN LẬP\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành Kế hoạch.\nNơi nhận:\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Nam\n"
        "KẾ HOẠCH\nTrồng cây\n(Kèm theo Quyết định số 9/QĐ-UBND)\nI. NHIỆM VỤ\n1. Trồng cây.\nNơi nhận:\n"
        "- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Văn Nam\n[1] Kế hoạch số 7/KH-UBND của UBND tỉnh.\n"
    )
    assert [note.text for note in found.notes] == ["[1] Kế hoạch số 7/KH-UBND của UBND tỉnh."]
