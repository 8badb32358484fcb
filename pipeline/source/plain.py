"""Plain text as pages: any encoding of Vietnamese, form feeds between pages, table rows by bars or tabs."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import InputError
from pipeline.page import Cell, Line, PageText, Word
from pipeline.text import nfc
from pipeline.text.legacy import from_legacy, legacy_encoding, syllable_share

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Not text in any encoding; VISCII keeps six capital letters among them, which are rare.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROL = 0.005
_BAR = re.compile(r"\t|(?:^|(?<= ))\|(?= |$)")


def decode_text(content: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, UTF-16, Windows-1258 or an encoding older than these, in NFC.

    Args:
        content: The whole file.
        name: For the message.

    Raises:
        InputError: It is empty or no text.
    """
    if not content.strip():
        raise InputError(f"{name} is empty. Give a file with text in it.")
    text = _decoded(content)
    if text is None or len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise InputError(
            f"{name} is neither text nor a PDF or image that can be read. Save it as PDF or UTF-8."
        )
    return nfc(text)


def _decoded(content: bytes) -> str | None:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding, errors="replace")
    guess = _wide(content)
    if guess is not None:
        return guess
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _western(content)


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark at its head: every second byte of plain letters is zero."""
    sample = content[:2000]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) > 3 and sample[start::2].count(0) > 0.2 * len(sample[start::2]):
            return content.decode(encoding, errors="replace")
    return None


def _western(content: bytes) -> str:
    """Windows-1258 where that makes syllables; else the bytes as they are, for `legacy_encoding` to judge."""
    raw = content.decode("latin-1")
    windows = nfc(content.decode("cp1258", errors="replace"))
    return windows if legacy_encoding(raw) is None or syllable_share(windows)[0] > 0.9 else raw


def pages_of_text(text: str) -> tuple[PageText, ...]:
    """Return the pages of a text, parted by form feeds.

    A line with " | " or a tab between words is a table row. Empty lines are kept: they part paragraphs.
    Text in an old encoding is converted and its pages are of kind `legacy`.
    """
    encoding = legacy_encoding(text)
    if encoding is not None:
        text = from_legacy(text, encoding)
    kind = "text" if encoding is None else "legacy"
    sheets = nfc(text.removeprefix("\ufeff")).replace("\r\n", "\n").replace("\r", "\n").split("\f")
    if len(sheets) > 1 and not sheets[-1].strip():
        sheets.pop()  # pdftotext ends every page with a form feed, the last one too
    return tuple(
        PageText(number, tuple(_line(line) for line in _lines(sheet)), kind=kind)
        for number, sheet in enumerate(sheets, start=1)
    )


def _lines(sheet: str) -> list[str]:
    lines = sheet.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _line(line: str) -> Line:
    parts = _BAR.split(line.strip("\n"))
    # A tab before or after all words is an indent, not a cell.
    if len(parts) < 2 or ("|" not in line and sum(bool(p.strip()) for p in parts) < 2):
        return Line(_words(line))
    if "|" not in line and not parts[0].strip():
        parts = parts[1:]
    cells = tuple(Cell(words, column) for column, part in enumerate(parts) if (words := _words(part)))
    if not cells:
        return Line(_words(line))
    return Line((), cells=cells, column_count=len(parts))


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word(token, token) for token in text.split())
