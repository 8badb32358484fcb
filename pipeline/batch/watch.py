"""A scanner's drop folder: what arrives, once it is complete."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.batch import naming
from pipeline.batch.inputs import Input
from pipeline.errors import InputError


@dataclass(frozen=True, slots=True)
class Look:
    """What a file looked like, and since when (monotonic seconds) it has looked so."""

    size: int
    mtime_ns: int
    inode: int
    since: float


def arrivals(folder: Path, *, settle_s: float) -> Iterator[Input | None]:
    """Yield each scan in a folder once it is complete, and None when there is none now; never ends.

    A scanner, a copy over the network and a browser write into the file that is seen already: a file
    counts as complete when size and time stay the same for `settle_s`. One that changes later comes again.
    Looking, and not waiting for the system's events: network drives have none. Links and devices are
    passed over.

    Args:
        folder: Searched in depth; links are not followed.
        settle_s: Seconds without a change.

    Raises:
        InputError: The folder is not there.
    """
    seen: dict[Path, Look] = {}
    told: dict[Path, Look] = {}
    while True:
        looks = _look(folder, seen)
        seen = looks
        told = {path: look for path, look in told.items() if path in looks}
        now = time.monotonic()
        for path, look in sorted(looks.items()):
            if told.get(path) != look and look.size and now - look.since >= settle_s:
                told[path] = look
                yield Input(path, str(path), naming.safe_stem(path.stem))
        yield None


def _look(folder: Path, before: dict[Path, Look]) -> dict[Path, Look]:
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Make it, or mount it again.")
    now = time.monotonic()
    found: dict[Path, Look] = {}
    for parent, folders, files in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            path = Path(parent) / name
            if path.suffix.lower() in naming.SUFFIXES and not name.startswith((".", "~")):
                look = _one(path, now)
                if look is not None:
                    found[path] = _kept(before.get(path), look)
    return found


def _one(path: Path, now: float) -> Look | None:
    try:
        status = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return Look(status.st_size, status.st_mtime_ns, status.st_ino, now)


def _kept(old: Look | None, new: Look) -> Look:
    same = old is not None and (old.size, old.mtime_ns, old.inode) == (new.size, new.mtime_ns, new.inode)
    return old if same and old is not None else new
