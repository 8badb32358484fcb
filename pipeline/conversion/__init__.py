"""One document through all stages; the only module that knows their order."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from pipeline import __version__, extraction, ocr, preprocessing, restoration, sections, source
from pipeline import document as contract
from pipeline.conversion.results import issue_of, kind_of, mean_confidence, page_of, quality_of, shortfall
from pipeline.document import Document
from pipeline.errors import PageError
from pipeline.options import Options
from pipeline.page import Issue, PageImage, PageText

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Clock:
    """Adds up seconds by stage; the one mutable thing in a conversion."""

    started_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun


@lru_cache(maxsize=1)
def default_restorer() -> restoration.Restorer:
    """Return the packaged restorer, loaded once a process.

    Raises:
        ModelError: The model is missing or corrupt.
    """
    return restoration.load_restorer()


def convert(
    path: str | Path, options: Options | None = None, *, jobs: int = 1, progress: Progress | None = None
) -> Document:
    """Convert one scanned or born-digital plan.

    Args:
        path: PDF, TIFF, PNG, JPEG or text file.
        options: Defaults where None.
        jobs: Pages read at the same time; changes the speed, never the result.
        progress: Called with (pages done, pages in all) after each page.

    Raises:
        InputError: The file cannot be read.
        DependencyError: Tesseract, its Vietnamese data or poppler is missing.
        ModelError: The restorer's model is missing or corrupt.
    """
    options = options or Options()
    clock = _Clock()
    path = Path(path)
    with clock.stage("source"):
        facts = source.identify(path, options)
    readings = _read_pages(source.load(path, options), options, clock, jobs)
    total = sum(options.wants_page(n) for n in range(1, facts.page_count + 1))
    read: list[PageText] = []
    for page in readings:
        read.append(page)
        if progress is not None:
            progress(len(read), total)
    return _understand(read, _file(facts, read), options, clock)


def read_pages(path: Path, options: Options) -> tuple[list[PageText], dict[str, float]]:
    """Read the wanted pages of a file: the part of a conversion that workers can share out by pages.

    Returns:
        The pages in order, and the seconds by stage that they took.

    Raises:
        InputError: The file cannot be read.
        DependencyError: Tesseract, its Vietnamese data or poppler is missing.
    """
    clock = _Clock()
    return list(_read_pages(source.load(path, options), options, clock, 1)), clock.seconds


def assemble(
    pages: Iterable[PageText], facts: source.FileFacts, options: Options, seconds: dict[str, float]
) -> Document:
    """Make one document of all its wanted pages; `convert` is `read_pages` and this.

    Args:
        pages: In order, as `read_pages` gave them, each read by any process.
        facts: Of the whole file.
        options: The same as for reading.
        seconds: By stage, what reading took.

    Raises:
        ModelError: The restorer's model is missing or corrupt.
    """
    read = list(pages)
    clock = _Clock(seconds=dict(seconds))
    return _understand(read, _file(facts, read), options, clock)


def _file(facts: source.FileFacts, pages: list[PageText]) -> contract.File:
    return contract.File(
        name=facts.name,
        sha256=facts.sha256,
        media_type=facts.media_type,
        kind=kind_of(pages),
        page_count=facts.page_count,
    )


def parse(text: str, options: Options | None = None, *, name: str = "text.txt") -> Document:
    """Understand a plan given as text, OCRed by someone else or typed.

    Args:
        text: Lines; " | " or tabs part the cells of table rows; a form feed begins a new page.
        options: `restore` says whether the text is mended first: `auto` where it needs it.
        name: Name of the file that the text came from.

    Raises:
        ModelError: The restorer's model is missing or corrupt.
    """
    options = options or Options()
    clock = _Clock()
    with clock.stage("source"):
        pages = list(source.pages_of_text(text))
    file = contract.File(
        name=name,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        kind=kind_of(pages),
        page_count=len(pages),
    )
    return _understand(pages, file, options, clock)


def restore(text: str) -> str:
    """Mend diacritics and OCR errors of a text, line for line.

    Raises:
        ModelError: The restorer's model is missing or corrupt.
    """
    return restoration.restore_text(text, default_restorer())


def _read_pages(
    pages: Iterable[PageImage | PageText], options: Options, clock: _Clock, jobs: int
) -> Iterator[PageText]:
    """Read pages in order with at most `jobs` in hand, so that memory does not grow with the document."""
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        waiting: deque[Future[PageText]] = deque()
        for page in _timed(pages, clock):
            waiting.append(pool.submit(_read_page, page, options, clock))
            if len(waiting) >= jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _timed(pages: Iterable[PageImage | PageText], clock: _Clock) -> Iterator[PageImage | PageText]:
    iterator = iter(pages)
    while True:
        with clock.stage("source"):
            page = next(iterator, None)
        if page is None:
            return
        yield page


def _read_page(page: PageImage | PageText, options: Options, clock: _Clock) -> PageText:
    if isinstance(page, PageText):
        return page
    try:
        with clock.stage("preprocessing"):
            image = preprocessing.preprocess(page, options)
        if "blank" in image.notes:
            return _blank(image)
        with clock.stage("ocr"):
            read = ocr.recognize(image, options)
        return replace(read, issues=(*_notes(image), *read.issues))
    except PageError as error:
        return _failed(page, error)


def _notes(image: PageImage) -> tuple[Issue, ...]:
    """Return what the stages before noted on the image, "code: message", as issues."""
    parted = (note.partition(": ") for note in image.notes)
    return tuple(Issue("info", "source", code, text, image.number) for code, sep, text in parted if sep)


def _failed(image: PageImage, error: PageError) -> PageText:
    issue = Issue("error", "ocr", error.code, str(error), image.number)
    return replace(_blank(image), issues=(issue,), failed=True)


def _blank(image: PageImage) -> PageText:
    issue = Issue("info", "preprocessing", "blank_page", "The page is blank.", image.number)
    return PageText(
        image.number,
        (),
        frame=image.frame,
        scan_size_px=image.scan_size_px,
        kind="ocr",
        dpi=image.dpi,
        rotation_deg=image.rotation_deg,
        skew_deg=image.skew_deg,
        issues=(issue,),
    )


def _understand(pages: list[PageText], file: contract.File, options: Options, clock: _Clock) -> Document:
    confidence = mean_confidence(pages)
    if options.restore != "never":
        with clock.stage("restoration"):
            force = options.restore == "always"
            pages = restoration.restore_pages(pages, default_restorer(), force=force)
    with clock.stage("sections"):
        outline = sections.parse(pages)
    with clock.stage("extraction"):
        findings = extraction.extract(outline, options)
    issues = (*(issue for page in pages for issue in page.issues), *findings.issues)
    quality = quality_of(pages, issues, confidence)
    # Findings bear the names of the document's fields; their issues (with the outline's) follow the pages'.
    found = {f.name: getattr(findings, f.name) for f in fields(findings) if f.name != "issues"}
    return Document(
        file=file,
        **found,
        pages=tuple(page_of(page) for page in pages),
        quality=quality,
        issues=tuple(map(issue_of, (*issues, *shortfall(quality)))),
        processing=_processing(options, clock),
    )


def _processing(options: Options, clock: _Clock) -> contract.Processing:
    return contract.Processing(
        version=__version__,
        options=options.model_dump(mode="json"),
        engine="tesseract" if options.ocr_engine == "pytesseract" else options.ocr_engine,
        models={"restorer": restoration.model_version() if options.restore != "never" else "none"},
        started_at=clock.started_at,
        seconds_by_stage={name: round(seconds, 3) for name, seconds in clock.seconds.items()},
    )
