"""What a line is by its looks: body, page number, footnote, stamp or noise; its indent and weight."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.ocr.ink import Strokes
from pipeline.ocr.layout import Run, box_of, split
from pipeline.page import Line, Word
from pipeline.text import is_syllable

_PAGE_NUMBER = re.compile(r"[-–—.]?\s*\d{1,4}\s*[-–—.]?(\s*/\s*\d{1,4})?[\s:.,'`|_]*")
_SIGNED = re.compile(r"\d\d?[./]\d\d?[./]\d{4} \d\d?:\d\d|[+-]\d\d:?00\b|\S@\S+\.\S|\w\.gov\.vn")
_FOOTNOTE = re.compile(r"[\d!*\]|]{1,3}\s?\S")
_BULLET = re.compile(r"(?=.{2,3}$)[-–—_~]+[_.]?")
_DASH = re.compile(r"[-–—+*•·]")
_APART = 1.5  # of the text's height: the blank about noise within a line
_BESIDE = 0.9  # and before noise that ends it
_CODE = re.compile(r"(\d+|[A-ZĐ]{2,})([/-](\d+|[A-ZĐ]{2,}))+|[a-zđ]/[a-z€©]{1,3}")  # 12/KH, b/c
_MARKS = ".,;:()\"'“”-–/"
_MARGIN = 0.12  # of the page's height: where page numbers and electronic seals stand
_MISREAD = 0.8  # surer than that it is what it says
_SMALL = 0.75  # of the usual height: type of an electronic seal
_NOTE = 0.9  # of the usual height: type of a footnote
_BOLD = 1.18  # of the usual width of strokes


def role(run: Run, page_size: tuple[int, int], height: float) -> str:
    """Return `page_number`, `stamp`, `noise` or `body`.

    Args:
        run: Words of one row.
        page_size: (width, height) in pixels.
        height: Usual height of a word in pixels.
    """
    at = run.box.centre_y / page_size[1]
    edge = at < _MARGIN or at > 1 - _MARGIN
    if (
        edge
        and run.box.height < 1.5 * height
        and (_PAGE_NUMBER.fullmatch(run.text) or (at < 0.5 and _is_misread_number(run, page_size[0], height)))
    ):
        return "page_number"
    if edge and at < 0.5 and _is_stamp(run, height):
        return "stamp"
    return "noise" if _is_noise(run, height) else "body"


def set_apart(runs: Sequence[Run], height: float) -> list[Run]:
    """Return the runs with noise that a wide blank parts from the text as runs of its own.

    Pen strokes in the margin, specks and scraps of a seal come in one line with the text beside them.

    Args:
        runs: Any order.
        height: Usual height of a word in pixels.
    """
    out: list[Run] = []
    for run in runs:
        *pieces, last = split(run, _APART * height)
        tail = split(last, _BESIDE * height)
        strays = [piece for i, piece in enumerate(pieces) if _is_stray(piece, height, first=i == 0)]
        while len(pieces) + len(tail) > 1 and tail and _is_stray(tail[-1], height, first=False):
            strays.append(tail.pop())
        kept = [piece for piece in (*pieces, *tail) if piece not in strays]
        out += [Run.of(word for piece in kept for word in piece.words), *strays] if kept else [run]
    return out


def _is_stray(piece: Run, height: float, *, first: bool) -> bool:
    """Return whether a piece is noise; bullets and enumerators stand apart from their text, dashes too."""
    if _DASH.fullmatch(piece.text) or (first and any(map(str.isalnum, piece.text))):
        return False
    return _is_noise(piece, height)


def as_lines(runs: Sequence[Run], height: float, strokes: Strokes, page_height: float) -> list[Line]:
    """Return the body's runs as lines with indent, weight and, at the foot of the page, the role `footnote`.

    Args:
        runs: In reading order.
        height: Usual height of a word in pixels.
        strokes: Of the same page.
        page_height: In pixels.
    """
    left = _left_edge(runs)
    widths = [strokes.width(run.box) for run in runs if len(run.text) > 20]
    usual = median(widths) if widths else 0.0
    notes = _footnotes(runs, height, page_height)
    lines = []
    for i, run in enumerate(runs):
        line = Line(_marked(run.words), run.box, block=run.block, indent_px=max(0.0, run.box.x0 - left))
        kind = "footnote" if i >= notes else "body"
        lines.append(replace(line, role=kind, bold=_bold(run, strokes, usual)))
    return lines


def _is_misread_number(run: Run, width: int, height: float) -> bool:
    """Return whether a run stands where page numbers do (Nghị định 30/2020, Phụ lục I) and is no word."""
    central = abs(run.box.centre_x - width / 2) < 0.06 * width
    return central and len(run.text) <= 3 and run.box.width < 2 * height and run.confidence < _MISREAD


def _is_stamp(run: Run, height: float) -> bool:
    """Return whether a run is the small print of an electronic seal, or signed with time or address."""
    return bool(_SIGNED.search(run.text)) or _type_height(run) < _SMALL * height


def _is_noise(run: Run, height: float) -> bool:
    if _capital_words(run.words) >= 2:
        # A stamp over a title makes its line as tall as the stamp and unsure; a plan without its title has
        # lost its shape, a stray line costs little.
        return False
    if any(_is_sure_syllable(word) for word in run.words):  # "- Lưu: VT" before the drafter's scrawl
        return _type_height(run) > 3 * height
    letters = sum(c.isalnum() for c in run.text)
    if letters == 0:
        return len(run.text) < 3 or run.confidence < 0.6
    if run.confidence < 0.6 and plausible(run.words) < 0.5:
        return True
    odd = run.box.height < 0.3 * height or run.box.height > 3 * height
    return (odd and run.confidence < 0.8) or (letters < 4 and run.confidence < 0.5)


def _capital_words(words: Sequence[Word]) -> int:
    cores = [word.text.strip(_MARKS) for word in words]
    return sum(len(core) > 1 and core.isupper() and is_syllable(core) for core in cores)


def _is_sure_syllable(word: Word) -> bool:
    core = word.text.strip(_MARKS)
    return len(core) > 2 and word.confidence > 0.9 and is_syllable(core)


def plausible(words: Sequence[Word]) -> float:
    """Return the share (0..1) of the characters that stand in syllables (two letters at least) or numbers."""
    good = total = 0
    for word in words:
        core = word.text.strip(_MARKS)
        total += len(word.text)
        if core.isdigit() or _CODE.fullmatch(core) or (len(core) > 1 and is_syllable(core)):
            good += len(word.text)
    return good / total if total else 0.0


def _type_height(run: Run) -> float:
    return median(box_of(word).height for word in run.words)


def _left_edge(body: Sequence[Run]) -> float:
    """Return where most lines begin; a tenth may begin further left."""
    starts = sorted(run.box.x0 for run in body if run.block == 0 and len(run.text) > 20)
    starts = starts or sorted(run.box.x0 for run in body)
    return starts[len(starts) // 10] if starts else 0.0


def _footnotes(runs: Sequence[Run], height: float, page_height: float) -> int:
    """Return the index of the first footnote: the lines from it to the last are all in small type."""
    first = len(runs)
    for i in range(len(runs) - 1, -1, -1):
        run = runs[i]
        if run.block or run.box.centre_y < page_height / 2 or _type_height(run) > _NOTE * height:
            break
        if _FOOTNOTE.match(run.text) and len(run.text) > 8:
            first = i
    return first


def _marked(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words with a bullet that was read as several strokes ("-_", "--") as one dash."""
    if len(words) < 2 or not _BULLET.fullmatch(words[0].text):
        return words
    return (replace(words[0], text="-", reason="marker"), *words[1:])


def _bold(run: Run, strokes: Strokes, usual: float) -> bool | None:
    if usual <= 0 or sum(c.isalnum() for c in run.text) < 2:
        return None
    return strokes.width(run.box) > _BOLD * usual
