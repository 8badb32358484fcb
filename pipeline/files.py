"""Files that are written whole or not at all, known by the hash of their content, held by one process."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path
from typing import IO

_PREFIX, _SUFFIX = ".vnplan-", ".part"  # of what is being written


def write_whole(path: Path, content: str | bytes, *, durable: bool = True) -> None:
    """Write the content so that a reader, or a crash, sees the old file or the new one, never half of one.

    Args:
        path: Its folder exists; a link of that name is replaced, not followed.
        content: Text is written as UTF-8.
        durable: Survive a power cut too, which takes a few milliseconds.

    Raises:
        OSError: The folder cannot be written.
        UnicodeEncodeError: The text holds half a character.
    """
    raw = content.encode() if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(raw)
            out.flush()
            if durable:
                os.fsync(out.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(path.parent)


def remove_parts(folder: Path) -> None:
    """Remove what a killed process left half written."""
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        part.unlink(missing_ok=True)


def is_newer(path: Path, than: Path) -> bool:
    """Return whether a file is there and not older: one made of a result that has been replaced is stale."""
    try:
        return path.stat().st_mtime_ns >= than.stat().st_mtime_ns
    except OSError:
        return False


def sha256_of(path: Path) -> str:
    """Return the hash of a file's content, hexadecimal; the file may be larger than memory.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hold(path: Path) -> IO[str]:
    """Return a file that no other process can hold until it is closed, or this process ends however it may.

    Raises:
        BlockingIOError: Another process holds it.
        OSError: It cannot be made.
    """
    file = path.open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise
    return file


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
