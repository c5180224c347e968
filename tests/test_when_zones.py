"""Zones and wall times, beside the standard library's reader of the same database."""

# ruff: noqa: DTZ001 - wall times have no zone yet

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import pytz

from announcer import when
from announcer.errors import BadValue

YEARS = (1999, 2021, 2026, 2037, 2038, 2060)
SECOND = timedelta(seconds=1)


def judge(name: str) -> ZoneInfo:
    """The same data, read by somebody else."""
    with pytz.open_resource(name) as stream:  # type: ignore[attr-defined]
        return ZoneInfo.from_file(stream, key=name)


def shown(moment: datetime) -> tuple[timedelta | None, str | None]:
    return moment.utcoffset(), moment.tzname()


def probes(name: str) -> Iterator[datetime]:
    for year in YEARS:
        first = datetime(year, 1, 1, 12, tzinfo=UTC)
        yield from (first + timedelta(days=days) for days in range(0, 366, 9))
        for change in when.transitions(name, date(year, 1, 1), date(year, 12, 31)):
            moment = change.moment_utc.replace(tzinfo=UTC)
            if moment.year == year:
                yield from (moment - SECOND, moment, moment + SECOND)


def test_every_common_zone_keeps_the_time_of_the_standard_library():
    wrong = []
    for name in set(pytz.common_timezones) - {"GMT"}:
        tz, other = when.zone(name), judge(name)
        wrong += [
            (name, moment)
            for moment in probes(name)
            if shown(when.in_zone(moment, tz)) != shown(moment.astimezone(other))
        ]
    assert wrong == []


def test_the_last_year_is_2100():
    tz = when.zone("Europe/Berlin")
    summer = when.localize(datetime(2100, 7, 1, 12), tz)
    assert summer.utcoffset() == timedelta(hours=2)


def test_utc_is_a_zone():
    moment = when.localize(datetime(2021, 3, 8, 12, 30), when.zone("UTC"))
    assert moment == datetime(2021, 3, 8, 12, 30, tzinfo=UTC)


def test_a_zone_is_made_once():
    assert when.zone("Europe/Berlin") is when.zone("Europe/Berlin")


def test_a_moment_of_2060_can_be_copied_and_pickled():
    moment = when.localize(datetime(2060, 7, 1, 12), when.zone("Europe/Berlin"))
    assert copy.deepcopy(moment).tzinfo is moment.tzinfo
    assert pickle.loads(pickle.dumps(moment)).tzinfo is moment.tzinfo


def test_the_kind_of_a_moment_is_what_its_zone_says_of_it():
    """A fixed offset is asked anew: two of them are equal whatever they are called."""
    for name in ("UTC", "Europe/Dublin", "America/New_York", "Asia/Kolkata"):
        for moment in (one.astimezone(when.zone(name)) for one in probes(name)):
            _, offset, dst, letters = kind = when.kind_at(name, moment)
            assert (offset * SECOND, letters) == shown(moment)
            assert dst * SECOND == moment.dst()
            assert when.kind_of_time(*kind) is moment.tzinfo
    for letters in ("CET", "MEZ"):
        moment = datetime(2021, 3, 8, tzinfo=timezone(timedelta(hours=1), letters))
        assert when.kind_at("Europe/Berlin", moment)[1:] == (3600, 0, letters)


def test_old_names_of_the_tz_database_are_zones():
    assert when.zone("US/Eastern").tzname(datetime(2021, 3, 8)) is not None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("EST", "America/New_York"),
        ("est", "America/New_York"),
        ("EST5EDT", "America/New_York"),
        ("MST", "America/Denver"),
        ("HST", "Pacific/Honolulu"),
        ("CET", "Europe/Berlin"),
        ("MET", "Europe/Berlin"),
        ("GMT", "Europe/London"),
        ("GB", "Europe/London"),
        ("IST", "Asia/Kolkata"),
        ("GMT+2", "Europe/Berlin"),
        ("UTC-5", "America/New_York"),
        ("UTC−5", "America/New_York"),
        ("+05:30", "Asia/Kolkata"),
        ("Etc/GMT+5", "America/New_York"),
        ("Etc/UTC", "UTC"),
        ("utc", "UTC"),
        ("Zulu", "UTC"),
        ("europe/berlin", "Europe/Berlin"),
        ("Europe/Berln", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("Berlin", "Europe/Berlin"),
        ("Mars/Phobos", "Europe/Berlin"),
        ("", "Europe/Berlin"),
    ],
)
def test_what_is_no_zone_names_the_likely_one(written, meant):
    with pytest.raises(BadValue) as told:
        when.zone(written)
    assert meant in told.value.hint


def test_a_skipped_hour_is_refused_with_the_jump():
    with pytest.raises(BadValue) as told:
        when.localize(datetime(2026, 3, 29, 2, 30), when.zone("Europe/Berlin"))
    assert told.value.message == (
        "02:30 does not exist on 2026-03-29 in Europe/Berlin: "
        "the clocks go from 02:00 to 03:00"
    )


def test_a_repeated_hour_is_refused_with_the_jump():
    with pytest.raises(BadValue, match="01:30 happens twice on 2026-11-01") as told:
        when.localize(datetime(2026, 11, 1, 1, 30), when.zone("America/New_York"))
    assert told.value.hint == "Write a time before 01:00 or from 02:00 on."


@pytest.mark.parametrize("hour", [1, 3])
def test_the_hours_beside_a_skipped_one_are_ordinary(hour):
    moment = when.localize(datetime(2060, 3, 28, hour), when.zone("Europe/Berlin"))
    assert moment.hour == hour


def test_localize_agrees_with_the_standard_library_all_year():
    tz, other = when.zone("Australia/Lord_Howe"), judge("Australia/Lord_Howe")
    for day in range(365):
        wall = datetime(2045, 1, 1, 12, 30) + timedelta(days=day)
        assert when.localize(wall, tz) == wall.replace(tzinfo=other)


@pytest.mark.parametrize(
    ("name", "day", "first"),
    [
        ("Europe/Berlin", date(2021, 3, 8), "2021-03-08T00:00:00+01:00"),
        ("America/Santiago", date(2026, 9, 6), "2026-09-06T01:00:00-03:00"),
        ("Atlantic/Azores", date(2026, 10, 25), "2026-10-25T00:00:00+00:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-31T00:00:00+14:00"),
    ],
)
def test_a_day_begins_where_its_clocks_begin(name, day, first):
    assert when.midnight(day, when.zone(name)).isoformat() == first


def test_a_duration_is_elapsed_time_across_a_change():
    start = when.localize(datetime(2026, 3, 29, 1, 30), when.zone("Europe/Berlin"))
    end = when.later(start, timedelta(hours=1))
    assert end.isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_moment_reads_the_same_in_utc():
    start = when.localize(datetime(2021, 3, 8, 12, 30), when.zone("America/New_York"))
    assert when.utc(start).isoformat() == "2021-03-08T17:30:00+00:00"


def test_a_wall_time_is_no_moment():
    with pytest.raises(TypeError, match="localize it first"):
        when.utc(datetime(2021, 3, 8, 12, 30))


def test_dublins_summer_is_the_summer_side():
    changes = when.transitions("Europe/Dublin", date(2026, 1, 1), date(2026, 12, 31))
    assert [(change.name, change.is_dst) for change in changes] == [
        ("GMT", False),
        ("IST", True),
        ("GMT", False),
    ]


def test_the_rule_of_coming_years_can_be_read():
    assert when.posix_rule("America/New_York") == "EST5EDT,M3.2.0,M11.1.0"
    rule = when.rule("Europe/Berlin")
    assert rule is not None
    assert rule.start is not None
    assert rule.start.onset(2060) == datetime(2060, 3, 28, 2)


@pytest.mark.parametrize(
    ("day", "onset"),
    [
        ("J60", datetime(2024, 3, 1, 2)),  # never counts 29 February
        ("59", datetime(2024, 2, 29, 2)),  # counts from 0 and counts it
        ("M2.5.4", datetime(2024, 2, 29, 2)),
    ],
)
def test_all_three_kinds_of_posix_days_are_understood(day, onset):
    assert when.DayRule(day, timedelta(hours=2)).onset(2024) == onset
