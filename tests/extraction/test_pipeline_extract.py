"""The verb of the room: places on the scan, letterhead, spaCy components, and the development plans."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import regex
from built_outlines import passage as plain

from pipeline.extraction import extract
from pipeline.extraction.letterhead import archive
from pipeline.extraction.sources import confidence_of, source_of
from pipeline.geometry import Box, Frame
from pipeline.options import Options
from pipeline.page import Field, Header, Node, Outline, PageText, Paragraph, Passage, Signature, Word


def test_a_source_stands_in_pixels_of_the_scan() -> None:
    words = [Word("Rà", "Ra", Box(10, 20, 30, 40), 0.9), Word("soát", "soat", Box(40, 20, 80, 40), 0.5)]
    passage = Passage.of([(2, 7, words[0]), (2, 8, words[1])])
    moved = Frame((1, 0, 100, 0, 1, 200, 0, 0, 1))
    source = source_of(passage, {2: moved})
    assert source is not None
    assert (source.page, source.lines, source.box, source.ocr_text) == (
        2,
        (7, 8),
        (110, 220, 180, 240),
        "Ra soat",
    )
    assert 0.5 < confidence_of(passage) < 0.7


@pytest.mark.parametrize(
    ("text", "office", "unit", "drafter", "copies"),
    [
        ("Lưu: VT, NC (TP, Hoa).", "VT", "NC", "TP, Hoa", None),
        ("Lưu: VT, NNMT (Q-05b).", "VT", "NNMT", "Q", 5),
        ("Lưu: Văn thư, NN (2)", "Văn thư", "NN", None, 2),
        ("Lưu: VT.", "VT", None, None, None),
    ],
)
def test_the_archive_line_gives_office_unit_drafter_and_copies(
    text: str, office: str, unit: str | None, drafter: str | None, copies: int | None
) -> None:
    found = archive(Field(text, plain(text)), {})
    assert found is not None
    assert (found.office, found.unit, found.drafter, found.copies) == (office, unit, drafter, copies)


def test_an_empty_outline_gives_findings_and_an_issue() -> None:
    empty = Outline(Header(), (), (), Signature(), (), None, (), (PageText(1, ()),))
    findings = extract(empty, Options())
    assert findings.tasks == ()
    assert [issue.code for issue in findings.issues] == ["no_tasks"]


def test_extract_leaves_the_outline_and_gives_the_same_again() -> None:
    section = Node(
        "I",
        1,
        None,
        None,
        "tasks",
        plain("NHIỆM VỤ"),
        (Paragraph(plain("Sở Y tế kiểm tra.")),),
        (),
        plain("x"),
    )
    outline = Outline(Header(), (), (section,), Signature(), (), None, (), ())
    assert extract(outline, Options()) == extract(outline, Options())


def test_spacy_components_give_the_same_spans() -> None:
    nlp_module = pytest.importorskip("pipeline.extraction.nlp")
    nlp = nlp_module.blank()
    for name in ("deadlines", "units", "indicators", "references", "tasks"):
        nlp.add_pipe(f"vnplan_{name}")
    text = "Sở Y tế thực hiện Nghị quyết số 12/NQ-CP,  nâng cao PAPI trước ngày 30/11/2026."
    doc = nlp(text)
    assert doc.text == text
    assert {key: [span.text for span in doc.spans[key]] for key in doc.spans} == {
        "deadlines": ["trước ngày 30/11/2026"],
        "units": ["Sở Y tế"],
        "indicators": ["PAPI"],
        "references": ["Nghị quyết số 12/NQ-CP"],
        "tasks": [text],
    }
    ((span, attributes),) = nlp_module.attributes_of(doc, "deadlines")
    assert (span.text, attributes["due"]) == ("trước ngày 30/11/2026", "2026-11-30")


def _likeness(first: str, second: str) -> float:
    a, b = (Counter(regex.findall(r"\w+", text.lower())) for text in (first, second))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


@pytest.mark.shared
def test_the_tasks_of_the_development_plans_are_found(shared: Path) -> None:
    from pipeline.sections import parse
    from pipeline.source.plain import pages_of_text

    found = wanted = extra = 0
    for gold_path in sorted((shared / "dev" / "gold").glob("*.json")):
        text = "\n".join((shared / "dev" / "plans" / f"{gold_path.stem}.txt").read_text().splitlines()[1:])
        tasks = extract(parse(pages_of_text(text)), Options()).tasks
        gold = json.loads(gold_path.read_text())["tasks"]
        wanted += sum(not g.get("optional") for g in gold)
        found += sum(
            not g.get("optional") and any(_likeness(g["text"], t.text) >= 0.8 for t in tasks) for g in gold
        )
        extra += sum(all(_likeness(g["text"], t.text) < 0.8 for g in gold) for t in tasks)
    assert found / wanted >= 0.95
    assert extra / wanted <= 0.05
