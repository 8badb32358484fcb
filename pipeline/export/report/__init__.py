"""One self-contained page per batch, for who has no server: counts, failures, deadlines, what needs eyes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.document import Document
from pipeline.export.report.digest import digest
from pipeline.export.words import load, printable

__all__ = ["make_report"]


def make_report(documents: Iterable[Document], today: date) -> str:
    """Return the report as one HTML page without script and without any address outside it.

    Args:
        documents: Read once, one after the other.
        today: Deadlines before this day are only counted.
    """
    environment = Environment(
        loader=PackageLoader("pipeline.export.report", "."),
        autoescape=True,  # what the OCR read may hold HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda share: f"{share * 100:.1f} %".replace(".", ",")
    environment.filters["day"] = lambda day: f"{day:%d/%m/%Y}"
    page = environment.get_template("page.html.j2")
    return printable(page.render(batch=digest(documents, today), today=today, words=load("report"))) + "\n"
