"""What goes to a worker and what comes back, as JSON: a worker that a file took over sends no code."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, TypeAdapter

from pipeline.options import Options

# A file name is bytes, which need not be UTF-8; Latin-1 carries any of them through JSON.
FilePath = Annotated[
    Path,
    PlainSerializer(lambda path: os.fsencode(path).decode("latin-1"), return_type=str),
    PlainValidator(lambda text: Path(os.fsdecode(text.encode("latin-1")))),
]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file looked like when it was hashed: a file that changes while it is read is no one document."""

    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What `source.identify` found."""

    name: str
    sha256: str
    media_type: str
    page_count: int


@dataclass(frozen=True, slots=True)
class Survey:
    """Hash a file, count its pages, see which are read already.

    Attributes:
        path: The file, or the archive that holds it.
        member: Index of the member in the archive; None for a plain file.
        unpacked: Where the member goes.
        identity: What beside the content decides the result and its place: input, options, version, model.
        spools: Folder of the pages that were read already.
    """

    path: FilePath
    member: int | None
    unpacked: FilePath
    identity: str
    spools: FilePath
    options: Options
    kind: Literal["survey"] = "survey"


@dataclass(frozen=True, slots=True)
class Read:
    """Read pages and leave each in the spool; what went wrong is believed at the `last` try only."""

    path: FilePath
    stamp: Stamp
    numbers: tuple[int, ...]
    spool: FilePath
    model: str
    options: Options
    last: bool
    kind: Literal["read"] = "read"


@dataclass(frozen=True, slots=True)
class LostPage:
    """A page that no worker could bring home."""

    number: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Assemble:
    """Make the document of the spooled pages and write it."""

    facts: Facts
    numbers: tuple[int, ...]
    spool: FilePath
    lost: tuple[LostPage, ...]
    output: FilePath
    model: str
    options: Options
    kind: Literal["assemble"] = "assemble"


@dataclass(frozen=True, slots=True)
class Publish:
    """Write a finished document in other formats, beside its JSON; an archive needs the scan too."""

    path: FilePath
    stamp: Stamp
    output: FilePath
    formats: tuple[str, ...]
    options: Options
    kind: Literal["publish"] = "publish"


@dataclass(frozen=True, slots=True)
class Surveyed:
    """Answer to Survey: `wanted` pages, and those of them that are not in the spool yet."""

    path: FilePath
    facts: Facts
    stamp: Stamp
    wanted: tuple[int, ...]
    missing: tuple[int, ...]
    spool: FilePath
    kind: Literal["surveyed"] = "surveyed"


@dataclass(frozen=True, slots=True)
class PagesRead:
    """Answer to Read."""

    numbers: tuple[int, ...]
    kind: Literal["pages_read"] = "pages_read"


@dataclass(frozen=True, slots=True)
class Assembled:
    """Answer to Assemble: what the document holds; `missing` pages have gone from the spool meanwhile."""

    pages: int = 0
    pages_failed: int = 0
    tasks: int = 0
    needs_review: bool = False
    missing: tuple[int, ...] = ()
    kind: Literal["assembled"] = "assembled"


@dataclass(frozen=True, slots=True)
class Published:
    """Answer to Publish; `left_out` are formats that this document cannot have."""

    left_out: tuple[str, ...] = ()
    kind: Literal["published"] = "published"


@dataclass(frozen=True, slots=True)
class Failed:
    """The work cannot be done, however often it is tried; `exit_code` is that of the error."""

    exit_code: int
    message: str
    kind: Literal["failed"] = "failed"


@dataclass(frozen=True, slots=True)
class Lost:
    """The worker was killed, hung, ran out of memory or stumbled over a fault: another try may do."""

    code: str
    message: str
    kind: Literal["lost"] = "lost"


Job = Annotated[Survey | Read | Assemble | Publish, Field(discriminator="kind")]
Answer = Annotated[Surveyed | PagesRead | Assembled | Published | Failed | Lost, Field(discriminator="kind")]

JOB: TypeAdapter[Survey | Read | Assemble | Publish] = TypeAdapter(Job)
ANSWER: TypeAdapter[Surveyed | PagesRead | Assembled | Published | Failed | Lost] = TypeAdapter(Answer)
