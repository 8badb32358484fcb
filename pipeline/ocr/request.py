"""What Tesseract is asked, however it runs, and the errors that any way of running it has in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import DependencyError, PageError

Grey = NDArray[np.uint8]

# Letters of one width are not looked for: 2.5 % of the time, and the same words on 31 drawn and real pages.
SETTINGS = {"textord_all_prop": "1"}


@dataclass(frozen=True, slots=True)
class Request:
    """Images to read and how.

    Attributes:
        images: uint8 (height, width), 0 ink to 255 paper, contiguous or not; one at least.
        psm: Tesseract's page segmentation mode.
        language: Tesseract's names, joined by "+".
        dpi: Told to Tesseract, which otherwise guesses.
        timeout_s: For all images together.
        page: Number of the page, for error messages.
    """

    images: tuple[Grey, ...]
    psm: int
    language: str
    dpi: int
    timeout_s: float
    page: int

    def failed(self, reason: str, *, killed: bool = False) -> PageError:
        """Return the error for a Tesseract that failed; `killed` by the kernel, mostly for memory."""
        return PageError(
            f"Tesseract failed on page {self.page} ({reason}). Try the page by itself.",
            code="ocr_killed" if killed else "ocr_failed",
            page=self.page,
        )

    def timed_out(self) -> PageError:
        """Return the error for a Tesseract that did not come to an end."""
        return PageError(
            f"Tesseract did not finish page {self.page} in {self.timeout_s:g} s. Raise page_timeout_s.",
            code="ocr_timeout",
            page=self.page,
        )

    def unreadable(self, reason: object) -> PageError:
        """Return the error for an answer that makes no sense."""
        return PageError(
            f"Tesseract's output for page {self.page} cannot be read ({reason}). Reinstall tesseract-ocr.",
            code="ocr_unreadable",
            page=self.page,
        )

    def no_language(self) -> DependencyError:
        """Return the error for language data that are not there."""
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-')}" for name in self.language.split("+"))
        return DependencyError(f"Tesseract has no data for the language {self.language}. Install {packages}.")


# The one seam between the stage and Tesseract: a request in, TSV of all its images out.
Tesseract = Callable[[Request], bytes]
