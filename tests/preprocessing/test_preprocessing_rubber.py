"""Stamps of the receiving office go, the print beneath stays; whatever only looks like one stays too."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.options import Options
from pipeline.page import PageImage
from pipeline.preprocessing import preprocess
from pipeline.preprocessing.colour import grey
from pipeline.preprocessing.rubber import without_rubber_stamps

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
DPI = 200
WORDS = (
    "Phòng",
    "Văn",
    "hóa",
    "xã",
    "Đồi",
    "Sim",
    "tổng",
    "hợp",
    "số",
    "liệu",
    "gửi",
    "về",
    "trước",
    "kỳ",
    "họp",
)
AREA = (slice(300, 560), slice(200, 720))  # rows and columns that the stamp may touch
PAPER, PRINT, STAMP = 248, 20, 132


def _font(points: float) -> ImageFont.FreeTypeFont:
    if not FONT.is_file():
        pytest.skip(f"needs {FONT}")
    return ImageFont.truetype(str(FONT), round(points * DPI / 72))


@lru_cache(maxsize=4)
def _drawn(level: int = PRINT) -> np.ndarray:
    """An A4 page with 34 lines in ink of `level`."""
    image = Image.new("L", (1654, 2339), PAPER)
    pen, font = ImageDraw.Draw(image), _font(13)
    for row in range(34):
        words = [WORDS[(row * 4 + i) % len(WORDS)] for i in range(10)]
        pen.text((220, 300 + row * 55), " ".join(words), fill=level, font=font)
    return np.asarray(image)


def _framed(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 0, 456, 212), outline=0, width=3)
    for row, line in enumerate(("CÔNG VĂN ĐẾN", "Số: 1907", "Ngày: 14/5/2026", "Chuyển: P. Nội vụ")):
        pen.text((228, 30 + row * 50), line, fill=0, font=_font(11), anchor="mm")


def _round(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((90, 0, 300, 210), outline=0, width=3)
    for row in range(4):
        pen.text((195, 40 + row * 42), "XÃ ĐỒI SIM", fill=0, font=_font(8), anchor="mm")


def _no_frame(pen: ImageDraw.ImageDraw) -> None:
    for row in range(3):
        pen.text((10, 20 + row * 60), "Lê Thị Thu Trang", fill=0, font=_font(13))


def _stamped(
    pixels: np.ndarray, draw: Callable[[ImageDraw.ImageDraw], None], level: int, lean: float = 2.0
) -> np.ndarray:
    patch = Image.new("L", (460, 216), 255)
    draw(ImageDraw.Draw(patch))
    patch = patch.rotate(lean, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    cover = 1 - np.asarray(patch, np.float64) / 255
    out = pixels.astype(np.float64)
    window = (slice(320, 320 + cover.shape[0]), slice(230, 230 + cover.shape[1]))
    inked = out[window] * (1 - cover) + np.minimum(out[window], level) * cover
    out[window] = inked
    return out.round().astype(np.uint8)


def _page(pixels: np.ndarray) -> PageImage:
    return PageImage(1, pixels, DPI)


@pytest.mark.parametrize("lean", [-4.0, 0.0, 3.0])
@pytest.mark.parametrize("level", [112, 150])
def test_a_lighter_framed_stamp_goes_and_the_print_beneath_stays(level: int, lean: float) -> None:
    clean = _drawn()
    stamped = _stamped(clean, _framed, level, lean)
    done = without_rubber_stamps(_page(stamped)).pixels
    was, left = ((clean > 240) & (pixels < level + 40) for pixels in (stamped, done))
    assert left[AREA].sum() < 0.2 * was[AREA].sum()
    assert done[clean < 100].max() < 120
    assert np.array_equal(done[700:], clean[700:])


def _in_colour(draw: Callable[[ImageDraw.ImageDraw], None], ink: tuple[int, int, int]) -> PageImage:
    """The page in colour, the mark in translucent ink over it."""
    channels = [_stamped(np.full_like(_drawn(), PAPER), draw, level) for level in ink]
    over = np.dstack(channels).astype(np.uint16)
    return _page((np.dstack([_drawn()] * 3) * over // PAPER).astype(np.uint8))


@pytest.mark.parametrize("ink", [(38, 52, 150), (110, 50, 140), (60, 90, 200)], ids=["ink", "purple", "pale"])
def test_a_framed_stamp_in_blue_or_purple_goes_and_the_print_beneath_stays(ink: tuple[int, int, int]) -> None:
    done = grey(_in_colour(_framed, ink), remove_stamps=True).pixels
    kept = grey(_in_colour(_framed, ink), remove_stamps=False).pixels
    clean = _drawn()
    was, left = ((clean > 240) & (pixels < 180) for pixels in (kept, done))
    assert left[AREA].sum() < 0.2 * was[AREA].sum()
    assert done[clean < 60].max() < 120


@pytest.mark.parametrize("draw", [_round, _no_frame], ids=["a round seal", "a pen"])
def test_blue_ink_without_a_frame_stays(draw: Callable[[ImageDraw.ImageDraw], None]) -> None:
    page = _in_colour(draw, (38, 52, 150))
    assert np.array_equal(grey(page, remove_stamps=True).pixels, grey(page, remove_stamps=False).pixels)


def test_a_page_tells_that_a_stamp_was_taken_off() -> None:
    assert "stamp_removed" in preprocess(_page(_stamped(_drawn(), _framed, STAMP)), Options()).notes


def test_stamps_stay_where_the_options_keep_them() -> None:
    page = _page(_stamped(_drawn(), _framed, STAMP))
    assert "stamp_removed" not in preprocess(page, Options(remove_stamps=False)).notes


@pytest.mark.parametrize("draw", [_round, _no_frame], ids=["a round seal", "a name in light ink"])
def test_light_ink_without_a_frame_stays(draw: Callable[[ImageDraw.ImageDraw], None]) -> None:
    page = _page(_stamped(_drawn(), draw, STAMP))
    assert without_rubber_stamps(page) is page


def test_a_framed_note_as_dark_as_the_print_stays() -> None:
    page = _page(_stamped(_drawn(), _framed, PRINT))
    assert without_rubber_stamps(page) is page


def test_a_page_that_is_faint_as_a_whole_stays() -> None:
    page = _page(_stamped(_drawn(STAMP), _framed, STAMP))
    assert without_rubber_stamps(page) is page


def test_a_cell_shaded_with_dots_stays() -> None:
    pixels = _stamped(_drawn(), _framed, STAMP, lean=0.0)
    dots = np.random.default_rng(7).random((190, 430)) < 0.45
    inner = pixels[330:520, 240:670]
    inner[dots & (inner > 200)] = STAMP
    page = _page(pixels)
    assert without_rubber_stamps(page) is page


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_page_of_one_grey_stays(level: int) -> None:
    page = _page(np.full((600, 400), level, np.uint8))
    assert without_rubber_stamps(page) is page
