"""Where each result goes, whether it is there already, and the note of what became of it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.batch.inputs import Input
from pipeline.batch.jobs import LOST_PREFIX
from pipeline.batch.manifest import Manifest, Row, row_of
from pipeline.batch.messages import Assembled
from pipeline.batch.outcomes import Outcome
from pipeline.batch.work import Work


class Ledger:
    """The manifest as a batch uses it."""

    def __init__(self, out: Path, manifest: Manifest, recipe: str) -> None:
        self._out = out
        self._manifest = manifest
        self._recipe = recipe

    def expect(self, items: Iterable[Input]) -> None:
        """Note inputs that are to come."""
        self._manifest.wait_for(Row(item.uri, item.label, "waiting") for item in items)

    def place(self, item: Input, sha256: str) -> tuple[Path, Row | None]:
        """Return where an input's result goes, and the row of what is there and needs no work.

        A result of another content under the same name is kept: the newcomer's name gets eight digits of
        its hash, and a number after that.
        """
        known = self._manifest.of_input(item.uri)
        mine = known.output if known is not None and known.sha256 == sha256 else None
        for name in (mine, *itertools.islice(_names(item.stem, sha256), 1000)):
            if name is None:
                continue
            taken, owner = self._owner(name)
            if not taken or (owner is not None and owner.sha256 == sha256):
                done = owner is not None and owner.state == "written" and owner.recipe == self._recipe
                return self._out / name, owner if done else None
        raise AssertionError("a thousand names are taken")

    def _owner(self, name: str) -> tuple[bool, Row | None]:
        """Return whether a name is taken, and by whom if that can be told."""
        row = self._manifest.of_output(name)
        there = (self._out / name).exists()
        if row is not None and not (there and row.state in ("waiting", "running", "failed")):
            done = row.state in ("written", "incomplete")
            return True, replace(row, state="waiting") if done and not there else row
        # A kill between the result and its note, or a manifest that was deleted: the result itself tells.
        return there or row is not None, row_of(self._out / name, LOST_PREFIX) if there else row

    def begin(self, work: Work) -> None:
        """Note that an input is being looked at; that it is finished may turn out."""
        row = self._manifest.of_input(work.item.uri) or Row(work.item.uri, work.item.label, "running")
        if row.state != "written":
            self._manifest.put(replace(row, state="running"))

    def reserve(self, work: Work) -> None:
        """Note where the result will be."""
        self._put(work, "running")

    def finish(self, work: Work, answer: Assembled) -> Outcome:
        """Note and return that a result was written."""
        row = self._put(
            work,
            "incomplete" if work.lost else "written",
            pages=answer.pages,
            pages_failed=answer.pages_failed,
            tasks=answer.tasks,
            needs_review=answer.needs_review,
            exit_code=6 if answer.pages_failed else 0,
            error=f"{answer.pages_failed} pages could not be read." if answer.pages_failed else "",
        )
        return _outcome_of(work.item, row, self._out)

    def fail(self, work: Work, code: int, message: str) -> Outcome:
        """Note and return that an input cannot be converted."""
        row = self._put(work, "failed", exit_code=code, error=message)
        return _outcome_of(work.item, row, self._out)

    def pass_over(self, work: Work, row: Row) -> Outcome:
        """Note and return that a result was there before."""
        if row.input != work.item.uri:
            row = replace(row, input=work.item.uri, name=work.item.label)
            self._manifest.put(row)
        return replace(_outcome_of(work.item, row, self._out), state="finished_before")

    def is_settled(self) -> bool:
        """Return whether nothing waits for another try."""
        return all(row.state == "written" for row in self._manifest.rows())

    def _put(self, work: Work, state: str, **found: object) -> Row:
        known = self._manifest.of_input(work.item.uri)
        before = known.attempts if known is not None else 0
        begins = state == "running" or work.output is None
        row = Row(
            work.item.uri,
            work.item.label,
            state,
            output=work.output.name if work.output is not None else None,
            sha256=work.surveyed.facts.sha256 if work.surveyed is not None else None,
            recipe=self._recipe,
            attempts=before + begins,
            seconds=round(work.seconds, 3),
            **found,  # type: ignore[arg-type]
        )
        self._manifest.put(row)
        return row


def _names(stem: str, sha256: str) -> Iterator[str]:
    yield f"{stem}.json"
    yield f"{stem}-{sha256[:8]}.json"
    for number in itertools.count(2):
        yield f"{stem}-{sha256[:8]}-{number}.json"


def _outcome_of(item: Input, row: Row, out: Path) -> Outcome:
    """Return a row as an outcome."""
    return Outcome(
        item,
        "failed" if row.state == "failed" else "written",
        out / row.output if row.output is not None and row.state != "failed" else None,
        row.pages,
        row.pages_failed,
        row.tasks,
        row.needs_review,
        row.exit_code,
        row.error,
        row.seconds,
        row.attempts,
    )
