"""A new day or hour is read as it was said, and asked where it may be two."""

from __future__ import annotations

from datetime import date, time

import pytest

from announcer.errors import BadValue
from announcer.when import Said, parse_said

TODAY = date(2021, 3, 3)  # a Wednesday
PRESENT = date(2021, 3, 5)  # the Friday of that week


def day(number: int, month: int = 3, year: int = 2021) -> Said:
    return Said(date(year, month, number), date(year, month, number))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("2021-03-15", day(15)),
        ("15 March", day(15)),
        ("Mon, 15 March 2021", day(15)),
        ("March 15th", day(15)),
        ("15. Mar.", day(15)),
        ("15.3.", day(15)),
        ("15/3", day(15)),
        ("3/15/2021", day(15)),
        ("15 January 2022", day(15, 1, 2022)),
        ("tomorrow", day(4)),
        ("Thursday", day(4)),
        ("next Monday", day(8)),
        ("a week later", day(12)),
        ("two days earlier", day(3)),
        ("2021-03-15 to 2021-03-16", Said(date(2021, 3, 15), date(2021, 3, 16))),
        ("16:00", Said(start=time(16))),
        ("4pm - 5:30pm", Said(start=time(16), end=time(17, 30))),
        ("all day", Said(all_day=True)),
    ],
)
def test_a_day_or_an_hour_is_read_as_people_say_it(words, meant):
    assert parse_said(words, TODAY, PRESENT) == meant


@pytest.mark.parametrize(
    "words",
    ["15 March 16:00", "2021-03-15T16:00", "4pm on Mon 15 March", "15.3. at 16:00"],
)
def test_a_day_and_an_hour_stand_in_either_order(words):
    found = parse_said(words, TODAY, PRESENT)
    assert (found.first, found.start) == (date(2021, 3, 15), time(16))


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("Wednesday", "2021-03-03 (Wednesday) or 2021-03-10 (Wednesday)"),
        ("next Friday", "2021-03-05 (Friday) or 2021-03-12 (Friday)"),
        ("3/4", "2021-03-04 (Thursday) or 2021-04-03 (Saturday)"),
        ("15 February", "2021-02-15 (Monday) or 2022-02-15 (Tuesday)"),
    ],
)
def test_what_may_be_two_days_names_both(words, choice):
    with pytest.raises(BadValue, match="may be") as caught:
        parse_said(words, TODAY, PRESENT)
    assert choice in caught.value.message


def test_a_weekday_far_from_the_talk_is_asked():
    """The coming one, or the one of the week the talk is in?"""
    with pytest.raises(BadValue, match=r"2021-03-04 .* or 2021-03-18"):
        parse_said("Thursday", TODAY, date(2021, 3, 19))


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        ("Tuesday 4", "Is 4 a time? Write 04:00 or 16:00."),
        ("31 April", "The last day is 2021-04-30."),
        ("Tue 15 March", "Write the day alone"),
        ("25:00", "Hours go from 00 to 23"),
        ("15 March 14:00 CET", "by the clocks where the talk is, without CET"),
        ("29 Feb", "2024-02-29"),
        ("soon", "15 March 16:00"),
        ("", "15 March 16:00"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(words, cure):
    with pytest.raises(BadValue, match=r".") as caught:
        parse_said(words, TODAY, PRESENT)
    assert cure in caught.value.hint


def test_what_counts_from_the_talk_needs_its_day():
    with pytest.raises(BadValue, match="no day to count from"):
        parse_said("1 week later", TODAY)
