"""Relative words, academic years and last days: computed, never typed."""

# ruff: noqa: DTZ001 - wall times have no zone yet

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from announcer import when
from announcer.when import Nearness

NEW_YORK = when.zone("America/New_York")
TALK = when.localize(datetime(2021, 3, 8, 12, 30), NEW_YORK)  # a Monday


@pytest.mark.parametrize(
    ("now", "near"),
    [
        (datetime(2021, 3, 1, 9), Nearness.NEXT_WEEK),
        (datetime(2021, 2, 28, 23, 59), Nearness.LATER),
        (datetime(2021, 3, 6), Nearness.NEXT_WEEK),
        (datetime(2021, 3, 7), Nearness.TOMORROW),
        (datetime(2021, 3, 8), Nearness.TODAY),
        (datetime(2021, 3, 8, 23, 59), Nearness.TODAY),
        (datetime(2021, 3, 9), Nearness.PAST),
    ],
)
def test_nearness_counts_calendar_days_and_weeks(now, near):
    assert when.nearness(TALK, when.localize(now, NEW_YORK)) == near


def test_nearness_goes_by_the_calendar_of_the_talk():
    now = datetime(2021, 3, 9, 4, 30, tzinfo=UTC)  # still Monday evening in New York
    assert when.nearness(TALK, now) == Nearness.TODAY


def test_a_week_may_begin_on_sunday():
    now = when.localize(datetime(2021, 3, 10), NEW_YORK)
    sunday = when.localize(datetime(2021, 3, 14, 12), NEW_YORK)
    assert when.nearness(sunday, now) == Nearness.THIS_WEEK
    assert when.nearness(sunday, now, first_weekday=6) == Nearness.NEXT_WEEK


@pytest.mark.parametrize(
    ("day", "name", "first"),
    [
        (date(2021, 3, 8), "2020/21", date(2020, 8, 1)),
        (date(2021, 7, 31), "2020/21", date(2020, 8, 1)),
        (date(2021, 8, 1), "2021/22", date(2021, 8, 1)),
        (date(1999, 10, 1), "1999/00", date(1999, 8, 1)),
    ],
)
def test_an_academic_year_begins_in_august(day, name, first):
    found = when.academic_year(day)
    assert found == (name, first, date(first.year + 1, 7, 31))


def test_an_end_at_midnight_belongs_to_the_day_before():
    assert when.last_day(when.midnight(date(2022, 11, 19), NEW_YORK)) == date(
        2022, 11, 18
    )


def test_an_end_in_the_day_belongs_to_that_day():
    assert when.last_day(TALK) == date(2021, 3, 8)


def test_an_end_at_a_skipped_midnight_belongs_to_the_day_before():
    end = when.midnight(date(2026, 9, 6), when.zone("America/Santiago"))
    assert when.last_day(end) == date(2026, 9, 5)
