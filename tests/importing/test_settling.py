"""From what a source says to what a record may say: nothing is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from announcer import importing
from announcer.importers import Found, Given, Moment, Origin
from announcer.importers.links import unwrapped, unwrapped_in
from announcer.importing import Settled, as_data
from announcer.importing.merging import joined

TODAY = date(2021, 3, 1)
DAY = date(2021, 3, 8)
AT_TWO = Moment(day=DAY, time=time(14))
NY = "America/New_York"


def settled(
    record: dict[str, Any] | None = None,
    moment: Moment = AT_TWO,
    zone: str | None = None,
    **more: Any,
) -> Settled:
    year = more.pop("year", None)
    place = more.pop("place", "mail.txt")
    origin = more.pop("origin", Origin(system="announcement"))
    found = Found(record=record or {}, moment=moment, origin=origin, line=7, **more)
    return importing.settle(found, place, Given(year=year), zone, TODAY)


def codes(one: Settled) -> set[str]:
    return {doubt.code for doubt in (*one.doubts, *one.open)}


def test_a_time_without_a_zone_is_open_and_data_say_null():
    one = settled()
    assert [doubt.code for doubt in one.open] == ["no-timezone"]
    assert (as_data(one)["timezone"], as_data(one)["warnings"]) == (None, [])
    assert not settled(zone=NY).open


def test_a_day_alone_needs_no_zone_and_gets_no_midnight():
    one = settled(moment=Moment(day=DAY))
    assert not one.open
    assert as_data(one)["start"] == "2021-03-08"


def test_a_year_that_is_not_given_is_asked_for():
    moment = Moment(day=(3, 8), time=time(14))
    one = settled(moment=moment, zone=NY)
    assert codes(one) == {"no-year"}
    assert as_data(one)["start"] == "--03-08T14:00"
    assert as_data(settled(moment=moment, zone=NY, year=2021))["start"] == (
        "2021-03-08T14:00"
    )


def test_a_day_that_the_year_does_not_have_is_said():
    moment = Moment(day=(2, 29), time=time(14))
    assert codes(settled(moment=moment, zone=NY, year=2021)) == {"bad-date"}


def test_a_talk_without_a_date_cannot_have_a_record_yet():
    assert codes(settled(moment=Moment())) == {"no-date"}


def test_letters_are_taken_with_the_zone_that_they_fit():
    winter = Moment(day=DAY, time=time(14), abbreviation="EST")
    assert not settled(moment=winter, zone=NY).open
    assert not settled(moment=winter, zone=NY).doubts
    one = settled(moment=winter)
    assert codes(one) == {"abbreviation"}
    assert one.open[0].way_on == "Say it: --timezone America/New_York."
    assert as_data(one)["timezone"] == "EST5EDT"


def test_letters_of_the_other_half_of_the_year_are_contradicted():
    summer = Moment(day=date(2021, 7, 5), time=time(14), abbreviation="EST")
    one = settled(moment=summer, zone=NY)
    assert not one.open
    (doubt,) = one.doubts
    assert "`EST` contradicts the clocks in America/New_York, which show EDT" in (
        doubt.text
    )
    assert as_data(settled(moment=summer))["timezone"] is None
    assert "contradicts DST" in as_data(settled(moment=summer))["warnings"][0]


def test_letters_of_elsewhere_are_not_taken_for_the_zone_that_is_given():
    moment = Moment(day=DAY, time=time(14), abbreviation="PST")
    one = settled(moment=moment, zone=NY)
    assert codes(one) == {"abbreviation"}
    assert one.open


def test_utc_is_a_zone():
    one = settled(moment=Moment(day=DAY, time=time(14), abbreviation="UTC"))
    assert as_data(one)["timezone"] == "UTC"


def test_a_zone_that_is_none_is_said():
    one = settled(moment=Moment(day=DAY, time=time(14), zone="Mars/Base"))
    assert codes(one) == {"bad-zone", "no-timezone"}


def test_a_moment_is_told_in_the_zone_and_never_without_its_offset():
    moment = Moment(
        instant=datetime(2021, 3, 8, 17, 30, tzinfo=UTC), duration=timedelta(hours=1)
    )
    here = as_data(settled(moment=moment, zone=NY))
    assert (here["start"], here["end"]) == ("2021-03-08T12:30", "2021-03-08T13:30")
    open_ = as_data(settled(moment=moment))
    assert open_["start"] == "2021-03-08T17:30+00:00"
    assert open_["timezone"] is None


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (time(14), time(15), "2021-03-08T15:00"),
        (time(23), time(1), "2021-03-09T01:00"),
        (time(14), time(13), None),
        (time(14), time(14), None),
        (time(16), time(3), None),
    ],
)
def test_an_end_before_the_start_is_left_out_and_said(start, end, told):
    one = settled(moment=Moment(day=DAY, time=start, end=end), zone=NY)
    assert as_data(one)["end"] == told
    assert ("ends-before-start" in codes(one)) == (told is None)


@pytest.mark.parametrize("clock", [time(0), time(3), time(23)])
def test_an_hour_at_which_nobody_speaks_is_doubted(clock):
    assert "hour" in codes(settled(moment=Moment(day=DAY, time=clock), zone=NY))


@pytest.mark.parametrize("year", [1021, 1921, 2201])
def test_a_year_that_is_hardly_meant_is_doubted(year):
    assert "far-date" in codes(settled(moment=Moment(day=date(year, 3, 8)), zone=NY))


@pytest.mark.parametrize("title", ["TBA", "to be announced", "Titel folgt", "???"])
def test_what_stands_for_a_title_is_none(title):
    one = settled({"title": title}, zone=NY)
    assert "title" not in one.record
    assert "no-title" in codes(one)


def test_a_speaker_to_be_announced_is_at_most_an_affiliation():
    one = settled(
        {"speakers": [{"name": "TBA"}, {"name": "TBA", "affiliation": "MIT"}]}
    )
    assert one.record["speakers"] == [{"name": "TBA", "affiliation": "MIT"}]
    assert as_data(one)["speakers"] == [
        {"name": None, "affiliation": "MIT", "bio": None}
    ]


def test_the_address_of_a_speaker_stands_where_it_is_private():
    one = settled({"speakers": [{"name": "Ada Roe <ada@example.org>"}]})
    assert one.record["speakers"] == [{"name": "Ada Roe", "email": "ada@example.org"}]


def test_a_link_with_its_passcode_is_for_members_and_stands_nowhere_else():
    link = "https://zoom.us/j/123?pwd=abcdef"
    one = settled({"link": link, "abstract": f"Join at {link} please."})
    assert one.record["link_access"] == "members"
    assert "pwd" not in one.record["abstract"]
    assert "private-link" in codes(one)
    assert "link_access" not in settled({"link": "https://zoom.us/j/123"}).record


def test_a_meeting_link_in_the_place_of_the_recording_is_where_to_join():
    one = settled({"video": "https://zoom.us/j/123"})
    assert one.record == {"link": "https://zoom.us/j/123"}
    assert "meeting-link" in codes(one)
    assert settled({"video": "https://zoom.us/rec/share/1"}).record["video"]


def test_what_no_record_takes_is_left_out_and_said():
    one = settled({"link": "see our page", "title": "x" * 600, "topics": ["a" * 200]})
    assert one.record == {}
    assert [doubt.code for doubt in one.doubts] == ["left-out"] * 3
    assert all(doubt.line == 7 for doubt in one.doubts)


def test_texts_lose_what_no_record_may_hold():
    one = settled(
        {"title": " A\ttitle\nof two lines\x07 ", "abstract": "a \r\n\r\n\r\n\r\nb"}
    )
    assert one.record == {"title": "A title of two lines", "abstract": "a\n\nb"}


def test_one_talk_of_several_messages_is_one():
    """An announcement, a reminder that knows less, and a cancellation."""
    speakers = {"speakers": [{"name": "Ada Roe"}]}
    talks = joined(
        [
            settled(speakers | {"title": "Ideals"}, place="1.eml"),
            settled(speakers | {"abstract": "Text."}, Moment(day=DAY), place="2.eml"),
            settled(speakers | {"status": "cancelled"}, place="3.eml"),
        ]
    )
    (one,) = talks
    assert one.record["title"] == "Ideals"
    assert one.record["abstract"] == "Text."
    assert one.record["status"] == "cancelled"


def test_a_notice_that_a_talk_moved_finds_the_talk():
    speakers = {"speakers": [{"name": "Ada Roe"}]}
    later = Moment(day=date(2021, 3, 22), time=time(14))
    (one,) = joined(
        [
            settled(speakers | {"title": "Ideals"}, place="1.eml"),
            settled(speakers, later, place="2.eml", moved=True, before=Moment(day=DAY)),
        ]
    )
    assert as_data(one)["start"] == "2021-03-22T14:00"
    assert one.record["title"] == "Ideals"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "A"}, {"title": "B"}),
        (
            {"origin": Origin(system="ics", id="1")},
            {"origin": Origin(system="ics", id="2")},
        ),
    ],
)
def test_two_talks_of_one_source_stay_two(one, other):
    who = {"speakers": [{"name": "Ada Roe"}]}
    made = [
        settled(who | {k: v for k, v in each.items() if k == "title"},
                **{k: v for k, v in each.items() if k != "title"})
        for each in (one, other)
    ]  # fmt: skip
    assert len(joined(made)) == 2


INNER = "https://zoom.us/j/123?pwd=a1"


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F123%3Fpwd%3Da1&data=x",
        "https://www.google.com/url?q=https%3A%2F%2Fzoom.us%2Fj%2F123%3Fpwd%3Da1&sa=D",
        "https://urldefense.com/v3/__https://zoom.us/j/123?pwd=a1__;!!abc!xyz$",
        "https://urldefense.com/v3/__https://zoom.us/j/123*pwd=a1__;Pw!!abc!xyz$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_123-3Fpwd-3Da1&d=x",
        INNER + "&utm_source=mail&utm_medium=x",
    ],
)
def test_detours_of_mail_filters_go(wrapped):
    assert unwrapped(wrapped) == INNER
    assert unwrapped_in(f"Join ({wrapped}), please.") == f"Join ({INNER}), please."


@pytest.mark.parametrize(
    "plain",
    [
        "https://www.google.com/maps?q=x",
        "https://example.org/a_(b)?q=https://x.org",
        "https://safelinks.protection.outlook.com/",
        "http://[bad",
    ],
)
def test_other_addresses_stay_as_they_are(plain):
    assert unwrapped(plain) == plain
