"""Files of a batch: whether one is stale, and what a killed process left of one."""

from __future__ import annotations

from pathlib import Path


def is_newer(path: Path, than: Path) -> bool:
    """Return whether a file is there and not older: one made of a result that has been replaced is stale."""
    try:
        return path.stat().st_mtime_ns >= than.stat().st_mtime_ns
    except OSError:
        return False


def remove_parts(folder: Path) -> None:
    """Remove what a killed process left half written."""
    for part in folder.glob(".vnplan-*.part"):
        part.unlink(missing_ok=True)
