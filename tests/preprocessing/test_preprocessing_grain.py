"""The grain of the paper goes where no ink is near; print keeps each of its pixels."""

import numpy as np

from pipeline.options import Options
from pipeline.page import PageImage
from pipeline.preprocessing import preprocess
from pipeline.preprocessing.grain import without_grain

PAPER = 248
INK = (slice(100, 112), slice(80, 320))


def _sheet(*, grain: float, ink: int = 20) -> PageImage:
    """A sheet with a stroke whose edges are soft, and grain over it all."""
    pixels = np.full((240, 400), float(PAPER))
    pixels[98:114, 78:322] = (PAPER + ink) / 2
    pixels[INK] = ink
    pixels += np.random.default_rng(7).normal(0, grain, pixels.shape)
    return PageImage(1, np.clip(pixels, 0, 255).astype(np.uint8), 240.0)


def test_grain_far_from_ink_becomes_one_tone() -> None:
    done = without_grain(_sheet(grain=5)).pixels
    assert len(np.unique(done[:90])) == 1 and abs(int(done[0, 0]) - PAPER) < 4


def test_ink_and_its_soft_edges_keep_each_pixel() -> None:
    page = _sheet(grain=5)
    near = (slice(96, 116), slice(76, 324))
    assert np.array_equal(without_grain(page).pixels[near], page.pixels[near])


def test_plain_paper_and_faint_print_pass_as_they_are() -> None:
    for page in (_sheet(grain=0), _sheet(grain=5, ink=150)):
        assert without_grain(page) is page


def test_a_page_is_rid_of_grain_last_and_the_scan_stays_as_it_was() -> None:
    page = _sheet(grain=5)
    before = page.pixels.copy()
    done = preprocess(page, Options(orientation=False, deskew=False))
    assert len(np.unique(done.pixels[:90])) == 1 and done.notes == ()
    assert np.array_equal(page.pixels, before)
