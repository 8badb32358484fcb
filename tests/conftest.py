"""What many tests need: where the samples and the development data lie."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Vnplan = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data beside the checkout; tests that use it are extra."""
    path = ROOT.parent / "shared"
    if not path.is_dir():
        pytest.skip("needs ../shared, which users do not have")
    return path


@pytest.fixture
def vnplan(tmp_path: Path) -> Vnplan:
    """Run the command line from another folder, as a user does."""

    def run(
        *arguments: object, stdin: str | bytes = "", env: dict[str, str] | None = None, timeout: int = 300
    ):
        data = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *map(str, arguments)],
            input=data,
            capture_output=True,
            env={**os.environ, "NO_COLOR": "1", **(env or {})},
            cwd=tmp_path,
            timeout=timeout,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run
