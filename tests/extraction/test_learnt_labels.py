"""Labels in a plan's own words are told by what stands behind them, where they come again."""

from __future__ import annotations

from built_outlines import names, node, tasks_of

ROWS = ("Sở Xây dựng", "Sở Y tế", "Hạt Kiểm lâm")


def items(lead: str, partner: str, time: str) -> tuple[str, ...]:
    found = []
    for month, unit in enumerate(ROWS, 3):
        found += [
            f"- Trồng rừng đợt {month}.",
            f"{lead}: {unit}.",
            f"{partner}: UBND các xã, Hội Nông dân tỉnh.",
            f"{time}: tháng {month}/2026.",
        ]
    return tuple(found)


def test_labels_of_units_and_times_are_learnt_from_their_values() -> None:
    found = tasks_of(node("II", "tasks", "NHIỆM VỤ", *items("Lo việc", "Ghé vai cùng", "Kịp vào")))
    assert [names(t.lead) for t in found] == [["Sở Xây dựng"], ["Sở Y tế"], ["Hạt Kiểm lâm"]]
    assert [names(t.coordination) for t in found] == [["UBND các xã", "Hội Nông dân tỉnh"]] * 3
    assert [str(t.deadline.due) for t in found if t.deadline] == ["2026-03-31", "2026-04-30", "2026-05-31"]


def test_a_label_that_stands_once_is_no_label_of_the_plan() -> None:
    found = tasks_of(node("II", "tasks", "NHIỆM VỤ", "- Trồng rừng.", "- Chăm cây: Sở Xây dựng."))
    assert [t.text for t in found] == ["Trồng rừng.", "Chăm cây: Sở Xây dựng."]


def test_what_one_plan_taught_is_forgotten_in_the_next() -> None:
    tasks_of(node("II", "tasks", "NHIỆM VỤ", *items("Lo việc", "Ghé vai cùng", "Kịp vào")))
    (first, second) = tasks_of(node("II", "tasks", "NHIỆM VỤ", "- Trồng rừng.", "- Lo việc: Sở Xây dựng."))
    assert first.lead == () and second.text == "Lo việc: Sở Xây dựng."


def test_a_label_may_stand_behind_another_in_its_line() -> None:
    lines = []
    for unit in ROWS:
        lines += ["- Trồng rừng.", f"Gánh việc: {unit}; ghé vai cùng: Hội Nông dân tỉnh."]
    found = tasks_of(node("II", "tasks", "NHIỆM VỤ", *lines))
    assert [names(t.lead) for t in found] == [["Sở Xây dựng"], ["Sở Y tế"], ["Hạt Kiểm lâm"]]
    assert [names(t.coordination) for t in found] == [["Hội Nông dân tỉnh"]] * 3
