"""`vnplan export` and `vnplan report`: documents to other people's systems."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import counted
from pipeline.cli.writing import write_file
from pipeline.errors import InputError, UsageError
from pipeline.files import sha256_of

if TYPE_CHECKING:
    from pipeline.document import Document


class Target(StrEnum):
    """Where tasks go."""

    csv = "csv"
    xlsx = "xlsx"
    jsonl = "jsonl"
    ics = "ics"
    sql = "sql"
    pdf = "pdf"
    alto = "alto"
    hocr = "hocr"
    metadata = "metadata"


_ARCHIVES = {"pdf": ".pdf", "alto": ".alto.xml", "hocr": ".hocr.html", "metadata": ".metadata.json"}
Documents = Annotated[
    list[Path], typer.Argument(help="JSON documents, or folders that convert wrote.", metavar="JSON")
]


def export_command(
    documents: Documents,
    to: Annotated[Target, typer.Option(help="The format.")],
    out: Annotated[
        str, typer.Option("-o", "--out", help="File; for sql a file or an address; for archives a folder.")
    ],
    scans: Annotated[Path | None, typer.Option(help="Folder of the scans, for pdf.")] = None,
) -> None:
    """Export tasks for other systems; reviewers' corrections are applied."""
    from pipeline.export import export
    from pipeline.export.reading import find, read_all

    paths = find(documents)
    if to is Target.sql:
        _write_sql(paths, out)
        return
    if to.value in _ARCHIVES:
        _write_archives(paths, to.value, Path(out), scans)
        return
    write_file(Path(out), export(read_all(paths), to.value))
    typer.echo(f"{counted(len(paths), 'document')} in {out}")


def _write_sql(paths: list[Path], url: str) -> None:
    from pipeline.export.database import write_database
    from pipeline.export.reading import read_all

    written = write_database(read_all(paths), url)
    # an address may hold a password
    typer.echo(f"{counted(written, 'document')} in {'the database' if '://' in url else url}")


def report_command(
    documents: Documents,
    out: Annotated[Path, typer.Option("-o", "--out", help="HTML file to write.")],
) -> None:
    """Make one self-contained page of a batch: counts, failures, deadlines ahead, what needs eyes."""
    from datetime import date

    from pipeline.export.reading import find, read_all
    from pipeline.export.report import make_report

    paths = find(documents)
    write_file(out, make_report(read_all(paths), date.today()))
    typer.echo(f"{counted(len(paths), 'document')} in {out}")


def _write_archives(paths: list[Path], to: str, folder: Path, scans: Path | None) -> None:
    """Write one file per document, named as its JSON is."""
    from pipeline.export import archive
    from pipeline.export.reading import read

    makers = {"alto": archive.to_alto, "hocr": archive.to_hocr, "metadata": archive.to_record}
    if to == "pdf" and scans is None:
        raise UsageError("The PDF is made of the scans. Say where they lie with --scans.")
    known = _scans_by_hash(scans) if to == "pdf" and scans is not None else {}
    for path in paths:
        document = read(path)
        data = makers[to](document) if to in makers else _archive_pdf(document, known)
        write_file(folder / f"{path.stem}{_ARCHIVES[to]}", data)
    typer.echo(f"{counted(len(paths), 'document')} in {folder}")


def _scans_by_hash(folder: Path) -> dict[str, Path]:
    """Return the files below a folder by the hash of their content: names are no proof of what they hold."""
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Check --scans.")
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        found[sha256_of(path)] = path
    return found


def _archive_pdf(document: Document, scans: dict[str, Path]) -> bytes:
    from pipeline.batch.archive import archive_pdf
    from pipeline.options import Options

    scan = scans.get(document.file.sha256)
    if scan is None:
        raise InputError(f"The scan of {document.file.name} is not among --scans. Give its folder.")
    made = archive_pdf(document, scan, Options())
    if made is None:
        raise InputError(f"{document.file.name} is text and has no pages as pictures. Choose another format.")
    return made
