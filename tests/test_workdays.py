"""Working days against the holiday notice of 2022, written out here a second time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.notation import read_date
from engine.quantity import Dim, Quantity, exactly
from engine.workdays import LONGEST, workdays


def span(first: date, last: date) -> set[date]:
    """All days from the first to the last, both included."""
    return {first + timedelta(n) for n in range((last - first).days + 1)}


# 国务院办公厅关于2022年部分节假日安排的通知: days off and the weekend days worked in exchange
OFF = (
    span(date(2022, 1, 1), date(2022, 1, 3))
    | span(date(2022, 1, 31), date(2022, 2, 6))
    | span(date(2022, 4, 3), date(2022, 4, 5))
    | span(date(2022, 4, 30), date(2022, 5, 4))
    | span(date(2022, 6, 3), date(2022, 6, 5))
    | span(date(2022, 9, 10), date(2022, 9, 12))
    | span(date(2022, 10, 1), date(2022, 10, 7))
)
WORKED = {date(2022, *day) for day in ((1, 29), (1, 30), (4, 2), (4, 24), (5, 7), (10, 8), (10, 9))}
DAYS_OF_2022 = st.dates(date(2022, 1, 1), date(2022, 12, 31))


def works(day: date) -> bool:
    """Whether a day of 2022 is a working day by the notice."""
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def days(first: date, last: date) -> Quantity | str:
    """The working days between two days."""
    return workdays(exactly(Dim.DATE, first.toordinal()), exactly(Dim.DATE, last.toordinal()))


@given(DAYS_OF_2022, DAYS_OF_2022)
def test_the_first_day_is_not_counted_and_the_last_is(first: date, last: date) -> None:
    early, late = min(first, last), max(first, last)
    expected = sum(works(day) for day in span(early, late) - {early})
    assert days(early, late) == exactly(Dim.DAYS, expected, "个工作日")
    assert days(late, early) == exactly(Dim.DAYS, -expected, "个工作日")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2022, 9, 30), date(2022, 10, 7), 0),  # 国庆
        (date(2022, 9, 30), date(2022, 10, 8), 1),  # a Saturday that is worked
        (date(2022, 9, 30), date(2022, 10, 10), 3),
        (date(2022, 4, 1), date(2022, 4, 6), 2),  # 清明
        (date(2022, 1, 28), date(2022, 2, 7), 3),  # 春节
        (date(2022, 6, 9), date(2022, 6, 13), 2),
        (date(2022, 6, 9), date(2022, 6, 9), 0),
        (date(2021, 12, 31), date(2022, 1, 4), 1),
    ],
)
def test_holidays_and_the_days_worked_in_exchange_are_counted_by_the_notice(
    first: date, last: date, expected: int
) -> None:
    assert days(first, last) == exactly(Dim.DAYS, expected, "个工作日")


def test_a_year_without_a_notice_has_no_answer() -> None:
    assert days(date(2099, 12, 30), date(2100, 1, 5)) == "没有2099年至2100年的节假日安排"
    assert days(date(1999, 3, 1), date(1999, 3, 9)) == "没有1999年的节假日安排"


@pytest.mark.parametrize(("first", "last"), [("2022年8月", "2022-08-31"), ("2022-08-01", "2022年")])
def test_a_date_without_its_day_has_no_answer(first: str, last: str) -> None:
    assert workdays(read_date(first), read_date(last)) == "日期没有写到日"


def test_a_span_of_many_years_is_a_slip_of_the_pen() -> None:
    assert days(date(2008, 1, 1), date(2008, 1, 1) + timedelta(LONGEST + 1)) == "两个日期相隔过长"
    assert isinstance(days(date(2008, 1, 1), date(2008, 1, 1) + timedelta(LONGEST)), Quantity)
