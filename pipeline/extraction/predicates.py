"""Finds where the subject of an order ends and its verb begins."""

from __future__ import annotations

from functools import lru_cache

import regex

from pipeline.extraction.lexicons import alternation, load
from pipeline.extraction.unit_heads import head_kind, whole_spans

# Verbs that as often are parts of a name or noun; they begin a sentence, but end no subject.
_WEAK = {"cấp", "in", "lấy", "thông tin", "đầu tư", "tạo", "nhập", "trồng", "nuôi", "cơ cấu", "quy hoạch", "ký", "khám", "tiêm", "phun", "tùy", "mời", "sản xuất", "tách", "nắm", "đưa", "cung cấp", "dự báo", "điều tra", "quan trắc", "tìm kiếm", "đồng hành", "tặng", "đăng", "chọn"}  # fmt: skip
_STOP = regex.compile(
    r"\s*(?:[(:;]|\.(?:\s|$)|\s[-–]\s|(?<![\p{L}])(?:kết quả|tình hình|việc|tiến độ|về|theo|để|trong|trước|thông qua|qua|khi|"
    r"tại|bằng|nhằm|với|những|tổng hợp|xem xét|vào|từ|sau|làm|được|do|đối với|hoàn thành|đến|cho|mà|thì|nếu|các nội dung|các giải pháp|các nhiệm vụ)(?![\p{L}]))"
)


@lru_cache(maxsize=1)
def _verbs() -> regex.Pattern[str]:
    return regex.compile(alternation(load("verbs")["verbs"]), regex.IGNORECASE)


@lru_cache(maxsize=1)
def _predicates() -> regex.Pattern[str]:
    words = load("verbs")
    return regex.compile(alternation([*(v for v in words["verbs"] if v not in _WEAK), *words["predicates"]]))


@lru_cache(maxsize=1)
def _adverbs() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{alternation(load('verbs')['adverbs'])}[\s,]*)+", regex.IGNORECASE)


_TO_NOUN = regex.compile(r"(?:các|những|mọi|của)\s+$", regex.IGNORECASE)
# Verbs that are the second half of a longer noun or the beginning of a defining clause.
_COMPOUND = regex.compile(
    r"(?:(?:chương|công|quy|lộ|quá|giáo|tiến|hành) trình|(?:công|độc|tạo|trung) lập|(?:bàn|chuyển|tham) giao|trực tiếp quản lý)$",
    regex.IGNORECASE,
)
_IN_NAME = regex.compile(
    r"(?<![\p{L}])(?:ban|trung tâm|cục|viện|chi cục|phòng|quỹ|đầu tư|công tác|công ty|(?<!(?:nội|nghiệp|dịch|nhiệm) )vụ|quản lý|sự nghiệp|phòng chống|"
    r"phòng, chống|chương trình|lĩnh vực|được giao|được phân công|chịu trách nhiệm|bộ phận|đội)\s+$",
    regex.IGNORECASE,
)


def predicate_start(text: str, at: int = 0) -> int:
    """Return where the predicate after the subject that begins at `at` begins; -1 where none follows.

    A verb within a name ("Ban quản lý", "Trung tâm Kiểm soát bệnh tật") is passed over: names write it with a
    capital letter or behind a word for an organ.
    """
    names = whole_spans(text)
    for found in _predicates().finditer(text, at):
        start = found.start()
        if start == at or any(a <= start < b for a, b in names):
            continue
        if _COMPOUND.search(text[: found.end()]) or regex.match(r"trực tiếp\s+quản lý", text[start:]):
            continue
        if _IN_NAME.search(text[:start]) and found.group() not in ("chủ trì", "phối hợp", "có trách nhiệm"):
            continue
        if found.group().startswith("tổ chức") and _TO_NOUN.search(text[:start]):
            continue
        if head_kind(text, start) in ("generic", "collective"):  # "tổ chức" as a noun
            continue
        return start
    return -1


def list_end(text: str, at: int) -> int:
    """Return where a list of units that begins at `at` within a sentence ends."""
    names = whole_spans(text)
    end = predicate_start(text, at)
    end = len(text) if end < 0 else end
    for found in _STOP.finditer(text, at):
        if found.end() > end:
            break
        if found.start() > at and not any(a <= found.start() < b for a, b in names):
            end = found.start()
            break
    comma = regex.search(r"[,\s]+(?:và\s+)?$", text[at:end])
    return at + comma.start() if comma else end


def leading_verb(text: str) -> tuple[int, str] | None:
    """Return the place and form of the verb that begins the text, adverbs before it passed over."""
    adverbs = _adverbs().match(text)
    starts = [adverbs.end(), 0] if adverbs else [0]
    for at in starts:
        found = _verbs().match(text, at)
        if found:
            return at, found.group().lower()
    return None
