"""What travels between the stages: the page's image, its text, and the outline of a document."""

from pipeline.page.image import PageImage
from pipeline.page.outline import (
    Appendix,
    Authority,
    Column,
    Field,
    Header,
    Node,
    Outline,
    Paragraph,
    Passage,
    Piece,
    Recipient,
    Signature,
    Table,
)
from pipeline.page.reading import (
    Cell,
    Issue,
    Line,
    PageText,
    Word,
    mean_confidence,
    ocr_text_of,
    replace_words,
)

__all__ = [
    "Appendix",
    "Authority",
    "Cell",
    "Column",
    "Field",
    "Header",
    "Issue",
    "Line",
    "Node",
    "Outline",
    "PageImage",
    "PageText",
    "Paragraph",
    "Passage",
    "Piece",
    "Recipient",
    "Signature",
    "Table",
    "Word",
    "mean_confidence",
    "ocr_text_of",
    "replace_words",
]
