"""`vnplan serve`: the HTTP API and the review pages."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.choices import OcrEngine, OcrEngineOption
from pipeline.errors import DependencyError, InputError


def serve_command(
    folder: Annotated[Path, typer.Option("--data", help="Folder for scans, documents and jobs.")] = Path(
        "vnplan-data"
    ),
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="TCP port.")] = 8080,
    token_file: Annotated[
        Path | None, typer.Option(help="File with the token that callers bring; or set VNPLAN_TOKEN.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(help="Address of the SQL database; a SQLite file in the folder if not given."),
    ] = None,
    max_upload_mb: Annotated[int, typer.Option("--max-upload-mb", min=1, help="Largest upload.")] = 200,
    ocr_engine: OcrEngineOption = OcrEngine.pytesseract,
) -> None:
    """Serve the HTTP API and the review pages."""
    from pipeline.service import Settings, create_app

    settings = Settings(
        folder=folder,
        host=host,
        port=port,
        token=_token(token_file),
        database=database,
        max_upload_bytes=max_upload_mb * 1_000_000,
    )
    options = settings.options.model_copy(update={"ocr_engine": ocr_engine.value})
    app = create_app(replace(settings, options=options))
    try:
        import uvicorn
    except ModuleNotFoundError as error:
        raise DependencyError(
            "uvicorn is not installed. Install it with: pip install 'vnplan[serve]'."
        ) from error
    typer.echo(f"Review pages at http://{host}:{port}/, OpenAPI at /openapi.json. Stop with Ctrl+C.")
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)


def _token(token_file: Path | None) -> str | None:
    if token_file is None:
        return os.environ.get("VNPLAN_TOKEN") or None
    try:
        return token_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InputError(f"{token_file} cannot be read ({error.strerror}). Check --token-file.") from error
