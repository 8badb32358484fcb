"""BATCH.md: what each of the batch's benchmarks measured last, with its command, date and machine."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from pipeline import __version__

RECORD = Path(__file__).with_name("BATCH.md")
_HEAD = "# What the batch was measured at\n\nWritten by `benchmarks/batch_*.py`, each its own section.\n"


def record(lines: Iterable[str], path: Path = RECORD) -> None:
    """Print figures and put them in the place of what the same benchmark measured before.

    Args:
        lines: What was measured, in words.
        path: The record; made where it is not there.
    """
    lines = list(lines)
    print("\n".join(lines), flush=True)
    name = Path(sys.argv[0]).stem
    text = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    sections = {found.split("\n", 1)[0]: found for found in re.split(r"^## ", text, flags=re.M)[1:]}
    sections[name] = f"{name}\n\n{_origin()}\n\n" + "\n".join(f"- {line}" for line in lines) + "\n\n"
    body = "".join(f"## {sections[key].rstrip()}\n\n" for key in sorted(sections))
    path.write_text(f"{_HEAD}\n{body.rstrip()}\n", encoding="utf-8")


def _origin() -> str:
    command = " ".join(["python -m", f"benchmarks.{Path(sys.argv[0]).stem}", *sys.argv[1:]])
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    return f"`{command}` on {day}: vnplan {__version__}, {processor()}, {os.cpu_count()} cores."


def processor() -> str:
    """Return the processor's name as Linux tells it."""
    info = Path("/proc/cpuinfo")
    names = re.findall(r"^model name\s*: (.*)$", info.read_text(), re.M) if info.is_file() else []
    return names[0] if names else platform.machine()
