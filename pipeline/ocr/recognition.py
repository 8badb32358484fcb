"""The verb of this room: a page's image in, its text in reading order out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.errors import PageError
from pipeline.geometry import Box, Grid
from pipeline.ocr.engine import Engine, engine_for
from pipeline.ocr.glyphs import as_printed
from pipeline.ocr.grid import find_grids, holds_text, walls
from pipeline.ocr.ink import Strokes, corner, crop, ink_mask, lettered, unread
from pipeline.ocr.layout import Run, box_of, in_order, is_remnant, text_height
from pipeline.ocr.roles import as_lines, role, set_apart
from pipeline.ocr.rules import find_rules, networks
from pipeline.ocr.second import reread, without_doubles
from pipeline.ocr.signs import printed, with_bars
from pipeline.ocr.stamps import find_frames, parted
from pipeline.ocr.table import read_tables
from pipeline.options import Options
from pipeline.page import Issue, Line, PageImage, PageText, Word

Grey = NDArray[np.uint8]

_PAGE, _BLOCK = 3, 6
_BORDER = 24
_LITTLE = 0.02  # of the page
_MOST_REGIONS = 24  # more than that is a picture or a dirty page, and no text that was dropped


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as pixels: `prose` has no tables on it, `clean` no rules, `ink` is 255 on ink."""

    prose: Grey
    clean: Grey
    ink: Grey
    grids: tuple[Grid, ...]
    frames: tuple[Box, ...] = ()


def recognize(image: PageImage, options: Options) -> PageText:
    """Read a page with Tesseract.

    Args:
        image: Upright, level and clean as far as `preprocessing` could make it; left untouched.
        options: `language`, `ocr_engine`, `page_timeout_s` and `tables` count here.

    Returns:
        Lines in reading order: letterhead and closing block by block, a table's row as one line; boxes in
        the frame of `image`. What looks like no text of the document has the role `stamp` or `noise`.

    Raises:
        DependencyError: Tesseract, its language data or the chosen engine is not installed.
        PageError: Tesseract timed out, failed or wrote what cannot be read.
    """
    grey = as_grey(image.pixels)
    engine = engine_for(options, image.dpi, image.number)
    sheet = _sheet(grey, image.dpi, options.tables)
    runs = _first_look(sheet, engine)
    height = text_height(runs, image.dpi)
    runs, stamped, issues = _second_look(sheet, _printed(runs, height), engine, height)
    runs = set_apart(_printed(runs, height), height)  # the second look may have found specks anew
    runs = [replace(run, words=as_printed(run.words, sheet.clean)) for run in runs]
    runs, others = parted(runs, sheet.frames, image.dpi)
    prose = _prose(runs, [*stamped, *others], sheet, height)
    rows = read_tables(sheet.clean, sheet.grids, engine, height)
    return PageText(
        number=image.number,
        lines=with_bars(_together(prose, rows), sheet.ink),
        frame=image.frame,
        scan_size_px=image.scan_size_px,
        kind="ocr",
        dpi=image.dpi,
        rotation_deg=image.rotation_deg,
        skew_deg=image.skew_deg,
        issues=issues,
    )


def _first_look(sheet: _Sheet, engine: Engine) -> list[Run]:
    """Read what is no table.

    Where a page number at most is left, Tesseract would spend a second on the grain of the paper and miss it.
    """
    if sheet.grids:
        box = lettered(sheet.ink, [grid.box for grid in sheet.grids], text_height((), engine.dpi))
        if box is None or box.width * box.height < _LITTLE * sheet.ink.size:
            return _read_blocks(sheet, [box] if box else [], (), engine)
    return [Run.of(words) for words in engine.read([sheet.prose], _PAGE)[0].lines]


def _printed(runs: Sequence[Run], height: float) -> list[Run]:
    """Return the runs without specks; a run of nothing else goes."""
    kept = ((run, printed(run.words, height)) for run in runs)
    return [run if words == run.words else Run.of(words) for run, words in kept if words]


def _prose(runs: Sequence[Run], stamped: Sequence[Run], sheet: _Sheet, height: float) -> list[Line]:
    """Put the runs in order; what is no text of the document must not pull lines into blocks."""
    size = (sheet.ink.shape[1], sheet.ink.shape[0])
    roles = [role(run, size, height) for run in runs] + ["stamp"] * len(stamped)
    runs = [*runs, *stamped]
    body = [run for run, its in zip(runs, roles, strict=True) if its == "body"]
    lines = as_lines(in_order(body, size[0], height), height, Strokes.of(sheet.ink), size[1])
    for run, its in sorted(zip(runs, roles, strict=True), key=lambda pair: pair[0].box.centre_y):
        if its != "body":
            _insert(lines, [Line(run.words, run.box, role=its)])
    return lines


def as_grey(pixels: NDArray[np.uint8]) -> Grey:
    """Return (height, width) grey of grey or RGB pixels."""
    if pixels.ndim == 2:
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _sheet(grey: Grey, dpi: float, tables: bool) -> _Sheet:
    ink = ink_mask(grey)
    if not tables:
        return _Sheet(grey, grey, ink, ())
    rules = find_rules(grey, dpi)
    found = networks(rules, dpi)
    grids = tuple(g for g in find_grids(found, dpi) if holds_text(g, ink & ~rules.both, dpi))
    frames = find_frames(found, grids, dpi)
    if not grids and not frames:
        return _Sheet(grey, grey, ink, ())
    clean = grey.copy()
    clean[walls(rules, grids, frames, dpi) > 0] = 255
    prose = grey.copy()
    for frame in frames:
        x0, y0, x1, y1 = frame.rounded()
        prose[y0:y1, x0:x1] = clean[y0:y1, x0:x1]
    for grid in grids:
        x0, y0, x1, y1 = grid.box.rounded()
        edge = max(2, round(dpi * 0.02))
        prose[max(0, y0 - edge) : y1 + edge, max(0, x0 - edge) : x1 + edge] = 255
    return _Sheet(prose, clean, ink, grids, frames)


def _second_look(
    sheet: _Sheet, runs: list[Run], engine: Engine, height: float
) -> tuple[list[Run], list[Run], tuple[Issue, ...]]:
    """Read again what was left out or is in doubt; the first reading stands where that fails.

    The words of stamps, all in doubt, are taken out before: a line beside them is as sure as its own words.

    Returns:
        The runs, the runs of stamps, and an issue where it failed.
    """
    stamped: list[Run] = []
    try:
        found = _dropped(sheet, runs, engine, height)
        new = {id(word) for run in found for word in run.words}
        runs, stamped = parted([*_without_remnants(runs, found, height), *found], sheet.frames, engine.dpi)
        late = [run for run in runs if id(run.words[0]) in new]
        size = (sheet.ink.shape[1], sheet.ink.shape[0])
        body = [i for i, run in enumerate(runs) if role(run, size, height) == "body"]
        for i, better in zip(body, reread(sheet.prose, [runs[i] for i in body], engine), strict=True):
            late = [better if run is runs[i] else run for run in late]
            runs[i] = better
        runs = without_doubles([run for run in runs if run not in late], late)
    except PageError as error:
        message = f"Doubtful lines were read once only: {error}"
        return runs, stamped, (Issue("warning", "ocr", "second_reading_failed", message, engine.page),)
    return runs, stamped, ()


def _dropped(sheet: _Sheet, runs: Sequence[Run], engine: Engine, height: float) -> list[Run]:
    """Read again the regions of text that the reading of the page left out."""
    words = [box_of(word) for run in runs for word in run.words if not is_remnant(word, height)]
    regions = unread(sheet.ink, words, [grid.box for grid in sheet.grids], height)
    if len(regions) > _MOST_REGIONS:
        regions = sorted(regions, key=lambda box: -box.width * box.height)[:_MOST_REGIONS]
    return [run for run in _read_blocks(sheet, regions, words, engine) if _is_text(run, height)]


def _read_blocks(sheet: _Sheet, regions: Sequence[Box], without: Sequence[Box], engine: Engine) -> list[Run]:
    """Read regions of the page, each as one block, with white in place of the boxes `without`."""
    images = [crop(sheet.prose, box, without=without, border=_BORDER) for box in regions]
    found: list[Run] = []
    for box, reading in zip(regions, engine.read(images, _BLOCK), strict=True):
        x, y = corner(box)
        found += map(Run.of, reading.moved(x - _BORDER, y - _BORDER).lines)
    return found


def _without_remnants(runs: Sequence[Run], found: Sequence[Run], height: float) -> list[Run]:
    """Return the runs without what was left of words that the second reading has whole."""

    def replaced(word: Word) -> bool:
        own = box_of(word)
        return is_remnant(word, height) and any(run.box.holds(own.centre_x, own.centre_y) for run in found)

    kept = [[word for word in run.words if not replaced(word)] for run in runs]
    return [Run.of(words) for words in kept if words]


def _is_text(run: Run, height: float) -> bool:
    letters = sum(c.isalnum() for c in run.text)
    return run.confidence >= 0.6 and letters >= 3 and run.box.height < 2.5 * height


def _together(prose: Sequence[Line], rows: Sequence[Line]) -> tuple[Line, ...]:
    """Put each table between the lines above its first row and those below."""
    out = list(prose)
    for number in sorted({row.table for row in rows if row.table is not None}):
        _insert(out, [row for row in rows if row.table == number])
    return tuple(out)


def _insert(lines: list[Line], more: list[Line]) -> None:
    """Put lines before the first that stands lower and in no block; blocks are not torn."""
    top = min(_middle(line.box) for line in more)
    at = next((i for i, line in enumerate(lines) if line.block == 0 and _middle(line.box) > top), len(lines))
    while at and lines[at - 1].block:
        block = [line for line in lines[:at] if line.block == lines[at - 1].block]
        if min(_middle(line.box) for line in block) < top:
            break
        at -= len(block)
    lines[at:at] = more


def _middle(box: Box | None) -> float:
    return box.centre_y if box is not None else 0.0
