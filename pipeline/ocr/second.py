"""A second reading, at another scale, of words in doubt: where the two differ, the surer word wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from pipeline.geometry import union
from pipeline.ocr.engine import Engine
from pipeline.ocr.ink import corner, crop, scaled
from pipeline.ocr.layout import Run, box_of
from pipeline.ocr.signs import is_doubted_sign
from pipeline.ocr.tsv import Reading
from pipeline.page import Word
from pipeline.text import is_syllable, strip_marks

Grey = NDArray[np.uint8]

_LINE = 7
_BORDER = 20
_DPI = 225.0  # the scale at which real 1-bit pages gave fewest errors by lines
# A line whose words all are at least as sure is not read again: of 38 such lines of 55 pages, at 0.85 to 0.93
# at least, the second reading mended one character.
_SURE = 0.85
_SHORTEST = 6
# Words on either side that are read along. Word errors of 7 real and 48 drawn pages after restoration: 1.75 %
# with 2 and by whole lines, which cost twice as much; 1.70 with 3; 1.82 without a second reading.
_BESIDE = 3
# Of the page's characters are read again at most, as what a reading takes grows with them; as good as 0.15.
_SHARE = 0.12
_AHEAD = 0.0
_AGREED = 0.5  # what two readings have alike is no guess, however unsure each of them is


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of a run from `first` to before `end`, which begin and end beside words in doubt."""

    index: int
    run: Run
    first: int
    end: int

    @classmethod
    def of(cls, index: int, run: Run, sure: float) -> _Stretch:
        """Find it; `run` stands at `index` and has a word less than `sure`."""
        doubted = [i for i, word in enumerate(run.words) if _is_read(word) and word.confidence < sure]
        return cls(index, run, max(0, doubted[0] - _BESIDE), doubted[-1] + _BESIDE + 1)

    @property
    def part(self) -> Run:
        """These words alone."""
        return Run.of(self.run.words[self.first : self.end])

    def merged(self, reading: Reading) -> Run:
        """Return the whole run with these words as two readings have them."""
        words = self.run.words
        again = _merged(self.part, reading).words
        return replace(self.run, words=(*words[: self.first], *again, *words[self.end :]))


def reread(
    grey: Grey, runs: Sequence[Run], engine: Engine, *, sure: float = _SURE, shortest: int = _SHORTEST
) -> list[Run]:
    """Return the runs with doubtful words replaced by those of a surer reading of the words about them.

    Args:
        grey: uint8 (height, width), 0 ink to 255 paper.
        runs: One line each; those with words in doubt are read again, the worst first.
        engine: As for the first reading.
        sure: A line whose words all are at least as sure (0..1) is not read again.
        shortest: Nor is one of fewer characters.

    Returns:
        As many runs in the same order; what the other reading had stands in `Word.alternatives`.
    """
    chosen = _doubtful(runs, sure, shortest)
    scale = _DPI / engine.dpi if engine.dpi > 1.1 * _DPI else 1.3
    boxes = [stretch.part.box for stretch in chosen]
    images = [scaled(crop(grey, box, margin=8, border=_BORDER), scale) for box in boxes]
    readings = replace(engine, dpi=engine.dpi * scale).read(images, _LINE)
    out = list(runs)
    for stretch, box, reading in zip(chosen, boxes, readings, strict=True):
        x, y = corner(box, 8)
        out[stretch.index] = stretch.merged(reading.moved(x - _BORDER / scale, y - _BORDER / scale, scale))
    return out


def without_doubles(runs: Sequence[Run], found: Sequence[Run]) -> list[Run]:
    """Return all runs but what was found beside a line of which the reading by itself has those words too.

    Args:
        runs: One line each, after `reread`.
        found: What the reading of the page had left out.
    """
    boxes = [box_of(word) for run in runs for word in run.words]

    def is_double(word: Word) -> bool:
        x, y = box_of(word).centre_x, box_of(word).centre_y
        return any(box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1 for box in boxes)

    return [*runs, *(run for run in found if not all(map(is_double, run.words)))]


def _doubtful(runs: Sequence[Run], sure: float, shortest: int) -> list[_Stretch]:
    """Return what to read again, the least sure words first, in the order of the page."""
    total = sum(len(run.text) for run in runs)
    ranked = sorted((_least(run), i) for i, run in enumerate(runs) if len(run.text) >= shortest)
    chosen, size = [], 0
    for least, i in ranked:
        if least >= sure:
            break
        stretch = _Stretch.of(i, runs[i], sure)
        size += len(stretch.part.text)
        if size > _SHARE * total:
            break
        chosen.append(stretch)
    return sorted(chosen, key=lambda stretch: stretch.index)


def _least(run: Run) -> float:
    return min((word.confidence for word in run.words if _is_read(word)), default=1.0)


def _is_read(word: Word) -> bool:
    return any(map(str.isalnum, word.text))


def _merged(run: Run, reading: Reading) -> Run:
    """Pair the words of two readings of a line by their letters without marks."""
    new = reading.words
    if not new:
        return run
    first, second = ([strip_marks(w.text).lower() for w in words] for words in (run.words, new))
    words: list[Word] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        old, other = run.words[a0:a1], new[b0:b1]
        if tag == "equal" or _side_by_side(old, other):
            words += map(_surer, old, other)
        elif tag == "replace" and _weight(other) > _weight(old) + _AHEAD:
            words += _standing_for(old, other)
        else:
            words += [w for w in old if tag != "delete" or not is_doubted_sign(w)]
    return replace(run, words=tuple(words)) if words else run


def _side_by_side(old: Sequence[Word], new: Sequence[Word]) -> bool:
    """Whether as many words stand in the same places: "Số:617 ." and "Số: 617" do not."""
    return len(old) == len(new) and all(
        o.box is None or n.box is None or (o.box.x0 < n.box.x1 and n.box.x0 < o.box.x1)
        for o, n in zip(old, new, strict=True)
    )


def _surer(old: Word, new: Word) -> Word:
    if old.text == new.text:
        return replace(old, confidence=max(old.confidence, _AGREED))
    if old.text.lower() == new.text.lower():  # a line alone tells less about capitals than a page does
        return old
    lead = _weight((new,)) - _weight((old,))
    if lead > _AHEAD:
        return replace(new, box=old.box, alternatives=(old.text,))
    return replace(old, alternatives=(*old.alternatives, new.text))


def _weight(words: Sequence[Word]) -> float:
    """Return the mean confidence; a form that no Vietnamese word has loses a fifth."""
    total = sum(len(word.text) for word in words)
    return sum(len(w.text) * w.confidence * (1.0 if _sound(w.text) else 0.8) for w in words) / total


def _sound(text: str) -> bool:
    core = text.strip(".,;:()\"'“”-–/")
    return not core.isalpha() or core.isupper() or is_syllable(core)


def _standing_for(old: Sequence[Word], new: Sequence[Word]) -> list[Word]:
    before = " ".join(word.text for word in old)
    box = union(box_of(word) for word in old)
    first = replace(new[0], box=new[0].box or box, alternatives=(before,))
    return [first, *new[1:]]
