"""From the outline to what the plan says: tasks, time limits, units, indices, targets, references."""

from pipeline.extraction.findings import Findings, extract

__all__ = ["Findings", "extract"]
