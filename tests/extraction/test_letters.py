"""Letters, telegrams and notices of conclusions: who is told before the body, what is said "Về …:"."""

from __future__ import annotations

from typing import Any

import pytest

import pipeline
from pipeline.options import Options

LETTERHEAD = """BỘ CẦU ĐƯỜNG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 15/CĐ-BCĐ
Hà Sơn, ngày 10 tháng 11 năm 2026
CÔNG ĐIỆN
Về việc ứng phó bão
"""


def parsed(body: str, head: str = LETTERHEAD) -> Any:
    return pipeline.parse(head + body, Options(restore="never"))


def leads(document: Any) -> list[list[str]]:
    return [[unit.text for unit in task.lead] for task in document.tasks]


def test_an_order_above_the_body_leads_what_names_nobody_else() -> None:
    document = parsed(
        "Triển khai chỉ đạo của Chính phủ về bão số 9, Bộ Cầu đường yêu cầu các cơ quan, đơn vị:\n"
        "1. Kiểm tra các bến phà trước ngày 12/11/2026.\n"
        "2. Cục Cầu đường tổ chức trực ban.\n"
    )
    assert leads(document) == [["các cơ quan, đơn vị"], ["Cục Cầu đường"]]


def test_what_is_required_of_nobody_leads_nothing() -> None:
    document = parsed(
        "Sửa đổi quy chế nhằm phù hợp với yêu cầu chính quyền điện tử như sau:\n1. Rà soát các biểu mẫu.\n"
    )
    assert leads(document) == [[]]


def test_the_addressees_of_a_letter_are_no_tasks() -> None:
    head = LETTERHEAD.replace("15/CĐ-BCĐ", "15/BCĐ-VP").replace(
        "CÔNG ĐIỆN\nVề việc ứng phó bão\n",
        "V/v ứng phó bão\nKính gửi:\n- Các bộ, ngành;\n- Các cơ sở đào tạo.\n",
    )
    document = parsed(
        "Bộ Cầu đường đề nghị các cơ sở đào tạo thực hiện như sau:\n1. Rà soát phòng học.\n", head
    )
    assert [task.text for task in document.tasks] == ["Rà soát phòng học."]
    assert leads(document) == [["các cơ sở đào tạo"]]


def test_what_a_matter_is_about_heads_what_is_said_of_it() -> None:
    document = parsed(
        "I. KIẾN NGHỊ CỦA TỈNH\n"
        "1. Về việc hỗ trợ 12 xuồng máy cho các xã ven sông, gồm xã Tân Hòa: Tỉnh căn cứ quy định để lo.\n"
        "2. Về việc nạo vét luồng: Giao Bộ Tài chính tổng hợp kiến nghị.\n"
    )
    assert [node.title for node in document.sections[0].children] == [
        "Về việc hỗ trợ 12 xuồng máy cho các xã ven sông, gồm xã Tân Hòa",
        "Về việc nạo vét luồng",
    ]
    assert leads(document) == [["Tỉnh"], ["Bộ Tài chính"]]


def test_classes_that_share_a_head_give_each_its_own() -> None:
    document = parsed(
        "I. NHIỆM VỤ\n"
        "1. Các Bộ, cơ quan: Tài chính, Nông nghiệp và Môi trường, Ngoại giao, Tập đoàn Sông Nước trả lời "
        "trước ngày 05/12/2026.\n"
    )
    assert leads(document) == [
        ["Bộ Tài chính", "Bộ Nông nghiệp và Môi trường", "Bộ Ngoại giao", "Tập đoàn Sông Nước"]
    ]


def test_a_sentence_over_paragraphs_that_say_who_acts_is_their_heading() -> None:
    document = parsed(
        "I. NHIỆM VỤ\n"
        "a) Phổ biến pháp luật về đò ngang.\n"
        "Bộ Tư pháp xây dựng chương trình phổ biến pháp luật.\n"
        "Đề nghị Hội Nông dân các xã ven sông vận động hội viên.\n"
    )
    assert [node.title for node in document.sections[0].children] == ["Phổ biến pháp luật về đò ngang"]
    assert leads(document) == [["Bộ Tư pháp"], ["Hội Nông dân các xã ven sông"]]


@pytest.mark.parametrize(
    ("day", "title", "due"),
    [
        ("ngày … tháng 8 năm 2026", "Dạy bơi cho học sinh", "2026-08-24"),
        ("ngày … tháng 9 năm 2026", "Dạy bơi cho học sinh", "2027-08-24"),
        ("ngày … tháng … năm …", "Dạy bơi cho học sinh năm học 2026 - 2027", "2026-08-24"),
        ("ngày … tháng … năm …", "Dạy bơi cho học sinh", None),
    ],
)
def test_a_day_without_a_year_follows_what_the_page_shows_of_its_signing(
    day: str, title: str, due: str | None
) -> None:
    head = (
        "TRƯỜNG TIỂU HỌC TÂN HÒA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: /KH-THTH\nTân Hòa, {day}\nKẾ HOẠCH\n{title}\nI. NHIỆM VỤ\n"
    )
    document = parsed("1. Sửa bể bơi trước ngày 24/8.\n", head)
    deadline = document.tasks[0].deadline
    assert deadline is not None
    assert (deadline.surface, deadline.due) == ("trước ngày 24/8", due)


def test_a_label_as_heading_names_no_organ() -> None:
    document = parsed("IV. CƠ QUAN THỰC HIỆN\nPhối hợp kiểm tra các bến phà.\n")
    assert leads(document) == [[]]


def test_what_is_forbidden_and_what_a_topic_heads_are_tasks_where_nothing_names_the_section() -> None:
    document = parsed(
        "1. Giữ gìn nếp sống văn minh.\n"
        "- Không dùng xe công đi lễ hội.\n"
        "- Đường thủy, bến phà: Tổ chức kiểm tra phao cứu sinh.\n"
        "- Kiên quyết xử lý bến không phép.\n"
    )
    assert [task.text for task in document.tasks][-3:] == [
        "Không dùng xe công đi lễ hội.",
        "Đường thủy, bến phà: Tổ chức kiểm tra phao cứu sinh.",
        "Kiên quyết xử lý bến không phép.",
    ]


def test_the_addressees_are_no_part_of_a_letters_subject() -> None:
    head = LETTERHEAD.replace("15/CĐ-BCĐ", "15/BCĐ-VP").replace(
        "Hà Sơn, ngày 10 tháng 11 năm 2026\nCÔNG ĐIỆN\nVề việc ứng phó bão\n",
        "V/v ứng phó bão\nHà Sơn, ngày 10 tháng 11 năm 2026\nKính gửi:\n- Các bộ;\n- Các sở.\n",
    )
    document = parsed("1. Rà soát phòng học.\n", head)
    assert document.header.subject == "ứng phó bão"


def test_the_story_before_the_orders_of_a_letter_orders_nothing() -> None:
    found = pipeline.parse(
        "BỘ RỪNG\nTỔNG CỤC RỪNG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 48/TCR-KT\nV/v giữ rừng\nHà Sơn, ngày 17 tháng 10 năm 2026\n"
        "Kính gửi: Các Cục Rừng.\nNăm 2026, rừng đã bị cháy nhiều.\nGiao Cục Rừng Hà Sơn lập bản đồ cháy.\n"
        "Thực hiện Nghị quyết số 01/NQ-CP, ngành "
        "đã lập chốt ở nhiều nơi.\nĐể giữ rừng, Tổng cục Rừng yêu cầu Cục Rừng các tỉnh thực hiện một số "
        "giải pháp sau:\n1/ Tăng cường tuần tra ban đêm.\n2/ Lập chốt ở cửa rừng.\n",
        Options(restore="never"),
    ).tasks
    given, *ordered = found
    assert (given.text, [u.text for u in given.lead]) == (
        "Giao Cục Rừng Hà Sơn lập bản đồ cháy.",
        ["Cục Rừng Hà Sơn"],
    )
    assert [t.text for t in ordered] == ["Tăng cường tuần tra ban đêm.", "Lập chốt ở cửa rừng."]
    assert [[u.text for u in t.lead] for t in ordered] == [["Cục Rừng các tỉnh"]] * 2
