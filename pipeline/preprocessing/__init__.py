"""The page as scanned -> the page as Tesseract reads it best; every step is switched by a measure."""

from pipeline.preprocessing.chain import preprocess

__all__ = ["preprocess"]
