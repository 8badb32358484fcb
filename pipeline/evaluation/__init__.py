"""Gold against predicted: the metrics of CONTRACT section 6, always named with the same words."""

from pipeline.evaluation.figures import Figure, Hits, Share, estimate
from pipeline.evaluation.report import Report, evaluate
from pipeline.evaluation.texts import TextCounts, compare_texts, text_items

__all__ = [
    "Figure",
    "Hits",
    "Report",
    "Share",
    "TextCounts",
    "compare_texts",
    "estimate",
    "evaluate",
    "text_items",
]
