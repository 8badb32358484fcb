"""The law of this room: each line in exactly one place, nothing lost, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from built_pages import line_of, outline_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.page import Outline, PageText, Table
from pipeline.sections import parse

PIECES = [
    "I. MỤC ĐÍCH",
    "1. Trồng cây",
    "a) Một.",
    "d) Hai",
    "- gạch",
    "+ cộng",
    "",
    "12",
    "KẾ HOẠCH",
    "QUYẾT ĐỊNH:",
    "PHỤ LỤC I",
    "(Kèm theo Kế hoạch số 1)",
    "Nơi nhận:",
    "- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "STT | Nhiệm vụ | Chủ trì",
    "1 | Trồng | Sở A",
    " | tiếp | ",
    "II | NHÓM | ",
    "I. NHÓM",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 1/KH-UBND X, ngày 1 tháng 2 năm 2024",
    "Điều 1. Ban hành",
    "1.1. Một hai",
    "tiếp theo dòng trên",
    "Trong quá trình thực hiện.",
    "Kính gửi: Sở A",
    "|",
    "…",
    # what readers make of worn pages
    "11| TÔ CHUC THUC HIEN",
    "¢) Nang cao chat luong",
    "q) Cai thien chi s6",
    "IIl. NHIEM VU",
    "Sb: l11 /KH-TTr",
    "Noi nhan: PHO CHANH THANH TRA",
    "~ Luu: VT(NHD).",
    "_ |. ; ~ '",
    "T/M BAN THƯỜNG VỤ",
    "(Đã ký)",
    "Phy luc 11| kém theo",
]


def assert_each_line_once(outline: Outline) -> None:
    lines = {(page.number, i + 1) for page in outline.pages for i in range(len(page.lines))}
    assert set(outline.places) == lines
    known = {"header", "basis", "body", "table", "appendix", "signature", "recipients", "furniture", "blank"}
    assert set(outline.places.values()) <= known


def assert_no_word_twice(outline: Outline) -> None:
    """No body word stands in two nodes, and each body line's words stand in some node."""
    seen: list[tuple[int, int]] = []
    for node in outline.walk():
        for item in node.content:
            rows = [item] if not isinstance(item, Table) else []
            seen += [(id(p.word), p.start) for part in rows for p in part.passage.pieces]
    lines = {(p.page, p.line) for n in outline.walk() for p in n.passage.pieces}
    body = {key for key, place in outline.places.items() if place == "body"}
    assert body <= lines


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30)), max_size=40), st.integers(1, 3))
def test_parse_puts_each_line_of_any_soup_into_exactly_one_place(lines: list[str], count: int):
    size = len(lines) // count + 1
    soup = [
        PageText(n + 1, tuple(line_of(" ".join(t.split()) or "") for t in lines[n * size : (n + 1) * size]))
        for n in range(count)
    ]
    outline = parse(soup)
    assert_each_line_once(outline)
    assert len({n.path for n in outline.walk()}) == len(list(outline.walk()))
    assert_no_word_twice(outline)


@pytest.mark.shared
def test_parse_loses_no_line_of_the_real_plans(shared: Path):
    for folder in ("plans", "seed"):
        for file in sorted((shared / "dev" / folder).glob("*.txt")):
            outline = outline_of(file.read_text(encoding="utf-8"))
            assert_each_line_once(outline)
            assert_no_word_twice(outline)
