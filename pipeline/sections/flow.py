"""Whether a line goes on with the paragraph before it: margins, indents, full lines, or letters alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.sections.lexicon import in_capitals
from pipeline.sections.rows import Row

_ENDED = regex.compile(r"[.;:!?…][\s\"”’')\]/.]*$")
_ITEM = regex.compile(r"\W{0,2}\w{1,3}\s?[).]\s")  # "a) …" begins low, but no line was wrapped there
_SLACK = 0.02  # of the text width: how ragged a justified margin may be
_INDENT = 0.035  # of the text width: a first line's indent (1 cm of 16 cm is 0.06)


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the text of one page, in pixels."""

    left: float
    right: float

    @property
    def width(self) -> float:
        """Width in pixels, never 0."""
        return max(1.0, self.right - self.left)


@dataclass(frozen=True, slots=True)
class Flow:
    """How the lines of a document break.

    `margins` by page where boxes are known; `columns` the length of a full line in characters for wrapped
    plain text, None where each line is a paragraph.
    """

    margins: dict[int, Margins]
    columns: int | None

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Flow:
        """Measure the rows of a document."""
        prose = [r for r in rows if not r.tabular]
        pages = sorted({r.page for r in prose})
        found = ((page, _margins([r for r in prose if r.page == page])) for page in pages)
        margins = {page: margin for page, margin in found if margin is not None}
        return cls(margins, _columns([r for r in prose if r.page not in margins]))

    def continues(self, block: str, last: Row, row: Row) -> bool:
        """Return whether `row`, which bears no enumerator or bullet, goes on with the paragraph `block`.

        Args:
            block: Text of the paragraph so far.
            last: Its last row.
            row: The next row.
        """
        ended = ends(block)
        low = _begins_low(row.text)
        if _opens_bracket(block) and not row.gap and len(block) < 2000:
            return True
        if last.page in self.margins and row.page in self.margins and last.box and row.box:
            return self._continues_in_box(last, row, ended, low)
        if self.columns is None:
            return low and not ended
        full = len(last.text) + 1 + len(row.text.split(" ", 1)[0]) >= 0.88 * self.columns
        if row.gap or row.page != last.page:
            if full and row.turned and not ended and not in_capitals(row.text):
                return True  # a page ended within the sentence, before a name
            return low and (not ended or block.rstrip()[-1:] in ";,")
        if full:
            return low or not (ended and block.rstrip().endswith(":"))
        return low and not ended

    def _continues_in_box(self, last: Row, row: Row, ended: bool, low: bool) -> bool:
        assert last.box is not None and row.box is not None
        full, indented = self.is_full(last, row), self.indented(row)
        if last.line.bold is not None and row.line.bold is not None and last.line.bold != row.line.bold:
            return low and not ended
        if full and not indented:
            return True
        return low and (not ended or (not indented and last.page != row.page))

    def is_full(self, last: Row, row: Row) -> bool:
        """Return whether the first word of `row` would not have fitted on the line `last`."""
        margin = self.margins[last.page]
        if last.box is None or row.box is None:
            return False
        first = row.text.split(" ", 1)[0]
        needed = row.box.width * (len(first) + 1) / max(1, len(row.text))
        return last.box.x1 + needed > margin.right - _SLACK * margin.width

    def indented(self, row: Row) -> bool:
        """Return whether the row begins right of the left margin, as first lines do."""
        margin = self.margins.get(row.page)
        if margin is None:
            return False
        if row.box is None:
            return bool(row.line.indent_px and row.line.indent_px > _INDENT * margin.width)
        return row.box.x0 > margin.left + _INDENT * margin.width

    def centred(self, row: Row) -> bool | None:
        """Return whether the row stands in the middle with room on both sides; None without boxes."""
        margin = self.margins.get(row.page)
        if margin is None or row.box is None:
            return None
        left, right = row.box.x0 - margin.left, margin.right - row.box.x1
        return min(left, right) > 0.03 * margin.width and abs(left - right) < 0.08 * margin.width


def ends(text: str) -> bool:
    """Return whether the text closes a sentence or clause."""
    return bool(_ENDED.search(text.rstrip()))


def _begins_low(text: str) -> bool:
    first = next((c for c in text if not c.isspace()), "")
    return first.islower() or first in "),;.:%"


def _opens_bracket(text: str) -> bool:
    tail = text[-300:]
    return tail.count("(") > tail.count(")") and not tail.rstrip().endswith((".", ";", ":"))


def _margins(rows: Sequence[Row]) -> Margins | None:
    boxes = [r.box for r in rows if r.box is not None and len(r.text) > 20]
    if len(boxes) < 3 or len(boxes) < 0.3 * len(rows):
        boxes = [r.box for r in rows if r.box is not None]
    if not boxes or len(boxes) < 0.7 * len([r for r in rows if len(r.text) > 20]):
        return None
    reach = 0.02 * (max(b.x1 for b in boxes) - min(b.x0 for b in boxes))
    right = _edge([-b.x1 for b in boxes], reach, 0.12)
    return Margins(_edge([b.x0 for b in boxes], reach, 0.05), -right)


def _edge(starts: Sequence[float], reach: float, share: float) -> float:
    """Return the outermost start that a `share` of the lines keep to within `reach`."""
    ordered = sorted(starts)
    needed = max(2, round(share * len(ordered)))
    for index, start in enumerate(ordered):
        if index + needed <= len(ordered) and ordered[index + needed - 1] - start <= reach:
            return start
    return ordered[0]


def _columns(rows: Sequence[Row]) -> int | None:
    """Length of a full line of wrapped text: many lines begin low and none is long."""
    texts = [r.text for r in rows if not in_capitals(r.text)]
    if len(texts) < 4:
        return None
    lengths = sorted(len(t) for t in texts)
    full = lengths[int(0.9 * (len(lengths) - 1))]
    low = sum(_begins_low(t) and not _ITEM.match(t) for t in texts) / len(texts)
    return full if 40 <= full <= 130 and low >= 0.12 else None
