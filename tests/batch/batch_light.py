"""A workshop for tests of the schedule: real survey, no reading; documents that are told by their pages.

It loads no stage, so that a worker starts at once. What a job does beside its work is told by the name of
its file, so that a test needs no second channel.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import time
from pathlib import Path

import pipeline
from pipeline.batch import jobs, spool
from pipeline.batch.messages import Assemble, Assembled, PagesRead, Read
from pipeline.files import write_whole
from pipeline.page import Line, PageText, Word

perform = jobs.perform


def warm() -> None:
    from pipeline import source  # what a survey loads: not a part of a page's time

    _ = source
    jobs.read = read
    jobs.assemble = assemble


def read(job: Read) -> PagesRead:
    _misbehave(job)
    time.sleep(float(os.environ.get("LIGHT_SECONDS", "0")))
    for number in job.numbers:
        word = Word(f"trang-{number}", f"trang-{number}")
        spool.keep(job.spool, PageText(number, (Line((word,)),), kind="ocr"), {"ocr": 0.001})
    return PagesRead(job.numbers)


def assemble(job: Assemble) -> Assembled:
    lost = {page.number: page for page in job.lost}
    found = {n: spool.take(job.spool, n) for n in job.numbers if n not in lost}
    gone = tuple(n for n, page in found.items() if page is None)
    if gone:
        return Assembled(missing=gone)
    document = {
        "file": {"name": job.facts.name, "sha256": job.facts.sha256},
        "pages": [found[n].page.lines[0].text if n in found else None for n in job.numbers],
        "issues": [{"code": page.code, "page": page.number} for page in job.lost],
        "tasks": [],
        "quality": {"pages_failed": len(lost), "needs_review": bool(lost)},
        "processing": {
            "version": pipeline.__version__,
            "options": job.options.model_dump(mode="json"),
            "models": {"restorer": job.model},
            "seconds_by_stage": {"ocr": 0.1},
            "started_at": time.time(),
        },
    }
    write_whole(job.output, json.dumps(document))
    if not lost:
        shutil.rmtree(job.spool, ignore_errors=True)
    return Assembled(len(job.numbers), len(lost))


def _misbehave(job: Read) -> None:
    name = job.path.stem
    only = re.search(r"-p(\d+)$", name)
    if only and int(only[1]) not in job.numbers:
        return
    if "once" in name:
        marker = Path(os.environ["LIGHT_MARKS"]) / f"{name}-{job.numbers[0]}"
        if marker.exists():
            return
        marker.touch()
    if "killer" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "hang" in name:
        time.sleep(1000)
    if "greedy" in name:
        _ = bytearray(8 << 30)
    if "fault" in name:
        raise ZeroDivisionError("a fault")
    if "online" in name:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
