"""Loads the Vietnamese words that exports show, and cleans text that comes from a page."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

# XML 1.0, iCalendar and spreadsheets forbid these; OCR of a damaged text layer holds them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@cache
def load(name: str) -> dict[str, Any]:
    """Return the lexicon `lexicon/<name>.toml`.

    Raises:
        FileNotFoundError: There is no such lexicon.
    """
    return tomllib.loads((files("pipeline.export") / "lexicon" / f"{name}.toml").read_text(encoding="utf-8"))


def printable(text: str) -> str:
    """Return the text without the characters that XML, spreadsheets and calendars cannot hold."""
    return _FORBIDDEN.sub("", text)
