"""What runs in the process of its own that reads scans: a hostile file ends it, not the server."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from pipeline.batch import Limits
from pipeline.batch.sandbox import confine
from pipeline.errors import PipelineError
from pipeline.options import Options

_PICTURE_WIDTH_PX = 1400  # sharp enough to read at the width of an office screen
_PICTURE_QUALITY = 72


@dataclass(frozen=True, slots=True)
class Order:
    """One scan to convert: where it lies, how its sender calls it, where document and pictures go."""

    scan: Path
    name: str
    document: Path
    pictures: Path
    options: Options


@dataclass(frozen=True, slots=True)
class Progress:
    """So many pages are read."""

    done: int
    total: int
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Ended:
    """The order is done; `failure` says why it could not be, and is empty where it could."""

    failure: str = ""
    kind: Literal["ended"] = "ended"


# JSON and no pickles: a process that a scan took over sends no code.
ANSWER: TypeAdapter[Progress | Ended] = TypeAdapter(Annotated[Progress | Ended, Field(discriminator="kind")])
MOST_ANSWER_BYTES = 1 << 16


def work(connection: Connection) -> None:
    """Convert what comes through the pipe until it is closed; answer with progress and outcome."""
    confine(Limits())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides when to stop
    while True:
        try:
            order = connection.recv()
        except EOFError:
            return
        try:
            _convert_order(order, connection)
        except PipelineError as error:
            _answer(connection, Ended(str(error)))
        else:
            _answer(connection, Ended())


def _answer(connection: Connection, answer: Progress | Ended) -> None:
    connection.send_bytes(ANSWER.dump_json(answer))


def _convert_order(order: Order, connection: Connection) -> None:
    """Convert one scan, write its document and the pictures of its pages.

    Raises:
        PipelineError: The scan cannot be converted.
    """
    from pipeline.conversion import convert
    from pipeline.files import write_whole

    document = convert(
        order.scan,
        order.options,
        progress=lambda done, total: _answer(connection, Progress(done, total)),
    )
    named = document.model_copy(update={"file": document.file.model_copy(update={"name": order.name})})
    _draw_pages(order)
    write_whole(order.document, named.to_json().encode())


def _draw_pages(order: Order) -> None:
    """Write a JPEG of each page that has pixels, as scanned."""
    from PIL import Image

    from pipeline.page import PageImage
    from pipeline.source import load

    order.pictures.mkdir(parents=True, exist_ok=True)
    for page in load(order.scan, order.options.model_copy(update={"text_layer": "never"})):
        if isinstance(page, PageImage):
            picture = Image.fromarray(page.pixels).convert("RGB")
            picture.thumbnail((_PICTURE_WIDTH_PX, 4 * _PICTURE_WIDTH_PX))
            picture.save(order.pictures / f"{page.number}.jpg", quality=_PICTURE_QUALITY)
