"""Dates, times, lengths and tell rules as organisers write them."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer import when
from announcer.errors import BadValue
from announcer.kinds import TellRule
from tests.examples import examples

READERS = (
    (when.parse_date, when.DATE_PATTERN),
    (when.parse_time, when.TIME_PATTERN),
    (when.parse_duration, when.DURATION_PATTERN),
    (when.parse_period, when.PERIOD_PATTERN),
)
PAST_MIDNIGHT = "For a talk that goes past midnight write its start and a duration."
TIME_FORM = "Say which time is meant, in the form 12:30 or 12:30-13:30."
MEANINGLESS = ("ends before", "same time", "no time at all", "longer than a day")


def hint_of(reader, *text):
    with pytest.raises(BadValue) as told:
        reader(*text)
    assert told.value.message
    return told.value.hint


def complaint(reader, text):
    try:
        reader(text)
    except BadValue as told:
        return told
    return None


def test_a_date_is_year_month_day():
    assert when.parse_date("2021-03-08") == (date(2021, 3, 8), date(2021, 3, 8))


def test_a_range_of_days_has_two_ends():
    found = when.parse_date("2022-11-17 to 2022-11-18")
    assert found == (date(2022, 11, 17), date(2022, 11, 18))


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2021-02-30", "The last day is 2021-02-28."),
        ("30.2.2021", "The last day is 2021-02-28."),
        ("2021-13-01", "The month comes second, the day last: 2021-01-13?"),
        (
            "08/03/2021",
            "Which one? Write 2021-08-03 (August 3, 2021) or 2021-03-08 (March 8, "
            "2021).",
        ),
        (
            "21-03-08",
            "Which one? Write 2008-03-21 (March 21, 2008) or 2021-03-08 (March 8, "
            "2021).",
        ),
        (
            "12/31/99",
            "Which one? Write 1999-12-31 (December 31, 1999) or 2099-12-31 (December "
            "31, 2099).",
        ),
        ("13/03/2021", "Write 2021-03-13."),
        ("8.3.2021", "Write 2021-03-08."),
        ("8.3.21", "Write 2021-03-08."),
        ("March 8, 2021", "Write 2021-03-08."),
        ("8 March 2021", "Write 2021-03-08."),
        ("Monday, March 8th, 2021", "Write 2021-03-08."),
        ("Mon, 8 Mar 2021", "Write 2021-03-08."),
        ("2021-3-8", "Write 2021-03-08."),
        ("20210308", "Write 2021-03-08."),
        ("2021/03/08", "Write 2021-03-08."),
        ("2021-03-08 12:30", "Write the day alone, as year-month-day."),
        ("8. März 2021", "Write 2021-03-08."),
        ("8 mars 2021", "Write 2021-03-08."),
        ("8 במרץ 2021", "Write 2021-03-08."),
        ("2021-03-08 (Mon)", "Write 2021-03-08."),
        (
            "Tuesday, March 8, 2021",
            "Which one is the slip? Write the day that is meant.",
        ),
        ("8-9 March 2021", "Write 2021-03-08 to 2021-03-09."),
        ("March 30 – April 2, 2021", "Write 2021-03-30 to 2021-04-02."),
        ("31 Dec - 2 Jan 2027", "Write 2026-12-31 to 2027-01-02."),
        (
            "8 and 15 March 2021",
            "Write two records: one for 2021-03-08, one for 2021-03-15.",
        ),
        ("March 8 / March 15", "Write a record for each of them."),
        (
            "2021-03-08, 2021-03-15",
            "Write two records: one for 2021-03-08, one for 2021-03-15.",
        ),
        (
            "2021-03-08/2021-03-09",
            "Write two records: one for 2021-03-08, one for 2021-03-09. If it is one "
            "talk of two days, write 2021-03-08 to 2021-03-09.",
        ),
        (
            "2021-03-08/2021-03-12",
            "Which one? Write 2021-03-08 to 2021-03-12 (ISO 8601), or two records.",
        ),
        ("2021-067", "Write year-month-day, for example 2021-03-08."),
        ("2021-03-08 - 2021-03-09", "Write 2021-03-08 to 2021-03-09."),
        ("2021-03-09 to 2021-03-08", "Write 2021-03-08 to 2021-03-09."),
        ("tomorrow", "Write year-month-day, for example 2021-03-08."),
        ("0021-03-08", "Is the year a slip?"),
        ("2021-00-00", "Write year-month-day, for example 2021-03-08."),
        ("٢٠٢١-٠٣-٠٨", "Write year-month-day, for example 2021-03-08."),
    ],
)
def test_a_date_in_another_form_names_the_one_to_write(written, hint):
    assert hint_of(when.parse_date, written) == hint


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("12:30", time(12, 30), None),
        ("9:30", time(9, 30), None),
        ("09:30", time(9, 30), None),
        ("12:30pm", time(12, 30), None),
        ("12:30 p.m.", time(12, 30), None),
        ("12am", time(0), None),
        ("9 AM", time(9), None),
        ("12:30-13:30", time(12, 30), time(13, 30)),
        ("12:30 – 13:30", time(12, 30), time(13, 30)),
        ("12:30 to 1:30pm", time(12, 30), time(13, 30)),
        ("9-10am", time(9), time(10)),
        ("11-1pm", time(11), time(13)),
        ("12-1pm", time(12), time(13)),
        ("11am-1pm", time(11), time(13)),
        ("13:00-2pm", time(13), time(14)),
    ],
)
def test_times_are_read_as_people_mean_them(written, start, end):
    assert when.parse_time(written) == (start, end)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("9pm-8pm", PAST_MIDNIGHT),
        ("12:30-12:30", "Write when it ends, or its start alone."),
        ("25:00", "Hours go from 00 to 23, minutes from 00 to 59."),
        ("24:00", "Midnight begins the next day: write 00:00 and its date."),
        ("12.30", "Write 12:30."),
        ("12h30", "Write 12:30."),
        ("1230", "Write 12:30."),
        ("12", "Write 12:00."),
        ("noon", "Write 12:00."),
        ("13pm", "Write 13:00."),
        ("12:30:45", TIME_FORM),
        ("12:30:00", "Write 12:30."),
        ("08", "Write 08:00."),
        ("10-11", "Write 10:00-11:00."),
        ("975", "Write 16:15 if a program wrote the minutes since midnight."),
        ("999999", TIME_FORM),
        ("TBA", TIME_FORM),
        ("", TIME_FORM),
    ],
)
def test_a_time_in_another_form_names_the_one_to_write(written, hint):
    assert hint_of(when.parse_time, written) == hint


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("60 min", 60),
        ("60min", 60),
        ("90 minutes", 90),
        ("1 h", 60),
        ("1 hour", 60),
        ("1h30", 90),
        ("1h30m", 90),
        ("1H30", 90),
        ("2 hours 15 minutes", 135),
        ("24 h", 1440),
    ],
)
def test_durations_are_read_as_people_mean_them(written, minutes):
    assert when.parse_duration(written) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("1:30", "Write 1h30."),
        ("PT1H30M", "Write 1h30."),
        ("1.5 h", "Write 1h30."),
        ("1,5 hours", "Write 1h30."),
        ("60", "Write 60 min."),
        ("2", "Write 2 min or 2 h."),
        (
            "2 days",
            "For several days write date: 2022-11-17 to 2022-11-18 and no time.",
        ),
        ("25 h", "For several days write date: 2022-11-17 to 2022-11-18 and no time."),
        ("25:00", "For several days write date: 2022-11-17 to 2022-11-18 and no time."),
        ("an hour", "Write for example 60 min, 1 h or 1h30."),
        ("-30 min", "Write 30 min."),
        ("45'", "Write 0h45."),
        ("90 Minuten", "Write 1h30."),
        ("\u221290", "Write 90 min."),
        ("1.5", "Write 1h30."),
        ("0,75 h", "Write 0h45."),
        ("130", "Write 130 min or 1h30."),
        ("1h75", "Write 2h15."),
    ],
)
def test_a_duration_in_another_form_names_the_one_to_write(written, hint):
    assert hint_of(when.parse_duration, written) == hint


@pytest.mark.parametrize("written", ["0", "0 min", "0:00", "PT0M", "-0"])
def test_a_length_of_nothing_may_be_left_out(written):
    told = complaint(when.parse_duration, written)
    assert "is no time at all" in told.message
    assert told.hint.startswith("Leave the line out while nobody knows it; ")


def test_hours_that_are_hardly_hours_may_be_minutes():
    told = complaint(when.parse_duration, "400 h")
    assert told.message == "'400 h' is longer than a day"
    assert told.hint.startswith("Write 400 min if minutes are meant. For several days")


@pytest.mark.parametrize(
    ("written", "length"),
    [
        ("1 year", timedelta(days=365)),
        ("2 years", timedelta(days=730)),
        ("30 days", timedelta(days=30)),
        ("2 weeks", timedelta(days=14)),
        ("6 hours", timedelta(hours=6)),
        ("30 minutes", timedelta(minutes=30)),
    ],
)
def test_periods_are_counted(written, length):
    assert when.parse_period(written) == length


@pytest.mark.parametrize(
    "written", ["forever", "0 days", "9" * 30 + " years", "-1 day"]
)
def test_a_period_that_cannot_be_meant_shows_the_form(written):
    assert "6 hours" in hint_of(when.parse_period, written)


@pytest.mark.parametrize(
    ("kind", "written", "rule"),
    [
        ("announcement", "7 days before at 09:00", {"days": 7}),
        ("announcement", "1 week before at 9am", {"days": 7}),
        ("announcement", "the day before at 18:00", {"days": 1, "at": time(18)}),
        ("reminder", "same day at 08:00", {"days": 0, "at": time(8)}),
        ("reminder", "on the day at 08:00", {"days": 0, "at": time(8)}),
        ("reminder", "1 hour before", {"lead": timedelta(hours=1)}),
        ("reminder", "90 minutes before", {"lead": timedelta(minutes=90)}),
        ("digest", "Sundays at 18:00", {"weekday": 6, "at": time(18)}),
        ("digest", "every Monday at 08:00", {"weekday": 0, "at": time(8)}),
        ("request", "21 days before", {"days": 21}),
        ("thanks", "1 day after at 10:00", {"days": -1, "at": time(10)}),
    ],
)
def test_tell_rules_are_read(kind, written, rule):
    assert when.parse_tell(kind, written) == TellRule(kind=kind, text=written, **rule)


@pytest.mark.parametrize(
    ("kind", "written", "hint"),
    [
        ("anouncement", "7 days before", "Did you mean announcement?"),
        ("update", "1 day before", "Remove this line."),
        ("digest", "7 days before", "Write for example Sundays at 18:00."),
        ("digest", "daily at 08:00", "Write for example Sundays at 18:00."),
        ("digest", "Sonday at 18:00", "Did you mean Sundays?"),
        ("reminder", "Sundays at 18:00", "7 days before at 09:00"),
        (
            "reminder",
            "2 hours after",
            "Only thanks come after a talk: write for example 1 day after at 10:00.",
        ),
        (
            "reminder",
            "1 day after at 10:00",
            "Write for example 7 days before at 09:00, same day at 08:00 or "
            "1 hour before.",
        ),
        ("programme", "3 weeks after", "Write for example 7 days before at 10:00."),
        ("programme", "2 hours before", "Write for example 7 days before at 10:00."),
        ("reminder", "1 hour before at 09:00", "Write 1 hour before"),
        ("reminder", "1 day before at 25:00", "Hours go from 00 to 23"),
        ("reminder", "1 day before at 9:00-10:00", "Write at 09:00."),
        ("reminder", "3 years before", "7 days before at 09:00"),
        ("reminder", "9999999999999 days before", "7 days before at 09:00"),
        ("reminder", "soon", "7 days before at 09:00"),
    ],
)
def test_a_tell_rule_that_cannot_be_meant_shows_the_form(kind, written, hint):
    assert hint in hint_of(lambda text: when.parse_tell(kind, text), written)


@pytest.mark.parametrize(("reader", "pattern"), READERS)
@settings(max_examples=examples(100))
@given(data=st.data())
def test_what_a_pattern_refuses_the_reader_refuses_too(reader, pattern, data):
    text = data.draw(
        st.from_regex(pattern, fullmatch=True)
        | st.text(alphabet="0123456789:-.hminpaoutdys ", max_size=16)
        | st.text(max_size=12)
    )
    is_read = complaint(reader, text) is None
    assert bool(re.search(pattern, text)) or not is_read


@pytest.mark.parametrize(("reader", "pattern"), READERS[1:3])
@settings(max_examples=examples(100))
@given(data=st.data())
def test_what_a_pattern_takes_is_refused_for_its_meaning_only(reader, pattern, data):
    text = data.draw(st.from_regex(pattern, fullmatch=True))
    told = complaint(reader, text)
    assert told is None or any(word in told.message for word in MEANINGLESS)


@settings(max_examples=examples(100))
@given(kind=st.text(max_size=12) | st.just("reminder"), text=st.text(max_size=30))
def test_no_tell_rule_breaks_the_reader(kind, text):
    told = complaint(lambda line: when.parse_tell(kind, line), text)
    assert told is None or told.hint
