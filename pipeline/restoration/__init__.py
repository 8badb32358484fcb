"""Diacritics and OCR errors: text as it was read -> text as it was written, with reasons."""

from pipeline.restoration.artefact import artefact_path, model_version
from pipeline.restoration.evidence import Evidence, Restored, Restorer
from pipeline.restoration.pages import explain, restore, restore_pages, restore_text
from pipeline.restoration.restorer import load_restorer

__all__ = [
    "Evidence",
    "Restored",
    "Restorer",
    "artefact_path",
    "explain",
    "load_restorer",
    "model_version",
    "restore",
    "restore_pages",
    "restore_text",
]
