"""Reading order, roles and grids on pages built by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.geometry import Box
from pipeline.ocr.grid import find_grids, walls
from pipeline.ocr.ink import unread
from pipeline.ocr.layout import Run, in_order
from pipeline.ocr.roles import role, set_apart
from pipeline.ocr.rules import find_rules, networks
from pipeline.page import Word

WIDTH, HEIGHT = 2480, 50


def run(text, x, y, *, height=HEIGHT, confidence=0.95, gap=15):
    """Words of a row from (x, y); "   " leaves a wide blank."""
    words, at = [], x
    for part in text.replace("   ", " \x00 ").split():
        if part == "\x00":
            at += 200
            continue
        words.append(Word(part, part, Box(at, y, at + 26 * len(part), y + height), confidence))
        at += 26 * len(part) + gap
    return Run.of(words)


def letterhead():
    return [
        run("UBND TỈNH HOA SEN   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM VIỆT", 300, 200),
        run("SỞ NỘI VỤ", 370, 270),
        run("Độc lập - Tự do - Hạnh phúc", 1090, 275),
        run("Số: 12/KH-SNV", 350, 360),
        run("Hoa Sen, ngày 02 tháng 3 năm 2025", 1050, 362),
    ]


def body(start=560, count=6):
    line = "Nội dung của kế hoạch này được viết ra để thử trật tự đọc của trang giấy"
    return [run(line, 300, start + 80 * i) for i in range(count)]


def test_letterhead_is_read_left_block_first():
    ordered = in_order([*letterhead(), run("KẾ HOẠCH", 1050, 480), *body()], WIDTH, HEIGHT)
    assert [r.text for r in ordered][:7] == [
        "UBND TỈNH HOA SEN",
        "SỞ NỘI VỤ",
        "Số: 12/KH-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM VIỆT",
        "Độc lập - Tự do - Hạnh phúc",
        "Hoa Sen, ngày 02 tháng 3 năm 2025",
        "KẾ HOẠCH",
    ]
    assert [r.block for r in ordered][:7] == [1, 1, 1, 2, 2, 2, 0]


def test_closing_is_read_recipients_first_with_the_line_above_them_in_the_signature():
    closing = [
        run("TM. ỦY BAN NHÂN DÂN", 1500, 1200),
        run("Nơi nhận:   CHỦ TỊCH", 300, 1265),
        run("- Như trên;", 300, 1330, height=40),
        run("- Lưu: VT.", 300, 1380, height=40),
        run("Trần Thị Thử", 1600, 1700),
    ]
    closing[1] = Run.of((*run("Nơi nhận:", 300, 1265).words, *run("CHỦ TỊCH", 1660, 1265).words))
    ordered = [r.text for r in in_order([*body(), *closing], WIDTH, HEIGHT)][6:]
    assert ordered == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Trần Thị Thử",
    ]


def test_what_stands_beside_the_raised_line_of_the_signature_joins_the_recipients():
    closing = [
        run("KT. CHÁNH THANH TRA", 1500, 1241),
        run("ị", 1504, 1262, height=15, confidence=0.3),
        run("Nơi nhận:", 300, 1284),
        run("- UBND tỉnh (b/c);", 300, 1320),
        run("PHÓ CHÁNH THANH TRA", 1500, 1319, height=70),
        run("- Lưu: VT.", 300, 1380),
        run("Lò Thị Thuận", 1580, 1600),
    ]
    ordered = [r.text for r in in_order([*letterhead(), *body(), *closing], WIDTH, HEIGHT)]
    assert ordered.index("Nơi nhận:") < ordered.index("- UBND tỉnh (b/c);")


def test_a_wide_blank_in_the_body_keeps_the_row_together():
    rows = [run("1.   Họp giao ban", 300, 560), *body(660)]
    assert in_order(rows, WIDTH, HEIGHT)[0].text == "1. Họp giao ban"


def test_pieces_of_one_row_are_joined():
    pieces = [run("cuối hàng", 900, 600), run("Đầu hàng", 300, 604), *body(700)]
    assert in_order(pieces, WIDTH, HEIGHT)[0].text == "Đầu hàng cuối hàng"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 3000), st.integers(1, 9)), max_size=25))
def test_no_word_is_lost_and_none_comes_twice(places):
    runs = [run("từ " * n, x, y) for x, y, n in places]
    before = sorted(id(w) for r in runs for w in r.words)
    assert sorted(id(w) for r in in_order(runs, WIDTH, HEIGHT) for w in r.words) == before


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (run("2", 1250, 150), "page_number"),
        (run("- 14 -", 1250, 3400), "page_number"),
        (run("2 :", 1250, 150), "page_number"),
        (run("2", 300, 1700), "body"),
        (run("Bì", 1225, 150, confidence=0.5), "page_number"),
        (run("Bì", 300, 150, confidence=0.6), "body"),
        (run("Bì", 1225, 1700, confidence=0.6), "body"),
        (run("Thời gian ký: 01.02.2025 10:20:30 +07:00", 1900, 60, height=22), "stamp"),
        (run("vanthu@hoasen.gov.vn", 1900, 60), "stamp"),
        (run("HỎA TỐC", 400, 150), "body"),
        (run("_z |Ï", 1700, 2500, confidence=0.1), "noise"),
        (run("|", 20, 1500), "noise"),
        (run("l8 + KẾ HOẠCH", 1100, 600, height=130, confidence=0.5), "body"),
        (run("l8 + kz Hx", 1100, 600, height=130, confidence=0.5), "noise"),
        (run("Số: 12/QĐ-STP", 300, 420, confidence=0.4), "body"),
    ],
)
def test_role_by_looks(made, expected):
    assert role(made, (WIDTH, 3508), HEIGHT) == expected


def paper(height=1200, width=2000):
    return np.full((height, width), 255, np.uint8)


def ruled(xs, ys, page=None):
    page = paper() if page is None else page
    for x in xs:
        page[ys[0] : ys[-1] + 3, x : x + 3] = 0
    for y in ys:
        page[y : y + 3, xs[0] : xs[-1] + 3] = 0
    return page


def grids(page):
    return find_grids(networks(find_rules(page, 300.0), 300.0), 300.0)


def test_a_grid_is_found_with_its_cells():
    (grid,) = grids(ruled([100, 300, 1200, 1800], [100, 250, 500, 800]))
    assert (grid.row_count, grid.column_count, len(grid.slots)) == (3, 3, 9)


def test_two_stacked_grids_stay_two():
    page = ruled([100, 900, 1800], [100, 250, 400])
    assert len(grids(ruled([100, 600, 1800], [600, 750, 900], page))) == 2


def test_merged_cells_stand_once_with_their_spans():
    page = ruled([100, 700, 1200, 1800], [100, 300, 500, 700])
    page[110:295, 690:715] = 255  # first row: columns 0 and 1
    page[290:310, 1210:1795] = 255  # last column: rows 0 and 1
    (grid,) = grids(page)
    spans = {(s.row, s.column): (s.row_span, s.column_span) for s in grid.slots}
    assert spans[(0, 0)] == (1, 2) and spans[(0, 2)] == (2, 1) and len(grid.slots) == 7


def test_broken_and_faint_rules_still_make_a_grid():
    page = ruled([100, 700, 1800], [100, 300, 500])
    page[200:212, :] = 255
    page[:, 900:910] = 255
    page[page == 0] = 190
    (grid,) = grids(page)
    assert len(grid.slots) == 4


@pytest.mark.parametrize("slope", [0.003, -0.004, 0.012, -0.02])
def test_a_slightly_tilted_grid_is_found(slope):
    import cv2

    page = ruled([100, 700, 1200, 1800], [100, 300, 500, 700, 900])
    tilt = np.float32([[1, slope, 0], [-slope, 1, 10]])
    page = cv2.warpAffine(page, tilt, (2000, 1200), borderValue=255)
    (grid,) = grids(page)
    assert len(grid.slots) == 12


def test_underlines_frames_and_page_edges_are_no_tables():
    page = paper()
    page[300:304, 300:900] = 0
    page[500:503, 300:900] = 0
    page[600:760, 300:303] = page[600:760, 900:903] = 0
    page[600:603, 300:900] = page[757:760, 300:903] = 0
    page[:, :12] = 0
    page[:12, :] = 0
    assert grids(page) == []


def test_a_streak_of_the_glass_is_no_column():
    page = ruled([100, 700, 1800], [200, 400, 600, 800])
    page[:, 1500:1503] = 60
    (grid,) = grids(page)
    assert grid.column_count == 2


def test_text_that_no_word_covers_is_found():
    ink = np.zeros((1000, 1600), np.uint8)
    for y in (200, 600):
        for x in range(200, 1200, 40):
            ink[y : y + 35, x : x + 25] = 255
    (region,) = unread(ink, [Box(190, 190, 1210, 245)], [], 50)
    assert region.y0 < 620 < region.y1 and region.x1 > 1100


def test_scraps_of_a_seal_do_not_break_the_closing_into_rows():
    closing = [
        run("Nơi nhận: gửi", 300, 1200), run("KT. CHÁNH THANH TRA", 1400, 1200),
        run("- Sở Xây dựng;", 300, 1280), run("PHÓ CHÁNH THANH TRA", 1400, 1280),
        run("vyk", 1190, 1360, height=25), run("- Các phòng;", 300, 1360),
        run("onk", 1195, 1440, height=25), run("- Lưu: VT.", 300, 1440),
        run("aks", 1200, 1500, height=25), run("tra", 1190, 1540, height=25), run("Tô Văn Mẫu", 1500, 1560),
    ]  # fmt: skip
    ordered = in_order([*body(400), *closing], WIDTH, HEIGHT)
    recipients = ["Nơi nhận: gửi", "- Sở Xây dựng;", "- Các phòng;", "- Lưu: VT."]
    assert [r.text for r in ordered if r.block == 1] == recipients


def test_a_letterhead_whose_blocks_nearly_touch_is_read_block_by_block():
    head = [
        run("VĂN PHÒNG ỦY BAN NHÂN DÂN", 345, 200),
        run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 1000, 200),
        run("Độc lập - Tự do - Hạnh phúc", 1090, 275),
        run("Số: 12/TB-VP", 350, 360),
        run("Hoa Sen, ngày 02 tháng 3 năm 2025", 1050, 362),
    ]
    assert head[1].box.x0 - head[0].box.x1 < 1.5 * HEIGHT
    ordered = in_order([*head, run("THÔNG BÁO", 1050, 480), *body()], WIDTH, HEIGHT)
    assert [r.text for r in ordered if r.block == 1] == ["VĂN PHÒNG ỦY BAN NHÂN DÂN", "Số: 12/TB-VP"]


def test_noise_beside_a_line_stands_apart_and_a_bullet_stays():
    text = run("-   Các phòng gửi báo cáo.", 300, 500)
    scrawl = run("/o7", 1400, 500, confidence=0.2)
    (line, stray) = set_apart([Run.of((*text.words, *scrawl.words))], HEIGHT)
    assert (line.text, stray.text) == ("- Các phòng gửi báo cáo.", "/o7")


def test_a_line_that_a_pen_crosses_at_its_end_is_no_noise():
    pen = Word("J8?", "J8?", Box(1500, 400, 1600, 580), 0.2)
    line = Run.of((*run("các phòng báo cáo trước năm học 2027.", 300, 500).words, pen))
    assert role(line, (WIDTH, 3508), HEIGHT) == "body"


def test_a_recipient_of_letters_alone_is_no_noise():
    assert role(run("- HĐQT (để b/c);", 300, 2500, confidence=0.58), (WIDTH, 3508), HEIGHT) == "body"


def test_the_archive_line_before_a_scrawl_is_no_noise():
    line = Run.of((*run("- Lưu: VT,", 300, 500).words, *run("KGVXoo,oe", 560, 500, confidence=0.1).words))
    assert role(line, (WIDTH, 3508), HEIGHT) == "body"


def test_stems_of_letters_above_each_other_are_no_wall():
    page = np.full((900, 1600), 255, np.uint8)
    for y in (100, 400, 700):
        page[y : y + 4, 100:1500] = 0
    for x in (100, 800, 1496):
        page[100:704, x : x + 4] = 0
    page[180:220, 400:406] = page[228:268, 400:406] = 0
    rules = find_rules(page, 300)
    assert rules.upright[200, 402] == 255, "the stems must look like a rule for this test to tell"
    kept = walls(rules, find_grids(networks(rules, 300), 300), (), 300)
    assert kept[200, 402] == 0 and kept[200, 802] == 255 and kept[402, 300] == 255
