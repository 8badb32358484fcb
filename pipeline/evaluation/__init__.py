"""Gold against predicted: the metrics of docs/rules.md, always named with the same words."""

from pipeline.evaluation.figures import Change, Figure, Hits, Share, added, compare, estimate
from pipeline.evaluation.report import Report, evaluate
from pipeline.evaluation.texts import TextCounts, compare_texts, text_items
from pipeline.evaluation.trust import Band, calibration, calibration_error, caught_by, review_curve
from pipeline.evaluation.words import JudgedPage, JudgedWord, judge_document, judge_page, right_share

__all__ = [
    "Band",
    "Change",
    "Figure",
    "Hits",
    "JudgedPage",
    "JudgedWord",
    "Report",
    "Share",
    "TextCounts",
    "added",
    "calibration",
    "calibration_error",
    "caught_by",
    "compare",
    "compare_texts",
    "estimate",
    "evaluate",
    "judge_document",
    "judge_page",
    "review_curve",
    "right_share",
    "text_items",
]
