"""Notes on what Nghị định 30/2020 asks for."""

from __future__ import annotations

from built_pages import outline_of

PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÂM SƠN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 07/KH-UBND
Lâm Sơn, ngày 06 tháng 02 năm 2026
KẾ HOẠCH
Phòng, chống hạn năm 2026
I. MỤC ĐÍCH
Bảo đảm nước tưới cho vụ xuân.
II. NHIỆM VỤ
1. Kiểm tra hồ chứa trước ngày 30/3/2026.
2. Đề nghị Hội Nông dân tỉnh: Vận động hội viên tiết kiệm nước, nạo vét kênh mương nội đồng.
Quá trình triển khai, nếu phát sinh vướng mắc, báo cáo UBND tỉnh./.
Nơi nhận:
- Sở Nông nghiệp và Môi trường;
- Lưu: VT, NN.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
(Đã ký)
Lò Thị Mai"""


def codes(text: str) -> list[str]:
    return [issue.code for issue in outline_of(text).issues]


def test_a_complete_plan_gives_no_note():
    assert codes(PLAN) == []


def test_each_missing_component_is_named():
    assert "component_missing" in codes(PLAN.replace("Lò Thị Mai", ""))
    assert codes(PLAN.replace("./.", "."))[-1:] == ["end_mark_missing"]
    messages = [i.message for i in outline_of(PLAN.replace("- Lưu: VT, NN.\n", "")).issues]
    assert any("Lưu" in message for message in messages)


def test_numbers_and_dates_without_their_zero_are_told():
    assert codes(PLAN.replace("Số: 07/", "Số: 7/")) == ["number_form"]
    assert codes(PLAN.replace("ngày 06 tháng 02", "ngày 6 tháng 2")) == ["date_form"]


def test_a_number_that_stands_twice_is_told():
    assert "enumerator_repeated" in codes(PLAN.replace("I. MỤC ĐÍCH", "II. MỤC ĐÍCH"))


def test_a_page_from_the_middle_is_not_blamed():
    assert codes("- Sở Y tế kiểm tra các bếp ăn tập thể.\n- Sở Nội vụ tổng hợp kết quả.") == []


def test_a_typed_signature_is_no_drafter_and_hides_no_name():
    outline = outline_of(PLAN)
    assert outline.signature.full_name is not None and outline.signature.full_name.value == "Lò Thị Mai"
    assert outline.archive is not None and "ký" not in outline.archive.value


def test_a_head_that_hands_a_task_to_a_unit_is_a_title_and_the_closing_stands_apart():
    section = outline_of(PLAN).sections[1]
    assert [c.title.text if c.title else None for c in section.children] == [
        None,
        "Đề nghị Hội Nông dân tỉnh",
    ]
    assert outline_of(PLAN).sections[-1].kind == "closing"


def test_an_appendix_eleven_is_eleven_unless_the_others_are_roman():
    def promised(text: str) -> list[str]:
        return [a.label for a in outline_of(PLAN.replace("vụ xuân.", f"vụ xuân ({text}).")).appendices]

    assert promised("chi tiết tại Phụ lục 11 kèm theo") == ["Phụ lục 11"]
    assert promised("chi tiết tại Phụ lục I, 11 kèm theo") == ["Phụ lục I", "Phụ lục II"]


def test_many_lettered_items_are_no_wrapped_lines():
    items = "\n".join(
        f"{letter}) Kiểm tra công trình số {i} trên địa bàn." for i, letter in enumerate("abcd")
    )
    tail = "Căn cứ Kế hoạch này, các cơ quan, đơn vị khẩn trương triển khai thực hiện./."
    text = PLAN.replace("1. Kiểm tra hồ chứa trước ngày 30/3/2026.", f"1. Kiểm tra hồ chứa.\n{items}")
    sections = outline_of(
        text.replace("Quá trình triển khai, nếu phát sinh vướng mắc, báo cáo UBND tỉnh./.", tail)
    ).sections
    assert sections[-1].kind == "closing"
    assert sections[-1].content[0].passage.text == tail


PARTY = """TỈNH ỦY LÂM SƠN
ĐẢNG CỘNG SẢN VIỆT NAM
Số 58-KH/TU
Lâm Sơn, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
phát triển du lịch năm 2026
I- NHIỆM VỤ
1. Rà soát quy hoạch.
Nơi nhận:
- Các đảng ủy trực thuộc,
- Lưu Văn phòng Tỉnh ủy.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Hoàng Quốc Tuấn"""


def test_a_paper_of_the_party_has_its_own_head_and_marks():
    outline = outline_of(PARTY)
    header, signature = outline.header, outline.signature
    assert header.issuing_organ is not None and header.issuing_organ.value == "TỈNH ỦY LÂM SƠN"
    assert header.parent_organ is None
    assert header.number_symbol is not None and header.number_symbol.value == "58-KH/TU"
    assert [(a.mark, a.of) for a in signature.authority] == [("TM.", "Ban Thường vụ")]
    assert [issue.code for issue in outline.issues] == []
