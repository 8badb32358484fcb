"""How much memory a command takes: shared pages counted once over all its processes, while it runs."""

from __future__ import annotations

import re
import subprocess
import time
from itertools import pairwise
from pathlib import Path

from pipeline.batch.sandbox import descendants

_PROC = Path("/proc")
_EVERY_S = 0.02
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


def peak_mb(command: list[str]) -> float:
    """Run a command and return the most memory that it and its children held at one time, MB.

    It is the proportional set size: a page that several processes share counts once in all. Each one's
    resident size would count shared libraries and mapped models again and again. What is seen but once does
    not count: a process that forks between two readings is seen twice.

    Raises:
        CalledProcessError: The command failed.
    """
    seen = [0]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            seen.append(sum(map(_pss_kb, (process.pid, *descendants(process.pid)))))
            time.sleep(_EVERY_S)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return max(map(min, pairwise([*seen, 0]))) / 1024


def _pss_kb(number: int) -> int:
    found = _PSS.search(_read(_PROC / str(number) / "smaps_rollup"))
    return int(found[1]) if found else 0


def _read(path: Path) -> str:
    """Return a file of a process; nothing once that has ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
