"""What a reviewer corrected: kept beside the extraction, never over it, and applied to every export."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.document import Document
from pipeline.errors import InputError, UsageError

SUFFIX = ".corrections.json"
# What says how the result was made is no matter of opinion.
_FIXED = ("schema_version", "file", "processing")


_ADDED = re.compile(r"(/tasks/new-\d+)(/[a-z_]+)?$")
_DAYS = frozenset({"due", "start", "end", "issue_date"})
_BLANK_TASK: dict[str, Any] = {
    "id": "",
    "kind": "task",
    "section_path": None,
    "table_id": None,
    "text": "",
    "verb": None,
    "lead_basis": None,
    "deadline": None,
    "source": None,
    "confidence": 1.0,
    "needs_review": False,
    **dict.fromkeys(
        (
            "clauses",
            "lead",
            "coordination",
            "report_to",
            "via",
            "outputs",
            "indicator_ids",
            "component_ids",
            "targets",
            "references",
        ),
        (),
    ),
}


class Correction(BaseModel):
    """One field that a reviewer set right.

    Attributes:
        path: JSON pointer into the extraction (RFC 6901), e.g. "/tasks/3/lead"; "/tasks/new-1" is a task
            that the reviewer added.
        was: What the extraction says there; a correction of another extraction is stale and not applied.
        value: What is right; None at "/tasks/N" takes the task away.
        at: When, ISO 8601.
        by: Who, as the reviewer gave it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(pattern=r"^(/[^/]+)+$", max_length=300)
    was: Any = None
    value: Any
    at: str = Field(default="", max_length=40)
    by: str = Field(default="", max_length=200)


class Corrections(BaseModel):
    """The corrections of one document, by the hash of its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str
    corrections: tuple[Correction, ...] = ()

    def to_json(self) -> str:
        """Return the corrections as indented JSON."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"

    def with_one(self, correction: Correction) -> Corrections:
        """Return these and one more; a later correction of the same field replaces the earlier.

        "/tasks/-" adds a task, of which only the text need be given; its fields can then be corrected.

        Raises:
            UsageError: It corrects a task that was never added.
        """
        one = self._added(correction)
        kept = [c for c in self.corrections if c.path != one.path]
        return Corrections(sha256=self.sha256, corrections=(*kept, one))

    def _added(self, one: Correction) -> Correction:
        if one.path == "/tasks/-":
            numbers = [int(c.path.rpartition("-")[2]) for c in self.corrections if _ADDED.match(c.path)]
            name = f"new-{max(numbers, default=0) + 1}"
            given = one.value if isinstance(one.value, dict) else {"text": one.value}
            return one.model_copy(
                update={"path": f"/tasks/{name}", "value": {**_BLANK_TASK, **given, "id": name}}
            )
        found = _ADDED.match(one.path)
        if found is None:
            return one
        base = next((c for c in self.corrections if c.path == found[1]), None)
        if base is None or not found[2]:
            raise UsageError(f"There is no added task {one.path}. Add one at /tasks/-.")
        return base.model_copy(update={"value": {**base.value, found[2][1:]: one.value}, "at": one.at})

    def without(self, path: str) -> Corrections:
        """Return these without the correction of one field."""
        kept = tuple(c for c in self.corrections if c.path != path)
        return Corrections(sha256=self.sha256, corrections=kept)


def correct(document: Document, corrections: Iterable[Correction]) -> tuple[Document, tuple[Correction, ...]]:
    """Return the document as the reviewer has it, and the corrections that no longer fit.

    Args:
        document: The extraction; left untouched.
        corrections: Applied in order of depth, so that a whole task is set before its fields.

    Raises:
        UsageError: The corrected document breaks the contract; nothing is applied.
    """
    data = document.model_dump(mode="json")
    stale: list[Correction] = []
    removed: list[tuple[str, Correction]] = []
    for correction in sorted(corrections, key=lambda one: one.path.count("/")):
        parts = _parts(correction.path)
        _check_days(parts[-1], correction.value)
        if parts[:1] == ["tasks"] and len(parts) == 2 and correction.value is None:
            removed.append((parts[1], correction))
        elif not _apply(data, parts, correction):
            stale.append(correction)
    stale += [one for index, one in removed if not _mark_removed(data, index, document, one.was)]
    data["tasks"] = [task for task in data["tasks"] if task is not None]
    return _validated(data), tuple(stale)


def read(path: Path) -> Corrections | None:
    """Return the corrections that lie beside an extraction; None where there are none.

    Args:
        path: The extraction, `<stem>.json`; its corrections are `<stem>.corrections.json`.

    Raises:
        InputError: The file is not one of corrections.
    """
    beside = beside_of(path)
    try:
        return Corrections.model_validate_json(beside.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise InputError(f"{beside} holds no corrections ({type(error).__name__}). Move it away.") from error


def beside_of(path: Path) -> Path:
    """Return where the corrections of an extraction lie."""
    return path.with_name(path.name.removesuffix(".json") + SUFFIX)


def value_at(document: Document, path: str) -> Any:
    """Return what the document says at a JSON pointer.

    Raises:
        UsageError: There is no such field.
    """
    try:
        return _walk(document.model_dump(mode="json"), _parts(path))
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise UsageError(f"The document has no field {path}. See /openapi.json.") from error


def _parts(path: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


def _walk(data: Any, parts: list[str]) -> Any:
    for part in parts:
        data = data[_index(part)] if isinstance(data, list) else data[part]
    return data


def _index(part: str) -> int:
    if not part.isdecimal():
        raise ValueError(f"{part} is no index")
    return int(part)


def _apply(data: dict[str, Any], parts: list[str], correction: Correction) -> bool:
    """Set the value in `data`; False where the field is not there or is not what it was."""
    if parts[0] in _FIXED:
        return False
    if _ADDED.match(correction.path):
        data["tasks"].append(correction.value)
        return True
    try:
        parent = _walk(data, parts[:-1])
        key: Any = _index(parts[-1]) if isinstance(parent, list) else parts[-1]
        if parent[key] != correction.was:
            return False
        parent[key] = correction.value
    except (KeyError, IndexError, ValueError, TypeError):
        return False
    return True


def _check_days(name: str, value: Any) -> None:
    """Refuse a day that is none: a wrong date is the worst thing that an export can carry.

    Raises:
        UsageError: A day is not of the form YYYY-MM-DD or not in the calendar.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_days(key, inner)
    elif name in _DAYS and value is not None:
        try:
            date.fromisoformat(str(value))
        except ValueError as error:
            raise UsageError(f"{value} is no day. Give it as YYYY-MM-DD.") from error


def _mark_removed(data: dict[str, Any], index: str, document: Document, was: Any) -> bool:
    # marked first and dropped last: the pointers of other corrections count the tasks of the extraction
    if not index.isdecimal() or int(index) >= len(document.tasks):
        return False
    if was != document.tasks[int(index)].model_dump(mode="json"):
        return False
    data["tasks"][int(index)] = None
    return True


def _validated(data: dict[str, Any]) -> Document:
    try:
        return Document.model_validate_json(json.dumps(data))
    except ValidationError as error:
        first = error.errors()[0]
        field = "/".join(str(part) for part in first["loc"])
        raise UsageError(f"{field}: {first['msg']}. The correction was not kept.") from error
