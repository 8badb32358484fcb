"""Trailer lines: how their labels are known, and which tasks they hold for."""

from __future__ import annotations

import pytest
from built_outlines import names, node, passage, tasks_of

from pipeline.extraction.trailers import label_role, read_trailers


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Đơn vị chủ trì tham mưu thực hiện", "lead"),
        ("Cơ quan thực hiện", "lead"),
        ("Đơn vị phối hợp thực hiện", "coordination"),
        ("Thời hạn ban hành", "deadline"),
        ("Thời gian dự kiến hoàn thành", "deadline"),
        ("Sản phẩm đầu ra", "output"),
        ("Nội dung thực hiện", "text"),
        ("Co quan chu tri", "lead"),
        ("Đơn v| chủ trì", "lead"),
        ("Sở Nội vụ", None),
    ],
)
def test_labels_are_known_in_their_variants_and_misread(label: str, role: str | None) -> None:
    assert label_role(label) == role


def test_several_trailers_may_share_a_line() -> None:
    found = read_trailers(
        passage("Cơ quan chủ trì: Sở Y tế; cơ quan phối hợp: Sở Nội vụ, Sở Tài chính; thời gian: Quý I/2026.")
    )
    assert [(t.role, t.value.text) for t in found] == [
        ("lead", "Sở Y tế"),
        ("coordination", "Sở Nội vụ, Sở Tài chính"),
        ("deadline", "Quý I/2026."),
    ]


def test_trailers_that_close_a_group_hold_for_the_group_alone() -> None:
    found = tasks_of(
        node(
            "II.1", "tasks", "Tuyên truyền",
            "- Tăng cường giáo dục chính trị.", "- Nâng cao ý thức kỷ luật.",
            "Đơn vị thực hiện: Các Sở, ngành, UBND cấp xã.", "Thời gian thực hiện: Thường xuyên.",
            "- Tổ chức tập huấn.", "Đơn vị chủ trì: Sở Tư pháp.", "Đơn vị phối hợp: Sở Nội vụ.",
        )
    )  # fmt: skip
    assert [names(t.lead) for t in found] == [["Các Sở, ngành", "UBND cấp xã"]] * 2 + [["Sở Tư pháp"]]
    assert [t.deadline and t.deadline.kind for t in found] == ["continuous", "continuous", None]
    assert names(found[2].coordination) == ["Sở Nội vụ"]
    assert found[0].lead_basis == "explicit"


def test_trailers_in_lettered_items_belong_to_the_heading() -> None:
    heading = node(
        "II.1", "tasks", "Về dữ liệu",
        children=(
            node("II.1.a", "tasks", "Nhiệm vụ", "Rà soát cơ sở dữ liệu."),
            node(
                "II.1.b", "tasks", "Cơ quan thực hiện",
                "- Đơn vị chủ trì: Sở Xây dựng.", "- Đơn vị phối hợp: Các Sở, ban, ngành.",
            ),
            node("II.1.c", "tasks", "Thời gian thực hiện", "Hoàn thành trong năm 2026."),
        ),
    )  # fmt: skip
    (task,) = tasks_of(heading)
    assert (task.section_path, names(task.lead), names(task.coordination)) == (
        "II.1",
        ["Sở Xây dựng"],
        ["Các Sở, ban, ngành"],
    )
    assert task.deadline is not None
    assert task.deadline.due == "2026-12-31"


def test_a_trailer_within_a_paragraph_is_that_paragraph_s_own() -> None:
    section = node(
        "II",
        "tasks",
        "Nhiệm vụ",
        "- Công bố giá đất, chậm nhất 10 ngày kể từ ngày được phê duyệt.",
        "- Xây dựng bản đồ giá đất. Thời gian hoàn thành: Quý III/2026.",
    )
    first, second = tasks_of(section)
    assert first.deadline is not None and first.deadline.kind == "relative"
    assert second.deadline is not None and str(second.deadline.due) == "2026-09-30"


def test_a_sentence_that_only_says_when_dates_the_one_before() -> None:
    section = node(
        "II",
        "tasks",
        "Nhiệm vụ",
        "- Giải đua ghe trên sông Lam. Ngày 28/6/2026.",
        "- Trồng cây ven sông. Chăm cây hằng tuần trong tháng 6/2026.",
    )
    race, plant, tend = tasks_of(section)
    assert race.deadline is not None and str(race.deadline.due) == "2026-06-28"
    assert plant.deadline is None and tend.text == "Chăm cây hằng tuần trong tháng 6/2026."
