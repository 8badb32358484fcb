"""Names misread in their marks are spelt as the lexicons have them, on scans alone."""

from __future__ import annotations

import pytest

from pipeline.extraction.spelling import printed_office, printed_province
from pipeline.geometry import Box
from pipeline.page import Passage, Word

BOX = Box(0, 0, 10, 10)


def passage(text: str, box: Box | None = BOX) -> Passage:
    return Passage.of([(1, 1, Word(word, word, box)) for word in text.split()])


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Cân Thơ", "Cần Thơ"),
        ("Cần Thơ", "Cần Thơ"),
        ("Lam Giang", "Lam Giang"),
        ("Khánh Hoà", "Khánh Hoà"),
    ],
)
def test_a_place_off_a_scan_is_spelt_as_the_gazetteer_has_it(read: str, printed: str) -> None:
    assert printed_province(read, passage(read)) == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Sở Văn hóa, Thế thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Văn hoá, Thể thao và Du lịch", "Sở Văn hoá, Thể thao và Du lịch"),
        ("Bộ Tài chinh", "Bộ Tài chính"),
        ("Sở Lâm nghiệp Tân Lập", "Sở Lâm nghiệp Tân Lập"),
        ("UBND các xã", "UBND các xã"),
    ],
)
def test_an_office_off_a_scan_is_spelt_as_the_lexicon_has_it(read: str, printed: str) -> None:
    assert printed_office(read, passage(read)) == printed


def test_typed_text_keeps_its_spelling() -> None:
    assert printed_province("Cân Thơ", passage("Cân Thơ", None)) == "Cân Thơ"
    assert printed_office("Bộ Tài chinh", passage("Bộ Tài chinh", None)) == "Bộ Tài chinh"
