"""A small plan and a table, invented for the tests of synthesis."""

from __future__ import annotations

import datetime

from pipeline.synthesis import Grid, PlanText, Prose, Signing

SENTENCE = "Các phòng chuyên môn rà soát, thống kê hồ sơ quá hạn; báo cáo lãnh đạo Sở trước ngày 25/9/2026. "


def plan(*blocks: Prose | Grid) -> PlanText:
    return PlanText(
        parent_organ=("UBND TỈNH BẠCH KHÊ",),
        issuing_organ=("SỞ NỘI VỤ",),
        number_symbol="64/KH-SNV",
        place="Bạch Khê",
        date=datetime.date(2026, 2, 3),
        type_name="KẾ HOẠCH",
        subject=("Kiểm tra công vụ năm 2026",),
        blocks=blocks or (Prose("I. MỤC ĐÍCH", "bold"), Prose("a) " + SENTENCE)),
        signing=Signing(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Vừ Thị Nhuần"),
        recipients=("- UBND tỉnh (b/c);", "- Lưu: VT."),
    )


def grid(rows: int, words: int = 3) -> Grid:
    body = tuple(
        (str(i), SENTENCE * words, "^" if i % 3 == 2 else "Sở Nội vụ", "Quý III/2026")
        for i in range(1, rows + 1)
    )
    return Grid(("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), (1, 6, 3, 3), (("I. NHÓM ĐẦU",), *body))
