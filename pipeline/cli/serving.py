"""`vnplan serve`: the HTTP API and the review pages."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.choices import OcrEngine, OcrEngineOption
from pipeline.errors import InputError, UsageError
from pipeline.service import Settings

_DEFAULT = Settings(Path("vnplan-data"))
_MB = 1_000_000


def serve_command(
    folder: Annotated[
        Path, typer.Option("--data", help="Folder for scans, documents and jobs.")
    ] = _DEFAULT.folder,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = _DEFAULT.host,
    port: Annotated[int, typer.Option(min=1, max=65535, help="TCP port.")] = _DEFAULT.port,
    token_file: Annotated[
        Path | None, typer.Option(help="File with the token that callers bring; or set VNPLAN_TOKEN.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(help="Address of the SQL database; a SQLite file in the folder if not given."),
    ] = None,
    max_upload_mb: Annotated[int, typer.Option("--max-upload-mb", min=1, help="Largest upload.")] = (
        _DEFAULT.max_upload_bytes // _MB
    ),
    ocr_engine: OcrEngineOption = OcrEngine.pytesseract,
) -> None:
    """Serve the HTTP API and the review pages."""
    from pipeline.service import check, create_app

    settings = Settings(
        folder=folder,
        host=host,
        port=port,
        token=_token(token_file),
        database=database,
        max_upload_bytes=max_upload_mb * _MB,
    )
    settings = replace(settings, options=settings.options.model_copy(update={"ocr_engine": ocr_engine.value}))
    app = create_app(settings)
    check(settings)
    import uvicorn

    with _listening(host, port) as door, suppress(KeyboardInterrupt):  # Ctrl+C is how it ends
        typer.echo(f"Review pages at http://{host}:{port}/, OpenAPI at /openapi.json. Stop with Ctrl+C.")
        config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False)
        uvicorn.Server(config).run(sockets=[door])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(
            f"{host} port {port} cannot be listened on ({error.strerror}). "
            "Choose another with --host and --port, or end what listens there."
        ) from error


def _token(token_file: Path | None) -> str | None:
    if token_file is None:
        return os.environ.get("VNPLAN_TOKEN") or None
    try:
        return token_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise InputError(f"{token_file} cannot be read ({error.strerror}). Check --token-file.") from error
