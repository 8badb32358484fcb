"""Worn pages and PDFs: seeded, and the truth follows the paper."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import grid, plan

from pipeline.page import PageText
from pipeline.synthesis import PRESETS, DrawnPage, DrawOptions, Wear, draw, on_scan, wear, write_pdf
from pipeline.text import strip_marks

PAGE = draw(plan(grid(2, 1)), DrawOptions(dpi=100))[0]


def darkness(page: DrawnPage, truth: PageText) -> tuple[float, float]:
    """Mean grey inside the words' boxes and in the same boxes moved half a line down."""
    pixels = page.image.pixels if page.image.pixels.ndim == 2 else page.image.pixels.mean(axis=2)
    inside, between = [], []
    for line in truth.lines:
        for word in line.all_words:
            assert word.box is not None
            x0, y0, x1, y1 = word.box.rounded()
            inside.append(pixels[y0:y1, x0:x1].mean())
            between.append(pixels[y1 + 2 : y1 + 5, x0:x1].mean())
    return float(np.mean(inside)), float(np.mean(between))


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_the_same_for_one_seed_and_leaves_its_input_alone(name: str) -> None:
    before = PAGE.image.pixels.copy()
    first, second, other = (wear(PAGE, PRESETS[name], seed) for seed in (1, 1, 2))
    assert np.array_equal(first.image.pixels, second.image.pixels)
    assert name == "clean" or not np.array_equal(first.image.pixels, other.image.pixels)
    assert np.array_equal(PAGE.image.pixels, before)
    assert first.image.pixels.dtype == np.uint8


@pytest.mark.parametrize("name", PRESETS)
def test_the_boxes_on_the_scan_hold_the_words(name: str) -> None:
    worn = wear(PAGE, PRESETS[name], 3)
    inside, between = darkness(worn, on_scan(worn.truth))
    assert inside < between - 15


@settings(max_examples=12, deadline=None)
@given(st.floats(-3, 3), st.sampled_from([None, 72.0, 150.0]))
def test_skew_moves_every_box_with_the_frame(skew_deg: float, dpi: float | None) -> None:
    worn = wear(PAGE, Wear(skew_deg=skew_deg, dpi=dpi), 0)
    assert worn.truth.skew_deg == pytest.approx(skew_deg)
    assert [line.text for line in worn.truth.lines] == [line.text for line in PAGE.truth.lines]
    left, right = worn.truth.frame.point(100, 500), worn.truth.frame.point(700, 500)
    tilt = -math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))
    assert tilt == pytest.approx(skew_deg, abs=0.02)
    inside, between = darkness(worn, on_scan(worn.truth))
    assert inside < between - 15


def test_a_counter_clockwise_tilt_lifts_the_right_end_of_a_line() -> None:
    worn = wear(PAGE, Wear(skew_deg=2), 0)
    line = max(worn.truth.lines, key=lambda line: len(line.words))
    first, last = (worn.truth.frame.to_scan(word.box) for word in (line.words[0], line.words[-1]) if word.box)
    assert last.centre_y < first.centre_y - 5


def test_bleed_shows_the_reverse_mirrored() -> None:
    blank = draw(plan(), DrawOptions(dpi=100, marks=False))[0]
    reverse = draw(plan(grid(5, 1)), DrawOptions(dpi=100, marks=False))[0]
    worn = wear(blank, Wear(bleed=0.4), 0, reverse)
    fresh = (blank.image.pixels == 255) & (worn.image.pixels < 240)
    back = reverse.image.pixels[:, ::-1] < 128
    assert (fresh & back).sum() > 0.5 * (back & (blank.image.pixels == 255)).sum()


def test_a_fax_is_black_and_white_and_half_the_size() -> None:
    worn = wear(PAGE, Wear(mode="bilevel", dpi=50), 0)
    assert set(np.unique(worn.image.pixels)) <= {0, 255}
    assert worn.truth.scan_size_px == (
        round(PAGE.image.pixels.shape[1] / 2),
        round(PAGE.image.pixels.shape[0] / 2),
    )


def text_of(path: Path, index: int = 0) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return str(document[index].get_textpage().get_text_bounded())


@pytest.mark.parametrize("kind", ["scan", "two_layer", "garbled", "born"])
def test_a_pdf_is_the_same_to_the_byte_and_bears_no_date(tmp_path: Path, kind: str) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_pdf([PAGE], tmp_path / name, kind)  # type: ignore[arg-type]
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert "/Info" not in pdf.trailer
        width, height = (float(side) for side in pdf.pages[0].mediabox[2:])
    assert (width, height) == pytest.approx((595.3, 841.9), abs=1)


def test_a_scan_has_no_text_and_a_born_digital_page_has_all_of_it(tmp_path: Path) -> None:
    write_pdf([PAGE, PAGE], tmp_path / "mixed.pdf", ["scan", "born"])
    assert text_of(tmp_path / "mixed.pdf") == ""
    words = sorted(word.text for line in PAGE.truth.lines for word in line.all_words)
    assert sorted(text_of(tmp_path / "mixed.pdf", 1).split()) == words


def test_a_garbled_layer_has_lost_the_marks(tmp_path: Path) -> None:
    write_pdf([PAGE], tmp_path / "garbled.pdf", "garbled")
    text = text_of(tmp_path / "garbled.pdf")
    assert "CQNG HQA" in text
    assert strip_marks(text.replace("é", "e")) == text.replace("é", "e")


@pytest.mark.parametrize("mode", ["bilevel", "grey"])
def test_the_image_in_the_pdf_is_the_page(tmp_path: Path, mode: str) -> None:
    worn = wear(PAGE, Wear(mode=mode, skew_deg=1), 0)  # type: ignore[arg-type]
    write_pdf([worn], tmp_path / "scan.pdf", jpeg_quality=90)
    with pikepdf.open(tmp_path / "scan.pdf") as pdf:
        image = pikepdf.PdfImage(pdf.pages[0].Resources.XObject.Scan)
        assert image.bits_per_component == (1 if mode == "bilevel" else 8)
        pixels = np.asarray(image.as_pil_image().convert("L"), np.int16)
    assert np.abs(pixels - worn.image.pixels).mean() < 3
