"""Which files are meant: files, folders, globs, zip archives and fsspec URLs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipeline.batch import naming, remote, zipped
from pipeline.errors import InputError


@dataclass(frozen=True, slots=True)
class Input:
    """A file to convert.

    Attributes:
        path: The file; the archive that holds it; where a URL's content goes once it is fetched.
        name: What the user calls it.
        stem: Of its output.
        member: Its index in the archive `path`; None for a plain file.
        url: Where it is fetched from; None for what lies on this machine.
    """

    path: Path
    name: str
    stem: str
    member: int | None = None
    url: str | None = None

    @property
    def label(self) -> str:
        """`name` on one line, for people."""
        return naming.printable(self.name)

    @property
    def uri(self) -> str:
        """The one name of this input that does not depend on the current folder."""
        if self.url is not None:
            return naming.printable(self.url)
        place = os.path.abspath(self.path)  # noqa: PTH100 - a link is not followed
        inside = "" if self.member is None else f"!{self.member}!{self.name.rpartition('!')[2]}"
        # a name that holds a backslash and a name in odd bytes, which are told by one, stay apart
        return naming.printable((place + inside).replace("\\", r"\\"))


def gather(arguments: Iterable[str]) -> tuple[list[Input], list[str]]:
    """Return the inputs that the arguments mean, and the files that were passed over.

    Args:
        arguments: Files, folders (searched in depth, links not followed), globs, zip archives, URLs.

    Raises:
        InputError: An argument does not exist, or there is nothing to convert.
        DependencyError: A URL needs a package that is not installed.
    """
    found: list[Input] = []
    skipped: list[str] = []
    for argument in arguments:
        found += _expand(argument, skipped)
    unique = {_identity(item): item for item in reversed(found)}
    if not unique:
        raise InputError(
            "There is no scan in what was given. "
            "Name PDF, TIFF, PNG, JPEG or text files, or a folder of them."
        )
    kept = sorted(unique.values(), key=lambda item: item.name)
    stems = naming.stems([_folder_and_stem(item) for item in kept])
    return [replace(item, stem=stem) for item, stem in zip(kept, stems, strict=True)], skipped


def _identity(item: Input) -> tuple[str, int | None]:
    return (item.url or os.path.realpath(item.path), item.member)


def _folder_and_stem(item: Input) -> tuple[str, str]:
    """The name of the folder (or archive) that an input lies in, and its own stem."""
    if item.member is not None:
        inside = PurePosixPath(item.name.rpartition("!")[2].replace("\\", "/"))
        return inside.parent.name or item.path.stem, PurePosixPath(naming.safe_name(inside.name)).stem
    if item.url is not None:
        place = PurePosixPath(item.url)
        return place.parent.name, place.stem
    return item.path.resolve().parent.name, item.path.stem


def _expand(argument: str, skipped: list[str]) -> Iterator[Input]:
    if "://" in argument:
        for url in remote.listing(argument, skipped):
            yield Input(Path(naming.safe_name(PurePosixPath(url).name)), url, "", url=url)
        return
    path = Path(argument)
    if path.is_dir():
        yield from _folder(path, skipped)
    elif os.path.lexists(path):
        yield from _file(path, skipped)
    elif matches := sorted(glob.glob(argument, recursive=True)):  # noqa: PTH207 - patterns may be absolute
        yield from _matches(matches, skipped)
    else:
        raise InputError(f"There is no file or folder {argument!r}. Check the name.")


def _file(path: Path, skipped: list[str]) -> Iterator[Input]:
    """A file that the user named himself, whatever its suffix; a link is followed at his word."""
    if path.suffix.lower() == ".zip" and path.is_file():
        found, others = zipped.members(path)
        skipped += others
        for member in found:
            yield Input(path, f"{path}!{member.name}", "", member=member.index)
    else:
        yield Input(path, str(path), "")


def _matches(matches: list[str], skipped: list[str]) -> Iterator[Input]:
    for match in matches:
        path = Path(match)
        if path.is_symlink():
            skipped.append(match)
        elif path.is_dir():
            yield from _folder(path, skipped)
        else:
            yield from _file(path, skipped)


def _folder(folder: Path, skipped: list[str]) -> Iterator[Input]:
    for parent, folders, files in os.walk(folder, followlinks=False):
        folders.sort()
        for name in sorted(files):
            path = Path(parent) / name
            if _is_scan(path):
                yield Input(path, str(path), "")
            else:
                skipped.append(str(path))


def _is_scan(path: Path) -> bool:
    """Return whether a file in a folder is to be converted: by its suffix, no link, no device, not hidden."""
    wanted = path.suffix.lower() in naming.SUFFIXES and not path.name.startswith(".")
    try:
        return wanted and not path.is_symlink() and path.is_file()
    except OSError:
        return False
