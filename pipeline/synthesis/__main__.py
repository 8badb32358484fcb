"""Remakes samples: `python -m pipeline.synthesis samples/*`; the lossy step is drawn anew from the seed."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.errors import PipelineError, UsageError
from pipeline.synthesis.sample import make_sample


def main(folders: list[str]) -> None:
    """Remake each folder that holds a `plan.toml`.

    Raises:
        PipelineError: No folder was given, or a plan in one cannot be read.
    """
    plans = [Path(folder) for folder in folders if (Path(folder) / "plan.toml").is_file()]
    if not plans:
        raise UsageError("No folder with a plan.toml was given. Try: python -m pipeline.synthesis samples/*")
    for folder in plans:
        make_sample(folder)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except PipelineError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(error.exit_code) from error
