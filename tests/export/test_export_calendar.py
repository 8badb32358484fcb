"""iCalendar, read back by another library than the one that wrote it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import vobject
from dateutil.rrule import rrulestr
from invented_plans import document, due, parsed, task, unit

from pipeline.document import Deadline
from pipeline.export import export


def todos(*documents):
    calendar = vobject.readOne(export(documents, "ics").decode())
    return list(calendar.contents.get("vtodo", []))


def recurring(frequency: str | None, **fields: object) -> Deadline:
    return Deadline(surface="định kỳ", kind="recurring", frequency=frequency, **fields)  # type: ignore[arg-type]


def test_a_task_with_a_date_is_due_on_that_day():
    (todo,) = todos(document(task(deadline=due("2026-06-30", "trước ngày 30/6/2026"))))
    assert todo.due.value == date(2026, 6, 30)
    assert "dtstart" not in todo.contents
    assert todo.summary.value == "Xây dựng báo cáo chuyên đề."
    assert "trước ngày 30/6/2026" in todo.description.value
    assert "mục II.1, trang 1" in todo.description.value


def test_a_period_begins_and_ends():
    (todo,) = todos(
        document(
            task(
                deadline=Deadline(
                    surface="2026 - 2028",
                    kind="period",
                    start="2026-01-01",
                    end="2028-12-31",
                    due="2028-12-31",
                )
            )
        )
    )
    assert (todo.dtstart.value, todo.due.value) == (date(2026, 1, 1), date(2028, 12, 31))


def test_the_leads_organise_and_the_partners_take_part():
    (todo,) = todos(
        document(task(lead=(unit('Sở "Nội vụ"; A'), unit("Sở Y tế")), coordination=(unit("Công an tỉnh"),)))
    )
    assert todo.organizer.params["CN"] == ["Sở 'Nội vụ'; A"]
    assert todo.organizer.value.startswith("urn:uuid:")
    roles = {a.params["CN"][0]: a.params["ROLE"][0] for a in todo.contents["attendee"]}
    assert roles == {"Sở Y tế": "CHAIR", "Công an tỉnh": "REQ-PARTICIPANT"}


def test_the_uid_is_the_same_in_every_export_and_differs_between_tasks():
    first = [todo.uid.value for todo in todos(parsed())]
    assert first == [todo.uid.value for todo in todos(parsed())]
    assert len(set(first)) == len(first) > 1


def test_two_exports_of_one_conversion_are_the_same_bytes():
    plan = parsed()
    assert export([plan], "ics") == export([plan], "ics")


def test_a_plan_never_says_how_far_a_task_has_come():
    text = export([parsed()], "ics").decode()
    assert "STATUS" not in text
    assert "PERCENT-COMPLETE" not in text


@pytest.mark.parametrize(
    ("frequency", "rule", "start", "first_due"),
    [
        ("monthly", None, date(2026, 3, 1), date(2026, 3, 31)),
        ("monthly", "20", date(2026, 3, 1), date(2026, 3, 20)),
        ("quarterly", None, date(2026, 1, 1), date(2026, 3, 31)),
        ("half_yearly", None, date(2026, 1, 1), date(2026, 6, 30)),
        ("yearly", None, date(2026, 1, 1), date(2026, 12, 31)),
        ("yearly", "11-15", date(2026, 1, 1), date(2026, 11, 15)),
        ("weekly", None, date(2026, 3, 9), date(2026, 3, 15)),
    ],
)
def test_a_recurring_deadline_is_due_in_each_period_until_the_plan_ends(frequency, rule, start, first_due):
    (todo,) = todos(document(task(deadline=recurring(frequency, day_rule=rule))))
    assert (todo.dtstart.value, todo.due.value) == (start, first_due)
    assert "UNTIL=20261231" in todo.rrule.value
    days = list(rrulestr(todo.rrule.value, dtstart=_midnight(start)))
    assert days[0] == _midnight(start)
    assert days[-1].year == 2026
    expected = {"monthly": 10, "quarterly": 4, "half_yearly": 2, "yearly": 1, "weekly": 43}[frequency]
    assert len(days) == expected


def _midnight(day: date):
    from datetime import datetime

    return datetime(day.year, day.month, day.day)


def test_a_daily_deadline_has_a_rule_and_no_due_day_later_than_its_start():
    (todo,) = todos(document(task(deadline=recurring("daily"))))
    assert todo.dtstart.value == date(2026, 3, 12)
    assert "due" not in todo.contents


def test_two_days_of_the_year_are_two_series():
    found = todos(document(task(deadline=recurring("yearly", day_rule="06-01,11-15"))))
    assert [todo.due.value for todo in found] == [date(2026, 6, 1), date(2026, 11, 15)]
    assert len({todo.uid.value for todo in found}) == 2


def test_no_day_is_invented_where_the_rule_does_not_tell_the_month():
    (todo,) = todos(document(task(deadline=recurring("quarterly", day_rule="15"))))
    assert "due" not in todo.contents
    assert "RRULE" in todo.serialize()


@pytest.mark.parametrize("frequency", [None, "monthly"])
def test_without_a_frequency_or_a_date_to_begin_from_there_is_no_rule(frequency):
    known = {} if frequency is None else {"issue_date": None, "plan_year": None}
    (todo,) = todos(document(task(deadline=recurring(frequency)), **known))
    assert "rrule" not in todo.contents
    assert "due" not in todo.contents
    assert "định kỳ" in todo.description.value


def test_a_deadline_of_several_parts_is_a_todo_for_each():
    parts = (due("2026-06-30"), due("2026-11-30"))
    found = todos(document(task(deadline=Deadline(surface="hai đợt", kind="multi", parts=parts))))
    assert [todo.due.value for todo in found] == [date(2026, 6, 30), date(2026, 11, 30)]


def test_text_of_the_page_cannot_break_out_of_its_field():
    evil = "Xong\r\nEND:VTODO\r\nBEGIN:VEVENT\nSUMMARY:x;y,z\\n\x07"
    (todo,) = todos(document(task(evil)))
    assert "END:VTODO BEGIN:VEVENT" in todo.summary.value
    raw = export([document(task(evil))], "ics").decode()
    assert [line for line in raw.splitlines() if line.startswith("BEGIN:")] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VTODO",
    ]


def test_due_is_always_later_than_the_start_as_the_standard_wants():
    for todo in todos(
        parsed(),
        document(
            task(
                deadline=Deadline(
                    surface="x", kind="period", start="2026-05-01", end="2026-05-01", due="2026-05-01"
                )
            )
        ),
    ):
        if "dtstart" in todo.contents and "due" in todo.contents:
            assert todo.due.value - todo.dtstart.value >= timedelta(days=1)
