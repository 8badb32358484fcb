"""Corpus -> drawn, worn lines and how Tesseract reads them: `draw.py CORPUS_DIR --out FILE.jsonl.xz`.

The wear is this recipe's own: the tests' pages are worn by `pipeline.synthesis`, which training never sees.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import prepare
from align import folded
from rapidfuzz import fuzz

from pipeline.text import nfc

FONTS = Path("/usr/share/fonts/truetype")
FACES = {  # file -> share of the pages: plans are set in a Times
    "liberation2/LiberationSerif-Regular.ttf": 45,
    "liberation2/LiberationSerif-Bold.ttf": 13,
    "liberation2/LiberationSerif-Italic.ttf": 12,
    "freefont/FreeSerif.ttf": 10,
    "freefont/FreeSerifItalic.ttf": 4,
    "liberation2/LiberationSans-Regular.ttf": 6,
    "noto/NotoSerif-Regular.ttf": 5,
    "dejavu/DejaVuSerif.ttf": 3,
    "liberation2/LiberationMono-Regular.ttf": 2,
}
DPI = 300
WIDTH, MARGIN, LINES = 2200, 120, 38  # pixels at 300 dpi; lines a page
ADMIN_SHARE, CAPITALS = 0.85, 0.08
MIN_LIKENESS = 45.0  # of truth and reading, 0..100, under which a line was lost or merged with another
SEED = 20_261
Pixels = NDArray[np.uint8]
Real = NDArray[np.float32]


@dataclass(frozen=True)
class Pair:
    """One line as drawn and as read, in the form of `prepare.load_pairs`."""

    model: str
    truth: str
    read: str
    page: str
    font: str
    size_px: int
    wear: float
    scale: float


def load_pools(corpus: Path, part: str) -> list[list[str]]:
    """Return the lines of the administrative and of the general corpus file, of one part of the split."""
    pools = []
    for name in ("vi_admin.txt.xz", "vi_wiki.txt.xz"):
        lines = [" ".join(nfc(line).split()) for line in prepare.corpus_lines(corpus / name, part)]
        pools.append([line for line in lines if line and "==" not in line])
    return pools


def stretches(pools: list[list[str]], random: np.random.Generator) -> Iterator[list[str]]:
    """Yield random stretches of three lines of the corpus, for ever."""
    while True:
        pool = pools[0 if random.random() < ADMIN_SHARE else 1]
        at = int(random.integers(len(pool)))
        yield pool[at : at + 3]


def page_lines(
    source: Iterator[list[str]], font: ImageFont.FreeTypeFont, random: np.random.Generator
) -> list[str]:
    """Return so many lines of text as a page holds, broken at its width."""
    out: list[str] = []
    while len(out) < LINES:
        capitals = random.random() < CAPITALS
        for text in next(source):
            line = ""
            for word in (text.upper() if capitals else text).split()[:60]:
                longer = f"{line} {word}".strip()
                if line and font.getlength(longer) > WIDTH - 2 * MARGIN:
                    out.append(line)
                    longer = word
                line = longer
            out.append(line)
    return out[:LINES]


def draw(lines: list[str], font: ImageFont.FreeTypeFont, pitch: int) -> Pixels:
    """Return a page, black on white, one line at each pitch."""
    image = Image.new("L", (WIDTH, 2 * MARGIN + pitch * len(lines)), 255)
    pen = ImageDraw.Draw(image)
    for k, line in enumerate(lines):
        pen.text((MARGIN, MARGIN + k * pitch), line, fill=0, font=font)
    return np.array(image)


def wear_page(page: Pixels, wear: float, random: np.random.Generator) -> Pixels:
    """Return the page as a scanner finds it after so much wear, 0..1: each harm is drawn by chance.

    Ink that spread or starved by place, tired toner, the reverse page, blur, grain, one-bit cuts too high or
    too low, specks, a coarse scan, JPEG.
    """
    ink = 1 - page.astype(np.float32) / 255
    if random.random() < 0.6:
        spread = cv2.GaussianBlur(ink, (0, 0), 0.8 + 0.7 * wear)
        field = _field(page.shape, random) * wear * random.choice([-1, 1])  # by place: fat here, lean there
        ink = np.clip(ink + field * (spread - 0.35) * 1.4, 0, 1)
    if random.random() < 0.5 * wear + 0.1:
        ink *= 1 - 0.6 * wear * np.clip(_field(page.shape, random), 0, 1)
    if random.random() < 0.3:
        ink = np.maximum(ink, 0.3 * wear * cv2.GaussianBlur(ink[:, ::-1], (0, 0), 2))
    if random.random() < 0.35 * wear:  # toner that did not hold: small holes in the strokes
        holes = cv2.GaussianBlur(random.standard_normal(page.shape, np.float32), (0, 0), 1.2)
        ink *= holes < 0.55 - 0.35 * wear
    ink = cv2.GaussianBlur(ink, (0, 0), 0.3 + 1.3 * wear * random.random())
    grey = 255 * (1 - ink * (1 - 0.5 * wear * random.random()))
    grey += random.standard_normal(page.shape, np.float32) * 22 * wear * random.random()
    if random.random() < 0.5 * wear:
        cut = random.uniform(105, 205)
        grey = np.where(grey < cut, 0.0, 255.0).astype(np.float32)
    if random.random() < 0.4 * wear:
        specks = random.random(page.shape, np.float32)
        grey[specks < 0.003 * wear], grey[specks > 1 - 0.003 * wear] = 0, 255
    return np.clip(grey, 0, 255).astype(np.uint8)


def _field(shape: tuple[int, ...], random: np.random.Generator) -> Real:
    """Return smooth chance over the page, about -1..1."""
    coarse = random.standard_normal((shape[0] // 160 + 2, shape[1] // 160 + 2), np.float32)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def scan(page: Pixels, scale: float, quality: int, random: np.random.Generator) -> Pixels:
    """Return the page tilted by a little, at a share of 300 dpi, through JPEG."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), random.normal(0, 0.12), scale)
    turn[:, 2] += (scale - 1) * np.array([width, height]) / 2
    size = round(width * scale), round(height * scale)
    small = cv2.warpAffine(page, turn, size, flags=cv2.INTER_AREA, borderValue=255)
    _, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)


def read_lines(image: Path, model: str, dpi: int) -> list[tuple[float, str]]:
    """Return (middle of the line in pixels, its text) as Tesseract reads the page."""
    command = ["tesseract", str(image), "-", "-l", model, "--psm", "6", "--dpi", str(dpi), "tsv"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    found = subprocess.run(command, capture_output=True, check=True, env=environment, timeout=300)
    lines: dict[tuple[str, ...], tuple[float, list[str]]] = {}
    for row in found.stdout.decode("utf-8").splitlines()[1:]:
        cells = row.split("\t", 11)
        if cells[0] == "4":
            lines[tuple(cells[2:5])] = int(cells[7]) + int(cells[9]) / 2, []
        elif cells[0] == "5" and cells[11].strip():
            lines[tuple(cells[2:5])][1].append(nfc(cells[11].strip()))
    return [(middle, " ".join(words)) for middle, words in lines.values() if words]


def match(
    truth: list[str], read: list[tuple[float, str]], first: float, pitch: float
) -> list[tuple[str, str]]:
    """Return (true line, its reading) where a line was read once and is like the truth."""
    out = []
    for k, line in enumerate(truth):
        here = [text for middle, text in read if abs(middle - first - k * pitch) < pitch / 2]
        if len(here) == 1 and fuzz.ratio(folded(line), folded(here[0])) >= MIN_LIKENESS:
            out.append((line, here[0]))
    return out


@dataclass(frozen=True)
class Page:
    """A page to be read."""

    name: str
    truth: list[str]
    pixels: Pixels
    font: str
    size_px: int
    wear: float
    scale: float
    pitch: int


def make_page(name: str, pools: list[list[str]], random: np.random.Generator) -> Page:
    """Draw and wear one page."""
    shares = np.array(list(FACES.values()), float)
    face = str(random.choice(list(FACES), p=shares / shares.sum()))
    size = int(random.choice([42, 46, 50, 54, 58]))
    font = ImageFont.truetype(str(FONTS / face), size, layout_engine=ImageFont.Layout.BASIC)
    truth = page_lines(stretches(pools, random), font, random)
    pitch = int(size * random.uniform(1.35, 1.7))
    wear = float(random.beta(2.0, 1.3))
    scale = float(random.choice([0.5, 0.6, 0.67, 0.8, 1.0], p=[0.05, 0.1, 0.3, 0.2, 0.35]))
    page = scan(
        wear_page(draw(truth, font, pitch), wear, random), scale, int(random.integers(35, 90)), random
    )
    return Page(name, truth, page, Path(face).name, size, round(wear, 2), scale, pitch)


def read_page(page: Page, models: list[str]) -> list[Pair]:
    """Return the pairs of one page for each language of Tesseract."""
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.pgm"
        cv2.imwrite(str(image), page.pixels)
        first = (MARGIN + 0.6 * page.size_px) * page.scale
        for model in models:
            read = read_lines(image, model, round(DPI * page.scale))
            for truth, text in match(page.truth, read, first, page.pitch * page.scale):
                row = page.name, page.font, page.size_px, page.wear, page.scale
                pairs.append(Pair(model, truth, text, *row))
    return pairs


def main() -> None:
    """Draw, read and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path, help="folder with vi_admin.txt.xz and vi_wiki.txt.xz")
    parser.add_argument("--out", type=Path, required=True, help="file to write, .jsonl.xz")
    parser.add_argument("--pages", type=int, default=1_300, help="about 38 lines each, 10 CPU seconds a page")
    parser.add_argument(
        "--first", type=int, default=0, help="number of the first page: other runs, other pages"
    )
    parser.add_argument("--models", nargs="+", default=["eng", "vie"])
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    begun, lines = time.perf_counter(), 0
    names = [f"{SEED}_{n}" for n in range(arguments.first, arguments.first + arguments.pages)]
    parts = {prepare.page_part(name) for name in names}
    # A page's text comes from the part of the corpus that the page belongs to.
    pools = {part: load_pools(arguments.corpus, part) for part in parts}

    def pairs_of(name: str) -> list[Pair]:
        number = int(re.split("_", name)[1])
        page = make_page(name, pools[prepare.page_part(name)], np.random.default_rng([SEED, number]))
        return read_page(page, arguments.models)

    with lzma.open(arguments.out, "wt", encoding="utf-8") as file, ThreadPoolExecutor(arguments.jobs) as pool:
        for n, pairs in enumerate(pool.map(pairs_of, names), 1):
            lines += len(pairs)
            file.writelines(json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs)
            if n % 20 == 0:
                print(f"{n} pages, {lines:,} lines, {time.perf_counter() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
