"""Cells of drawn tables: what counts as right, and what a table's JSON should say."""

from __future__ import annotations

from benchmarks.cells import carried, judge, printed_rows
from benchmarks.drawn_gold import plan_of
from benchmarks.drawn_tables import own_plan, tables_of
from pipeline.page import Cell, Line, PageText, Word
from pipeline.synthesis import Grid

GOLD = [("TT", "Nhiệm vụ", "Chủ trì"), ("1", "Trồng cây ven suối", "Sở Nội vụ"), ("2", "Đắp đường", "")]


def wrong(read: list[tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(v.gold, v.read) for v in judge("x", GOLD, read, in_columns=True) if not v.is_right]


def test_white_space_is_no_error_and_empty_cells_do_not_count() -> None:
    verdicts = judge(
        "x", GOLD, [GOLD[0], ("1", "Trồng  cây\nven suối", "Sở Nội vụ"), ("2", "Đắp đường")], in_columns=True
    )
    assert (len(verdicts), wrong([*GOLD])) == (8, [])
    assert all(verdict.is_right for verdict in verdicts)


def test_a_mark_a_lost_row_another_column_and_words_out_of_nothing_are_errors() -> None:
    assert wrong([GOLD[0], ("1", "Trông cây ven suối", "Sở Nội vụ"), GOLD[2]]) == [
        ("Trồng cây ven suối", "Trông cây ven suối")
    ]
    assert wrong([GOLD[0], GOLD[2]]) == [(cell, "") for cell in GOLD[1]]
    assert wrong([GOLD[0], GOLD[1], ("2", "", "Đắp đường")]) == [("Đắp đường", ""), ("", "Đắp đường")]
    assert wrong([GOLD[0], GOLD[1], ("2", "Đắp đường", "s1")]) == [("", "s1")]


def test_a_reader_without_the_ordinals_is_judged_by_the_order_of_its_cells() -> None:
    read = [row[1:] for row in GOLD]
    verdicts = judge("x", GOLD, read, in_columns=False)
    assert [v.gold for v in verdicts if not v.is_right] == ["TT", "1", "2"]


def test_merged_values_are_carried_and_group_rows_are_no_rows() -> None:
    grid = Grid(
        ("TT", "Việc", "Ai"),
        (1, 3, 2),
        (("I", "NHÓM"), ("1", "Cấy", "Xã"), ("2", "Gặt", "^"), ("3", "Phơi", "^")),
    )
    assert carried(grid)[1:] == [("1", "Cấy", "Xã"), ("2", "Gặt", "Xã"), ("3", "Phơi", "Xã")]


def test_printed_rows_have_a_cell_in_its_own_column() -> None:
    def cell(text: str, column: int) -> Cell:
        return Cell((Word(text, text),), column)

    page = PageText(
        1, (Line((), cells=(cell("2", 0), cell("Gặt", 2)), column_count=4), Line((Word("a", "a"),)))
    )
    assert printed_rows(page) == [("2", "", "Gặt", "")]


def test_what_a_published_table_leaves_out_is_merged_with_the_cell_above() -> None:
    lines = """ỦY BAN NHÂN DÂN TỈNH TÂN LẬP
Số: 8/KH-UBND | Tân Lập, ngày 02 tháng 3 năm 2026
KẾ HOẠCH
TRỒNG RỪNG
Nay ban hành Kế hoạch.
PHỤ LỤC
TT | Việc | Ai | Bao giờ
I | NHÓM ĐẦU
1 | Ươm cây | Hạt Kiểm lâm | Quý I
Tưới cây | Ủy ban nhân dân xã
2 | Trồng cây | Hạt Kiểm lâm
II | NHÓM SAU
1 | Đếm cây | Hạt Kiểm lâm""".splitlines()
    (grid,) = tables_of(plan_of(lines))
    assert grid.rows == (
        ("I", "NHÓM ĐẦU"),
        ("1", "Ươm cây", "Hạt Kiểm lâm", "Quý I"),
        ("^", "Tưới cây", "Ủy ban nhân dân xã", "^"),
        ("2", "Trồng cây", "Hạt Kiểm lâm", "^"),
        ("II", "NHÓM SAU"),
        ("1", "Đếm cây", "Hạt Kiểm lâm", ""),
    )


def test_the_benchmarks_own_tables_have_groups_and_merged_cells_and_run_over_pages() -> None:
    grids = tables_of(own_plan())
    assert {len(row) for grid in grids for row in grid.rows} >= {1, 2, 5, 7}
    assert any("^" in row for grid in grids for row in grid.rows)
