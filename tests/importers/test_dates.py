"""Dates and times as people write them, in mails of many languages."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest

from announcer.importers.dates import clock_of, moment_of
from announcer.importers.found import Given, Moment
from announcer.importers.lengths import duration_of, length_beside

D = date


def read(text: str, **given: object) -> Moment:
    return moment_of(text, Given(**given))[0]  # type: ignore[arg-type]


def doubts(text: str) -> list[str]:
    return [doubt.code for doubt in moment_of(text, Given())[1]]


@pytest.mark.parametrize(
    ("text", "day", "start", "end"),
    [
        ("Monday, March 8th, 2021", D(2021, 3, 8), None, None),
        ("8.3.2021", D(2021, 3, 8), None, None),
        ("7-Dec-94", D(1994, 12, 7), None, None),
        ("Feb 12,93", D(1993, 2, 12), None, None),
        ("2021/05/06 (Thu) 15:00-16:00", D(2021, 5, 6), "15:00", "16:00"),
        ("13/4/2021 at 10.30", D(2021, 4, 13), "10:30", None),
        ("Thu 14 Oct 16:00-17:00", (10, 14), "16:00", "17:00"),
        ("3:30 Friday, May 5", (5, 5), "15:30", None),
        ("Thursday 12th November 2015, h 9:30 Sala 2", D(2015, 11, 12), "09:30", None),
        ("Friday, July 17, 2015, h. 16:30", D(2015, 7, 17), "16:30", None),
        ("6 December 1994, 10:30 am to 12 noon", D(1994, 12, 6), "10:30", "12:00"),
        ("5 May 2021, 4-5pm", D(2021, 5, 5), "16:00", "17:00"),
        ("5 May 2021, 11-1", D(2021, 5, 5), "11:00", "13:00"),
        ("5 May 2021, 11:30-12:30pm", D(2021, 5, 5), "11:30", "12:30"),
        ("5 May 2021 at 1600 hrs", D(2021, 5, 5), "16:00", None),
        ("5 May 2021, 10:00-10:45 in H3", D(2021, 5, 5), "10:00", "10:45"),
        ("Montag, 8. März 2021, 17 Uhr s.t.", D(2021, 3, 8), "17:00", None),
        ("Montag, 8. März 2021, 16 Uhr c.t.", D(2021, 3, 8), "16:15", None),
        ("Dienstag, 14.10., 16.15-17.45 Uhr", (10, 14), "16:15", "17:45"),
        ("jeudi 14 octobre 2021 à 16h15", D(2021, 10, 14), "16:15", None),
        ("le 1er mars 2021, de 14h à 15h30", D(2021, 3, 1), "14:00", "15:30"),
        ("mer. 3 marzo 2021 dalle 16.30 alle 17.30", D(2021, 3, 3), "16:30", "17:30"),
        ("jueves 14 de octubre de 2021, a las 16:00", D(2021, 10, 14), "16:00", None),
        ("ביום ראשון, 17 באפריל, 2005, ב18:30- באולם", D(2005, 4, 17), "18:30", None),
        ("יום ב', 3.5.2021, 14:15-15:15", D(2021, 5, 3), "14:15", "15:15"),
        ("5 May 1995, 4pm (coffee at 3:30pm)", D(1995, 5, 5), "16:00", None),
        ("03/09/2025 (Wednesday), 11.30 hrs", D(2025, 9, 3), "11:30", None),
        ("ביום ד', ה-18 במרץ 2026, בשעה 12:30", D(2026, 3, 18), "12:30", None),
        ("30.4.2026, בין 13:00 ל-14:00", D(2026, 4, 30), "13:00", "14:00"),
        ("Mi., 22. Okt. 2025, 18:30 bis ca. 20:00 Uhr", D(2025, 10, 22), "18:30",
         "20:00"),
        ("20 de mayo de 2026, 14 hs", D(2026, 5, 20), "14:00", None),
    ],
)  # fmt: skip
def test_a_moment_is_read_as_it_is_meant(text, day, start, end):
    """Whatever the order, the language and the marks."""
    found = read(text)
    assert found.day == day
    assert found.time == (start and time.fromisoformat(start))
    assert found.end == (end and time.fromisoformat(end))


def test_several_days_are_one_talk():
    found = read("28 February - 3 March 2022")
    assert (found.day, found.last_day) == (D(2022, 2, 28), D(2022, 3, 3))
    assert read("8.-9. März 2021").last_day == D(2021, 3, 9)


def test_letters_stay_letters_and_places_become_zones():
    assert read("March 8, 2021 12:30pm EST").abbreviation == "EST"
    assert read("March 8, 2021 12:30pm EST").zone is None
    assert read("5 May 2021, 3pm (Paris time)").zone == "Europe/Paris"
    offset = read("5 May 2021, 4 pm UTC+2").instant
    assert offset
    assert offset.astimezone(UTC).hour == 14


def test_the_first_of_several_zones_counts_and_the_others_must_agree():
    agreed = "9 April 2021, 10 am EDT / 4 pm CEST"
    assert read(agreed).time == time(10)
    assert not doubts(agreed)
    assert doubts("9 April 2021, 10 am EDT / 5 pm CEST") == ["zones"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tuesday, March 8th, 2021", "weekday"),
        ("8 March 2021 or 9 March 2021", "dates"),
        ("3/4/2021", "ambiguous"),
        ("8 March 2021, 3:30", "half"),
        ("8 March 2021, 12am - 1pm", "midday"),
        ("8 March 2021, 11:00 pm - 12:30 pm", "end"),
        ("8 March 2021, 16 Uhr c.t.", "quarter"),
    ],
)
def test_what_looks_wrong_is_doubted(text, code):
    """A doubt says it; nothing is decided in silence."""
    assert doubts(text) == [code]


@pytest.mark.parametrize("text", ["room 12", "version 1.20", "H3", "in 2021", "x > 12"])
def test_other_numbers_are_no_times(text):
    assert read(text) == Moment()


def test_a_field_for_the_time_may_hold_a_bare_hour():
    assert clock_of("9")[0].time == time(9)
    assert clock_of("1530")[0].time == time(15, 30)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1 1/2 hours", 90),
        ("90 Minutes", 90),
        ("1h30", 90),
        ("an hour", 60),
        ("45'", 45),
        ("eine Stunde", 60),
    ],
)
def test_a_duration_is_read_in_words_and_numbers(text, minutes):
    assert duration_of(text) == timedelta(minutes=minutes)


def test_four_digits_to_four_digits_are_hours_only_in_a_field_for_them():
    found = clock_of("1400-1600")[0]
    assert (found.time, found.end) == (time(14), time(16))
    assert read("5 May 2021: Poets, 1914-1918").time is None


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        ("9 giugno 2026, ore 12.45 (45 minuti)", 45),
        ("mardi 25/11/2025, 13h30 (durée : 1h)", 60),
        ("3 May 2026, 15:00 (90 min)", 90),
        ("9.6.2017, 2:15 pm", None),
        ("3 May 2026, 15:00 (4h)", None),
    ],
)  # fmt: skip
def test_a_length_stands_in_brackets_beside_a_time(value, minutes):
    length = length_beside(value)
    assert length == (timedelta(minutes=minutes) if minutes else None)
