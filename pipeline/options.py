"""Every knob of a conversion, with its unit and its one default."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class Options(BaseModel):
    """How a document is converted; the hash of this is part of what makes a result stale.

    Raises:
        pydantic.ValidationError: A value is out of its range.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pages: str | None = Field(default=None, description="Pages to read, e.g. '1-3,7'; None for all")
    restore: Literal["auto", "always", "never"] = "auto"
    ocr_engine: Literal["pytesseract", "tesserocr"] = Field(
        default="pytesseract",
        description="What runs Tesseract: its program, or the faster library of the extra `tesserocr`",
    )
    language: str = Field(default="vie", pattern=r"^[a-z_]+(\+[a-z_]+)*$")
    render_dpi: int = Field(
        default=300, ge=72, le=600, description="Dots per inch for pages without one scan"
    )
    max_pages: int = Field(default=2000, ge=1)
    max_pixels: int = Field(default=120_000_000, ge=10_000, description="Width x height of one page")
    max_file_bytes: int = Field(default=1_000_000_000, ge=1)
    page_timeout_s: float = Field(default=120.0, gt=0, description="For each call of Tesseract")
    render_timeout_s: float = Field(default=60.0, gt=0, description="For rendering one page")
    text_layer: Literal["auto", "always", "never"] = "auto"
    deskew: bool = True
    orientation: bool = True
    remove_stamps: bool = True
    level_background: bool = True
    tables: bool = True
    review_below: float = Field(
        default=0.6, ge=0, le=1, description="Confidence under which a value needs review"
    )

    @field_validator("pages")
    @classmethod
    def _pages_well_formed(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"\d+(-\d*)?(,\d+(-\d*)?)*", value):
            raise ValueError("pages must look like 1-3,7")
        for part in value.split(",") if value is not None else ():
            first, _, last = part.partition("-")
            if int(first) == 0:
                raise ValueError(f"pages count from 1, and {part} begins before")
            if last and int(last) < int(first):
                raise ValueError(f"{part} ends before it begins")
        return value

    def wants_page(self, number: int) -> bool:
        """Return whether page `number` (from 1) is to be read."""
        if self.pages is None:
            return True
        for part in self.pages.split(","):
            first, dash, last = part.partition("-")
            low, high = int(first), int(last) if last else (10**9 if dash else int(first))
            if low <= number <= high:
                return True
        return False
