"""What one page, one document and one batch may cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OnFailure = Literal["retry", "skip", "abort"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a worker; they end hostile work and never change a result that is within them.

    Attributes:
        page_s: Wall-clock seconds for one page; a worker that exceeds them is killed and replaced.
        document_s: Wall-clock seconds of all work on one document.
        memory_bytes: Data of a worker, and of each program that it starts.
        file_bytes: Largest file that a worker may write, be it a member of an archive or scratch.
    """

    page_s: float = 600.0
    document_s: float = 6 * 3600.0
    memory_bytes: int = 4 << 30
    file_bytes: int = 2 << 30
