"""Lists of units are cut where a new unit begins, and nowhere else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.lexicons import load, rows
from pipeline.extraction.unit_names import normalize_unit, province_of
from pipeline.extraction.units import looks_like_units, split_units

LISTS = [
    ("Sở Nội vụ; các cơ quan, đơn vị liên quan", ["Sở Nội vụ", "các cơ quan, đơn vị liên quan"]),
    ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ("Sở Văn hoá, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hoá, Thể thao và Du lịch", "Sở Y tế"]),
    ("các Sở: Nội vụ, Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
    ("các Sở Xây dựng, Tư pháp và Y tế", ["Sở Xây dựng", "Sở Tư pháp", "Sở Y tế"]),
    (
        "Các Sở: Văn hóa, Thể thao và Du lịch, Công Thương; UBND các xã, phường",
        ["Sở Văn hóa, Thể thao và Du lịch", "Sở Công Thương", "UBND các xã, phường"],
    ),
    ("các sở, ban, ngành", ["các sở, ban, ngành"]),
    ("Các sở, ngành, UBND cấp xã", ["Các sở, ngành", "UBND cấp xã"]),
    ("các sở, ban, ngành và UBND xã, phường, đặc khu", ["các sở, ban, ngành", "UBND xã, phường, đặc khu"]),
    (
        "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các xã",
        ["Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các xã"],
    ),
    ("Công an tỉnh và đơn vị liên quan", ["Công an tỉnh", "đơn vị liên quan"]),
    ("Sở Khoa học và Công nghệ và Sở Nội vụ", ["Sở Khoa học và Công nghệ", "Sở Nội vụ"]),
    (
        "Báo và Phát thanh, Truyền hình tỉnh, Sở Tư pháp",
        ["Báo và Phát thanh, Truyền hình tỉnh", "Sở Tư pháp"],
    ),
    ("Sở GD&ĐT, Sở NN&MT", ["Sở GD&ĐT", "Sở NN&MT"]),
    ("Mặt trận Tổ quốc, Hội Nông dân và Tỉnh đoàn", ["Mặt trận Tổ quốc", "Hội Nông dân", "Tỉnh đoàn"]),
    ("- ", []),
    ("Trạm Y tế các xã, phường", ["Trạm Y tế các xã, phường"]),
    ("UBND xã, phường, đặc khu Sở Lâm nghiệp", ["UBND xã, phường, đặc khu", "Sở Lâm nghiệp"]),
    ("Sở Y tế Các sở, ngành, UBND các xã", ["Sở Y tế", "Các sở, ngành", "UBND các xã"]),
    ("mỗi cơ quan, đơn vị", ["mỗi cơ quan, đơn vị"]),
    ("VTV, HTV, TTXVN, các địa phương", ["VTV", "HTV", "TTXVN", "các địa phương"]),
    (
        "các cơ quan báo chí Trung ương, địa phương, quân đội",
        ["các cơ quan báo chí Trung ương, địa phương, quân đội"],
    ),
    ("Trung ương Đoàn, Trung ương Hội Nông dân", ["Trung ương Đoàn", "Trung ương Hội Nông dân"]),
    ("Học sinh và cha mẹ học sinh", ["Học sinh", "cha mẹ học sinh"]),
    (
        "các tổ chức chính trị - xã hội, tổ chức thành viên của Mặt trận",
        ["các tổ chức chính trị - xã hội", "tổ chức thành viên của Mặt trận"],
    ),
    ("Sở Xây dựng (cân đối nguồn, cấp phép); Sở Nội vụ", ["Sở Xây dựng", "Sở Nội vụ"]),
    ("Tổng cục Lâm nghiệp (Cục Kiểm lâm, Vụ Pháp chế)", ["Tổng cục Lâm nghiệp (Cục Kiểm lâm, Vụ Pháp chế)"]),
    ("viện nghiên cứu, doanh nghiệp", ["viện nghiên cứu", "doanh nghiệp"]),
    (
        "các hiệp hội doanh nghiệp, hiệp hội ngành hàng, Liên minh Hợp tác xã",
        ["các hiệp hội doanh nghiệp, hiệp hội ngành hàng", "Liên minh Hợp tác xã"],
    ),
    ("Thanh tra Chính phủ, Thanh tra các Bộ, ngành", ["Thanh tra Chính phủ", "Thanh tra các Bộ, ngành"]),
    ("Các sở Giáo dục và Đào tạo", ["Các sở Giáo dục và Đào tạo"]),
    (
        "Phó Chủ tịch phụ trách lĩnh vực Dân tộc và các Hội",
        ["Phó Chủ tịch phụ trách lĩnh vực Dân tộc và các Hội"],
    ),
    ("Đồng chí Ủy viên Ban Thường vụ, Chủ tịch Hội", ["Đồng chí Ủy viên Ban Thường vụ, Chủ tịch Hội"]),
    ("Các đơn vị chuyên môn: Khoa Lâm sinh, Viện Rừng", ["Khoa Lâm sinh", "Viện Rừng"]),
    ("Các phòng ban, Trường/Viện đào tạo", ["Các phòng ban", "Trường/Viện đào tạo"]),
    ("Nhân viên y tế (đồng chí An)", ["Nhân viên y tế"]),
    ("Thông tấn xã Việt Nam, Đài Tiếng nói Việt Nam", ["Thông tấn xã Việt Nam", "Đài Tiếng nói Việt Nam"]),
    ("Các Vụ, Cục và đơn vị liên quan", ["Các Vụ, Cục và đơn vị liên quan"]),
    ("Các Vụ, đơn vị liên quan, Vụ Pháp chế", ["Các Vụ, đơn vị liên quan", "Vụ Pháp chế"]),
    ("Giao Thủ trưởng các Vụ, Cục, đơn vị thuộc Bộ", ["Thủ trưởng các Vụ, Cục, đơn vị thuộc Bộ"]),
    ("các Đoàn đại biểu, các đại biểu Hội đồng", ["các Đoàn đại biểu", "các đại biểu Hội đồng"]),
    ("UBND xã Suối Mây và trạm y tế hai xã", ["UBND xã Suối Mây", "trạm y tế hai xã"]),
    ("Tổ đảng ở Văn phòng; Đảng đoàn Hội Nông dân", ["Tổ đảng ở Văn phòng", "Đảng đoàn Hội Nông dân"]),
    (
        "Các tổ chức chính trị - xã hội và tổ chức, đoàn thể có liên quan",
        ["Các tổ chức chính trị - xã hội", "tổ chức, đoàn thể có liên quan"],
    ),
    (
        "các sở, ban, ngành cấp tỉnh và cơ quan liên quan",
        ["các sở, ban, ngành cấp tỉnh", "cơ quan liên quan"],
    ),
]


@pytest.mark.parametrize(("text", "units"), LISTS)
def test_split_units_keeps_names_whole_and_parts_lists(text: str, units: list[str]) -> None:
    assert [unit.text for unit in split_units(text)] == units


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sở Y tế", "named"),
        ("các sở, ban, ngành", "collective"),
        ("UBND các xã, phường", "collective"),
        ("UBND tỉnh", "named"),
        ("Chánh Văn phòng UBND tỉnh", "role"),
        ("Giám đốc Sở Tài chính", "role"),
    ],
)
def test_units_are_named_collective_or_an_office(text: str, kind: str) -> None:
    assert [unit.kind for unit in split_units(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("Uỷ ban nhân dân Tỉnh", "UBND tỉnh Cao Bằng"),
        ("UBND tỉnh", "UBND tỉnh Cao Bằng"),
        ("UBND các xã, phường", "UBND các xã, phường"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Sở VHTTDL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("VP UBND tỉnh", "Văn phòng UBND tỉnh Cao Bằng"),
        ("Công an tỉnh", "Công an tỉnh Cao Bằng"),
    ],
)
def test_normalize_unit_gives_the_full_name_and_the_province_of_the_header(
    text: str, normalized: str
) -> None:
    assert normalize_unit(text, "tỉnh Cao Bằng") == normalized


def test_province_comes_from_the_organ_before_the_place() -> None:
    assert province_of("ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "Sa Pa") == "tỉnh Lào Cai"
    assert province_of("SỞ NỘI VỤ", "Huế") == "thành phố Huế"
    assert province_of("CÔNG TY", None) is None


@pytest.mark.parametrize(
    "text",
    ["Tổ chức thực hiện", "Báo cáo kết quả", "Trường hợp khẩn cấp", "Hội nghị sơ kết", "Phòng chống dịch",
     "Thống kê đàn vật nuôi", "Bộ chỉ số"],
)  # fmt: skip
def test_headings_that_only_begin_like_an_organ_are_no_units(text: str) -> None:
    assert not looks_like_units(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="SởBanUBNDcáctỉnh ,;:()và", max_size=60))
def test_split_units_never_fails_and_points_into_the_text(text: str) -> None:
    for unit in split_units(text):
        assert 0 <= unit.start <= unit.end <= len(text)
        assert unit.text.strip()


def test_lexicons_load_and_hold_no_word_twice() -> None:
    for name in ("units", "organs", "verbs", "trailers", "tasks", "words", "indicators", "references"):
        assert load(name), name
    for name, key in (("verbs", "adverbs"), ("units", "roles"), ("units", "generic"), ("words", "intros")):
        assert len(load(name)[key]) == len(set(load(name)[key])), (name, key)
    assert len({row["name"] for row in rows("provinces")}) == len(rows("provinces")) >= 63
