"""Tables over pages: merged cells and split rows."""

from __future__ import annotations

from built_pages import line_of, outline_of, paths

from pipeline.geometry import Box
from pipeline.page import Cell, Line, PageText, Table, Word
from pipeline.sections import parse


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


def wide(text: str, column: int, span: int = 1, rows: int = 1) -> Cell:
    return Cell(tuple(Word(w, w) for w in text.split()), column, row_span=rows, column_span=span)


def test_a_head_without_known_words_is_one_where_it_stands_again_over_the_page():
    head = [cell_of("LÂM TRƯỜNG", 0), cell_of("SỐ CÂY", 1), cell_of("CÒN SỐNG", 2)]
    again = [cell_of("LÂM TRƯỜNG", 0), cell_of("SÓ CÂY", 1), cell_of("CÒN SỐNG", 2)]
    rows = [[cell_of(name, 0), cell_of("12", 1), cell_of("ít", 2)] for name in ("Suối Bạc", "Hồ Xanh")]
    table = table_over_pages([head, rows[0]], [again, rows[1]])
    assert [column.text for column in table.columns] == ["LÂM TRƯỜNG", "SỐ CÂY", "CÒN SỐNG"]
    assert [row[0].text for row in table.rows] == ["Suối Bạc", "Hồ Xanh"]


def test_a_first_row_of_words_over_figures_is_a_head():
    head = [cell_of("Lâm trường", 0), cell_of("Số cây", 1), cell_of("Ý kiến", 2)]
    rows = [
        [cell_of(name, 0), cell_of(n, 1), cell_of("Tốt", 2)] for name, n in zip("ABC", "123", strict=True)
    ]
    table = table_over_pages([head, *rows])
    assert [column.text for column in table.columns] == ["Lâm trường", "Số cây", "Ý kiến"]
    assert len(table.rows) == 3


def test_rows_of_one_number_go_on_over_the_page_beneath_a_head_that_they_are_fused_to():
    head = [wide("STT", 0, rows=2), wide("Nội dung", 1, rows=2), wide("Mức độ", 2, span=2)]
    under = [wide("1", 2), wide("2", 3)]
    whole = [[wide("1.", 0, rows=2), wide("Ươm cây", 1, rows=2), wide("7", 2), wide("8", 3)]]
    whole += [[wide("70%", 2), wide("80%", 3)]]
    begun = [[wide("2.", 0), wide("", 1), wide("5", 2), wide("6", 3)]]
    fused = [wide("STT", 0, rows=3), wide("Nội dung Trồng cây ven hồ", 1, rows=3), wide("Mức độ", 2, span=2)]
    ended = [[wide("50%", 2), wide("60%", 3)]]
    more = [[wide("3.", 0, rows=2), wide("Tưới cây", 1, rows=2), wide("1", 2), wide("2", 3)]]
    more += [[wide("10%", 2), wide("20%", 3)]]
    table = table_over_pages([head, under, *whole, *begun], [fused, under, *ended, *more])
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["1.", "Ươm cây", "7", "8"],
        ["1.", "Ươm cây", "70%", "80%"],
        ["2.", "Trồng cây ven hồ", "5", "6"],
        ["2.", "Trồng cây ven hồ", "50%", "60%"],
        ["3.", "Tưới cây", "1", "2"],
        ["3.", "Tưới cây", "10%", "20%"],
    ]


def test_the_text_beside_rows_of_one_number_goes_on_over_the_page_for_each_of_them():
    head = [cell_of("TT", 0), cell_of("Nhiệm vụ", 1), cell_of("Số cây", 2)]
    first = [[cell_of("1", 0, 2), cell_of("Ươm cây trong", 1, 2), cell_of("7", 2)], [cell_of("70%", 2)]]
    rest = [cell_of("", 0), cell_of("vườn của xã.", 1), cell_of("", 2)]
    more = [[cell_of("2", 0, 2), cell_of("Trồng cây.", 1, 2), cell_of("5", 2)], [cell_of("50%", 2)]]
    table = table_over_pages([head, *first], [head, rest, *more])
    assert [row[1].text for row in table.rows] == ["Ươm cây trong vườn của xã."] * 2 + ["Trồng cây."] * 2


def test_a_misread_number_of_a_row_is_told_by_those_around_it():
    said = ["lễ", "2.", "3.", "H4.", "5.", "7.", "x"]
    table = table_over_pages([HEAD, *([cell_of(n, 0), cell_of("Ươm cây.", 1), cell_of("", 2)] for n in said)])
    assert [row[0].text for row in table.rows] == ["1.", "2.", "3.", "4.", "5.", "7.", "x"]


def test_the_questions_of_a_survey_are_no_tasks():
    head = [cell_of("STT", 0), cell_of("Nội dung câu hỏi", 1), cell_of("Mức độ", 2)]
    table = table_over_pages(
        [head, [cell_of("1", 0), cell_of("Cây giống có tốt không?", 1), cell_of("7", 2)]]
    )
    assert [column.role for column in table.columns] == ["ordinal", "other", "other"]


def test_a_heading_over_another_head_of_columns_begins_another_table():
    text = (
        "KẾ HOẠCH\nGIỮ RỪNG NĂM 2026\nB. PHÂN CÔNG\nI. CHUẨN BỊ\n"
        "TT | Nội dung công việc | Kết quả | Đơn vị chủ trì | Thời gian\n"
        "1 | Ươm cây | Cây con | Hạt Kiểm lâm | Quý I\n"
        "II. TRỒNG RỪNG\nTT | Nội dung | Đơn vị thực hiện | Thời hạn\n1 | Trồng lim | UBND xã | Quý II\n"
    )
    outline = outline_of(text)
    assert {path: title for path, title in paths(outline).items() if path != "B"} == {
        "B.I": "CHUẨN BỊ",
        "B.II": "TRỒNG RỪNG",
    }
    assert len(list(outline.tables())) == 2
