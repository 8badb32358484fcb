"""Names of outputs: safe in any folder, one for each input, the same at every run."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

SUFFIXES = frozenset(
    {".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".webp", ".bmp", ".jp2", ".txt", ".doc"}
)
_MOST_BYTES = 180  # a file name may have 255, and hash, suffix and temporary name come to it
_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_FORBIDDEN = frozenset('/\\:*?"<>|')


def printable(text: str) -> str:
    """Return a text on one line that any file or terminal takes; odd bytes and control signs as escapes."""
    odd = ("Cc", "Cs", "Zl", "Zp")
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in odd else c for c in _whole(text)
    )


def safe_name(name: str) -> str:
    """Return the last part of a path as a file name that leads nowhere and prints on one line."""
    last = PurePosixPath(name.replace("\\", "/")).name
    stem, dot, suffix = last.rpartition(".")
    return f"{safe_stem(stem)}.{_plain(suffix)[:12]}" if dot and stem.strip(".") else safe_stem(last)


def safe_stem(stem: str) -> str:
    """Return a stem in NFC without control characters, separators or a leading dot, of a modest length.

    A name in bytes that are no UTF-8 is kept apart from others by the values of these bytes.
    """
    text = _plain(stem).strip(" ").lstrip(".") or "document"
    while len(text.encode()) > _MOST_BYTES:
        text = text[:-1]
    return text


def _whole(text: str) -> str:
    """Return a text with odd bytes, and halves of characters that stand for no byte, as escapes."""
    bytes_only = _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
    return bytes_only.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _plain(text: str) -> str:
    return "".join(
        "_" if c in _FORBIDDEN or unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c
        for c in unicodedata.normalize("NFC", _whole(text))
    )


def beside(output: Path, kind: str) -> Path:
    """Return where a result lies in another format."""
    return output.with_name(f"{output.name.removesuffix('.json')}.{kind}")


def stems(names: Sequence[tuple[str, str]]) -> list[str]:
    """Return one stem for each (folder's name, file's stem), the folder before it where two are alike.

    Names that differ by case alone are alike: some disks do not tell them apart.
    """
    safe = [(safe_stem(folder) if folder else "", safe_stem(stem)) for folder, stem in names]
    plain = Counter(stem.casefold() for _, stem in safe)
    taken: set[str] = {stem for stem, count in plain.items() if count == 1}
    out = []
    for folder, stem in safe:
        if plain[stem.casefold()] == 1:
            out.append(stem)
            continue
        wanted = f"{folder}-{stem}" if folder else stem
        out.append(_free(wanted, taken))
        taken.add(out[-1].casefold())
    return out


def _free(wanted: str, taken: set[str]) -> str:
    number, stem = 1, wanted
    while stem.casefold() in taken:
        number += 1
        stem = f"{wanted}-{number}"
    return stem
