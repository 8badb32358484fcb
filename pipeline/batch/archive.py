"""The two-layer archive PDF of a document and the scan it was made from."""

from __future__ import annotations

from pathlib import Path

from pipeline.document import Document
from pipeline.options import Options

ARCHIVE = "pdf"


def archive_pdf(document: Document, scan: Path, options: Options) -> bytes | None:
    """Return the PDF/A; None where the scan has no pages as pictures (a text).

    Args:
        document: Its words go under the pictures.
        scan: The file that the document was made from.
        options: Bounds of what is opened, and the pages that were read.

    Raises:
        InputError: The scan cannot be read.
    """
    from pipeline.export.archive import to_pdf
    from pipeline.page import PageImage
    from pipeline.source import load

    if document.file.media_type == "text/plain":
        return None
    numbers = {page.number for page in document.pages}
    pages = load(scan, options.model_copy(update={"text_layer": "never"}))
    return to_pdf(document, (p for p in pages if isinstance(p, PageImage) and p.number in numbers))
