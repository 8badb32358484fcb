"""Connected pieces of a mask."""

import numpy as np

from pipeline.pieces import find_pieces


def test_pieces_that_touch_by_a_corner_are_one():
    mask = np.zeros((6, 8), np.uint8)
    mask[1, 1] = mask[2, 2] = mask[4, 5:8] = 255
    found = find_pieces(mask)
    assert found.stats[1:].tolist() == [[1, 1, 2, 2, 2], [5, 4, 3, 1, 3]]
    assert found.labels[1, 1] == found.labels[2, 2] == 1 and found.labels[0, 0] == 0


def test_more_pieces_than_16_bits_can_number_are_all_found():
    mask = np.zeros((600, 600), np.uint8)
    mask[::2, ::2] = 255
    found = find_pieces(mask)
    assert len(found.stats) == 300 * 300 + 1
    assert int(found.labels.max()) == 300 * 300
