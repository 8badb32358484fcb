"""`vnplan export` and `vnplan report`: documents to other people's systems."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import UsageError


class Target(StrEnum):
    """Where tasks go."""

    csv = "csv"
    xlsx = "xlsx"
    jsonl = "jsonl"
    ics = "ics"
    sql = "sql"


Documents = Annotated[
    list[Path], typer.Argument(help="JSON documents, or folders that convert wrote.", metavar="JSON...")
]


def export_command(
    documents: Documents,
    to: Annotated[Target, typer.Option(help="The format.")],
    out: Annotated[
        str, typer.Option("-o", "--out", help="File to write; for sql a file or the address of a database.")
    ],
) -> None:
    """Export tasks for other systems; reviewers' corrections are applied."""
    from pipeline.export import export
    from pipeline.export.reading import find, read_all

    paths = find(documents)
    if to is Target.sql:
        _write_sql(paths, out)
        return
    _write(Path(out), export(read_all(paths), to.value))
    typer.echo(f"{len(paths)} documents in {out}")


def _write(out: Path, data: bytes) -> None:
    from pipeline.export.files import write_whole

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_whole(out, data)
    except OSError as error:
        raise UsageError(f"{out} cannot be written ({error.strerror}). Choose another with -o.") from error


def _write_sql(paths: list[Path], url: str) -> None:
    from pipeline.export.database import write_database
    from pipeline.export.reading import read_all

    written = write_database(read_all(paths), url)
    # an address may hold a password
    typer.echo(f"{written} documents in {'the database' if '://' in url else url}")


def report_command(
    documents: Documents,
    out: Annotated[Path, typer.Option("-o", "--out", help="HTML file to write.")],
) -> None:
    """Make one self-contained page of a batch: counts, failures, deadlines ahead, what needs eyes."""
    from datetime import date

    from pipeline.export.reading import find, read_all
    from pipeline.export.report import make_report

    paths = find(documents)
    _write(out, make_report(read_all(paths), date.today()).encode())
    typer.echo(f"{len(paths)} documents in {out}")
