"""Archives: two-layer PDF/A, ALTO 4, hOCR, and the metadata record of Nghị định 30/2020, Phụ lục VI."""

from pipeline.export.archive.alto import to_alto
from pipeline.export.archive.hocr import to_hocr
from pipeline.export.archive.pdf import to_pdf
from pipeline.export.archive.record import to_record

__all__ = ["to_alto", "to_hocr", "to_pdf", "to_record"]
