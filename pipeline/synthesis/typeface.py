"""Serif typefaces with every Vietnamese letter, found by path because family names mislead."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from PIL import ImageFont

from pipeline.errors import DependencyError
from pipeline.synthesis.plan_text import Style
from pipeline.text import TONES, nfc

_FOLDER = Path("/usr/share/fonts/truetype")
_STYLES: tuple[Style, ...] = ("regular", "bold", "italic", "bold_italic")
_ENDINGS = ("-Regular", "-Bold", "-Italic", "-BoldItalic")
# The old Liberation 1 bears the same family name and lacks 93 letters: only a path tells them apart.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "liberation": tuple(f"liberation2/LiberationSerif{e}.ttf" for e in _ENDINGS),
    "liberation1": tuple(f"liberation/LiberationSerif{e}.ttf" for e in _ENDINGS),
    "freeserif": tuple(f"freefont/FreeSerif{e}.ttf" for e in ("", "Bold", "Italic", "BoldItalic")),
    "noto": tuple(f"noto/NotoSerif{e}.ttf" for e in _ENDINGS),
    "dejavu": tuple(f"dejavu/DejaVuSerif{e}.ttf" for e in ("", "-Bold", "-Italic", "-BoldItalic")),
}
_NO_LETTER = "\U0010fffe"


@dataclass(frozen=True, slots=True)
class Typeface:
    """One family: a font file for each style."""

    name: str
    files: dict[Style, Path]

    def font(self, style: Style, size_px: float) -> ImageFont.FreeTypeFont:
        """Return the font at a size in pixels; shaping is off, so that boxes do not vary with libraries."""
        return _font(self.files[style], size_px)


@lru_cache(maxsize=256)
def _font(path: Path, size_px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size_px, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1)
def constant_words() -> dict[str, Any]:
    """Return the words that every plan bears, from `words.toml`."""
    file = resources.files("pipeline.synthesis").joinpath("words.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def alphabet() -> str:
    """Return every letter, digit and sign that a plan may hold, each once."""
    words = constant_words()
    vowels = [nfc(vowel + tone) for vowel in words["plain_vowels"] for tone in ("", *TONES)]
    small = "".join(vowels) + str(words["other_letters"])
    return small + small.upper() + str(words["signs"])


def missing_letters(path: Path, letters: str) -> str:
    """Return those of `letters` that the font draws as its box for unknown characters, or not at all."""
    font = _font(path, 24.0)
    unknown = bytes(font.getmask(_NO_LETTER)), font.getbbox(_NO_LETTER)
    return "".join(
        letter
        for letter in letters
        if (bytes(font.getmask(letter)), font.getbbox(letter)) == unknown
        or (unicodedata.category(letter) != "Zs" and font.getmask(letter).getbbox() is None)
    )


@lru_cache(maxsize=16)
def find_typeface(name: str | None = None) -> Typeface:
    """Return the named family, or the first one on this machine that has every Vietnamese letter.

    Raises:
        DependencyError: None is installed, or the named one is absent or lacks letters.
    """
    for family in (name,) if name else _FAMILIES:
        files = [_FOLDER / file for file in _FAMILIES.get(family, ())]
        if files and all(f.is_file() and not missing_letters(f, alphabet()) for f in files):
            return Typeface(family, dict(zip(_STYLES, files, strict=True)))
    raise DependencyError(
        f"No serif typeface{f' {name!r}' if name else ''} with all Vietnamese letters was found under "
        f"{_FOLDER}. Install one with: apt-get install fonts-liberation2"
    )


def installed_typefaces() -> tuple[str, ...]:
    """Return the names of all families here that have every Vietnamese letter."""
    found = []
    for name in _FAMILIES:
        try:
            found.append(find_typeface(name).name)
        except DependencyError:
            continue
    return tuple(found)
