"""Tables over pages: merged cells and split rows."""

from __future__ import annotations

from built_pages import line_of

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
