"""Rows of task tables, built by hand."""

from __future__ import annotations

from built_outlines import names, node, passage, tasks_of

from pipeline.page import Column, Node, Table


def table(*rows: tuple[str, ...]) -> Table:
    roles = ("ordinal", "task", "lead", "coordination", "deadline", "output")
    cells = tuple(tuple(passage(cell) for cell in row) for row in rows)
    columns = tuple(Column(role, role) for role in roles)
    return Table("B1", "PL", columns, cells, ("PL.I",) * len(rows), passage("x"))


def test_table_rows_are_tasks_by_the_roles_of_their_columns() -> None:
    rows = table(
        (
            "1",
            "Xây dựng kế hoạch. Trình phê duyệt.",
            "Sở KH&CN",
            "Các sở, ban, ngành; UBND các xã",
            "Quý IV/2026",
            "Kế hoạch",
        )
    )
    appendix = Node(
        "PL",
        1,
        None,
        None,
        "appendix",
        passage("PHỤ LỤC"),
        (rows,),
        (node("PL.I", "appendix", "Hoàn thiện cơ chế"),),
        passage("PL"),
    )
    (task,) = tasks_of(appendix)
    assert (task.table_id, task.section_path, task.lead_basis) == ("B1", "PL.I", "table")
    assert task.lead[0].normalized == "Sở Khoa học và Công nghệ"
    assert names(task.coordination) == ["Các sở, ban, ngành", "UBND các xã"]
    assert task.deadline is not None
    assert (task.deadline.due, task.outputs) == ("2026-12-31", ("Kế hoạch",))


def test_specks_at_the_edge_of_a_cell_do_no_harm() -> None:
    rows = table(("1", "Xây dựng kế hoạch.", "` Sở Y tế", "", "# ` . Hằng năm", ""))
    node_ = Node("PL", 1, None, None, "appendix", passage("PHỤ LỤC"), (rows,), (), passage("PL"))
    (task,) = tasks_of(node_)
    assert names(task.lead) == ["Sở Y tế"]
    assert task.deadline is not None
    assert task.deadline.surface == "Hằng năm"
