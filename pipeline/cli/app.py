"""`vnplan`: the command line and its exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Never

import typer

from pipeline import __version__
from pipeline.cli import batches, console, exporting, scoring, serving
from pipeline.cli.choices import Restore, RestoreOption, build_options
from pipeline.cli.writing import write_file
from pipeline.errors import InputError, PipelineError

app = typer.Typer(
    name="vnplan",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Scanned Vietnamese administrative plans (Kế hoạch) to structured JSON, offline.",
)


batches.register(app)


def main() -> Never:
    """Run the command line and leave with the exit code of the contract."""
    try:
        app()  # Typer ends by SystemExit, with 2 and its own sentence for wrong usage
    except PipelineError as error:
        console.complain(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        console.complain("Interrupted. What was finished is kept; run the same command again to go on.")
        # Worker processes may still be inside Tesseract: do not wait for them.
        os._exit(130)
    except BrokenPipeError:
        os._exit(0)
    sys.exit(0)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"vnplan {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Scanned Vietnamese administrative plans (Kế hoạch) to structured JSON, offline."""


@app.command("restore")
def restore_command(
    file: Annotated[str, typer.Argument(help="Text file, or - for standard input.")] = "-",
    explain: Annotated[
        bool, typer.Option("--explain", help="Print each change with its reason as JSON lines.")
    ] = False,
) -> None:
    """Mend diacritics and OCR errors of a text, line for line."""
    from pipeline import restoration

    text = _read(file)
    restorer = restoration.load_restorer()
    if explain:
        for record in restoration.explain(text, restorer):
            typer.echo(record)
        return
    sys.stdout.write(restoration.restore_text(text, restorer))


@app.command("parse")
def parse_command(
    file: Annotated[str, typer.Argument(help="Text file, or - for standard input.")] = "-",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="JSON file, or a folder for it.")] = None,
    restore: RestoreOption = Restore.auto,
) -> None:
    """Understand a plan given as text; cells of table rows are parted by ' | ' or tabs."""
    from pipeline.conversion import parse

    name = "text.txt" if file == "-" else Path(file).name
    text = parse(_read(file), build_options(restore=restore.value), name=name).to_json()
    if out is None:
        sys.stdout.write(text)
        return
    target = out if out.suffix == ".json" and not out.is_dir() else out / f"{Path(name).stem}.json"
    write_file(target, text)


def _read(file: str) -> str:
    from pipeline.source import decode_text

    if file == "-":
        return decode_text(sys.stdin.buffer.read(), "standard input")
    try:
        return decode_text(Path(file).read_bytes(), file)
    except OSError as error:
        raise InputError(
            f"{file} cannot be read ({error.strerror}). Check the name and permissions."
        ) from error


app.command("export")(exporting.export_command)
app.command("report")(exporting.report_command)
app.command("evaluate")(scoring.evaluate_command)
app.command("serve")(serving.serve_command)


@app.command("schema")
def schema_command() -> None:
    """Print the JSON Schema (2020-12) of the document."""
    from pipeline.document import json_schema

    typer.echo(json_schema())


@app.command("doctor")
def doctor_command() -> None:
    """Say what is installed, what is missing, and the command that mends it."""
    from pipeline.cli.doctor import examine

    checks = examine()
    console.checks(checks)
    raise typer.Exit(max((check.exit_code for check in checks if not check.ok), default=0))
