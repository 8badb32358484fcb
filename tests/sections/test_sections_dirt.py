"""Lines that a worn scan spoils: specks at their edges, broken numerals."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.geometry import Box
from pipeline.page import Cell, Line, PageText, Table, Word
from pipeline.sections import parse
from pipeline.sections.specks import cleaned

BOX = Box(0, 0, 900, 30)


def read(text: str, confidence: float = 0.6) -> Line:
    return Line(tuple(Word(w, w, BOX, confidence) for w in text.split()), BOX)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("III. NHIỆM VỤ ˆ", "III. NHIỆM VỤ"),
        ("trồng 40 ha rừng. :", "trồng 40 ha rừng."),
        ("ị b) Chăm sóc rừng trồng", "b) Chăm sóc rừng trồng"),
        ("_a) Chăm sóc rừng trồng", "a) Chăm sóc rừng trồng"),
        ("- 3. Sở Lâm nghiệp:", "3. Sở Lâm nghiệp:"),
        ("- III TRỒNG RỪNG", "III TRỒNG RỪNG"),
        ("-III. TRỒNG RỪNG", "III. TRỒNG RỪNG"),
        ("_ 2.2. Trồng cây phân tán", "2.2. Trồng cây phân tán"),
        ("ñ - Trồng cây ven đường", "- Trồng cây ven đường"),
        ("_*+ Trồng cây ven đường", "+ Trồng cây ven đường"),
        ("lẾI - Trồng cây ven đường", "- Trồng cây ven đường"),
        (".Thời gian thực hiện: Quý II", "Thời gian thực hiện: Quý II"),
        ("Sở 'Công Thương", "Sở Công Thương"),
        ("_ xử lý gốc cây", "xử lý gốc cây"),
        ("_= Trồng cây ven đường", "- Trồng cây ven đường"),
        (".~ Trồng cây ven đường", "- Trồng cây ven đường"),
        ("¬ Trồng cây ven đường", "- Trồng cây ven đường"),
        ("_+ Trồng cây ven đường", "+ Trồng cây ven đường"),
        ("1. Trồng cây ven đường _-", "1. Trồng cây ven đường"),
        ("Trồng cây ‹ ven đường", "Trồng cây ven đường"),
    ],
)
def test_specks_at_the_edges_of_a_scanned_line_are_left_out(dirty: str, clean: str) -> None:
    assert cleaned(read(dirty)).text == clean


@pytest.mark.parametrize(
    "text",
    [
        "như sau :",
        "các nội dung sau:",
        "triển khai thực hiện./.",
        "giai đoạn 2026 -",
        "- Trồng cây ven đường",
        "hội - nghề nghiệp",
        "“Làng xanh” và 'Bản sạch'",
        "- 2026 là năm cuối.",
        "a",
    ],
)
def test_signs_that_belong_to_a_line_stay(text: str) -> None:
    assert cleaned(read(text)).text == text


def test_typed_text_is_never_taken_for_a_scan() -> None:
    line = Line(tuple(Word(w, w) for w in ["ˆ", "Trồng", "cây", ".", ":"]))
    assert cleaned(line) is line


def test_a_numeral_that_the_restorer_dropped_with_its_word_comes_back() -> None:
    words = (Word("MỤC", "I.MỤC", BOX, 0.7, reason="restored"), Word("ĐÍCH", "ĐÍCH", BOX, 0.9))
    assert cleaned(Line(words, BOX)).text == "I. MỤC ĐÍCH"


@given(st.lists(st.text("abđ.,;:-'_ˆI1)", min_size=1, max_size=4), min_size=1, max_size=6))
@settings(max_examples=60)
def test_cleaning_twice_changes_nothing_more_but_dirt(texts: list[str]) -> None:
    line = Line(tuple(Word(t, t, BOX, 0.5) for t in texts), BOX)
    kept = cleaned(line).words
    assert 1 <= len(kept) <= len(texts)
    assert all(word.ocr_text in texts for word in kept)


def page(lines: list[str]) -> PageText:
    made = []
    for i, text in enumerate(lines):
        box = Box(100, 50.0 * i, 120 + 9.0 * len(text), 50.0 * i + 30)
        made.append(Line(tuple(Word(w, w, box, 0.8) for w in text.split()), box))
    return PageText(1, tuple(made), kind="ocr")


HEAD = [
    "UBND TỈNH TÂN LẬP",
    "Số: 27/KH-UBND",
    "KẾ HOẠCH",
    "Trồng cây phân tán",
    "Căn cứ Kế hoạch số 9/KH-UBND;",
]


def test_a_number_read_with_doubt_is_told() -> None:
    words = (Word("Số:", "Số:", BOX, 0.9), Word("27/KH-UBND", "27/KH-UBND", BOX, 0.5))
    sheet = page([HEAD[0], *HEAD[2:]])
    sheet = replace(sheet, lines=(sheet.lines[0], Line(words, Box(100, 30, 400, 48)), *sheet.lines[1:]))
    outline = parse([sheet])
    assert outline.header.number is not None and outline.header.number.value == "27"
    assert "number_doubtful" in {issue.code for issue in outline.issues}
    assert "number_doubtful" not in {issue.code for issue in parse([page(HEAD)]).issues}


def test_ii_read_as_h_stays_a_numeral_beside_iii() -> None:
    lines = [
        "I. MỤC ĐÍCH",
        "- Phủ xanh đất trống.",
        "H. CHỈ TIÊU",
        "1. Trồng 40 ha.",
        "III. NHIỆM VỤ",
        "1. Ươm cây.",
    ]
    outline = parse([page([*HEAD, *lines])])
    assert [node.path for node in outline.sections] == ["I", "II", "III"]


def test_a_comma_for_a_point_goes_on_with_a_list_but_begins_none() -> None:
    lines = ["I. NHIỆM VỤ", "1. Ươm cây con.", "2, Trồng cây ven đường.", "3. Tưới cây mùa khô."]
    outline = parse([page([*HEAD, *lines])])
    assert [child.path for child in outline.sections[0].children] == ["I.1", "I.2", "I.3"]
    outline = parse([page([*HEAD, "I. NHIỆM VỤ", "5, Trồng cây ven đường."])])
    assert outline.sections[0].children == ()


@pytest.mark.parametrize("read", ["Bộ: 27/KH-UBND", "Số: 27/KH-UBND_", "Số: 27/KH-UBND ."])
def test_dirt_on_the_line_of_the_number_costs_neither_number_nor_symbol(read: str) -> None:
    header = parse([page([HEAD[0], read, *HEAD[2:]])]).header
    assert header.number_symbol is not None and header.number_symbol.value == "27/KH-UBND"


def test_a_numeral_that_lost_a_stroke_goes_on_with_its_list() -> None:
    lines = ["I. MỤC ĐÍCH", "- Phủ xanh.", "II. CHỈ TIÊU", "1. Trồng 40 ha.", "II. NHIỆM VỤ", "1. Ươm cây."]
    outline = parse([page([*HEAD, *lines])])
    assert [(n.path, n.label, n.label_surface) for n in outline.sections] == [
        ("I", "I", "I."),
        ("II", "II", "II."),
        ("III", "III", "II."),
    ]


@pytest.mark.parametrize(("first", "third"), [("I.", "I."), ("L.", "LH."), ("L.", "IH."), ("I.", "II.")])
def test_a_numeral_that_wear_blurred_goes_on_with_its_list(first: str, third: str) -> None:
    lines = [
        f"{first} MỤC ĐÍCH",
        "- Phủ xanh.",
        "II. CHỈ TIÊU",
        "1. Trồng 40 ha.",
        f"{third} NHIỆM VỤ",
        "1. Ươm.",
    ]
    outline = parse([page([*HEAD, *lines])])
    assert [node.path for node in outline.sections] == ["I", "II", "III"]


def test_a_second_list_of_numerals_that_begins_anew_loses_no_stroke() -> None:
    lines = ["A. ĐẤT RỪNG", "I. CHỈ TIÊU", "- Trồng 40 ha.", "B. ĐẤT VƯỜN", "I. CHỈ TIÊU", "- Trồng 9 ha."]
    outline = parse([page([*HEAD, *lines])])
    assert [node.path for node in outline.walk()] == ["A", "A.I", "B", "B.I"]


def cell_line(cells: list[str], y: float) -> Line:
    made = tuple(
        Cell(tuple(Word(w, w, BOX, 0.8) for w in text.split()), i, Box(200.0 * i, y, 200.0 * i + 190, y + 30))
        for i, text in enumerate(cells)
    )
    return Line((), Box(0, y, 900, y + 30), cells=made, column_count=len(cells), table=1)


def test_a_table_whose_head_was_not_read_gets_its_columns_from_its_cells() -> None:
    rows = [
        ["1", "Ươm 200.000 cây con để trồng ven đường", "Sở Lâm nghiệp", "UBND các xã", "Quý II/2026"],
        ["2", "Trồng dặm trên diện tích rừng bị cháy", "Chi cục Kiểm lâm", "Công an tỉnh", "Tháng 9/2026"],
        ["3", "Kiểm tra tỷ lệ cây sống sau một năm trồng", "Sở Lâm nghiệp", "UBND các xã", "Hằng năm"],
    ]
    top = page([*HEAD, "I. NHIỆM VỤ", "1. Giao các đơn vị thực hiện các việc trong bảng sau."])
    lines = (*top.lines, *(cell_line(cells, 900.0 + 50 * i) for i, cells in enumerate(rows)))
    outline = parse([PageText(1, lines, kind="ocr")])
    (table,) = [item for node in outline.walk() for item in node.content if isinstance(item, Table)]
    assert [c.role for c in table.columns] == ["ordinal", "task", "lead", "coordination", "deadline"]


def test_a_sentence_goes_on_before_a_name_behind_a_page_number() -> None:
    first = "- Các đội trồng rừng của xã phối hợp chặt chẽ với cán bộ kiểm lâm và đoàn viên xã"
    wrapped = "đang sinh hoạt tại các thôn, bản để ươm cây, trồng cây và chăm sóc cây trong mùa"
    lines = ["I. NHIỆM VỤ", first, wrapped, first, wrapped, first, "", "2", "", "Tân Lập ươm cây con."]
    typed = [Line(tuple(Word(w, w) for w in t.split())) for t in [*HEAD, *lines]]
    outline = parse([PageText(1, tuple(typed))])
    last = outline.sections[0].content[-1]
    assert last.passage.text.endswith("đoàn viên xã Tân Lập ươm cây con.")


def test_recipients_are_known_behind_the_end_mark_when_their_head_was_not_read() -> None:
    lines = ["I. NHIỆM VỤ", "1. Ươm cây.", "2. Trồng cây./.", "Nhnh@t E2:", "- Sở Lâm nghiệp;", "- Lưu: VT."]
    outline = parse([page([*HEAD, *lines])])
    assert [entry.text for entry in outline.recipients][-1:] == ["Sở Lâm nghiệp"]
    said = " ".join(item.passage.text for node in outline.walk() for item in node.content)
    assert "Sở Lâm nghiệp" not in said
