"""Mails that carry a calendar, as invitations do: its times and zone are believed."""

from __future__ import annotations

from datetime import date, time
from email.message import EmailMessage

from announcer.importers.announcement import read
from announcer.importers.found import Given

EVENT = """\
BEGIN:VCALENDAR
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:040000008200E00074C5B7101A82E008
SUMMARY:{summary}
DTSTART;TZID=W. Europe Standard Time:20260514T141500
DTEND;TZID=W. Europe Standard Time:20260514T151500
LOCATION:Room 7
END:VEVENT
END:VCALENDAR
"""


def mail(text: str, summary: str = "Seminar: Ada Roe") -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "ann@example.edu", "all@example.edu"
    message["Subject"], message["Date"] = "Seminar", "Mon, 4 May 2026 09:00:00 +0200"
    message.set_content(text)
    calendar = EVENT.format(summary=summary).replace("\n", "\r\n")
    message.add_alternative(calendar, subtype="calendar")
    return bytes(message)


def test_the_text_says_what_and_the_calendar_when():
    (found,) = read(
        mail("Speaker: Ada Roe (Uni A)\nTitle: Trees\nDate: 14 May\nTime: 2:15\n"),
        "a.eml",
        Given(),
    ).talks
    assert found.record["title"] == "Trees"
    assert found.record["speakers"] == [{"name": "Ada Roe", "affiliation": "Uni A"}]
    assert found.record["location"] == "Room 7"
    moment = found.moment
    assert (moment.day, moment.time, moment.end) == (
        date(2026, 5, 14),
        time(14, 15),
        time(15, 15),
    )
    assert moment.zone == "Europe/Berlin"
    assert found.origin.id == "040000008200E00074C5B7101A82E008"


def test_a_text_that_contradicts_its_calendar_is_doubted():
    text = "Speaker: Ada Roe (Uni A)\nTitle: Trees\nDate: 15 May 2026\n"
    (found,) = read(mail(text), "a.eml", Given()).talks
    assert found.moment.day == date(2026, 5, 14)
    assert "dates" in [doubt.code for doubt in found.doubts]


def test_without_words_the_calendar_says_it_all():
    (found,) = read(mail("See the invitation.\n"), "a.eml", Given()).talks
    assert found.record["speakers"] == [{"name": "Ada Roe"}]
    assert found.moment.day == date(2026, 5, 14)
