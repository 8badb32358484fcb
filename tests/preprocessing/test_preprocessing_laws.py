"""What holds for every page: input untouched, grey out, a way back for every point, good pages as are."""

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from pipeline.geometry import Box
from pipeline.options import Options
from pipeline.page import PageImage
from pipeline.preprocessing import chain, geometry_steps, light, orientation, preprocess, tilt

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
DPI = 150
TEXT = "Ủy ban nhân dân xã Đồi Sim yêu cầu các thôn rà soát tuyến đường đê và báo cáo kết quả về tổ giúp việc"
WORDS = tuple(TEXT.split(" "))


@lru_cache(maxsize=1)
def _drawn() -> np.ndarray:
    """An A4 page at 150 dpi with 40 lines of Vietnamese."""
    if not FONT.is_file():
        pytest.skip(f"needs {FONT}")
    image = Image.new("L", (1240, 1754), 250)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), 24)
    for row in range(40):
        words = [WORDS[(row * 7 + i) % len(WORDS)] for i in range(11 if row % 5 else 6)]
        pen.text((120, 120 + row * 38), " ".join(words), fill=15, font=font)
    pixels = np.asarray(image)
    pixels.flags.writeable = False
    return pixels


def _page(pixels: np.ndarray, dpi: float = DPI) -> PageImage:
    return PageImage(1, np.ascontiguousarray(pixels), dpi)


def _tilted(pixels: np.ndarray, degrees: float) -> np.ndarray:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=250)


def test_a_good_page_passes_untouched() -> None:
    page = _page(_drawn())
    done = preprocess(page, Options())
    assert done.pixels is page.pixels or np.array_equal(done.pixels, page.pixels)
    assert done.frame == page.frame
    assert done.notes == ()


@settings(max_examples=8, deadline=None)
@given(
    turn=st.sampled_from([0, 90, 180, 270]),
    degrees=st.floats(-8, 8),
    dpi=st.sampled_from([150, 400]),
    colour=st.booleans(),
)
def test_every_point_has_a_way_back_and_the_input_is_untouched(
    turn: int, degrees: float, dpi: int, colour: bool
) -> None:
    drawn = _drawn() if dpi == DPI else cv2.resize(_drawn(), None, fx=dpi / DPI, fy=dpi / DPI)
    pixels = np.rot90(_tilted(drawn, degrees), -turn // 90)
    page = _page(np.dstack([pixels] * 3) if colour else pixels, dpi)
    before = page.pixels.copy()
    done = preprocess(page, Options())
    assert np.array_equal(page.pixels, before)
    assert done.pixels.dtype == np.uint8
    assert done.pixels.ndim == 2
    assert done.scan_size_px == page.scan_size_px
    assert abs(done.skew_deg - degrees) < tilt.LEAST_DEG + 0.05
    assert done.rotation_deg == turn
    _assert_ways_back(done, pixels)


def _assert_ways_back(done: PageImage, scan: np.ndarray) -> None:
    """Ink of the page as read, led back, falls on ink of the scan, within two pixels."""
    wide = cv2.dilate((scan < 140).astype(np.uint8), np.ones((5, 5), np.uint8))
    ys, xs = np.nonzero(done.pixels < 60)
    height, width = scan.shape
    for k in range(0, len(ys), max(1, len(ys) // 300)):
        x, y = done.frame.point(xs[k] + 0.5, ys[k] + 0.5)
        column, row = int(x), int(y)
        if 2 <= column < width - 2 and 2 <= row < height - 2:
            assert wide[row, column], (x, y)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turning_leads_each_corner_back(turn: int) -> None:
    page = _page(np.arange(6, dtype=np.uint8).reshape(2, 3))
    turned = geometry_steps.turned_back(page, turn)
    for row, column in np.ndindex(*turned.pixels.shape):
        box = turned.frame.to_scan(Box(column, row, column + 1, row + 1))
        assert page.pixels[round(box.y0), round(box.x0)] == turned.pixels[row, column]


def test_quarter_turns_are_found_without_asking_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orientation, "_by_tesseract", lambda *_: pytest.fail("asked"))
    for turn in (0, 90, 180, 270):
        page = _page(np.rot90(_drawn(), -turn // 90))
        assert preprocess(page, Options()).rotation_deg == turn


def test_staggered_cells_do_not_turn_a_page_head_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three lines in one column beside two in the next make bands that tell nothing of marks."""
    if not FONT.is_file():
        pytest.skip(f"needs {FONT}")
    asked: list[PageImage] = []
    monkeypatch.setattr(orientation, "_by_tesseract", lambda page, _: asked.append(page))
    image = Image.new("L", (1754, 1240), 250)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), 22)
    for row in range(5):
        for column, lines in enumerate((3, 2, 2, 1)):
            for line in range(lines):
                top = 120 + row * 120 + (4 - lines) * 14 + line * 28
                pen.text((120 + column * 400, top), " ".join(WORDS[row + line : row + line + 4]), 15, font)
    page = _page(np.asarray(image))
    assert orientation.up_measure(page) is None
    assert preprocess(page, Options()).rotation_deg == 0
    assert asked


@pytest.mark.parametrize("degrees", [-9.0, -1.9, -0.5, 0.7, 4.3])
def test_tilt_is_measured_to_a_tenth_of_a_degree(degrees: float) -> None:
    assert abs(tilt.tilt_deg(_page(_tilted(_drawn(), degrees))) - degrees) <= 0.1


def test_uneven_light_is_divided_away() -> None:
    shadow = np.linspace(0.35, 1.0, 1240)[None, :]
    done = preprocess(_page((_drawn() * shadow).astype(np.uint8)), Options())
    assert "background_levelled" in done.notes
    assert np.percentile(done.pixels, 30) > 235
    assert done.pixels.min() < 60


def test_salt_is_removed_and_clean_pages_are_not_blurred() -> None:
    noisy = _drawn().copy()
    chance = np.random.default_rng(7).random(noisy.shape)
    noisy[chance < 0.02] = 0
    noisy[chance > 0.98] = 255
    done = light.without_salt(_page(noisy))
    assert "noise_removed" in done.notes
    assert light.speck_share(done) < light.speck_share(_page(noisy)) / 10
    assert light.without_salt(_page(_drawn())).notes == ()


def _dusty(pixels: np.ndarray, share: float) -> np.ndarray:
    """Specks of one pixel each."""
    rng = np.random.default_rng(5)
    out = pixels.copy()
    for y, x in rng.integers(0, pixels.shape, (round(share * pixels.size), 2)):
        out[y, x] = 40
    return out


def _off(one: np.ndarray, other: np.ndarray) -> float:
    return float((np.abs(one.astype(int) - other.astype(int)) > 60).mean())


def test_dust_goes_and_points_and_marks_stay() -> None:
    clean = cv2.GaussianBlur(_drawn(), (0, 0), 0.6)
    dusty = _dusty(clean, 9e-5)
    done = light.without_dust(_page(dusty, 200))
    assert "dust_removed" in done.notes
    lost = (clean < 120) & (done.pixels > 180)
    assert lost.mean() < 1e-4
    assert _off(done.pixels, clean) < 0.35 * _off(dusty, clean)


def test_dense_dust_goes_by_a_median_but_not_on_a_page_of_two_tones() -> None:
    grey = cv2.GaussianBlur(_drawn(), (0, 0), 0.6)
    clean = np.where(_drawn() > 128, 255, 0).astype(np.uint8)
    for pixels, sharp in ((grey, False), (clean, True)):
        page = _page(_dusty(pixels, 15e-4))
        done = light.without_dust(page)
        assert "dust_removed" in done.notes
        ink = (pixels < 100) & (page.pixels == pixels)
        assert bool((done.pixels[ink] == pixels[ink]).all()) is sharp


def test_black_edges_become_paper_and_the_text_stays() -> None:
    edged = _drawn().copy()
    edged[:, :60] = 5
    edged[-40:] = 0
    done = preprocess(_page(edged), Options())
    assert "borders_removed" in done.notes
    assert done.pixels[:, :60].min() > 200
    assert np.array_equal(done.pixels[200:1000, 120:1000], _drawn()[200:1000, 120:1000])


@pytest.mark.parametrize("shade", [255, 235, 190])
def test_a_blank_page_is_called_blank_and_a_page_number_is_not(shade: int) -> None:
    blank = np.full((1754, 1240), shade, np.uint8)
    blank[300, 400] = 0
    assert "blank" in preprocess(_page(blank), Options()).notes
    if FONT.is_file():
        image = Image.fromarray(blank)
        ImageDraw.Draw(image).text((610, 90), "2", fill=20, font=ImageFont.truetype(str(FONT), 26))
        assert "blank" not in preprocess(_page(np.asarray(image)), Options(orientation=False)).notes


def _with_seal() -> np.ndarray:
    rgb = np.dstack([_drawn()] * 3).copy()
    ink = np.full_like(rgb, 255)
    cv2.circle(ink, (800, 1300), 100, (215, 60, 70), 10)
    cv2.circle(ink, (800, 1300), 60, (215, 60, 70), 6)
    return np.minimum(rgb, ink)


def test_a_red_seal_fades_and_the_black_text_beneath_stays() -> None:
    done = preprocess(_page(_with_seal()), Options())
    seal = (_with_seal()[:, :, 0] > 200) & (_with_seal()[:, :, 1] < 80)
    assert done.pixels[seal].mean() > 195
    assert done.pixels[1200:1400, 700:900].min() < 60
    kept = preprocess(_page(_with_seal()), Options(remove_stamps=False))
    assert kept.pixels[seal].mean() < 130


def test_a_crimson_seal_fades_though_it_darkens_the_red_channel_too() -> None:
    rgb = _with_seal()
    seal = (rgb[:, :, 0] > 200) & (rgb[:, :, 1] < 80)
    rgb[seal] = (165, 20, 70)
    done = preprocess(_page(rgb), Options())
    assert done.pixels[seal].mean() > 225
    assert done.pixels[1200:1400, 700:900].min() < 60


def test_a_flat_red_stamp_for_urgency_stays_to_be_read() -> None:
    rgb = np.dstack([_drawn()] * 3).copy()
    cv2.rectangle(rgb, (150, 30), (330, 70), (215, 50, 60), 5)
    done = preprocess(_page(rgb), Options())
    assert done.pixels[30:70, 150:330].min() < 120


def test_steps_can_be_switched_off() -> None:
    off = Options(deskew=False, orientation=False, level_background=False)
    page = _page(np.rot90(_tilted(_drawn(), 3), 2))
    done = preprocess(page, off)
    assert (done.rotation_deg, done.skew_deg) == (0, 0.0)
    assert np.array_equal(done.pixels, page.pixels)


def test_a_page_of_many_pixels_is_shrunk_before_anything_else() -> None:
    large = np.full((10_000, 10_000), 255, np.uint8)
    large[2000:2300, 1000:9000] = 0
    done = preprocess(_page(large, 855), Options())
    assert done.dpi == chain.WORKING_DPI
    assert max(done.pixels.shape) < 4000
    assert done.scan_size_px == (10_000, 10_000)


@pytest.mark.parametrize("shape", [(40, 40), (40, 3000), (3000, 40), (57, 91)])
@pytest.mark.parametrize("fill", ["black", "white", "noise", "half"])
def test_odd_pages_do_not_break_it(shape: tuple[int, int], fill: str) -> None:
    pixels = {
        "black": np.zeros(shape, np.uint8),
        "white": np.full(shape, 255, np.uint8),
        "noise": np.random.default_rng(1).integers(0, 256, shape, np.uint8),
        "half": np.tile(np.arange(shape[1]) > shape[1] // 2, (shape[0], 1)).astype(np.uint8) * 255,
    }[fill]
    done = preprocess(_page(pixels, 100), Options(page_timeout_s=2))
    assert done.pixels.dtype == np.uint8


@pytest.mark.shared
def test_the_real_tilted_directive_is_levelled(shared: Path) -> None:
    from pipeline.source import load

    (page,) = load(shared / "dev/scans/s-qngai-tb660-2024/doc.pdf", Options(pages="1"))
    assert isinstance(page, PageImage)
    assert preprocess(page, Options()).skew_deg == pytest.approx(-1.9, abs=0.1)
