"""The command line: the only prints, the only exit codes."""

from pipeline.cli.app import main

__all__ = ["main"]
