"""Grammar of points in time: days, months, quarters, halves, years.

Every function reads at a token and returns what it read with the next token's place, or None.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.extraction.deadlines.nodes import Point
from pipeline.extraction.deadlines.tokens import Tokens
from pipeline.text import strip_marks

_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "11": 2, "111": 3}  # strokes read as ones: no quarter is 11
_SEPARATORS = ("/", "-", ".")
Read = tuple[Point, int]


def read_year_number(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Read four digits that can be a year (1900..2099), not glued to a longer number.

    Years before 1990 are nobody's limit, but "tháng 7 năm 1954" must not become July of the plan.
    """
    number = tokens.number(at)
    if number is None or len(tokens[at].key) != 4 or not 1900 <= number <= 2099:
        return None
    return number, at + 1


def _year_after(tokens: Tokens, at: int) -> tuple[int, int] | None:
    """Read "/2025", "-2025", "năm 2025", "của năm 2025", ", năm 2025", and ", 2025" before a stop."""
    if tokens.symbol(at) == "," and tokens.is_one(at + 2, "end", ".", ";", ")"):
        return read_year_number(tokens, at + 1)
    skip = at + 1 if tokens.is_one(at, "of", ",") and tokens.symbol(at + 1) == "year" else at
    if tokens.is_one(skip, "year", *_SEPARATORS):
        return read_year_number(tokens, skip + 1)
    return None


def _with_year(tokens: Tokens, point: Point, at: int) -> Read:
    year = _year_after(tokens, at)
    return (replace(point, year=year[0]), year[1]) if year else (point, at)


def small(tokens: Tokens, at: int, high: int) -> int | None:
    """Return a number of one or two digits from 1 to `high`."""
    number = tokens.number(at)
    if number is None or len(tokens[at].key) > 2 or not 1 <= number <= high:
        return None
    return number


def read_clock(tokens: Tokens, at: int) -> int:
    """Return the place after a time of day ("17 giờ 00", "16h30", "9h00’", "17:00"), or `at`."""
    if tokens.number(at) is None:
        return at
    if tokens.symbol(at + 1) == ":" and tokens.number(at + 2) is not None:
        after = at + 3
    elif tokens.symbol(at + 1) == "hour" or tokens.says(at + 1, "h", "g"):
        after = at + 2
        if tokens.number(after) is not None and len(tokens[after].key) == 2 and tokens[after + 1].key != "/":
            after += 1
        if tokens.is_one(after, "'", "minute"):
            after += 1
    else:
        return at
    return after + 1 if tokens.is_one(after, ",") and tokens.is_one(after + 1, "day", "weekday") else after


def read_day(tokens: Tokens, at: int, *, bare: bool = True) -> Read | None:
    """Read a day: "ngày 20", "15/12", "31 tháng 12 năm 2026", "thứ Sáu ngày 14/11/2025".

    Args:
        tokens: The text.
        at: Where to read.
        bare: Whether a day may stand without the word ngày.
    """
    start = read_clock(tokens, at)
    if tokens.symbol(start) == "weekday":
        start += 1
        start += tokens.symbol(start) == "," or (
            tokens.symbol(start) == "(" and tokens.symbol(start + 1) == "day"
        )
    named = tokens.symbol(start) == "day"
    start += named
    if not named and (not bare or tokens.symbol(start - 1) == "week"):
        return None  # "tuần 3 tháng 11" is no day
    day = small(tokens, start, 31)
    if day is None:
        return None
    return _finish_day(tokens, start + 1, day, named=named)


def _finish_day(tokens: Tokens, at: int, day: int, *, named: bool) -> Read | None:
    if tokens.symbol(at) == "month" and tokens.number(at + 1) is not None:
        month = small(tokens, at + 1, 12)
        return _with_year(tokens, Point("day", number=month, day=day), at + 2) if month else None
    separator = tokens.symbol(at)
    glued = tokens[at].start == tokens[at - 1].end
    if separator in _SEPARATORS and (separator == "/" or glued) and tokens.number(at + 1) is not None:
        return _numeric_day(tokens, at, day, separator, named=named)
    return (Point("day", day=day), at) if named else None


def _numeric_day(tokens: Tokens, at: int, day: int, separator: str, *, named: bool) -> Read | None:
    month = small(tokens, at + 1, 12)
    if month is None:
        return (Point("day", day=day), at) if named and separator == "-" else None
    counted = tokens.is_one(at + 2, "year", "month", "week", "hour", "day") and tokens.number(at + 3) is None
    if separator == "-" and counted:
        return None  # "từ 3-5 năm"
    point = Point("day", number=month, day=day)
    if tokens.symbol(at + 2) == separator and tokens.number(at + 3) is not None:
        year = read_year_number(tokens, at + 3)
        return (replace(point, year=year[0]), year[1]) if year else None
    if tokens.symbol(at + 2) == "year":
        return _with_year(tokens, point, at + 2)
    if separator == "-" or (separator == "." and not named):
        return None  # "15-12" is a range, "8.6" a number
    if day == 24 and month == 7 and not named:
        return None  # "24/7" is round the clock
    return point, at + 2


def read_month(tokens: Tokens, at: int) -> Read | None:
    """Read a month: "tháng 6/2025", "tháng 01 năm 2026", "cuối tháng 9"."""
    start = _week_end(tokens, at)
    start += tokens.is_one(start, "begin", "middle", "late")
    if tokens.symbol(start) != "month":
        return None
    month = small(tokens, start + 1, 12)
    if month is None:
        return None
    return _with_year(tokens, Point("month", number=month), start + 2)


def _week_end(tokens: Tokens, at: int) -> int:
    """Return the place after "tuần đầu", "tuần thứ 2 của" before a month, or `at`."""
    if tokens.symbol(at) != "week":
        return at
    after = at + 1 + tokens.says(at + 1, "thứ")
    after += tokens.is_one(after, "begin", "late", "number")
    after += tokens.symbol(after) == "of"
    return after if tokens.symbol(after) == "month" else at


def read_quarter(tokens: Tokens, at: int) -> Read | None:
    """Read a quarter: "Quý II/2025", "Quí IV-2025", "Q2/2025"."""
    start = at + tokens.is_one(at, "begin", "middle", "late")
    if tokens.symbol(start) != "quarter":
        return None
    start += tokens.symbol(start + 1) == "." and tokens[start].key == "q"  # "Q.III/2026"
    quarter = quarter_number(tokens, start + 1)
    if quarter is None:
        return None
    return _with_year(tokens, Point("quarter", number=quarter), start + 2)


def quarter_number(tokens: Tokens, at: int) -> int | None:
    """Return the quarter that a Roman or Arabic number means; strokes may have run together ("HI" is III)."""
    key = tokens[at].key
    return _ROMANS.get(key) or _ROMANS.get(_strokes(key)) or small(tokens, at, 4)


def _strokes(key: str) -> str:
    return strip_marks(key).replace("h", "ii").replace("l", "i") if len(key) <= 4 else key


def read_half(tokens: Tokens, at: int) -> Read | None:
    """Read a half-year: "6 tháng đầu năm 2025", "nửa cuối năm"."""
    if tokens.symbol(at) == "half":
        after = at + 1
    elif tokens.number(at) == 6 and tokens.symbol(at + 1) == "month":
        after = at + 2
    else:
        return None
    if not tokens.is_one(after, "begin", "late"):
        return None
    half = 1 if tokens.symbol(after) == "begin" else 2
    if tokens.symbol(after + 1) != "year":
        return None
    year = read_year_number(tokens, after + 2)
    point = Point("half_year", number=half)
    return (replace(point, year=year[0]), year[1]) if year else (point, after + 2)


def read_year(tokens: Tokens, at: int, *, bare: bool = False) -> Read | None:
    """Read a year: "năm 2025", "cuối năm 2025"; with `bare` also "2025"."""
    start = at + tokens.is_one(at, "begin", "middle", "late")
    if tokens.symbol(start) == "year":
        year = read_year_number(tokens, start + 1)
        if year is None and start > at and tokens.number(start + 1) is None and tokens.symbol(at) == "late":
            return Point("year"), start + 1
    else:
        year = read_year_number(tokens, at) if bare else None
    if year is None or tokens.is_one(year[1], "/", "%"):
        return None
    return Point("year", year=year[0]), year[1]


def read_point(tokens: Tokens, at: int, *, bare: bool = True) -> Read | None:
    """Read any point; with `bare` also numbers without their word ("15/12", "12/2025", "2025")."""
    if (half := read_half(tokens, at)) is not None:
        return half
    for reader in (read_month, read_quarter):
        if (point := reader(tokens, at)) is not None:
            return point
    if (day := read_day(tokens, at, bare=bare)) is not None:
        return day
    if bare and (month := _numeric_month(tokens, at)) is not None:
        return month
    return read_year(tokens, at, bare=bare)


def _numeric_month(tokens: Tokens, at: int) -> Read | None:
    """Read "12/2025"."""
    month = small(tokens, at, 12)
    if month is None or not tokens.is_one(at + 1, "/", "-"):
        return None
    year = read_year_number(tokens, at + 2)
    return (Point("month", year=year[0], number=month), year[1]) if year else None
