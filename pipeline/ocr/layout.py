"""Reading order: the two blocks of letterhead and closing each by itself, all else row by row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.geometry import Box, overlap_y, union
from pipeline.page import Word, mean_confidence

_WIDE_GAP = 1.5  # of the text's height: parts two blocks; spaces of justified lines stay under it
_HEAD_GAP = 0.8  # the state's name beside a long name of an organ leaves no more
_CORRIDOR = 0.5  # of the text's height: what must stay free between two blocks
_MOST_ROWS_DOWN = 3.5  # of the text's height: blank that ends a block of the letterhead
_CENTRED = 0.08  # of the page's width: lines of one block share their centre or an edge


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in one row, left to right; `block` as on `Line`."""

    words: tuple[Word, ...]
    box: Box
    block: int = 0

    @classmethod
    def of(cls, words: Iterable[Word]) -> Run:
        """Return the run of these words in the order given; one at least has a box."""
        ordered = tuple(words)
        box = union(word.box for word in ordered)
        if box is None:
            raise ValueError("a run needs a word with a box")
        return cls(ordered, box)

    @property
    def confidence(self) -> float:
        """Mean confidence of the words weighted by length, 0..1."""
        return mean_confidence(self.words)

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class _Zone:
    """Two blocks side by side; no run crosses the corridor from `x0` to `x1`."""

    x0: float
    x1: float
    left: tuple[Run, ...] = ()
    right: tuple[Run, ...] = ()

    def with_run(self, run: Run) -> _Zone:
        if run.box.centre_x < (self.x0 + self.x1) / 2:
            return replace(self, x0=max(self.x0, run.box.x1), left=(*self.left, run))
        return replace(self, x1=min(self.x1, run.box.x0), right=(*self.right, run))

    @property
    def bottom(self) -> float:
        return max(run.box.y1 for run in (*self.left, *self.right))

    @property
    def top(self) -> float:
        return min(run.box.y0 for run in (*self.left, *self.right))


def box_of(word: Word) -> Box:
    """Return the box that every word from the engine has."""
    if word.box is None:
        raise ValueError(f"the word {word.text!r} has no box")
    return word.box


def text_height(runs: Sequence[Run], dpi: float) -> float:
    """Return the usual height of a word in pixels; that of 13 pt type where too little was read."""
    heights = [box_of(w).height for run in runs for w in run.words if w.confidence > 0.7 and len(w.text) > 1]
    return median(heights) if len(heights) >= 5 else dpi * 0.15


def is_remnant(word: Word, height: float) -> bool:
    """Return whether a word stands on too little room for its letters.

    Of a slightly bent line Tesseract may lose the head but for a dot, and gives the dot a word's letters.
    """
    box, count = box_of(word), sum(map(str.isalnum, word.text))
    narrow = count > 1 and box.width < 0.2 * count * height
    return narrow or (count > 0 and box.height < 0.3 * height)


def in_order(runs: Sequence[Run], page_width: float, height: float) -> list[Run]:
    """Return the runs of a page in reading order, with their blocks.

    Nghị định 30/2020, Phụ lục I: organ and number (ô 2, 3) left of state name and date (ô 1, 4) at the
    top, recipients (ô 9b) left of the signature (ô 7) at the end. Tesseract reads both across.

    Args:
        runs: Any order; words of one printed row may come in several runs.
        page_width: In pixels, as the boxes.
        height: Usual height of a word, in pixels.

    Returns:
        The same words: each in one run.
    """
    rows = _rows(runs)
    pieces = _pieces(rows, _WIDE_GAP * height)
    out: list[Run] = []
    block = 1
    zones = [z for z in (_letterhead(rows, page_width, height), _closing(pieces, page_width, height)) if z]
    taken: set[int] = set()
    for zone in zones:
        mine = {id(word) for run in (*zone.left, *zone.right) for word in run.words}
        if mine & taken:
            continue
        taken |= mine
        out += [replace(run, block=block) for run in sorted(zone.left, key=_top)]
        out += [replace(run, block=block + 1) for run in sorted(zone.right, key=_top)]
        block += 2
    rest = [_without(row, taken) for row in rows]
    return _merged_in([run for run in rest if run], out)


def _merged_in(rows: list[Run], zoned: list[Run]) -> list[Run]:
    """Put each zone between the rows above it and those below it."""
    blocks: dict[int, list[Run]] = {}
    for run in zoned:
        blocks.setdefault((run.block - 1) // 2, []).append(run)
    out = sorted(rows, key=_top)
    for runs in blocks.values():
        top = min(run.box.y0 for run in runs)
        at = next((i for i, run in enumerate(out) if run.block == 0 and run.box.centre_y > top), len(out))
        out[at:at] = runs
    return out


def _top(run: Run) -> float:
    return run.box.centre_y


def _without(row: Run, taken: set[int]) -> Run | None:
    words = [word for word in row.words if id(word) not in taken]
    return Run.of(words) if words else None


def _rows(runs: Sequence[Run]) -> list[Run]:
    """Join runs that stand side by side in one printed row."""
    rows: list[Run] = []
    for run in sorted(runs, key=_top):
        for i in range(len(rows) - 1, max(-1, len(rows) - 6), -1):
            if _side_by_side(rows[i], run):
                first, second = sorted((rows[i], run), key=lambda r: r.box.x0)
                rows[i] = Run.of((*first.words, *second.words))
                break
        else:
            rows.append(run)
    return rows


def _side_by_side(first: Run, second: Run) -> bool:
    apart = max(first.box.x0, second.box.x0) - min(first.box.x1, second.box.x1)
    alike = min(first.box.height, second.box.height) > 0.4 * max(first.box.height, second.box.height)
    return alike and apart > -0.3 * first.box.height and overlap_y(first.box, second.box) > 0.6


def _pieces(rows: Sequence[Run], gap: float) -> list[Run]:
    return sorted((piece for row in rows for piece in split(row, gap)), key=lambda piece: piece.box.y0)


def split(run: Run, gap: float) -> list[Run]:
    """Cut a run wherever nothing stands for `gap` pixels."""
    parts: list[list[Word]] = [[run.words[0]]]
    for before, word in pairwise(run.words):
        if box_of(word).x0 - box_of(before).x1 > gap:
            parts.append([])
        parts[-1].append(word)
    return [Run.of(part) for part in parts]


def _split_at(run: Run, x0: float, x1: float, gap: float) -> list[Run]:
    """Cut a run that crosses the corridor where a space of at least `gap` overlaps it."""
    best, at = gap, 0
    for i, (before, word) in enumerate(pairwise(run.words), 1):
        free = min(box_of(word).x0, x1) - max(box_of(before).x1, x0)
        if free >= best:
            best, at = free, i
    return [Run.of(run.words[:at]), Run.of(run.words[at:])] if at else [run]


def _seeds(pieces: Sequence[Run], width: float, least: float) -> list[_Zone]:
    """Return the rows that two pieces share with a blank of more than `least` about the page's middle."""
    zones = []
    for first in pieces:
        for second in pieces:
            if second.box.y0 > first.box.y1 + least:
                break
            gap = second.box.x0 - first.box.x1
            middle = 0.2 * width < (second.box.x0 + first.box.x1) / 2 < 0.75 * width
            if gap > least and middle and overlap_y(first.box, second.box) > 0.3:
                zones.append(_Zone(first.box.x1, second.box.x0, (first,), (second,)))
    return zones


def _grown(zone: _Zone, pieces: Sequence[Run], height: float, width: float) -> _Zone:
    """Take in the pieces below, until one crosses the corridor or a blank follows."""
    known = {id(run) for run in (*zone.left, *zone.right)}
    for piece in pieces:
        if id(piece) in known or piece.box.centre_y < zone.top:
            continue
        if piece.box.y0 - zone.bottom > _MOST_ROWS_DOWN * height:
            break
        parts = _split_at(piece, zone.x0, zone.x1, _CORRIDOR * height)
        wider = zone
        for part in parts:
            wider = wider.with_run(part)
        if wider.x1 - wider.x0 < _CORRIDOR * height or _is_title(piece, zone, width):
            break
        zone = wider
    return zone


def _is_title(piece: Run, zone: _Zone, width: float) -> bool:
    """Return whether a piece right of the corridor is no line of the right block: centred elsewhere."""
    if len(zone.right) < 2 or piece.box.centre_x < (zone.x0 + zone.x1) / 2:
        return False
    block = union(run.box for run in zone.right[:2])
    beside = any(overlap_y(run.box, piece.box) > 0.3 for run in zone.left)
    return block is not None and not beside and abs(piece.box.centre_x - block.centre_x) > _CENTRED * width


def _letterhead(rows: Sequence[Run], width: float, height: float) -> _Zone | None:
    """Return the two blocks at the top of the page, if they are there."""
    for gap in (_WIDE_GAP, _HEAD_GAP):
        pieces = _pieces(rows, gap * height)
        for seed in _seeds(pieces[:14], width, gap * height):
            if _letters(seed.left[0]) < 4 or _letters(seed.right[0]) < 12:  # the state's name has 28
                continue
            zone = _grown(seed, pieces, height, width)
            if len(zone.left) >= 2 and len(zone.right) >= 2 and _is_block(zone.right, width):
                return zone
    return None


def _closing(pieces: Sequence[Run], width: float, height: float) -> _Zone | None:
    """Return recipients and signature: two blocks with nothing but page furniture below them."""
    for seed in _seeds(pieces, width, height):
        if _letters(seed.left[0]) < 4 or _letters(seed.right[0]) < 4:
            continue
        zone = _grown(seed, pieces, 4 * height, width)
        below = [p for p in pieces if p.box.centre_y > zone.bottom and len(p.text) > 5 and p.confidence > 0.5]
        if len(below) <= 1 and len(zone.left) >= 2 and _is_block(zone.right, width):
            return _raised(zone, pieces, height, width)
    return None


def _raised(zone: _Zone, pieces: Sequence[Run], height: float, width: float) -> _Zone:
    """Take in lines of the signature that stand above the first recipient ("TM. ..." / "KT. ...")."""
    centre = median(run.box.centre_x for run in zone.right)
    for piece in reversed(pieces):
        above = zone.top - piece.box.centre_y >= 0 and zone.top - piece.box.y1 < 1.5 * height
        near = abs(piece.box.centre_x - centre) < _CENTRED * width
        if above and near and piece.box.x0 > zone.x0:
            zone = replace(zone, right=(piece, *zone.right), x1=min(zone.x1, piece.box.x0))
    return _with_neighbours(zone, pieces)


def _with_neighbours(zone: _Zone, pieces: Sequence[Run]) -> _Zone:
    """Take in what stands left of the raised signature: "Nơi nhận:" beside "KT. ..."."""
    taken = {id(run) for run in (*zone.left, *zone.right)}
    for piece in pieces:
        beside = zone.top < piece.box.centre_y < zone.bottom and piece.box.x1 < zone.x1
        if beside and id(piece) not in taken:
            zone = replace(zone, left=(piece, *zone.left), x0=max(zone.x0, piece.box.x1))
    return zone


def _letters(run: Run) -> int:
    return sum(c.isalpha() for c in run.text)


def _is_block(runs: Sequence[Run], width: float) -> bool:
    """Return whether most letters stand about one centre, as in a letterhead or signature.

    The scraps of a seal over a signature are many runs of few letters.
    """
    firm = [run for run in runs if run.confidence > 0.5] or list(runs)
    centres = sorted(run.box.centre_x for run in firm for _ in range(_letters(run)))
    if not centres:
        return False
    centre = centres[len(centres) // 2]
    return 2 * sum(abs(at - centre) < _CENTRED * width for at in centres) > len(centres)
