"""Outlines of plans built by hand, and the tasks found in them."""

from __future__ import annotations

from pipeline.document import Task
from pipeline.extraction import extract
from pipeline.options import Options
from pipeline.page import Field, Header, Node, Outline, Paragraph, Passage, Signature, Word


def passage(text: str, confidence: float = 1.0) -> Passage:
    return Passage.of([(1, 1, Word(w, w, confidence=confidence)) for w in text.split()])


def _paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    found = []
    for text in texts:
        bullet = text[0] if text[:2] in ("- ", "+ ") else None
        found.append(
            Paragraph(
                passage(text[2:] if bullet else text),
                bullet,
                {"-": 1, "+": 2}.get(text[0], 0) if bullet else 0,
            )
        )
    return tuple(found)


def node(path: str, kind: str, title: str | None, *texts: str, children: tuple[Node, ...] = ()) -> Node:
    words = passage(title) if title else None
    return Node(
        path,
        path.count(".") + 1,
        None,
        None,
        kind,
        words,
        _paragraphs(*texts),
        children,
        words or passage("x"),
    )


def _outline(*sections: Node) -> Outline:
    header = Header(
        issuing_organ=Field("ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", passage("ỦY BAN NHÂN DÂN TỈNH CAO BẰNG")),
        issue_date=Field("2026-02-05", passage("ngày 05 tháng 02 năm 2026")),
    )
    return Outline(header, (), sections, Signature(), (), None, (), ())


def tasks_of(*sections: Node) -> tuple[Task, ...]:
    return extract(_outline(*sections), Options()).tasks


def names(units: object) -> list[str]:
    return [unit.text for unit in units]  # type: ignore[attr-defined]
