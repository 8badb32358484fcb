"""Lines that belong together: wrapped, broken over pages, parted by indents."""

from __future__ import annotations

from built_pages import TOP, boxed, outline_of, paths, texts

from pipeline.sections import parse

WRAPPED = """I. MUC TIEU VA NHIEM VU

1. Nang cao hieu biet cua nguoi trong rung ve cac giong cay ban dia va ve
cach cham soc cay con trong ba nam dau, nhat la o vung cao va vung ven song

2. Nang cao muc do hai long cua nguoi dan ve thu tuc giao rung, giao dat lam
nghiep:

Bao dam moi ho so duoc nhan va tra dung hen; khong de nguoi dan phai di lai
nhieu lan vi cung mot viec da duoc huong

dan tu truoc.
"""


def test_parse_joins_wrapped_lines_and_headings_over_two_lines():
    outline = outline_of(WRAPPED)
    assert paths(outline)["I.2"] == (
        "Nang cao muc do hai long cua nguoi dan ve thu tuc giao rung, giao dat lam nghiep"
    )
    assert texts(outline, "I.2")[0].endswith("da duoc huong dan tu truoc.")


def test_parse_joins_a_sentence_over_a_page_break_and_its_page_number():
    text = (
        TOP
        + "I. NHIỆM VỤ\n- Trồng mới một nghìn héc-ta rừng phòng hộ ở đầu nguồn"
        + "\n\f2\n\nvà ven các hồ chứa nước.\n- Tỉa."
    )
    outline = outline_of(text)
    assert texts(outline, "I") == [
        "Trồng mới một nghìn héc-ta rừng phòng hộ ở đầu nguồn và ven các hồ chứa nước.",
        "Tỉa.",
    ]
    assert outline.places[(2, 1)] == "furniture"


def test_parse_keeps_a_span_of_years_broken_before_its_hyphen_in_one_item():
    text = TOP + "I. CHỈ TIÊU\n1. Trong giai đoạn 2026\n- 2030 trồng 100 ha.\n2. Giữ 50 ha."
    assert texts(outline_of(text), "I.1") == ["Trong giai đoạn 2026 - 2030 trồng 100 ha."]


def test_parse_uses_margins_and_indents_where_boxes_are_known():
    page = [
        ("I. NHIỆM VỤ", 160, 400),
        ("Các hạt kiểm lâm tuần tra rừng theo lịch đã định và ghi sổ đầy đủ, Hạt", 160, 1000),
        ("trưởng chịu trách nhiệm về sổ. Đội cơ động thay nhau trực đêm ở các", 100, 1000),
        ("Trạm gác cửa rừng", 100, 400),
        ("Mỗi quý các hạt gửi báo cáo một lần về Chi cục để tổng hợp chung toàn", 160, 1000),
        ("tỉnh.", 100, 170),
    ]
    outline = parse(boxed([page]))
    assert [t[:10] for t in texts(outline, "I")] == ["Các hạt ki", "Mỗi quý cá"]
