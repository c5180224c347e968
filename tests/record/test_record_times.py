"""When a talk is, from date, time, duration and end."""

from datetime import datetime, timedelta

import pytest

from announcer.errors import RecordError
from announcer.record import read_site


def span(desk, talk, series=""):
    """Return start and end as text, and whether the end was stated."""
    desk.put("wilks/series.yaml", series or "name: Wilks\n")
    desk.put("wilks/talk.yaml", talk)
    (found,) = read_site(desk.folder).talks
    shown = [f"{moment:%m-%d %H:%M}" for moment in (found.start, found.end)]
    return (*shown, found.end_stated)


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        ("time: 12:30", ("03-08 12:30", "03-08 13:30", False)),
        ("time: '9:30'", ("03-08 09:30", "03-08 10:30", False)),
        ("time: 12:30pm", ("03-08 12:30", "03-08 13:30", False)),
        ("time: 12:30-14:00", ("03-08 12:30", "03-08 14:00", True)),
        ("time: 23:00-01:00", ("03-08 23:00", "03-09 01:00", True)),
        ("time: 12:30\nduration: 1h30", ("03-08 12:30", "03-08 14:00", True)),
        ("time: 12:30\nend: 14:00", ("03-08 12:30", "03-08 14:00", True)),
        ("time: 23:00\nend: 00:30", ("03-08 23:00", "03-09 00:30", True)),
        ("time: 23:00\nend: 2021-03-10 09:00", ("03-08 23:00", "03-10 09:00", True)),
        ("end: 2021-03-09", ("03-08 00:00", "03-10 00:00", True)),
        ("time: all day", ("03-08 00:00", "03-09 00:00", True)),
        ("", ("03-08 00:00", "03-09 00:00", True)),
    ],
)
def test_a_talk_says_when_it_is(desk, talk, expected):
    assert span(desk, f"date: 2021-03-08\n{talk}\n") == expected


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        ("", ("03-08 12:30", "03-08 13:45", True)),
        ("time: 14:00", ("03-08 14:00", "03-08 15:15", True)),
        ("time: 14:00-14:30", ("03-08 14:00", "03-08 14:30", True)),
        ("duration: 30 min", ("03-08 12:30", "03-08 13:00", True)),
        ("end: 14:00", ("03-08 12:30", "03-08 14:00", True)),
        ("time: All-Day", ("03-08 00:00", "03-09 00:00", True)),
    ],
)
def test_a_talk_takes_its_time_from_the_series(desk, talk, expected):
    text = f"date: 2021-03-08\n{talk}\n"
    assert span(desk, text, "time: 12:30-13:45\n") == expected


def test_a_range_of_days_without_a_time_is_all_day_in_any_series(desk):
    text = "date: 2022-11-17 to 2022-11-18\n"
    assert span(desk, text, "time: 12:30\n") == ("11-17 00:00", "11-19 00:00", True)


def test_a_range_of_days_with_times_runs_from_the_first_to_the_last(desk):
    text = "date: 2022-11-17 to 2022-11-18\ntime: 09:00-17:00\n"
    assert span(desk, text) == ("11-17 09:00", "11-18 17:00", True)


def test_hours_of_a_range_of_days_hold_for_each_of_them(desk):
    text = "date: 2022-11-17 to 2022-11-18\ntime: 09:00\nduration: 8h\n"
    desk.put("wilks/talk.yaml", text)
    (one,) = read_site(desk.folder).talks
    assert one.daily
    assert (one.start.isoformat(), one.end.isoformat()) == (
        "2022-11-17T09:00:00-05:00",
        "2022-11-18T17:00:00-05:00",
    )


def test_an_end_with_a_day_of_its_own_is_one_stretch(desk):
    text = "date: 2022-11-17\ntime: 14:00\nend: 2022-11-19 12:00\n"
    desk.put("wilks/talk.yaml", text)
    (one,) = read_site(desk.folder).talks
    assert not one.daily


def test_a_duration_is_elapsed_time_across_a_change_of_clocks(desk):
    text = "date: 2021-03-14\ntime: 01:30\nduration: 60 min\n"
    assert span(desk, text) == ("03-14 01:30", "03-14 03:30", True)


def test_the_end_of_a_range_is_wall_time_across_a_change_of_clocks(desk):
    desk.put("wilks/talk.yaml", "date: 2021-03-14\ntime: 01:30-03:30\n")
    (talk,) = read_site(desk.folder).talks
    assert talk.end - talk.start == timedelta(hours=1)


def test_start_is_in_the_zone_of_the_talk(desk):
    desk.put("wilks/series.yaml", "timezone: Europe/Berlin\ntime: 12:30\n")
    desk.put("wilks/a.yaml", "date: 2021-07-08\n")
    desk.put("wilks/b.yaml", "date: 2021-07-09\ntimezone: Asia/Kolkata\n")
    one, two = read_site(desk.folder).talks
    assert one.start.isoformat() == "2021-07-08T12:30:00+02:00"
    assert two.start.isoformat() == "2021-07-09T12:30:00+05:30"
    assert two.timezone == "Asia/Kolkata"


def test_a_regular_time_in_a_gap_is_told_at_the_date(desk):
    desk.put("wilks/series.yaml", "time: 02:30\n")
    desk.put("wilks/a.yaml", "title: A\ndate: 2021-03-14\n")
    with pytest.raises(RecordError) as caught:
        read_site(desk.folder)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("clock-change", 2)


def test_a_day_without_midnight_begins_when_it_begins(desk):
    desk.put("wilks/a.yaml", "date: 2018-11-04\ntimezone: America/Sao_Paulo\n")
    (talk,) = read_site(desk.folder).talks
    assert talk.start == datetime.fromisoformat("2018-11-04T01:00:00-02:00")
