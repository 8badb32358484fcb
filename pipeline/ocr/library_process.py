"""Tesseract as a library in a process of its own: what runs there, and how both ends talk.

Run as a script, so that it loads Tesseract and nothing of ours: it starts in a tenth of a second.
"""

from __future__ import annotations

import json
import resource
import signal
import socket
import struct
import sys
import time
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from typing import Any

_LENGTH = struct.Struct("!I")
_MOST_MODELS = 3
_MEMORY_BYTES = 4 << 30  # as for a worker of the batch; a page of 120 million pixels takes a quarter of it
_MOST_BYTES = 64 << 20
_GRACE_S = 2.0
_TICK_S = 0.001  # 0 would mean not to wait at all
_HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
Message = dict[str, Any]


def main(handle: int) -> None:
    """Answer requests until the other end closes the socket.

    Args:
        handle: File descriptor of this end of a socket pair.
    """
    _bound(resource.RLIMIT_CORE, 0)
    _bound(resource.RLIMIT_DATA, _MEMORY_BYTES)
    with socket.socket(fileno=handle) as line, suppress(ConnectionError):
        try:
            versions = _versions()
        except ImportError as error:
            send(line, {"absent": str(error)})
            return
        send(line, {"ready": versions})
        while True:
            _answer(line)


def _versions() -> str:
    tesserocr = _tesserocr()
    first = tesserocr.tesseract_version().split("\n")[0].split()[-1]
    return f"{tesserocr.__version__} (Tesseract {first})"


def _tesserocr() -> Any:
    return import_module("tesserocr")  # an optional package, imported where it is used


def _answer(line: socket.socket) -> None:
    request = receive(line)
    images = [receive_bytes(line, width * height) for width, height in request["sizes"]]
    # The other end ends this process when it hangs; where that end is gone, the kernel does.
    signal.setitimer(signal.ITIMER_REAL, request["timeout_s"] + _GRACE_S)
    answer = _read(request, images)
    signal.setitimer(signal.ITIMER_REAL, 0)
    send(line, answer)


def _read(request: Message, images: list[bytes]) -> Message:
    try:
        api = _model(request["folder"], request["language"])
    except RuntimeError:
        return {"no_language": True}
    if not set(request["language"].split("+")) <= set(api.GetLoadedLanguages()):
        return {"no_language": True}
    api.SetPageSegMode(request["psm"])
    for name, value in request["settings"].items():
        api.SetVariable(name, value)
    pages = zip(images, request["sizes"], strict=True)
    return {"tsv": _HEAD + "".join(_tsv(api, i, *page) for i, page in enumerate(pages))}


def _tsv(api: Any, index: int, image: bytes, size: tuple[int, int]) -> str:
    width, height = size
    api.SetImageBytes(image, width, height, 1, width)
    if not api.Recognize():
        raise RuntimeError("Tesseract gave up")  # ends this process, which is told as a failure of the page
    table = str(api.GetTSVText(index))
    api.Clear()
    return table


@lru_cache(maxsize=_MOST_MODELS)
def _model(folder: str, language: str) -> Any:
    return _tesserocr().PyTessBaseAPI(path=f"{folder}/", lang=language)


def _bound(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, hard))


def send(line: socket.socket, message: Message, *more: bytes) -> None:
    """Send an object as JSON, and bytes after it that it tells the sizes of.

    Raises:
        OSError: The other end is gone, or takes nothing within the socket's timeout.
    """
    text = json.dumps(message).encode()
    line.sendall(_LENGTH.pack(len(text)) + text)
    for part in more:
        line.sendall(part)


def receive(line: socket.socket, *, deadline: float | None = None) -> Message:
    """Return the next object.

    Args:
        line: Where it comes from.
        deadline: By `time.monotonic()`; None to wait for ever.

    Raises:
        ConnectionError: The other end is gone.
        TimeoutError: It was not there in time.
        ValueError: It makes no sense.
    """
    (size,) = _LENGTH.unpack(receive_bytes(line, _LENGTH.size, deadline=deadline))
    if size > _MOST_BYTES:
        raise ValueError(f"a message of {size} bytes")
    message = json.loads(receive_bytes(line, size, deadline=deadline))
    if not isinstance(message, dict):
        raise ValueError("a message that is no object")
    return message


def receive_bytes(line: socket.socket, size: int, *, deadline: float | None = None) -> bytes:
    """Return exactly so many bytes; raises as `receive` does."""
    data = bytearray(size)
    view, at = memoryview(data), 0
    while at < size:
        if deadline is not None:
            line.settimeout(max(_TICK_S, deadline - time.monotonic()))
        count = line.recv_into(view[at:])
        if not count:
            raise ConnectionResetError("the other end is gone")
        at += count
    return bytes(data)


if __name__ == "__main__":
    main(int(sys.argv[1]))
