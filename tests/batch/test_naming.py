"""Names of outputs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch import naming

NAMES = st.text(st.characters(), max_size=300)


@given(NAMES)
def test_a_safe_stem_stays_in_its_folder_and_on_its_line(text):
    stem = naming.safe_stem(text)
    assert stem == naming.safe_stem(stem)
    assert 0 < len(stem.encode()) <= 180
    assert not stem.startswith(".")
    assert not set(stem) & set("/\\\n\r\0:")


@given(st.lists(st.tuples(st.sampled_from(["", "sở", "SỞ", "xã"]), st.sampled_from(["a", "A", "b", "a-2"]))))
def test_no_two_inputs_get_one_stem_even_where_case_does_not_count(pairs):
    stems = naming.stems(pairs)
    assert len({stem.casefold() for stem in stems}) == len(pairs)


def test_half_a_character_is_told_by_its_number():
    assert naming.printable("a\ud800") == r"a\ud800"
    assert naming.safe_stem("a\ud800") == "a_ud800"


def test_bytes_that_are_no_utf8_make_a_name_that_can_be_printed():
    name = b"ke hoach \xff\n.pdf".decode("utf-8", "surrogateescape")
    naming.printable(name).encode()
    assert "\n" not in naming.printable(name)
    naming.safe_name(name).encode()
