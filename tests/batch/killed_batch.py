"""A batch in a process of its own, to be killed: IN OUT JOBS WORKSHOP [SCHEDULER]."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.batch import BatchOptions, gather, run_batch
from pipeline.options import Options


def main(folder: str, out: str, jobs: str, workshop: str, *scheduler: str) -> None:
    batch = BatchOptions(
        out=Path(out),
        jobs=int(jobs),
        workshop=workshop,
        engine="dask" if scheduler else "local",
        scheduler=scheduler[0] if scheduler else None,
    )
    restore = "never" if workshop != "pipeline.batch.jobs" else "auto"
    found, _ = gather([folder])
    outcomes = list(run_batch(found, Options(restore=restore), batch))
    sys.exit(max((outcome.exit_code for outcome in outcomes), default=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
