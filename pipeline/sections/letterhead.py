"""The letterhead (Nghị định 30/2020, Phụ lục I, ô 1 to 4 and 10): organs, number, place and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import regex
from rapidfuzz.distance import Levenshtein

from pipeline.page import Field, Issue, Passage
from pipeline.sections.lexicon import bare, begins_with, contains, in_capitals, plain, words
from pipeline.sections.rows import Row
from pipeline.sections.title import MOTTO

_FREEDOM = "doc lap tu do hanh phuc"
# "Số:", worn or not; whatever was read there, or nothing, when a number and its symbol follow
_NUMBER_HEAD = regex.compile(
    r"(?<!\w)s[oeéb6d0]{0,2}\s*[:.;](?!\w*@)|(?<!\w)so(?=\s*\d|\s+[/-])|^\W?\w{1,3}\s?[:;](?=\s*\d+\s*/\s*\p{L}+\s*-)"
    r"|^\W*(?=\d+\s*/\s*\p{L}{1,5}\s*-\s*\p{L}+\W*$)"
)
_SYMBOL = regex.compile(
    r"(?P<number>[^\s/|]*)(?P<slash>\s*/\s*)(?P<symbol>(?:\d{4}\s*/\s*)?\p{Lu}[\p{L}\d&.]*(?:\s*-\s*\p{Lu}[\p{L}\d&,]*)*)"
)
_PARTY = regex.compile(r"(?P<number>\d*)\s*-\s*(?P<symbol>\p{Lu}\w*\s*/\s*\p{Lu}\w*)")
_DATE = regex.compile(
    r"(?<!\w)ng[aà]y\s*(?P<day>.{0,12}?)\s*th[aá]ng\s*(?P<month>.{0,12}?)\s*n[aă]m\s*(?P<year>\d{4}|\S{0,6})"
)
_SHORT_DATE = regex.compile(
    r"(?<!\w)ng[aà]y\s*(?P<day>\d{1,2})\s*[/.]\s*(?P<month>\d{1,2})\s*[/.]\s*(?P<year>\d{4})\W*$"
)
_DATE_BEGUN = regex.compile(r"(?<!\w)ngay\s*\S{0,3}$")
_DIGITS = str.maketrans(
    {"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "i": "1", "B": "8", "S": "5", "s": "5"}
)
# Confidence below which a number is none, and one to look at: often a pen's; that of one read in two ways.
_UNREADABLE, _DOUBTFUL, _DISPUTED = 0.4, 0.7, 0.5
_STROKES = str.maketrans("|lI", "111")
_SPECKS = " .,:;'`~_-–—"  # what wear puts behind the name of an organ
_STAMP = regex.compile(r"@|\d{2}:\d{2}|\+07")


@dataclass(slots=True)
class Letterhead:
    """What the letterhead shows; fields as in `Header`."""

    number: Field | None = None
    symbol: Field | None = None
    number_symbol: Field | None = None
    parent_organ: Field | None = None
    issuing_organ: Field | None = None
    place: Field | None = None
    issue_date: Field | None = None
    urgency: Field | None = None
    secrecy: Field | None = None
    subject: Field | None = None
    earliest: str | None = None
    addressed: bool = False
    crested: bool = False
    issues: list[Issue] = field(default_factory=list)


def read_letterhead(rows: Sequence[Row]) -> Letterhead:
    """Read the rows above the title; columns that a reader ran together are parted by their words."""
    head = Letterhead()
    organs: list[Passage] = []
    about: list[Passage] = []
    number_row: Passage | None = None
    for cell in _unbroken([cell for row in rows for cell in row.cells()]):
        pieces = _without_motto(cell)
        if pieces != [cell]:
            head.crested = True
        for passage in pieces:
            number_row = _read_piece(head, passage, organs, about, number_row)
    _name_organs(head, organs)
    if about:
        head.subject = _field(_without_label(Passage.join(about)))
    if rows and number_row is not None and head.number is None and not _has_issue(head, "number_unreadable"):
        head.issues.append(
            _issue("number_unreadable", "The number of the document cannot be read", rows[0].page)
        )
    return head


def _unbroken(cells: Sequence[Passage]) -> list[Passage]:
    """Return the lines with the state's name and the date in one piece where a narrow column broke them."""
    found: list[Passage] = []
    for cell in cells:
        last = found[-1] if found else None
        if last is not None and (
            (_DATE_BEGUN.search(plain(last.text)) and plain(cell.text).startswith("thang"))
            or f"{bare(last.text)} {bare(cell.text)}" == MOTTO
        ):
            found[-1] = Passage.join([last, cell])
        else:
            found.append(cell)
    return found


def _has_issue(head: Letterhead, code: str) -> bool:
    return any(issue.code == code for issue in head.issues)


def _issue(code: str, message: str, page: int | None) -> Issue:
    return Issue("warning", "sections", code, message, page)


def _field(passage: Passage, value: str | None = None, confidence: float | None = None) -> Field:
    sure = passage.confidence if confidence is None else confidence
    return Field(passage.text if value is None else value, passage, round(sure, 4))


def _without_motto(passage: Passage) -> list[Passage]:
    """Return what is left of a line when the state's name or motto is taken out."""
    parts = passage.text.split(" ")
    for phrase in (MOTTO, _FREEDOM):
        size = len(phrase.split())
        spans = [
            (Levenshtein.distance(bare(" ".join(parts[a : a + n])), phrase), a, a + n)
            for n in range(size - 2, size + 4)
            for a in range(len(parts) - n + 1)
        ]
        distance, start, end = min(spans, default=(99, 0, 0))
        if distance <= 0.25 * len(phrase):
            left, right = len(" ".join(parts[:start])), len(" ".join(parts[:end]))
            ends = (passage.slice(0, left).strip(), passage.slice(right, len(passage.text)).strip())
            return [p for p in ends if any(c.isalnum() for c in p.text)]
    return [passage]


def _read_piece(
    head: Letterhead,
    passage: Passage,
    organs: list[Passage],
    about: list[Passage],
    number_row: Passage | None,
) -> Passage | None:
    """Read one piece into the letterhead; returns the row of the number while its symbol is awaited."""
    key = plain(passage.text)
    if _STAMP.search(passage.text) or contains(passage.text, words("stamp_words")):
        if not head.crested and head.symbol is None:
            organs.clear()  # the lines above belong to the stamp
        return number_row
    dated = _DATE.search(key) or _SHORT_DATE.search(key)
    before = passage
    if dated and head.issue_date is None and not _has_issue(head, "issue_date_unreadable"):
        before = _read_date(head, passage, dated)
    if head.number_symbol is None:
        joined = Passage.join([number_row, before]) if number_row is not None else before
        start = _NUMBER_HEAD.search(plain(joined.text))
        if start is not None:
            rest = joined.slice(start.end(), len(joined.text))
            named = any(c.isalpha() for c in start.group())
            return joined if not _read_number(head, rest, named=named) else None
        if dated and _read_number(head, before):
            return None
    if dated:
        return number_row
    _read_rest(head, passage, organs, about)
    return number_row


def _without_label(about: Passage) -> Passage:
    """Return the subject of a letter without the "V/v" (về việc) before it, as a title stands without it."""
    label = regex.match(r"\s*V/v\s*:?\s+(?=\S)", about.text, regex.IGNORECASE)
    return about.slice(label.end(), len(about.text)) if label else about


def _read_rest(head: Letterhead, passage: Passage, organs: list[Passage], about: list[Passage]) -> None:
    text, key = passage.text, bare(passage.text)
    if key in words("drafts"):
        return
    head.addressed = head.addressed or begins_with(text, ("kinh gui",)) is not None
    if head.addressed:
        return
    if key in words("urgency"):
        head.urgency = _field(passage)
    elif key in words("secrecy"):
        head.secrecy = _field(passage)
    elif about or begins_with(text, ("v/v", "ve viec")):
        if not in_capitals(text):
            about.append(passage)
    elif key in words("party_motto"):
        head.crested = True  # stands where the state's name does, and is no organ
    elif in_capitals(text, 0.75) and len(key) > 2 and head.number_symbol is None:
        organs.append(passage)


def _read_date(head: Letterhead, passage: Passage, match: regex.Match[str]) -> Passage:
    """Read place and date; returns the text left of the place."""
    left = passage.slice(0, match.start()).strip().strip(",")
    cut = _place_start(left.text)
    place = left.slice(cut, len(left.text)).strip(" ,.|")
    if place.text and place.text[:1].isalpha():
        head.place = _field(place)
    when = passage.slice(match.start(), match.end())
    day, month, year = (
        match[name].strip().translate(_DIGITS).strip("., ") for name in ("day", "month", "year")
    )
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        head.earliest = _month_begins(year, month)
        page = passage.first[0] if passage.first else None
        head.issues.append(
            _issue("issue_date_unreadable", "The date of issue is blank or cannot be read", page)
        )
    else:
        clean = all(match[name].strip().isdigit() for name in ("day", "month", "year"))
        sure = when.confidence if clean else min(0.6, when.confidence)
        if _is_disputed(when):
            sure = min(_DISPUTED, sure)
            message = f"The date of issue may be another than {value.isoformat()}"
            head.issues.append(_issue("issue_date_doubtful", message, when.first[0] if when.first else None))
        head.issue_date = _field(when, value.isoformat(), sure)
    return left.slice(0, cut).strip()


def _month_begins(year: str, month: str) -> str | None:
    """Return the first day (ISO 8601) of a month whose day of signing is blank; None where that is, too."""
    if not (regex.fullmatch(r"20\d{2}", year) and regex.fullmatch(r"0?[1-9]|1[0-2]", month)):
        return None
    return f"{year}-{int(month):02d}-01"


def _is_disputed(passage: Passage) -> bool:
    """Return whether another reading of the image has other digits: a pen's 31 is read "3" and "3|"."""
    for word in (piece.word for piece in passage.pieces):
        own = _figures(word.ocr_text)
        if own and any(c.isdigit() for c in word.ocr_text):
            other = (_figures(text) for text in word.alternatives if any(c.isdigit() for c in text))
            if any(figures != own for figures in other):
                return True
    return False


def _figures(text: str) -> str:
    return "".join(c for c in text.translate(_STROKES) if c.isdigit())


def _place_start(text: str) -> int:
    """Return where the place begins in what stands left of the date: after number and symbol."""
    symbols = list(_SYMBOL.finditer(text))
    if symbols:
        return int(symbols[-1].end())
    head = _NUMBER_HEAD.search(plain(text))
    if head is None:
        return 0
    tail = regex.search(r"\p{Lu}\p{Ll}+(?:\s+\p{Lu}[\p{Ll}]*)*\s*$", text)
    return tail.start() if tail else len(text)


def _read_number(head: Letterhead, passage: Passage, *, named: bool = True) -> bool:
    """Read number and symbol ("111 /KH-TTr"); returns whether a symbol was there.

    Without "Số" before it (`named`) a stamp or a pen may lie over its first digits, too.
    """
    text = passage.text
    match = _PARTY.search(text) or _SYMBOL.search(text)
    if match is None:
        return False
    symbol = regex.sub(r"\s*([-/])\s*", r"\1", match["symbol"]).rstrip(".")
    whole = passage.slice(match.start(), match.end())
    if "slash" in match.groupdict() and not match["number"]:
        number = text[: match.start("slash")].strip().split(" ")[-1]
        whole = passage.slice(match.start("slash") - len(number), match.end())
    else:
        number = match["number"]
    part = passage.slice(match.start("symbol"), match.end("symbol"))
    short = regex.sub(r"^\d{4}/", "", symbol)
    head.symbol = _field(part, short)
    cleaned = number.strip(".:,;_").translate(_DIGITS) if any(c.isdigit() for c in number) else ""
    page = passage.first[0] if passage.first else None
    found = regex.fullmatch(r"\d+[a-z]?", cleaned)
    shown = (
        passage.slice(passage.text.find(number), passage.text.find(number) + len(number)) if number else None
    )
    if found is None or shown is None or shown.confidence < _UNREADABLE:
        head.issues.append(
            _issue("number_unreadable", "The number of the document is blank or cannot be read", page)
        )
        return True
    sure = shown.confidence if cleaned == number else min(0.6, shown.confidence)
    sure = min(_DISPUTED, sure) if _is_disputed(shown) or not named else sure
    if sure < _DOUBTFUL:
        message = f"The number of the document may be another than {cleaned}"
        head.issues.append(_issue("number_doubtful", message, page))
    head.number = _field(shown, cleaned, sure)
    sign = "-" if match.re is _PARTY else "/"
    head.number_symbol = _field(whole, f"{cleaned}{sign}{symbol}", min(sure, part.confidence))
    return True


def _name_organs(head: Letterhead, pieces: Sequence[Passage]) -> None:
    """Join the lines of each organ; the last is the issuer, the one above it the parent."""
    organs: list[list[Passage]] = []
    for piece in pieces:
        if not organs or begins_with(piece.text, words("organ_heads")):
            organs.append([piece])
        else:
            organs[-1].append(piece)
    joined = [Passage.join(parts).strip(_SPECKS) for parts in organs]
    if joined:
        head.issuing_organ = _field(joined[-1])
    if len(joined) > 1:
        head.parent_organ = _field(joined[-2])
