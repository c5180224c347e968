"""Whole calendars: head, zones and events, read by programs of other people too."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import ics
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from announcer.access import Channel
from announcer.ical import calendar, event
from announcer.talk import CalendarSettings, Status, Talk
from announcer.templating import Templates
from tests import readers
from tests.builders import NOW, SITE, programme, revision, talk
from tests.examples import examples

TEMPLATES = Templates()


def feed(*talks: Talk, **changes: Any) -> bytes:
    known = {"channel": Channel.PUBLIC, "name": "Talks, all; of them", **changes}
    return calendar(talks, programme(*talks), TEMPLATES, **known)


# --- the head -----------------------------------------------------------------------


def test_version_and_product_come_first_and_once():
    lines = readers.unfolded(feed(talk()))
    assert lines[:3] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//announcer//talk-announcer//EN",
    ]
    assert lines[-1] == "END:VCALENDAR"
    components = [line for line in lines[1:] if line.startswith(("BEGIN:", "END:"))]
    after = lines[lines.index(components[0]) :]
    assert not [line for line in after if line.startswith(("NAME", "URL:https://x"))]


def test_every_line_ends_in_crlf_and_none_is_empty_or_long():
    data = feed(talk(abstract="Zażółć gęślą jaźń. " * 40))
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert all(0 < len(line) <= 75 for line in lines)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert not data.startswith(b"\xef\xbb\xbf")


def test_a_feed_has_its_name_twice_and_says_when_to_come_again():
    site = replace(SITE, calendar=CalendarSettings(refresh=timedelta(hours=12)))
    one = talk()
    data = calendar(
        (one,),
        programme(one, site=site),
        TEMPLATES,
        channel=Channel.PUBLIC,
        name="Talks, all",
        description="All; of them",
        color="Teal",
        url="https://talks.example.edu/",
        source="https://talks.example.edu/calendar/all.ics",
    )
    head = data[: data.index(b"BEGIN:VTIMEZONE")]
    assert readers.value(head, "NAME") == "Talks\\, all"
    assert readers.value(head, "X-WR-CALNAME") == "Talks\\, all"
    assert readers.value(head, "X-WR-CALDESC") == "All\\; of them"
    assert readers.one(head, "REFRESH-INTERVAL") == readers.Line(
        "REFRESH-INTERVAL", {"VALUE": "DURATION"}, "PT12H"
    )
    assert readers.value(head, "X-PUBLISHED-TTL") == "PT12H"
    assert readers.value(head, "COLOR") == "teal"
    assert readers.value(head, "URL") == "https://talks.example.edu/"
    assert readers.one(head, "SOURCE") == readers.Line(
        "SOURCE", {"VALUE": "URI"}, "https://talks.example.edu/calendar/all.ics"
    )
    assert not readers.named(head, "METHOD")


def test_a_single_file_has_neither_name_nor_method():
    names = {line.name for line in readers.content(feed(talk(), feed=False))}
    assert not names & {"NAME", "X-WR-CALNAME", "METHOD", "REFRESH-INTERVAL"}


def test_a_mail_has_a_method_and_no_name():
    data = feed(talk(), method="PUBLISH")
    assert readers.value(data, "METHOD") == "PUBLISH"
    assert not readers.named(data, "X-WR-CALNAME")
    assert readers.named(data, "ORGANIZER")
    assert not readers.named(data, "ATTENDEE")


# --- components ---------------------------------------------------------------------


def test_events_are_the_same_bytes_alone_in_a_file_and_in_a_feed():
    one, two = talk(), talk(start="2021-03-15 12:30")
    whole = programme(one, two)
    alone = event(one, whole, Channel.PUBLIC, TEMPLATES)
    for talks in ((one,), (one, two)):
        for method in (None, "PUBLISH"):
            data = calendar(
                talks, whole, TEMPLATES, channel=Channel.PUBLIC, method=method
            )
            assert readers.parts(data, "VEVENT")[0] == alone


def test_there_is_one_vtimezone_for_each_zone_in_use_before_the_events():
    data = feed(
        talk(),
        talk(start="2021-06-15 12:30"),
        talk(start="2021-06-16 12:30", timezone="Europe/Berlin"),
        talk(start="2021-06-17 12:30", timezone="UTC"),
    )
    zones = readers.parts(data, "VTIMEZONE")
    assert [readers.value(zone, "TZID") for zone in zones] == [
        "America/New_York",
        "Europe/Berlin",
    ]
    assert data.rindex(b"END:VTIMEZONE") < data.index(b"BEGIN:VEVENT")


@pytest.mark.parametrize(
    "one",
    [
        talk(timezone="UTC"),
        talk(start="2021-03-08 00:00", end="2021-03-09 00:00", all_day=True),
    ],
    ids=["utc", "all-day"],
)
def test_times_without_a_zone_need_no_vtimezone(one):
    assert not readers.parts(feed(one), "VTIMEZONE")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC"])
def test_an_empty_feed_holds_the_zone_of_the_site(zone):
    site = replace(SITE, timezone=zone)
    data = calendar(
        (), programme(site=site), TEMPLATES, channel=Channel.PUBLIC, name="Nothing"
    )
    assert len(readers.parts(data, "VTIMEZONE")) == 1
    assert not readers.parts(data, "VEVENT")
    assert icalendar.Calendar.from_ical(data).subcomponents


def test_rendering_twice_gives_the_same_bytes():
    one = talk()
    assert feed(one) == calendar(
        (one,),
        programme(one),
        Templates(),
        channel=Channel.PUBLIC,
        name="Talks, all; of them",
    )


# --- other people's programs --------------------------------------------------------


def read_by_icalendar(data: bytes) -> list[tuple[Any, ...]]:
    return [
        (
            str(found["UID"]),
            found.decoded("DTSTART"),
            found.decoded("DTEND"),
            str(found["STATUS"]),
        )
        for found in icalendar.Calendar.from_ical(data).walk("VEVENT")
    ]


def read_by_vobject(data: bytes) -> list[tuple[Any, ...]]:
    found = vobject.readOne(data.decode("utf-8"), validate=True)
    found.validate(raiseException=True)
    return [
        (entry.uid.value, entry.dtstart.value, entry.dtend.value, entry.status.value)
        for entry in found.vevent_list
    ]


def read_by_ics(data: bytes) -> list[tuple[Any, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own dependencies
        found = ics.Calendar(data.decode("utf-8")).events
    return [
        (
            entry.uid,
            entry.begin.date() if entry.all_day else entry.begin.datetime,
            entry.end.date() if entry.all_day else entry.end.datetime,
            entry.status,
        )
        for entry in found
    ]


def term() -> list[Talk]:
    """Return a talk of every kind; the first two have one speaker on one day."""
    return [
        talk(slug="morning", start="2021-03-08 09:00"),
        talk(slug="afternoon", start="2021-03-08 15:00"),
        talk(
            slug="day", start="2021-04-08 00:00", end="2021-04-09 00:00", all_day=True
        ),
        talk(
            slug="days", start="2021-04-12 00:00", end="2021-04-15 00:00", all_day=True
        ),
        talk(slug="off", start="2021-05-08 09:00", status=Status.CANCELLED),
        talk(slug="open", start="2021-05-09 09:00", status=Status.POSTPONED),
        talk(slug="maybe", start="2021-05-10 09:00", status=Status.TENTATIVE),
        talk(slug="untitled", start="2021-05-11 09:00", title=None),
        talk(slug="no-end", start="2021-05-12 09:00", end_stated=False),
        talk(slug="hybrid", start="2021-05-13 09:00", location="Room 101"),
        talk(slug="utc", start="2021-05-14 09:00", timezone="UTC"),
        talk(slug="south", start="2021-05-15 09:00", timezone="America/Santiago"),
        talk(slug="night", start="2021-10-31 01:30", timezone="Europe/Berlin"),
    ]


@pytest.mark.parametrize("read", [read_by_icalendar, read_by_vobject, read_by_ics])
def test_other_programs_read_every_kind_of_talk_at_its_moment(read):
    states = {
        Status.CONFIRMED: "CONFIRMED",
        Status.TENTATIVE: "TENTATIVE",
        Status.POSTPONED: "TENTATIVE",
        Status.CANCELLED: "CANCELLED",
    }
    expected = {
        (
            one.uid,
            one.start.date() if one.all_day else one.start,
            one.end.date() if one.all_day else one.end,
            states[one.status],
        )
        for one in term()
    }
    found = read(feed(*term()))
    assert len(found) == len(expected)
    assert set(found) == expected


# Everything that a record may hold: control characters are refused there.
TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]),
        st.sampled_from('\\;,:"^%&<>{}אבגدهو数学👨🔬é '),
    ),
    min_size=1,
    max_size=120,
).map(lambda words: " ".join(words.split()))
ISOLATES = re.compile("[\u2066-\u2069]")


@settings(max_examples=examples(20))
@given(TEXT.filter(bool), TEXT.filter(bool))
def test_names_and_rooms_come_through_other_programs_unharmed(name, room):
    from_us = ISOLATES.sub("", f"Title - {name}")
    speaker = replace(talk().speakers[0], name=name, affiliation=None)
    data = feed(talk(title="Title", speakers=(speaker,), location=f"Room {room}"))
    assert len(readers.parts(data, "VEVENT")) == 1
    assert readers.text(data, "SUMMARY") == " ".join(from_us.split())
    (found,) = vobject.readOne(data.decode("utf-8")).vevent_list
    assert found.summary.value == readers.text(data, "SUMMARY")
    assert found.location.value == readers.text(data, "LOCATION")


@pytest.mark.parametrize(
    "abstract",
    [
        "END:VEVENT\nEND:VCALENDAR\n\nBEGIN:VEVENT",
        "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:evil@example.org",
        'a, b; c\\d "e" <b>&amp;</b> $x^2$ =?utf-8?q?=0A?= שלום 数学 👨\u200d🔬',
        "```\nATTENDEE:mailto:x@example.org\n```",
        "\\n \\N \\, \\; \\\\",
        "ends in a backslash\\",
        "👨\u200d🔬" * 200,
    ],
)
def test_no_abstract_breaks_out_of_its_description(abstract):
    data = feed(talk(abstract=abstract))
    assert len(readers.named(data, "UID")) == 1
    assert len(readers.named(data, "BEGIN")) == len(readers.named(data, "END"))
    assert not readers.named(data, "ATTENDEE")
    (found,) = vobject.readOne(data.decode("utf-8")).vevent_list
    assert found.description.value == readers.text(data, "DESCRIPTION")


def test_a_series_named_with_a_backslash_and_n_keeps_its_name():
    data = feed(talk(), name="Path C:\\New, and more")
    assert readers.text(data, "NAME") == "Path C:\\New, and more"


# --- revisions ----------------------------------------------------------------------


def test_a_rebuild_later_changes_nothing_that_the_ledger_remembers():
    one = talk()
    history = {one.uid: revision(1)}
    builds = {
        calendar(
            (one,),
            programme(one, history=history, now=now),
            TEMPLATES,
            channel=Channel.PUBLIC,
            name="Talks",
        )
        for now in (NOW, NOW + timedelta(days=1), datetime(2030, 1, 1, tzinfo=UTC))
    }
    assert len(builds) == 1


def entries(data: bytes) -> Iterable[str]:
    return [readers.value(part, "UID") for part in readers.parts(data, "VEVENT")]


def test_two_talks_of_a_speaker_on_one_day_are_two_events():
    morning, afternoon = term()[:2]
    assert entries(feed(morning, afternoon)) == [morning.uid, afternoon.uid]
