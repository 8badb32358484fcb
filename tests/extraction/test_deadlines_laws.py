"""Laws of the grammar: values survive being written out, and no text breaks it."""

from __future__ import annotations

import calendar
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Deadline
from pipeline.extraction.deadlines import DateContext, find_deadlines, parse_deadline, sentence_deadline

CONTEXT = DateContext(date(2025, 1, 2), 2025)
ROMANS = ("I", "II", "III", "IV")
DAYS = st.dates(date(2025, 2, 1), date(2049, 12, 31))
YEARS = st.integers(2025, 2060)
WORDS = st.sampled_from(
    [
        "trước",
        "ngày",
        "tháng",
        "năm",
        "quý",
        "hằng",
        "định",
        "kỳ",
        "từ",
        "đến",
        "hết",
        "6",
        "12",
        "31",
        "2025",
        "15/6",
        "20/63",
        "IV",
        "(",
        ")",
        ",",
        ";",
        ".",
        "-",
        "/",
        "khi",
        "sau",
        "trong",
        "và",
        "giai",
        "đoạn",
        "thường",
        "xuyên",
        "lần",
        "giờ",
        "chậm",
        "nhất",
        "33",
        "0",
        "99999999999",
        "%",
        "Số",
        "12/KH-UBND",
        "hoặc",
        "đầu",
        "cuối",
    ]
)


@given(
    DAYS, st.sampled_from(["{d:02d}/{m:02d}/{y}", "{d}/{m}/{y}", "{d:02d} tháng {m} năm {y}", "{d}-{m}-{y}"])
)
@settings(max_examples=60, deadline=None)
def test_a_day_written_in_any_way_is_read_back(day: date, form: str) -> None:
    surface = form.format(d=day.day, m=day.month, y=day.year)
    for prefix, op in (
        ("ngày ", "on"),
        ("trước ngày ", "before"),
        ("chậm nhất ngày ", "by"),
        ("đến hết ngày ", "by"),
    ):
        found = parse_deadline(prefix + surface, CONTEXT)
        assert found is not None and (found.kind, found.op, found.due) == ("date", op, day.isoformat())


@given(DAYS, st.sampled_from(["{m}/{y}", "{m:02d} năm {y}", "{m:02d}-{y}"]))
@settings(max_examples=40, deadline=None)
def test_a_month_is_read_back_to_its_last_day(day: date, form: str) -> None:
    found = parse_deadline("Trong tháng " + form.format(m=day.month, y=day.year), CONTEXT)
    last = date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
    assert found is not None and (found.kind, found.due) == ("month", last.isoformat())


@given(
    st.integers(1, 4), YEARS, st.sampled_from(["Quý {r}/{y}", "quý {q} năm {y}", "Quí {r}-{y}", "Q{q}/{y}"])
)
@settings(max_examples=40, deadline=None)
def test_a_quarter_is_read_back(quarter: int, year: int, form: str) -> None:
    found = parse_deadline(form.format(r=ROMANS[quarter - 1], q=quarter, y=year), CONTEXT)
    assert found is not None and found.kind == "quarter" and found.due is not None
    assert found.due[:7] == f"{year}-{quarter * 3:02d}"


@given(
    YEARS,
    st.integers(1, 15),
    st.sampled_from(["{a} - {b}", "Giai đoạn {a}–{b}", "Năm {a}-{b}", "từ năm {a} đến năm {b}"]),
)
@settings(max_examples=40, deadline=None)
def test_a_period_of_years_is_read_back(first: int, length: int, form: str) -> None:
    found = parse_deadline(form.format(a=first, b=first + length), CONTEXT)
    assert found is not None
    assert (found.kind, found.start, found.end) == ("period", f"{first}-01-01", f"{first + length}-12-31")


@given(DAYS, DAYS)
@settings(max_examples=40, deadline=None)
def test_a_period_of_days_is_read_back(one: date, other: date) -> None:
    first, last = sorted((one, other))
    text = f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"
    found = parse_deadline(text, CONTEXT)
    assert found is not None
    assert (found.start, found.end, found.due) == (first.isoformat(), last.isoformat(), last.isoformat())


@given(DAYS)
@settings(max_examples=30, deadline=None)
def test_a_yearly_day_is_read_back(day: date) -> None:
    found = parse_deadline(f"trước ngày {day:%d/%m} hằng năm", CONTEXT)
    assert found is not None and (found.frequency, found.day_rule) == ("yearly", f"{day:%m-%d}")


@given(st.integers(1, 99), st.booleans())
@settings(max_examples=30, deadline=None)
def test_a_duration_is_read_back(days: int, working: bool) -> None:
    text = f"trong thời hạn {days:02d} ngày {'làm việc ' if working else ''}kể từ ngày nhận được văn bản"
    found = parse_deadline(text, CONTEXT)
    assert found is not None
    assert (found.kind, found.offset, found.working_days, found.anchor) == (
        "relative",
        f"P{days}D",
        working,
        "receipt",
    )


def _check(deadline: Deadline) -> None:
    for value in (deadline.due, deadline.start, deadline.end):
        assert value is None or date.fromisoformat(value)
    if deadline.kind == "recurring":
        assert deadline.due is None
    if deadline.kind in ("month", "quarter", "half_year", "year", "date"):
        assert deadline.start is None and deadline.end is None
    if deadline.start and deadline.end:
        assert deadline.start <= deadline.end
    for part in deadline.parts or ():
        assert part.kind != "multi"
        _check(part)


@given(st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_grammar_and_spans_lie_inside(text: str) -> None:
    last = 0
    for match in find_deadlines(text, CONTEXT):
        assert last <= match.start < match.end <= len(text)
        assert match.deadline.surface == text[match.start : match.end]
        _check(match.deadline)
        last = match.end
    for found in (parse_deadline(text, CONTEXT), sentence_deadline(text, DateContext())):
        if found is not None:
            _check(found)


def _key(value: dict[str, Any] | None) -> object:
    if not value:
        return None
    kind = value["kind"]
    if kind == "multi":
        return kind, tuple(sorted(str(_key(part)) for part in value["parts"]))
    if kind == "period":
        return kind, value["start"], value["end"]
    if kind in ("event", "schedule", "continuous", "relative"):
        return (kind,)
    return kind, value["due"], value["frequency"]


def _readings(task: dict[str, Any]) -> list[Any]:
    alt = task.get("alt") or {}
    others = [each["deadline"] for each in (alt if isinstance(alt, list) else [alt]) if "deadline" in each]
    return [task["deadline"]] + [
        one for other in others for one in (other if isinstance(other, list) else [other])
    ]


@pytest.mark.shared
def test_every_limit_of_the_gold_is_read_and_none_invented(shared: Path) -> None:
    for path in sorted((shared / "dev" / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        context = DateContext(date.fromisoformat(gold["header"]["issue_date"]), gold["header"]["plan_year"])
        for task in gold["tasks"]:
            surface = (task["deadline"] or {}).get("surface", "")
            stated = " ".join(surface.split()) in " ".join(task["text"].split())
            found = sentence_deadline(task["text"], context) if stated else parse_deadline(surface, context)
            value = found.model_dump() if found else None
            assert _key(value) in [_key(reading) for reading in _readings(task)], task["text"]


def test_digits_of_other_scripts_are_no_numbers() -> None:
    """Python's `int` knows fewer scripts than `regex`: U+16130 is a digit of Gurung Khema."""
    assert find_deadlines("trước ngày \U00016130/12/2025, \U00016130%", CONTEXT) == []
