"""OCR: `recognize` reads a page with Tesseract, table grids cell by cell."""

from pipeline.ocr.library import library_version
from pipeline.ocr.program import available_languages, tesseract_version
from pipeline.ocr.recognition import recognize

__all__ = ["available_languages", "library_version", "recognize", "tesseract_version"]
