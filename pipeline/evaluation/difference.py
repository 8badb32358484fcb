"""One page of HTML that shows gold and prediction side by side, what differs coloured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from pipeline.evaluation.alignment import Pair, align
from pipeline.evaluation.figures import Figure
from pipeline.evaluation.report import DocumentPages, Report
from pipeline.text import strip_marks

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem;color:#111}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.15rem .7rem;text-align:right}
th:first-child,td:first-child{text-align:left}tr:nth-child(even){background:#f3f3f3}
h2{margin-top:2.5rem;border-top:3px solid #111;padding-top:.5rem}summary{cursor:pointer;padding:.3rem 0}
details{border-top:1px solid #999}.page{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem;font-size:14px}
.page p{margin:0;padding-left:1.5em;text-indent:-1.5em;overflow-wrap:anywhere}
.page h4{margin:.2rem 0;color:#555;font-weight:normal}
.marks{background:#fff1b8;border-bottom:2px dotted #8a6d00}
.letters{background:#ffd3cf;border-bottom:2px solid #a40000}
.lost{background:#d7e6ff;border-bottom:2px dashed #00439c}
.moved{background:#eee;border-bottom:1px solid #999}
"""
_LEGEND = (
    '<p><span class="marks">marks wrong</span> <span class="letters">letters wrong</span> '
    '<span class="lost">only on this side</span> <span class="moved">read in another place</span></p>'
)
_OVERVIEW = ("cer", "wer", "tasks", "lead", "deadline", "references", "headings", "header")


def difference_page(report: Report, title: str = "Gold and prediction") -> str:
    """Return the report as one HTML page that needs nothing else.

    Pages without a difference are folded. Colours are doubled by the kind of underline, for print in grey.
    """
    texts = {pages.name: pages for pages in report.texts}
    several = len(report.items) > 1
    parts = ["<h2>Together</h2>", _table(report.together()), _overview(report) if several else ""]
    parts += [_LEGEND if texts else ""]
    for name in report.items:
        figures = (
            f"<details><summary>Figures</summary>{_table(report.document(name))}</details>" if several else ""
        )
        shown_pages = _pages(texts[name]) if name in texts else ""
        parts.append(f'<h2 id="{escape(name)}">{escape(name)}</h2>{figures}{shown_pages}')
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1>{''.join(parts)}</html>\n"
    )


def _overview(report: Report) -> str:
    """Return a row for each document, which leads to it."""
    head = "".join(f"<th>{metric}" for metric in ("document", *_OVERVIEW))
    rows = "".join(_overview_row(report, name) for name in report.items)
    return f"<h2>By document</h2><table><tr>{head}</tr>{rows}</table>"


def _overview_row(report: Report, name: str) -> str:
    figures = report.document(name)
    cells = (shown(figures[metric].value) if metric in figures else "" for metric in _OVERVIEW)
    link = f'<a href="#{escape(name)}">{escape(name)}</a>'
    return f"<tr><td>{link}{''.join(f'<td>{cell}' for cell in cells)}</tr>"


def _table(figures: dict[str, Figure]) -> str:
    head = "<tr><th>metric<th>value<th>95 % interval<th>precision<th>recall<th>items</tr>"
    rows = "".join(_row(metric, figure) for metric, figure in figures.items())
    return f"<table>{head}{rows}</table>"


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


def _pages(pages: DocumentPages) -> str:
    gold = pages.gold.rstrip("\f\n").split("\f")
    read: Sequence[str] = pages.read
    if len(gold) != len(read):
        gold, read = ["\n".join(gold)], ["\n".join(read)]
    return "".join(_page(number, *page) for number, page in enumerate(zip(gold, read, strict=True), 1))


def _page(number: int, gold: str, read: str) -> str:
    left, right = _words(gold), _words(read)
    first, second = [word for word, _ in left], [word for word, _ in right]
    pairs = align(first, second)
    kinds = [_kind(pair, first, second) for pair in pairs]
    by_left = {i: kind for (i, _), kind in zip(pairs, kinds, strict=True) if i is not None}
    by_right = {j: kind for (_, j), kind in zip(pairs, kinds, strict=True) if j is not None}
    _set_moved((first, by_left), (second, by_right))
    count = sum(map(bool, kinds))
    state = " open" if count else ""
    said = f"{count} of {len(left)} words differ" if count else "no difference"
    sides = "".join(
        f"<div><h4>{side}</h4>{text}</div>"
        for side, text in (("gold", _marked(left, by_left)), ("prediction", _marked(right, by_right)))
    )
    return (
        f'<details{state}><summary>page {number}: {said}</summary><div class="page">{sides}</div></details>'
    )


def _words(text: str) -> list[tuple[str, bool]]:
    """Return the words, each with whether it ends its line."""
    lines = ([word for word in line.split() if word != "|"] for line in text.splitlines())
    return [(word, k == len(words) - 1) for words in lines for k, word in enumerate(words)]


def _kind(pair: Pair, gold: Sequence[str], read: Sequence[str]) -> str:
    i, j = pair
    if i is None or j is None:
        return "lost"
    if gold[i] == read[j]:
        return ""
    return "marks" if strip_marks(gold[i]) == strip_marks(read[j]) else "letters"


def _set_moved(*sides: tuple[Sequence[str], dict[int, str]]) -> None:
    """Mark as moved what differs on both sides and is the same word: it was read in another place."""
    wrong = [Counter(words[i] for i, kind in kinds.items() if kind) for words, kinds in sides]
    for words, kinds in sides:
        left = wrong[0] & wrong[1]
        for i, kind in kinds.items():
            if kind and left[words[i]] > 0:
                left[words[i]] -= 1
                kinds[i] = "moved"


def _marked(words: Sequence[tuple[str, bool]], kinds: dict[int, str]) -> str:
    """Return one paragraph a line, what differs in its span."""
    out = ["<p>"]
    for index, (word, ends) in enumerate(words):
        kind, text = kinds.get(index, ""), escape(word)
        out.append(f'<span class="{kind}">{text}</span>' if kind else text)
        out.append("</p><p>" if ends and index < len(words) - 1 else " ")
    return "".join(out) + "</p>"
