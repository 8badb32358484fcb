"""Pages and plain text through a restorer, with the reading kept beside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from pipeline.geometry import union
from pipeline.page import PageText, Word, ocr_text_of, replace_words
from pipeline.restoration.evidence import Evidence, Restored, Restorer
from pipeline.text import nfc

SPACE = regex.compile(r"(\s+)")
_READ_KINDS = ("ocr", "text")


def restore(page: PageText, restorer: Restorer, *, force: bool = False) -> PageText:
    """Return the page with its words mended; `ocr_text` stays as it was read.

    A page that was restored before comes back as it is.

    Args:
        page: Left untouched. A text layer is believed and passes unchanged.
        restorer: Of `load_restorer`.
        force: Restore a text layer too.
    """
    words = [word for run in page.units() for word in run]
    if page.failed or (page.kind not in _READ_KINDS and not force) or any(w.reason for w in words):
        return page

    def change(runs: Sequence[tuple[Word, ...]]) -> list[tuple[Word, ...]]:
        lines = [[Evidence(w.text, w.confidence, w.alternatives) for w in run] for run in runs]
        cells = [bool(line.cells) for line in page.lines for _ in line.cells or (line,)]
        restored = _cells_apart(lines, cells, restorer)
        return [_apply(run, out) for run, out in zip(runs, restored, strict=True)]

    return replace_words(page, change)


def _cells_apart(
    lines: Sequence[Sequence[Evidence]], cells: Sequence[bool], restorer: Restorer
) -> list[list[Restored]]:
    """Restore with a blank line on either side of each cell, so that no sentence is seen across cells.

    "TT | Nhiệm vụ" beneath a title became "của nhiệm vụ".
    """
    spaced: list[Sequence[Evidence]] = []
    places = []
    for line, is_cell in zip(lines, cells, strict=True):
        spaced += [[]] * is_cell
        places.append(len(spaced))
        spaced += [line, *[[]] * is_cell]
    restored = restorer(spaced)
    return [restored[place] for place in places]


def restore_pages(pages: Sequence[PageText], restorer: Restorer, *, force: bool = False) -> list[PageText]:
    """Return all pages of a document restored."""
    return [restore(page, restorer, force=force) for page in pages]


def _apply(run: Sequence[Word], restored: Sequence[Restored]) -> tuple[Word, ...]:
    out: list[Word] = []
    seen = -1
    for item in restored:
        source = run[item.first : item.last + 1]
        out.append(_word(source, item, again=item.first <= seen))
        seen = item.last
    return tuple(out)


def _word(source: Sequence[Word], item: Restored, *, again: bool) -> Word:
    """Return the word; the second of a split holds no reading of its own and is glued to the first."""
    first = source[0]
    if item.reason is None and not item.in_doubt and len(source) == 1:
        return first
    certain = min(w.confidence for w in source)
    return replace(
        first,
        text=item.text,
        ocr_text="" if again else ocr_text_of(source),
        box=union(w.box for w in source),
        confidence=item.confidence if item.reason else min(certain, item.confidence),
        alternatives=item.alternatives,
        reason=item.reason,
        glued=again or first.glued,
        in_doubt=item.in_doubt,
    )


def restore_text(text: str, restorer: Restorer) -> str:
    """Return the text mended line for line; blank lines and the white space between words are kept."""
    lines = nfc(text).split("\n")
    pieces = [SPACE.split(line) for line in lines]
    tokens = [[p for p in piece if p and not p.isspace()] for piece in pieces]
    restored = restorer([[Evidence(t) for t in line] for line in tokens])
    return "\n".join(_rejoin(p, r) for p, r in zip(pieces, restored, strict=True))


def _rejoin(pieces: Sequence[str], restored: Sequence[Restored]) -> str:
    """Put the mended tokens back between the white space they stood in."""
    spaces, out = _spaces(pieces), []
    seen = -1
    for item in restored:
        out.append(" " if item.first <= seen else spaces[item.first])
        out.append(item.text)
        seen = item.last
    return "".join(out) + spaces[-1]


def _spaces(pieces: Sequence[str]) -> list[str]:
    """Return the white space before each token, and after the last."""
    spaces, pending = [], ""
    for piece in pieces:
        if piece and not piece.isspace():
            spaces.append(pending)
            pending = ""
        else:
            pending += piece
    return [*spaces, pending]


def explain(text: str, restorer: Restorer) -> Iterator[str]:
    """Yield each change and each doubt as one JSON object: line and token count from 1."""
    lines = [line.split() for line in nfc(text).split("\n")]
    restored = restorer([[Evidence(t) for t in line] for line in lines])
    for number, (line, items) in enumerate(zip(lines, restored, strict=True), 1):
        for item in items:
            if item.reason is None and not item.in_doubt:
                continue
            record = {
                "line": number,
                "token": item.first + 1,
                "ocr_text": " ".join(line[item.first : item.last + 1]),
                "text": item.text,
                "reason": item.reason,
                "confidence": round(item.confidence, 4),
                "alternatives": list(item.alternatives),
                "in_doubt": item.in_doubt,
            }
            yield json.dumps(record, ensure_ascii=False)
