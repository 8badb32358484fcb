"""What is installed, what is missing, and the command that mends it."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline.errors import DependencyError, PipelineError


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that conversions use; `exit_code` is that of its absence, 0 where they do without it."""

    name: str
    ok: bool
    found: str
    remedy: str
    exit_code: int


def examine() -> list[Check]:
    """Look at everything that conversions need."""
    return [
        Check(
            "Python >= 3.11", sys.version_info >= (3, 11), platform.python_version(), "install Python 3.11", 4
        ),
        _check("Tesseract", _tesseract, "apt-get install tesseract-ocr"),
        _check("Tesseract's Vietnamese data", _vietnamese, "apt-get install tesseract-ocr-vie"),
        _check("poppler (pdftoppm)", _poppler, "apt-get install poppler-utils"),
        _check("restorer's model", _model, "reinstall vnplan"),
        replace(_check("tesserocr", _tesserocr, "pip install 'vnplan[tesserocr]'"), exit_code=0),
    ]


def _check(name: str, look: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, True, look(), remedy, 0)
    except PipelineError as error:
        return Check(name, False, str(error).split(". ")[0], remedy, error.exit_code)


def _tesseract() -> str:
    from pipeline.ocr import tesseract_version

    return tesseract_version()


def _vietnamese() -> str:
    from pipeline.ocr import available_languages

    languages = available_languages()
    if "vie" not in languages:
        raise DependencyError(f"only {', '.join(sorted(languages))}. Install tesseract-ocr-vie")
    return "vie"


def _poppler() -> str:
    path = shutil.which("pdftoppm")
    if path is None:
        raise DependencyError("not on the PATH. Install poppler-utils")
    return path


def _tesserocr() -> str:
    from pipeline.ocr import library_version

    return library_version()


def _model() -> str:
    from pipeline.restoration import load_restorer, model_version

    load_restorer()
    return model_version()
