"""Which files are meant: files, folders, globs and zip archives."""

from __future__ import annotations

import glob
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.errors import InputError

SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg", ".txt", ".doc"})
MAX_ARCHIVE_MEMBERS = 20_000
MAX_ARCHIVE_BYTES = 20_000_000_000
MAX_RATIO = 200  # a PDF or TIFF inside a zip shrinks a few times; a bomb shrinks a thousand times


@dataclass(frozen=True, slots=True)
class Input:
    """A file to convert: where it lies, what the user calls it, and the stem of its output."""

    path: Path
    name: str
    stem: str


def gather(arguments: Iterable[str], scratch: Path) -> tuple[list[Input], list[str]]:
    """Return the inputs that the arguments mean, and the files that were passed over.

    Args:
        arguments: Files, folders (searched in depth, links not followed), globs, zip archives.
        scratch: Folder for the members of archives; the caller deletes it.

    Raises:
        InputError: An argument does not exist, or there is nothing to convert.
    """
    found: list[tuple[Path, str]] = []
    skipped: list[str] = []
    for argument in arguments:
        found += _expand(argument, scratch / str(len(found)), skipped)
    unique = {os.path.realpath(path): (path, name) for path, name in reversed(found)}
    if not unique:
        raise InputError(
            "There is no scan in what was given. "
            "Name PDF, TIFF, PNG, JPEG or text files, or a folder of them."
        )
    kept = sorted(unique.values(), key=lambda pair: pair[1])
    return [Input(path, name, stem) for (path, name), stem in zip(kept, _stems(kept), strict=True)], skipped


def _expand(argument: str, scratch: Path, skipped: list[str]) -> Iterator[tuple[Path, str]]:
    path = Path(argument)
    if path.is_dir():
        yield from _folder(path, skipped)
    elif path.exists() or path.is_symlink():
        if path.suffix.lower() == ".zip" and path.is_file():
            yield from _archive(path, scratch, skipped)
        else:
            yield path, argument
    elif matches := sorted(glob.glob(argument, recursive=True)):  # noqa: PTH207 - patterns may be absolute
        for match in matches:
            yield from _expand(match, scratch, skipped)
    else:
        raise InputError(f"There is no file or folder {argument!r}. Check the name.")


def _folder(folder: Path, skipped: list[str]) -> Iterator[tuple[Path, str]]:
    for parent, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(files):
            path = Path(parent) / name
            wanted = path.suffix.lower() in SUFFIXES and path.is_file() and not name.startswith(".")
            if wanted:
                yield path, str(path)
            else:
                skipped.append(str(path))


def _archive(path: Path, scratch: Path, skipped: list[str]) -> Iterator[tuple[Path, str]]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            _check_size(path, members)
            for index, member in enumerate(members):
                label = f"{path}!{member.filename}"
                # The member's own path never reaches the file system, so ../ cannot lead out.
                inner = PurePosixPath(member.filename.replace("\\", "/")).name
                if PurePosixPath(inner).suffix.lower() not in SUFFIXES:
                    skipped.append(label)
                    continue
                target = scratch / str(index) / inner
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as stream, target.open("wb") as out:
                    shutil.copyfileobj(stream, out)
                yield target, label
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        # zipfile raises RuntimeError for an encrypted member
        raise InputError(
            f"The archive {path.name} cannot be unpacked ({error}). Unpack it and name the folder."
        ) from error


def _check_size(path: Path, members: list[zipfile.ZipInfo]) -> None:
    size = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members)
    if (
        len(members) > MAX_ARCHIVE_MEMBERS
        or size > MAX_ARCHIVE_BYTES
        or size > MAX_RATIO * max(packed, 1) + 10**6
    ):
        raise InputError(
            f"The archive {path.name} unpacks to far more than it should ({size} bytes). "
            "Unpack it yourself if you trust it."
        )


def _stems(pairs: list[tuple[Path, str]]) -> list[str]:
    """Return one output stem for each input, its folder's name before it where two are alike."""
    plain = Counter(path.stem.casefold() for path, _ in pairs)
    stems: list[str] = []
    seen: Counter[str] = Counter()
    for path, _ in pairs:
        stem = path.stem
        if plain[stem.casefold()] > 1:
            folder = path.resolve().parent.name
            stem = f"{folder}-{stem}" if folder else stem
        seen[stem.casefold()] += 1
        stems.append(stem if seen[stem.casefold()] == 1 else f"{stem}-{seen[stem.casefold()]}")
    return stems
