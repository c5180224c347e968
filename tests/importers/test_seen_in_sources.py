"""What real sources do, and was read wrongly: each is one small sentence here."""

from __future__ import annotations

import pytest

from announcer.importers import ics, table
from announcer.importers.announcement import read
from announcer.importers.found import Found, Given, Shipment


def event(summary: str, text: str = "", producer: str = "x") -> Found:
    lines = (
        "BEGIN:VCALENDAR", f"PRODID:{producer}", "BEGIN:VEVENT", "UID:1",
        "DTSTART:20270308T150000Z", f"SUMMARY:{summary}", f"DESCRIPTION:{text}",
        "END:VEVENT", "END:VCALENDAR",
    )  # fmt: skip
    (talk,) = ics.read("\r\n".join(lines).encode(), "a.ics", Given()).talks
    return talk


def rows(*lines: str) -> Shipment:
    return table.read("\n".join(lines).encode(), "a.csv", Given())


def mail(text: str) -> Shipment:
    return read(text.encode(), "a.txt", Given())


def test_those_who_speak_in_a_calendar_of_pretalx_are_listed_with_commas():
    talk = event("Tiny kernels - Kim Sol\\, Bo Ek", producer="-//pretalx//x//demo")
    assert talk.record["title"] == "Tiny kernels"
    assert [one["name"] for one in talk.record["speakers"]] == ["Kim Sol", "Bo Ek"]


def test_a_name_a_title_and_a_home_between_bars_are_three():
    record = event("Bo Ek | Knots | KTH").record
    assert record["title"] == "Knots"
    assert record["speakers"] == [{"name": "Bo Ek", "affiliation": "KTH"}]


@pytest.mark.parametrize(
    "lines",
    [
        "Microsoft Teams-Besprechung\\nNehmen Sie auf dem Computer teil\\n"
        "Hier klicken\\, um an der Besprechung teilzunehmen\\n"
        "Besprechungs-ID: 123 456 789 01\\nWeitere Infos <https://aka.ms/JoinTeamsMeeting>",
        "Réunion Microsoft Teams\\nRejoignez-nous sur votre ordinateur\\n"
        "Cliquez ici pour rejoindre la réunion\\nID de réunion : 123 456 789 01",
    ],
)
def test_what_a_meeting_service_writes_in_another_language_is_no_abstract(lines):
    abstract = "We count trees until the forest ends, and then we count them once more."
    escaped = abstract.replace(",", "\\,")
    talk = event("Ada Roe: Trees", f"{escaped}\\n\\n{lines}")
    assert (talk.record["abstract"], talk.doubts) == (abstract, ())


def test_links_beside_a_column_of_passcodes_are_for_members():
    (talk,) = rows(
        "Date,Speaker,Title,Zoom,Passcode",
        "2027-03-08,Ada Roe,Trees,https://zoom.us/j/98765432101,4711",
    ).talks
    assert talk.record["link_access"] == "members"


def test_a_french_day_without_a_talk_has_no_speaker_of_that_name():
    found = rows(
        "Date;Orateur;Titre", "2027-03-08;Ada Roé;Arbres", "2027-03-15;relâche;"
    )
    assert [one.record["title"] for one in found.talks] == ["Arbres"]
    assert len(found.skipped) == 1


def test_a_curriculum_vitae_announces_no_talk():
    found = mail(
        "Ada Roe - Curriculum Vitae\n\nInvited talks\n\n"
        '- "Rings without end", Algebra Seminar, Kiel, 4 March 2027\n'
        '- "On rings", Workshop on rings, Oberwolfach, 3-9 May 2026\n'
    )
    assert not found.talks
    assert "curriculum vitae" in found.doubts[0].text


def test_a_remark_that_a_time_was_cut_out_of_leaves_no_open_bracket():
    found = mail(
        "Seminar, Spring 2027\nWednesdays at 15:00 in Room 1\n\n"
        "3 Feb: Ada Roe (MIT), Knots\n"
        "10 Feb: Bo Ek (KTH): Links (Note: 17:00, Room 7!)\n"
    )
    last = found.talks[-1].record
    assert (last["title"], last["location"]) == ("Links", "Room 7")


def test_a_room_in_hebrew_is_named_without_the_word_for_in():
    (talk,) = mail(
        "הסמינר יתקיים ביום שני, 8.3.2027, בשעה 14:15 בחדר 210, בניין שרייבר.\n\n"
        "מרצה: עדה רועי\nכותרת: חוגים ללא סוף\n"
    ).talks
    assert talk.record["location"] == "חדר 210, בניין שרייבר"


def test_a_code_beside_the_address_of_a_meeting_is_a_passcode():
    (talk,) = mail(
        "Speaker: Ada Roe\nTitle: Trees\nDate: 8 March 2027\n\n"
        "Online: https://zoom.us/j/98765432101 (code : 271828)\n"
    ).talks
    assert talk.record["link_access"] == "members"
    assert "271828" not in str(talk)
