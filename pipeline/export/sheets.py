"""CSV and XLSX with the columns that a clerk's tracker imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from datetime import date
from typing import Any

from pipeline.document import Document
from pipeline.export.optional import require
from pipeline.export.rows import DocumentRow, TaskRow, document_row, task_rows
from pipeline.export.words import load

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); OCR text is a stranger's.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CELL_LIMIT = 32_767  # Excel's, characters
_TASK_WIDTHS = (6, 70, 28, 36, 14, 30, 44, 16, 34)
_DOCUMENT_WIDTHS = (6, 36, 14, 18, 14, 34, 70, 24, 9, 12, 14, 14)


def to_csv(documents: Iterable[Document]) -> bytes:
    """Return the tasks as CSV: UTF-8 with BOM, ISO dates, text that looks like a formula made inert."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(load("tracker")["columns"].values())
    for row in task_rows(documents):
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in astuple(row)])
    return out.getvalue().encode("utf-8-sig")


def inert(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula: with an apostrophe where it could."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) else text


def to_xlsx(documents: Iterable[Document]) -> bytes:
    """Return a workbook: one sheet of tasks, one of documents, real dates, frozen headers.

    Raises:
        DependencyError: XlsxWriter is not installed.
    """
    xlsxwriter = require("xlsxwriter", "export")
    out, names = io.BytesIO(), load("tracker")
    seen: list[DocumentRow] = []
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        sheet = _Sheet(book, names["sheets"]["tasks"], tuple(names["columns"].values()), _TASK_WIDTHS)
        for row in task_rows(_noted(documents, seen)):
            sheet.append(row)
        sheet.close()
        sheet = _Sheet(
            book, names["sheets"]["documents"], tuple(names["documents"].values()), _DOCUMENT_WIDTHS
        )
        for found in seen:
            sheet.append(found)
        sheet.close()
    return out.getvalue()


def _noted(documents: Iterable[Document], seen: list[DocumentRow]) -> Iterator[Document]:
    # documents are read once and let go: a batch of thousands does not fit into memory
    for document in documents:
        seen.append(document_row(len(seen) + 1, document))
        yield document


class _Sheet:
    """A worksheet that is filled row by row."""

    def __init__(self, book: Any, name: str, columns: tuple[str, ...], widths: tuple[int, ...]) -> None:
        self._sheet, self._columns, self._row = book.add_worksheet(name), len(columns), 0
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._date = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
        head = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#E7EEF7", "border": 1})
        for index, (column, width) in enumerate(zip(columns, widths, strict=True)):
            self._sheet.set_column(index, index, width)
            self._sheet.write_string(0, index, column, head)
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.repeat_rows(0)
        self._sheet.fit_to_pages(1, 0)

    def append(self, row: TaskRow | DocumentRow) -> None:
        """Write the row below the last; a string is never a formula, a date is a date."""
        self._row += 1
        for index, field in enumerate(fields(row)):
            value = getattr(row, field.name)
            if isinstance(value, date):
                self._sheet.write_datetime(self._row, index, value, self._date)
            elif isinstance(value, str):
                self._sheet.write_string(self._row, index, value[:_CELL_LIMIT], self._text)
            else:
                self._sheet.write_number(self._row, index, value, self._text)

    def close(self) -> None:
        """Give the header its filters."""
        self._sheet.autofilter(0, 0, self._row, self._columns - 1)
