"""Citations: mended numbers, dates, issuers, one reference for each document."""

import pytest
from built_outlines import passage

from pipeline.extraction.abbreviations import find_abbreviations
from pipeline.extraction.bibliography import collect, keys_in
from pipeline.extraction.references import find_references, mend_text


@pytest.mark.parametrize(
    ("printed", "mended"),
    [
        ("27/NQ- TW", "27-NQ/TW"),
        ("01-NQ/CP", "01/NQ-CP"),
        ("10- CTr/TU", "10-CTr/TU"),
        ("111 /KH-TTr", "111/KH-TTr"),
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP"),
        ("59/2020/QH14", "59/2020/QH14"),
        ("1685/NQ-UBTVQH15", "1685/NQ-UBTVQH15"),
        ("197/2025/QHI15", "197/2025/QH15"),
        ("06/QĐ-TTG", "06/QĐ-TTg"),
        ("66.2/2025/NQ-CP", "66.2/2025/NQ-CP"),
        ("2231/SNV-CCHC&PC", "2231/SNV-CCHC&PC"),
    ],
)
def test_numbers_take_the_form_of_their_issuer(printed: str, mended: str) -> None:
    assert mend_text(printed) == mended


def test_a_full_citation_gives_date_issuer_and_title() -> None:
    text = "Thực hiện Nghị quyết số 12/NQ-CP ngày 05 tháng 3 năm 2024 của Chính phủ về cải tiến; các văn bản"
    (found,) = find_references(text)
    assert (found.type_name, found.number_symbol, found.issue_date) == (
        "Nghị quyết",
        "12/NQ-CP",
        "2024-03-05",
    )
    assert (found.issuer, found.title, found.role) == ("Chính phủ", "cải tiến", "implement")


def test_an_issuer_may_be_two_organs_of_the_party() -> None:
    (found,) = find_references(
        "theo Kết luận số 99-KL/TW, ngày 28/3/2025 của Bộ Chính trị, Ban Bí thư và chỉ đạo của tỉnh"
    )
    assert (found.issuer, found.party) == ("Bộ Chính trị, Ban Bí thư", True)


def test_lists_share_kind_and_date() -> None:
    found = find_references("Nghị quyết số 01/NQ-CP và Nghị quyết số 02/NQ-CP ngày 08/01/2025 của Chính phủ")
    assert [c.issue_date for c in found] == ["2025-01-08", "2025-01-08"]
    listed = find_references("Kế hoạch số 5/KH-UBND và các Quyết định số: 458/QĐ-TTg, 468/QĐ-TTg")
    assert [c.type_name for c in listed] == ["Kế hoạch", "Quyết định", "Quyết định"]


def test_laws_are_named_with_or_without_a_number() -> None:
    found = find_references(
        "Luật Lưu trữ số 33/2024/QH15; Luật Thi đua, khen thưởng ngày 15/6/2022; Luật Đất đai."
    )
    assert [(c.number_symbol, c.title) for c in found] == [
        ("33/2024/QH15", "Luật Lưu trữ"),
        (None, "Luật Thi đua, khen thưởng"),
        (None, "Luật Đất đai"),
    ]


def test_standards_count_and_ranks_and_dates_do_not() -> None:
    assert keys_in("theo TCVN 11930:2017, vận hành 24/7, xếp thứ 20/63, trước ngày 15/11/2025") == (
        "TCVN 11930:2017",
    )


def test_one_reference_for_each_document_and_the_own_number_is_none() -> None:
    texts = [
        passage("Căn cứ Quyết định số 7/QĐ-UBND ngày 02/02/2026 của UBND tỉnh;"),
        passage("Thực hiện Quyết định 7/QĐ-UBND kèm theo Kế hoạch số 45/KH-SNV"),
    ]
    (reference,) = collect(texts, "45/KH-SNV", {})
    assert reference.number_symbol == "7/QĐ-UBND"
    assert reference.issue_date == "2026-02-02"
    assert reference.role == "basis"
    assert len(reference.mentions) == 2


def test_the_same_number_of_two_years_is_two_documents() -> None:
    texts = [
        passage("Nghị quyết số 01/NQ-CP ngày 05/01/2024"),
        passage("Nghị quyết số 01/NQ-CP ngày 08/01/2025"),
    ]
    assert len(collect(texts, None, {})) == 2


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("công tác cải cách hành chính (CCHC) năm", "CCHC", "cải cách hành chính"),
        ("doanh nghiệp nhỏ và vừa (DNNVV)", "DNNVV", "doanh nghiệp nhỏ và vừa"),
        ("phát triển kinh tế - xã hội (KT-XH)", "KT-XH", "kinh tế - xã hội"),
        (
            "ban hành Đợt kiểm tra công vụ năm 2026 (sau đây gọi tắt là Đợt kiểm tra)",
            "Đợt kiểm tra",
            "Đợt kiểm tra công vụ năm 2026",
        ),
    ],
)
def test_abbreviations_take_the_words_that_their_letters_spell(text: str, short: str, long: str) -> None:
    assert [(d.short, d.long) for d in find_abbreviations(text)] == [(short, long)]


def test_a_bracket_that_spells_nothing_before_it_defines_nothing() -> None:
    assert find_abbreviations("ứng dụng Internet vạn vật (IoT)") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Đề án số 48/DA-UBND ngày 12/6/2025 của UBND tỉnh", "48/ĐA-UBND"),
        ("Dự án số 48/DA-UBND của UBND tỉnh", "48/DA-UBND"),
        ("Quyết định số 55/QD-UBND ngày 02/3/2026", "55/QĐ-UBND"),
        ("Nghị định số 30/2020/ND-CP", "30/2020/NĐ-CP"),
        ("Kế hoạch số 186/KHUBND ngày 17/9/2024", "186/KH-UBND"),
    ],
)
def test_the_printed_kind_mends_a_symbol_that_lost_a_stroke_or_its_hyphen(text: str, number: str) -> None:
    assert [c.number_symbol for c in find_references(text)] == [number]


def test_a_law_keeps_its_comma() -> None:
    (law,) = find_references("Căn cứ Luật Phòng, chống thiên tai ngày 19/6/2013;")
    assert (law.title, law.issue_date) == ("Luật Phòng, chống thiên tai", "2013-06-19")


def test_what_a_heading_calls_the_basis_is_one() -> None:
    texts = [passage("CĂN CỨ LẬP KẾ HOẠCH"), passage("Nghị quyết số 91-NQ/TW ngày 02/12/2024")]
    assert [r.role for r in collect(texts, None, {})] == ["cite"]
    assert [r.role for r in collect(texts, None, {}, {1})] == ["basis"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Thực hiện Công văn số 2345 /UBND - NC ngày 05/6/2025", ["2345/UBND-NC"]),
        ("Kết luận số 31/KL/TW ngày 24/01/2025 và Nghị quyết số 47-NQ-TW", ["31-KL/TW", "47-NQ/TW"]),
        ("Quyết định số 577/QĐTTg; Tờ trình số 41/TTrSNNMT; Quyết định số 5/2024/QĐUBND",
         ["577/QĐ-TTg", "41/TTr-SNNMT", "5/2024/QĐ-UBND"]),
        ("Nghị định số 61/CP ngày 05/7/1994 của Chính phủ", ["61/CP"]),
        ("Quyết định số 214/QĐ-BCĐTW và Kế hoạch số 03-KH/BCĐTW", ["214/QĐ-BCĐTW", "03-KH/BCĐTW"]),
        ("gửi 6452/SVX-TCKT ngày 01/12/2025 và 6453/UBND-NNMT", ["6452/SVX-TCKT", "6453/UBND-NNMT"]),
        ("theo QĐ số 271/QD-TTg", ["271/QĐ-TTg"]),
        ("Tờ trình số 127/SVXĐT ngày 23/01/2007 của Sở", ["127/SVXĐT"]),
        ("Nghị quyết số 29-2016/NQ-CP ngày 28/4/2016", ["29-2016/NQ-CP"]),
        ("Kế hoạch hành động số 1592 KH-UBND ngày 06/6/2014", ["1592/KH-UBND"]),
        ("Phiếu số 12/ABC, phòng 30 KH-UBND", []),
        ("QCVN 03:2009/BCT - Quy chuẩn quốc gia", ["QCVN 03:2009/BCT"]),
        ("QCVN 01 - 25: 2010/BNNPTNT", ["QCVN 01-25:2010/BNNPTNT"]),
        ("QCVN62-MT:2016/BTNMT về nước thải", ["QCVN 62-MT:2016/BTNMT"]),
        ("biểu mẫu số 06a/BTP/KSTT, tờ khai 05/KK-TNCN, hoạt động 24/7, 20/63 tỉnh", []),
    ],
)  # fmt: skip
def test_numbers_that_lost_or_changed_a_sign_are_mended(text: str, numbers: list[str]) -> None:
    assert [c.number_symbol for c in find_references(text)] == numbers


def test_a_basis_may_stand_behind_a_bullet() -> None:
    (found,) = find_references("- Căn cứ Quyết định số 61/QĐ-UBND ngày 05/3/2024 của Ủy ban nhân dân tỉnh;")
    assert found.role == "basis"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("(Ban hành kèm theo Quyết định số 61/QĐ-UBND ngày 05/3/2024)", "attached_to"),
        ("(Phụ lục II kèm theo Kế hoạch số 61/KH-UBND)", "attached_to"),
        ("Lập biểu theo mẫu số 02 ban hành kèm theo Thông tư số 61/2024/TT-BTC", "cite"),
    ],
)
def test_what_a_paper_is_attached_to_heads_it(text: str, role: str) -> None:
    assert [c.role for c in find_references(text)] == [role]


def test_an_issuer_ends_before_a_second_paper() -> None:
    (found,) = find_references("theo Nghị định số 61/2024/NĐ-CP của Chính phủ và hướng dẫn của Sở")
    assert found.issuer == "Chính phủ"


@pytest.mark.parametrize(
    ("text", "issuer", "title"),
    [
        ("Quyết định số 61/QĐ-SVX của Sở Vườn xã phê duyệt “Hướng dẫn ghép cây; tỉa cành”; văn bản",
         "Sở Vườn xã", "phê duyệt “Hướng dẫn ghép cây; tỉa cành”"),
        ("Thông tư số 61/2014/TTLT-BYT-BTC của Bộ trưởng Bộ Y tế và Bộ trưởng Bộ Tài chính về ghép cây",
         "Bộ trưởng Bộ Y tế", "ghép cây"),
        ("Công văn số 61/BNV-TCC ngày 05/3/2024 của Bộ Nội vụ v/v ghép cây", "Bộ Nội vụ", "ghép cây"),
    ],
)  # fmt: skip
def test_a_title_may_be_quoted_or_stand_behind_two_issuers(text: str, issuer: str, title: str) -> None:
    (found,) = find_references(text)
    assert (found.issuer, found.title) == (issuer, title)


@pytest.mark.parametrize(
    "name",
    ["Luật Cán bộ, công chức", "Luật Chất lượng sản phẩm, hàng hóa", "Luật An toàn, vệ sinh lao động",
     "Luật Khám bệnh, chữa bệnh", "Luật Trật tự, an toàn giao thông đường bộ"],
)  # fmt: skip
def test_the_comma_within_the_name_of_a_law_belongs_to_it(name: str) -> None:
    (law,) = find_references(f"Sửa đổi {name} trình Quốc hội thông qua.")
    assert law.title == name


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("phù hợp với Luật Đất đai 2024, Luật Nhà ở 2023.", ["Luật Đất đai", "Luật Nhà ở"]),
        ("thi hành Luật Dân số và Luật Thủ đô.", ["Luật Dân số", "Luật Thủ đô"]),
        ("thi hành Luật Dân số số 15/2025/QH15.", ["Luật Dân số"]),
    ],
)
def test_a_law_ends_before_its_year_or_number_and_not_within_its_name(text: str, titles: list[str]) -> None:
    assert [law.title for law in find_references(text)] == titles


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Nghị định số 52/2013/NĐ-CP - Không trùng lặp", "52/2013/NĐ-CP"),
        ("Quyết định số 33/2025/QĐ - UBND", "33/2025/QĐ-UBND"),
        ("Công văn số 12/SGD&ĐT-VP ngày 02/3/2025", "12/SGD&ĐT-VP"),
    ],
)
def test_a_remark_behind_a_dash_is_no_part_of_the_symbol(text: str, number: str) -> None:
    (found,) = find_references(text)
    assert found.number_symbol == number


def test_the_symbol_of_a_form_is_no_document() -> None:
    assert find_references("Gửi tờ khai theo Mẫu số 01/TK-THUE cho cơ quan thuế.") == []
