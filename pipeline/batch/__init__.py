"""Many documents: plan pages, run them on an engine, note each, write each whole or not at all."""

from pipeline.batch.inputs import Input, gather
from pipeline.batch.limits import Limits
from pipeline.batch.outcomes import BatchOptions, Outcome, Progress, exit_code
from pipeline.batch.run import run_batch
from pipeline.batch.watch import arrivals

__all__ = [
    "BatchOptions",
    "Input",
    "Limits",
    "Outcome",
    "Progress",
    "arrivals",
    "exit_code",
    "gather",
    "run_batch",
]
