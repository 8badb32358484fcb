"""What shines through from the reverse is no text of a cell."""

import numpy as np

from pipeline.geometry import Box, Grid, Slot
from pipeline.ocr.ghosts import without_ghosts


def table(*shades):
    """Return cells side by side with strokes of these shades, and their grid."""
    grey = np.full((100, 100 * len(shades)), 245, np.uint8)
    slots = []
    for i, shade in enumerate(shades):
        grey[30:70, 100 * i + 20 : 100 * i + 80 : 4] = shade
        slots.append(Slot(0, i, 1, 1, Box(100.0 * i, 0, 100.0 * (i + 1), 100)))
    return grey, Grid(Box(0, 0, 100.0 * len(shades), 100), tuple(slots), 1, len(shades))


def test_a_cell_with_nothing_but_the_reverse_shining_through_is_emptied():
    grey, grid = table(40, 205, 60)
    before = grey.copy()
    clean = without_ghosts(grey, [grid])
    assert clean[30:70, 120:180].min() >= 245
    assert (clean[:, :100] == before[:, :100]).all() and (clean[:, 200:] == before[:, 200:]).all()
    assert (grey == before).all()


def test_the_soft_edge_of_a_lone_digit_stays_while_the_ghost_about_it_goes():
    grey, grid = table(40, 205)
    grey[40:60, 140:143] = (150, 40, 150)
    clean = without_ghosts(grey, [grid])
    assert clean[50, 139:144].tolist() != [255] * 5 and clean[50, 140:143].tolist() == [150, 40, 150]
    assert clean[50, 170:180].min() >= 245


def test_a_table_without_ghosts_passes_untouched():
    grey, grid = table(40, 60, 50)
    assert without_ghosts(grey, [grid]) is grey
