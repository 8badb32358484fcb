"""What was read, as the JSON contract has it: pages, lines and words, issues, how far it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline import document as contract
from pipeline.accuracy import expected_accuracy
from pipeline.document import REQUIRED_CHARACTER_ACCURACY
from pipeline.geometry import Box
from pipeline.page import Issue, Line, PageText, Word


def quality_of(pages: Sequence[PageText], issues: Sequence[Issue], ocr_confidence: float) -> contract.Quality:
    """Return how far the result can be trusted.

    Args:
        pages: As restored.
        issues: All of the document.
        ocr_confidence: 0..1, `mean_confidence` of the pages before they were restored.
    """
    words = [word for page in pages for line in page.lines for word in line.all_words]
    accuracy = round(_accuracy(pages), 4)
    failed = sum(page.failed for page in pages)
    serious = any(issue.severity == "error" for issue in issues)
    return contract.Quality(
        ocr_confidence=round(ocr_confidence, 4),
        estimated_character_accuracy=accuracy,
        words=len(words),
        words_restored=sum(word.reason is not None for word in words),
        words_in_doubt=sum(word.in_doubt for word in words),
        pages_failed=failed,
        needs_review=bool(failed or serious or accuracy < REQUIRED_CHARACTER_ACCURACY),
    )


def shortfall(quality: contract.Quality) -> tuple[Issue, ...]:
    """Return the issue of a document that was not read, or not as surely as it must be; none of any other."""
    accuracy = quality.estimated_character_accuracy
    if accuracy >= REQUIRED_CHARACTER_ACCURACY:
        return ()
    if not quality.words:
        return (Issue("warning", "conversion", "no_text", "No text was read on any page."),)
    message = (
        f"About {accuracy:.2%} of the characters are likely right, fewer than the "
        f"{REQUIRED_CHARACTER_ACCURACY:.0%} required. Compare the text with the scan."
    )
    return (Issue("warning", "conversion", "accuracy_low", message),)


def _accuracy(pages: Iterable[PageText]) -> float:
    """Return the share of a document's characters that is likely right; 0 where there are none."""
    held = [[(len(w.text), w.confidence) for line in page.lines for w in line.all_words] for page in pages]
    counts = [sum(length for length, _ in words) for words in held]
    right = sum(count * expected_accuracy(words) for count, words in zip(counts, held, strict=True))
    return right / sum(counts) if any(counts) else 0.0


def mean_confidence(pages: Iterable[PageText]) -> float:
    """Return the mean confidence of all words, 0..1; 0 where there are none."""
    confidences = [w.confidence for page in pages for line in page.lines for w in line.all_words]
    return sum(confidences) / len(confidences) if confidences else 0.0


def kind_of(pages: Sequence[PageText]) -> contract.FileKind:
    """Return what the file was made of: pages without text tell only where none has any."""
    kinds = {page.kind for page in pages if page.lines} or {page.kind for page in pages}
    names: dict[str, contract.FileKind] = {
        "ocr": "scan",
        "text_layer": "born_digital",
        "legacy": "legacy_encoded",
        "text": "text",
    }
    if len(kinds) == 1:
        return names[kinds.pop()]
    return "mixed" if kinds else "scan"


def page_of(page: PageText) -> contract.Page:
    """Return a page with its boxes in pixels of the scan."""
    width, height = page.scan_size_px
    return contract.Page(
        number=page.number,
        width_px=width or None,
        height_px=height or None,
        dpi=round(page.dpi, 1) if page.dpi else None,
        rotation_deg=page.rotation_deg,
        skew_deg=round(page.skew_deg, 2),
        lines=tuple(_line(line, page) for line in page.lines),
    )


def _line(line: Line, page: PageText) -> contract.PageLine:
    return contract.PageLine(
        text=line.text,
        ocr_text=line.ocr_text,
        box=_scan_box(line.box, page),
        confidence=round(line.confidence, 4),
        words=tuple(_word(word, page) for word in line.all_words),
    )


def _word(word: Word, page: PageText) -> contract.PageWord:
    return contract.PageWord(
        text=word.text,
        ocr_text=word.ocr_text if word.ocr_text != word.text else None,
        box=_scan_box(word.box, page),
        confidence=round(word.confidence, 4),
        reason=word.reason,
        alternatives=word.alternatives,
        in_doubt=word.in_doubt,
    )


def _scan_box(box: Box | None, page: PageText) -> tuple[int, int, int, int] | None:
    return page.frame.to_scan(box).rounded() if box is not None else None


def issue_of(issue: Issue) -> contract.DocumentIssue:
    """Return an issue as an entry of `issues`."""
    return contract.DocumentIssue(
        severity=issue.severity,
        stage=issue.stage,
        page=issue.page,
        code=issue.code,
        message=issue.message,
    )
