"""What copying, faxing, photographing and years in a folder do to a page; every step is seeded."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.geometry import Box, Frame
from pipeline.page import Line, PageImage, PageText, Word
from pipeline.synthesis import marks
from pipeline.synthesis.sheet import DrawnPage
from pipeline.synthesis.typeface import find_typeface

Pixels = NDArray[np.uint8]
Mode = Literal["colour", "grey", "bilevel"]
_PAPER = (250.0, 246.0, 236.0)


@dataclass(frozen=True, slots=True)
class Wear:
    """How worn a page is; the defaults do nothing.

    Attributes:
        skew_deg: Tilt put on the page, counter-clockwise positive.
        sway_deg: Largest tilt that is added to `skew_deg` by chance.
        perspective: 0..0.1, share of the width by which a corner may be off, as in a photograph.
        dpi: Of the scan; None keeps that of the page.
        ink_fade: 0..1, how much ink a tired ribbon or toner leaves out, in bands.
        bleed: 0..1, how dark the reverse page shines through.
        paper: 0..1, how yellow and mottled the sheet is.
        uneven: 0..1, how much darker the darkest corner is.
        blur_px: Standard deviation of the blur, pixels of the scan.
        noise: Standard deviation of the grain, grey levels.
        specks: Black and white specks, share of all pixels.
        punched: Draw punch holes and the dark edge of an open lid.
        incoming: Set an incoming-mail stamp over the text.
        mode: What the scanner keeps.
        threshold: Grey level below which a bilevel scan is black, 0..255.
        jpeg_quality: 1..95; None for no loss.
    """

    skew_deg: float = 0.0
    sway_deg: float = 0.0
    perspective: float = 0.0
    dpi: float | None = None
    ink_fade: float = 0.0
    bleed: float = 0.0
    paper: float = 0.0
    uneven: float = 0.0
    blur_px: float = 0.0
    noise: float = 0.0
    specks: float = 0.0
    punched: bool = False
    incoming: bool = False
    mode: Mode = "colour"
    threshold: int = 150
    jpeg_quality: int | None = None


PRESETS: dict[str, Wear] = {
    "clean": Wear(),
    "office": Wear(sway_deg=0.4, blur_px=0.6, noise=4, paper=0.15, bleed=0.04, mode="grey", jpeg_quality=75),
    "worn": Wear(
        sway_deg=1.5, blur_px=0.9, noise=9, paper=0.5, bleed=0.15, uneven=0.2, specks=2e-5, ink_fade=0.2,
        punched=True, incoming=True, jpeg_quality=55,
    ),
    "bad": Wear(
        sway_deg=2.5, blur_px=1.3, noise=18, paper=0.6, bleed=0.3, uneven=0.35, specks=4e-4, ink_fade=0.5,
        punched=True, mode="grey", dpi=200, jpeg_quality=40,
    ),
    "phone": Wear(
        sway_deg=1.5, perspective=0.02, blur_px=0.9, noise=6, paper=0.4, uneven=0.55, dpi=220,
        jpeg_quality=65,
    ),
    "fax": Wear(sway_deg=1.0, blur_px=0.7, noise=14, specks=3e-4, ink_fade=0.25, mode="bilevel", dpi=200),
}  # fmt: skip


@dataclass(slots=True)
class _Scan:
    """A page on its way through the steps."""

    pixels: Pixels
    dpi: float
    rng: np.random.Generator
    frame: Frame = field(default_factory=Frame)


def wear(page: DrawnPage, how: Wear, seed: int, reverse: DrawnPage | None = None) -> DrawnPage:
    """Return the page as a scanner would give it.

    Args:
        page: Left untouched.
        how: What happens to it.
        seed: The same seed gives the same pixels.
        reverse: What is printed on the back; the page itself where None.

    Returns:
        The boxes of `truth` stay in the frame of the level page; `truth.frame` leads to the scan.
    """
    scan = _Scan(page.image.pixels, page.image.dpi, np.random.default_rng(seed))
    _drop_colour(scan, how)
    _fade_ink(scan, how)
    _bleed(scan, how, (reverse or page).image.pixels)
    _stamp(scan, how, page.typeface)
    _drop_colour(scan, how)
    _tint(scan, how)
    tilt = _warp(scan, how)
    _punch(scan, how)
    _light(scan, how)
    _blur_and_grain(scan, how)
    _keep(scan, how)
    return _as_page(page, scan, tilt)


def on_scan(page: PageText) -> PageText:
    """Return the page with its boxes in pixels of the scan."""
    lines = tuple(_line_on_scan(line, page.frame) for line in page.lines)
    return replace(page, lines=lines, frame=Frame())


def _line_on_scan(line: Line, frame: Frame) -> Line:
    cells = tuple(
        replace(c, words=_words_on_scan(c.words, frame), box=_box_on_scan(c.box, frame)) for c in line.cells
    )
    return replace(
        line, words=_words_on_scan(line.words, frame), box=_box_on_scan(line.box, frame), cells=cells
    )


def _words_on_scan(words: tuple[Word, ...], frame: Frame) -> tuple[Word, ...]:
    return tuple(replace(word, box=_box_on_scan(word.box, frame)) for word in words)


def _box_on_scan(box: Box | None, frame: Frame) -> Box | None:
    return None if box is None else frame.to_scan(box)


def _as_page(page: DrawnPage, scan: _Scan, tilt: float) -> DrawnPage:
    height, width = scan.pixels.shape[:2]
    image = PageImage(page.image.number, scan.pixels, scan.dpi, scan_size_px=(width, height))
    truth = replace(
        page.truth, frame=scan.frame, scan_size_px=(width, height), dpi=scan.dpi, skew_deg=tilt
    )  # fmt: skip
    return replace(page, image=image, truth=truth)


def _smooth_field(scan: _Scan, cells: tuple[int, int]) -> NDArray[np.float32]:
    """Return a field of the page's size that wanders between 0 and 1 over `cells` (rows, columns)."""
    height, width = scan.pixels.shape[:2]
    coarse = scan.rng.random(cells, dtype=np.float32)
    field_ = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(field_, 0, 1), np.float32)


def _spread(layer: NDArray[np.float32], like: Pixels) -> NDArray[np.float32]:
    """Return the layer so that it fits grey and colour pixels alike."""
    return layer[..., None] if like.ndim == 3 else layer


def _drop_colour(scan: _Scan, how: Wear) -> None:
    if how.mode != "colour" and scan.pixels.ndim == 3:
        scan.pixels = np.asarray(cv2.cvtColor(scan.pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def _fade_ink(scan: _Scan, how: Wear) -> None:
    if how.ink_fade:
        bands = _smooth_field(scan, (60, 3)) * 0.6 + _smooth_field(scan, (40, 30)) * 0.4
        lost = _spread((how.ink_fade * bands).astype(np.float32), scan.pixels)
        scan.pixels = (255 - (255 - scan.pixels.astype(np.float32)) * (1 - lost)).astype(np.uint8)


def _bleed(scan: _Scan, how: Wear, reverse: Pixels) -> None:
    if not how.bleed:
        return
    height, width = scan.pixels.shape[:2]
    grey = reverse if reverse.ndim == 2 else cv2.cvtColor(reverse, cv2.COLOR_RGB2GRAY)
    back = cv2.resize(np.asarray(grey)[:, ::-1], (width, height), interpolation=cv2.INTER_AREA)
    shine = cv2.GaussianBlur(back, (0, 0), scan.dpi / 110).astype(np.float32)
    shadow = _spread(how.bleed * (255 - shine), scan.pixels)
    scan.pixels = np.clip(scan.pixels.astype(np.float32) - shadow, 0, 255).astype(np.uint8)


def _stamp(scan: _Scan, how: Wear, typeface: str) -> None:
    if not how.incoming:
        return
    height, width = scan.pixels.shape[:2]
    centre = (width * float(scan.rng.uniform(0.22, 0.30)), height * float(scan.rng.uniform(0.17, 0.22)))
    mark = marks.incoming_stamp(centre, scan.dpi, find_typeface(typeface), scan.rng)
    scan.pixels = marks.lay(scan.pixels, mark)


def _colour(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)


def _tint(scan: _Scan, how: Wear) -> None:
    if not how.paper:
        return
    mottle = 1 - 0.10 * how.paper * _smooth_field(scan, (14, 10))
    if how.mode == "colour":
        white = 255 - how.paper * (255 - np.array(_PAPER, np.float32))
        worn = _colour(scan.pixels) * (white / 255) * mottle[..., None]
    else:
        worn = scan.pixels * _spread((mottle * (1 - 0.05 * how.paper)).astype(np.float32), scan.pixels)
    scan.pixels = worn.astype(np.uint8)


def _warp(scan: _Scan, how: Wear) -> float:
    """Tilt, distort and rescale in one go, so that letters are resampled once; return the tilt."""
    tilt = how.skew_deg + float(scan.rng.uniform(-1, 1)) * how.sway_deg
    dpi = how.dpi or scan.dpi
    if tilt == 0 and dpi == scan.dpi and not how.perspective:
        return 0.0
    height, width = scan.pixels.shape[:2]
    size = (round(width * dpi / scan.dpi), round(height * dpi / scan.dpi))
    matrix = _homography((width, height), size, tilt, how.perspective, scan.rng)
    fill = 40 if how.perspective else 255  # a photograph shows the desk
    pixels = cv2.GaussianBlur(scan.pixels, (0, 0), 0.4 * scan.dpi / dpi) if dpi < scan.dpi else scan.pixels
    # Boxes count from edges of pixels, OpenCV from their centres: half a pixel apart.
    centre_to_edge = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    at_centres = np.linalg.inv(centre_to_edge) @ matrix @ centre_to_edge
    border = (fill,) * 3
    scan.pixels = np.asarray(
        cv2.warpPerspective(pixels, at_centres, size, flags=cv2.INTER_LINEAR, borderValue=border), np.uint8
    )
    scan.dpi = dpi
    scan.frame = Frame(tuple(matrix.ravel().tolist()))  # type: ignore[arg-type]
    return tilt


def _homography(
    before: tuple[int, int], after: tuple[int, int], tilt: float, perspective: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the matrix from the level page to the scan."""
    (w0, h0), (w1, h1) = before, after
    turn = np.radians(tilt)
    cos, sin = np.cos(turn), np.sin(turn)
    to_middle = np.array([[1, 0, -w0 / 2], [0, 1, -h0 / 2], [0, 0, 1]])
    # The y axis points down, so that counter-clockwise to the eye is this sign.
    rotation = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    to_scan = np.array([[w1 / w0, 0, w1 / 2], [0, h1 / h0, h1 / 2], [0, 0, 1]])
    matrix = to_scan @ rotation @ to_middle
    if perspective:
        corners = np.array([[0, 0], [w1, 0], [w1, h1], [0, h1]], np.float32)
        moved = corners + rng.uniform(-1, 1, (4, 2)).astype(np.float32) * perspective * w1
        inset = (moved - [w1 / 2, h1 / 2]) * (1 - perspective) + [w1 / 2, h1 / 2]
        matrix = cv2.getPerspectiveTransform(corners, inset.astype(np.float32)) @ matrix
    return np.asarray(matrix / matrix[2, 2], np.float64)


def _punch(scan: _Scan, how: Wear) -> None:
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


def _light(scan: _Scan, how: Wear) -> None:
    if not how.uneven:
        return
    corners = scan.rng.random((2, 2), dtype=np.float32)
    corners = (corners - corners.min()) / max(1e-6, float(corners.max() - corners.min()))
    height, width = scan.pixels.shape[:2]
    slope = np.asarray(cv2.resize(corners, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    scan.pixels = (scan.pixels * _spread((1 - how.uneven * slope).astype(np.float32), scan.pixels)).astype(
        np.uint8
    )


def _blur_and_grain(scan: _Scan, how: Wear) -> None:
    if how.blur_px:
        scan.pixels = np.asarray(cv2.GaussianBlur(scan.pixels, (0, 0), how.blur_px), np.uint8)
    if how.noise:
        grain = scan.rng.standard_normal(scan.pixels.shape, dtype=np.float32) * how.noise
        scan.pixels = np.clip(scan.pixels + grain, 0, 255).astype(np.uint8)
    if how.specks:
        height, width = scan.pixels.shape[:2]
        count = round(how.specks * height * width)
        pixels = scan.pixels.copy()
        rows, columns = scan.rng.integers(1, height - 1, count), scan.rng.integers(1, width - 1, count)
        shades = np.where(scan.rng.random(count) < 0.6, 0, 255).astype(np.uint8)
        for down in (0, 1):
            pixels[rows + down, columns] = shades[:, None] if pixels.ndim == 3 else shades
        scan.pixels = pixels


def _keep(scan: _Scan, how: Wear) -> None:
    """Reduce to what the file keeps: black and white, or shades with or without loss."""
    if how.mode == "bilevel":
        scan.pixels = np.where(scan.pixels < how.threshold, 0, 255).astype(np.uint8)
    elif how.jpeg_quality is not None:
        buffer = io.BytesIO()
        Image.fromarray(scan.pixels).save(buffer, "JPEG", quality=how.jpeg_quality)
        scan.pixels = np.asarray(Image.open(buffer)).copy()
