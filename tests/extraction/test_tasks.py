"""What counts as a task, from outlines built by hand."""

from __future__ import annotations

import pytest
from built_outlines import names, node, passage, tasks_of

from pipeline.page import Node, Paragraph, Passage, Word


def test_the_section_decides_and_not_the_verb() -> None:
    kinds = ("purpose", "requirement", "objective", "scope", "closing", "basis")
    assert tasks_of(*(node("I", kind, "X", "- Tổ chức kiểm tra công vụ.") for kind in kinds)) == ()
    assert len(tasks_of(node("II", "tasks", "NHIỆM VỤ", "- Tổ chức kiểm tra công vụ."))) == 1


def test_a_bullet_of_two_sentences_is_two_tasks_and_clauses_are_none() -> None:
    first, second = tasks_of(
        node("II", "tasks", "NHIỆM VỤ", "- Rà soát thủ tục; công khai kết quả. Trong đó, ưu tiên đất đai.")
    )
    assert [clause.text for clause in first.clauses] == ["Rà soát thủ tục", "công khai kết quả"]
    assert second.clauses == ()


def test_a_heading_with_trailers_and_no_sentence_is_the_task() -> None:
    (task,) = tasks_of(
        node(
            "II.2",
            "tasks",
            "Xây dựng quy chế tiếp dân",
            "- Cơ quan chủ trì: Thanh tra tỉnh.",
            "- Sản phẩm: Quyết định; Tờ trình.",
        )
    )
    assert (task.text, names(task.lead), task.outputs) == (
        "Xây dựng quy chế tiếp dân",
        ["Thanh tra tỉnh"],
        ("Quyết định", "Tờ trình"),
    )


def test_funding_counts_only_where_it_is_laid_out_as_a_task() -> None:
    plain = node("III", "budget", "KINH PHÍ", "- Lập dự toán kinh phí hằng năm.")
    told = node("II.4", "budget", "Kinh phí thực hiện", "Lập dự toán.", "Đơn vị chủ trì: Sở Tài chính.")
    assert [t.section_path for t in tasks_of(plain, told)] == ["II.4"]


def test_lead_ins_head_and_hand_down_their_unit_but_are_no_tasks() -> None:
    found = tasks_of(
        node(
            "III",
            "tasks",
            "NỘI DUNG",
            "- Nội dung giám sát của chủ dự án",
            "+ Theo dõi tiến độ.",
            "+ Kiểm tra chất lượng.",
            "- Khảo sát thực tế.",
        )
    )
    assert [(t.text, names(t.lead)) for t in found] == [
        ("Theo dõi tiến độ.", ["chủ dự án"]),
        ("Kiểm tra chất lượng.", ["chủ dự án"]),
        ("Khảo sát thực tế.", []),
    ]


def test_a_lead_in_hands_down_its_date_only_where_it_orders_by_it() -> None:
    aim = node("I", "tasks", "Nhiệm vụ", "Để khánh thành trước ngày 30/11/2026, lưu ý:", "- Sở Y tế mua máy.")
    order = node("II", "tasks", "Nhiệm vụ", "Hoàn thành trước ngày 30/6/2026 các việc sau:", "- Sửa đường.")
    (aimed,), (ordered,) = tasks_of(aim), tasks_of(order)
    assert aimed.deadline is None
    assert ordered.deadline is not None and str(ordered.deadline.due) == "2026-06-30"


@pytest.mark.parametrize(
    "text",
    [
        "Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị phản ánh về Sở Nội vụ để tổng hợp./.",
        "(Chi tiết tại Phụ lục I kèm theo Kế hoạch này)",
        "Kinh phí thực hiện do ngân sách tỉnh bảo đảm.",
        "Thời gian qua, tỉnh đã có nhiều nỗ lực trong cải cách hành chính.",
        "Trên đây là Kế hoạch kiểm tra năm 2026.",
    ],
)
def test_boilerplate_funding_and_findings_are_no_tasks(text: str) -> None:
    assert tasks_of(node("IV", "organisation", "TỔ CHỨC THỰC HIỆN", text)) == ()


def test_where_the_section_is_silent_the_verb_decides() -> None:
    found = tasks_of(
        node("II", "other", "NỘI DUNG", "- Tình hình huy động vốn.", "- Theo dõi việc huy động vốn.")
    )
    assert [t.text for t in found] == ["Theo dõi việc huy động vốn."]
    assert tasks_of(node("II", "other", "ĐÁNH GIÁ NGUY CƠ", "- Tăng nhanh do thời tiết.")) == ()


def test_a_section_of_times_is_no_task_though_it_is_laid_out_with_labels() -> None:
    times = node(
        "II", "timetable", "THỜI GIAN, PHẠM VI", "- Thời gian: từ ngày 15/4/2026 đến ngày 15/5/2026."
    )
    assert tasks_of(times) == ()


def test_a_doubtful_reading_needs_review() -> None:
    words = Paragraph(passage("Rà soát thủ tục hành chính.", 0.3), "-", 1)
    section = Node("II", 1, None, None, "tasks", passage("NHIỆM VỤ"), (words,), (), passage("NHIỆM VỤ"))
    (task,) = tasks_of(section)
    assert task.needs_review
    assert task.confidence < 0.6


def test_a_word_left_open_in_the_lead_needs_review() -> None:
    text = "Sở Y tế hướng dẫn các trạm y tế xã lập kế hoạch tiêm chủng năm 2026."
    words = [Word(w, w, in_doubt=w == "Y") for w in text.split()]
    item = Paragraph(Passage.of([(1, 1, w) for w in words]))
    (task,) = tasks_of(
        Node("IV", 1, None, None, "organisation", passage("TỔ CHỨC"), (item,), (), passage("TỔ CHỨC"))
    )
    assert task.needs_review
    assert task.confidence > 0.9
