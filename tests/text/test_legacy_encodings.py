import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.legacy import ENCODINGS, from_legacy, legacy_encoding

PLAIN = (
    "Căn cứ Luật Tổ chức chính quyền địa phương, Ủy ban nhân dân huyện đề nghị các phòng kiểm tra, báo cáo"
)


def _written_in(text: str, encoding: str) -> str:
    """The text as an old file holds it: found by trying, letter by letter, what converts to it."""
    signs = [chr(c) for c in (*range(0xA1, 0x100), *range(0x80, 0xA0))]
    signs += [a + b for a in "aeouyôöAEOUYÔÖ" for b in signs]
    back = {}
    for sign in signs:
        back.setdefault(from_legacy(sign, encoding), sign)
    return "".join(c if c.isascii() else back[c] for c in text)


@pytest.mark.parametrize(
    ("encoding", "old", "new"),
    [
        ("tcvn3", "ñy ban nh©n d©n tØnh", "ủy ban nhân dân tỉnh"),
        ("tcvn3", "®−îc, t− vÊn", "được, tư vấn"),
        ("tcvn3", "N¬i nhËn", "Nơi nhận"),
        ("vni", "UÛY BAN NHAÂN DAÂN TÆNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("vni", "quyeát ñònh veà vieäc", "quyết định về việc"),
        ("vni", "phöông höôùng", "phương hướng"),
        ("viscii", "Vi\u00aet", "Việt"),
        ("vps", "Vi\u008ct", "Việt"),
    ],
)
def test_old_spelling_becomes_unicode(encoding: str, old: str, new: str) -> None:
    assert from_legacy(old, encoding) == new


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_is_recognised_by_its_syllables(encoding: str) -> None:
    text = PLAIN.replace("Ủ", "ủ") if encoding == "tcvn3" else PLAIN
    old = _written_in(text, encoding)
    assert old != text
    assert legacy_encoding(old) == encoding
    assert from_legacy(old, encoding) == text


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "",
        "Plan for the year 2025, without any marks at all",
        "Le préfet a décidé d'améliorer la santé des élèves à l'école où il était né; déjà créé, très élevé",
        # A broken OCR layer: unmarked words with a stray sign.
        "Truong Dai hoc v€ viec t6 chirc v€ cac khao sat nguoi hoc n€m hoc d€ Hi€u truong Nhà tr€ng a d£ k¥ "
        * 3,
    ],
)
def test_text_in_no_old_encoding_is_left_alone(text: str) -> None:
    assert legacy_encoding(text) is None


@settings(max_examples=50)
@given(st.text(alphabet=st.characters(max_codepoint=0x7E), max_size=80), st.sampled_from(ENCODINGS))
def test_plain_ascii_is_the_same_in_every_encoding(text: str, encoding: str) -> None:
    printable = "".join(c for c in text if c >= " ")
    assert from_legacy(printable, encoding) == printable


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(ValueError, match="no such encoding"):
        from_legacy("x", "koi8")
