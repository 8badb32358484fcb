"""Indices by acronym and name, components by content."""

import pytest
from built_outlines import passage

from pipeline.extraction.indicators import collect, component_of, find_indicators, ids_under, index_of_plan
from pipeline.extraction.sources import frames_of


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Chỉ số cải cách hành chính (PAR INDEX)", ["PAR_INDEX"]),
        ("Chỉ số CCHC và Par Index", ["PAR_INDEX", "PAR_INDEX"]),
        ("Chỉ số hài lòng của người dân, tổ chức đối với sự phục vụ", ["SIPAS"]),
        ("Chỉ số Hiệu quả Quản trị và Hành chính công cấp tỉnh", ["PAPI"]),
        ("Chi so nang luc canh tranh cap tinh", ["PCI"]),
        ("Bộ chỉ số 766", ["BCS766"]),
        ("Bộ chỉ số ban hành kèm theo Quyết định số 766/QĐ-TTg", ["BCS766"]),
        ("điểm par index, Chỉ số PAR - INDEX và Papi của tỉnh", ["PAR_INDEX", "PAR_INDEX", "PAPI"]),
        ("chỉ số mật độ muỗi, chỉ số BI", []),
    ],
)
def test_find_indicators_knows_names_and_acronyms(text: str, ids: list[str]) -> None:
    assert [match.id for match in find_indicators(text)] == ids


@pytest.mark.parametrize(
    ("title", "component"),
    [
        ("Cải thiện Chỉ số nội dung “Công khai, minh bạch trong việc ra quyết định”", "PAPI.2"),
        ("Trách nhiệm giải trình với người dân", "PAPI.3"),
        ("Thủ tục hành chính công", "PAPI.5"),
        ("Trach nhiém giai trinh voi nguoi dan", "PAPI.3"),
        ("Hậu cần", None),
    ],
)
def test_components_are_told_by_content(title: str, component: str | None) -> None:
    assert component_of("PAPI", title) == component


def test_a_component_is_named_without_quotes() -> None:
    found = find_indicators("Nâng cao chỉ số nội dung Kiểm soát tham nhũng trong khu vực công")
    assert [(m.id, m.component) for m in found] == [("PAPI", "PAPI.4")]


def test_ids_are_inherited_from_the_headings_and_their_components() -> None:
    titles = (
        passage("Nâng cao Chỉ số hài lòng về sự phục vụ hành chính (SIPAS)"),
        passage("Tiếp cận dịch vụ"),
    )
    assert ids_under(passage("Cải tạo bộ phận một cửa."), titles) == (("SIPAS",), ("SIPAS.1",))


def test_the_year_beside_an_index_is_its_year() -> None:
    (found,) = find_indicators("Chỉ số PCI năm 2026")
    assert found.year == 2026


@pytest.mark.parametrize(
    ("title", "component"),
    [("Cai cach che áp công vụ", "PAR_INDEX.5"), ("Cải cách tổ chức nhập máy hành chính", "PAR_INDEX.4")],
)
def test_components_are_told_through_a_misread_word(title: str, component: str) -> None:
    assert component_of("PAR_INDEX", title) == component


def test_a_year_may_stand_right_behind_the_acronym() -> None:
    found = find_indicators("Phân tích PAPI 2024 và kế hoạch PCI 2025-2030")
    assert [(m.id, m.year) for m in found] == [("PAPI", 2024), ("PCI", None)]


def test_a_quoted_content_is_a_component_where_papi_is_named() -> None:
    found = find_indicators("Cải thiện nội dung “Quản trị điện tử” của Chỉ số PAPI.")
    assert "PAPI.8" in [match.component for match in found]
    assert find_indicators("Đổi mới nội dung “Quản trị điện tử” trong giáo trình.") == []


def test_headings_name_components_of_the_index_that_the_plan_is_about() -> None:
    plan = index_of_plan("Nâng cao Chỉ số năng lực cạnh tranh cấp tỉnh (PCI) năm 2026")
    titles = (passage("NHIỆM VỤ"), passage("Tính minh bạch (5,71 điểm, hạng 47)"))
    assert ids_under(passage("Công khai quy hoạch."), titles, plan) == (("PCI",), ("PCI.3",))
    assert ids_under(passage("Công khai quy hoạch."), titles) == ((), ())
    of_other = (passage("Giám sát, bảo đảm tính minh bạch của các dự án do huyện quản lý"),)
    assert ids_under(passage("Công khai quy hoạch."), of_other, plan) == ((), ())


def test_a_plan_about_several_indices_leaves_their_components_to_its_headings() -> None:
    assert index_of_plan("Nâng cao các Chỉ số PAPI, PCI năm 2026") is None
    assert index_of_plan("Trồng rừng năm 2026") is None


def test_a_sentence_that_holds_a_component_s_name_is_none() -> None:
    titles = (passage("NHIỆM VỤ"),)
    for text in ("Phối hợp đào tạo lao động.", "Sở Tài chính hỗ trợ doanh nghiệp."):
        assert collect([(passage(text), titles)], frames_of(()), "PCI") == ()
    (found,) = collect([(passage("Đào tạo lao động"), titles)], frames_of(()), "PCI")
    assert found.component is not None and found.component.id == "PCI.9"
