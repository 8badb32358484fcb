"""Who and when without a label: in brackets behind a sentence, or a time before it."""

from __future__ import annotations

import pytest
from built_outlines import names, node, tasks_of

from pipeline.extraction.brackets import is_time


@pytest.mark.parametrize(
    ("text", "lead", "coordination", "due"),
    [
        ("- Nạo vét kênh; xong trong Quý III/2026. (Sở Nội vụ chủ trì; Văn phòng UBND tỉnh phối hợp)",
         ["Sở Nội vụ"], ["Văn phòng UBND tỉnh"], "2026-09-30"),
        ("- Nạo vét kênh mương nội đồng. (các Sở: Xây dựng, Công Thương theo chức năng)",
         ["Sở Xây dựng", "Sở Công Thương"], [], None),
        ("- Nạo vét kênh mương nội đồng. (Sở Y tế)", ["Sở Y tế"], [], None),
        ("- Nạo vét kênh mương. (Sở Y tế chủ trì, phối hợp với Sở Tài chính và UBND các xã)",
         ["Sở Y tế"], ["Sở Tài chính", "UBND các xã"], None),
        ("- Nạo vét kênh mương. (Trước ngày 15/9/2025)", [], [], "2025-09-15"),
    ],
)  # fmt: skip
def test_a_bracket_behind_the_full_stop_tells_who_and_when(
    text: str, lead: list[str], coordination: list[str], due: str | None
) -> None:
    (task,) = tasks_of(node("II", "tasks", "NHIỆM VỤ", text))
    assert "(" not in task.text
    assert (names(task.lead), names(task.coordination)) == (lead, coordination)
    assert (str(task.deadline.due) if task.deadline else None) == due


def test_a_bracket_that_tells_more_stays_in_the_section_and_tells_nothing() -> None:
    (task,) = tasks_of(node("II", "tasks", "NHIỆM VỤ", "- Trồng rừng. (chi tiết theo Phụ lục I)"))
    assert task.lead == () and task.deadline is None


def test_a_line_of_brackets_holds_for_the_bullets_above() -> None:
    found = tasks_of(
        node(
            "II",
            "tasks",
            "NHIỆM VỤ",
            "- Trồng rừng ven suối.",
            "- Chăm sóc cây non.",
            "(Cơ quan chủ trì: Hạt Kiểm lâm; cơ quan phối hợp: Sở Nội vụ, UBND các xã)",
        )
    )
    assert [names(t.lead) for t in found] == [["Hạt Kiểm lâm"]] * 2
    assert [names(t.coordination) for t in found] == [["Sở Nội vụ", "UBND các xã"]] * 2


def test_a_bracket_alone_without_labels_is_a_trailer_too() -> None:
    (task,) = tasks_of(
        node("II", "tasks", "NHIỆM VỤ", "Mua xuồng máy.", "(Phòng A chủ trì, Phòng B phối hợp)")
    )
    assert (names(task.lead), names(task.coordination)) == (["Phòng A"], ["Phòng B"])


def test_a_time_before_the_sentence_is_its_limit_and_no_part_of_it() -> None:
    (task,) = tasks_of(
        node("IV", "timetable", "TIẾN ĐỘ", "- Từ ngày 01/4 đến ngày 25/4/2025: Cao điểm ra quân dọn rác.")
    )
    assert task.text == "Cao điểm ra quân dọn rác."
    assert task.deadline is not None and str(task.deadline.due) == "2025-04-25"


def test_a_label_within_a_paragraph_names_the_units_of_all_its_sentences() -> None:
    first, second = tasks_of(
        node(
            "II",
            "tasks",
            "NHIỆM VỤ",
            "- Đo độ mặn hằng ngày. Công bố kết quả. Cơ quan thực hiện: Đài A. Thời gian: Quý I/2025.",
        )
    )
    assert names(first.lead) == names(second.lead) == ["Đài A"]
    assert second.deadline is not None and str(second.deadline.due) == "2025-03-31"
    assert first.deadline is not None and first.deadline.kind == "recurring"


def test_a_sentence_may_end_with_who_acts_in_brackets() -> None:
    found = tasks_of(
        node(
            "II",
            "tasks",
            "NHIỆM VỤ",
            "- Soạn mẫu biên bản giữ rừng (Phòng Tư pháp).",
            "- Gửi báo cáo về UBND tỉnh (Sở Nội vụ).",
            "- Ươm cây giống tốt (lim, sến).",
        )
    )
    assert [names(t.lead) for t in found] == [["Phòng Tư pháp"], [], []]


def test_a_bracket_that_parts_the_roles_is_no_part_of_its_sentence() -> None:
    found = tasks_of(
        node(
            "II",
            "tasks",
            "NHIỆM VỤ",
            "- Mở lớp tập huấn giữ rừng cho cán bộ xã (P.QLXD; UBND các huyện phối hợp).",
            "- Kiểm tra bình phun (Công an tỉnh chủ trì, Sở Xây dựng phối hợp, quý IV/2026).",
            "- Lập đề án (Sở Nội vụ chủ trì, phối hợp với Sở Y tế).",
            "- Lấy ý kiến dân về đồ án của thành phố (P.QHKT).",
        )
    )
    assert [t.text for t in found[:3]] == [
        "Mở lớp tập huấn giữ rừng cho cán bộ xã",
        "Kiểm tra bình phun",
        "Lập đề án (Sở Nội vụ chủ trì, phối hợp với Sở Y tế).",
    ]
    assert [names(t.lead) for t in found] == [["P.QLXD"], ["Công an tỉnh"], ["Sở Nội vụ"], ["P.QHKT"]]
    assert [names(t.coordination) for t in found[:3]] == [["UBND các huyện"], ["Sở Xây dựng"], ["Sở Y tế"]]
    assert found[1].deadline is not None and str(found[1].deadline.due) == "2026-12-31"


@pytest.mark.parametrize(
    "text",
    [
        "Sở Nội vụ tổ chức tập huấn cho cán bộ hai ngành (Công an tỉnh; Tòa án nhân dân tỉnh).",
        "Gửi văn bản xin ý kiến các cơ quan (Sở Tài chính; Sở Nội vụ).",
        "Cập nhật kết quả các đợt kiểm tra (tháng 3/2025; tháng 9/2025).",
    ],
)
def test_a_bracket_that_only_lists_stays_in_its_sentence(text: str) -> None:
    (task,) = tasks_of(node("II", "tasks", "NHIỆM VỤ", f"- {text}"))
    assert task.text == text and task.deadline is None


@pytest.mark.parametrize(
    "text",
    [
        "Trong năm 2025 có 12 ổ dịch",
        "Đến ngày 31/12/2025 đạt 80%",
        "Giai đoạn 2021 - 2025: 12 tỷ đồng",
        "Tháng thanh niên năm 2026",
        "Trước năm 2020: 15 vụ",
    ],
)
def test_a_sentence_that_says_more_than_when_is_no_time(text: str) -> None:
    assert not is_time(text)
    assert is_time("Từ ngày 27/6 đến hết ngày 03/7/2026") and is_time("Tháng 01")


def test_a_bracket_that_parts_the_roles_tells_of_its_own_sentence_alone() -> None:
    found = tasks_of(
        node(
            "II",
            "tasks",
            "NHIỆM VỤ",
            "- Mở lớp giữ rừng. Kiểm tra bình phun (P.QLXD; UBND các huyện phối hợp).",
        )
    )
    assert [names(t.lead) for t in found] == [[], ["P.QLXD"]]
    assert [names(t.coordination) for t in found] == [[], ["UBND các huyện"]]
