"""Who leads, who helps and who gets the report: from headings, sentences and what they leave out."""

from __future__ import annotations

import pytest
from built_outlines import names, node, tasks_of

from pipeline.extraction.leads import roles_of
from pipeline.extraction.reports import receivers
from pipeline.extraction.subjects import subject


def test_a_heading_that_names_units_gives_the_lead_and_a_subject_goes_before_it() -> None:
    found = tasks_of(
        node(
            "IV.1",
            "organisation",
            "Đề nghị: Hội Nông dân tỉnh, Tỉnh đoàn",
            "- Vận động hội viên.",
            "- Sở Y tế hướng dẫn chuyên môn.",
        )
    )
    assert [(names(t.lead), t.lead_basis) for t in found] == [
        (["Hội Nông dân tỉnh", "Tỉnh đoàn"], "heading"),
        (["Sở Y tế"], "explicit"),
    ]


def test_a_subject_left_out_is_taken_from_the_sentence_before() -> None:
    first, second = tasks_of(
        node(
            "IV",
            "organisation",
            "TỔ CHỨC",
            "Các cơ quan, đơn vị xây dựng kế hoạch. Định kỳ báo cáo UBND tỉnh (qua Sở Tư pháp).",
        )
    )
    assert names(first.lead) == names(second.lead) == ["Các cơ quan, đơn vị"]
    assert (second.kind, names(second.report_to), names(second.via)) == (
        "reporting",
        ["UBND tỉnh"],
        ["Sở Tư pháp"],
    )
    assert second.report_to[0].normalized == "UBND tỉnh Cao Bằng"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Sở Nội vụ hướng dẫn khen thưởng.", ["Sở Nội vụ"]),
        ("Giao Sở Tư pháp theo dõi, đôn đốc các đơn vị.", ["Sở Tư pháp"]),
        ("Trung tâm Kiểm soát bệnh tật tỉnh chủ trì điều phối.", ["Trung tâm Kiểm soát bệnh tật tỉnh"]),
        (
            "Các cơ quan, tổ chức có liên quan căn cứ Kế hoạch này, xây dựng kế hoạch.",
            ["Các cơ quan, tổ chức có liên quan"],
        ),
        (
            "Ban Quản lý dự án đầu tư xây dựng tỉnh chủ trì thi công.",
            ["Ban Quản lý dự án đầu tư xây dựng tỉnh"],
        ),
    ],
)
def test_the_subject_ends_where_the_order_begins(text: str, units: list[str]) -> None:
    found = subject(text)
    assert found is not None
    assert names(found[0]) == units


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức tập huấn.",
        "Báo cáo kết quả.",
        "Công tác tuyên truyền được đẩy mạnh.",
        "Phòng chống thiên tai.",
    ],
)
def test_an_order_without_a_subject_has_none(text: str) -> None:
    assert subject(text) is None


def test_partners_are_whom_the_lead_works_with_and_not_whom_it_advises() -> None:
    named = roles_of("Chủ trì, phối hợp với Công an tỉnh và các đơn vị liên quan kiểm tra.", has_heading=True)
    assert names(named.coordination) == ["Công an tỉnh", "các đơn vị liên quan"]
    advised = roles_of("Tham mưu UBND tỉnh phối hợp với Bộ Công an rà soát.", has_heading=True)
    assert advised.coordination == ()
    helped = roles_of("Hướng dẫn, hỗ trợ các địa phương rà soát.", has_heading=True)
    assert helped.coordination == ()


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Báo cáo kết quả về Sở Nội vụ để tổng hợp, báo cáo UBND tỉnh.", ["Sở Nội vụ"]),
        ("Báo cáo tổng hợp hằng tuần gửi UBND tỉnh, Sở Y tế.", ["UBND tỉnh", "Sở Y tế"]),
        ("Tổng hợp, báo cáo Bộ Nội vụ và UBND tỉnh trước ngày 30/11.", ["Bộ Nội vụ", "UBND tỉnh"]),
        ("Xây dựng báo cáo chuyên đề.", []),
        ("Lập danh sách, gửi UBND huyện kèm theo biên bản họp.", ["UBND huyện"]),
    ],
)
def test_receivers_are_the_first_to_get_the_report(text: str, units: list[str]) -> None:
    assert names(receivers(text)) == units
