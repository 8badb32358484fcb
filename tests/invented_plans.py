"""Documents for the tests of exports, the server and the commands; every place and name is invented."""

from __future__ import annotations

from pipeline.conversion import parse
from pipeline.document import (
    Deadline,
    Document,
    File,
    Header,
    Named,
    Page,
    PageLine,
    PageWord,
    Processing,
    Quality,
    Signature,
    Source,
    Task,
    Unit,
)
from pipeline.options import Options

PLAN = """ỦY BAN NHÂN DÂN
TỈNH HÀ SƠN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 45/KH-UBND | Hà Sơn, ngày 12 tháng 3 năm 2026
KẾ HOẠCH
Nâng cao chất lượng phục vụ người dân năm 2026
Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ;
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
Nâng cao sự hài lòng của người dân.
II. NHIỆM VỤ
1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng báo cáo chuyên đề, hoàn thành trước ngày 30/6/2026.
2. Văn phòng UBND tỉnh công khai kết quả trên Cổng thông tin điện tử trong Quý II/2026.
3. Sở Công Thương báo cáo kết quả trước ngày 20 hằng tháng.
"""


def parsed(text: str = PLAN) -> Document:
    """A plan understood from its text, as `vnplan parse` does it."""
    return parse(text, Options(restore="never"), name="kế hoạch.txt")


def unit(name: str) -> Unit:
    return Unit(text=name, normalized=name, kind="named")


def task(text: str = "Xây dựng báo cáo chuyên đề.", *, number: int = 1, **fields: object) -> Task:
    values: dict[str, object] = {
        "id": f"T{number}",
        "kind": "task",
        "section_path": "II.1",
        "table_id": None,
        "text": text,
        "clauses": (),
        "verb": None,
        "lead": (unit("Sở Nội vụ"),),
        "lead_basis": "explicit",
        "coordination": (),
        "report_to": (),
        "via": (),
        "deadline": None,
        "outputs": (),
        "indicator_ids": (),
        "component_ids": (),
        "targets": (),
        "references": (),
        "source": Source(page=1, lines=(2, 2), box=(100, 200, 900, 240), ocr_text=text),
        "confidence": 0.9,
        "needs_review": False,
    }
    return Task(**{**values, **fields})  # type: ignore[arg-type]


def due(day: str, surface: str = "trước ngày") -> Deadline:
    return Deadline(surface=surface, kind="date", op="before", due=day, precision="day")


def document(*tasks: Task, name: str = "quet.pdf", digest: str = "ab" * 32, **header: object) -> Document:
    """A document built by hand: one page of 1240 x 1754 pixels at 150 dpi with two lines."""
    fields: dict[str, object] = {
        "doc_type": Named(code="KH", name="Kế hoạch"),
        "number": "45",
        "symbol": "KH-UBND",
        "number_symbol": "45/KH-UBND",
        "parent_organ": None,
        "issuing_organ": "ỦY BAN NHÂN DÂN TỈNH HÀ SƠN",
        "place": "Hà Sơn",
        "issue_date": "2026-03-12",
        "subject": "Nâng cao chất lượng phục vụ",
        "plan_year": 2026,
        "plan_period": None,
        "urgency": None,
        "secrecy": None,
    }
    return Document(
        file=File(name=name, sha256=digest, media_type="application/pdf", kind="scan", page_count=1),
        header=Header(**{**fields, **header}),  # type: ignore[arg-type]
        signature=Signature(authority=(), position="Chủ tịch", full_name="Đèo Quang Huấn"),
        recipients=(),
        archive=None,
        sections=(),
        tables=(),
        tasks=tasks or (task(),),
        indicators=(),
        targets=(),
        references=(),
        abbreviations=(),
        appendices=(),
        pages=(_page(),),
        quality=Quality(
            ocr_confidence=0.9,
            estimated_character_accuracy=0.99,
            words=5,
            words_restored=1,
            words_in_doubt=1,
            pages_failed=0,
            needs_review=False,
        ),
        issues=(),
        processing=Processing(
            version="0.1.0",
            options={},
            engine="tesseract",
            models={},
            started_at="2026-11-24T00:00:00+00:00",
            seconds_by_stage={},
        ),
    )


def _page() -> Page:
    words = (
        PageWord(text="KẾ", box=(500, 100, 560, 140), confidence=0.95),
        PageWord(
            text="HOẠCH",
            ocr_text="HOACH",
            box=(570, 100, 700, 140),
            confidence=0.9,
            reason="restored",
        ),
    )
    below = (
        PageWord(text="Xây", box=(100, 200, 160, 240), confidence=0.9),
        PageWord(text="dựng", box=(170, 200, 260, 240), confidence=0.9),
        PageWord(
            text="báo",
            ocr_text="bao",
            box=(270, 200, 330, 240),
            confidence=0.5,
            alternatives=("bão", "bảo"),
            in_doubt=True,
        ),
    )
    return Page(
        number=1,
        width_px=1240,
        height_px=1754,
        dpi=150,
        rotation_deg=0,
        skew_deg=0,
        lines=(
            PageLine(
                text="KẾ HOẠCH", ocr_text="KẾ HOACH", box=(500, 100, 700, 140), confidence=0.92, words=words
            ),
            PageLine(
                text="Xây dựng báo",
                ocr_text="Xây dựng bao",
                box=(100, 200, 330, 240),
                confidence=0.8,
                words=below,
            ),
        ),
    )
