"""What other programs made of an event is compared as people would."""

import pytest
import vobject

from announcer import ical
from announcer.access import Channel
from announcer.templating import Templates
from tests.builders import programme, talk

TALK = talk(
    location="Fine Hall 214",
    title="Über, one; two\\three",
    abstract="First paragraph.\n\nSecond: $x$, *two*; " + "long " * 40,
)


def written() -> str:
    scene = programme(TALK)
    calendar = ical.calendar(
        (TALK,), scene, Templates(None), channel=Channel.PUBLIC, feed=False
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
        ("CATEGORIES:", "CATEGORIES:mine,"),
        (
            "END:VEVENT",
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT",
        ),
        ("END:VEVENT", "ATTENDEE;CN=Olga:mailto:olga@example.edu\r\nEND:VEVENT"),
    ],
)
def test_what_a_person_may_have_changed_counts(old, new):
    content = written()
    assert old in content
    assert ical.words_digest(content.replace(old, new)) != ical.words_digest(content)
