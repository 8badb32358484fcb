"""Every knob of the server, with its unit and its one default."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.options import Options

_SHORTEST_TOKEN = 16  # characters; a shorter one can be tried out


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs.

    Attributes:
        folder: Where scans, documents, corrections and jobs are kept.
        host: Address to listen on.
        port: TCP port.
        token: What a caller must bring; None only where none but this machine can call.
        database: Address of the SQL database of tasks; None for a SQLite file in `folder`.
        max_upload_bytes: Larger uploads are refused while they arrive.
        uploads_per_minute: For each caller.
        requests_per_minute: For each caller.
        job_timeout_s: A conversion that takes longer is ended.
        session_s: How long a browser stays logged in.
        options: How documents are converted.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = 8080
    token: str | None = None
    database: str | None = None
    max_upload_bytes: int = 200_000_000
    uploads_per_minute: int = 600
    requests_per_minute: int = 6000
    job_timeout_s: float = 3600.0
    session_s: float = 12 * 3600.0
    # fewer pages than elsewhere: one reader serves all, and a night's work would keep the others waiting
    options: Options = field(default_factory=lambda: Options(max_pages=1000))

    def __post_init__(self) -> None:
        if self.token is not None and len(self.token) < _SHORTEST_TOKEN:
            raise UsageError(f"The token is too short. Give one of at least {_SHORTEST_TOKEN} characters.")
        if self.token is None and not is_loopback(self.host):
            raise UsageError(
                f"Whoever reaches {self.host} could read and change everything. "
                "Give a token with --token-file or VNPLAN_TOKEN, or listen on 127.0.0.1."
            )


def is_loopback(host: str) -> bool:
    """Return whether only this machine can call an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
