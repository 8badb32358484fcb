"""Drawn pages: the truth tells where the ink is, and what is printed."""

from __future__ import annotations

import itertools
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from invented import SENTENCE, grid, plan
from PIL import Image

from pipeline.errors import DependencyError, InputError
from pipeline.synthesis import DrawOptions, Grid, Prose, draw, printed_text, read_plan
from pipeline.synthesis import typeface as faces

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/plan.toml"))


def test_every_box_holds_the_ink_of_its_word_and_no_more() -> None:
    page = draw(plan(), DrawOptions(dpi=150, marks=False))[0]
    for word in (word for line in page.truth.lines for word in line.all_words):
        assert word.box is not None
        x0, y0, x1, y1 = word.box.rounded()
        dark = page.image.pixels[y0:y1, x0:x1] < 255
        rows, columns = dark.any(axis=1), dark.any(axis=0)
        assert rows[0] and rows[-1] and columns[0] and columns[-1], word.text


def test_no_ink_lies_outside_boxes_and_rules() -> None:
    page = draw(plan(grid(3, 1)), DrawOptions(dpi=150, marks=False))[0]
    pixels = page.image.pixels.copy()
    boxes = [word.box for line in page.truth.lines for word in line.all_words] + list(page.rules)
    for box in boxes:
        assert box is not None
        x0, y0, x1, y1 = box.rounded()
        pixels[y0:y1, x0:x1] = 255
    assert (pixels == 255).all()


def test_lines_follow_one_another_and_end_at_the_right_margin() -> None:
    page = draw(plan(Prose(SENTENCE * 4)), DrawOptions(dpi=150, marks=False))[0]
    body = [line for line in page.truth.lines if line.block == 0][2:]
    ends = [line.box.x1 for line in body[:-1] if line.box]
    assert max(ends) - min(ends) <= 4
    starts = [line.box.x0 for line in body if line.box]
    assert starts[0] - starts[1] > 60  # 12.7 mm at 150 dpi is 75 pixels


def test_the_head_of_a_plan_stands_as_the_decree_orders() -> None:
    pages = draw(plan(), DrawOptions(dpi=100))
    lines = [line.text for line in pages[0].truth.lines]
    assert lines[:7] == [
        "UBND TỈNH BẠCH KHÊ",
        "SỞ NỘI VỤ",
        "Số: 64/KH-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bạch Khê, ngày 03 tháng 02 năm 2026",
        "KẾ HOẠCH",
    ]
    number, place = pages[0].truth.lines[2].box, pages[0].truth.lines[5].box
    assert number and place and number.x1 < place.x0 and abs(number.y1 - place.y1) < 8


def test_pages_after_the_first_bear_their_number_at_the_top() -> None:
    pages = draw(plan(*[Prose(SENTENCE * 3)] * 14), DrawOptions(dpi=72))
    roles = [[line.text for line in page.truth.lines if line.role == "page_number"] for page in pages]
    assert roles == [[], ["2"], ["3"]][: len(pages)] and len(pages) > 1
    assert [page.truth.number for page in pages] == list(range(1, len(pages) + 1))


def test_a_long_table_repeats_its_head_and_loses_no_word() -> None:
    table = grid(9)
    pages = draw(plan(table), DrawOptions(dpi=72, marks=False))
    rows = [line for page in pages for line in page.truth.lines if line.cells]
    assert (
        sum(row.text.startswith("STT") for row in rows)
        == len({p.truth.number for p in pages if has_rows(p)})
        > 1
    )
    printed = " ".join(cell.text for row in rows for cell in row.cells if cell.column == 1)
    assert printed.split().count("25/9/2026.") == 9 * 3


def has_rows(page: object) -> bool:
    return any(line.cells for line in page.truth.lines)  # type: ignore[attr-defined]


def test_a_row_that_does_not_fit_is_split_over_two_pages() -> None:
    pages = draw(plan(grid(2, 22)), DrawOptions(dpi=72, marks=False))
    first = [
        line for page in pages for line in page.truth.lines if line.cells and not line.text.startswith("STT")
    ]
    assert len(first) > 3
    assert all(line.box and line.box.y1 < 842 for line in first)


def test_a_merged_cell_stands_once_and_spans_its_rows() -> None:
    page = draw(plan(grid(2, 1)), DrawOptions(dpi=72))[0]
    rows = [line for line in page.truth.lines if line.cells]
    lead = next(cell for cell in rows[2].cells if cell.column == 2)
    assert (lead.text, lead.row_span) == ("Sở Nội vụ", 2)
    assert [cell.column for cell in rows[3].cells] == [0, 1, 3]
    assert rows[1].cells[0].column_span == 4


def test_the_same_plan_and_options_give_the_same_pixels() -> None:
    first, second = draw(plan(), DrawOptions(dpi=100, seed=4)), draw(plan(), DrawOptions(dpi=100, seed=4))
    assert all(np.array_equal(a.image.pixels, b.image.pixels) for a, b in zip(first, second, strict=True))
    other = draw(plan(), DrawOptions(dpi=100, seed=5))
    assert not np.array_equal(first[0].image.pixels, other[0].image.pixels)


def test_seal_and_signature_colour_only_the_last_page() -> None:
    pages = draw(plan(*[Prose(SENTENCE * 3)] * 14), DrawOptions(dpi=72))
    assert [page.image.pixels.ndim for page in pages[:-1]] == [2] * (len(pages) - 1)
    assert pages[-1].image.pixels.ndim == 3


def test_all_typefaces_offered_have_every_vietnamese_letter() -> None:
    assert faces.installed_typefaces()
    for name in faces.installed_typefaces():
        for file in faces.find_typeface(name).files.values():
            assert faces.missing_letters(file, "ặẫỡữỷđĐẲ–“”≥") == ""
    assert "ặ" in faces.alphabet() and "Ữ" in faces.alphabet()


def test_a_missing_typeface_names_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(faces, "_FOLDER", tmp_path)
    faces.find_typeface.cache_clear()
    with pytest.raises(DependencyError, match="fonts-liberation2"):
        faces.find_typeface()
    faces.find_typeface.cache_clear()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "issuing_organ"),
        ("issuing_organ = [", "cannot be read"),
        ('issuing_organ = ["A"]', "number_symbol"),
    ],
)
def test_a_file_that_is_no_plan_is_an_input_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_plan(path)


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="3 cells"):
        Grid(("A", "B"), (1, 1), (("1", "2", "3"),))


def test_reading_order_does_not_depend_on_resolution() -> None:
    coarse, fine = (draw(plan(grid(4)), DrawOptions(dpi=dpi)) for dpi in (72, 200))
    assert printed_text(coarse).split() == printed_text(fine).split()


@pytest.mark.tesseract
def test_tesseract_reads_a_clean_page_with_under_two_percent_of_wrong_characters(tmp_path: Path) -> None:
    from rapidfuzz.distance import Levenshtein

    source = (
        replace(plan(), blocks=read_plan(SAMPLES[0]).blocks[:14]) if SAMPLES else plan(Prose(SENTENCE * 9))
    )
    page = draw(source, DrawOptions(marks=False))[0]
    image = tmp_path / "page.tif"
    Image.fromarray(page.image.pixels).save(image, dpi=(300, 300))
    command = ["tesseract", str(image), "-", "-l", "vie", "--psm", "3"]
    read = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"OMP_THREAD_LIMIT": "1"}
    ).stdout
    # The letterhead's two blocks are read across; all below it is one column.
    gold = list(
        itertools.dropwhile(lambda text: text != "KẾ HOẠCH", (line.text for line in page.truth.lines))
    )
    body = [line for line in gold if "Nơi nhận" not in line]
    wanted = " ".join(body[: next((i for i, t in enumerate(body) if t.startswith("- UBND")), len(body))])
    found = " ".join(read[read.index("KẾ HOẠCH") :].split("Nơi nhận")[0].split())
    assert Levenshtein.distance(wanted, found) / len(wanted) < 0.02


def test_the_last_of_too_few_cells_spans_the_columns_that_are_left() -> None:
    table = Grid(("TT", "Nhiệm vụ", "Chủ trì"), (1, 6, 3), (("I", "NHÓM ĐẦU"), ("1", SENTENCE, "Sở Nội vụ")))
    (row,) = [line for line in draw(plan(table))[0].truth.lines if line.text.startswith("I |")]
    assert [(cell.text, cell.column, cell.column_span) for cell in row.cells] == [
        ("I", 0, 1),
        ("NHÓM ĐẦU", 1, 2),
    ]


def test_a_cell_merged_over_the_turn_of_a_page_is_blank_there_and_leaves_the_head_alone() -> None:
    rows = tuple((str(i), SENTENCE, "^" if i > 1 else "Sở Nội vụ") for i in range(1, 40))
    pages = draw(plan(Grid(("TT", "Nhiệm vụ", "Chủ trì"), (1, 6, 3), rows)))
    head, first, *rest = (line for line in pages[1].truth.lines if line.cells)
    assert [cell.row_span for cell in head.cells] == [1, 1, 1]
    assert (first.cells[2].text, first.cells[2].row_span) == ("", len(rest) + 1)
