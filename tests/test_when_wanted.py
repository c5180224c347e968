"""When a talk shall be is read as people say it, and asked where it may be two."""

from __future__ import annotations

from datetime import date, time

import pytest

from announcer.errors import BadValue
from announcer.when import Wanted, parse_wanted

TODAY = date(2021, 3, 3)  # a Wednesday
PRESENT = date(2021, 3, 5)  # the Friday of that week


def day(number: int, month: int = 3, year: int = 2021) -> Wanted:
    return Wanted(date(year, month, number), date(year, month, number))


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
        ("2021-03-15 to 2021-03-16", Wanted(date(2021, 3, 15), date(2021, 3, 16))),
        ("16:00", Wanted(start=time(16))),
        ("4pm - 5:30pm", Wanted(start=time(16), end=time(17, 30))),
        ("all day", Wanted(all_day=True)),
        ("15-16 March", Wanted(date(2021, 3, 15), date(2021, 3, 16))),
        ("Tue 15 February", day(15, 2, 2022)),
        ("9:30", Wanted(start=time(9, 30))),
        ("4pm local time", Wanted(start=time(16))),
    ],
)
def test_a_day_or_an_hour_is_read_as_people_say_it(words, meant):
    assert parse_wanted(words, TODAY, PRESENT) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("15. März", day(15)),
        ("am 15. März", day(15)),
        ("15. bis 16. März", Wanted(date(2021, 3, 15), date(2021, 3, 16))),
        ("Dienstag", day(9)),
        ("nächsten Montag", day(8)),
        ("Di, 16. März", day(16)),
        ("morgen", day(4)),
        ("mardi 16 mars", day(16)),
        ("dim. 14 mars", day(14)),
        ("mardi prochain", day(9)),
        ("יום שלישי", day(9)),
        ("ביום ג׳", day(9)),
        ("16 במרץ", day(16)),
        ("מחר", day(4)),
        ("16 Uhr", Wanted(start=time(16))),
        ("14 Uhr c.t.", Wanted(start=time(14, 15))),
        ("16h15", Wanted(start=time(16, 15))),
        ("16h-17h30", Wanted(start=time(16), end=time(17, 30))),
        ("midi", Wanted(start=time(12))),
    ],
)
def test_days_and_hours_are_read_in_each_language(words, meant):
    assert parse_wanted(words, TODAY, PRESENT) == meant


DAYS = (
    "15 March", "Mon, 15 March 2021", "March 15, 2021", "15.3.", "15.3.2021",
    "15/3/2021", "2021-03-15", "15. März 2021", "Montag, den 15. März",
    "lundi 15 mars 2021", "ב-15 במרץ 2021",
)  # fmt: skip
HOURS = (
    "16:00", "at 4pm", "4 p.m.", "16 Uhr", "um 16.00 Uhr s.t.", "à 16h", "4 to 5pm",
    "16:00 - 17:00", "von 16 bis 17 Uhr", "de 16h à 17h",
)  # fmt: skip


@pytest.mark.parametrize("day_words", DAYS)
@pytest.mark.parametrize("order", ["{} {}", "{}, {}", "{1} {0}", "{1} on {0}"])
def test_every_day_and_every_hour_stand_together_in_either_order(day_words, order):
    for words in HOURS:
        found = parse_wanted(order.format(day_words, words), TODAY, PRESENT)
        assert (found.first, found.start) == (date(2021, 3, 15), time(16)), words


def test_an_iso_day_may_have_a_t_before_its_hour():
    found = parse_wanted("2021-03-15T16:00", TODAY)
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
        parse_wanted(words, TODAY, PRESENT)
    assert choice in caught.value.message


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("4:00", "16:00 or 04:00"),
        ("15 March 4-5", "(Monday) 16:00-17:00 or 2021-03-15 (Monday) 04:00-05:00"),
        ("14-16 Uhr c.t.", "14:15-16:00 or 14:15-15:45"),
        ("10.12", "2021-12-10 (Friday) or 10:12"),
        ("Di", "2021-03-07 (Sunday) or 2021-03-09 (Tuesday)"),  # dimanche, Dienstag
    ],
)
def test_what_may_be_two_hours_or_an_hour_and_a_day_names_both(words, choice):
    with pytest.raises(BadValue, match="may be") as caught:
        parse_wanted(words, TODAY)
    assert choice in caught.value.message


def test_a_weekday_far_from_the_talk_is_asked():
    """The coming one, or the one of the week the talk is in?"""
    with pytest.raises(BadValue, match=r"2021-03-04 .* or 2021-03-18"):
        parse_wanted("Thursday", TODAY, date(2021, 3, 19))


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        ("Tuesday 4", "Is 4 a time? Write 16:00 or 04:00."),
        ("31 April", "The last day is 2021-04-30."),
        ("Tue 15 March", "Write the day alone"),
        ("25:00", "Hours go from 00 to 23"),
        ("15 March 14:00 CET", "by the clocks where the talk is, without CET"),
        ("mardi 16", "Is 16 a time? Write 16:00."),
        ("Mitternacht", "write 00:00 and its date"),
        ("14:00 CT", "without CT"),
        ("15 et 16 mars", "Write one of them, or 2021-03-15 to 2021-03-16."),
        ("10-12", "15 March 16:00"),
        ("29 Feb", "2024-02-29"),
        ("soon", "15 March 16:00"),
        ("", "15 March 16:00"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(words, cure):
    with pytest.raises(BadValue, match=r".") as caught:
        parse_wanted(words, TODAY, PRESENT)
    assert cure in caught.value.hint


def test_what_counts_from_the_talk_needs_its_day():
    with pytest.raises(BadValue, match="no day to count from"):
        parse_wanted("1 week later", TODAY)
