"""Pages built by hand, from text or with boxes, and what an outline says of them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry import Box
from pipeline.page import Cell, Line, Outline, PageText, Paragraph, Word
from pipeline.sections import parse

TOP = """UBND TỈNH TÂN LẬP   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ LÂM NGHIỆP Độc lập - Tự do - Hạnh phúc
Số: 027 /KH-SLN Tân Lập, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
Trồng cây phân tán năm 2024

Thực hiện Kế hoạch số 12/KH-UBND ngày 02/01/2024 của UBND tỉnh, Sở ban hành Kế hoạch như sau:
"""


def line_of(text: str) -> Line:
    if " | " in text or text.endswith(" |"):
        cells = [part.split() for part in text.split("|")]
        made = tuple(Cell(tuple(Word(w, w) for w in words), i) for i, words in enumerate(cells))
        return Line((), cells=made, column_count=len(made))
    return Line(tuple(Word(w, w) for w in text.split()))


def pages_of(text: str) -> list[PageText]:
    return [
        PageText(number, tuple(line_of(line) for line in page.splitlines()))
        for number, page in enumerate(text.split("\f"), 1)
    ]


def outline_of(text: str) -> Outline:
    return parse(pages_of(text))


def boxed(pages: Sequence[Sequence[tuple[str, float, float]]]) -> list[PageText]:
    """Pages of (text, x0, x1); lines 50 px apart."""
    out = []
    for number, lines in enumerate(pages, 1):
        made = []
        for i, (text, x0, x1) in enumerate(lines):
            words, step = text.split(), (x1 - x0) / max(1, len(text))
            at, parts = x0, []
            for word in words:
                parts.append(Word(word, word, Box(at, 50.0 * i, at + step * len(word), 50.0 * i + 30)))
                at += step * (len(word) + 1)
            made.append(Line(tuple(parts), Box(x0, 50.0 * i, x1, 50.0 * i + 30)))
        out.append(PageText(number, tuple(made), kind="ocr"))
    return out


def paths(outline: Outline) -> dict[str, str | None]:
    return {node.path: node.title.text if node.title else None for node in outline.walk()}


def texts(outline: Outline, path: str) -> list[str]:
    node = next(n for n in outline.walk() if n.path == path)
    return [item.passage.text for item in node.content if isinstance(item, Paragraph)]
