"""The batch's own corner of the output folder: lock, manifest, pages read so far, scratch."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pipeline.errors import UsageError
from pipeline.files import hold, remove_parts, write_whole

_SCRATCH_PREFIX = "vnplan-batch-"


@dataclass(frozen=True, slots=True)
class Premises:
    """Paths in OUT/.vnplan, and a scratch folder on the machine's own disk; locked while a batch runs."""

    out: Path
    scratch: Path
    lock: IO[str]

    @property
    def manifest(self) -> Path:
        """The table of inputs."""
        return manifest_path(self.out)

    @property
    def spools(self) -> Path:
        """Pages that were read, of documents that are not finished."""
        return self.out / ".vnplan" / "pages"

    @property
    def inputs(self) -> Path:
        """What was fetched or unpacked."""
        return self.out / ".vnplan" / "inputs"

    def leave(self, *, tidy: bool) -> None:
        """Remove scratch, and the pages too where nothing waits for them; let the next batch in."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        shutil.rmtree(self.inputs, ignore_errors=True)
        if tidy:
            shutil.rmtree(self.spools, ignore_errors=True)
        self.lock.close()


def manifest_path(out: Path) -> Path:
    """Return where a batch keeps its manifest."""
    return out / ".vnplan" / "manifest.sqlite"


def enter(out: Path) -> Premises:
    """Make the folder, lock it and clear what a killed batch left.

    Raises:
        UsageError: It cannot be written, or another batch writes to it.
    """
    out = out.absolute()
    try:
        (out / ".vnplan").mkdir(parents=True, exist_ok=True)
        lock = hold(out / ".vnplan" / "lock")
        # a kill amid the note of the scratch folder leaves its half beside it
        for folder in (out, out / ".vnplan"):
            remove_parts(folder)
        shutil.rmtree(out / ".vnplan" / "inputs", ignore_errors=True)
        return Premises(out, _fresh_scratch(out), lock)
    except BlockingIOError as error:
        raise UsageError(
            f"Another vnplan is writing to {out}. Wait for it, or choose another folder with -o."
        ) from error
    except OSError as error:
        raise UsageError(
            f"The folder {out} cannot be written ({error.strerror}). Choose another with -o."
        ) from error


def _fresh_scratch(out: Path) -> Path:
    """Make a scratch folder, after removing that of a batch that was killed here."""
    note = out / ".vnplan" / "scratch"
    root = Path(tempfile.gettempdir())
    if note.is_file():
        old = root / note.read_text(encoding="utf-8").strip()
        # only what is surely ours: the note may have come with a folder from elsewhere
        if old.parent == root and old.name.startswith(_SCRATCH_PREFIX) and not old.is_symlink():
            shutil.rmtree(old, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH_PREFIX))
    write_whole(note, f"{scratch.name}\n")
    return scratch
