"""Choices that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer
from pydantic import ValidationError

from pipeline.errors import UsageError
from pipeline.options import Options


class Restore(StrEnum):
    """When text is mended before it is understood."""

    auto = "auto"
    always = "always"
    never = "never"


class OcrEngine(StrEnum):
    """What runs Tesseract."""

    pytesseract = "pytesseract"
    tesserocr = "tesserocr"


OcrEngineOption = Annotated[
    OcrEngine, typer.Option(help="Tesseract's program, or the faster library of vnplan[tesserocr].")
]
RestoreOption = Annotated[
    Restore,
    typer.Option(help="Mend diacritics and OCR errors; auto leaves the text layers of born-digital files."),
]


def build_options(**values: object) -> Options:
    """Return the options of a conversion; what is None keeps its default.

    Raises:
        UsageError: A value is out of its range.
    """
    given = {name: value for name, value in values.items() if value is not None}
    try:
        return Options(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).replace("_", "-")
        said = first["msg"].removeprefix("Value error, ")
        raise UsageError(f"--{name}: {said}. See vnplan convert --help.") from error
