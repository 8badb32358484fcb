"""Coloured marks on a page: the round seal, a signature, the stamp of incoming mail."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from pipeline.synthesis.typeface import Typeface, constant_words

Pixels = NDArray[np.uint8]
_RED = (214, 32, 44)
_BLUE = (38, 52, 150)
_SEAL_MM = 36.0


@dataclass(frozen=True, slots=True)
class Mark:
    """Transparent ink, uint8 (height, width, 3), white where there is none, and its upper left corner."""

    ink: Pixels
    left: int
    top: int


def lay(pixels: Pixels, mark: Mark) -> Pixels:
    """Return the page in colour with the mark on it, as wet ink lies on print without hiding it."""
    page = np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels.copy()
    rows = slice(max(0, mark.top), max(0, mark.top + mark.ink.shape[0]))
    columns = slice(max(0, mark.left), max(0, mark.left + mark.ink.shape[1]))
    under = page[rows, columns]
    over = mark.ink[max(0, -mark.top) :, max(0, -mark.left) :][: under.shape[0], : under.shape[1]]
    page[rows, columns] = (under.astype(np.uint16) * over // 255).astype(np.uint8)
    return page


def seal(
    centre: tuple[float, float],
    dpi: float,
    typeface: Typeface,
    words: tuple[str, str],
    *,
    rng: np.random.Generator,
) -> Mark:
    """Return the round red seal of an organ around `centre` (pixels).

    Args:
        centre: (x, y) in pixels.
        dpi: Dots per inch.
        typeface: For the words.
        words: Along the rim, and in the middle.
        rng: Tilts the seal and makes its ink patchy.
    """
    side = round(_SEAL_MM * dpi / 25.4)
    disc = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(disc)
    stroke = max(2, side // 90)
    for inset, width in ((stroke, 2 * stroke), (round(side * 0.05), stroke), (round(side * 0.21), stroke)):
        pen.ellipse((inset, inset, side - inset, side - inset), outline=0, width=width)
    _star(pen, side * 0.5, side * 0.40, side * 0.11)
    font = typeface.font("bold", side * 0.085)
    for index, line in enumerate(_two_lines(words[1])):
        pen.text((side / 2, side * (0.56 + 0.09 * index)), line, fill=0, font=font, anchor="mm")
    _around_rim(disc, words[0], typeface, side)
    disc = disc.rotate(float(rng.uniform(-14, 14)), Image.Resampling.BICUBIC, fillcolor=255)
    return _inked(centre, disc, _RED, rng)


def signature(centre: tuple[float, float], dpi: float, rng: np.random.Generator) -> Mark:
    """Return a blue scribble about 35 mm wide around `centre` (pixels)."""
    width, height = round(38 * dpi / 25.4), round(17 * dpi / 25.4)
    patch = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(patch)
    steps = np.linspace(0, 1, 400)
    loops = rng.uniform(3.5, 5.5)
    phase, lean = rng.uniform(0, 2 * math.pi, 2)
    swing = 0.40 * np.exp(-1.6 * steps) + 0.06
    x = 0.08 + 0.80 * steps + 0.09 * np.cos(2 * math.pi * loops * steps + phase)
    y = 0.52 + swing * np.sin(2 * math.pi * loops * steps + lean) - 0.16 * (steps - 0.5)
    points = list(zip((x * width).tolist(), (y * height).tolist(), strict=True))
    pen.line(points, fill=0, width=max(2, round(dpi / 75)), joint="curve")
    tail = [(0.05 * width, 0.86 * height), (0.5 * width, 0.74 * height), (0.97 * width, 0.80 * height)]
    pen.line(tail, fill=0, width=max(2, round(dpi / 90)), joint="curve")
    return _inked(centre, patch.filter(ImageFilter.GaussianBlur(dpi / 300)), _BLUE, rng)


def incoming_stamp(
    centre: tuple[float, float],
    dpi: float,
    typeface: Typeface,
    rng: np.random.Generator,
) -> Mark:
    """Return the slanted red frame in which a registry notes incoming mail."""
    width, height = round(58 * dpi / 25.4), round(27 * dpi / 25.4)
    patch = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(patch)
    pen.rectangle((3, 3, width - 4, height - 4), outline=0, width=max(2, round(dpi / 90)))
    font = typeface.font("bold", dpi * 11 / 72)
    values = {
        "number": int(rng.integers(100, 9999)),
        "day": int(rng.integers(1, 29)),
        "month": int(rng.integers(1, 13)),
        "year": 2026,
    }
    lines = [line.format(**values) for line in constant_words()["incoming"]]
    for index, line in enumerate(lines):
        pen.text((width / 2, height * (index + 0.6) / len(lines)), line, fill=0, font=font, anchor="mm")
    patch = patch.rotate(float(rng.uniform(-6, 6)), Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return _inked(centre, patch, _RED, rng)


def _two_lines(text: str) -> list[str]:
    words = text.split()
    half = (len(words) + 1) // 2
    return [" ".join(words[:half]), " ".join(words[half:])]


def _star(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.4
        turn = math.pi * corner / 5 - math.pi / 2
        points.append((x + reach * math.cos(turn), y + reach * math.sin(turn)))
    pen.polygon(points, fill=0)


def _around_rim(disc: Image.Image, text: str, typeface: Typeface, side: int) -> None:
    """Write the text along the upper rim, each letter turned to stand on the inner ring."""
    font = typeface.font("bold", side * 0.075)
    step = min(300 / max(1, len(text)), 13.0)
    for index, letter in enumerate(text):
        turn = (index - (len(text) - 1) / 2) * step
        tile = Image.new("L", (side // 4, side // 4), 255)
        ImageDraw.Draw(tile).text((side // 8, side // 8), letter, fill=0, font=font, anchor="mm")
        tile = tile.rotate(-turn, Image.Resampling.BICUBIC, fillcolor=255)
        x = side / 2 + 0.37 * side * math.sin(math.radians(turn))
        y = side / 2 - 0.37 * side * math.cos(math.radians(turn))
        at = (round(x) - side // 8, round(y) - side // 8)
        box = (*at, at[0] + tile.width, at[1] + tile.height)
        disc.paste(ImageChops.darker(disc.crop(box), tile), at)


def _inked(
    centre: tuple[float, float], shape: Image.Image, colour: tuple[int, int, int], rng: np.random.Generator
) -> Mark:
    """Colour the dark parts of `shape` patchily."""
    cover = 1 - np.asarray(shape, np.float32) / 255
    coarse = rng.uniform(0.55, 1.0, (9, 9)).astype(np.float32)
    patchy = np.asarray(Image.fromarray(coarse).resize(shape.size, Image.Resampling.BICUBIC))
    strength = (cover * np.clip(patchy, 0, 1))[..., None]
    tinted = 255 - strength * (255 - np.array(colour, np.float32))
    left, top = round(centre[0] - shape.width / 2), round(centre[1] - shape.height / 2)
    return Mark(tinted.astype(np.uint8), left, top)
