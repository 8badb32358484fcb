"""Servers for the tests: in this process, and a real one on a port of loopback."""

from __future__ import annotations

import io
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi.testclient import TestClient

from pipeline.document import Document
from pipeline.service import Settings, create_app

TOKEN = "một-mã-rất-dài-và-khó-đoán-0123".encode("ascii", "ignore").decode() + "abcdefgh"


def keep(client: TestClient, document: Document) -> str:
    """Put a converted document into the server's storage as the worker does."""
    storage = client.app.state.storage  # type: ignore[attr-defined]
    digest = document.file.sha256
    storage.document_path(digest).write_text(document.to_json())
    storage.index(document)
    return digest


@contextmanager
def client(folder: Path, *, address: str = "127.0.0.1", **settings: object) -> Iterator[TestClient]:
    """A client of a server in this process whose worker stands still; `address` is the caller's."""
    app = create_app(Settings(folder=folder, **settings))  # type: ignore[arg-type]
    with TestClient(
        app, base_url="http://127.0.0.1", client=(address, 50_000), follow_redirects=False
    ) as opened:
        yield opened


@contextmanager
def server(settings: Settings) -> Iterator[str]:
    """A real server; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = uvicorn.Server(
        uvicorn.Config(create_app(settings), host="127.0.0.1", port=port, log_level="warning")
    )
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        thread.join(timeout=30)


@contextmanager
def process(folder: Path) -> Iterator[tuple[int, int]]:
    """`vnplan serve` as a user starts it; yields (process id, port)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "pipeline.cli", "serve", "--data", str(folder), "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield running.pid, port
    finally:
        running.terminate()
        running.wait(timeout=30)


def peak_mb(pid: int) -> float:
    """Return the most memory that a process ever held."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def send(opened, text: str, name: str = "kế hoạch.txt"):
    return opened.post("/documents", files={"file": (name, io.BytesIO(text.encode()))})


def wait_for(opened, job_id: str, seconds: float = 60) -> dict:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        job = opened.get(f"/jobs/{job_id}").json()
        if job["state"] in {"done", "failed"}:
            return job
        time.sleep(0.1)
    raise AssertionError(f"still {job}")
