from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.source import pages_of_text


def test_form_feeds_begin_pages_and_the_last_one_ends_the_text() -> None:
    pages = pages_of_text("Một\n\nHai\n\fBa\n\f")
    assert [page.number for page in pages] == [1, 2]
    assert [line.text for line in pages[0].lines] == ["Một", "", "Hai"]
    assert pages[1].kind == "text"


def test_bars_and_tabs_make_table_rows_with_their_empty_cells() -> None:
    (page,) = pages_of_text(
        "TT | Nhiệm vụ | Thời hạn\n1 | Phát hoang bờ kênh |\n| Tiếp theo | Quý II\n2\tSửa cầu\tTháng 3"
    )
    head, first, second, third = page.lines
    assert [cell.text for cell in head.cells] == ["TT", "Nhiệm vụ", "Thời hạn"]
    assert head.text == "TT | Nhiệm vụ | Thời hạn"
    assert (first.column_count, [cell.column for cell in first.cells]) == (3, [0, 1])
    assert [cell.column for cell in second.cells] == [1, 2]
    assert [cell.text for cell in third.cells] == ["2", "Sửa cầu", "Tháng 3"]


def test_an_indent_by_a_tab_and_a_bar_inside_a_word_are_no_cells() -> None:
    (page,) = pages_of_text("\tCăn cứ Luật Đê điều\nTINH|LANG\n")
    assert [len(line.cells) for line in page.lines] == [0, 0]


def test_old_encodings_are_converted_and_said() -> None:
    (page,) = pages_of_text("Caên cöù Luaät Toå chöùc chính quyeàn ñòa phöông, UÛY BAN NHAÂN DAÂN HUYEÄN")
    assert page.kind == "legacy"
    assert page.lines[0].text == "Căn cứ Luật Tổ chức chính quyền địa phương, ỦY BAN NHÂN DÂN HUYỆN"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab đệ \n|\t\f1"), max_size=60))
def test_no_word_is_lost(text: str) -> None:
    pages = pages_of_text(text)
    words = [word.text for page in pages for line in page.lines for word in line.all_words]
    kept = [t for t in text.replace("\f", " ").split() if t.strip("|")]
    assert [w for w in words if w.strip("|")] == kept
