"""Tasks from outlines built by hand: what counts, whose it is, until when."""

from __future__ import annotations

import pytest

from pipeline.document import Task
from pipeline.extraction import extract
from pipeline.extraction.leads import receivers, roles_of, subject
from pipeline.extraction.sentences import split_clauses, split_sentences
from pipeline.extraction.trailers import label_role, read_trailers
from pipeline.options import Options
from pipeline.page import Column, Field, Header, Node, Outline, Paragraph, Passage, Signature, Table, Word


def passage(text: str, confidence: float = 1.0) -> Passage:
    return Passage.of([(1, 1, Word(w, w, confidence=confidence)) for w in text.split()])


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    found = []
    for text in texts:
        bullet = text[0] if text[:2] in ("- ", "+ ") else None
        found.append(
            Paragraph(
                passage(text[2:] if bullet else text),
                bullet,
                {"-": 1, "+": 2}.get(text[0], 0) if bullet else 0,
            )
        )
    return tuple(found)


def node(path: str, kind: str, title: str | None, *texts: str, children: tuple[Node, ...] = ()) -> Node:
    words = passage(title) if title else None
    return Node(
        path,
        path.count(".") + 1,
        None,
        None,
        kind,
        words,
        paragraphs(*texts),
        children,
        words or passage("x"),
    )


def outline(*sections: Node) -> Outline:
    header = Header(
        issuing_organ=Field("ỦY BAN NHÂN DÂN TỈNH CAO BẰNG", passage("ỦY BAN NHÂN DÂN TỈNH CAO BẰNG")),
        issue_date=Field("2026-02-05", passage("ngày 05 tháng 02 năm 2026")),
    )
    return Outline(header, (), sections, Signature(), (), None, (), ())


def tasks_of(*sections: Node) -> tuple[Task, ...]:
    return extract(outline(*sections), Options()).tasks


def names(units: object) -> list[str]:
    return [unit.text for unit in units]  # type: ignore[attr-defined]


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


def test_a_doubtful_reading_needs_review() -> None:
    words = Paragraph(passage("Rà soát thủ tục hành chính.", 0.3), "-", 1)
    section = Node("II", 1, None, None, "tasks", passage("NHIỆM VỤ"), (words,), (), passage("NHIỆM VỤ"))
    (task,) = tasks_of(section)
    assert task.needs_review
    assert task.confidence < 0.6


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


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kiểm tra tại TP. Hồ Chí Minh. Báo cáo kết quả.", 2),
        ("Ứng dụng AI, IoT,... để quản lý. Hướng dẫn v.v. cho người dân.", 2),
        ("Rà soát (nếu có. Theo quy định) các thủ tục.", 1),
        ("Chuẩn hóa giao thông,… Chuyển đổi số khu công nghiệp.", 2),
        ("Đạt 95,5% trước ngày 15.11.2026 tại các xã.", 1),
    ],
)
def test_sentences_end_at_full_stops_that_end_sentences(text: str, count: int) -> None:
    assert len(split_sentences(passage(text))) == count


def test_clauses_are_parted_by_semicolons_outside_brackets() -> None:
    assert [c.text for c in split_clauses(passage("Lập hồ sơ (bản giấy; bản số); lưu trữ."))] == [
        "Lập hồ sơ (bản giấy; bản số)",
        "lưu trữ.",
    ]


def test_a_word_left_open_in_the_lead_needs_review() -> None:
    text = "Sở Y tế hướng dẫn các trạm y tế xã lập kế hoạch tiêm chủng năm 2026."
    words = [Word(w, w, in_doubt=w == "Y") for w in text.split()]
    item = Paragraph(Passage.of([(1, 1, w) for w in words]))
    (task,) = tasks_of(
        Node("IV", 1, None, None, "organisation", passage("TỔ CHỨC"), (item,), (), passage("TỔ CHỨC"))
    )
    assert task.needs_review
    assert task.confidence > 0.9


def test_specks_at_the_edge_of_a_cell_do_no_harm() -> None:
    rows = table(("1", "Xây dựng kế hoạch.", "` Sở Y tế", "", "# ` . Hằng năm", ""))
    node_ = Node("PL", 1, None, None, "appendix", passage("PHỤ LỤC"), (rows,), (), passage("PL"))
    (task,) = tasks_of(node_)
    assert names(task.lead) == ["Sở Y tế"]
    assert task.deadline is not None
    assert task.deadline.surface == "Hằng năm"


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


def test_a_lead_in_hands_down_its_date_only_where_it_orders_by_it() -> None:
    aim = node("I", "tasks", "Nhiệm vụ", "Để khánh thành trước ngày 30/11/2026, lưu ý:", "- Sở Y tế mua máy.")
    order = node("II", "tasks", "Nhiệm vụ", "Hoàn thành trước ngày 30/6/2026 các việc sau:", "- Sửa đường.")
    (aimed,), (ordered,) = tasks_of(aim), tasks_of(order)
    assert aimed.deadline is None
    assert ordered.deadline is not None and str(ordered.deadline.due) == "2026-06-30"


def test_a_section_of_times_is_no_task_though_it_is_laid_out_with_labels() -> None:
    times = node(
        "II", "timetable", "THỜI GIAN, PHẠM VI", "- Thời gian: từ ngày 15/4/2026 đến ngày 15/5/2026."
    )
    assert tasks_of(times) == ()
