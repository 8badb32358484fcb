"""What a worker does: survey a file, read pages of it, assemble the document; one call for each message."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pipeline.batch import spool, zipped
from pipeline.batch.messages import (
    Answer,
    Assemble,
    Assembled,
    Facts,
    Failed,
    Job,
    Lost,
    LostPage,
    PagesRead,
    Publish,
    Published,
    Read,
    Stamp,
    Survey,
    Surveyed,
)
from pipeline.batch.naming import beside, printable
from pipeline.errors import InputError, ModelError, PipelineError
from pipeline.files import write_whole
from pipeline.options import Options
from pipeline.page import Issue, PageText

LOST_PREFIX = "lost_"


def warm() -> None:
    """Load what every job needs before the clock of the first one starts; one thread a worker."""
    import cv2

    from pipeline import conversion

    cv2.setNumThreads(1)
    _ = conversion


def perform(job: Job) -> Answer:
    """Do one piece of work in a worker process.

    An error that is none of the contract's is not caught: the worker dies of it and is replaced.
    """
    try:
        match job:
            case Survey():
                return survey(job)
            case Read():
                return read(job)
            case Assemble():
                return assemble(job)
            case Publish():
                return publish(job)
    except PipelineError as error:
        return Failed(error.exit_code, printable(str(error)))
    except MemoryError:
        return Lost("lost_memory", "It needs more memory than a worker may have. Raise --memory-mb.")
    except OSError as error:
        what = printable(f"{error.strerror or error} {error.filename or ''}".strip())
        return Lost("lost_system", f"The system refused its work ({what}). Look at the disk and the limits.")


def survey(job: Survey) -> Surveyed:
    """Tell what a file is and which of its pages are still to be read.

    Raises:
        InputError: It cannot be read.
    """
    from pipeline import source

    path = job.path if job.member is None else zipped.unpack(job.path, job.member, job.unpacked)
    facts = source.identify(path, job.options)
    source.load(path, job.options)  # the limits on pages are checked at the call, before any page is read
    wanted = tuple(n for n in range(1, facts.page_count + 1) if job.options.wants_page(n))
    folder = spool.folder_for(job.spools, facts.sha256, job.identity)
    return Surveyed(
        path=path,
        facts=Facts(printable(facts.name), facts.sha256, facts.media_type, facts.page_count),
        stamp=stamp(path),
        wanted=wanted,
        missing=spool.missing(folder, wanted),
        spool=folder,
    )


def stamp(path: Path) -> Stamp:
    """Return size and time of a file.

    Raises:
        InputError: It has gone.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(
            f"{path.name} has gone ({error.strerror}). Put it back and convert again."
        ) from error
    return Stamp(status.st_size, status.st_mtime_ns)


def read(job: Read) -> PagesRead | Lost:
    """Read pages into the spool.

    Raises:
        InputError: The file has changed since it was hashed, or cannot be read.
        DependencyError: Tesseract, its Vietnamese data or poppler is missing.
    """
    from pipeline import conversion

    _check_unchanged(job.path, job.stamp)
    options = job.options.model_copy(update={"pages": _ranges(job.numbers)})
    pages, seconds = conversion.read_pages(job.path, options)
    for page in pages:
        if not _is_believed(page, last=job.last):
            return Lost("lost_killed", page.issues[-1].message)
    for index, page in enumerate(pages):
        spool.keep(job.spool, page, seconds if index == 0 else {})
    return PagesRead(job.numbers)


def _check_unchanged(path: Path, when_hashed: Stamp) -> None:
    if stamp(path) != when_hashed:
        raise InputError(f"{path.name} changed while it was read. Convert it again when it is complete.")


def _is_believed(page: PageText, *, last: bool) -> bool:
    """A page may fail because the kernel ended Tesseract or poppler; another try tells."""
    codes = {issue.code for issue in page.issues}
    if last:
        return "ocr_killed" not in codes
    return not page.failed and "second_reading_failed" not in codes


def _ranges(numbers: Iterable[int]) -> str:
    """Write page numbers as the option `pages` has them: (1, 2, 3, 7) is "1-3,7"."""
    spans: list[tuple[int, int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return ",".join(f"{first}-{last}" if last > first else str(first) for first, last in spans)


def assemble(job: Assemble) -> Assembled:
    """Make the document and write it; the spool is kept only where pages were lost.

    Raises:
        ModelError: The restorer's model is missing, corrupt, or not the one of the batch.
    """
    from pipeline import conversion, source

    _check_model(job.model)
    lost = {page.number: page for page in job.lost}
    found = {n: spool.take(job.spool, n) for n in job.numbers if n not in lost}
    gone = tuple(number for number, page in found.items() if page is None)
    if gone:
        return Assembled(missing=gone)
    seconds: Counter[str] = Counter()
    pages = []
    for number in job.numbers:
        spooled = found.get(number)
        pages.append(spooled.page if spooled is not None else _lost(lost[number]))
        seconds.update(spooled.seconds if spooled is not None else {})
    facts = source.FileFacts(job.facts.name, job.facts.sha256, job.facts.media_type, job.facts.page_count)
    document = conversion.assemble(pages, facts, job.options, dict(seconds))
    write_whole(job.output, document.to_json())
    if not lost:
        shutil.rmtree(job.spool, ignore_errors=True)
    quality = document.quality
    return Assembled(len(pages), quality.pages_failed, len(document.tasks), quality.needs_review)


def publish(job: Publish) -> Published:
    """Write a document in other formats, each file whole or not at all.

    Raises:
        InputError: The document or its scan has gone or changed.
        DependencyError: A format's library is missing.
    """
    from pipeline.batch.archive import ARCHIVE, archive_pdf
    from pipeline.export import export
    from pipeline.export.reading import read as read_document

    document = read_document(job.output)
    left_out = []
    for name in job.formats:
        if name != ARCHIVE:
            data: bytes | None = export([document], name)
        else:
            _check_unchanged(job.path, job.stamp)
            data = archive_pdf(document, job.path, job.options)
        if data is None:
            left_out.append(name)
        else:
            write_whole(beside(job.output, name), data)
    return Published(tuple(left_out))


def _lost(page: LostPage) -> PageText:
    issue = Issue("error", "batch", page.code, page.message, page.number)
    return PageText(page.number, (), kind="ocr", issues=(issue,), failed=True)


def _check_model(wanted: str) -> None:
    have = model_of(Options(restore="auto")) if wanted != "none" else "none"
    if have != wanted:
        raise ModelError(
            f"This machine has the model {have}, the batch wants {wanted}. "
            "Install the same version of vnplan on every machine."
        )


def model_of(options: Options) -> str:
    """Return the name and checksum of the model that these options use; "none" without one.

    Raises:
        ModelError: The model is missing.
    """
    from pipeline import restoration

    return restoration.model_version() if options.restore != "never" else "none"
