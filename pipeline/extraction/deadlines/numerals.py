"""Numbers in words before a unit of time: "hai tuần", "mười lăm ngày", "mỗi năm hai lần"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.text import fold

_DIGITS = {
    fold(word): value
    for word, value in {
        "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
        "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    }.items()
}  # fmt: skip
_TEN, _TENS = fold("mười"), fold("mươi")
# by themselves rather an article, a quarter and a year
_NOT_ALONE = frozenset(map(fold, ("một", "mốt", "tư", "năm", "lăm")))
_UNITS = frozenset(map(fold, ("ngày", "giờ", "tuần", "tháng", "quý", "năm", "lần")))
# behind these the word is a name: "tháng ba", "quý hai", "thứ sáu"
_NAMED = frozenset(map(fold, ("tháng", "quý", "thứ", "ngày", "lần", "khóa")))


def spelt(words: Sequence[str], before: str) -> tuple[int, int] | None:
    """Return the number in words that begins a text and how many words it takes; None without one.

    Args:
        words: The folded words of the text, digits among them.
        before: The folded word that stands before it, "" at the beginning.
    """
    value, size = _number(words)
    rest = words[size : size + 2]
    if not size or before in _NAMED or not rest or rest[0] not in _UNITS:
        return None
    if rest[0] == fold("năm") and rest[-1].isdigit():  # "hai năm 2024, 2025": a year follows
        return None
    return value, size


def _number(words: Sequence[str]) -> tuple[int, int]:
    first, second, third = (*words[:3], "", "", "")[:3]
    if first == _TEN:
        return (10 + _DIGITS[second], 2) if second in _DIGITS and third in _UNITS else (10, 1)
    if first not in _DIGITS:
        return 0, 0
    if second == _TENS:
        return (10 * _DIGITS[first] + _DIGITS[third], 3) if third in _DIGITS else (10 * _DIGITS[first], 2)
    alone = first not in _NOT_ALONE or third == fold("một")  # "năm ngày một lần"
    return (_DIGITS[first], 1) if alone else (0, 0)
