"""Appendices: where they begin, what they are called, and which are promised but absent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.page import Appendix, Issue, Passage
from pipeline.sections.enumerators import misread_roman, roman, roman_value
from pipeline.sections.flow import ends
from pipeline.sections.lexicon import begins_with, contains, in_capitals, plain, type_of, words
from pipeline.sections.rows import Row
from pipeline.sections.title import has_motto, is_attached, leading_type

_HEAD = regex.compile(
    r"\W{0,3}(?:\S{1,2}\s+)?(?P<name>phu luc|phu bieu|bieu mau|bieu so|mau so)(?:\s+so)?"
    r"(?:\s+(?P<number>\d{1,2}|[ivxl1|t]{1,5}|[a-h]))?\s*(?P<end>[.:–-]?)\s*(?P<rest>.*)"
)
_PROMISE = regex.compile(
    r"ph[uy] luc(?:\s+so)?(?P<list>(?:\s*(?:,|va)?\s*(?:[ivx1l|t]{1,4}|\d{1,2})(?!\w))*)"
)
_FOREIGN = regex.compile(
    r"[^.;()]{0,60}?(?:cua\s+|theo\s+|tai\s+)?(?:nghi dinh|thong tu|nghi quyet|quyet dinh|luat)\s+(?:nay|so)?"
)
_ISSUING = ("QĐ", "NQ")  # papers that issue a plan or programme, which stands behind them
_OF_ISSUER = regex.compile(r"\sCỦA\s")  # "CHƯƠNG TRÌNH HÀNH ĐỘNG CỦA CHÍNH PHỦ"
_NAME = "Phụ lục"
_NAMES = {
    "phu luc": _NAME,
    "phu bieu": "Phụ biểu",
    "bieu mau": "Biểu mẫu",
    "bieu so": "Biểu số",
    "mau so": "Mẫu số",
}


@dataclass(frozen=True, slots=True)
class Head:
    """An attachment's head.

    `label` as printed in running case, `number` None where it bears none; `type` for a plan attached to a
    decision; `rest` what of the title stands on the head's own line.
    """

    label: str
    surface: str
    number: int | None
    rest: Passage
    type: tuple[str, str] | None = None


def read_head(rows: Sequence[Row], index: int, *, ended: bool, own_type: str | None) -> Head | None:
    """Return the head of an attachment that begins at this row; None where none does.

    Args:
        rows: All rows.
        index: Of the row.
        ended: The signature or the recipients came before.
        own_type: Code of the document's own type.
    """
    row = rows[index]
    if row.tabular:
        return None
    attached = any(is_attached(r.text) for r in rows[index + 1 : index + 7])
    found = type_of(row.text) if in_capitals(row.text, 0.9) else None
    if attached and own_type in _ISSUING and _OF_ISSUER.search(row.text):
        found = found or leading_type(row.text)
    if found and not row.text.rstrip().endswith(":"):
        if attached or (ended and found[0] != own_type):
            return Head(found[1], row.text, None, Passage("", ()), found)
        return None
    match = _HEAD.fullmatch(plain(row.text))
    if match is None or not _stands_alone(rows, index, match, attached or ended):
        return None
    number = _number(match["number"])
    name = row.text[match.start("name") : match.end("number") if match["number"] else match.end("name")]
    rest = row.passage.slice(match.start("rest"), len(row.text)) if match["rest"] else Passage("", ())
    return Head(_label(name, number), name, number, rest)


def _stands_alone(rows: Sequence[Row], index: int, match: regex.Match[str], expected: bool) -> bool:
    row = rows[index]
    if not row.text.lstrip(' "“(')[:1].isupper():
        return False
    rest = row.text[match.start("rest") :]
    if rest and not in_capitals(rest):
        return bool(match["end"]) and row.first_on_page and expected and len(rest) < 160
    if in_capitals(row.text[: match.end("number") if match["number"] else match.end("name")], 0.9):
        return True
    if match["number"] and not rest and index + 1 < len(rows) and in_capitals(rows[index + 1].text):
        return True  # "Phụ lục I" by itself above its title, though no signature came before
    return expected and (row.first_on_page or row.gap or ends(rows[index - 1].text) or not match["rest"])


def _number(sign: str | None) -> int | None:
    if not sign:
        return None
    return int(sign) if sign.isdigit() else misread_roman(sign.upper().replace("T", "I"))


def _label(name: str, number: int | None) -> str:
    spelt = _NAMES[next(key for key in _NAMES if plain(name).startswith(key))]
    if number is None:
        return spelt
    sign = name.rsplit(maxsplit=1)[-1].upper()
    return f"{spelt} {sign if sign.isdigit() or roman_value(sign) else roman(number)}"


def head_rows(rows: Sequence[Row], start: int) -> int:
    """Return the index before `start` from which organ lines belong to the attachment's own letterhead."""
    index = start
    while index > 0 and start - index < 4:
        above = rows[index - 1]
        organ = (
            in_capitals(above.text, 0.9)
            and begins_with(above.text, words("organ_heads"))
            and not ends(above.text)
        )
        if above.tabular or not (organ or has_motto(above.text)) or above.page != rows[start].page:
            break
        index -= 1
    return index


def title_rows(rows: Sequence[Row], start: int) -> tuple[list[Row], int]:
    """Return the rows of an attachment's title from `start`, and the index after what it goes with."""
    near = next((i for i in range(start, min(len(rows), start + 7)) if is_attached(rows[i].text)), start)
    title, index = _title_run(rows, start, near)
    if index < len(rows) and is_attached(rows[index].text):
        index = _after_attached(rows, index)
        if not title:  # "PHỤ LỤC", "(Kèm theo Kế hoạch số …)", then what it is about
            return _title_run(rows, index, index)
    return title, index


def _title_run(rows: Sequence[Row], start: int, near: int) -> tuple[list[Row], int]:
    """Return the rows of a title from `start`: in capitals, or any before `near`; and the index behind."""
    title: list[Row] = []
    index = start
    while index < len(rows) and not rows[index].tabular and len(title) < 6:
        row = rows[index]
        if is_attached(row.text):
            break
        if not (in_capitals(row.text) or index < near) or (ends(row.text) and not title):
            break
        if regex.match(r"\s*(?:[IVX]+|\d+|A)\s*[.)]\s", row.text):
            break
        title.append(row)
        index += 1
    return title, index


def _after_attached(rows: Sequence[Row], index: int) -> int:
    """Return the index behind "(Kèm theo …)", which may go over several rows."""
    depth = 0
    while index < len(rows) and not rows[index].tabular:
        text = rows[index].text
        depth += text.count("(") - text.count(")")
        index += 1
        if depth <= 0 or len(text) < 8:
            break
    return index


def promised(texts: Sequence[Passage], present: Sequence[Appendix]) -> tuple[list[Appendix], list[Issue]]:
    """Return the appendices that the body promises and the file lacks, and a warning for each."""
    have = {a.label for a in present}
    named = [a for a in present if plain(a.label).startswith(("phu luc", "phu bieu", "bieu"))]
    found: dict[str, Passage] = {}
    keys = [(text, plain(text.text)) for text in texts]
    lists = [(text, m["list"]) for text, key in keys for m in _PROMISE.finditer(key) if _is_own(key, m)]
    romans = any(regex.search(r"[ivx]", signs.replace("va", " ")) for _, signs in lists)
    for text, signs in lists:
        for label in _labels(signs, romans=romans):
            found.setdefault(label, text)
    missing = [(label, text) for label, text in found.items() if not _is_present(label, have, len(named))]
    return (
        [Appendix(label, None, False, text) for label, text in missing],
        [
            Issue(
                "warning",
                "sections",
                "appendix_missing",
                f"{label} is promised but not in the file",
                text.first[0] if text.first else None,
            )
            for label, text in missing
        ],
    )


def _is_own(key: str, match: regex.Match[str]) -> bool:
    """Whether the appendix belongs to this document and not to one that is cited."""
    around = key[max(0, match.start() - 40) : match.end() + 60]
    after = key[match.end() : match.end() + 90]
    if contains(around, words("promises")) is None:
        return False
    foreign = _FOREIGN.match(after)
    return foreign is None or foreign.group().rstrip().endswith("nay")


def _is_present(label: str, have: set[str], named: int) -> bool:
    if label in have or (label == _NAME and named):
        return True
    number = _number(plain(label.removeprefix(_NAME).strip()))
    return number is not None and any(_number(plain(h.split(" ")[-1])) == number for h in have if " " in h)


def _labels(signs: str, *, romans: bool) -> list[str]:
    """Return the labels of "I, II và III"; "11|" and "IT" are misread III and II.

    Args:
        signs: What stands behind "Phụ lục", without marks and in lower case.
        romans: The document counts its appendices by Roman numerals; then "11" is a misread II.
    """
    out: list[str] = []
    for sign in regex.findall(r"(?<!\w)(?:[ivx1l|t]{1,4}|\d{1,2})(?!\w)", signs.replace("va", " ")):
        if sign.isdigit() and not (romans and sign in ("11", "111")):
            out.append(f"{_NAME} {sign}")
        elif value := misread_roman(sign.upper().replace("T", "I")):
            out.append(f"{_NAME} {roman(value)}")
    return out or [_NAME]
