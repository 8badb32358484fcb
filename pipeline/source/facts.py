"""What a file is, told by its content, before a page of it is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.files import sha256_of
from pipeline.options import Options
from pipeline.source import pdf_file, plain, raster

_SNIFFED_BYTES = 4096

# First bytes of what people send by mistake, and what they can do about it.
_SCAN_SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".webp"})
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": ("an old Office file (.doc, .xls)", "Save it as PDF from Word or LibreOffice"),
    b"PK\x03\x04": ("a zip archive or an Office file (.docx, .xlsx)", "Save it as PDF, or unpack it first"),
    b"{\\rtf": ("an RTF file", "Save it as PDF from Word or LibreOffice"),
    b"Rar!": ("a RAR archive", "Unpack it first"),
    b"7z\xbc\xaf": ("a 7z archive", "Unpack it first"),
    b"\x1f\x8b": ("a gzip archive", "Unpack it first"),
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file as the result names it.

    Attributes:
        name: File name without its folder.
        sha256: Of the content, hexadecimal.
        media_type: By content, e.g. "application/pdf"; the name is not believed.
        page_count: Pages in the file, whether they are read or not.
    """

    name: str
    sha256: str
    media_type: str
    page_count: int


def identify(path: Path, options: Options) -> FileFacts:
    """Return what the file is.

    Raises:
        InputError: It is missing, no file, empty, too big, encrypted, cut short or of an unknown kind.
    """
    media_type = media_type_of(path, options)
    return FileFacts(path.name, sha256_of(path), media_type, _page_count(path, media_type, options))


def media_type_of(path: Path, options: Options) -> str:
    """Return the media type by the first bytes of the content.

    Raises:
        InputError: It cannot be read, is larger than `options.max_file_bytes`, of an unknown kind, or
            text under the name of a scan.
    """
    head = _checked_head(path, options)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    known = raster.media_type(head)
    if known is not None:
        return known
    for magic, (what, remedy) in _FOREIGN.items():
        if head.startswith(magic):
            raise InputError(f"{path.name} is {what}, which is not read here. {remedy}.")
    plain.decode_text(path.read_bytes(), path.name)
    if path.suffix.lower() in _SCAN_SUFFIXES:
        # A download gone wrong is an error page under the name of a scan: nothing that a plan says.
        raise InputError(
            f"{path.name} holds text, not a {path.suffix[1:].upper()}. "
            "Scan or download it again, or name it .txt."
        )
    return "text/plain"


def _checked_head(path: Path, options: Options) -> bytes:
    """Read the first bytes, never opening what could block for ever, such as a pipe."""
    try:
        if not path.exists():
            raise InputError(f"{path} does not exist. Check the name and the folder.")
        if not path.is_file():
            raise InputError(f"{path} is not a regular file. Give a PDF, TIFF, image or text file.")
        size = path.stat().st_size
        if size > options.max_file_bytes:
            raise InputError(
                f"{path.name} has {size:,} bytes, more than the {options.max_file_bytes:,} allowed. "
                "Split it, or raise max_file_bytes."
            )
        with path.open("rb") as file:
            head = file.read(_SNIFFED_BYTES)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Check its permissions.") from error
    if not head:
        raise InputError(f"{path.name} is empty. Scan or download it again.")
    return head


def _page_count(path: Path, media_type: str, options: Options) -> int:
    if media_type == "application/pdf":
        return pdf_file.page_count(path)
    if media_type == "text/plain":
        return len(plain.pages_of_text(plain.decode_text(path.read_bytes(), path.name)))
    return raster.page_count(path, options)
