"""A page's estimated character accuracy beside the true one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline import accuracy
from pipeline.document import REQUIRED_CHARACTER_ACCURACY, Page
from pipeline.evaluation import JudgedPage, judge_page
from pipeline.evaluation.alignment import characters, distance, tokens


@dataclass(frozen=True, slots=True)
class Observed:
    """One page: its doubt, what is estimated from it, and the share of its characters that is right."""

    name: str
    doubt: float
    estimate: float
    truth: float
    characters: int


def observed(name: str, page: Page, text: str) -> Observed:
    """Compare a page with what is printed on it, in whatever order its words came out."""
    words = [(len(word.text), word.confidence) for line in page.lines for word in line.words]
    count = len(characters(tokens(text)))
    wrong = _wrong_characters(judge_page(text, page))
    truth = max(0.0, 1 - wrong / max(1, count))
    return Observed(name, accuracy.doubt(words), accuracy.expected_accuracy(words), truth, count)


def _wrong_characters(page: JudgedPage) -> int:
    """Return the Levenshtein distance of each wrong word; lost and invented words count whole."""
    pairs = [(word.gold or "", word.text) for word in page.words if word.error]
    pairs += [(lost, "") for lost in page.lost]
    return sum(distance(*(characters(tokens(text)) for text in pair)) for pair in pairs)


def mean_error(pages: Sequence[Observed]) -> float:
    """Return how far the estimate is off on average, 0..1."""
    return sum(abs(page.estimate - page.truth) for page in pages) / max(1, len(pages))


def misjudged(pages: Sequence[Observed]) -> int:
    """Return how many pages are taken for better or worse than is required, and are not."""
    return sum(
        (page.estimate < REQUIRED_CHARACTER_ACCURACY) != (page.truth < REQUIRED_CHARACTER_ACCURACY)
        for page in pages
    )
