"""The exact text of born-digital pages, with its boxes; and whether a text layer can be believed."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.errors import DependencyError, PageError
from pipeline.geometry import Box
from pipeline.options import Options
from pipeline.page import Issue, Line, PageText, Word
from pipeline.source.arrangement import Run, arrange, run_of
from pipeline.source.page_marks import PageMarks, marks_of
from pipeline.source.sheet import Sheet
from pipeline.text import is_syllable, nfc
from pipeline.text.legacy import from_legacy, legacy_encoding

LEAST_LETTERS = 40
# Real sound layers: 0.96 and more of the words are syllables, 0.86 and more bear marks. The broken one
# (x-dhtd-bc635): 0.49 to 0.67 syllables, no marks.
_LEAST_SYLLABLES = 0.8
_LEAST_MARKED = 0.3
_UNREAD_PICTURE = 0.25
_STAMP_HEIGHT = 0.75
_STROKES_OF_UNDERLINES = 2  # below the state's motto and the organ: no table

_TOKEN = re.compile(r'<line |<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', re.S)
_LETTERS = re.compile(r"[^\W\d_]+")


def is_sound(page: PageText) -> bool:
    """Return whether the page's text is Vietnamese that can be believed; short texts are."""
    return is_sound_text(" ".join(line.text for line in page.lines if line.role == "body"))


def is_sound_text(text: str) -> bool:
    """Return whether most words are syllables and enough of them bear marks.

    Words in capitals without marks (KH, UBND, QĐ) tell nothing and are left out.
    """
    words = [w for w in _LETTERS.findall(nfc(text)) if not (w.isupper() and w.isascii())]
    if sum(map(len, words)) < LEAST_LETTERS:
        return "\ufffd" not in text
    syllables = sum(is_syllable(word) for word in words) / len(words)
    marked = sum(not word.isascii() for word in words) / len(words)
    return syllables >= _LEAST_SYLLABLES and marked >= _LEAST_MARKED


def read(path: Path, sheet: Sheet, options: Options) -> PageText:
    """Return the text layer of a page, its boxes in pixels of the page at `options.render_dpi`.

    Raises:
        DependencyError: poppler-utils is missing.
        PageError: pdftotext failed or took too long.
    """
    scale = options.render_dpi / 72
    placed = list(_runs(_bbox_layout(path, sheet.number, options.render_timeout_s), scale))
    marks = marks_of(
        path,
        sheet.number,
        options.render_dpi,
        look_for_tables=options.tables and sheet.strokes > _STROKES_OF_UNDERLINES,
    )
    runs, legacy = _in_unicode(placed, marks)
    stamped = _stamped(runs, marks)
    body = [run for run in runs if run not in stamped]
    stamps = tuple(Line(run.words, run.box, role="stamp") for run in stamped)
    return PageText(
        sheet.number,
        arrange([replace(run, bold=marks.is_bold(run.box)) for run in body], marks.grids) + stamps,
        scan_size_px=(round(sheet.width_pt * scale), round(sheet.height_pt * scale)),
        kind="legacy" if legacy else "text_layer",
        dpi=float(options.render_dpi),
        issues=_issues(sheet),
    )


def _stamped(runs: list[Run], marks: PageMarks) -> list[Run]:
    """Signature stamps; offices also lay the number and date over the page, in letters of full size."""
    heights = sorted(run.box.height for run in runs)
    usual = heights[len(heights) // 2] if heights else 0.0
    return [run for run in runs if marks.is_stamp(run.box) and run.box.height < _STAMP_HEIGHT * usual]


def _issues(sheet: Sheet) -> tuple[Issue, ...]:
    if sheet.picture_cover < _UNREAD_PICTURE:
        return ()
    message = "A picture covers part of the page; text inside the picture was not read."
    return (Issue("warning", "source", "picture_not_read", message, sheet.number),)


def _bbox_layout(path: Path, number: int, timeout_s: float) -> str:
    command = ["pdftotext", "-cropbox", "-bbox-layout", "-f", str(number), "-l", str(number), str(path), "-"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=timeout_s, check=True)
    except FileNotFoundError as error:
        raise DependencyError("pdftotext is not installed. Install poppler-utils.") from error
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise PageError(
            f"The text of page {number} could not be read ({type(error).__name__}). Print the PDF anew.",
            code="text_layer_failed",
            page=number,
        ) from error
    return done.stdout.decode("utf-8", errors="replace")


def _runs(markup: str, scale: float) -> Iterator[Run]:
    words: list[Word] = []
    for match in _TOKEN.finditer(markup):
        if match.group(5) is None:
            if words:
                yield run_of(words)
            words = []
            continue
        text = nfc(html.unescape(match.group(5))).strip()
        x0, y0, x1, y1 = (float(value) * scale for value in match.groups()[:4])
        if text and x1 >= x0 and y1 >= y0:
            words.append(Word(text, text, Box(x0, y0, x1, y1)))
    if words:
        yield run_of(words)


def _in_unicode(runs: list[Run], marks: PageMarks) -> tuple[list[Run], bool]:
    """Convert a page in an old encoding; words in a Unicode font of the same page stay as they are."""
    encoding = legacy_encoding(" ".join(word.text for run in runs for word in run.words))
    if encoding is None:
        return runs, False

    def converted(word: Word) -> Word:
        text = from_legacy(word.text, encoding) if marks.is_legacy(word.box) is not False else word.text
        if word.box is not None and marks.is_capital_font(word.box):
            text = text.upper()
        return replace(word, text=text, ocr_text=text)

    return [replace(run, words=tuple(map(converted, run.words))) for run in runs], True
