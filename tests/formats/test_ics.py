"""The calendar files of a site."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from announcer.access import Channel
from announcer.formats import ics
from announcer.ical import event
from announcer.talk import (
    CalendarSettings,
    CancelledPolicy,
    LinkAccess,
    Programme,
    Series,
    Speaker,
    Status,
    Talk,
)
from announcer.templating import Templates
from tests import readers
from tests.builders import NOW, SITE, SOUDRY, WILKS, moment, programme, revision, talk

TEMPLATES = Templates()
LONG_AGO = "2018-10-01 12:30"
LAST_YEAR = "2019-09-02 12:30"  # the first days of the last academic year
OFF = {"status": Status.CANCELLED}


def built(whole: Programme) -> dict[str, bytes]:
    return {draft.path: draft.make() for draft in ics.drafts(whole, TEMPLATES)}


def uids(data: bytes) -> list[str]:
    return [readers.value(entry, "UID") for entry in readers.parts(data, "VEVENT")]


def in_feeds(one: Talk, **changes: Any) -> set[str]:
    """Return the feeds that hold a talk."""
    found = built(programme(one, **changes))
    feeds = {path for path in found if path.startswith("site/calendar/")}
    return {path for path in feeds if one.uid in uids(found[path])}


def settings(**changes: Any) -> dict[str, Any]:
    return {"site": replace(SITE, calendar=CalendarSettings(**changes))}


ALL = "site/calendar/all.ics"
OF_WILKS = "site/calendar/wilks.ics"
OF_SOUDRY = "site/calendar/speakers/daniel-soudry.ics"
OF_TOPIC = "site/calendar/topics/deep-learning.ics"


def test_a_talk_has_a_file_and_stands_in_four_feeds():
    found = built(programme(talk()))
    assert set(found) == {
        "site/wilks/2021-03-08-soudry/talk.ics",
        ALL,
        OF_WILKS,
        OF_SOUDRY,
        OF_TOPIC,
    }
    assert in_feeds(talk()) == {ALL, OF_WILKS, OF_SOUDRY, OF_TOPIC}


def test_an_event_is_the_same_bytes_in_every_file():
    one = talk()
    whole = programme(one)
    alone = event(one, whole, Channel.PUBLIC, TEMPLATES)
    for data in built(whole).values():
        assert readers.parts(data, "VEVENT") == [alone]


def test_a_feed_of_a_series_holds_the_folders_below_it():
    top = Series(key="stat", slug="stat", name="Statistics")
    below = Series(key="stat/wilks", slug="stat/wilks", name="Wilks", parent="stat")
    deep = Series(key="stat/wilks/x", slug="stat/wilks/x", name="X", parent=below.key)
    other = Series(key="other", slug="other", name="Other")
    talks = [talk(series=series) for series in (top, below, deep, other)]
    found = built(programme(*talks))
    in_feed = {
        path: {uid.rpartition("/")[0] for uid in uids(found[f"site/calendar/{path}"])}
        for path in ("stat.ics", "stat/wilks.ics", "stat/wilks/x.ics", "other.ics")
    }
    assert in_feed == {
        "stat.ics": {"stat", "stat/wilks", "stat/wilks/x"},
        "stat/wilks.ics": {"stat/wilks", "stat/wilks/x"},
        "stat/wilks/x.ics": {"stat/wilks/x"},
        "other.ics": {"other"},
    }


def test_a_series_without_talks_has_an_empty_feed():
    found = built(programme(series=(WILKS,)))
    assert uids(found[OF_WILKS]) == []
    assert readers.parts(found[OF_WILKS], "VTIMEZONE")


def test_feeds_have_the_names_pages_and_addresses_of_what_they_are():
    series = replace(WILKS, color="navy", description="Mondays, 12:30")
    found = built(programme(talk(series=series)))
    names = {
        path: readers.text(data, "NAME")
        for path, data in found.items()
        if "calendar" in path
    }
    assert names == {
        ALL: "Statistics talks",
        OF_WILKS: "Wilks Statistics Seminar",
        OF_SOUDRY: "Daniel Soudry - Statistics talks",
        OF_TOPIC: "deep learning - Statistics talks",
    }
    feed = found[OF_WILKS]
    head = feed[: feed.index(b"BEGIN:VTIMEZONE")]
    assert readers.value(head, "COLOR") == "navy"
    assert readers.text(head, "X-WR-CALDESC") == "Mondays, 12:30"
    assert readers.value(head, "URL") == "https://talks.example.edu/wilks/"
    assert readers.value(head, "SOURCE") == (
        "https://talks.example.edu/calendar/wilks.ics"
    )


def test_no_feed_carries_a_method():
    for data in built(programme(talk())).values():
        assert not readers.named(data, "METHOD")


# --- how far back -------------------------------------------------------------------


def test_by_default_feeds_hold_this_and_the_last_academic_year():
    assert in_feeds(talk(start=LAST_YEAR)) == {ALL, OF_WILKS, OF_SOUDRY, OF_TOPIC}


def test_older_talks_are_in_the_feed_of_everything_and_their_speakers():
    assert in_feeds(talk(start=LONG_AGO)) == {ALL, OF_SOUDRY}


@pytest.mark.parametrize(
    ("days_ago", "held"), [(30, True), (31, False)], ids=["30 days", "31 days"]
)
def test_a_site_may_say_how_far_back(days_ago, held):
    start = moment("2021-03-01 00:30") - timedelta(days=days_ago)
    feeds = in_feeds(talk(start=start), **settings(past=timedelta(days=30)))
    assert (OF_WILKS in feeds) is held


# --- cancelled and vanished talks ---------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "before", "after"),
    [
        (CancelledPolicy.KEEP, True, True),
        (CancelledPolicy.DROP, False, False),
        (CancelledPolicy.KEEP_UNTIL_DATE, True, False),
    ],
)
def test_a_cancelled_talk_stays_as_the_site_says(policy, before, after):
    late = datetime(2021, 3, 9, tzinfo=UTC)
    known = settings(cancelled=policy)
    assert (OF_WILKS in in_feeds(talk(**OFF), **known)) is before
    assert (OF_WILKS in in_feeds(talk(**OFF), now=late, **known)) is after


def test_by_default_a_cancelled_talk_stays_until_its_date():
    assert SITE.calendar.cancelled is CancelledPolicy.KEEP_UNTIL_DATE


def test_a_cancelled_talk_keeps_its_own_file():
    found = built(programme(talk(**OFF), **settings(cancelled=CancelledPolicy.DROP)))
    data = found["site/wilks/2021-03-08-soudry/talk.ics"]
    assert readers.value(data, "STATUS") == "CANCELLED"


def test_a_vanished_talk_is_cancelled_until_its_date():
    gone = talk(speakers=(Speaker(name="Emmy Noether"),), topics=("algebra",))
    history = {gone.uid: revision(1)}
    feeds = {
        ALL,
        OF_WILKS,
        "site/calendar/speakers/emmy-noether.ics",
        "site/calendar/topics/algebra.ics",
    }
    found = built(programme(vanished=(gone,), history=history))
    assert set(found) == {*feeds, "site/wilks/2021-03-08-soudry/talk.ics"}
    for data in found.values():
        assert readers.value(data, "STATUS") == "CANCELLED"
        assert readers.value(data, "SEQUENCE") == "1"
        assert b"meet.example.edu" not in data


# --- revisions: what a subscriber sees from one build to the next -------------------


def after(one: Talk, known: int, **changes: Any) -> tuple[bytes, bytes]:
    """Return a talk's event before and after a change that the ledger has noted."""
    moved = replace(one, **changes)
    then = programme(one, history={one.uid: revision(0)})
    later = NOW + timedelta(days=2)
    noted = revision(known, modified=later, created=NOW)
    now = programme(moved, now=later, history={one.uid: noted})
    path = "site/calendar/all.ics"
    return built(then)[path], built(now)[path]


@pytest.mark.parametrize(
    ("sequence", "changes", "moved"),
    [
        (
            1,
            {
                "start": moment("2021-03-09 12:30"),
                "end": moment("2021-03-09 13:30"),
            },
            {"DTSTART", "DTEND", "DESCRIPTION", "X-ALT-DESC"},
        ),
        (1, {"location": "Room 101"}, {"LOCATION", "DESCRIPTION", "X-ALT-DESC"}),
        (0, {"abstract": "Mended."}, {"DESCRIPTION", "X-ALT-DESC"}),
    ],
    ids=["moved", "other room", "typo"],
)
def test_a_change_moves_its_lines_and_the_stamps_and_nothing_else(
    sequence, changes, moved
):
    before, now = after(talk(), sequence, **changes)
    then = {
        line.name: line for line in readers.content(readers.parts(before, "VEVENT")[0])
    }
    since = {
        line.name: line for line in readers.content(readers.parts(now, "VEVENT")[0])
    }
    stamps = {"DTSTAMP", "LAST-MODIFIED"} | ({"SEQUENCE"} if sequence else set())
    assert {name for name in since if then.get(name) != since[name]} == moved | stamps
    assert since["UID"] == then["UID"]


def test_a_cancellation_keeps_uid_and_times_and_raises_the_sequence():
    before, now = after(talk(), 1, **OFF)
    for name in ("UID", "CREATED"):
        assert readers.value(now, name) == readers.value(before, name)
    start = [line for line in readers.named(now, "DTSTART") if line.parameters]
    assert start == [
        line for line in readers.named(before, "DTSTART") if line.parameters
    ]
    assert readers.value(now, "STATUS") == "CANCELLED"
    assert readers.value(now, "SEQUENCE") == "1"


def test_a_build_on_another_day_gives_the_same_bytes():
    one = talk()
    history = {one.uid: revision(0)}
    first = built(programme(one, history=history))
    again = built(programme(one, history=history, now=NOW + timedelta(days=3)))
    assert first == again


# --- secrets ------------------------------------------------------------------------


@pytest.mark.parametrize("link_access", [LinkAccess.MEMBERS, LinkAccess.REGISTRATION])
def test_no_private_link_and_no_speakers_address_is_published(link_access):
    one = talk(link_access=link_access, registration="https://register.example.edu/")
    assert SOUDRY.email
    for data in built(programme(one)).values():
        plain = data.replace(b"\r\n ", b"")
        assert b"meet.example.edu" not in plain
        assert SOUDRY.email.encode() not in plain


def test_a_feed_is_described_in_plain_words():
    """R34: a client shows Markdown, HTML and TeX in X-WR-CALDESC as they are."""
    series = replace(WILKS, description="On *rings* & <b>fields</b>, $x^2$.")
    feed = built(programme(talk(series=series)))["site/calendar/wilks.ics"]
    assert b"X-WR-CALDESC:On rings & fields\\, x\xc2\xb2." in feed
