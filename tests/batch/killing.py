"""Start a batch, kill it or its workers at random moments, go on, compare: shared by test and benchmark."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from pipeline.batch.sandbox import children

HERE = Path(__file__).parent


def start(folder: Path, out: Path, jobs: int, workshop: str, *scheduler: str) -> subprocess.Popen[bytes]:
    """Start `killed_batch` in a session of its own."""
    path = os.pathsep.join([str(HERE), *(entry for entry in sys.path if entry)])
    command = [sys.executable, str(HERE / "killed_batch.py"), str(folder), str(out), str(jobs), workshop]
    return subprocess.Popen(
        [*command, *scheduler], env=os.environ | {"PYTHONPATH": path}, start_new_session=True
    )


def contents(out: Path) -> dict[str, str]:
    """Return all results without `processing`; whatever bears the name of a result must be whole."""
    found = {}
    for path in sorted(out.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        del data["processing"]
        found[path.name] = json.dumps(data, ensure_ascii=False)
    return found


def kill_at_random(process: subprocess.Popen[bytes], rng: random.Random, latest_s: float) -> str:
    """Wait a random while, then kill the main process or one of its workers; tell which, or `ended`."""
    try:
        process.wait(rng.uniform(0.2, latest_s))
        return "ended"
    except subprocess.TimeoutExpired:
        pass
    workers = children(process.pid)
    if workers and rng.random() < 0.5:
        with contextlib.suppress(ProcessLookupError):
            os.kill(rng.choice(workers), signal.SIGKILL)
        return "worker"
    process.kill()
    process.wait()
    return "main"


def alive(pid: int) -> bool:
    """Return whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(pids: list[int], limit_s: float) -> bool:
    """Return whether all processes ended in time."""
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False
