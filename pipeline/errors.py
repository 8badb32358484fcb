"""The error tree: what went wrong, what to do next, and the exit code it means."""

from __future__ import annotations


class PipelineError(Exception):
    """Something went wrong that the user can act on.

    The message is one sentence saying what happened and one saying what to do.
    """

    exit_code = 1


class UsageError(PipelineError):
    """The options or arguments contradict each other."""

    exit_code = 2


class InputError(PipelineError):
    """The input cannot be read: missing, empty, truncated, encrypted or not what its name says."""

    exit_code = 3


class DependencyError(PipelineError):
    """A program, its language data or an optional package is missing."""

    exit_code = 4


class ModelError(PipelineError):
    """A model file is missing or does not match its checksum."""

    exit_code = 5


class PageError(PipelineError):
    """One page failed; the document goes on without it and says so in `issues`."""

    exit_code = 6

    def __init__(self, message: str, *, code: str, page: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.page = page
