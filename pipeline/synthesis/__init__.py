"""From a plan's text to drawn pages with exact truth, and from drawn pages to worn scans and PDFs."""

from pipeline.synthesis.drawing import DrawOptions, draw
from pipeline.synthesis.grades import PRESETS, Wear
from pipeline.synthesis.pdf import write_pdf
from pipeline.synthesis.plan_file import read_plan
from pipeline.synthesis.plan_text import Annex, Grid, PlanText, Prose, Signing
from pipeline.synthesis.sheet import DrawnPage, printed_text
from pipeline.synthesis.wear import on_scan, wear

__all__ = [
    "PRESETS",
    "Annex",
    "DrawOptions",
    "DrawnPage",
    "Grid",
    "PlanText",
    "Prose",
    "Signing",
    "Wear",
    "draw",
    "on_scan",
    "printed_text",
    "read_plan",
    "wear",
    "write_pdf",
]
