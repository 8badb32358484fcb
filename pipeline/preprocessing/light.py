"""Shadows, black scanner edges, salt noise and dust."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.page import PageImage
from pipeline.pieces import find_pieces
from pipeline.preprocessing import ink

_MEASURE_DPI = 40.0
_REACH_IN = 0.3
# Between the 3rd and 97th percentile the paper of the real scans differs by at most 2.
_UNEVEN = 32.0
# Tesseract's threshold fails on grey paper although it is even, as a dim photograph has it.
_DIM = 150.0
# Single dark or light specks: under 0.0003 of the pixels on real scans, 1-bit ones too; 0.01 and more
# where a rough photocopy has salt.
_SALTED = 0.003
# Specks to the square inch that stand alone: 1.2 at most on real scans, 2.2 to 7 on dusty pages, where they
# are read as points and dashes (word errors 2.9 -> 0.7 % without them).
_DUSTY = 1.7
# Where a pixel in 11,000 bears one, as many stand on letters: there a median mends more than it costs (word
# errors 14 -> 4 %), but not on pages of two tones (3 -> 6 %).
_DENSE = 9e-5
_TWO_TONES = 0.9
_DUST_IN2 = 1.2e-4  # the largest speck; a point is 4e-4
_ALONE_IN = 0.02
# A shadow at the margin is darker than the page but no edge: 60 and more on real pages dimmed for a test.
_BLACK = 50
_EDGE_IN = 0.08
_LEAST_BORDER_SHARE = 0.002


def levelled(image: PageImage) -> PageImage:
    """Return the page divided by its background where the light is uneven or dim; else as it is."""
    little = ink.small(image, _MEASURE_DPI)
    dpi = min(_MEASURE_DPI, image.dpi)
    paper = ink.background(little, round(_REACH_IN * dpi))
    dark, bright = np.percentile(paper, (3, 97))
    if bright - dark < _UNEVEN and float(np.median(paper)) > _DIM:
        return image
    height, width = image.pixels.shape
    full = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    pixels = np.asarray(cv2.divide(image.pixels, np.maximum(full, 1), scale=255), np.uint8)
    return replace(image, pixels=pixels, notes=(*image.notes, "background_levelled"))


def without_salt(image: PageImage) -> PageImage:
    """Return the page through a 3 x 3 median where single specks abound; a median costs marks elsewhere."""
    if speck_share(image) < _SALTED:
        return image
    pixels = np.asarray(cv2.medianBlur(image.pixels, 3), np.uint8)
    return replace(image, pixels=pixels, notes=(*image.notes, "noise_removed"))


def speck_share(image: PageImage) -> float:
    """Return the share of pixels that differ strongly from all their eight neighbours."""
    height, width = image.pixels.shape
    top, left = height // 4, width // 4
    part = image.pixels[top : top + max(3, height // 2), left : left + max(3, width // 2)]
    ring = np.ones((3, 3), np.uint8)
    ring[1, 1] = 0
    around_high, around_low = cv2.dilate(part, ring), cv2.erode(part, ring)
    lone_dark = cv2.subtract(around_low, part) > 60
    lone_light = cv2.subtract(part, around_high) > 60
    return float(lone_dark.mean() + lone_light.mean())


def without_dust(image: PageImage) -> PageImage:
    """Return the page without specks that stand alone, and through a median where they lie dense."""
    middle = _middle(image.pixels)
    density = _dust(middle, image.dpi).specks / max(1, middle.size) * image.dpi**2
    if density < _DUSTY:
        return image
    pixels = image.pixels.copy()
    pixels[_dust(pixels, image.dpi).mask > 0] = _paper(pixels)
    if density / image.dpi**2 > _DENSE and _plain(image.pixels) < _TWO_TONES:
        pixels = np.asarray(cv2.medianBlur(pixels, 3), np.uint8)
    return replace(image, pixels=pixels, notes=(*image.notes, "dust_removed"))


def _plain(pixels: ink.Pixels) -> float:
    """Return the share of the pixels that are black or white."""
    return (cv2.countNonZero(cv2.inRange(pixels, 255, 255)) + pixels.size - cv2.countNonZero(pixels)) / max(
        1, pixels.size
    )


@dataclass(frozen=True, slots=True)
class _Dust:
    """Where specks stand alone (`mask`: 1 on them and just around), and how many they are."""

    mask: ink.Pixels
    specks: int


def _dust(pixels: ink.Pixels, dpi: float) -> _Dust:
    """Find specks far from anything as large as a point."""
    printed = (pixels < 0.72 * _paper(pixels)).astype(np.uint8)
    pieces = find_pieces(printed)
    small = pieces.stats[:, cv2.CC_STAT_AREA] <= _DUST_IN2 * dpi**2
    small[0] = False
    at = _where(printed)
    at = at[small[pieces.labels.ravel()[at]]]  # few of a page's pixels lie in specks
    owner = pieces.labels.ravel()[at]
    printed.ravel()[at] = 0
    reach = round(2 * _ALONE_IN * dpi) | 1
    near = cv2.dilate(printed, np.ones((reach, reach), np.uint8)).ravel()[at] > 0
    small[owner[near]] = False
    mask = np.zeros_like(printed)
    mask.ravel()[at[small[owner]]] = 1
    mask = np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.uint8)
    return _Dust(mask, int(small.sum()))


def _where(mask: ink.Pixels) -> NDArray[np.intp]:
    """Return the flat places of all that is not 0."""
    return np.flatnonzero(mask.view(np.bool_))


def _middle(pixels: ink.Pixels) -> ink.Pixels:
    height, width = pixels.shape
    return pixels[height // 4 : max(3, height * 3 // 4), width // 4 : max(3, width * 3 // 4)]


def _paper(pixels: ink.Pixels) -> int:
    return int(np.percentile(pixels[::4, ::4], 60))


def without_borders(image: PageImage) -> PageImage:
    """Return the page with the black edges of a scanner or photocopier painted as paper."""
    little = ink.small(image, _MEASURE_DPI)
    dpi = min(_MEASURE_DPI, image.dpi)
    reach = max(3, round(_EDGE_IN * dpi))
    dark = cv2.morphologyEx(
        (little < _BLACK).astype(np.uint8), cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8)
    )
    edge = _touching_the_edge(np.asarray(dark, np.uint8))
    share = float(edge.mean())
    # Above a third it is a dark picture or a negative, not an edge.
    if not _LEAST_BORDER_SHARE < share < 0.33:
        return image
    wide = cv2.dilate(edge, np.ones((reach, reach), np.uint8))
    height, width = image.pixels.shape
    full = cv2.resize(wide, (width, height), interpolation=cv2.INTER_NEAREST)
    pixels = image.pixels.copy()
    pixels[full > 0] = int(np.percentile(little, 80))
    return replace(image, pixels=pixels, notes=(*image.notes, "borders_removed"))


def _touching_the_edge(dark: ink.Pixels) -> ink.Pixels:
    count, labels = cv2.connectedComponents(dark)
    touching = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    keep = np.zeros(count, np.uint8)
    keep[touching[touching > 0]] = 1
    return np.asarray(keep[labels], np.uint8)
