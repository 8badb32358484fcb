"""Text of the pages to the outline of the document.

Paths: "II.1.a" of mended enumerators; "Đ1" for Điều 1 (label "Điều 1"), P1, C1, M1 for Phần, Chương, Mục; PL,
PL1 for appendices; "<parent>-1" for an unnumbered head, and "-1" for text that no heading covers. A second
item of the same number takes "-2" ("III-2").
"""

from pipeline.sections.assembly import parse

__all__ = ["parse"]
