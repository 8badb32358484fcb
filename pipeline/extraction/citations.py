"""Parts of a citation: the mended number, the issuer, the title, documents named without a number."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from pipeline.extraction.lexicons import alternation, load, skeleton
from pipeline.extraction.unit_heads import head_kind, whole_spans

_CYRILLIC = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")


def mend_number(match: regex.Match[str], printed: str | None = None) -> tuple[str, str, bool] | None:
    """Return number and symbol in the form of their issuer, the type code, and whether it is the Party's.

    Args:
        match: The number and symbol as printed.
        printed: Code of the kind that is printed before it.

    Returns:
        None for what only looks like a number (24/7).

    State documents are 01/NQ-CP, documents of the Party 27-NQ/TW; a form that contradicts its organ is turned
    round ("27/NQ- TW", "01-NQ/CP", "21/KL/TW").
    """
    number = match.group("number")
    if match.group("year"):
        symbol = _hyphened(_tidy(match.group("ysym")), printed)
        return f"{number}/{match.group('year')}/{symbol}", symbol.split("-")[0], False
    if match.group("gsym"):
        return _one_word(number, _tidy(match.group("gsym")), printed)
    if match.group("spaced"):
        symbol = f"{match.group('spaced')}-{match.group('office')}"
        return (f"{number}/{symbol}", match.group("spaced"), False) if printed else None
    if match.group("mtype"):
        return f"{number}-{match.group('mtype')}/{match.group('morgan')}", match.group("mtype"), True
    if match.group("old"):  # "Nghị định số 64/CP": before symbols had kinds
        return (f"{number}/{match.group('old')}", printed, False) if printed else None
    if match.group("ssym"):
        symbol = _tidy(match.group("ssym"))
        code, _, organ = symbol.partition("-")
        if organ in load("references")["organs"]["party"]:
            return f"{number}-{code}/{organ}", code, True
        return f"{number}/{symbol}", code, False
    code, organ = _tidy(match.group("ptype")), _tidy(match.group("porgan"))
    if organ in load("references")["organs"]["state"]:
        return f"{number}/{code}-{organ}", code, False
    return f"{number}-{code}/{organ}", code, True


def _one_word(number: str, symbol: str, printed: str | None) -> tuple[str, str, bool] | None:
    """Return a number whose symbol is one word: "15/KHUBND" lost its hyphen, "126/SVX" never had one."""
    parted = _parted(symbol, printed)
    if parted is not None:
        return f"{number}/{parted[0]}-{parted[1]}", parted[0], False
    return (f"{number}/{symbol}", printed, False) if printed and symbol.isupper() else None


def _parted(symbol: str, printed: str | None) -> tuple[str, str] | None:
    """Return type and organ of a symbol that lost its hyphen ("KHUBND"); None where it is none.

    The organ is one that every province has, or the kind printed before the number tells where it begins
    ("Tờ trình số 41/TTrSNNMT").
    """
    organs = load("references")["organs"]["state"]
    pairs = [(symbol[: -len(o)], o) for o in sorted(organs, key=len, reverse=True) if symbol.endswith(o)]
    if printed and symbol.startswith(printed) and symbol[len(printed) :].isupper():
        pairs.append((printed, symbol[len(printed) :]))
    return next((pair for pair in pairs if pair[0] in load("references")["codes"]), None)


def _hyphened(symbol: str, printed: str | None) -> str:
    """Return the symbol of a number with a year with the hyphen that it lost ("QĐUBND")."""
    parted = None if "-" in symbol or symbol.startswith("QH") else _parted(symbol, printed)
    return "-".join(parted) if parted else symbol


def with_strokes(number: str, code: str, printed: str | None) -> tuple[str, str]:
    """Return number and code with the strokes of Đ that were lost, as the printed kind tells.

    "Đề án số 48/DA-UBND" is 48/ĐA-UBND, for DA is the code of "Dự án".

    Args:
        number: Number and symbol, mended.
        code: The type code within it.
        printed: The code of the kind that is printed before the number; None where it has none: then the
            only code of these letters counts ("270/QD-TTg").
    """
    printed = printed or _only_code(code)
    if printed is None or code == printed or skeleton(code) != skeleton(printed):
        return number, code
    return regex.sub(rf"(?<=[/-]){regex.escape(code)}(?=[/-])", printed, number, count=1), printed


def _only_code(code: str) -> str | None:
    """Return the one code that is this one but for its strokes; None where it is a code or two are."""
    known = load("references")["codes"]
    like = [c for c in known if skeleton(c) == skeleton(code)]
    return like[0] if code not in known and len(like) == 1 else None


def _tidy(symbol: str) -> str:
    symbol = regex.sub(r"\s*([-–&/])\s*", r"\1", symbol.translate(_CYRILLIC)).replace("–", "-")
    # a legislature has two digits: "QHI15" is a stroke too many
    symbol = regex.sub(r"^Q[Hh][Il|]?(?=\d\d$)|^Qh(?=\d)", "QH", symbol)
    return str(regex.sub(r"(?<=-|^)TTG$", "TTg", symbol))


_OF = regex.compile(r"\s*,?\s*của\s+(?=\S)", regex.IGNORECASE)
_WORDS = load("words")
_TYPE_NAMES = alternation(load("references")["types"])
_ISSUER_END = regex.compile(
    rf"\s{alternation(_WORDS['issuer_stops'])}|[;.:()“”\"]|\s[-–]\s(?!Thương)", regex.IGNORECASE
)


def issuer_after(text: str, at: int) -> tuple[str | None, int]:
    """Return the issuer behind "của" at this place and where it ends; (None, at) where none is named."""
    found = _OF.match(text, at)
    named = found is not None and (head_kind(text, found.end()) is not None or text[found.end()].isupper())
    if found is None or not named:
        return None, at
    names = whole_spans(text)
    end = len(text)
    for stop in _ISSUER_END.finditer(text, found.end()):
        if not any(a <= stop.start() < b for a, b in names):
            end = stop.start()
            break
    end = _comma_end(text, found.end(), end, names)
    issuer = regex.sub(r"\s+và$", "", text[found.end() : end].strip(" ,;."))
    return (issuer, found.end() + len(text[found.end() : end].rstrip(" ,;."))) if issuer else (None, at)


def _comma_end(text: str, start: int, end: int, names: list[tuple[int, int]]) -> int:
    """Return where the issuer ends at a comma or "và"; "Bộ Chính trị, Ban Bí thư" goes on."""
    for cut in regex.finditer(r",|\svà\s", text[start:end]):
        at = start + int(cut.start())
        if any(a <= at < b for a, b in names):
            continue
        rest = text[start + cut.end() :].lstrip()
        if cut.group() == "," and not rest.startswith(("Ban Bí thư", "Ban Chấp hành", "Thể thao")):
            return at
        begins = head_kind(rest) is not None and not rest.startswith("Ban Bí thư")
        if cut.group() != "," and (begins or regex.match(r"\p{Lu}\p{L}*\s+(?:hành|định|số)", rest)):
            return at
        if cut.group() != "," and (rest[:1].islower() or regex.match(_TYPE_NAMES, rest)):
            return at
    return end


_TITLE = regex.compile(rf"\s*,?\s*{alternation(_WORDS['title_starts'])}", regex.IGNORECASE)
# a second issuer: "… của Bộ trưởng Bộ A và Bộ trưởng Bộ B về việc …"
_JOINT = regex.compile(
    rf"\s*(?:,|và)\s+(?:Bộ|Ban|Ủy ban|Uỷ ban|Thanh tra|Hội|Tổng)\s[^;:.]{{3,140}}?"
    rf"(?=\s{alternation(_WORDS['title_starts'])})"
)
_QUOTED = regex.compile(r"“[^”]{3,300}”")
_TITLE_END = regex.compile(
    rf"[;.(“]|,\s+(?=(?:{_TYPE_NAMES})\s+số|UBND|Ủy ban|Uỷ ban|Thanh tra|Sở\s)|\svà\s+(?={_TYPE_NAMES}\s+số)"
)


def title_after(text: str, at: int) -> str | None:
    """Return what the document is about, read behind number, date and issuer; None where it is not said."""
    joint = _JOINT.match(text, at)
    found = _TITLE.match(text, joint.end() if joint else at)
    if found is None:
        return None
    hidden = _QUOTED.sub(lambda quoted: "x" * len(quoted.group()), text[found.end() :])
    end = _TITLE_END.search(hidden)
    stop = found.end() + end.start() if end else len(text)
    title = regex.sub(
        r"^,?\s*(?:về việc|về|v/v)\s+", "", text[found.start() : stop].strip(" ,"), flags=regex.IGNORECASE
    )
    return title.strip(" ,:") or None


_COMMAS = rf"(?:{'|'.join(_WORDS['law_commas'])})"
_LAW = regex.compile(
    r"(?<![\p{L}])(?P<type>Bộ luật|Luật)\s+(?!sư|gia|số)"
    rf"(?P<name>(?=\p{{Lu}})[\p{{L}}\s-]+?(?:(?<={_COMMAS}),\s[\p{{L}}\s-]+?)?)"
    r"(?!(?<=Dân)\s+số(?!\s*\d))"  # "Luật Dân số"
    rf"(?=\s*(?:[;.:,()“”]|$|\s(?i:{alternation(_WORDS['law_stops'])})|\s\d{{4}}(?!\d)))"
)
_NAMED = regex.compile(
    r"(?<![\p{L}])(?P<type>Đề án|Chiến lược|Quy hoạch|Chương trình mục tiêu quốc gia)\s+"
    r"(?P<name>[\p{L}][^;.:()“”\"]{5,160}?(?:giai đoạn|thời kỳ|đến năm)\s*\d{4}"
    r"(?:\s*[-–]\s*\d{4})?(?:,\s*(?:tầm nhìn|định hướng)\s+(?:đến\s+)?(?:năm\s+)?\d{4})?)"
)
_SHORT = regex.compile(
    r"(?<![\p{L}])(?P<type>Đề án|Nghị quyết|Chỉ thị|Kết luận)\s+(?:số\s+)?"
    r"(?P<name>\d{1,3})(?![\d/.,%-]|\s*[-/]|\s+(?:năm|ngày|tháng|nhiệm))"
)
_CONGRESS = regex.compile(
    r"(?<![\p{L}])(?P<type>Nghị quyết)\s+(?P<name>Đại hội[^;,.()]{0,60}?lần thứ\s+[XVI]+(?:\s+của Đảng)?)"
)


def named_documents(text: str) -> Iterator[tuple[int, int, str, str]]:
    """Yield start, end, kind and title of documents named without a number: laws, strategies, "Đề án 06"."""
    taken: list[tuple[int, int]] = []
    for pattern in (_LAW, _SHORT, _CONGRESS, _NAMED):
        for found in pattern.finditer(text):
            name = found.group("name")
            known = any(a < found.end() and found.start() < b for a, b in taken)
            if known or len(name.split()) > 30 or name.lower().startswith("sửa đổi"):
                continue
            taken.append(found.span())
            kind = "Chương trình" if found.group("type").startswith("Chương") else found.group("type")
            yield found.start(), found.end(), kind, " ".join(found.group().split())
