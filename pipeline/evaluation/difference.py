"""One page of HTML that shows gold and prediction side by side, what differs coloured."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from pipeline.evaluation.alignment import Pair, align
from pipeline.evaluation.figures import Figure
from pipeline.evaluation.report import DocumentPages, Report
from pipeline.text import strip_marks

_STYLE = """
body{font:15px/1.55 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#111}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.15rem .7rem;text-align:right}
th:first-child,td:first-child{text-align:left}tr:nth-child(even){background:#f3f3f3}
.page{display:grid;grid-template-columns:1fr 1fr;gap:2rem;border-top:1px solid #999;padding:.6rem 0}
.page div{white-space:pre-wrap;overflow-wrap:anywhere}
.marks{background:#fff1b8;border-bottom:2px dotted #8a6d00}
.letters{background:#ffd3cf;border-bottom:2px solid #a40000}
.lost{background:#d7e6ff;border-bottom:2px dashed #00439c}
"""
_LEGEND = (
    '<p><span class="marks">marks wrong</span> <span class="letters">letters wrong</span> '
    '<span class="lost">only on this side</span></p>'
)


def difference_page(report: Report, title: str = "Gold and prediction") -> str:
    """Return the report as one HTML page that needs nothing else.

    Colours are doubled by the kind of underline, for print in grey.
    """
    parts = [_table("Together", report.together())]
    parts += [_table(name, report.document(name)) for name in report.items if len(report.items) > 1]
    if report.texts:
        parts += [_LEGEND, *(_document(pages) for pages in report.texts)]
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>{''.join(parts)}</html>\n"
    )


def _table(name: str, figures: dict[str, Figure]) -> str:
    head = "<tr><th>metric<th>value<th>95 % interval<th>precision<th>recall<th>items</tr>"
    rows = "".join(_row(metric, figure) for metric, figure in figures.items())
    return f"<h2>{escape(name)}</h2><table>{head}{rows}</table>"


def _row(metric: str, figure: Figure) -> str:
    interval = f"{shown(figure.low)} – {shown(figure.high)}" if figure.low is not None else ""
    cells = (
        metric,
        shown(figure.value),
        interval,
        shown(figure.precision),
        shown(figure.recall),
        figure.items,
    )
    return "<tr>" + "".join(f"<td>{escape(str(cell))}" for cell in cells) + "</tr>"


def shown(value: float | None) -> str:
    """Return a figure with four decimals, nothing where there is none."""
    return "" if value is None else f"{value:.4f}"


def _document(pages: DocumentPages) -> str:
    gold = pages.gold.rstrip("\f\n").split("\f")
    read: Sequence[str] = pages.read
    if len(gold) != len(read):
        gold, read = ["\n".join(gold)], ["\n".join(read)]
    shown_pages = "".join(_page(*page) for page in zip(gold, read, strict=True))
    return f"<h2>{escape(pages.name)}</h2>{shown_pages}"


def _page(gold: str, read: str) -> str:
    left, right = _words(gold), _words(read)
    first, second = [word for word, _ in left], [word for word, _ in right]
    kinds = [_kind(pair, first, second) for pair in align(first, second)]
    pairs = align(first, second)
    by_left = {i: kind for (i, _), kind in zip(pairs, kinds, strict=True) if i is not None}
    by_right = {j: kind for (_, j), kind in zip(pairs, kinds, strict=True) if j is not None}
    return f'<div class="page"><div>{_marked(left, by_left)}</div><div>{_marked(right, by_right)}</div></div>'


def _words(text: str) -> list[tuple[str, str]]:
    """Return the words, each with what parts it from the next."""
    return [
        (word, "\n" if last else " ")
        for line in text.splitlines()
        for words in [[word for word in line.split() if word != "|"]]
        for word, last in zip(words, [False] * (len(words) - 1) + [True], strict=True)
        if words
    ]


def _kind(pair: Pair, gold: Sequence[str], read: Sequence[str]) -> str:
    i, j = pair
    if i is None or j is None:
        return "lost"
    if gold[i] == read[j]:
        return ""
    return "marks" if strip_marks(gold[i]) == strip_marks(read[j]) else "letters"


def _marked(words: Sequence[tuple[str, str]], kinds: dict[int, str]) -> str:
    out = []
    for index, (word, gap) in enumerate(words):
        kind = kinds.get(index, "")
        text = escape(word)
        out.append((f'<span class="{kind}">{text}</span>' if kind else text) + gap)
    return "".join(out)
