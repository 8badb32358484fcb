"""Cuts paragraphs into sentences and clauses; Vietnamese administrative prose has its own full stops."""

from __future__ import annotations

from itertools import pairwise

import regex

from pipeline.page import Passage

# A full stop after these ends no sentence (thành phố, thị xã, giáo sư, ký thay ... and "v.v.").
_ABBREVIATION = regex.compile(
    r"(?:^|[\s(,;])(?:TP|Tp|TX|Tx|TT|KT|TM|TL|TUQ|Q|P|GS|PGS|TS|ThS|BS|CN|KS|Ths|St|No|Nxb|NXB|Mr|Mrs|v\.v|vv|tr|[A-ZĐ])$"
)
# "Bước 1. Chuẩn bị": a numbered step, whose point ends no sentence
STEP = r"(?:Bước|Giai đoạn|Đợt|Phần|Nội dung|Nhiệm vụ|Hoạt động)\s+\d{1,2}"
_STEP_END = regex.compile(rf"(?:^|\s){STEP}$")
_STOP = regex.compile(r"(?:\.{2,}|…|[.!?])[”\"’)]*(?=\s+[“\"‘(]?[\p{Lu}\d])")


def without_end_mark(passage: Passage) -> Passage:
    """Return the passage without the closing "./." of the body (Nghị định 30/2020, Phụ lục I)."""
    found = regex.search(r"\s*\.?\s*/\s*\.\s*$", passage.text)
    if found is None:
        return passage
    return passage.slice(0, found.start())


def split_sentences(passage: Passage) -> list[Passage]:
    """Return the sentences of a paragraph, in order.

    A semicolon never splits; a full stop within brackets or after an abbreviation does not either.
    """
    text, cuts = passage.text, [0]
    depths = _depths(text)
    for stop in _STOP.finditer(text):
        if depths[stop.start()] or _is_no_end(text, stop.start(), stop.end()):
            continue
        cuts.append(stop.end())
    cuts.append(len(text))
    parts = [passage.slice(a, b).strip() for a, b in pairwise(cuts)]
    return [part for part in parts if regex.search(r"[\p{L}\d]", part.text)]


def _is_no_end(text: str, start: int, end: int) -> bool:
    before, after = text[:start], text[end:].lstrip()
    if text[start] == "." and text[start : start + 2] != "..":
        if _ABBREVIATION.search(before):
            return True
        if regex.search(r"(?:^|\s)(?:\d{1,2}|[a-zđ])$", before) and len(before.split()) <= 1:
            return True  # an enumerator at the beginning
        if _STEP_END.search(before):
            return True
        if regex.search(r"\d$", before) and after[:1].isdigit():
            return True  # 53. 290
    return after[:1].isdigit() and not regex.match(r"\d+\s*%|100%|\d+\s+\p{Ll}", after)


def _depths(text: str) -> list[int]:
    """Return for each character how many closed brackets and quotes stand around it."""
    depths = [0] * len(text)
    stack: list[tuple[str, int]] = []
    pairs = {")": "(", "”": "“", "]": "["}
    for i, char in enumerate(text):
        if char in "(“[":
            stack.append((char, i))
        elif char in pairs and any(opened == pairs[char] for opened, _ in stack):
            while stack:
                opened, at = stack.pop()
                if opened == pairs[char]:
                    for k in range(at, i):
                        depths[k] += 1
                    break
    return depths


def split_clauses(passage: Passage) -> list[Passage]:
    """Return what stands between the semicolons outside brackets; one passage where there is none."""
    text, depths = passage.text, _depths(passage.text)
    cuts = [i for i, char in enumerate(text) if char == ";" and not depths[i]]
    edges = zip([0, *(c + 1 for c in cuts)], [*cuts, len(text)], strict=True)
    parts = [passage.slice(a, b).strip() for a, b in edges]
    return [part for part in parts if part.text]
