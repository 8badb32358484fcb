"""Targets in their place: under objectives and in tasks, with what the headings above add."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.document import Deadline, Target, Task
from pipeline.extraction.deadlines import DateContext, parse_deadline
from pipeline.extraction.indicators import ids_under
from pipeline.extraction.reliability import reliability_of
from pipeline.extraction.sentences import split_sentences
from pipeline.extraction.sources import Frames, source_of
from pipeline.extraction.targets import find_targets
from pipeline.page import Node, Outline, Paragraph, Passage

_KINDS = {"objective", "purpose"}


def targets_in(
    passage: Passage, titles: Sequence[Passage], dates: DateContext, frames: Frames
) -> tuple[Target, ...]:
    """Return the targets of a sentence, placed; headings give the time and index that it leaves out."""
    found = []
    for match in find_targets(passage.text, dates):
        words = passage.slice(match.start, match.end)
        indices, _ = ids_under(passage, titles)
        target = match.target
        found.append(
            target.model_copy(
                update={
                    "source": source_of(words, frames),
                    "confidence": reliability_of(words, "target", target.confidence),
                    "indicator_id": target.indicator_id or (indices[0] if len(indices) == 1 else None),
                    "deadline": target.deadline or _heading_deadline(titles, dates, frames),
                }
            )
        )
    return tuple(found)


_TIMED = regex.compile(
    r"(?:mục tiêu\s+)?(?:cụ thể\s+)?(?:phấn đấu\s+)?(?:định hướng\s+)?"
    r"(?=(?:đến|năm|giai đoạn|trong|hết)(?![\p{L}]))",
    regex.IGNORECASE,
)


def _heading_deadline(titles: Sequence[Passage], dates: DateContext, frames: Frames) -> Deadline | None:
    """Return the time that the nearest heading sets ("2.1. Đến năm 2030"); None where it sets none."""
    for title in reversed(titles):
        text = title.text.strip(" :.")
        found = _TIMED.match(text)
        deadline = parse_deadline(text[found.end() :], dates) if found else None
        if deadline is not None:
            return deadline.model_copy(update={"source": source_of(title, frames)})
    return None


def collect_targets(
    outline: Outline, tasks: Sequence[Task], dates: DateContext, frames: Frames
) -> tuple[Target, ...]:
    """Return the targets of the objective sections, then those of the tasks."""
    found: list[Target] = []
    for node in outline.sections:
        found += _of_node(node, (), dates, frames)
    return (*found, *(target for task in tasks for target in task.targets))


def _of_node(node: Node, above: tuple[Passage, ...], dates: DateContext, frames: Frames) -> list[Target]:
    titles = (*above, node.title) if node.title is not None else above
    found: list[Target] = []
    if node.kind in _KINDS:
        texts = [item.passage for item in node.content if isinstance(item, Paragraph)]
        if node.title is not None and not texts:
            texts = [node.title]
        for passage in texts:
            for sentence in split_sentences(passage):
                found += targets_in(sentence, titles, dates, frames)
    for child in node.children:
        found += _of_node(child, titles, dates, frames)
    return found
