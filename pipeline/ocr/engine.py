"""How a page is read: images in, words out, a typed error for each way that it fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.ocr.library import ask_library
from pipeline.ocr.program import run_program
from pipeline.ocr.request import Grey, Request, Tesseract
from pipeline.ocr.tsv import Reading, readings
from pipeline.options import Options

_LEAST_DPI = 70  # Tesseract takes less for a mistake


@dataclass(frozen=True, slots=True)
class Engine:
    """How Tesseract is called for one page.

    Attributes:
        language: Tesseract's names, joined by "+".
        dpi: Of the images; told to Tesseract, which otherwise guesses.
        timeout_s: For one call, whatever the number of images in it.
        page: Number of the page, for error messages.
        tesseract: What does the reading: the program, or the library in a process of ours.
    """

    language: str
    dpi: float
    timeout_s: float
    page: int
    tesseract: Tesseract = run_program

    def read(self, images: Sequence[Grey], psm: int) -> list[Reading]:
        """Read several images in one call.

        Args:
            images: uint8 (height, width), 0 ink to 255 paper, contiguous or not.
            psm: Tesseract's page segmentation mode, 3 for a page, 6 for a block, 7 for a line.

        Returns:
            One reading for each image, in order, boxes in the frame of that image.

        Raises:
            DependencyError: Tesseract, its language data or the chosen engine is not installed.
            PageError: `ocr_timeout`, `ocr_failed` or `ocr_unreadable`.
        """
        if not images:
            return []
        dpi = max(_LEAST_DPI, round(self.dpi))
        request = Request(tuple(images), psm, self.language, dpi, self.timeout_s, self.page)
        table = self.tesseract(request)
        try:
            return readings(table.decode("utf-8"), len(images))
        except ValueError as error:
            raise request.unreadable(error) from error


def engine_for(options: Options, dpi: float, page: int) -> Engine:
    """Return the engine that the options ask for.

    Args:
        options: `language`, `page_timeout_s` and `ocr_engine` count here.
        dpi: Of the page's image.
        page: Number of the page, for error messages.
    """
    tesseract = ask_library if options.ocr_engine == "tesserocr" else run_program
    return Engine(options.language, dpi, options.page_timeout_s, page, tesseract)
