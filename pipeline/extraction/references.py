"""Finds cited documents and mends their numbers (Nghị định 30/2020, Phụ lục I and III)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import regex

from pipeline.extraction.citations import (
    issuer_after,
    mend_number,
    named_documents,
    title_after,
    with_strokes,
)
from pipeline.extraction.lexicons import alternation, load

Role = Literal["basis", "implement", "amend", "cite", "attached_to"]


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention: characters `start` to `end` of its text; `party` for documents of the Party."""

    start: int
    end: int
    type_name: str
    number_symbol: str | None
    issue_date: str | None = None
    issuer: str | None = None
    title: str | None = None
    party: bool = False
    role: Role = "cite"

    @property
    def fullness(self) -> tuple[bool, bool, int]:
        """How much the mention tells; the fullest wins."""
        return (self.issue_date is not None, self.issuer is not None, len(self.title or ""))


_TYPES = alternation(load("references")["types"])
_CODES = "|".join(sorted(load("references")["codes"], key=len, reverse=True))
_STATE = "|".join(sorted(load("references")["organs"]["state"], key=len, reverse=True))
_PARTY = "|".join(sorted(load("references")["organs"]["party"], key=len, reverse=True))
# one more word of a symbol; between two spaces a dash rather begins a remark ("NĐ-CP - Không trùng")
_MORE = r"(?:(?:\s?[-–]|[-–]\s?)\p{Lu}[\p{L}\d&]*|\s[-–]\s\p{Lu}{2}[\p{L}\d&]*|\s?&\s?\p{Lu}[\p{L}\d&]*)"
_NUMBER = regex.compile(
    r"(?<![\d/.,-])(?P<number>\d{1,5}(?:\.\d{1,2}|-20\d{2})?[a-zđ]?)\s?(?:"
    rf"/\s?(?P<year>\d{{4}})\s?/\s?(?P<ysym>\p{{Lu}}[\p{{L}}\d]*{_MORE}*)"
    r"|/\s?(?P<gsym>\p{Lu}\p{L}{3,14}(?![\p{L}\d-]|\s[-–]\s?\p{Lu}))"
    rf"|(?P<mixed>/|-)\s?(?P<mtype>{_CODES})\s?(?P=mixed)\s?(?P<morgan>{_PARTY})"
    rf"|(?P<spaced>{_CODES})\s?[-–]\s?(?P<office>{_STATE})"
    r"|/\s?(?P<old>CP|TTg|HĐBT)(?!\s?[-–]\s?\p{Lu})"
    rf"|/\s?(?P<ssym>\p{{Lu}}[\p{{L}}&]*\s?[-–]\s?\p{{Lu}}[\p{{L}}\d&]*{_MORE}?)"
    r"|-\s?(?P<ptype>\p{Lu}[\p{L}]*)\s?/\s?(?P<porgan>\p{Lu}[\p{L}\d]*(?:-\p{Lu}[\p{L}\d]*)?))(?![\p{L}\d])"
)
_STANDARD = regex.compile(
    r"(?<![\p{L}])(TCVN|QCVN)(?:\s(?:ISO|IEC|ISO/IEC))?\s?\d+(?:\s?[-.]\s?\d+)*(?:-\p{Lu}{1,3})?\s?:\s?\d{4}(?:/\p{Lu}+)?"
)
_DATE = regex.compile(
    r"\s*,?\s*\(?\s*(?:ban hành\s+)?(?:ngày\s+)(\d{1,2})\s*"
    r"(?:[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|tháng\s+(\d{1,2})\s+năm\s+(\d{4}))\)?",
    regex.IGNORECASE,
)
_TYPE_BEFORE = regex.compile(rf"({_TYPES})(?:\s+\(?(?:liên tịch))?\s*(?:số)?\s*:?\s*$", regex.IGNORECASE)
# "Luật Đất đai số 31/2024/QH15": the name stands between kind and number.
_LAW_BEFORE = regex.compile(
    r"(?<![\p{L}])(Bộ luật|Luật|Pháp lệnh)\s+"
    r"((?:\p{Lu}|sửa đổi)(?:(?!Luật|Nghị định|Quyết định|Nghị quyết)[\p{L}\s,-]){2,160}?)\s+(?:số)\s*:?\s*$"
)
_FORM_BEFORE = regex.compile(r"(?<!\p{L})(?:mẫu|biểu(?: mẫu)?)\s+(?:số\s*)?:?\s*$", regex.IGNORECASE)
_LISTED = regex.compile(
    rf"({_TYPES})\s+(?:số)?\s*:?\s*(?:\d[\p{{L}}\d/.&-]*(?:\s+ngày\s+[\d/.-]+)?\s*(?:,|;|và)\s*(?:số\s*)?)+$",
    regex.IGNORECASE,
)


def find_references(text: str) -> list[Citation]:
    """Return the documents that a text cites, in order of mention."""
    citations = [
        Citation(
            m.start(), m.end(), "Tiêu chuẩn" if m.group(1) == "TCVN" else "Quy chuẩn", _standard(m.group())
        )
        for m in _STANDARD.finditer(text)
    ]
    standards = [(c.start, c.end) for c in citations]  # "QCVN 02:2008/BCT - Quy chuẩn" holds no number more
    numbers = (
        m
        for m in _NUMBER.finditer(text)
        if not any(a <= m.start() < b for a, b in standards) and not _FORM_BEFORE.search(text, 0, m.start())
    )
    citations += [c for m in numbers if (c := _numbered(text, m)) is not None]
    taken = [(c.start, c.end) for c in citations]
    for start, end, type_name, title in named_documents(text):
        if not any(a < end and start < b for a, b in taken):
            dated = _DATE.match(text, end)
            citations.append(Citation(start, end, type_name, None, _iso(dated), None, title))
    ordered = sorted(citations, key=lambda c: c.start)
    return [replace(c, role=_role(text, c)) for c in _shared_dates(text, ordered)]


def _standard(surface: str) -> str:
    return str(regex.sub(r"\s*([:.-])\s*", r"\1", regex.sub(r"^(TCVN|QCVN)\s*", r"\1 ", surface)))


def _numbered(text: str, match: regex.Match[str]) -> Citation | None:
    law = _LAW_BEFORE.search(text[: match.start()]) if match.group("year") else None
    before = law or _TYPE_BEFORE.search(text[: match.start()]) or _LISTED.search(text[: match.start()])
    mended = mend_number(match, _code_of(before))
    if mended is None:
        return None
    number, code, party = mended
    number, code = with_strokes(number, code, _code_of(before))
    unnamed = "Luật" if code.startswith("QH") else "Văn bản"
    name = _printed_type(before.group(1)) if before else load("references")["codes"].get(code, unnamed)
    dated = _DATE.match(text, match.end())
    bare = match.group("gsym") is not None and "-" not in number  # "Tờ trình số 126/SVX ngày …"
    if not (before or dated or _is_known(text, match, code)) or (bare and not dated):
        return None
    at = dated.end() if dated else match.end()
    issuer, at = issuer_after(text, at)
    if issuer and dated is None:  # "của Bộ X ngày …"
        dated = _DATE.match(text, at)
        at = dated.end() if dated else at
    title = " ".join(f"{law.group(1)} {law.group(2)}".split()) if law else title_after(text, at)
    start = before.start(1) if before and before.re is not _LISTED else match.start()
    return Citation(start, at, name, number, _iso(dated), issuer, title, party)


def _code_of(before: regex.Match[str] | None) -> str | None:
    """Return the code of the kind that is printed before a number; None where there is none."""
    return load("references")["types"].get(_printed_type(before.group(1))) if before else None


def _is_known(text: str, match: regex.Match[str], code: str) -> bool:
    """Return whether a number that stands without its kind is one of a document."""
    lexicon = load("references")
    told = code in lexicon["codes"] or code in lexicon["organs"]["state"] or match.group("year")
    return bool(told or regex.search(r"số\s*:?\s*$", text[: match.start()], regex.IGNORECASE))


def _printed_type(name: str) -> str:
    """Return the kind as the lexicon writes it."""
    folded = " ".join(name.split()).lower()
    return next((t for t in load("references")["types"] if t.lower() == folded), name)


def _iso(found: regex.Match[str] | None) -> str | None:
    if found is None:
        return None
    day, month, year = found.group(1), found.group(2) or found.group(4), found.group(3) or found.group(5)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _shared_dates(text: str, citations: Sequence[Citation]) -> list[Citation]:
    """Give "Nghị quyết số 01/NQ-CP và Nghị quyết số 02/NQ-CP ngày 08/01/2025" one date."""
    found = list(citations)
    for i in range(len(found) - 2, -1, -1):
        between = text[found[i].end : found[i + 1].start]
        if (
            found[i].issue_date is None
            and found[i].issuer is None
            and regex.fullmatch(r"\s*(?:,|và)\s*(?:số\s*)?", between)
        ):
            found[i] = replace(found[i], issue_date=found[i + 1].issue_date, issuer=found[i + 1].issuer)
    return found


# "(Ban hành kèm theo …)" heads what is attached; "mẫu số 2 kèm theo …" is found there
_ATTACHED = regex.compile(
    r"(?:^|[(\[.])[\s(*]*(?:(?:phụ lục|kế hoạch|danh mục|biểu)[^.;,()]{0,30})?"
    r"(?:(?:được\s+)?ban hành|đính|gửi)?\s*kèm theo\s*$"
)
_BULLET = r"[\s+*•–-]*"


def _role(text: str, citation: Citation) -> Role:
    before = text[: citation.start].lower()
    if regex.search(r"(?:sửa đổi|bổ sung|thay thế|bãi bỏ)[^;.]{0,80}(?:của|cho)?\s*$", before[-110:]):
        return "amend"
    if _ATTACHED.search(before):
        return "attached_to"
    if regex.match(rf"{_BULLET}căn cứ", before):
        return "basis"
    if regex.match(rf"{_BULLET}(?:thực hiện|triển khai)", before) or regex.search(
        r"(?:thực hiện|triển khai)(?:\s+(?:thực hiện|có hiệu quả|hiệu quả))*\s*$", before
    ):
        return "implement"
    return "cite"


def mend_text(number: str) -> str:
    """Return a number and symbol in its mended form; as given where it is none."""
    found = _NUMBER.search(number)
    mended = mend_number(found) if found else None
    return str(mended[0]) if mended else number
