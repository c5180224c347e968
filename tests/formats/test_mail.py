"""Letters about talks: what every kind says, and what their octets promise."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import html5lib
import pytest

from announcer.access import Channel
from announcer.colour import AA, contrast
from announcer.errors import TemplateError
from announcer.facts import changes, facts_of
from announcer.formats import mail
from announcer.formats.mail.style import shades
from announcer.kinds import THANKING, Kind
from announcer.letter import Letter, message_id, trial
from announcer.mailbox import Mailbox
from announcer.plan import Blocked, asked, of_coming_talks
from announcer.talk import (
    OFF,
    Gap,
    LinkAccess,
    MailSettings,
    Person,
    Recording,
    Speaker,
    Status,
    Theme,
)
from announcer.templating import Templates
from announcer.words import words_for
from tests import builders, readers
from tests.differing import differences

GOLDEN = Path(__file__).parent.parent / "golden_mail"
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))
TEMPLATES = Templates()
NOW = builders.moment("2021-03-01 09:00")
LINK = "https://meet.example.edu/wilks"
LISTED = MailSettings(
    sender=Mailbox("talks@example.edu", "Talks"),
    list_id="stat-seminars.example.edu",
    unsubscribe=f"https://lists.example.edu/leave?token={'0123456789' * 8}",
    unsubscribe_mailto="stat-seminars-leave@example.edu",
)
SERIES = replace(builders.WILKS, mail=LISTED, zones=("Europe/Berlin", "Asia/Tokyo"))
TALK = builders.talk(
    series=SERIES,
    title=r"Surprises: $\alpha_1 \le \sqrt{n}$",
    location="Room B2",
    link_access=LinkAccess.MEMBERS,
    host=Person(name="Ada Host"),
    abstract="We make a *few* observations, see [the paper](https://a.example/p).\n\n"
    "- first\n- second",
)
UNTITLED = builders.talk(
    series=SERIES,
    title=None,
    start="2021-03-10 18:00",
    slug="2021-03-10-noether",
    speakers=(
        Speaker(name="Emmy Noether", affiliation="Göttingen", email="emmy@x.example"),
        Speaker(name="Sofja Kowalewskaja", bio="Professor in Stockholm."),
    ),
    abstract=None,
    location="Room 3",
    link=None,
    notice="Please note the *unusual* time.",
    end_stated=False,
)
WORKSHOP = builders.talk(
    series=SERIES,
    title="A workshop",
    speakers=(),
    start="2021-03-12 00:00",
    end="2021-03-14 00:00",
    all_day=True,
    slug="2021-03-12-workshop",
    location="Room 3",
    link=None,
    status=Status.CANCELLED,
)
ALL = builders.programme(TALK, UNTITLED, WORKSHOP, now=NOW)


def about(kind, talk=TALK, **known):
    """Return a letter about one talk."""
    return replace(asked_of(ALL, kind, talk), **known)


def asked_of(programme, kind, talk):
    """Return the letter that the plan would write, due or not."""
    item, *_ = asked(kind, talk, programme, {})
    return item.letter if isinstance(item, Blocked) else item


def several(kind, **known):
    """Return a letter about three talks and an empty slot."""
    return Letter(
        kind=kind,
        uid=f"{kind}:wilks",
        to=Mailbox("stat-seminars@example.edu"),
        series=SERIES,
        talks=ALL.talks,
        due=NOW,
        channel=Channel.MEMBERS,
        gaps=(Gap(SERIES, date(2021, 3, 9)),),
        **known,
    )


def written(letter, now="2021-03-01 09:00", site=builders.SITE, templates=TEMPLATES):
    """Write a letter at a time of day."""
    known = replace(ALL, now=builders.moment(now), site=site)
    return mail.message(letter, known, templates)


def parsed(message: mail.Message) -> Any:
    """Read the octets with the standard library's own parser."""
    return message_from_bytes(message.content, policy=policy.default)


def was(**old):
    """Return the changes from what the talk was before."""
    return changes(facts_of(replace(TALK, **old)), facts_of(TALK))


def news(talk, **old):
    """Return the notification of a talk to its speaker, or to its host where he is."""
    letters = asked(Kind.NOTIFICATION, talk, ALL, {})
    *_, item = [one.letter for one in letters if isinstance(one, Blocked)]
    changed = changes(facts_of(replace(talk, **old)), facts_of(talk))
    return replace(item, changes=changed)


HOST = Person(name="Ada Host", email="ada@example.edu")
FIRST = message_id(about(Kind.ANNOUNCEMENT), builders.SITE)
MOVED = {
    "start": builders.moment("2021-03-01 12:30"),
    "end": builders.moment("2021-03-01 13:30"),
}
LETTERS = {
    "announcement": (about(Kind.ANNOUNCEMENT), "2021-03-01 09:00"),
    "announcement-untitled": (about(Kind.ANNOUNCEMENT, UNTITLED), "2021-03-01 09:00"),
    "announcement-late": (about(Kind.ANNOUNCEMENT), "2021-03-08 08:00"),
    "reminder": (about(Kind.REMINDER), "2021-03-08 08:00"),
    "reminder-tomorrow": (about(Kind.REMINDER), "2021-03-07 18:00"),
    "update": (
        about(Kind.UPDATE, changes=was(location="A1"), in_reply_to=FIRST),
        "2021-03-02 09:00",
    ),
    "update-several": (
        about(
            Kind.UPDATE,
            changes=was(
                location=None, link="https://old.example/x", title=None, **MOVED
            ),
            in_reply_to=FIRST,
        ),
        "2021-02-27 09:00",
    ),
    "cancellation": (
        about(Kind.CANCELLATION, replace(TALK, status=Status.CANCELLED)),
        "2021-03-02 09:00",
    ),
    "postponement": (
        about(Kind.POSTPONEMENT, replace(TALK, status=Status.POSTPONED)),
        "2021-03-02 09:00",
    ),
    "postponement-to": (
        about(Kind.POSTPONEMENT, changes=was(**MOVED)),
        "2021-02-27 09:00",
    ),
    "digest": (
        several(Kind.DIGEST, span=(date(2021, 3, 8), date(2021, 3, 14))),
        "2021-03-07 18:00",
    ),
    "digest-empty": (
        replace(
            several(Kind.DIGEST, span=(date(2021, 3, 8), date(2021, 3, 14))), talks=()
        ),
        "2021-03-08 07:00",
    ),
    "programme": (several(Kind.PROGRAMME, term="Spring 2021"), "2021-01-20 09:00"),
    "request": (
        about(
            Kind.REQUEST,
            UNTITLED,
            missing=("title", "abstract", "bio", "consent"),
            by=date(2021, 3, 3),
        ),
        "2021-02-20 09:00",
    ),
    "thanks": (
        about(
            Kind.THANKS,
            replace(TALK, slides="https://a.example/s", video="https://a.example/v"),
        ),
        "2021-03-09 09:00",
    ),
    "request-host": (
        about(
            Kind.REQUEST,
            replace(UNTITLED, host=HOST, speakers=UNTITLED.speakers[1:]),
            missing=("title", "abstract", "affiliation", "consent"),
        ),
        "2021-02-20 09:00",
    ),
    "request-consent": (
        about(Kind.REQUEST, replace(TALK, recording=Recording.ASKED)),
        "2021-02-20 09:00",
    ),
    "forward": (about(Kind.FORWARD), "2021-03-01 09:00"),
    "briefing": (
        about(Kind.BRIEFING, replace(TALK, host=HOST, recording=Recording.ASKED)),
        "2021-03-05 09:00",
    ),
    "notification": (news(TALK, location="A1"), "2021-03-02 09:00"),
    "notification-cancelled": (
        news(replace(TALK, status=Status.CANCELLED)),
        "2021-03-02 09:00",
    ),
    "notification-postponed": (
        news(replace(TALK, status=Status.POSTPONED)),
        "2021-03-02 09:00",
    ),
    "notification-host": (
        news(replace(TALK, host=HOST, speakers=TALK.speakers * 2), **MOVED),
        "2021-03-02 09:00",
    ),
    "thanks_speaker": (
        about(Kind.THANKS_SPEAKER, replace(TALK, video="https://a.example/v")),
        "2021-03-09 09:00",
    ),
}
NAMES = sorted(LETTERS)
METHODS = {
    "briefing": "REQUEST",
    "notification": "REQUEST",
    "notification-host": "REQUEST",
    "notification-cancelled": "CANCEL",
    "notification-postponed": "REQUEST",
}


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_says_what_is_stored(name):
    """``UPDATE_GOLDEN=1`` writes the expected texts anew; then read the diff."""
    message = written(*LETTERS[name])
    shown = f"Subject: {message.subject}\n\n{message.text}".encode()
    file = GOLDEN / f"{name}.txt"
    if UPDATE:
        file.write_bytes(shown)
    told = differences({file.name: file.read_bytes()}, {file.name: shown})
    assert not told, told


def test_there_is_a_stored_text_for_every_kind_and_no_other():
    assert {file.stem for file in GOLDEN.glob("*.txt")} == set(NAMES)
    assert {letter.kind for letter, _ in LETTERS.values()} == set(Kind)


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_are_in_the_order_of_rfc_2046(name):
    message = parsed(written(*LETTERS[name]))
    letter = LETTERS[name][0]
    without = THANKING | {Kind.REQUEST}
    if letter.kind in without or not letter.talks:
        assert [p.get_content_type() for p in message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
        return
    assert [p.get_content_type() for p in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "text/calendar",
    ]
    shown, attached = list(message.walk())[-2:]
    method = METHODS.get(name, "PUBLISH")
    assert shown.get_param("method") == attached.get_param("method") == method
    assert shown.get_content_disposition() is None
    assert attached.get_filename().endswith(".ics")
    assert shown.get_payload(decode=True) == attached.get_payload(decode=True)
    assert f"METHOD:{method}\r\n".encode() in shown.get_payload(decode=True)


@pytest.mark.parametrize("name", METHODS)
def test_a_speaker_or_host_is_invited_to_an_entry_of_his_own(name):
    """RFC 5546 sections 3.2.2 and 3.2.5: ORGANIZER, and who is meant as ATTENDEE."""
    letter, clock = LETTERS[name]
    entry = list(parsed(written(letter, clock)).walk())[-1].get_payload(decode=True)
    assert readers.value(entry, "ATTENDEE") == f"mailto:{letter.address}"
    assert readers.value(entry, "ORGANIZER") == "mailto:olga@example.edu"
    cancelled = METHODS[name] == "CANCEL"
    assert (b"STATUS:CANCELLED" in entry) is cancelled
    takes_place = name not in {"notification-cancelled", "notification-postponed"}
    assert (b"https://meet.example.edu" in entry) is takes_place


@pytest.mark.parametrize("name", NAMES)
def test_a_parser_finds_the_same_words_and_no_defect(name):
    made = written(*LETTERS[name])
    message = parsed(made)
    assert not any(part.defects for part in message.walk())
    assert message["Subject"] == made.subject
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    assert text.get_content().replace("\r\n", "\n") == made.text
    assert html.get_content().replace("\r\n", "\n").strip() == made.html.strip()


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_seven_bit_and_short(name):
    content = written(*LETTERS[name]).content
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.endswith(b"\r\n")
    head, _, body = content.partition(b"\r\n\r\n")
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert all(len(line) <= 78 for line in head.split(b"\r\n") if b"https:" not in line)


@pytest.mark.parametrize("name", NAMES)
def test_the_html_is_whole_small_and_has_its_styles_in_the_tags(name):
    html = written(*LETTERS[name]).html
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.startswith('<!DOCTYPE html><html lang="en" dir="ltr"')
    assert html.index("<meta charset") < 500
    assert len(html.encode()) < 102_400
    assert "@media (prefers-color-scheme: dark)" in html
    assert '<body style="' in html
    assert "None" not in html
    assert "None" not in written(*LETTERS[name]).text


@pytest.mark.parametrize("name", NAMES)
def test_the_same_letter_gives_the_same_octets(name):
    assert written(*LETTERS[name]).content == written(*LETTERS[name]).content


def test_no_two_letters_share_a_message_id():
    ids = {
        message_id(about(kind, revision=revision, to=to), builders.SITE)
        for kind in Kind
        for revision in ("0", "1")
        for to in (Mailbox("a@example.edu"), Mailbox("b@example.edu"))
    }
    assert len(ids) == len(Kind) * 4


def test_the_message_id_does_not_depend_on_the_name_before_the_address():
    bare = about(Kind.ANNOUNCEMENT, to=Mailbox("list@example.edu"))
    named = about(Kind.ANNOUNCEMENT, to=Mailbox("list@example.edu", "The List"))
    site = builders.SITE
    assert message_id(bare, site) == message_id(named, site)


def test_news_is_a_reply_to_the_first_announcement():
    message = parsed(written(*LETTERS["update"]))
    assert message["In-Reply-To"] == FIRST
    assert message["References"] == FIRST
    assert message["Message-ID"] != FIRST


def test_a_list_can_be_left():
    made = written(about(Kind.ANNOUNCEMENT))
    message = parsed(made)
    assert message["List-Id"] == "Wilks Statistics Seminar <stat-seminars.example.edu>"
    head = made.content.partition(b"\r\n\r\n")[0].decode()
    assert f"List-Unsubscribe: <{LISTED.unsubscribe}>,\r\n <mailto:" in head
    assert message["List-Post"] == "<mailto:stat-seminars@example.edu>"


def test_no_click_promises_to_sign_off_a_reader_whom_it_cannot_know():
    """RFC 8058 section 3.1: one message goes to all of a list."""
    assert parsed(written(about(Kind.ANNOUNCEMENT)))["List-Unsubscribe-Post"] is None


def test_a_list_that_nobody_may_write_to_says_so():
    series = replace(SERIES, mail=replace(LISTED, list_post=False))
    message = parsed(written(about(Kind.UPDATE, replace(TALK, series=series))))
    assert message.get_all("List-Post") == ["NO"]


def test_the_way_out_of_one_list_is_not_offered_to_another():
    """The settings are those of the first of several lists."""
    other = Mailbox("all@example.edu")
    series = replace(SERIES, mailing_lists=(*SERIES.mailing_lists, other))
    letter = about(Kind.UPDATE, replace(TALK, series=series))
    assert parsed(written(letter))["List-Id"]
    further = parsed(written(replace(letter, to=other)))
    assert not [name for name in further if name.startswith("List-")]


def test_a_letter_to_leave_by_may_have_a_subject():
    way = "sympa@example.edu?subject=unsubscribe%20stat"
    series = replace(SERIES, mail=replace(LISTED, unsubscribe_mailto=way))
    made = written(about(Kind.UPDATE, replace(TALK, series=series)))
    assert f"<mailto:{way}>" in made.content.decode()


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.FORWARD])
def test_a_letter_to_a_person_has_nothing_of_a_list(kind):
    message = written(about(kind))
    assert message.recipient == "daniel@technion.example"
    assert not [name for name in parsed(message) if name.lower().startswith("list-")]
    assert "Unsubscribe" not in message.text


def test_without_settings_no_list_field_is_made_up():
    plain = builders.talk()
    message = parsed(written(about(Kind.ANNOUNCEMENT, plain)))
    assert not [name for name in message if name.lower().startswith("list-")]


def test_a_private_link_is_for_the_list_alone():
    message = written(about(Kind.ANNOUNCEMENT))
    calendar = list(parsed(message).walk())[-1].get_payload(decode=True)
    assert LINK in message.text
    assert LINK in message.html
    assert LINK.encode() in calendar.replace(b"\r\n ", b"")
    passed_on = written(about(Kind.FORWARD))
    calendar = list(parsed(passed_on).walk())[-1].get_payload(decode=True)
    assert LINK not in passed_on.text + passed_on.html
    assert LINK.encode() not in calendar.replace(b"\r\n ", b"")


@pytest.mark.parametrize("name", NAMES)
def test_the_address_of_a_speaker_is_in_no_body(name):
    message = written(*LETTERS[name])
    assert "technion.example" not in message.text + message.html
    assert "emmy@x.example" not in message.text + message.html


def test_nobody_is_sent_to_a_cancelled_talk():
    message = written(*LETTERS["cancellation"])
    assert LINK not in message.text + message.html
    calendar = list(parsed(message).walk())[-1].get_payload(decode=True)
    assert b"STATUS:CANCELLED\r\n" in calendar
    assert b"METHOD:PUBLISH\r\n" in calendar


def test_a_talk_whose_record_is_gone_is_cancelled():
    talk = replace(TALK, status=Status.CANCELLED)
    gone = replace(ALL, talks=(talk,), vanished=(talk,))
    letter = asked_of(gone, Kind.CANCELLATION, talk)
    assert "(cancelled)" in mail.message(letter, gone, TEMPLATES).text


def test_a_room_that_changed_is_said_in_words_and_in_style():
    update = about(Kind.UPDATE, changes=was(location="A1", title="Another"))
    message = written(update)
    assert message.subject.startswith("Changed: Room and Title")
    assert "Room: Room B2 (was: A1)" in message.text
    assert "<del" in message.html
    assert "text-decoration: line-through" in message.html


def test_a_heading_that_is_the_whole_news_is_not_repeated():
    message = written(*LETTERS["update"])
    assert message.subject.startswith("Room changed: Room B2 instead of A1")
    assert message.text.count("A1") == 1
    assert message.html.count("A1") == 2  # the title of the page, and the heading


OTHER_DAY = {
    "start": builders.moment("2021-03-01 14:15"),
    "end": builders.moment("2021-03-01 15:15"),
}


def said(language="en", talk=TALK, now="2021-03-01 09:00", **old):
    """Return the heading of an update from what the talk was before."""
    before = replace(talk, **old)
    series = replace(SERIES, language=language)
    letter = about(Kind.UPDATE, talk, series=series)
    known = changes(facts_of(before), facts_of(talk))
    text = written(replace(letter, changes=known), now).text
    return " ".join(text.partition("***")[2].partition("***")[0].split())


OFFLINE = replace(TALK, link=None)
ONLINE = replace(TALK, location="Virtual")
JOINED = (*TALK.speakers, Speaker(name="Emmy Noether", affiliation="Göttingen"))


@pytest.mark.parametrize(
    ("talk", "old", "sentence"),
    [
        (TALK, {"link": None}, "You can now join online"),
        (OFFLINE, {"link": LINK}, "The talk can no longer be joined online"),
        (TALK, {"link": "https://old.example/x"}, "The link to join has changed"),
        (ONLINE, {"link": None}, "The link to join is now known"),
        (
            replace(ONLINE, link=None),
            {"link": LINK},
            "The link to join no longer holds",
        ),
        (
            replace(TALK, registration="https://x.example/b"),
            {"registration": "https://x.example/a"},
            "The address to register has changed",
        ),
        (TALK, {"location": None}, "Room now known: Room B2"),
        (replace(TALK, location=None), {"location": "A1"}, "No longer in A1"),
        (ONLINE, {"location": "A1"}, "Location changed: Virtual instead of A1"),
        (replace(TALK, title="One"), {"title": None}, "Title now known: One"),
        (replace(TALK, title=None), {"title": "One"}, "Title: to be announced"),
        (
            TALK,
            {"speakers": ()},
            "Speaker now known: Daniel Soudry (Technion)",
        ),
        (
            TALK,
            {"speakers": JOINED},
            "No longer speaking: Emmy Noether (Göttingen)",
        ),
        (
            replace(TALK, speakers=JOINED),
            {"speakers": TALK.speakers},
            "Also speaking: Emmy Noether (Göttingen)",
        ),
        (
            TALK,
            MOVED,
            "New date: Monday, March 8 instead of Monday, March 1",
        ),
        (
            TALK,
            {"start": builders.moment("2021-03-08 14:15")},
            "Time changed: 12:30pm instead of 2:15pm",
        ),
        (
            TALK,
            OTHER_DAY,
            "New date and time: Monday, March 8 at 12:30–1:30pm "
            "instead of Monday, March 1 at 2:15–3:15pm",
        ),
        (
            TALK,
            {"status": Status.POSTPONED, **MOVED},
            "New date: Monday, March 8",
        ),
        (
            TALK,
            {
                "start": builders.moment("2021-03-08 12:30", "Europe/London"),
                "end": builders.moment("2021-03-08 13:30", "Europe/London"),
                "timezone": "Europe/London",
            },
            "Time changed: 12:30–1:30pm EST instead of 12:30–1:30pm GMT",
        ),
        (
            TALK,
            {"start": datetime.fromisoformat("2021-03-08T12:30-04:00")},
            "Still at 12:30pm, but at another hour in other time zones: "
            "UTC-5 instead of UTC-4",
        ),
    ],
)
def test_a_change_is_said_as_people_would_say_it(talk, old, sentence):
    assert said(talk=talk, **old) == sentence


@pytest.mark.parametrize(
    ("language", "old", "sentence"),
    [
        ("de", {"location": "A1"}, "Raum geändert: Room B2 statt A1"),
        ("de", {"location": "Stadtpark"}, "Ort geändert: Room B2 statt Stadtpark"),
        ("de", {"link": None}, "Die Teilnahme ist jetzt auch online möglich"),
        (
            "de",
            {"status": Status.POSTPONED, **MOVED},
            "Neuer Termin: Montag, 8. März",
        ),
        (
            "de",
            OTHER_DAY,
            "Neuer Termin: Montag, 8. März um 12:30–13:30 "
            "statt Montag, 1. März um 14:15–15:15",
        ),
        (
            "fr",
            {"location": "Le parc"},
            "Changement de lieu : Room B2 au lieu de Le parc",
        ),
        ("he", {"location": None}, "החדר נקבע: Room B2"),
    ],
)
def test_a_day_a_room_and_a_place_have_their_words_in_each_language(
    language, old, sentence
):
    assert said(language, **old) == sentence


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_a_talk_that_is_off_is_named_by_the_day_that_people_were_told(status):
    kind = OFF[status]
    letter = about(kind, replace(TALK, status=status), changes=was(**MOVED))
    message = written(letter, "2021-02-27 09:00")
    heading = f"{status.capitalize()}: Wilks Statistics Seminar on Monday, March 1"
    assert message.subject.startswith(f"{heading} (") or heading in message.text
    assert "(was: Monday, March 1)" in message.text


def test_days_of_two_years_are_told_apart_in_a_change():
    old = {"start": "2020-12-07 12:30", "end": "2020-12-07 13:30"}
    moved = {name: builders.moment(day) for name, day in old.items()}
    sentence = "Monday, March 8th, 2021 instead of Monday, December 7th, 2020"
    assert said(**moved) == f"New date: {sentence}"


def test_a_new_day_stands_without_the_old_one_in_a_subject_too_long_for_both():
    series = replace(SERIES, name="Statistics and Data Science Seminar")
    update = about(Kind.UPDATE, replace(TALK, series=series), changes=was(**MOVED))
    subject = "New date: Statistics and Data Science Seminar on Monday, March 8"
    assert written(update).subject == subject


@pytest.mark.parametrize("kind", [Kind.DIGEST, Kind.PROGRAMME])
def test_a_room_is_text_in_the_html_of_a_list(kind):
    """Whatever people write there, whether all talks are in it or one."""
    told = several(kind)
    for rooms in (["Room <b>7"] * 3, ["Room 6", "Room <b>7", "Room 6"]):
        both = zip(told.talks, rooms, strict=True)
        talks = tuple(replace(talk, location=room) for talk, room in both)
        html = written(replace(told, talks=talks)).html
        assert "<b>" not in html
        assert "Room &lt;b&gt;7" in html


def test_an_update_about_a_talk_that_was_brought_forward_says_that_it_has_begun():
    update = about(Kind.UPDATE, changes=was(start=builders.moment("2021-03-08 14:15")))
    assert "\nThe talk has begun.\n" in written(update, "2021-03-08 12:40").text
    assert "\nThe talk is over.\n" in written(update, "2021-03-08 13:40").text
    assert "begun" not in written(update, "2021-03-08 12:00").text


def test_no_mail_needs_jinjas_slower_way():
    """What templates are given has attributes; a key would have all filled twice."""
    templates = Templates()
    for letter, now in LETTERS.values():
        written(letter, now, templates=templates)
    assert not templates._indirect


@pytest.mark.parametrize("name", NAMES)
def test_a_subject_fits_into_78_characters(name):
    assert len(written(*LETTERS[name]).subject) <= 78


@pytest.mark.parametrize(
    ("title", "old", "subject"),
    [
        ("Knots", {"location": "A1"}, "Room changed: Room B2 instead of A1"),
        ("Knots", {"location": "A1" * 20}, "New room: Room B2"),
        ("Knots " * 9, {"title": "Braids"}, "New title"),
    ],
)
def test_a_subject_that_is_too_long_says_less(title, old, subject):
    talk = replace(TALK, title=title)
    known = changes(facts_of(replace(talk, **old)), facts_of(talk))
    update = about(Kind.UPDATE, talk, changes=known)
    where = "Wilks Statistics Seminar, March 8"
    assert written(update).subject == f"{subject} – {where}"


def test_a_speaker_in_another_spelling_is_not_said_to_be_new():
    known = replace(TALK.speakers[0], name=TALK.speakers[0].name.upper())
    old = facts_of(replace(TALK, speakers=(known,)))
    talk = replace(TALK, speakers=(*TALK.speakers, Speaker(name="Bo Li")))
    update = about(Kind.UPDATE, talk, changes=changes(old, facts_of(talk)))
    assert written(update).subject.startswith("Also speaking: Bo Li – ")


LONG = "of many names, " * 8
NEWS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "link-added": ({"link": None}, {"link": LINK}),
    "link-removed": ({"link": LINK}, {"link": None}),
    "link-changed": ({"link": f"{LINK}x"}, {"link": LINK}),
    "link-known": (
        {"location": "Virtual", "link": None},
        {"location": "Virtual", "link": LINK},
    ),
    "registration-added": ({"registration": None}, {"registration": LINK}),
    "registration-removed": ({"registration": LINK}, {"registration": None}),
    "registration-changed": ({"registration": LINK}, {"registration": f"{LINK}x"}),
    "title-added": ({"title": None}, {"title": LONG}),
    "title-removed": ({"title": LONG}, {"title": None}),
    "title-changed": ({"title": LONG}, {"title": f"Not {LONG}"}),
    "room-removed": ({"location": f"Room 5 {LONG}"}, {"location": None}),
    "room-added": ({"location": None}, {"location": f"Room 5 {LONG}"}),
    "place-added": ({"location": None}, {"location": f"House {LONG}"}),
    "place-removed": ({"location": f"House {LONG}"}, {"location": None}),
    "speaker-left": ({"speakers": (*TALK.speakers, Speaker(name=LONG))}, {}),
    "speaker-added": ({"speakers": ()}, {"speakers": (Speaker(name=LONG),)}),
    "speaker-removed": ({"speakers": (Speaker(name=LONG),)}, {"speakers": ()}),
    "speaker-joined": ({}, {"speakers": (*TALK.speakers, Speaker(name=LONG))}),
    "speaker-changed": ({}, {"speakers": (Speaker(name=LONG),)}),
    "time-removed": ({}, {"all_day": True}),
    "status-back": ({"status": Status.CANCELLED}, {}),
    "status-sure": ({"status": Status.TENTATIVE}, {}),
    "status-unsure": ({}, {"status": Status.TENTATIVE}),
}


@pytest.mark.parametrize("language", ["de", "en", "fr", "he"])
@pytest.mark.parametrize("kind", NEWS)
def test_a_short_subject_says_what_came_or_went_in_every_language(kind, language):
    """That something changed says less than nothing of what came or went."""
    old, new = NEWS[kind]
    series = replace(SERIES, name="Algebraic Geometry and Number Theory", zones=())
    talk = replace(TALK, series=replace(series, language=language))
    talk = replace(talk, link=None, registration=None)
    known = changes(facts_of(replace(talk, **old)), facts_of(replace(talk, **new)))
    update = about(Kind.UPDATE, replace(talk, **new), changes=known)
    subject = written(replace(update, series=talk.series)).subject
    word = words_for(language).gettext("Changed: %(what)s").partition("%")[0]
    assert len(subject) <= 78
    assert not subject.startswith(word)


def test_the_first_line_of_a_subject_that_fits_counts_or_else_the_last(tmp_path):
    own = tmp_path / "mail" / "update.subject.txt.j2"
    own.parent.mkdir()
    update = about(Kind.UPDATE, changes=was(location="A1"))
    for lines, subject in (
        ([79, 78, 5], "x" * 78),
        ([200, 90], "x" * 90),
        ([], ""),
    ):
        own.write_text("\n\n".join("x" * length for length in lines))
        made = written(update, templates=Templates(own=tmp_path))
        assert made.subject == subject


def test_a_date_that_moved_is_said_with_the_one_that_people_know():
    update = about(Kind.UPDATE, changes=was(**OTHER_DAY))
    assert written(update).subject == (
        "New date: Wilks Statistics Seminar on Monday, March 8 (was: March 1)"
    )


HERE = replace(SERIES, zones=())
ONSITE = replace(TALK, series=HERE, link=None)


def test_who_comes_to_a_room_of_the_town_is_told_no_zone():
    message = written(about(Kind.REMINDER, ONSITE), "2021-03-08 09:00")
    assert message.subject.startswith("Today at 12:30pm: Wilks")
    assert "EST" not in message.text + message.html.partition("<body")[2]


@pytest.mark.parametrize(
    "talk",
    [
        replace(ONSITE, link=LINK),
        replace(ONSITE, registration="https://x.example/register"),
        replace(ONSITE, location="Virtual"),
        replace(ONSITE, series=SERIES),
        replace(ONSITE, timezone="America/Toronto"),
    ],
)
def test_who_may_be_elsewhere_is_told_the_zone(talk):
    assert "EST" in written(about(Kind.ANNOUNCEMENT, talk)).text


def test_german_readers_know_their_zone_by_its_own_letters():
    berlin = builders.moment("2021-03-08 14:15", "Europe/Berlin")
    talk = replace(ONSITE, link=LINK, start=berlin, end=berlin, end_stated=False)
    series = replace(HERE, language="de", timezone="Europe/Berlin")
    talk = replace(talk, timezone="Europe/Berlin", series=series)
    assert "14:15 MEZ" in written(about(Kind.ANNOUNCEMENT, talk)).text


def listed(*rooms, **fields):
    """Return the lines of a programme of talks in these rooms."""
    talks = tuple(
        replace(ONSITE, location=room, uid=f"{n}@x", slug=f"t{n}", **fields)
        for n, room in enumerate(rooms)
    )
    programme = written(replace(several(Kind.PROGRAMME), talks=talks, gaps=()))
    return programme.text.partition("\n-- \n")[0].splitlines()


def test_a_programme_names_the_usual_room_once_and_marks_the_others():
    lines = listed("HS 4", "HS 4", "HS 4", "HS 102", "Stadtpark", None, address="A 5")
    assert lines.count("Usual room: HS 4, A 5") == 1
    assert [one.strip() for one in lines if "HS " in one or "Stadt" in one][1:] == [
        "Other room: HS 102",
        "Other place: Stadtpark",
    ]
    assert "  Room to be announced" in lines


def test_the_usual_room_in_another_spelling_is_no_other_room():
    lines = listed("HS 4", "HS4", "HS 4", "HS 102")
    assert [one.strip() for one in lines if "HS" in one] == [
        "Usual room: HS 4",
        "Other room: HS 102",
    ]


def test_a_programme_without_a_usual_room_names_each():
    lines = listed("HS 4", "HS 102")
    assert "  HS 4" in lines
    assert "  HS 102" in lines


@pytest.mark.parametrize(
    ("kind", "first"), [(Kind.ANNOUNCEMENT, "Register"), (Kind.REMINDER, "Join online")]
)
def test_a_mail_has_one_button_for_what_its_reader_does_first(kind, first):
    talk = replace(TALK, registration="https://x.example/register")
    page = html5lib.parse(written(about(kind, talk)).html, namespaceHTMLElements=False)
    buttons = [one.text for one in page.iter("a") if one.get("class") == "button"]
    assert buttons == [first]


def test_the_clock_is_said_in_every_zone_of_the_series():
    text = written(about(Kind.ANNOUNCEMENT)).text
    assert "6:30pm Berlin time\n" in text
    assert "2:30am Tokyo time (+1 day)\n" in text


@pytest.mark.parametrize(
    ("language", "first", "last", "today", "said"),
    [
        ("en", 8, 14, "2021-03-07 18:00", "Next week:"),
        ("en", 8, 14, "2021-03-08 18:00", "This week:"),
        ("en", 10, 16, "2021-03-10 08:00", "Wednesday, March 10th"),
        ("en", 8, 15, "2021-03-08 18:00", "Monday, March 8th"),
        ("en-US", 7, 13, "2021-03-06 20:00", "Next week:"),
        ("en-US", 7, 13, "2021-03-07 18:00", "This week:"),
        ("en", 22, 28, "2021-03-07 18:00", "Monday, March 22nd"),
    ],
)
def test_a_digest_names_its_week_by_the_calendar_of_its_readers(
    language, first, last, today, said
):
    """Days of two weeks are never called this one or the next."""
    series = replace(builders.WILKS, language=language)
    span = (date(2021, 3, first), date(2021, 3, last))
    letter = replace(several(Kind.DIGEST, span=span), series=series)
    assert said in written(letter, today).subject


def test_what_series_share_speaks_for_their_digest():
    """Their sender and language, not those of the site; and the site's name."""
    shared = MailSettings(sender=Mailbox("geometrie@example.edu"))
    one = replace(builders.WILKS, mail=shared, language="de")
    two = replace(one, key="b", slug="b", name="B")
    letter = replace(several(Kind.DIGEST), series=None, sharing=(one, two))
    message = written(letter)
    assert message.sender == "geometrie@example.edu"
    assert parsed(message)["Content-Language"] == "de"
    assert builders.SITE.title in message.subject


@pytest.mark.parametrize(
    ("old", "is_there"), [({"title": None}, True), ({"location": "A1"}, False)]
)
def test_the_update_that_brings_a_title_brings_what_the_talk_is_about(old, is_there):
    message = written(about(Kind.UPDATE, changes=was(**old)))
    assert ("ABSTRACT:" in message.text) is is_there
    assert ("Bio:" in message.text) is is_there
    assert (">Abstract<" in message.html) is is_there


@pytest.mark.parametrize("language", ["de", "fr", "he", "ja"])
@pytest.mark.parametrize("name", NAMES)
def test_every_kind_can_be_said_in_every_language(name, language):
    letter, now = LETTERS[name]
    series = replace(SERIES, language=language)
    talks = tuple(replace(talk, series=series) for talk in letter.talks)
    gaps = tuple(replace(gap, series=series) for gap in letter.gaps)
    message = written(replace(letter, series=series, talks=talks, gaps=gaps), now)
    assert f'lang="{language}"' in message.html
    direction = "rtl" if language == "he" else "ltr"
    assert f'dir="{direction}"' in message.html
    assert parsed(message)["Content-Language"] == language


def test_a_formula_in_hebrew_keeps_its_direction_without_isolates():
    series = replace(SERIES, language="he")
    talk = replace(TALK, series=series, title=r"הפתעות: $\alpha_1 \le n$")
    text = written(about(Kind.ANNOUNCEMENT, talk)).text
    assert "\u200eα₁ ≤ n\u200e" in text
    assert not any("\u2066" <= c <= "\u2069" for c in text)


def test_a_subject_without_end_is_cut_at_a_word():
    talk = replace(TALK, title="extraordinarily " * 40, speakers=())
    subject = written(about(Kind.ANNOUNCEMENT, talk)).subject
    assert len(subject) <= 180
    assert subject.endswith("extraordinarily…")


def test_a_trial_is_marked_and_is_another_message():
    letter = about(Kind.ANNOUNCEMENT)
    real = written(letter)
    test = written(trial(letter, Mailbox("me@example.edu")))
    assert test.subject == f"[TEST] {real.subject}"
    assert test.recipient == "me@example.edu"
    assert test.message_id != real.message_id
    assert test.text == real.text


def test_calendars_and_answers_name_the_same_organizer():
    message = parsed(written(about(Kind.ANNOUNCEMENT)))
    assert message["Reply-To"] == "Olga Org <olga@example.edu>"
    calendar = list(message.walk())[-1].get_payload(decode=True)
    assert b"mailto:olga@example.edu" in calendar.replace(b"\r\n ", b"")


def test_somebody_always_speaks():
    nobody = replace(SERIES, mail=MailSettings(), organizers=())
    site = replace(builders.SITE, mail=MailSettings())
    letter = about(Kind.ANNOUNCEMENT, replace(TALK, series=nobody))
    message = parsed(written(letter, site=site))
    assert message["From"] == "Statistics talks <talks@talks.example.edu>"


def test_only_mail_to_people_says_that_a_program_sent_it():
    """List servers drop what says so: it is no answer of a robot."""
    assert parsed(written(about(Kind.UPDATE)))["Auto-Submitted"] == "no"
    assert parsed(written(about(Kind.REQUEST)))["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("kind", [Kind.UPDATE, Kind.REQUEST])
@pytest.mark.parametrize(("says", "value"), [(True, "auto-generated"), (False, "no")])
def test_a_series_may_say_for_all_mail_whether_a_program_sent_it(kind, says, value):
    series = replace(SERIES, mail=replace(LISTED, auto_submitted=says))
    letter = about(kind, replace(TALK, series=series))
    assert parsed(written(letter))["Auto-Submitted"] == value


def test_a_published_calendar_has_one_organizer_also_where_nobody_is_named():
    """RFC 5546 section 3.2.1; and it is the sender, or mail programs distrust it."""
    nobody = replace(SERIES, mail=MailSettings(), organizers=())
    site = replace(builders.SITE, mail=MailSettings())
    message = written(about(Kind.UPDATE, replace(TALK, series=nobody)), site=site)
    calendar = list(parsed(message).walk())[-1].get_payload(decode=True)
    assert calendar.count(b"\r\nORGANIZER") == 1
    unfolded = calendar.replace(b"\r\n ", b"").decode()
    assert f"ORGANIZER;CN=Statistics talks:mailto:{message.sender}\r\n" in unfolded


@pytest.mark.parametrize(
    "accent", ["#7a1f2b", "#ffff00", "#000000", "#ffffff", "#0057b7", "#00ff88"]
)
def test_any_accent_can_be_read_by_day_and_at_night(accent):
    found = shades(accent)
    assert contrast(found.light, "#ffffff") >= AA
    assert contrast(found.dark, "#1d1f23") >= AA
    site = replace(builders.SITE, theme=Theme(accent=accent))
    assert found.light in written(about(Kind.REMINDER), site=site).html


def test_a_project_replaces_one_template_and_keeps_the_others(tmp_path):
    (tmp_path / "mail").mkdir()
    own = tmp_path / "mail/announcement.subject.txt.j2"
    own.write_text("Seminar: {{ talk.speakers[0].name }}\n", encoding="utf-8")
    letter = about(Kind.ANNOUNCEMENT)
    message = written(letter, templates=Templates(tmp_path))
    assert message.subject == "Seminar: Daniel Soudry"
    assert message.text == written(letter).text


def test_a_template_that_asks_for_too_much_is_named(tmp_path):
    (tmp_path / "mail").mkdir()
    own = tmp_path / "mail/announcement.txt.j2"
    own.write_text("\n{{ talk.speeker }}\n", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"mail/announcement\.txt\.j2:2"):
        written(about(Kind.ANNOUNCEMENT), templates=Templates(tmp_path))


def test_an_abstract_cannot_forge_html_or_a_signature():
    talk = replace(
        TALK,
        title="<script>alert(1)</script> & co",
        location='"><img src=x onerror=alert(1)>',
        abstract="Before\n\n-- \n\nafter </script> BEGIN:VEVENT",
    )
    message = written(about(Kind.ANNOUNCEMENT, talk))
    assert "<script" not in message.html
    assert "<img" not in message.html
    assert message.text.count("\n-- \n") == 1


def test_the_build_holds_a_letter_for_every_talk_and_a_list_of_them():
    drafts = mail.drafts(of_coming_talks(ALL, {}), (), (), ALL, TEMPLATES)
    outputs = {draft.path: draft.make() for draft in drafts}
    folder = "mail/wilks/2021-03-08-soudry"
    assert {f"{folder}/announcement{end}" for end in (".eml", ".txt", ".html")} < set(
        outputs
    )
    assert len(outputs) == 3 * len(ALL.talks) + 1 + 3
    index = outputs["mail/index.html"].decode()
    html5lib.HTMLParser(strict=True).parse(index)
    assert 'href="wilks/2021-03-08-soudry/announcement.eml"' in index
    assert f"{folder.removesuffix('08-soudry')}12-workshop/cancellation.eml" in outputs


def test_the_list_of_mails_names_kinds_and_what_was_sent():
    sent = [
        mail.Sent(NOW, Kind.UPDATE, "a@x.example", "Room changed"),
        *(mail.Sent(NOW, Kind.THANKS, f"{n}@x.example", "Slides") for n in range(60)),
    ]
    *_, last = mail.drafts(of_coming_talks(ALL, {}), (), sent, ALL, TEMPLATES)
    page = html5lib.parse(last.make().decode(), namespaceHTMLElements=False)
    labels = ["".join(one.itertext()).strip() for one in page.iter("label")]
    named = ["All", "Announcement", "Change", "Cancellation", "Thanks"]
    assert labels[: len(named)] == named
    assert sum(one.get("class") == "thanks" for one in page.iter("li")) == 49
    assert "11 older messages are in the ledger" in last.make().decode()


def test_no_mail_is_written_about_a_talk_that_is_over():
    """Nobody looks through those of years; `show` makes any of them."""
    last = max(talk.end for talk in ALL.talks)
    over = replace(ALL, now=last)
    outputs = {
        draft.path: draft.make()
        for draft in mail.drafts(of_coming_talks(over, {}), (), (), over, TEMPLATES)
    }
    assert set(outputs) == {"mail/index.html"}
    assert b"announcer show TALK --as eml" in outputs["mail/index.html"]


@pytest.mark.parametrize(
    ("recording", "said"),
    [("yes", "This talk will be recorded."), ("no", "not be recorded."), ("asked", "")],
)
def test_a_mail_says_whether_the_talk_will_be_recorded(recording, said):
    one = replace(TALK, recording=Recording(recording))
    made = written(about(Kind.ANNOUNCEMENT, one))
    for form in (made.text, made.html):
        assert (said in form) if said else ("recorded" not in form)


def test_a_briefing_says_where_the_room_is():
    one = replace(TALK, address="1 Main Street, Princeton")
    assert "1 Main Street, Princeton" in written(about(Kind.BRIEFING, one)).text


def test_a_speaker_without_a_name_is_told_by_affiliation():
    one = replace(TALK, speakers=(), awaited=("MIT",))
    message = parsed(written(about(Kind.ANNOUNCEMENT, one)))
    for kind in ("plain", "html"):
        body = message.get_body((kind,)).get_content()
        assert "to be announced (MIT)" in " ".join(body.split())
