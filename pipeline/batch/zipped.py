"""Zip archives: what they hold, and one member at a time out of them, in a worker."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.batch.naming import SUFFIXES, safe_name
from pipeline.errors import InputError

_MAX_MEMBERS = 20_000
_MAX_BYTES = 20_000_000_000
_MAX_MEMBER_BYTES = 1_000_000_000
_MAX_RATIO = 200  # a PDF or TIFF inside a zip shrinks a few times; a bomb shrinks a thousand times
_MAX_DIRECTORY_BYTES = 64_000_000
_BLOCK = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    RuntimeError,  # an encrypted member
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its place in the list, and the name it bears there."""

    index: int
    name: str


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        _check_directory(path)
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _BROKEN as error:
        raise InputError(
            f"The archive {path.name} cannot be unpacked ({error}). Unpack it and name the folder."
        ) from error


def _check_directory(path: Path) -> None:
    """Refuse a list of members that is itself a bomb; zipfile would read it whole."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + 16:
        (size,) = struct.unpack_from("<I", tail, at + 12)
        if size > _MAX_DIRECTORY_BYTES:
            raise InputError(f"The archive {path.name} lists far too many files. Unpack it if you trust it.")


def members(path: Path) -> tuple[list[Member], list[str]]:
    """Return the members that may be scans, and the names of the others.

    Raises:
        InputError: It is no archive, encrypted, or unpacks to far more than it should.
    """
    with _opened(path) as archive:
        infos = [(i, m) for i, m in enumerate(archive.infolist()) if not m.is_dir()]
        _check_size(path, [m for _, m in infos])
        wanted = [Member(i, m.filename) for i, m in infos if _is_scan(m)]
        return wanted, [f"{path}!{m.filename}" for _, m in infos if not _is_scan(m)]


def _is_scan(info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    kind = mode & 0o170000
    if kind not in (0, 0o100000):  # a link or a device
        return False
    return PurePosixPath(safe_name(info.filename)).suffix.lower() in SUFFIXES


def _check_size(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    size = sum(m.file_size for m in infos)
    packed = sum(m.compress_size for m in infos)
    if (
        len(infos) > _MAX_MEMBERS
        or size > _MAX_BYTES
        or any(m.file_size > _MAX_MEMBER_BYTES for m in infos)
        or size > _MAX_RATIO * max(packed, 1) + 10**6
    ):
        raise InputError(
            f"The archive {path.name} unpacks to far more than it should ({size} bytes). "
            "Unpack it yourself if you trust it."
        )


def unpack(path: Path, index: int, folder: Path) -> Path:
    """Write one member into a folder of its own, under the last part of its name.

    The member's own path never reaches the file system, so ../ cannot lead out.

    Raises:
        InputError: The archive has changed or is damaged, or the member is larger than it says.
    """
    with _opened(path) as archive:
        infos = archive.infolist()
        if index >= len(infos):
            raise InputError(f"The archive {path.name} has changed. Convert it again.")
        target = folder / safe_name(infos[index].filename)
        folder.mkdir(parents=True, exist_ok=True)
        written = 0
        with archive.open(infos[index]) as stream, target.open("wb") as out:
            while block := stream.read(_BLOCK):
                written += len(block)
                if written > min(infos[index].file_size, _MAX_MEMBER_BYTES):
                    raise InputError(f"A member of {path.name} is larger than it says. Do not trust it.")
                out.write(block)
        return target
