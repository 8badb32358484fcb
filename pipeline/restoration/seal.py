"""A folder of model files with checksums: sealed once, proven whole and unchanged before it is read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.errors import ModelError
from pipeline.files import sha256_of

CHECKSUMS = "checksums.json"


def seal(folder: Path, names: Iterable[str]) -> None:
    """Write the checksums of these files of a folder."""
    sums = {name: sha256_of(folder / name) for name in sorted(names)}
    (folder / CHECKSUMS).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")


@contextmanager
def unsealed(folder: Path, version: int, *, what: str, advice: str) -> Iterator[dict[str, Any]]:
    """Prove a folder and yield its `config.json`; what goes wrong while it is read tells of the model too.

    Args:
        folder: With `checksums.json` and `config.json`.
        version: The format that is known here.
        what: What it is, for messages.
        advice: How to mend it, for messages.

    Raises:
        ModelError: A file is missing, changed, of another format or cannot be read.
    """
    try:
        for name, expected in json.loads((folder / CHECKSUMS).read_text("utf-8")).items():
            if sha256_of(folder / name) != expected:
                raise ModelError(f"The {what}'s file {folder / name} does not match its checksum. {advice}")
        config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
        if config.get("format") != version:
            raise ModelError(f"The {what} in {folder} has format {config.get('format')}. {advice}")
        yield config
    except FileNotFoundError as error:
        raise ModelError(f"The {what} is not complete: {error.filename} is missing. {advice}") from error
    except (ValueError, KeyError, OSError) as error:
        raise ModelError(f"The {what} in {folder} cannot be read: {error}. {advice}") from error
