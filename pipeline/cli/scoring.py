"""`vnplan evaluate`: gold against predicted, as a table, as JSON and as a page that shows the differences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import OUT
from pipeline.cli.writing import write_file

if TYPE_CHECKING:
    from rich.table import Table

    from pipeline.evaluation import Report

_FILE_WIDTH = 160  # columns where nobody's window is too narrow for the names of documents


def evaluate_command(
    gold: Annotated[
        Path, typer.Option(help="Folder of NAME.json and NAME.txt, or of folders as in samples/.")
    ],
    pred: Annotated[Path, typer.Option(help="Folder that vnplan convert wrote.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", help="File for the figures as JSON; - prints them and no table.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="File for the texts side by side.")] = None,
) -> None:
    """Compare converted documents with gold: the metrics, each with its 95 % interval."""
    from pipeline.evaluation import evaluate

    report = evaluate(gold, pred)
    if html is not None:
        from pipeline.evaluation.difference import difference_page

        write_file(html, difference_page(report, f"{gold} : {pred}"))
    if json_file == Path("-"):
        sys.stdout.write(report.to_json())
        return
    if json_file is not None:
        write_file(json_file, report.to_json())
    _show(report)


def _show(report: Report) -> None:
    from rich.console import Console

    console = OUT if OUT.is_terminal else Console(highlight=False, soft_wrap=True, width=_FILE_WIDTH)
    names = list(report.items)
    console.print(_together(report), _by_document(report) if len(names) > 1 else "")
    for what, missing in (("Gold without a prediction", report.missing), ("Without gold", report.extra)):
        if missing:
            console.print(f"{what}: {', '.join(missing)}", markup=False)


def _together(report: Report) -> Table:
    from rich.table import Table

    from pipeline.evaluation.difference import shown

    table = Table("metric", "value", "95 % interval", "precision", "recall", "items", box=None)
    for name, figure in report.together().items():
        interval = f"{shown(figure.low)} .. {shown(figure.high)}" if figure.low is not None else ""
        cells = (shown(figure.value), interval, shown(figure.precision), shown(figure.recall))
        table.add_row(name, *cells, str(figure.items))
    return table


def _by_document(report: Report) -> Table:
    from rich.table import Table

    from pipeline.evaluation.difference import shown

    names = ("cer", "wer", "tasks", "lead", "deadline", "references", "headings", "header")
    table = Table("document", *names, box=None, title="By document", title_justify="left")
    for document in report.items:
        figures = report.document(document)
        cells = (shown(figures[name].value) if name in figures else "" for name in names)
        table.add_row(document, *cells)
    return table
