"""Each word of a converted page beside what is printed: right, or wrong in which way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from pipeline.document import Document, Page, PageWord
from pipeline.evaluation.alignment import align, tokens
from pipeline.evaluation.figures import Share
from pipeline.text import strip_marks

ErrorKind = Literal["marks", "letters", "number", "case", "punctuation", "extra"]
_SIGNS = regex.compile(r"[^\p{L}\p{M}\p{N}]+")


@dataclass(frozen=True, slots=True)
class JudgedWord:
    """A word as converted and as printed.

    Attributes:
        word: Of the document; a word that holds a space is judged token by token.
        text: The token.
        gold: What is printed in its place; None where nothing is.
        error: None where the word is right, be it in another place of the page: tables are read in the
            order of their cells.
    """

    word: PageWord
    text: str
    gold: str | None
    error: ErrorKind | None


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """A page's words, and the printed words that none of them stands for."""

    number: int
    words: tuple[JudgedWord, ...]
    lost: tuple[str, ...]


def judge_document(gold: str, document: Document) -> list[JudgedPage]:
    """Judge page by page.

    Args:
        gold: What is printed, pages parted by form feeds.
        document: Converted from those pages.

    Raises:
        ValueError: The gold has another number of pages.
    """
    texts = gold.rstrip("\f\n").split("\f")
    if len(texts) != len(document.pages):
        raise ValueError(f"The gold has {len(texts)} pages, the document {len(document.pages)}")
    return [judge_page(text, page) for text, page in zip(texts, document.pages, strict=True)]


def judge_page(gold: str, page: Page) -> JudgedPage:
    """Judge the words of one page against what is printed on it."""
    truth = tokens(gold)
    read = [(token, word) for line in page.lines for word in line.words for token in tokens(word.text)]
    texts = [token for token, _ in read]
    partner = {j: i for i, j in align(truth, texts) if j is not None}
    right = {j for j, i in partner.items() if i is not None and truth[i] == texts[j]}
    left = Counter(truth) - Counter(texts[j] for j in right)
    moved = _moved([j for j in partner if j not in right], texts, left)
    words = []
    for j, (token, word) in enumerate(read):
        if j in right or j in moved:
            words.append(JudgedWord(word, token, token, None))
            continue
        printed = _printed(partner[j], truth, left)
        words.append(JudgedWord(word, token, printed, _error(printed, token)))
    return JudgedPage(page.number, tuple(words), tuple((+left).elements()))


def _printed(place: int | None, truth: Sequence[str], left: Counter[str]) -> str | None:
    """Return the printed word at a place unless it stands elsewhere, and take it off what is left."""
    if place is None or not left[truth[place]]:
        return None
    left[truth[place]] -= 1
    return truth[place]


def _moved(places: Sequence[int], texts: Sequence[str], left: Counter[str]) -> set[int]:
    """Return the words that stand elsewhere on the page, and take them off what is left."""
    found = set()
    for j in places:
        if left[texts[j]] > 0:
            left[texts[j]] -= 1
            found.add(j)
    return found


def _error(gold: str | None, read: str) -> ErrorKind:
    if gold is None:
        return "extra"
    if strip_marks(gold) == strip_marks(read):
        return "marks"
    if gold.lower() == read.lower():
        return "case"
    if _SIGNS.sub("", gold) == _SIGNS.sub("", read):
        return "punctuation"
    return "number" if any(c.isdigit() for c in gold) else "letters"


def right_share(words: Sequence[JudgedWord]) -> Share:
    """Return how many of the words are right, as an item of a figure."""
    return Share(sum(word.error is None for word in words), len(words))
