"""What other programs made of an event is compared as people would."""

from dataclasses import replace

import pytest
import vobject

from announcer import ical
from announcer.access import Channel
from announcer.talk import Talk
from announcer.templating import Templates
from tests.builders import programme, talk

TEMPLATES = Templates()  # compiled once for all
TALK = talk(
    location="Fine Hall 214",
    title="Über, one; two\\three",
    abstract="First paragraph.\n\nSecond: $x$, *two*; " + "long " * 40,
)


ALARM = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n"


def written(one: Talk = TALK) -> str:
    calendar = ical.calendar(
        (one,),
        programme(one),
        TEMPLATES,
        channel=Channel.PUBLIC,
        feed=False,
        stored=True,
    )
    return calendar.decode()


def test_the_uid_is_that_of_the_event():
    assert ical.uid_of(written()) == TALK.uid
    assert ical.uid_of("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n") == ""
    assert ical.uid_of("<html>") == ""


def test_a_file_that_another_library_wrote_anew_says_the_same():
    anew = vobject.readOne(written()).serialize()
    assert anew != written()
    assert ical.words_digest(anew) == ical.words_digest(written())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\r\n", "\n"),
        ("STATUS:CONFIRMED\r\n", ""),
        ("SEQUENCE:0", "SEQUENCE:7"),
        ("DTSTAMP:2021", "DTSTAMP:2026"),
        ("END:VEVENT", "X-MOZ-GENERATION:1\r\nEND:VEVENT"),
        ("DTSTART;TZID=America/New_York", 'dtstart;tzid="America/New_York"'),
        ("\\n", "\\N"),
        ("CATEGORIES:", "CATEGORIES:mine,"),
        ("END:VEVENT", "COLOR:red\r\nEND:VEVENT"),
        ("END:VEVENT", f"{ALARM}END:VEVENT"),
    ],
)
def test_what_programs_keep_for_themselves_does_not_count(old, new):
    content = written()
    assert old in content
    assert ical.words_digest(content.replace(old, new)) == ical.words_digest(content)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LOCATION:Fine", "LOCATION:Jones"),
        ("T123000", "T140000"),
        ("America/New_York", "America/Chicago"),
        ("STATUS:CONFIRMED", "STATUS:CANCELLED"),
        ("END:VEVENT", "ATTENDEE;CN=Olga:mailto:olga@example.edu\r\nEND:VEVENT"),
    ],
)
def test_what_a_person_may_have_changed_counts(old, new):
    content = written()
    assert old in content
    assert ical.words_digest(content.replace(old, new)) != ical.words_digest(content)


def test_what_is_stored_on_a_server_invites_nobody():
    """RFC 5545 section 3.8.4.3: servers with scheduling would write to people."""
    assert "ORGANIZER" not in written()


def test_what_others_added_survives_a_new_event_of_ours():
    added = f"COLOR:red\r\nX-MINE;A=b:{'long ' * 20}\r\n{ALARM}END:VEVENT"
    theirs = written().replace("END:VEVENT", added)
    theirs = theirs.replace("CATEGORIES:", "CATEGORIES:mine\\, too,", 1)
    moved = replace(TALK, location="Jones Hall 3")
    whole = ical.with_added(written(moved).encode(), theirs).decode()
    assert "LOCATION:Jones Hall 3" in whole
    assert whole.count(ALARM) == whole.count("X-MINE;A=b:long") == 1
    assert "CATEGORIES:mine\\, too\r\n" in whole
    assert whole.count("\r\nCOLOR:") == whole.count("\r\nCOLOR:red") == 1
    assert ical.words_digest(whole) == ical.words_digest(written(moved))
    assert ical.with_added(written(moved).encode(), whole).decode() == whole


def test_what_we_wrote_before_is_not_taken_for_theirs():
    was = replace(TALK, topics=("old", "kept"), link="https://x.example/1")
    was = replace(was, series=replace(was.series, color="navy"))
    now = replace(was, topics=("kept",), link=None)
    now = replace(now, series=replace(was.series, color="teal"))
    ours = written(now)
    assert ical.with_added(ours.encode(), written(was)).decode() == ours
