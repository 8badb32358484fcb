"""Optional packages: imported where used; their absence names the extra that brings them."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from pipeline.errors import DependencyError


def require(module: str, extra: str) -> ModuleType:
    """Import a module of an extra.

    Raises:
        DependencyError: It is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise DependencyError(
            f"The package {error.name} is not installed. Install it with: pip install 'vnplan[{extra}]'."
        ) from error
