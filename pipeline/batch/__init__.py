"""Many documents: find the inputs, give each its output, run them, write each whole or not at all."""

from pipeline.batch.inputs import Input, gather
from pipeline.batch.run import BatchOptions, Outcome, run_batch

__all__ = ["BatchOptions", "Input", "Outcome", "gather", "run_batch"]
