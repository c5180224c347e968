"""One talk as a VEVENT."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from announcer import ical, when
from announcer.access import Channel
from announcer.facts import restore, snapshot
from announcer.ical import OWNER, event, organizer
from announcer.ical.events import NOT_SHOWN, TABLE, Use
from announcer.mailbox import Mailbox
from announcer.talk import (
    LinkAccess,
    MailSettings,
    Person,
    Recording,
    Speaker,
    Status,
    Talk,
)
from announcer.templating import Templates
from tests import readers
from tests.builders import (
    NOW,
    OLGA,
    SITE,
    SOUDRY,
    WILKS,
    moment,
    programme,
    revision,
    talk,
)

TEMPLATES = Templates()
LATER = NOW + timedelta(days=3)


def written(one: Talk, channel: Channel = Channel.PUBLIC, **changes: Any) -> bytes:
    return event(one, programme(one, **changes), channel, TEMPLATES)


# --- the table ----------------------------------------------------------------------


def test_every_field_of_a_talk_has_a_place_in_the_table():
    shown = {name for row in TABLE for name in row.fields}
    forgotten = {field.name for field in fields(Talk)} - shown - NOT_SHOWN
    assert not forgotten, f"enter {forgotten} in TABLE or NOT_SHOWN of ical/events.py"
    assert shown | NOT_SHOWN <= {field.name for field in fields(Talk)}
    assert not shown & NOT_SHOWN


def test_a_uid_is_text():
    assert readers.value(written(talk(uid="a,b;c@example.edu")), "UID") == (
        "a\\,b\\;c@example.edu"
    )


def test_every_property_stands_in_the_table_once():
    names = [row.name for row in TABLE]
    assert len(names) == len(set(names))


def test_an_event_holds_no_property_twice_and_none_that_the_table_does_not_name():
    names = [line.name for line in readers.content(written(full_talk()))]
    known = {row.name for row in TABLE} | {"X-ALT-DESC", "X-GOOGLE-CONFERENCE"}
    assert set(names) - {"BEGIN", "END"} <= known
    assert {row.name for row in TABLE} - {"RRULE", "ATTENDEE", OWNER} <= set(names)
    assert len(names) == len(set(names))


def full_talk(**changes: Any) -> Talk:
    speaker = replace(SOUDRY, photo="https://soudry.example.org/me.jpg")
    known = {
        "series": replace(WILKS, color="RebeccaPurple"),
        "speakers": (speaker,),
        "notice": "Tea *before* the talk.",
        "registration": "https://register.example.edu/soudry",
        "host": Person(name="Hanna Host", email="hanna@example.edu"),
        "slides": "https://slides.example.edu/s.pdf",
        "video": "https://video.example.edu/v",
        "paper": "https://papers.example.edu/p",
        "location": "Room 101",
    }
    return talk(**{**known, **changes})


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"uid": "x@y"}, "UID"),
        ({"slug": "other"}, "URL"),
        ({"title": "Another title"}, "SUMMARY"),
        ({"speakers": (Speaker(name="Emmy Noether"),)}, "SUMMARY"),
        ({"speakers": (Speaker(name="Emmy", bio="Algebra."),)}, "DESCRIPTION"),
        ({"start": "2021-03-08 12:00"}, "DTSTART"),
        ({"end": "2021-03-08 14:00"}, "DTEND"),
        ({"timezone": "Europe/Berlin"}, "DTSTART"),
        ({"end_stated": False}, "DESCRIPTION"),
        ({"location": "Room 202"}, "LOCATION"),
        ({"link": "https://other.example.edu/"}, "CONFERENCE"),
        ({"link_access": LinkAccess.MEMBERS}, "DESCRIPTION"),
        ({"registration": "https://other.example.edu/"}, "DESCRIPTION"),
        ({"abstract": "Another abstract."}, "DESCRIPTION"),
        ({"status": Status.TENTATIVE}, "STATUS"),
        ({"notice": "Coffee."}, "DESCRIPTION"),
        ({"host": Person(name="Another Host")}, "DESCRIPTION"),
        ({"topics": ("optimisation",)}, "CATEGORIES"),
        ({"language": "fr"}, "DESCRIPTION"),
        ({"slides": "https://other.example.edu/"}, "DESCRIPTION"),
        ({"video": "https://other.example.edu/"}, "DESCRIPTION"),
        ({"paper": "https://other.example.edu/"}, "DESCRIPTION"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_change_of_a_field_shows_where_the_table_says(change, where):
    before, after = written(full_talk()), written(full_talk(**change))
    (field,) = change
    assert where in {row.name for row in TABLE if field in row.fields}
    assert has_changed(before, after, where)


def has_changed(before: bytes, after: bytes, name: str) -> bool:
    then, now = readers.named(before, name), readers.named(after, name)
    return then != now


# --- time ---------------------------------------------------------------------------


def test_times_are_the_wall_clock_of_their_iana_zone():
    entry = written(talk())
    assert readers.one(entry, "DTSTART") == readers.Line(
        "DTSTART", {"TZID": "America/New_York"}, "20210308T123000"
    )
    assert readers.value(entry, "DTEND") == "20210308T133000"


SCHOOL = talk(start="2021-03-08 09:00", end="2021-03-11 17:00", daily=True)


def test_a_school_of_several_days_leaves_the_nights_free():
    """One event a day, also over the change of the clocks on 14 March 2021."""
    content = written(replace(SCHOOL, end=moment("2021-03-15 17:00")))
    assert readers.value(content, "DTSTART") == "20210308T090000"
    assert readers.value(content, "DTEND") == "20210308T170000"
    assert readers.value(content, "RRULE") == "FREQ=DAILY;COUNT=8"
    assert readers.value(content, "TRANSP") == "OPAQUE"
    assert "9:00am–5:00pm each day" in readers.value(content, "DESCRIPTION")


def test_nights_of_a_festival_are_one_event_each():
    nights = talk(start="2021-03-08 23:00", end="2021-03-11 01:00", daily=True)
    content = written(nights)
    assert readers.value(content, "DTEND") == "20210309T010000"
    assert readers.value(content, "RRULE") == "FREQ=DAILY;COUNT=3"


def test_days_whose_hours_differ_are_whole_days_that_block_nothing():
    """From Monday afternoon to Wednesday noon: nobody can tell when it rests."""
    content = written(talk(start="2021-03-08 14:00", end="2021-03-10 12:00"))
    assert b"DTSTART;VALUE=DATE:20210308\r\n" in content
    assert b"DTEND;VALUE=DATE:20210311\r\n" in content
    assert readers.value(content, "TRANSP") == "TRANSPARENT"
    said = readers.value(content, "DESCRIPTION")
    assert "2:00pm (first day) – 12:00pm (last day)" in said


def test_a_night_is_one_event():
    content = written(talk(start="2021-03-08 20:00", end="2021-03-09 02:00"))
    assert readers.value(content, "DTEND") == "20210309T020000"
    assert b"RRULE" not in content


def test_an_all_day_talk_is_dates_with_the_day_after_the_last():
    entry = written(
        talk(start="2021-03-08 00:00", end="2021-03-09 00:00", all_day=True)
    )
    assert readers.one(entry, "DTSTART") == readers.Line(
        "DTSTART", {"VALUE": "DATE"}, "20210308"
    )
    assert readers.value(entry, "DTEND") == "20210309"
    assert readers.value(entry, "TRANSP") == "TRANSPARENT"
    assert "When: Monday, March 8th, 2021\n" in readers.text(entry, "DESCRIPTION")


def test_a_talk_of_several_days_says_so():
    entry = written(
        talk(start="2021-03-08 00:00", end="2021-03-10 00:00", all_day=True)
    )
    assert readers.value(entry, "DTEND") == "20210310"
    said = readers.text(entry, "DESCRIPTION")
    assert "When: Monday, March 8th, 2021 – Tuesday, March 9th, 2021\n" in said


def test_times_in_utc_end_in_z_and_name_no_zone():
    entry = written(talk(timezone="UTC", start="2021-07-08 12:30"))
    assert readers.one(entry, "DTSTART") == readers.Line(
        "DTSTART", {}, "20210708T123000Z"
    )


@pytest.mark.parametrize(("hours", "end"), [(1, "003000"), (2, "013000")])
def test_an_end_in_the_hour_that_comes_twice_is_told_in_utc(hours, end):
    start = moment("2021-10-31 01:30", "Europe/Berlin")
    one = talk(
        timezone="Europe/Berlin",
        start=start,
        end=when.later(start, timedelta(hours=hours)),
    )
    entry = written(one)
    assert readers.one(entry, "DTSTART") == readers.Line(
        "DTSTART", {}, "20211030T233000Z"
    )
    assert readers.value(entry, "DTEND") == f"20211031T{end}Z"


def test_a_talk_across_the_change_ends_when_its_duration_has_elapsed():
    entry = written(
        talk(timezone="Europe/Berlin", start="2021-03-28 01:30")  # 02:00 becomes 03:00
    )
    assert readers.value(entry, "DTSTART") == "20210328T013000"
    assert readers.value(entry, "DTEND") == "20210328T033000"


def test_an_assumed_end_is_in_the_calendar_but_not_in_the_words():
    entry = written(talk(end_stated=False))
    assert readers.value(entry, "DTEND") == "20210308T133000"
    said = readers.text(entry, "DESCRIPTION")
    assert "When: Monday, March 8th, 2021, 12:30pm EST\n" in said


def test_an_entry_does_not_change_when_its_talk_is_over():
    one = full_talk(link_access=LinkAccess.MEMBERS)
    history = {one.uid: revision(2)}
    before = programme(one, history=history)
    after = programme(one, history=history, now=NOW + timedelta(days=400))
    for channel in Channel:
        assert event(one, before, channel, TEMPLATES) == event(
            one, after, channel, TEMPLATES
        )


def test_a_talk_that_has_lost_its_record_keeps_its_zone_and_wall_time():
    before = talk()
    after = restore(snapshot(before), WILKS)
    for name in ("DTSTART", "DTEND", "SUMMARY", "DESCRIPTION"):
        assert readers.one(written(after), name) == readers.one(written(before), name)


# --- memory -------------------------------------------------------------------------


def test_sequence_and_stamps_come_from_the_revision():
    one = talk()
    known = revision(3, modified=LATER, created=NOW)
    entry = written(one, history={one.uid: known}, now=LATER + timedelta(days=9))
    assert readers.value(entry, "SEQUENCE") == "3"
    assert readers.value(entry, "CREATED") == "20210301T090000Z"
    assert readers.value(entry, "LAST-MODIFIED") == "20210304T090000Z"
    assert readers.value(entry, "DTSTAMP") == "20210304T090000Z"


def test_without_a_revision_the_clock_and_nought_stand_in():
    entry = written(talk())
    assert readers.value(entry, "SEQUENCE") == "0"
    assert readers.value(entry, "DTSTAMP") == "20210301T090000Z"


def test_a_cancellation_without_a_revision_is_not_the_first_word():
    assert readers.value(written(talk(status=Status.CANCELLED)), "SEQUENCE") == "1"


# --- words --------------------------------------------------------------------------


def summary(**changes: Any) -> str:
    return readers.text(written(talk(**changes)), "SUMMARY")


def test_the_summary_is_title_name_and_affiliation():
    assert summary() == (
        "Surprises in Deep Learning Training - Daniel Soudry (Technion)"
    )


def test_several_speakers_are_a_list():
    two = (SOUDRY, Speaker(name="Emmy Noether"))
    assert summary(speakers=two).endswith(
        " - Daniel Soudry (Technion) and Emmy Noether"
    )


def test_an_untitled_talk_is_known_by_its_series_and_speaker():
    assert summary(title=None) == "Wilks Statistics Seminar: Daniel Soudry (Technion)"


def test_a_talk_with_neither_title_nor_speaker_says_so():
    assert summary(title=None, speakers=()) == (
        "Wilks Statistics Seminar: title to be announced"
    )


def test_a_title_alone_is_the_whole_summary():
    assert summary(speakers=()) == "Surprises in Deep Learning Training"


def test_formulas_in_a_title_are_readable_text_and_stars_stay_stars():
    assert summary(title="The *best* $\\alpha_1 \\le \\sqrt{n}$", speakers=()) == (
        "The *best* α₁ ≤ √n"
    )


def test_a_title_of_300_characters_is_whole():
    assert summary(title="x" * 300, speakers=()) == "x" * 300


@pytest.mark.parametrize(
    ("status", "state", "begins", "sentence"),
    [
        (
            Status.CANCELLED,
            "CANCELLED",
            "Cancelled: Surprises",
            "This talk will not take place.",
        ),
        (
            Status.POSTPONED,
            "TENTATIVE",
            "Postponed: Surprises",
            "This talk is postponed. A new date will be announced.",
        ),
    ],
)
def test_a_talk_that_is_off_says_so_and_gives_no_way_in(
    status, state, begins, sentence
):
    entry = written(full_talk(status=status), Channel.MEMBERS)
    assert readers.value(entry, "STATUS") == state
    assert readers.value(entry, "TRANSP") == "TRANSPARENT"
    assert readers.text(entry, "SUMMARY").startswith(begins)
    assert readers.text(entry, "DESCRIPTION").startswith(f"{sentence}\n\n")
    assert b"meet.example.edu" not in entry
    assert b"register.example.edu" not in entry
    assert not readers.named(entry, "CONFERENCE")


def test_a_tentative_talk_is_tentative():
    entry = written(talk(status=Status.TENTATIVE))
    assert readers.value(entry, "STATUS") == "TENTATIVE"
    assert readers.text(entry, "SUMMARY").startswith("Surprises")


def test_the_description_tells_all_in_plain_text():
    assert readers.text(written(full_talk()), "DESCRIPTION") == (
        "Tea before the talk.\n"
        "\n"
        "Speaker: Daniel Soudry (Technion)\n"
        "When: Monday, March 8th, 2021, 12:30–1:30pm EST\n"
        "Where: Room 101\n"
        "Join online: https://meet.example.edu/wilks\n"
        "Register: https://register.example.edu/soudry\n"
        "Host: Hanna Host\n"
        "Slides: https://slides.example.edu/s.pdf\n"
        "Recording: https://video.example.edu/v\n"
        "Paper: https://papers.example.edu/p\n"
        "Wilks Statistics Seminar\n"
        "\n"
        "Abstract\n"
        "\n"
        "We make a few interesting observations about α₁ training.\n"
        "\n"
        "About Daniel Soudry\n"
        "\n"
        "Daniel is an assistant professor in the Electrical Engineering department.\n"
        "\n"
        "https://talks.example.edu/wilks/2021-03-08-soudry/"
    )


def test_a_talk_of_which_little_is_known_has_no_empty_places():
    entry = written(
        talk(title=None, speakers=(), location=None, link=None, abstract=None)
    )
    assert b"None" not in entry
    assert not readers.named(entry, "LOCATION")
    assert readers.text(entry, "DESCRIPTION") == (
        "When: Monday, March 8th, 2021, 12:30–1:30pm EST\n"
        "Wilks Statistics Seminar\n"
        "\n"
        "https://talks.example.edu/wilks/2021-03-08-soudry/"
    )


def test_outlook_gets_the_same_abstract_as_html_on_one_line():
    line = readers.one(written(full_talk()), "X-ALT-DESC")
    assert line.parameters == {"FMTTYPE": "text/html"}
    assert "We make a <em>few</em> interesting observations" in line.text
    assert "<math" not in line.text
    assert "\n" not in line.text


def test_html_in_names_stays_text():
    entry = written(talk(speakers=(Speaker(name='<b>Bob</b> & "Co"'),)))
    assert "&lt;b&gt;Bob&lt;/b&gt; &amp; " in readers.text(entry, "X-ALT-DESC")
    assert 'Speaker: <b>Bob</b> & "Co"\n' in readers.text(entry, "DESCRIPTION")


def test_words_are_in_the_language_of_the_talk():
    one = talk(language="de")
    said = readers.text(written(one), "DESCRIPTION")
    assert "Montag, 8. März 2021, 12:30–13:30" in said


def test_a_formula_in_a_hebrew_title_brings_no_bidi_controls():
    entry = written(talk(language="he", title="על $a \\le b$ ועוד")).decode()
    assert "על a ≤ b ועוד" in entry.replace("\r\n ", "")
    assert not any(0x2066 <= ord(char) <= 0x2069 for char in entry)


# --- where, and how to join ---------------------------------------------------------


def test_a_room_is_the_location_and_the_link_a_conference():
    entry = written(talk(location="Room 101"))
    assert readers.text(entry, "LOCATION") == "Room 101"
    assert readers.one(entry, "CONFERENCE") == readers.Line(
        "CONFERENCE",
        {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join online"},
        "https://meet.example.edu/wilks",
    )


def test_the_link_is_the_location_of_a_talk_without_a_room():
    assert readers.text(written(talk()), "LOCATION") == "https://meet.example.edu/wilks"
    assert (
        readers.text(written(talk(location=None)), "LOCATION")
        == "https://meet.example.edu/wilks"
    )


def test_only_members_see_a_members_link():
    one = talk(link_access=LinkAccess.MEMBERS)
    public, members = written(one), written(one, Channel.MEMBERS)
    assert b"meet.example.edu" not in public
    assert not readers.named(public, "CONFERENCE")
    assert readers.text(public, "LOCATION") == "Virtual"
    assert readers.value(members, "CONFERENCE") == "https://meet.example.edu/wilks"


def test_a_members_entry_differs_in_the_lines_about_joining_only():
    one = talk(link_access=LinkAccess.MEMBERS)
    public, members = (
        {line.name: line for line in readers.content(written(one, channel))}
        for channel in (Channel.PUBLIC, Channel.MEMBERS)
    )
    differ = {name for name in members if members[name] != public.get(name)}
    assert differ == {
        "LOCATION",
        "DESCRIPTION",
        "X-ALT-DESC",
        "CONFERENCE",
        "X-GOOGLE-CONFERENCE",
    }


@pytest.mark.parametrize("access", LinkAccess)
@pytest.mark.parametrize("use", Use)
def test_an_entry_that_is_kept_elsewhere_is_the_same_for_everybody(access, use):
    one = talk(link_access=access, registration="x")
    known = programme(one)
    made = [event(one, known, channel, TEMPLATES, use) for channel in Channel]
    again = programme(one)
    taken = ical.written(one, again, TEMPLATES)
    ical.keep_written(one, again, TEMPLATES, lambda: taken)
    assert [event(one, again, channel, TEMPLATES, use) for channel in Channel] == made


def test_nobody_sees_a_link_behind_a_registration():
    one = talk(
        link_access=LinkAccess.REGISTRATION,
        registration="https://register.example.edu/",
    )
    for channel in (Channel.PUBLIC, Channel.MEMBERS):
        entry = written(one, channel)
        assert b"meet.example.edu" not in entry
        assert "Register: https://register.example.edu/" in readers.text(
            entry, "DESCRIPTION"
        )


def test_who_is_on_stage_sees_every_link():
    for access in LinkAccess:
        entry = written(talk(link_access=access, registration="x"), Channel.STAGE)
        link = "https://meet.example.edu/wilks"
        assert readers.value(entry, "CONFERENCE") == link


@pytest.mark.parametrize(
    ("recording", "said"),
    [("yes", "will be recorded."), ("no", "will not be recorded."), ("asked", "")],
)
def test_an_entry_says_whether_the_talk_will_be_recorded(recording, said):
    entry = written(talk(recording=Recording(recording)))
    words = readers.text(entry, "DESCRIPTION")
    assert (said in words) if said else ("recorded" not in words)


def test_a_speakers_address_is_nowhere():
    for channel in Channel:
        assert b"technion.example" not in written(full_talk(), channel)


def test_a_photo_from_the_web_is_an_image_with_its_kind():
    assert readers.one(written(full_talk()), "IMAGE") == readers.Line(
        "IMAGE",
        {"VALUE": "URI", "DISPLAY": "BADGE", "FMTTYPE": "image/jpeg"},
        "https://soudry.example.org/me.jpg",
    )


# --- people -------------------------------------------------------------------------


def test_the_organizer_is_the_first_with_an_address():
    nobody = Person(name="No Body")
    one = talk(series=replace(WILKS, organizers=(nobody, OLGA)))
    assert readers.one(written(one), "ORGANIZER") == readers.Line(
        "ORGANIZER", {"CN": "Olga Org"}, "mailto:olga@example.edu"
    )
    assert readers.text(written(one), "CONTACT") == "Olga Org, olga@example.edu"


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        (Mailbox("talks@example.edu", "Talks, all"), "Talks, all"),
        (Mailbox("talks@example.edu"), "Wilks Statistics Seminar"),
    ],
)
def test_the_sender_stands_in_for_an_organizer(sender, name):
    series = replace(WILKS, organizers=(), mail=MailSettings(sender=sender))
    one = talk(series=series)
    assert organizer(one, programme(one)) == Person(
        name=name, email="talks@example.edu"
    )


def test_without_any_address_there_is_no_organizer():
    series = replace(WILKS, organizers=(), mail=MailSettings())
    site = replace(SITE, mail=MailSettings())
    entry = written(talk(series=series), site=site)
    assert not readers.named(entry, "ORGANIZER")
    assert not readers.named(entry, "CONTACT")


def test_published_entries_invite_and_alarm_nobody():
    entry = written(full_talk())
    assert not readers.named(entry, "ATTENDEE")
    assert b"VALARM" not in entry


# --- the rest -----------------------------------------------------------------------


def test_categories_are_the_series_and_the_topics_each_escaped():
    one = talk(topics=("a\\b", "c;d"))
    assert readers.value(written(one), "CATEGORIES") == (
        "Wilks Statistics Seminar,a\\\\b,c\\;d"
    )


def test_no_category_holds_a_comma_where_outlook_would_split_it():
    one = talk(topics=("pure, applied",))
    assert readers.value(written(one), "CATEGORIES").split(",") == [
        "Wilks Statistics Seminar",
        "pure / applied",
    ]


def test_a_series_colours_its_talks():
    assert readers.value(written(full_talk()), "COLOR") == "rebeccapurple"


def test_an_event_is_rendered_once_for_a_programme():
    one = talk()
    whole = programme(one)
    first = event(one, whole, Channel.PUBLIC, TEMPLATES)
    assert event(one, whole, Channel.PUBLIC, TEMPLATES) is first
    assert event(one, whole, Channel.MEMBERS, TEMPLATES) is first


def test_another_programme_is_rendered_anew():
    one = talk()
    event(one, programme(one), Channel.PUBLIC, TEMPLATES)
    moved = replace(one, location="Room 7")
    assert readers.text(written(moved), "LOCATION") == "Room 7"
    assert (
        readers.value(written(one, history={one.uid: revision(4)}), "SEQUENCE") == "4"
    )
