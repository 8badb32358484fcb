"""Enumerators at the start of a line: what the signs may be, before the sequence decides."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from pipeline.sections.lexicon import capitals, load, plain

LETTERS = "abcdđeghiklmnopqrstuvxy"  # Nghị định 30/2020, Phụ lục I, II.3.d: no f, j, w, z
CAPITALS = "ABCDEGHIKLMNOPQ"
_ROMANS = {"i": 1, "v": 5, "x": 10}
_TITLED = {
    "phan": "part",
    "chuong": "chapter",
    "muc": "division",
    "tieu muc": "subdivision",
    "dieu": "article",
}
_TITLED_NAMES = {
    "part": "Phần",
    "chapter": "Chương",
    "division": "Mục",
    "subdivision": "Tiểu mục",
    "article": "Điều",
}
_TITLED_SHORT = {"part": "P", "chapter": "C", "division": "M", "subdivision": "T", "article": "Đ"}
_ALONE = 0.95  # cost of a sign that stands alone on its line
_ORDINALS = {
    "nhat": 1,
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "bon": 4,
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
}

_HEAD = regex.compile(
    r"(?P<name>phan|chuong|tieu muc|muc|dieu)\s+(?:thu\s+)?(?P<sign>[ivxl1|]+|\d{1,3}|"
    + "|".join(_ORDINALS)
    + r")(?P<end>\s*[.:]|\s*[-–](?=\s)|$)\s*"
)
_DOTTED = regex.compile(
    rf"(?P<sign>(?:[IVX]{{1,5}}|\d{{1,2}})(?:\.\d{{1,2}}){{1,4}}(?:\.[{LETTERS}](?=[.)]\s))?)"
    r"(?P<end>[.)]?\s+|[-–]\s+(?=\p{Lu})|[.)](?=\p{L})|\.$)"
)
_BRACKETS = regex.compile(r"\((?P<sign>\d{1,2}|[a-zđ]|[ivx]{1,4})\)\s*(?=\S)")
_CLOSED = regex.compile(r"(?P<sign>\d{1,2}|[ivx]{2,4}|[^\s\w]|\w)\s?\)\s*(?=\S|$)")
_POINT = regex.compile(
    r"(?P<sign>\d{1,2}|[IVXLlTH1|!ÍÌ]{1,5}|[ivx]{2,4}(?=\.\s+\p{Lu}{2})|[^\W\d_])"
    r"(?P<end>\s?[.]\s*|\s?[/-]\s+|–\s+(?=\p{Lu})|,\s+(?=\p{Lu}))(?=\S|$)"
)
_POINTLESS = regex.compile(r"(?P<sign>[IVXl1|H]{1,5})\s+(?=\p{Lu}{2})")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of an enumerator.

    `style` names the kind of list, `value` counts from 1, `parts` are the steps of the path that the sign
    itself gives ("1.2" gives two), `end` is the length in characters, `cost` 0 as printed, up to 1 a guess;
    `stroke` where it needs a stroke that was not read.
    """

    style: str
    value: int
    label: str
    surface: str
    parts: tuple[str, ...]
    end: int
    cost: float = 0.0
    stroke: bool = False


def _capital(sign: str, surface: str, end: int) -> list[Reading]:
    """Return what a capital counts: with Đ behind D, as some plans have it, those after it are one more."""
    after = "D" if sign == "Đ" else sign
    value = CAPITALS.index(after) + 1 + (sign == "Đ")
    later = [Reading("A.", value + 1, sign, surface, (sign,), end, 0.2)] if after > "D" else []
    return [Reading("A.", value, sign, surface, (sign,), end, 0.1), *later]


def roman(value: int) -> str:
    """Return the Roman numeral of 1 to 89."""
    out = ""
    for number, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= number:
            out, value = out + sign, value - number
    return out


def roman_value(sign: str) -> int | None:
    """Return what a well-formed Roman numeral counts, None if it is none."""
    total = 0
    values = [_ROMANS.get(c, 50 if c == "l" else 0) for c in sign.lower()]
    for here, after in zip(values, [*values[1:], 0], strict=True):
        total += -here if here < after else here
    return total if values and 0 < total < 90 and roman(total) == sign.upper() else None


def misread_roman(sign: str) -> int | None:
    """Return what a misread Roman numeral counts: "11|", "IIl", "IT", "HI" are III, III, II, III."""
    mended = sign.replace("H", "II").replace("U", "II").replace("Y", "V").replace("v", "V").replace("x", "X")
    for stray in "lL1|!TÍÌi][":
        mended = mended.replace(stray, "I")
    return roman_value(mended)


def readings(text: str) -> list[Reading]:
    """Return what the enumerator at the start of the text may be; empty where there is none."""
    return _titled(text) or _dotted(text) or _bracketed(text) or _closed(text) or _pointed(text)


def with_lost_strokes(found: list[Reading]) -> list[Reading]:
    """Add to Roman numerals off a scan what they are with strokes lost at their end: I may be II or III."""
    fuller = [
        _with_strokes(reading, lost)
        for reading in found
        for lost in (1, 2)
        if reading.style == "I." and roman(reading.value) + "I" * lost == roman(reading.value + lost)
    ]
    return found + fuller


def _with_strokes(reading: Reading, lost: int) -> Reading:
    value = reading.value + lost
    return replace(
        reading,
        value=value,
        label=roman(value),
        parts=(roman(value),),
        cost=reading.cost + 0.5 * lost,
        stroke=True,
    )


def _titled(text: str) -> list[Reading]:
    """Phần I, Chương II, Mục 3, Điều 4."""
    match = _HEAD.match(plain(text))
    if match is None or not text[0].isupper():
        return []
    style, sign = _TITLED[match["name"]], match["sign"]
    value = int(sign) if sign.isdigit() else _ORDINALS.get(sign) or misread_roman(sign.upper())
    printed = text[: match.end("sign")].strip()
    lone = not match["end"].strip()
    if not value or (style == "article" and lone) or (lone and len(printed) < len(text.strip())):
        return []
    label = f"{_TITLED_NAMES[style]} {text[match.start('sign') : match.end('sign')].strip()}"
    parts = (f"{_TITLED_SHORT[style]}{value}",)
    return [Reading(style, value, label, printed, parts, match.end())]


def _dotted(text: str) -> list[Reading]:
    """1.1., 2.3.1, II.1, 2.1.a."""
    match = _DOTTED.match(text)
    if match is None:
        return []
    parts = tuple(match["sign"].split("."))
    head = roman_value(parts[0])
    if not parts[0].isdigit() and head is None:
        return []
    if head is not None and len(parts) == 2:  # "II.1" is item 1 of II
        return [Reading("dotted1", int(parts[1]), match["sign"], match["sign"], parts, match.end())]
    depth = len(parts) - (1 if head is not None else 0)
    lettered = not parts[-1].isdigit()
    style = f"dotted{depth}{'a' * lettered}"
    value = LETTERS.index(parts[-1]) + 1 if lettered else int(parts[-1])
    return [Reading(style, value, match["sign"], match["sign"], parts, match.end())]


def _bracketed(text: str) -> list[Reading]:
    """(1), (a), (ii)."""
    match = _BRACKETS.match(text)
    if match is None:
        return []
    sign, end = match["sign"], match.end()
    if sign.isdigit():
        return [Reading("(1)", int(sign), sign, f"({sign})", (sign,), end)]
    out = []
    if (value := roman_value(sign)) is not None:
        out.append(Reading("(i)", value, sign, f"({sign})", (sign,), end, 0.1 if len(sign) == 1 else 0.0))
    if len(sign) == 1 and sign in LETTERS:
        out.append(Reading("(a)", LETTERS.index(sign) + 1, sign, f"({sign})", (sign,), end))
    return out


def _closed(text: str) -> list[Reading]:
    """a), 1), ii) and what a reader made of them: ¢), 2), q)."""
    match = _CLOSED.match(text)
    if match is None:
        return []
    sign, end = match["sign"], match.end()
    surface = text[:end].strip()
    out = []
    if sign.isdigit():
        out.append(Reading("1)", int(sign), sign, surface, (sign,), end))
    elif (value := roman_value(sign)) is not None and sign.islower():
        out.append(Reading("i)", value, sign, surface, (sign,), end, 0.2 if len(sign) == 1 else 0.0))
    if len(sign) == 1:
        out += [_letter(c, "a)", surface, end, 0.0 if c == sign else 0.4) for c in _letters_of(sign)]
    return out


def _letters_of(sign: str) -> str:
    own = sign if sign in LETTERS else ""
    return own + "".join(c for c in load("words")["confusions"].get(sign, "") if c not in own)


def _letter(letter: str, style: str, surface: str, end: int, cost: float) -> Reading:
    return Reading(style, LETTERS.index(letter) + 1, letter, surface, (letter,), end, cost)


def _pointless(text: str) -> list[Reading]:
    """A Roman numeral that lost its point before a heading in capitals: "II NỘI DUNG"."""
    match = _POINTLESS.match(text)
    value = misread_roman(match["sign"]) if match else None
    if match is None or value is None or capitals(text[match.end() :]) < 0.85 or len(text) < match.end() + 6:
        return []
    return [Reading("I.", value, roman(value), match["sign"], (roman(value),), match.end(), 0.35)]


def _pointed(text: str) -> list[Reading]:
    """I., 1., A., a., also 1/ and I -."""
    match = _POINT.match(text)
    if match is None:
        return _pointless(text)
    sign, end = match["sign"], match.end()
    rest = text[end:]
    mark = match["end"].strip()
    surface = text[: match.end("end")].strip()
    out: list[Reading] = []
    if sign.isdigit():
        party = match["end"][0] in "-–" and rest[:1].isupper()  # "1- Công tác cán bộ", not "5 - 7 lớp"
        if (mark in "-–" and not party) or (mark == "." and rest[:1].isdigit() and match["end"] == "."):
            return []
        comma = 0.4 if mark == "," else 0.0  # "5, Nghiên cứu" goes on with a list but begins none
        out.append(Reading("1.", int(sign), sign, surface, (sign,), end, comma))
    if mark == ",":
        return out
    if (value := roman_value(sign)) is not None and sign.isupper():
        out.append(Reading("I.", value, sign, surface, (sign,), end))
        if "L" in sign and (stroke := misread_roman(sign)) and capitals(rest) > 0.8:  # L. for I.
            out.append(Reading("I.", stroke, roman(stroke), surface, (roman(stroke),), end, 0.3))
    elif (value := misread_roman(sign)) is not None and not rest[:1].islower():
        cost = 0.3 if capitals(rest) > 0.8 else 0.9
        out.append(Reading("I.", value, roman(value), surface, (roman(value),), end, cost))
    if len(sign) == 1 and mark not in "-–" and (sign in CAPITALS or sign == "Đ"):
        out += _capital(sign, surface, end)
    if len(sign) == 1 and mark in "./" and sign in LETTERS and match["end"] != ".":
        out.append(_letter(sign, "a.", surface, end, 0.1))
    return out if rest else [replace(r, cost=r.cost + _ALONE) for r in out]
