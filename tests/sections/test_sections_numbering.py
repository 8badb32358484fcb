"""Enumerators: misread, repeated, dotted and dashed, and the paths they make."""

from __future__ import annotations

import pytest
from built_pages import TOP, outline_of, paths


def test_parse_keeps_letters_in_sequence_after_misreadings():
    items = ["a) Một.", "b) Hai.", "¢) Ba.", "d) Bốn.", "d) Năm.", "e) Sáu.", "2) Bảy.", "h) Tám."]
    outline = outline_of(TOP + "I. NHIỆM VỤ\n1. Giữ rừng\n" + "\n".join(items))
    nodes = [n for n in outline.walk() if n.path.startswith("I.1.")]
    assert [n.label for n in nodes] == list("abcdđegh")
    assert [n.label_surface for n in nodes][2::2] == ["¢)", "d)", "2)"]


def test_parse_leaves_a_sound_sequence_as_printed():
    outline = outline_of(TOP + "II. NHIỆM VỤ\na) Một.\nb) Hai.\nc) Ba.\nd) Bốn.\ne) Năm.\nIII. KINH PHÍ\nX.")
    assert list(paths(outline)) == ["II", "II.a", "II.b", "II.c", "II.d", "II.e", "III"]


@pytest.mark.parametrize(("sign", "path"), [("11|.", "III"), ("IIl.", "III"), ("HI.", "III"), ("III", "III")])
def test_parse_reads_roman_numerals_that_were_misread(sign: str, path: str):
    text = TOP + f"I. MỤC ĐÍCH\nMột.\nII. NHIỆM VỤ\nHai.\n{sign} TỔ CHỨC THỰC HIỆN\nBa."
    assert list(paths(outline_of(text))) == ["I", "II", path]


def test_parse_mends_a_single_number_between_sound_ones():
    text = TOP + "I. NHIỆM VỤ\n1. Giữ rừng.\n2. Trồng rừng.\n8. Tỉa cây.\n4. Đếm cây."
    nodes = [n for n in outline_of(text).walk() if n.level == 2]
    assert [n.path for n in nodes] == ["I.1", "I.2", "I.3", "I.4"]
    assert nodes[2].label == "3" and nodes[2].label_surface == "8."


def test_parse_keeps_paths_unique_where_the_print_repeats_a_number():
    text = TOP + "I. MỤC ĐÍCH\nXanh.\nII. LỘ TRÌNH\nNhanh.\nII. NHIỆM VỤ\nTrồng.\nIII. KINH PHÍ\nĐủ."
    assert list(paths(outline_of(text))) == ["I", "II", "II-2", "III"]


def test_parse_seats_dotted_numbers_under_their_first_number():
    text = TOP + "II. NHIỆM VỤ\n1. Về rừng\n1.1. Trồng\n- Cây lim.\n1.2. Giữ\n- Cây sến.\n2. Về nước\n- Suối."
    assert list(paths(outline_of(text))) == ["II", "II.1", "II.1.1", "II.1.2", "II.2"]


def test_parse_reads_the_dashed_enumerators_of_party_papers():
    body = """I- NỘI DUNG
1- Công tác quy hoạch
1.1- Rà soát quy hoạch cấp ủy.
1.2- Xây dựng đề án luân chuyển.
2- Công tác bồi dưỡng
Mở 5 - 7 lớp cho cấp ủy viên cơ sở trong đó có
3 - 4 lớp tại xã.
II- TỔ CHỨC THỰC HIỆN
a/ Các phòng triển khai.
b/ Văn phòng theo dõi."""
    found = paths(outline_of(TOP + body))
    assert found["I.1"] == "Công tác quy hoạch"
    assert found["I.2"] == "Công tác bồi dưỡng"
    assert {"I.1.1", "I.1.2", "II.a", "II.b"} <= found.keys()
    assert "I.3" not in found


def test_the_capital_d_with_a_stroke_counts_where_it_stands():
    text = "\n".join(f"{sign}. PHẦN {n}\n1. Giữ rừng {n}." for n, sign in enumerate("ABCDĐE", 1))
    tops = [path for path in paths(outline_of(TOP + text)) if "." not in path]
    assert tops == list("ABCDĐE")
    text = "\n".join(f"{sign}. PHẦN {n}\n1. Giữ rừng {n}." for n, sign in enumerate("ABCDEG", 1))
    assert [path for path in paths(outline_of(TOP + text)) if "." not in path] == list("ABCDEG")


def test_a_letter_behind_numbers_is_the_last_step_of_the_path():
    text = (
        TOP + "II. TRÌNH TỰ\n2. Các bước\n2.1. Bước 1:\n2.1.a. Thành lập Ban giữ rừng:\nXã lập Ban.\n"
        "2.1.b. Hướng dẫn hồ sơ:\nThôn phát mẫu đơn.\n"
        "2.2. Bước 2: Kiểm tra hiện trạng rừng.\nBan đi kiểm tra.\n"
    )
    found = paths(outline_of(text))
    assert found["II.2.1.a"] == "Thành lập Ban giữ rừng" and found["II.2.1.b"] == "Hướng dẫn hồ sơ"
    assert found["II.2.2"] == "Bước 2: Kiểm tra hiện trạng rừng"


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyzđ")
def test_no_letter_behind_numbers_breaks_the_reading(letter):
    outline = outline_of(TOP + f"I. NHIỆM VỤ\n1.2.{letter}. Sở Y tế rà soát.\n")
    assert "rà soát" in " ".join(p.passage.text for node in outline.walk() for p in node.content)
