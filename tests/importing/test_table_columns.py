"""Which column of a table is which field: by its heading, and by its cells."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from announcer.importers import Found, Given, Shipment, table
from announcer.importers.headings import meanings


def read(text: str, **given: Any) -> Shipment:
    return table.read(text.encode(), "plan.csv", Given(**given))


def only(text: str) -> Found:
    (found,) = read(text).talks
    return found


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("תאריך / Date", "date"),
        ("Beginn | Start", "time"),
        ("Raum (Room)", "location"),
        ("Titel - Title", "title"),
        ("Vortragende/r / Speaker", "speakers.name"),
        ("Speaker\nand affiliation", "speakers.name"),
        ("Datum\nDate", "date"),
        ("Zeit & Tag", "date"),
        ("von - bis", "time"),
        ("Ort / Link", "location"),
        ("Referent und Thema", "talk"),
        ("Prelegent/ka", "speakers.name"),
        ("intervenant·e·s", "speakers.name"),
        ("Dozent:in", "speakers.name"),
        ("Datum 2026", "date"),
        ("Time (CET)", "time"),
        ("Start UTC", "time"),
        ("Event Start Date", "date"),
        ("meetingLink", "link"),
        ("Durée (min)", "duration"),
        ("Dauer in Min.", "duration"),
        ("Palestrante", "speakers.name"),
        ("Föreläsare", "speakers.name"),
        ("Helyszín", "location"),
        ("講演者", "speakers.name"),
        ("Lloc", "location"),
        ("Speaker (Institution)", "speakers.name"),
        ("Speaker / Institution", "speakers.name"),
        ("Beginn/Ende", "time"),
    ],
)
def test_a_heading_says_its_field_in_two_languages_and_with_what_is_beside_it(
    heading, field
):
    assert meanings([heading, "Anything"])[0] == field


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Preferred date and time", "date"),
        ("Which slot have you been given?", "date"),
        ("¿Qué día le conviene?", "date"),
        ("Start of the talk", "time"),
        ("Wann soll Ihr Vortrag beginnen?", "time"),
        ("À quelle heure commencez-vous ?", "time"),
        ("Wie lautet der Titel Ihres Vortrags?", "title"),
        ("¿Cómo se titula su charla?", "title"),
        ("What will you talk about?", "title"),
        ("Breve sommario (in italiano o inglese)", "abstract"),
        ("Wo arbeiten Sie?", "speakers.affiliation"),
        ("D'où venez-vous ?", "speakers.affiliation"),
        ("A few lines about you", "speakers.bio"),
        ("Ein paar Zeilen zu Ihrer Person", "speakers.bio"),
        ("Wie heißen Sie?", "speakers.name"),
        ("May we record the talk?", ""),
        ("Sind Sie mit einer Aufzeichnung einverstanden?", ""),
        ("Avez-vous besoin d'un hôtel ?", ""),
        ("Do you agree to be filmed?", ""),
        ("Allergies", ""),
    ],
)
def test_the_questions_of_forms_say_what_they_ask_for(question, field):
    """What organisers ask for themselves is of no field."""
    assert meanings(["Anything", question])[1] == field


@pytest.mark.parametrize(
    "heading",
    [
        "Dinner time", "Heure d'arrivée", "Datum Anfrage", "Raum gebucht?",
        "Título recibido", "Data di invio", "Job title", "Akad. Titel", "Old date",
        "Alternative date", "Date of birth", "Lunch location", "תאריך הזמנה",
    ],
)  # fmt: skip
def test_what_organisers_note_is_not_taken_for_what_is_missing(heading):
    """A dinner is at an hour, too, and a letter was sent on a day."""
    assert meanings(["Speaker", heading])[1] == ""


def test_the_hour_of_a_dinner_is_not_that_of_the_talk():
    found = only("Date,Speaker,Dinner\n2026-03-05,Ada Roe,19:00")
    assert found.moment.time is None


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Name", "Vorname"], ["speakers.last_name", "speakers.first_name"]),
        (["Name", "Speaker"], ["title", "speakers.name"]),
        (["Name", "Speaker", "Title"], ["", "speakers.name", "title"]),
        (["Authors", "Presenting author"], ["", "speakers.name"]),
        (["Speaker 1", "Speaker 2"], ["speakers.name", "speakers.name"]),
        (["Veranstaltung", "Datum"], ["title", "date"]),
        (["Day", "Speaker"], ["date", "speakers.name"]),
        (["Dag", "Datum"], ["weekday", "date"]),
        (["Speaker 1 name", "Speaker 2 name"], ["speakers.name", "speakers.name"]),
    ],
)
def test_what_a_heading_means_depends_on_the_others(headings, fields):
    assert meanings(headings) == fields


@pytest.mark.parametrize(
    ("heading", "address", "key"),
    [
        ("Lien visio", "https://visio.example.org/abc", "link"),
        ("How to get in", "https://uni.zoom.us/j/91234567890", "link"),
        ("Online", "https://conf.example.org/abc", "link"),
        ("Folien", "https://example.org/a.pdf", "slides"),
        ("Replay", "https://media.example.org/7", "video"),
        ("Link zur Aufzeichnung", "https://example.org/rec/7", "video"),
        ("Link zur Anmeldung", "https://example.org/come", "registration"),
        ("Link", "https://example.org/register/7", "registration"),
        ("Slides or video call", "https://uni.zoom.us/j/91234567890", "link"),
        ("Poster", "https://example.org/a.png", ""),
        ("Hotel link", "https://hotel.example.org/a", ""),
    ],
)
def test_columns_of_addresses_are_told_apart(heading, address, key):
    head = f"Date,Speaker,Title,{heading}"
    record = only(f"{head}\n2026-03-05,Ada Roe,Trees,{address}").record
    kinds = ("link", "slides", "video", "registration")
    assert {one: record[one] for one in kinds if one in record} == (
        {key: address} if key else {}
    )


@pytest.mark.parametrize(
    ("heading", "cell", "end"),
    [
        ("Duration (min)", "90", "90 min"),
        ("Dauer in Min.", "45", "45 min"),
        ("Length (hours)", "1.5", "90 min"),
        ("Durée", "1h30", "90 min"),
        ("Duration", "0:50:00", "50 min"),
        ("Duration", "1:30", "90 min"),
    ],
)
def test_a_length_is_in_the_unit_of_its_heading(heading, cell, end):
    found = only(f"Date,Time,Speaker,{heading}\n2026-03-05,14:00,Ada Roe,{cell}")
    assert found.moment.duration is not None
    assert found.moment.duration.total_seconds() == int(end.split()[0]) * 60


@pytest.mark.parametrize(
    ("heading", "zone", "letters"),
    [
        ("Time (CET)", None, "CET"),
        ("Time (UTC)", "UTC", None),
        ("Start UTC", "UTC", None),
        ("Time (Europe/Paris)", "Europe/Paris", None),
        ("Time (local)", None, None),
        ("Zeit (Uhr)", None, None),
    ],
)
def test_a_heading_may_say_the_zone_of_its_hours(heading, zone, letters):
    found = only(f"Date,{heading},Speaker\n2026-01-15,14:00,Ada Roe")
    assert (found.moment.zone, found.moment.abbreviation) == (zone, letters)


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("46086", "0.583333333333333"),
        ('"46086,583333"', ""),
        ("2026-03-05", "2:00:00 PM"),
        ("05.03.2026", "14.00.00"),
        ("20260305", "1400"),
    ],
)
def test_numbers_of_spreadsheets_and_programs_are_days_and_hours(day, clock):
    found = only(f"Date,Time,Speaker\n{day},{clock},Ada Roe")
    assert (found.moment.day, found.moment.time) == (date(2026, 3, 5), time(14))


def test_days_that_were_counted_are_a_doubt():
    (doubt,) = read("Date,Time,Speaker\n46086,14:00,Ada Roe").doubts
    assert "46086 is 2026-03-05" in doubt.text


def test_a_day_may_stand_in_three_columns():
    found = only("Year,Month,Day,Speaker\n2026,March,5,Ada Roe")
    assert found.moment.day == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Agreed upon", "5 March 2026, 14:00"),
        ("Start;Start", "2026-03-05;14:00"),
        ("Date;When exactly", "2026-03-05;14:00"),
        ("Date;Start/End", "2026-03-05;14:00/15:00"),
    ],
)
def test_days_and_hours_are_known_by_their_cells(headings, cells):
    found = only(f"{headings};Speaker;Title\n{cells};Ada Roe;Trees")
    assert (found.moment.day, found.moment.time) == (date(2026, 3, 5), time(14))


def test_a_column_from_without_hours_says_where_people_are_from():
    found = only("When;Who;From;What\n2026-03-05 14:00;Ada Roe;Rice;Trees")
    assert found.record["speakers"] == [{"name": "Ada Roe", "affiliation": "Rice"}]


def test_a_column_of_titles_of_people_is_not_that_of_talks():
    head = "Title,Speaker,Talk title,Date"
    assert only(f"{head}\nDr.,Ada Roe,Trees,2026-03-05").record["title"] == "Trees"


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("Termin;;;Person;;", "Datum;von;bis;Name;Institution;Thema"),
        ("Datum;Uhrzeit;;Vortrag;;", ";von;bis;Name;Institution;Thema"),
    ],
)
def test_headings_may_stand_in_two_rows(upper, lower):
    row = "2026-03-05;14:00;15:00;Ada Roe;Rice;Trees"
    found = only(f"{upper}\n{lower}\n{row}")
    assert found.record["title"] == "Trees"
    assert found.record["speakers"] == [{"name": "Ada Roe", "affiliation": "Rice"}]
    assert (found.moment.time, found.moment.end) == (time(14), time(15))


@pytest.mark.parametrize(
    ("rows", "month"),
    [("Thu,5/3\nThu,12/3", 3), ("Sun,5/3\nThu,12/3", 5), ("Sun,5/3\nMon,12/3", None)],
)
def test_the_days_of_the_week_prove_the_order_of_day_and_month(rows, month):
    lines = "\n".join(f"{row},Ada Roe,T" for row in rows.split("\n"))
    found = read(f"Spring term 2026\nDay,Date,Speaker,Title\n{lines}").talks[0]
    day = found.moment.day
    assert (day.month if isinstance(day, date) else day) == month


@pytest.mark.parametrize(
    "headings",
    [
        "speaker_1,speaker_1_org,speaker_2,speaker_2_org",
        "Speaker,Affiliation,Co-speaker,Co-speaker affiliation",
        "First speaker,First speaker (affiliation),Second speaker"
        ",Second speaker (affiliation)",
        "Referent 1,Institution Referent 1,Referent 2,Institution Referent 2",
        "Ponente 1,Ponente 1 (institución),Ponente 2,Ponente 2 (institución)",
        "Intervenant 1,Organisme 1,Intervenant 2,Organisme 2",
        "מרצה 1,מוסד 1,מרצה 2,מוסד 2",
    ],
)
def test_each_of_two_people_of_a_row_has_the_home_of_their_own_column(headings):
    rows = (
        "Ada Roe,Rye College,Bo Ek,Rhen Labs",
        "Ada Roe,,Bo Ek,Rhen Labs",
        "Ada Roe,Rye College,Bo Ek,",
        "Ada Roe,Rye College,,",
        "Ada Roe,,,",
    )
    lines = [f"2026-05-0{at},Owls {at},{row}" for at, row in enumerate(rows, 1)]
    found = read("\n".join([f"Date,Title,{headings}", *lines])).talks
    homes = [[one.get("affiliation") for one in talk.record["speakers"]]
             for talk in found]  # fmt: skip
    assert homes == [
        ["Rye College", "Rhen Labs"], [None, "Rhen Labs"], ["Rye College", None],
        ["Rye College"], [None],
    ]  # fmt: skip
