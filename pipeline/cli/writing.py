"""Files that a command writes where its user said."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import UsageError
from pipeline.files import write_whole


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole, its folder made where it is missing.

    Raises:
        UsageError: It cannot be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}). Choose another place.") from error
