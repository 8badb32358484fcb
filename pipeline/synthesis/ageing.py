"""What years, copying and offices do to a sheet: faded ink, the reverse, stamps, yellow paper, holes."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import Frame
from pipeline.synthesis import marks
from pipeline.synthesis.grades import Wear
from pipeline.synthesis.typeface import find_typeface

Pixels = NDArray[np.uint8]
_PAPER = (250.0, 246.0, 236.0)


@dataclass(slots=True)
class Scan:
    """A page on its way through the steps."""

    pixels: Pixels
    dpi: float
    rng: np.random.Generator
    frame: Frame = field(default_factory=Frame)


def _smooth_field(scan: Scan, cells: tuple[int, int]) -> NDArray[np.float32]:
    """Return a field of the page's size that wanders between 0 and 1 over `cells` (rows, columns)."""
    height, width = scan.pixels.shape[:2]
    coarse = scan.rng.random(cells, dtype=np.float32)
    field_ = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(field_, 0, 1), np.float32)


def spread(layer: NDArray[np.float32], like: Pixels) -> NDArray[np.float32]:
    """Return the layer so that it fits grey and colour pixels alike."""
    return layer[..., None] if like.ndim == 3 else layer


def drop_colour(scan: Scan, how: Wear) -> None:
    """Take the colour out where the scanner keeps none."""
    if how.mode != "colour" and scan.pixels.ndim == 3:
        scan.pixels = np.asarray(cv2.cvtColor(scan.pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def fade_ink(scan: Scan, how: Wear) -> None:
    """Leave ink out in bands, as a tired ribbon does."""
    if how.ink_fade:
        bands = _smooth_field(scan, (60, 3)) * 0.6 + _smooth_field(scan, (40, 30)) * 0.4
        lost = spread((how.ink_fade * bands).astype(np.float32), scan.pixels)
        scan.pixels = (255 - (255 - scan.pixels.astype(np.float32)) * (1 - lost)).astype(np.uint8)


def bleed(scan: Scan, how: Wear, reverse: Pixels) -> None:
    """Let the reverse shine through."""
    if not how.bleed:
        return
    height, width = scan.pixels.shape[:2]
    grey = reverse if reverse.ndim == 2 else cv2.cvtColor(reverse, cv2.COLOR_RGB2GRAY)
    back = cv2.resize(np.asarray(grey)[:, ::-1], (width, height), interpolation=cv2.INTER_AREA)
    shine = cv2.GaussianBlur(back, (0, 0), scan.dpi / 110).astype(np.float32)
    shadow = spread(how.bleed * (255 - shine), scan.pixels)
    scan.pixels = np.clip(scan.pixels.astype(np.float32) - shadow, 0, 255).astype(np.uint8)


def stamp(scan: Scan, how: Wear, typeface: str) -> None:
    """Set the stamp of incoming mail over the text."""
    if not how.incoming:
        return
    height, width = scan.pixels.shape[:2]
    centre = (width * float(scan.rng.uniform(0.22, 0.30)), height * float(scan.rng.uniform(0.17, 0.22)))
    mark = marks.incoming_stamp(centre, scan.dpi, find_typeface(typeface), scan.rng)
    scan.pixels = marks.lay(scan.pixels, mark)


def _colour(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)


def tint(scan: Scan, how: Wear) -> None:
    """Make the sheet yellow and mottled."""
    if not how.paper:
        return
    mottle = 1 - 0.10 * how.paper * _smooth_field(scan, (14, 10))
    if how.mode == "colour":
        white = 255 - how.paper * (255 - np.array(_PAPER, np.float32))
        worn = _colour(scan.pixels) * (white / 255) * mottle[..., None]
    else:
        worn = scan.pixels * spread((mottle * (1 - 0.05 * how.paper)).astype(np.float32), scan.pixels)
    scan.pixels = worn.astype(np.uint8)


def punch(scan: Scan, how: Wear) -> None:
    """Draw punch holes and the dark edge of an open lid."""
    if not how.punched:
        return
    pixels = scan.pixels.copy()
    height, width = pixels.shape[:2]
    for share in (0.5 - 40 / 297, 0.5 + 40 / 297):
        centre = (round(0.05 * width), round(share * height))
        cv2.circle(pixels, centre, round(3 * scan.dpi / 25.4), (25,) * 3, -1, cv2.LINE_AA)
    band = round(scan.rng.uniform(1.0, 2.5) * scan.dpi / 25.4)
    pixels[:, -band:] = 12
    pixels[-band // 2 :] = 12
    scan.pixels = pixels
