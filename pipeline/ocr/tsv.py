"""Tesseract's TSV: one reading for each image, words with their place and confidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.geometry import Box
from pipeline.page import Word, mean_confidence
from pipeline.text import nfc, strip_marks

_COLUMNS = 12
_HEAD = "level\tpage_num"
# Signs that Tesseract's model has for one printed sign: the fraction slash of "Quý I⁄2026" is a slash.
_PRINTED = str.maketrans("⁄∕", "//")


@dataclass(frozen=True, slots=True)
class Reading:
    """What Tesseract read on one image: its lines, each a run of words that is not empty."""

    lines: tuple[tuple[Word, ...], ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """All words in the order of the lines."""
        return tuple(word for line in self.lines for word in line)

    @property
    def confidence(self) -> float:
        """Mean confidence of the words weighted by their length, 0..1; 0 where nothing was read."""
        return mean_confidence(self.words)

    def moved(self, x: float, y: float, scale: float = 1.0) -> Reading:
        """Return the reading in the frame of the page: scaled down by `scale`, then moved by (x, y)."""
        return Reading(tuple(tuple(_moved(word, x, y, scale) for word in line) for line in self.lines))


def readings(text: str, count: int) -> list[Reading]:
    """Parse a TSV of `count` images.

    Raises:
        ValueError: It is no TSV of Tesseract, or not that of so many images.
    """
    rows = text.rstrip("\n").split("\n")
    if not rows or not rows[0].startswith(_HEAD):
        raise ValueError("it has no head row")
    found: list[dict[tuple[int, ...], list[Word]]] = [{} for _ in range(count)]
    pages = 0
    for level, page, line, word in _parsed(rows[1:]):
        pages = max(pages, page)
        if not 1 <= page <= count:
            raise ValueError(f"it speaks of image {page} of {count}")
        if level == 5 and word is not None:
            found[page - 1].setdefault(line, []).append(word)
    if pages != count:
        raise ValueError(f"it holds {pages} of {count} images")
    return [Reading(tuple(tuple(_letters(words)) for words in lines.values())) for lines in found]


def _letters(words: list[Word]) -> list[Word]:
    """Return a line's words without the marks that were read as words of their own: "á án" for án."""
    beside = zip([None, *words], [*words[1:], None], strict=False)
    return [w for w, others in zip(words, beside, strict=True) if not any(_is_mark_of(w, o) for o in others)]


def _is_mark_of(word: Word, other: Word | None) -> bool:
    """Whether a one-letter word is a mark of its neighbour's: no two printed words stand over one another."""
    small, box = word.box, other.box if other is not None else None
    if other is None or small is None or box is None or len(word.text) != 1 or not word.text.isalpha():
        return False
    shared = min(small.x1, box.x1) - max(small.x0, box.x0)
    return shared > 0.5 * small.width and strip_marks(word.text) in strip_marks(other.text)


def _parsed(rows: list[str]) -> Iterator[tuple[int, int, tuple[int, ...], Word | None]]:
    for row in rows:
        fields = row.split("\t")
        if len(fields) < _COLUMNS:
            raise ValueError(f"a row has {len(fields)} fields")
        level, page, *rest = (int(field) for field in fields[:10])
        text = nfc("".join(fields[11:]).strip()).translate(_PRINTED)
        yield level, page, tuple(rest[:3]), _word(text, rest[4:], float(fields[10])) if text else None


def _word(text: str, place: list[int], confidence: float) -> Word:
    left, top, width, height = place
    box = Box(left, top, left + max(0, width), top + max(0, height))
    return Word(text, text, box, min(1.0, max(0.0, confidence / 100)))


def _moved(word: Word, x: float, y: float, scale: float) -> Word:
    if word.box is None:
        return word
    box = word.box
    place = Box(box.x0 / scale + x, box.y0 / scale + y, box.x1 / scale + x, box.y1 / scale + y)
    return replace(word, box=place)
