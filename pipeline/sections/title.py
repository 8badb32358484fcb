"""The title of a document: its type (ô 5a), its subject, and the year or period that it names."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from pipeline.sections.enumerators import readings
from pipeline.sections.flow import Flow, ends
from pipeline.sections.lexicon import begins_with, capitals, in_capitals, plain, resembles, type_of, words
from pipeline.sections.rows import Row

MOTTO = "cong hoa xa hoi chu nghia viet nam"
_FULL_DATE = regex.compile(
    r"ngay\s+\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4}|\d{1,2}/\d{1,2}/\d{4}|\d+/(?:19|20)\d{2}/"
)
_PERIOD = regex.compile(
    r"(?:giai doan|thoi ky|nhiem ky|trung han|dai han|trong|cac nam|nam)\s+(?:tu\s+nam\s+|nam\s+)?"
    r"((?:19|20)\d{2})\s*"
    r"(?:[-–—]|den(?:\s+nam)?)\s*((?:19|20)\d{2})"
)
_SCHOOL = regex.compile(r"nam hoc\s+\d{4}\s*[-–—]\s*\d{4}")
_YEAR = regex.compile(
    r"(?<!den )(?<!den het )(?<!tam nhin )(?<!truoc )(?<!tu )nam\s+((?:19|20)\d{2})(?!\s*[-–—]\s*\d)"
)
_LAW = regex.compile(r"(?<!\w)luat\s(?:\w+[\s,]+){1,14}$")
_ATTACHED = regex.compile(r"\W*(?:ban hanh\s+)?(?:kem theo|dinh kem|gui kem)")
# "… CHỈ THỊ SỐ 9/CT-TTG CỦA / THỦ TƯỚNG CHÍNH PHỦ": the next line is none that names who enacts
_UNFINISHED = regex.compile(r"(?<!\p{L})(?:của|và|theo|do|với|cho|về|số|ngày)\s*$", regex.IGNORECASE)
_REACH = 60  # rows within which a title must stand


def find_title(rows: Sequence[Row], start: int = 0) -> int | None:
    """Return the index of the row that names the type of the document and nothing else."""
    motto = next((i for i in range(start, min(len(rows), start + _REACH)) if has_motto(rows[i].text)), None)
    first = start if motto is None else motto
    for index in range(first, min(len(rows), first + _REACH)):
        row = rows[index]
        if row.tabular or row.text.rstrip().endswith(":"):
            continue
        found = title_type(row.text)
        if found and (capitals(row.text) > 0.6 or (motto is not None and index - motto < 15)):
            return index
    return None


def title_type(text: str) -> tuple[str, str] | None:
    """Return the type that a title line names, the rest of a stamp before it allowed."""
    found, parts = type_of(text), text.split()
    if found is not None or len(parts) < 3:
        return found
    for count in (4, 3, 2):
        before, tail = parts[:-count], " ".join(parts[-count:])
        stray = all(sum(c.isalpha() for c in part) <= 3 for part in before) and len(before) <= 4
        if before and stray and in_capitals(tail, 0.95) and (found := type_of(tail)) is not None:
            return found
    return None


def leading_type(text: str) -> tuple[str, str] | None:
    """Return the type that a line in capitals begins with: "BÁO CÁO VỀ TÌNH HÌNH ..."."""
    parts = text.split()
    if not in_capitals(text, 0.9) or text.rstrip().endswith(":"):
        return None
    return next((t for n in (4, 3, 2) if n < len(parts) and (t := type_of(" ".join(parts[:n])))), None)


def has_motto(text: str) -> bool:
    """Return whether the line holds the state's name, misread or not."""
    key = plain(text)
    return "chu nghia viet nam" in key or resembles(text, MOTTO, 0.3) or _tail_resembles(text)


def _tail_resembles(text: str) -> bool:
    parts = text.split()
    return len(parts) > 7 and any(
        resembles(" ".join(parts[i : i + 8]), MOTTO, 0.25) for i in range(len(parts) - 7)
    )


def subject_end(rows: Sequence[Row], start: int, flow: Flow) -> int:
    """Return the index after the rows of the subject, which begins at `start`."""
    end = start
    while end < len(rows) and end - start < 9:
        row = rows[end]
        if row.tabular or _ATTACHED.match(plain(row.text)):
            break
        if end == start:
            if begins_with(row.text, ("can cu", "kinh gui")) or _is_item(row):
                break
        elif not _goes_on(rows[start:end], row, flow):
            break
        end += 1
    return end


def _is_item(row: Row) -> bool:
    return any(r.value == 1 and r.cost < 0.2 for r in readings(row.text)) or row.text.startswith("- ")


# A heading under the title whatever its place in the sequence: a part of a plan may begin with "B." or "V."
_HEADED = regex.compile(r"(?:[IVX]{1,5}|[A-HĐ])\.\s+(?=\p{Lu}{2})")


def _goes_on(subject: Sequence[Row], row: Row, flow: Flow) -> bool:
    text, last = row.text, subject[-1]
    if _is_item(row) or _HEADED.match(text) or type_of(text) or len(" ".join(r.text for r in subject)) > 600:
        return False
    shouted = in_capitals(subject[0].text)
    if shouted:
        figures = not any(c.isalpha() for c in text)  # "… SỐ 9/NQ-CP NGÀY / 23/7/2025 / CỦA …"
        return (in_capitals(text) or figures) and (
            bool(_UNFINISHED.search(last.text)) or not is_enacting(text)
        )
    if is_enacting(text) or row.page != last.page:
        return False
    if ends(last.text) and last.text.rstrip()[-1] in ".:":
        return False
    centred = flow.centred(row)
    if centred is not None and row.box is not None and last.box is not None:
        if last.line.bold and row.line.bold is False:
            return False
        return (centred or _fills(last, row, flow)) and not _opens(text)
    if row.gap or _opens(text):
        return False
    return text[:1].islower() or len(text) < 0.97 * (flow.columns or 0)


def _fills(last: Row, row: Row, flow: Flow) -> bool:
    """Return whether a line as wide as the page goes on with the title: in small letters or in bold."""
    bold = bool(last.line.bold and row.line.bold)
    return row.text[:1].islower() or (bold and flow.is_full(last, row))


def _opens(text: str) -> bool:
    return begins_with(text, words("openings")) is not None and not text[:1].islower()


def is_enacting(text: str) -> bool:
    """Return whether the line names who issues, above the basis of a decision: "BỘ TRƯỞNG BỘ Y TẾ"."""
    heads = (*words("position_heads"), *words("organ_signers"), "giam doc")
    return in_capitals(text) and begins_with(text, heads) is not None and not ends(text) and len(text) < 90


def plan_year(subject: str, issued: int | None = None) -> int | None:
    """Return the year that the title gives the plan; dates, spans and aims ("đến năm 2030") are none.

    Args:
        subject: The title without the type.
        issued: Year of signing; a law's year before it ("Luật Đất đai năm 2024") is none of the plan's.
    """
    key = _SCHOOL.sub(" ", _PERIOD.sub(" ", _FULL_DATE.sub(" ", plain(subject))))
    years = [int(found[1]) for found in _YEAR.finditer(key) if not _is_of_law(key, found, issued)]
    return years[-1] if years else None


def _is_of_law(key: str, found: regex.Match[str], issued: int | None) -> bool:
    return issued is not None and int(found[1]) < issued and _LAW.search(key, 0, found.start()) is not None


def plan_period(subject: str) -> tuple[str, str] | None:
    """Return first and last day of the years that the title gives; none where it also gives one year."""
    spans = _PERIOD.findall(_SCHOOL.sub(" ", plain(subject)))
    if not spans or plan_year(subject) is not None:
        return None
    first, last = spans[-1]
    return (f"{first}-01-01", f"{last}-12-31") if int(first) <= int(last) else None


def school_begins(subject: str) -> str | None:
    """Return the day (ISO 8601) from which plans of the title's school year are written: 1 July."""
    found = _SCHOOL_YEAR.search(plain(subject))
    return f"{found[1]}-07-01" if found else None


_SCHOOL_YEAR = regex.compile(r"nam hoc\s*(20\d{2})\s*[-–/]\s*20\d{2}")


def is_attached(text: str) -> bool:
    """Return whether the line says what it goes with: "(Kèm theo Kế hoạch số ...)"."""
    return _ATTACHED.match(plain(text)) is not None
