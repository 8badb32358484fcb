"""The outline of a document: what stands where, over text, wrapped text and pages with boxes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.geometry import Box
from pipeline.page import Cell, Line, Outline, PageText, Paragraph, Table, Word
from pipeline.sections import parse

SHARED = Path(__file__).parents[2].parent / "shared" / "dev"

TOP = """UBND TỈNH TÂN LẬP   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ LÂM NGHIỆP Độc lập - Tự do - Hạnh phúc
Số: 027 /KH-SLN Tân Lập, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
Trồng cây phân tán năm 2024

Thực hiện Kế hoạch số 12/KH-UBND ngày 02/01/2024 của UBND tỉnh, Sở ban hành Kế hoạch như sau:
"""


def line_of(text: str) -> Line:
    if " | " in text or text.endswith(" |"):
        cells = [part.split() for part in text.split("|")]
        made = tuple(Cell(tuple(Word(w, w) for w in words), i) for i, words in enumerate(cells))
        return Line((), cells=made, column_count=len(made))
    return Line(tuple(Word(w, w) for w in text.split()))


def pages_of(text: str) -> list[PageText]:
    return [
        PageText(number, tuple(line_of(line) for line in page.splitlines()))
        for number, page in enumerate(text.split("\f"), 1)
    ]


def boxed(pages: Sequence[Sequence[tuple[str, float, float]]]) -> list[PageText]:
    """Pages of (text, x0, x1); lines 50 px apart."""
    out = []
    for number, lines in enumerate(pages, 1):
        made = []
        for i, (text, x0, x1) in enumerate(lines):
            words, step = text.split(), (x1 - x0) / max(1, len(text))
            at, parts = x0, []
            for word in words:
                parts.append(Word(word, word, Box(at, 50.0 * i, at + step * len(word), 50.0 * i + 30)))
                at += step * (len(word) + 1)
            made.append(Line(tuple(parts), Box(x0, 50.0 * i, x1, 50.0 * i + 30)))
        out.append(PageText(number, tuple(made), kind="ocr"))
    return out


def paths(outline: Outline) -> dict[str, str | None]:
    return {node.path: node.title.text if node.title else None for node in outline.walk()}


def texts(outline: Outline, path: str) -> list[str]:
    node = next(n for n in outline.walk() if n.path == path)
    return [item.passage.text for item in node.content if isinstance(item, Paragraph)]


def assert_each_line_once(outline: Outline) -> None:
    lines = {(page.number, i + 1) for page in outline.pages for i in range(len(page.lines))}
    assert set(outline.places) == lines
    known = {"header", "basis", "body", "table", "appendix", "signature", "recipients", "furniture", "blank"}
    assert set(outline.places.values()) <= known


def test_parse_parts_a_letterhead_that_was_read_across_its_columns():
    head = parse(pages_of(TOP)).header
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
    head = parse(pages_of(text)).header
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
    outline = parse(pages_of(TOP.replace("Số: 027 /KH-SLN Tân Lập, ngày 05 tháng 3 năm 2024", line)))
    head = outline.header
    assert code in {issue.code for issue in outline.issues}
    assert (head.number is None) == (code == "number_unreadable")
    assert (head.issue_date is None) == (code == "issue_date_unreadable")
    assert head.symbol and head.symbol.value == "KH-SLN"


def test_parse_reads_a_misread_digit_of_the_date_with_low_confidence():
    head = parse(pages_of(TOP.replace("ngày 05", "ngày l4"))).header
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
    head = parse(pages_of(TOP.replace("Trồng cây phân tán năm 2024", subject))).header
    assert (head.plan_year, head.plan_period) == (year, period)


def test_parse_keeps_letters_in_sequence_after_misreadings():
    items = ["a) Một.", "b) Hai.", "¢) Ba.", "d) Bốn.", "d) Năm.", "e) Sáu.", "2) Bảy.", "h) Tám."]
    outline = parse(pages_of(TOP + "I. NHIỆM VỤ\n1. Giữ rừng\n" + "\n".join(items)))
    nodes = [n for n in outline.walk() if n.path.startswith("I.1.")]
    assert [n.label for n in nodes] == list("abcdđegh")
    assert [n.label_surface for n in nodes][2::2] == ["¢)", "d)", "2)"]


def test_parse_leaves_a_sound_sequence_as_printed():
    outline = parse(
        pages_of(TOP + "II. NHIỆM VỤ\na) Một.\nb) Hai.\nc) Ba.\nd) Bốn.\ne) Năm.\nIII. KINH PHÍ\nX.")
    )
    assert list(paths(outline)) == ["II", "II.a", "II.b", "II.c", "II.d", "II.e", "III"]


@pytest.mark.parametrize(("sign", "path"), [("11|.", "III"), ("IIl.", "III"), ("HI.", "III"), ("III", "III")])
def test_parse_reads_roman_numerals_that_were_misread(sign: str, path: str):
    text = TOP + f"I. MỤC ĐÍCH\nMột.\nII. NHIỆM VỤ\nHai.\n{sign} TỔ CHỨC THỰC HIỆN\nBa."
    assert list(paths(parse(pages_of(text)))) == ["I", "II", path]


def test_parse_mends_a_single_number_between_sound_ones():
    text = TOP + "I. NHIỆM VỤ\n1. Giữ rừng.\n2. Trồng rừng.\n8. Tỉa cây.\n4. Đếm cây."
    nodes = [n for n in parse(pages_of(text)).walk() if n.level == 2]
    assert [n.path for n in nodes] == ["I.1", "I.2", "I.3", "I.4"]
    assert nodes[2].label == "3" and nodes[2].label_surface == "8."


def test_parse_keeps_paths_unique_where_the_print_repeats_a_number():
    text = TOP + "I. MỤC ĐÍCH\nXanh.\nII. LỘ TRÌNH\nNhanh.\nII. NHIỆM VỤ\nTrồng.\nIII. KINH PHÍ\nĐủ."
    assert list(paths(parse(pages_of(text)))) == ["I", "II", "II-2", "III"]


def test_parse_seats_dotted_numbers_under_their_first_number():
    text = TOP + "II. NHIỆM VỤ\n1. Về rừng\n1.1. Trồng\n- Cây lim.\n1.2. Giữ\n- Cây sến.\n2. Về nước\n- Suối."
    assert list(paths(parse(pages_of(text)))) == ["II", "II.1", "II.1.1", "II.1.2", "II.2"]


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
    found = paths(parse(pages_of(text)))
    assert found["II.1"] == "Nâng cao hiểu biết; giữ giống cây bản địa"
    assert found["II.3"] == "Sở Tài chính"
    assert found["II.4"] == "Các bệnh của cây"
    assert texts(parse(pages_of(text)), "II.4") == [
        "Nấm lá, mọt thân và sâu đục ngọn thường gặp vào mùa mưa."
    ]
    assert found["III.1"] is None and found["III.2"] is None


def test_parse_takes_labels_of_a_task_for_no_titles():
    text = (
        TOP
        + "I. NHIỆM VỤ\n1. Trồng cây\na) Nhiệm vụ: Trồng lim.\n"
        + "b) Cơ quan thực hiện:\n- Đơn vị chủ trì: Sở A.\n"
    )
    found = paths(parse(pages_of(text)))
    assert found == {"I": "NHIỆM VỤ", "I.1": "Trồng cây", "I.1.a": None, "I.1.b": None}


WRAPPED = """I. MUC TIEU VA NHIEM VU

1. Nang cao hieu biet cua nguoi trong rung ve cac giong cay ban dia va ve
cach cham soc cay con trong ba nam dau, nhat la o vung cao va vung ven song

2. Nang cao muc do hai long cua nguoi dan ve thu tuc giao rung, giao dat lam
nghiep:

Bao dam moi ho so duoc nhan va tra dung hen; khong de nguoi dan phai di lai
nhieu lan vi cung mot viec da duoc huong

dan tu truoc.
"""


def test_parse_joins_wrapped_lines_and_headings_over_two_lines():
    outline = parse(pages_of(WRAPPED))
    assert paths(outline)["I.2"] == (
        "Nang cao muc do hai long cua nguoi dan ve thu tuc giao rung, giao dat lam nghiep"
    )
    assert texts(outline, "I.2")[0].endswith("da duoc huong dan tu truoc.")


def test_parse_joins_a_sentence_over_a_page_break_and_its_page_number():
    text = (
        TOP
        + "I. NHIỆM VỤ\n- Trồng mới một nghìn héc-ta rừng phòng hộ ở đầu nguồn"
        + "\n\f2\n\nvà ven các hồ chứa nước.\n- Tỉa."
    )
    outline = parse(pages_of(text))
    assert texts(outline, "I") == [
        "Trồng mới một nghìn héc-ta rừng phòng hộ ở đầu nguồn và ven các hồ chứa nước.",
        "Tỉa.",
    ]
    assert outline.places[(2, 1)] == "furniture"


def test_parse_keeps_a_span_of_years_broken_before_its_hyphen_in_one_item():
    text = TOP + "I. CHỈ TIÊU\n1. Trong giai đoạn 2026\n- 2030 trồng 100 ha.\n2. Giữ 50 ha."
    assert texts(parse(pages_of(text)), "I.1") == ["Trong giai đoạn 2026 - 2030 trồng 100 ha."]


def test_parse_uses_margins_and_indents_where_boxes_are_known():
    page = [
        ("I. NHIỆM VỤ", 160, 400),
        ("Các hạt kiểm lâm tuần tra rừng theo lịch đã định và ghi sổ đầy đủ, Hạt", 160, 1000),
        ("trưởng chịu trách nhiệm về sổ. Đội cơ động thay nhau trực đêm ở các", 100, 1000),
        ("Trạm gác cửa rừng", 100, 400),
        ("Mỗi quý các hạt gửi báo cáo một lần về Chi cục để tổng hợp chung toàn", 160, 1000),
        ("tỉnh.", 100, 170),
    ]
    outline = parse(boxed([page]))
    assert [t[:10] for t in texts(outline, "I")] == ["Các hạt ki", "Mỗi quý cá"]


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
    outline = parse(pages_of(TOP + "I. NHIỆM VỤ\n1. Theo Phụ lục." + TABLE))
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


def cell_of(text: str, column: int, span: int = 1, box: Box | None = None) -> Cell:
    """Return a cell whose words, where it has a box, stand in one line 30 pixels high at its head."""
    words = text.split()
    boxes = [
        box and Box(box.x0 + 40 * i, box.y0 + 20, box.x0 + 40 * i + 30, box.y0 + 50)
        for i in range(len(words))
    ]
    return Cell(tuple(map(Word, words, words, boxes)), column, box, row_span=span)


def table_over_pages(*pages: list[list[Cell]]) -> Table:
    made = [
        PageText(number, tuple(Line((), cells=tuple(row), table=1, column_count=3) for row in rows))
        for number, rows in enumerate(pages, 1)
    ]
    first = (line_of("I. NHIỆM VỤ"), *made[0].lines)
    (_, table), *_ = parse([PageText(1, first), *made[1:]]).tables()
    return table


HEAD = [cell_of("TT", 0), cell_of("Nhiệm vụ", 1), cell_of("Nguồn vốn", 2)]


def test_parse_carries_a_merged_cell_over_the_turn_of_a_page():
    table = table_over_pages(
        [
            HEAD,
            [cell_of("1", 0), cell_of("Ươm cây.", 1), cell_of("Ngân sách tỉnh", 2, 2)],
            [cell_of("2", 0), cell_of("Trồng cây.", 1)],
        ],
        [
            HEAD,
            [cell_of("3", 0), cell_of("Tưới cây.", 1), cell_of("", 2, 2)],
            [cell_of("4", 0), cell_of("Đếm cây.", 1)],
            [cell_of("5", 0), cell_of("Tỉa cây.", 1), cell_of("", 2)],
        ],
    )
    assert [row[2].text for row in table.rows] == ["Ngân sách tỉnh"] * 4 + [""]


def test_parse_carries_what_a_split_row_says_in_full():
    table = table_over_pages(
        [HEAD, [cell_of("1", 0), cell_of("Ươm cây trong vườn", 1), cell_of("Ngân sách", 2)]],
        [
            HEAD,
            [cell_of("", 0), cell_of("của xã.", 1), cell_of("tỉnh", 2, 2)],
            [cell_of("2", 0), cell_of("Trồng cây.", 1)],
        ],
    )
    assert [row[2].text for row in table.rows] == ["Ngân sách tỉnh", "Ngân sách tỉnh"]


def test_a_row_over_the_page_is_no_rest_where_a_line_more_would_have_fitted_above():
    def rows(height: float) -> Table:
        boxes = [Box(100 * i, 0, 100 * (i + 1), height) for i in range(3)]
        above = zip(range(3), ("1", "Ươm cây trong vườn.", "Hạt Kiểm lâm"), boxes, strict=True)
        below = [cell_of("", 0), cell_of("Trồng cây.", 1), cell_of("Ủy ban xã", 2)]
        return table_over_pages([HEAD, [cell_of(text, i, box=box) for i, text, box in above]], [HEAD, below])

    assert len(rows(80).rows) == 1
    assert [row[2].text for row in rows(150).rows] == ["Hạt Kiểm lâm", "Ủy ban xã"]


def test_parse_parts_signature_and_recipients():
    outline = parse(pages_of(TOP + "I. NHIỆM VỤ\n1. Trồng cây." + TABLE))
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
    ],
)
def test_parse_reads_signing_marks_however_they_are_printed(lines, authority, position, name):
    text = TOP + "I. NHIỆM VỤ\n1. Trồng cây lim.\n" + "\n".join(lines)
    signature = parse(pages_of(text)).signature
    assert [a.mark for a in signature.authority] == authority
    assert signature.position and signature.position.value == position
    assert (signature.full_name.value if signature.full_name else None) == name


def test_parse_warns_of_an_appendix_that_is_promised_but_absent():
    text = TOP + "I. NHIỆM VỤ\n1. Trồng cây.\n(Chi tiết tại Phụ lục II kèm theo Kế hoạch này)"
    outline = parse(pages_of(text))
    assert [(a.label, a.present) for a in outline.appendices] == [("Phụ lục II", False)]
    assert [i.code for i in outline.issues if i.severity == "warning"] == ["appendix_missing"]


def test_parse_takes_an_appendix_of_another_paper_for_no_promise():
    text = TOP + "I. NHIỆM VỤ\n1. Theo Phụ lục I ban hành kèm theo Nghị định số 30/2020/NĐ-CP."
    assert parse(pages_of(text)).appendices == ()


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
    outline = parse(pages_of(text))
    assert outline.header.type_code == "QĐ"
    assert list(paths(outline)) == ["Đ1", "Đ2", "I", "II", "II.1"]
    assert [n.kind for n in outline.sections] == ["closing", "closing", "purpose", "tasks"]
    assert [p.passage.text for p in outline.preamble] == ["Căn cứ Luật Lâm nghiệp;", "QUYẾT ĐỊNH:"]


def test_parse_gives_children_the_kind_of_their_section_unless_their_title_says_otherwise():
    text = (
        TOP + "I. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\na) Xanh.\n2. Yêu cầu\na) Nhanh.\nII. KINH PHÍ\n1. Tỉnh cấp."
    )
    kinds = {n.path: n.kind for n in parse(pages_of(text)).walk()}
    assert kinds["I.1.a"] == "purpose" and kinds["I.2.a"] == "requirement" and kinds["II.1"] == "budget"


def test_parse_parts_the_closing_from_the_last_item():
    text = (
        TOP
        + "I. TỔ CHỨC THỰC HIỆN\n1. Các hạt thực hiện.\n"
        + "Trong quá trình thực hiện, nếu có vướng mắc, báo cáo Sở./."
    )
    last = parse(pages_of(text)).sections[-1]
    assert (last.kind, last.title) == ("closing", None)


def test_parse_leaves_a_paragraph_under_its_heading_though_it_begins_like_a_closing():
    text = (
        TOP + "I. TỔ CHỨC THỰC HIỆN\n1. Các hạt kiểm lâm\nTrên cơ sở Kế hoạch này, các hạt lập lịch riêng./."
    )
    assert texts(parse(pages_of(text)), "I.1") == ["Trên cơ sở Kế hoạch này, các hạt lập lịch riêng./."]


def test_parse_reads_a_title_that_stands_in_one_line_with_its_subject():
    outline = parse(
        pages_of("BÁO CÁO VỀ TRỒNG RỪNG NĂM 2023\n1. Tình hình\n- Tốt.\n2. Kiến nghị\n- Cấp cây.")
    )
    assert (outline.header.type_code, outline.header.plan_year) == ("BC", 2023)
    assert list(paths(outline)) == ["1", "2"]


def test_parse_keeps_a_list_together_under_a_head_in_capitals():
    outline = parse(pages_of("Mở đầu.\nNỘI DUNG THỰC HIỆN\n1. Trồng\n- Lim.\n2. Giữ\n- Sến."))
    assert list(paths(outline)) == ["-1", "-1.1", "-1.2"]


def test_parse_keeps_all_of_a_page_from_the_middle_of_a_document():
    outline = parse(pages_of("- Trồng cây lim.\n- Tỉa cành.\n2. Sở Tài chính\n- Cấp tiền."))
    assert texts(outline, "-1") == ["Trồng cây lim.", "Tỉa cành."]
    assert paths(outline)["2"] == "Sở Tài chính"


PIECES = [
    "I. MỤC ĐÍCH",
    "1. Trồng cây",
    "a) Một.",
    "d) Hai",
    "- gạch",
    "+ cộng",
    "",
    "12",
    "KẾ HOẠCH",
    "QUYẾT ĐỊNH:",
    "PHỤ LỤC I",
    "(Kèm theo Kế hoạch số 1)",
    "Nơi nhận:",
    "- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "STT | Nhiệm vụ | Chủ trì",
    "1 | Trồng | Sở A",
    " | tiếp | ",
    "II | NHÓM | ",
    "I. NHÓM",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 1/KH-UBND X, ngày 1 tháng 2 năm 2024",
    "Điều 1. Ban hành",
    "1.1. Một hai",
    "tiếp theo dòng trên",
    "Trong quá trình thực hiện.",
    "Kính gửi: Sở A",
    "|",
    "…",
    # what readers make of worn pages
    "11| TÔ CHUC THUC HIEN",
    "¢) Nang cao chat luong",
    "q) Cai thien chi s6",
    "IIl. NHIEM VU",
    "Sb: l11 /KH-TTr",
    "Noi nhan: PHO CHANH THANH TRA",
    "~ Luu: VT(NHD).",
    "_ |. ; ~ '",
    "T/M BAN THƯỜNG VỤ",
    "(Đã ký)",
    "Phy luc 11| kém theo",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=40), st.integers(1, 3))
def test_parse_puts_each_line_of_any_soup_into_exactly_one_place(lines: list[str], count: int):
    size = len(lines) // count + 1
    soup = [
        PageText(n + 1, tuple(line_of(" ".join(t.split()) or "") for t in lines[n * size : (n + 1) * size]))
        for n in range(count)
    ]
    outline = parse(soup)
    assert_each_line_once(outline)
    assert len({n.path for n in outline.walk()}) == len(list(outline.walk()))
    assert_no_word_twice(outline)


def assert_no_word_twice(outline: Outline) -> None:
    """No body word stands in two nodes, and each body line's words stand in some node."""
    seen: list[tuple[int, int]] = []
    for node in outline.walk():
        for item in node.content:
            rows = [item] if not isinstance(item, Table) else []
            seen += [(id(p.word), p.start) for part in rows for p in part.passage.pieces]
    lines = {(p.page, p.line) for n in outline.walk() for p in n.passage.pieces}
    body = {key for key, place in outline.places.items() if place == "body"}
    assert body <= lines


@pytest.mark.shared
def test_parse_loses_no_line_of_the_real_plans():
    folder = SHARED / "plans"
    if not folder.is_dir():
        pytest.skip("needs ../shared (development data)")
    for file in [*sorted(folder.glob("*.txt")), *sorted((SHARED / "seed").glob("*.txt"))]:
        outline = parse(pages_of(file.read_text(encoding="utf-8")))
        assert_each_line_once(outline)
        assert_no_word_twice(outline)


def test_parse_keeps_divisions_at_the_top_where_a_stamp_hid_the_title():
    text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Sơn, ngày 09 tháng 02 năm 2026\n"
        "CÔNG VĂN\nCăn cứ Kế hoạch số 18/KH-UBND ngày 12/01/2026 của UBND tỉnh Hà Sơn;\n"
        "Thanh tra tỉnh ban hành Kế hoạch với những nội dung sau:\nI. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\n"
        "Cụ thể hóa những việc được giao.\nII. NHIỆM VỤ\n1. Rà soát thủ tục hành chính.\n"
    )
    outline = parse(pages_of(text))
    assert [node.path for node in outline.sections] == ["-1", "I", "II"]
    assert outline.sections[0].kind == "basis"


def test_parse_reads_the_dashed_enumerators_of_party_papers():
    body = """I- NỘI DUNG
1- Công tác quy hoạch
1.1- Rà soát quy hoạch cấp ủy.
1.2- Xây dựng đề án luân chuyển.
2- Công tác bồi dưỡng
Mở 5 - 7 lớp cho cấp ủy viên cơ sở trong đó có
3 - 4 lớp tại xã.
II- TỔ CHỨC THỰC HIỆN
a/ Các phòng triển khai.
b/ Văn phòng theo dõi."""
    found = paths(parse(pages_of(TOP + body)))
    assert found["I.1"] == "Công tác quy hoạch"
    assert found["I.2"] == "Công tác bồi dưỡng"
    assert {"I.1.1", "I.1.2", "II.a", "II.b"} <= found.keys()
    assert "I.3" not in found


def test_parse_takes_specific_aims_for_a_heading():
    body = "I. MỤC TIÊU\n1. Mục tiêu chung: Tăng độ che phủ.\n2. Mục tiêu cụ thể:\n- Trồng 10 ha."
    found = paths(parse(pages_of(TOP + body)))
    assert found["I.2"].strip(" :") == "Mục tiêu cụ thể"
