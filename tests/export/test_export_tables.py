"""CSV, XLSX and JSONL, opened by those who will use them."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from datetime import date, datetime

import openpyxl
import pandas
import pytest
from invented_plans import document, due, parsed, task, unit

from pipeline.document import Deadline
from pipeline.errors import DependencyError, UsageError
from pipeline.export import export
from pipeline.export import optional as optional_packages

COLUMNS = [
    "STT",
    "Nhiệm vụ",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Thời hạn",
    "Sản phẩm",
    "Căn cứ",
    "Chỉ số",
    "Ghi chú",
]
FORMULAS = ["=1+1", "+84 123", "-2+3", "@SUM(A1)", " =HYPERLINK(1)", "\t=1", "\r=1", "\n=1", "＝1+1"]


def rich_document():
    return document(
        task(
            deadline=due("2026-06-30", "trước ngày 30/6/2026"),
            coordination=(unit("Sở Văn hóa, Thể thao và Du lịch"), unit("Sở Tài chính")),
            outputs=("Báo cáo", "Kế hoạch"),
            indicator_ids=("SIPAS",),
            references=("61/2018/NĐ-CP",),
            needs_review=True,
        ),
        task("Công khai kết quả.", number=2, deadline=Deadline(surface="thường xuyên", kind="continuous")),
    )


def test_csv_opens_in_pandas_with_the_clerks_columns():
    frame = pandas.read_csv(io.BytesIO(export([rich_document()], "csv")), parse_dates=False)
    assert list(frame.columns) == COLUMNS
    first = frame.iloc[0]
    assert first["Thời hạn"] == "2026-06-30"
    assert first["Đơn vị phối hợp"] == "Sở Văn hóa, Thể thao và Du lịch; Sở Tài chính"
    assert first["Căn cứ"] == "Kế hoạch 45/KH-UBND ngày 12/3/2026, mục II.1, trang 1; 61/2018/NĐ-CP"
    assert "trước ngày 30/6/2026" in first["Ghi chú"]
    assert "Cần xem lại" in first["Ghi chú"]
    assert frame.iloc[1]["Thời hạn"] == "thường xuyên"


def test_csv_begins_with_a_byte_order_mark_so_that_excel_reads_the_marks():
    assert export([rich_document()], "csv").startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_makes_no_cell_a_formula(text):
    frame = pandas.read_csv(io.BytesIO(export([document(task(text))], "csv")))
    assert frame.iloc[0]["Nhiệm vụ"].startswith("'")


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_makes_no_cell_a_formula(text):
    book = openpyxl.load_workbook(io.BytesIO(export([document(task(text))], "xlsx")))
    cell = book.worksheets[0]["B2"]
    assert cell.data_type in {"s", "inlineStr"}
    assert cell.value.endswith(text.strip())


def test_xlsx_has_real_dates_frozen_headers_and_two_sheets():
    book = openpyxl.load_workbook(io.BytesIO(export([rich_document()], "xlsx")))
    tasks, documents = book.worksheets
    assert [cell.value for cell in tasks[1]] == COLUMNS
    assert tasks["E2"].value == datetime(2026, 6, 30)
    assert tasks["E2"].is_date
    assert tasks["E3"].value == "thường xuyên"
    assert tasks.freeze_panes == documents.freeze_panes == "A2"
    assert tasks.column_dimensions["B"].width > 40
    assert documents["D2"].value == "45/KH-UBND"
    assert documents["E2"].value == datetime(2026, 3, 12)
    assert documents["J2"].value == 2


def test_xlsx_and_csv_never_have_a_column_of_status():
    book = openpyxl.load_workbook(io.BytesIO(export([rich_document()], "xlsx")))
    heads = " ".join(str(cell.value) for sheet in book.worksheets for cell in sheet[1]).lower()
    assert "trạng thái" not in heads
    assert "tiến độ" not in heads


def test_xlsx_survives_characters_that_xml_forbids_and_texts_beyond_the_limit_of_a_cell():
    hostile = document(task("a\x00b\x0bc"), task("x" * 40_000, number=2))
    sheet = openpyxl.load_workbook(io.BytesIO(export([hostile], "xlsx"))).worksheets[0]
    assert sheet["B2"].value == "abc"
    assert len(sheet["B3"].value) == 32_767


def test_jsonl_holds_one_whole_task_a_line():
    lines = export([rich_document(), parsed()], "jsonl").decode().splitlines()
    records = [json.loads(line) for line in lines]
    assert len(records) == 2 + len(parsed().tasks)
    assert records[0]["document"]["number_symbol"] == "45/KH-UBND"
    assert records[0]["deadline"]["due"] == "2026-06-30"
    frame = pandas.read_json(io.BytesIO(export([rich_document()], "jsonl")), lines=True)
    assert list(frame["id"]) == ["T1", "T2"]


def test_every_row_is_numbered_through_all_documents():
    frame = pandas.read_csv(io.BytesIO(export([rich_document(), rich_document()], "csv")))
    assert list(frame["STT"]) == [1, 2, 3, 4]


def test_a_day_that_the_calendar_lacks_stays_text():
    odd = document(task(deadline=Deadline(surface="ngày 31/4/2026", kind="date", due="2026-04-31")))
    sheet = openpyxl.load_workbook(io.BytesIO(export([odd], "xlsx"))).worksheets[0]
    assert sheet["E2"].value == "ngày 31/4/2026"


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="csv, xlsx, jsonl, ics"):
        export([], "docx")


def test_a_missing_library_names_its_extra(monkeypatch):
    def absent(name: str):
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(optional_packages, "import_module", absent)
    with pytest.raises(DependencyError, match=r"vnplan\[export\]"):
        export([], "xlsx")


def test_libreoffice_opens_the_workbook_and_sees_the_dates(tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    (tmp_path / "nhiệm vụ.xlsx").write_bytes(export([rich_document()], "xlsx"))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    made = subprocess.run(
        [
            soffice,
            home,
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1",
            "--outdir",
            tmp_path,
            tmp_path / "nhiệm vụ.xlsx",
        ],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    frame = pandas.read_csv(tmp_path / "nhiệm vụ.csv")
    assert list(frame.columns) == COLUMNS
    assert date(2026, 6, 30) == datetime.strptime(frame.iloc[0]["Thời hạn"], "%d/%m/%Y").date()
