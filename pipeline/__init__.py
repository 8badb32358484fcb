"""vnplan: scanned Vietnamese administrative plans to structured JSON, offline on a CPU."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.conversion import convert, parse, restore
    from pipeline.document import Document
    from pipeline.errors import PipelineError
    from pipeline.options import Options

__version__ = "0.1.0"
__all__ = ["Document", "Options", "PipelineError", "convert", "parse", "restore"]

_HOMES = {
    "Document": "pipeline.document",
    "Options": "pipeline.options",
    "PipelineError": "pipeline.errors",
    "convert": "pipeline.conversion",
    "parse": "pipeline.conversion",
    "restore": "pipeline.conversion",
}


def __getattr__(name: str) -> object:
    # Public names load when asked for, so that `vnplan --help` and `vnplan restore` need no OpenCV.
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
