"""Who may see where to join, for every channel, in one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from announcer.access import (
    Channel,
    Join,
    attendance,
    has_room,
    joining,
    leaks,
    passcodes,
    private,
    room_key,
)
from announcer.talk import Attendance, LinkAccess, Status, Talk
from tests.builders import NOW, SOUDRY, talk

LINK = "https://meet.example.edu/wilks"
FORM = "https://example.edu/register"


@pytest.mark.parametrize(
    ("access", "channel", "join"),
    [
        (LinkAccess.PUBLIC, Channel.PUBLIC, Join(LINK, FORM)),
        (LinkAccess.PUBLIC, Channel.MEMBERS, Join(LINK, FORM)),
        (LinkAccess.MEMBERS, Channel.PUBLIC, Join(None, FORM)),
        (LinkAccess.MEMBERS, Channel.MEMBERS, Join(LINK, FORM)),
        (LinkAccess.REGISTRATION, Channel.PUBLIC, Join(None, FORM)),
        (LinkAccess.REGISTRATION, Channel.MEMBERS, Join(None, FORM)),
    ],
)
def test_each_channel_shows_only_what_it_may(access, channel, join):
    shown = talk(link_access=access, link=LINK, registration=FORM)
    assert joining(shown, channel, NOW) == join


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_nobody_is_sent_to_a_talk_that_is_off(status):
    assert joining(talk(status=status), Channel.MEMBERS, NOW) == Join()


def test_nobody_is_sent_to_a_talk_that_is_over():
    over = talk().end + timedelta(seconds=1)
    assert joining(talk(), Channel.MEMBERS, over) == Join()
    assert joining(talk(), Channel.MEMBERS, talk().start) == Join(LINK)


@pytest.mark.parametrize(
    ("location", "link", "expected"),
    [
        ("Virtual", LINK, Attendance.ONLINE),
        ("online", None, Attendance.ONLINE),
        (None, LINK, Attendance.ONLINE),
        ("Fine Hall 214", None, Attendance.ONSITE),
        ("Fine Hall 214", LINK, Attendance.MIXED),
        (None, None, Attendance.ONSITE),
    ],
)
def test_a_link_and_a_room_make_a_talk_hybrid(location, link, expected):
    assert attendance(talk(location=location, link=link)) is expected


def test_virtual_is_not_a_room():
    assert not has_room(talk(location="Virtual"))
    assert has_room(talk(location="Virtual Reality Lab"))


def repeated(shown: Talk) -> list[tuple[str, str]]:
    return [(leak.field, leak.secret) for leak in leaks(shown, private(shown))]


def test_a_private_link_in_a_public_text_is_found():
    closed = {"link_access": LinkAccess.MEMBERS, "link": LINK, "speakers": ()}
    assert repeated(talk(**closed, abstract=f"Join at {LINK}!")) == [
        ("abstract", "link")
    ]
    assert repeated(talk(**closed, location=LINK)) == [("location", "link")]
    assert repeated(talk(**closed)) == []
    assert repeated(talk(link=LINK, abstract=LINK, speakers=())) == []


def test_a_speakers_address_in_a_public_text_is_found():
    assert repeated(talk(abstract=f"Write to {SOUDRY.email}.")) == [
        ("abstract", "email")
    ]
    speaker = replace(SOUDRY, affiliation=f"Technion, {SOUDRY.email}")
    assert repeated(talk(speakers=(speaker,))) == [("speakers.affiliation", "email")]


def test_an_address_that_only_begins_alike_is_another_one():
    closed = {"link_access": LinkAccess.MEMBERS, "link": LINK, "speakers": ()}
    assert repeated(talk(**closed, abstract=f"Slides: {LINK}/slides")) == []
    assert repeated(talk(**closed, abstract=f"Slides: {LINK}s.")) == []
    assert repeated(talk(notice=f"to x{SOUDRY.email}")) == []


@pytest.mark.parametrize(
    ("link", "codes"),
    [
        ("https://zoom.example/j/1?pwd=abc", ("abc",)),
        ("https://zoom.example/j/1#passcode=abc", ("abc",)),
        ("https://zoom.example/j/1?n=2", ()),
    ],
)
def test_a_passcode_is_found_in_its_link(link, codes):
    assert passcodes(link) == codes


def test_a_blank_between_two_digits_tells_rooms_apart():
    assert room_key("Room 1 14") != room_key("Room 11 4")
    assert room_key("MR 14") == room_key("mr\u00a014") == room_key("MR14")
