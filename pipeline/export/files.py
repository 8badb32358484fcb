"""Files of any kind that are written whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write the bytes so that a reader sees the old file or the new one, never half of one.

    Raises:
        OSError: The folder cannot be written.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".vnplan-", suffix=".part", delete=False) as out:
        part = Path(out.name)
        try:
            out.write(data)
            out.flush()
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
