"""Whole pages drawn here and read by Tesseract."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ocr import engine, recognize
from pipeline.options import Options
from pipeline.page import PageImage

run = engine.run_program
FONTS = Path("/usr/share/fonts/truetype/liberation2")
pytestmark = [
    pytest.mark.tesseract,
    pytest.mark.skipif(not FONTS.is_dir(), reason="fonts-liberation2 is not installed"),
]


def font(size=50, name="Regular"):
    return ImageFont.truetype(str(FONTS / f"LiberationSerif-{name}.ttf"), size)


def sheet(height=1400):
    page = Image.new("L", (2480, height), 255)
    return page, ImageDraw.Draw(page)


def image(page):
    return PageImage(1, np.asarray(page), 300.0)


LETTER = [
    (300, 150, "UBND TỈNH HOA SEN"),
    (380, 220, "SỞ NỘI VỤ"),
    (340, 310, "Số: 12/KH-SNV"),
    (1150, 150, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (1350, 220, "Độc lập - Tự do - Hạnh phúc"),
    (1230, 310, "Hoa Sen, ngày 02 tháng 3 năm 2025"),
]


@pytest.fixture(scope="module")
def first_page():
    page, draw = sheet()
    for x, y, text in LETTER:
        draw.text((x, y), text, 0, font())
    draw.text((1100, 450), "KẾ HOẠCH", 0, font(name="Bold"))
    for i in range(4):
        draw.text(
            (300, 560 + 80 * i), "Các phòng thuộc sở gửi báo cáo trước ngày 15 tháng 6 năm 2025.", 0, font()
        )
    pixels = np.asarray(page).copy()
    return pixels, recognize(PageImage(1, pixels, 300.0, notes=("x",)), Options())


def test_a_drawn_first_page_is_read_block_by_block(first_page):
    _, page = first_page
    left = " ".join(line.text for line in page.lines if line.block == 1)
    right = " ".join(line.text for line in page.lines if line.block == 2)
    assert left == "UBND TỈNH HOA SEN SỞ NỘI VỤ Số: 12/KH-SNV"
    assert right.endswith("ngày 02 tháng 3 năm 2025")
    assert page.lines[-1].text.startswith("Các phòng thuộc sở")


def test_reading_leaves_the_image_alone_and_gives_boxes_on_it(first_page):
    pixels, page = first_page
    assert page.frame.matrix[0] == 1 and page.scan_size_px == (2480, 1400) and page.dpi == 300
    for line in page.lines:
        x0, y0, x1, y1 = line.box.rounded()
        assert 0 <= x0 < x1 <= 2480 and 0 <= y0 < y1 <= 1400
        assert pixels[y0:y1, x0:x1].min() < 128
        assert all(0 <= word.confidence <= 1 for word in line.words)


def test_the_title_is_bold_and_the_body_is_not(first_page):
    _, page = first_page
    weight = {line.text[:8]: line.bold for line in page.lines}
    assert weight["KẾ HOẠCH"] is True and weight["Các phòn"] is False


def test_colour_pages_are_read_as_grey_ones(first_page):
    pixels, page = first_page
    colour = np.repeat(pixels[400:900, :, None], 3, axis=2)
    read = recognize(PageImage(1, colour, 300.0), Options())
    assert [line.text for line in read.lines][-1] == page.lines[-1].text


ROWS = [
    ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
    ["I", "Công tác chỉ đạo", "", ""],
    ["1", "Ban hành kế hoạch kiểm tra", "Phòng Tổ chức", "15/3/2025"],
    ["2", "Báo cáo kết quả", "Văn phòng", "Quý IV"],
]


@pytest.fixture(scope="module")
def table_page():
    page, draw = sheet()
    xs, ys = [200, 330, 1250, 1750, 2200], [300, 400, 500, 600, 700]
    draw.text((200, 200), "Phân công nhiệm vụ cho các phòng như sau đây", 0, font())
    draw.text((200, 800), "Các phòng báo cáo kết quả về Văn phòng sở", 0, font())
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), 0, 3)
    for i, x in enumerate(xs):
        draw.line((x, ys[0], x, ys[-1]), 0, 3)
        if i in (2, 3):
            draw.rectangle((x - 3, 404, x + 4, 496), 255)
    for y, row in zip(ys, ROWS, strict=False):
        for x, text in zip(xs, row, strict=False):
            draw.text((x + 20, y + 20), text, 0, font(46))
    return recognize(image(page), Options())


def test_a_table_gives_one_line_for_each_row_between_the_text_around_it(table_page):
    assert [bool(line.cells) for line in table_page.lines] == [False, True, True, True, True, False]
    assert {line.table for line in table_page.lines if line.cells} == {1}
    assert {line.column_count for line in table_page.lines if line.cells} == {4}


@pytest.mark.parametrize("row", [0, 2, 3])
def test_each_cell_is_read_by_itself(table_page, row):
    cells = [line.cells for line in table_page.lines if line.cells][row]
    assert [cell.text for cell in cells] == ROWS[row]


def test_a_group_row_over_several_columns_is_one_cell(table_page):
    cells = [line.cells for line in table_page.lines if line.cells][1]
    assert [(cell.column, cell.column_span) for cell in cells] == [(0, 1), (1, 3)]
    assert cells[1].text == "Công tác chỉ đạo"


def test_without_the_option_a_table_is_read_as_text():
    page, draw = sheet(600)
    draw.rectangle((200, 200, 1200, 320), outline=0, width=3)
    draw.line((700, 200, 700, 320), 0, 3)
    draw.text((230, 230), "Nhiệm vụ", 0, font())
    draw.text((730, 230), "Thời hạn", 0, font())
    read = recognize(image(page), Options(tables=False))
    assert not any(line.cells for line in read.lines)
    assert [line.table for line in recognize(image(page), Options()).lines if line.cells] == [1]


def test_a_blank_page_has_no_lines_and_has_not_failed():
    page, _ = sheet(400)
    read = recognize(image(page), Options())
    assert [line for line in read.lines if line.role == "body"] == [] and not read.failed


def test_a_page_number_over_a_table_is_read_by_itself_and_not_the_grain_of_the_paper(monkeypatch):
    page, draw = sheet(1000)
    draw.text((1230, 60), "12", 0, font())
    for x in (200, 1240, 2280):
        draw.line((x, 200, x, 900), 0, 4)
    for y in (200, 550, 900):
        draw.line((200, y, 2280, y), 0, 4)
    draw.text((260, 320), "Rà soát thủ tục", 0, font())
    draw.text((1300, 670), "Trước ngày 30/6/2026", 0, font())
    grain = np.random.default_rng(5).integers(-8, 8, (1000, 2480))
    pixels = np.clip(np.asarray(page).astype(int) - 8 + grain, 0, 255).astype(np.uint8)
    asked = []
    monkeypatch.setattr(engine, "run_program", lambda request: asked.append(request.psm) or run(request))
    lines = recognize(PageImage(1, pixels, 300.0), Options()).lines
    assert (lines[0].role, lines[0].text) == ("page_number", "12")
    assert lines[1].cells[0].text == "Rà soát thủ tục"
    assert 3 not in asked
