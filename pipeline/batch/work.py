"""One document in hand: which jobs it still needs, and what its lost jobs mean."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.batch.inputs import Input
from pipeline.batch.messages import Assemble, Job, Lost, LostPage, Publish, Read, Survey, Surveyed
from pipeline.batch.outcomes import Outcome
from pipeline.options import Options

_MOST_ASSEMBLIES = 3


@dataclass(slots=True)
class Work:
    """A document between its survey and its end.

    Attributes:
        tries: That a job gets whose worker was lost.
        jobs: That can be given now.
        given: Jobs that workers have in hand.
        lost: Pages that no worker brought home.
        seconds: That workers spent on it.
        ending: What it came to, while its other formats are being written.
        folder: What was fetched or unpacked for it; removed at its end.
    """

    item: Input
    options: Options
    folder: Path
    tries: int = 2
    jobs: deque[Job] = field(default_factory=deque)
    given: int = 0
    lost: list[LostPage] = field(default_factory=list)
    seconds: float = 0.0
    assemblies: int = 0
    surveyed: Surveyed | None = None
    output: Path | None = None
    model: str = "none"
    ending: Outcome | None = None
    over: bool = False

    def plan(self, surveyed: Surveyed, output: Path, model: str, *, anew: bool) -> int:
        """Plan its pages after the survey; return how many are to be read.

        Args:
            surveyed: What the survey found.
            output: Where the result goes.
            model: Name of the restorer's model of this batch.
            anew: Read all pages, also those that lie in the spool.
        """
        self.surveyed, self.output, self.model = surveyed, output, model
        numbers = surveyed.wanted if anew else surveyed.missing
        self._read(numbers)
        return len(numbers)

    def page_done(self) -> None:
        """Go on to the assembly when the last page is in."""
        if not self.jobs and not self.given and not self.over:
            self._assemble()

    def lose(self, job: Read, answer: Lost) -> None:
        """Give pages up; the document goes on without them and says so."""
        self.lost += [LostPage(n, answer.code, f"Page {n} was lost: {answer.message}") for n in job.numbers]
        self.page_done()

    def read_again(self, numbers: Iterable[int]) -> bool:
        """Read pages that have gone from the spool; False where that happens again and again."""
        if self.assemblies >= _MOST_ASSEMBLIES:
            return False
        self._read(tuple(numbers))
        return True

    def publish(self, ending: Outcome, formats: tuple[str, ...]) -> bool:
        """Write other formats before the document ends; False where there are none to write."""
        found = self.surveyed
        if not formats or ending.output is None or found is None:
            return False
        self.ending = ending
        self.jobs.append(Publish(found.path, found.stamp, ending.output, formats, self.options))
        return True

    def _read(self, numbers: tuple[int, ...]) -> None:
        assert self.surveyed is not None
        # A text is decoded whole, which costs more than its pages; a page of anything else is a job.
        whole = self.surveyed.facts.media_type == "text/plain"
        parts = [numbers] if whole and numbers else [(number,) for number in numbers]
        found = self.surveyed
        self.jobs.extend(
            Read(found.path, found.stamp, part, found.spool, self.model, self.options, self.tries == 1)
            for part in parts
        )
        self.page_done()

    def _assemble(self) -> None:
        assert self.surveyed is not None and self.output is not None
        found = self.surveyed
        self.assemblies += 1
        lost = tuple(sorted(self.lost, key=lambda page: page.number))
        self.jobs.append(
            Assemble(found.facts, found.wanted, found.spool, lost, self.output, self.model, self.options)
        )


def survey_of(item: Input, path: Path, work: Work, spools: Path, recipe: str) -> Survey:
    """Return the first job of a document."""
    identity = f"{item.uri}\n{recipe}"
    return Survey(path.absolute(), item.member, work.folder, identity, spools, work.options)
