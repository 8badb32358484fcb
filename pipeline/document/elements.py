"""What the parts of the contract are made of: a place on a page, a code with its name, a period."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """Frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Model):
    """Where a value stands: `box` in pixels of the scan, None for plain text."""

    page: int = Field(ge=1)
    lines: tuple[int, int]
    box: tuple[int, int, int, int] | None
    ocr_text: str


class Named(Model):
    """A code and its Vietnamese name, e.g. KH and Kế hoạch."""

    code: str | None
    name: str


class Period(Model):
    """Two ISO dates, either may be open."""

    start: str | None
    end: str | None
