"""OCR: `recognize` reads a page with Tesseract, table grids cell by cell."""

from pipeline.ocr.engine import available_languages, tesseract_version
from pipeline.ocr.recognition import recognize

__all__ = ["available_languages", "recognize", "tesseract_version"]
