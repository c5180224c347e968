"""Tables as people keep them: headings, encodings, dates, forms, workbooks."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import pytest
from openpyxl import Workbook

from announcer.errors import AnnouncerError
from announcer.importers import Given, table
from announcer.importers.found import Found, Shipment
from announcer.importers.headings import meanings
from announcer.importers.rows import no_talk


def read(text: str | bytes, **given: Any) -> Shipment:
    content = text if isinstance(text, bytes) else text.encode()
    assert table.recognises(content, "plan.csv")
    return table.read(content, "plan.csv", Given(**given))


def one(text: str | bytes, **given: Any) -> Found:
    (found,) = read(text, **given).talks
    return found


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_cells_are_parted_by_whatever_parts_the_headings(sign):
    found = one(
        sign.join(["Date", "Speaker", "Title"])
        + f"\n2021-03-15{sign}Ada Roe{sign}Ideals"
    )
    assert found.record["title"] == "Ideals"
    assert found.moment.day == date(2021, 3, 15)


@pytest.mark.parametrize(
    "headings",
    [
        "Date;Time;Speaker;Affiliation;Title;Room;Abstract",
        "Datum;Uhrzeit;Referentin;Universität;Vortragstitel;Raum;Zusammenfassung",
        "Date;Heure;Orateur;Établissement;Titre;Salle;Résumé",
        "Fecha;Hora;Ponente;Universidad;Título;Sala;Resumen",
        "Data;Ora;Relatore;Università;Titolo;Aula;Sommario",
        "תאריך;שעה;מרצה;אוניברסיטה;נושא;חדר;תקציר",
        "Giorno e ora;Orario;Nome e cognome;Ente di appartenenza;Argomento;Sede"
        ";Sinossi",
        "Jour;Horaire;Nom et prénom;Établissement;Intitulé;Salle;Résumé",
        "Dag;Tijd;Spreker;Instelling;Onderwerp;Zaal;Abstract",
        "Fecha elegida;Hora (inicio - fin);Nombre y apellidos;¿Dónde trabaja?"
        ";Título de su ponencia;Lugar;Resumen (breve)",
        "On what date?;Time (start - end);Your name;Where are you based?;What;Where"
        ";Blurb for the web",
        "Welcher Tag passt?;Uhrzeit (von - bis);Ihr Name;Wo arbeiten Sie?"
        ";Thema Ihres Vortrags;Wo"
        ";Teaser",
        "talk-date;START TIME;speaker_name;Speaker's affiliation;talk-title;Venue"
        ";Talk Abstract",
        "Which date do you prefer?;What time;Your full name;Your institution"
        ";Title of your talk;Room;Please paste your abstract",
    ],
)
def test_columns_are_known_in_many_languages(headings):
    found = one(
        f"{headings}\n2021-03-15;14:00-15:00;Ada Roe;Uni A;Ideals;B12;On ideals."
    )
    assert found.record == {
        "title": "Ideals",
        "abstract": "On ideals.",
        "location": "B12",
        "speakers": [{"name": "Ada Roe", "affiliation": "Uni A"}],
    }
    assert (found.moment.time, found.moment.end) == (time(14), time(15))


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        ("CANCELLED (illness)", "cancelled"),
        ("fällt leider aus", "cancelled"),
        ("Reporté au printemps", "postponed"),
        ("RINVIATA a data da destinarsi", "postponed"),
        ("postponed from 3 March", None),
        ("needs a projector; cancelled once before", None),
        ("fällt mir schwer", None),
    ],
)
def test_a_remark_that_begins_with_it_calls_a_talk_off(remark, status):
    found = one(f"Date;Speaker;Title;Remarks\n2021-03-15;Ada Roe;Ideals;{remark}")
    assert found.record.get("status") == status


@pytest.mark.parametrize(
    ("mode", "place"),
    [
        ("In person (Room 12)", "Room 12"),
        ("Presencial (Sala Ramón)", "Sala Ramón"),
        ("Vor Ort (Hörsaal 3)", "Hörsaal 3"),
        ("Online (Zoom)", None),
        ("online", "Virtual"),
    ],
)
def test_a_room_may_stand_behind_how_a_talk_is_held(mode, place):
    head = "Date;Speaker;Title;In person or online?"
    found = one(f"{head}\n2021-03-15;Ada Roe;Ideals;{mode}")
    assert found.record.get("location") == place


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("13/11/2025 9:00", date(2026, 2, 4)),
        ("11/13/2025 9:00", date(2026, 4, 2)),
        ("11/10/2025 9:00", None),
    ],
)
def test_the_timestamps_of_a_form_prove_the_order_of_its_dates(stamp, day):
    found = one(f"Timestamp,Name,Title,Date\n{stamp},Ada Roe,Ideals,04/02/2026")
    assert found.moment.day == day


@pytest.mark.parametrize(
    "heading", ["Hotel booked", "Dietary needs", "Date updated", "Notes"]
)
def test_what_organisers_note_for_themselves_is_no_field(heading):
    assert meanings(["Date", "Speaker", heading])[2] == ""


@pytest.mark.parametrize(
    "headings", ["Cognome;Nome", "Apellidos;Nombre", "Nachname;Vorname", "Surname;Name"]
)
def test_a_name_in_two_columns_is_one_name(headings):
    text = f"{headings};Title;Date\nRoe;Ada;Trees;2025-03-05\n"
    assert one(text).record["speakers"] == [{"name": "Ada Roe"}]


def test_brackets_in_a_heading_say_what_else_is_in_the_cell():
    """Also below lines that are above the headings."""
    head = "Ciclo 2026;;\n;;\nFecha y hora;Conferenciante (institución);Conferencia\n"
    found = one(f"{head}12/03/2026 19:30;Ada Roe (Universidad de A);Árboles\n")
    assert found.record["title"] == "Árboles"
    (speaker,) = found.record["speakers"]
    assert speaker == {"name": "Ada Roe", "affiliation": "Universidad de A"}


def test_a_table_is_known_by_its_headings_without_its_name():
    assert table.recognises(b"Date,Speaker,Title\n2021-03-15,Ada,X\n", "plan.txt")


def test_headings_stand_below_lines_of_titles():
    found = one("Seminar plan,,\n,,\nDate,Speaker,Title\n2021-03-15,Ada Roe,Ideals\n")
    assert (found.record["title"], found.line) == ("Ideals", 4)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
)
def test_letters_arrive_in_whatever_encoding(encoding):
    text = "Datum;Zeit;Referent;Titel\n2021-03-15;14 Uhr;Jürgen Groß;Körper – ganz\n"
    found = read(text.encode(encoding))
    assert found.talks[0].record["title"] == "Körper – ganz"
    assert [doubt.code for doubt in found.doubts] == ["encoding"] * (
        encoding == "cp1252"
    )


def test_a_cell_may_have_lines_and_the_line_of_its_row_is_right():
    text = (
        'Date,Speaker,Abstract\n2021-03-15,Ada Roe,"One ""line"".\n\nAnother."\n'
        "2021-03-22,Ben Lim,\n"
    )
    first, second = read(text).talks
    assert first.record["abstract"] == 'One "line".\n\nAnother.'
    assert (first.line, second.line) == (2, 5)


@pytest.mark.parametrize(
    ("cells", "day_first", "month"),
    [
        (["3/4/2021", "13/4/2021"], None, 4),
        (["3/4/2021", "4/13/2021"], None, 3),
        (["3/4/2021"], True, 4),
        (["3/4/2021"], False, 3),
    ],
)
def test_the_order_of_day_and_month_is_proved_or_said(cells, day_first, month):
    rows = "\n".join(f"{cell},Ada Roe,T{cell}" for cell in cells)
    talks = read(f"Date,Speaker,Title\n{rows}", day_first=day_first).talks
    day = talks[0].moment.day
    assert isinstance(day, date)
    assert day.month == month


@pytest.mark.parametrize(
    "cells", [["3/4/2021"], ["3/13/2021", "13/3/2021", "3/4/2021"]]
)
def test_an_order_that_nothing_proves_is_open(cells):
    rows = "\n".join(f"{cell},Ada Roe,T{cell}" for cell in cells)
    found = read(f"Date,Speaker,Title\n{rows}").talks[-1]
    assert found.moment.day is None
    assert found.doubts


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Date", "2021-03-15 14:00-15:30"),
        ("Date,Time", "2021-03-15,14:00-15:30"),
        ("Date,Start,End", "2021-03-15,14:00,15:30"),
        ("Date,Start,End", "2021-03-15,2:00 p.m.,3:30 p.m."),
        ("Day,Date,Time", "Monday,15 March 2021,2-3:30pm"),
        (",Date,Time", "Monday,15 March 2021,2-3:30pm"),
    ],
)
def test_day_and_hours_stand_in_one_column_or_in_several(headings, cells):
    found = one(f"{headings},Speaker\n{cells},Ada Roe\n")
    assert found.moment.day == date(2021, 3, 15)
    assert (found.moment.time, found.moment.end) == (time(14), time(15, 30))


def test_a_weekday_that_disagrees_is_a_doubt():
    found = one("Day,Date,Speaker\nTuesday,15 March 2021,Ada Roe\n")
    assert any("Monday" in doubt.text for doubt in found.doubts)
    assert found.doubts[0].line == 2


@pytest.mark.parametrize(
    ("cell", "zone", "letters"),
    [
        ("Europe/Paris", "Europe/Paris", None),
        ("EST", None, "EST"),
        ("here", None, "here"),
    ],
)
def test_a_zone_of_its_own_is_taken_and_letters_stay_letters(cell, zone, letters):
    found = one(f"Date,Time,Timezone,Speaker\n2021-03-15,14:00,{cell},Ada Roe\n")
    assert (found.moment.zone, found.moment.abbreviation) == (zone, letters)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ada Roe", ["Ada Roe"]),
        ('"Roe, Ada"', ["Ada Roe"]),
        ('"Ada Roe, Ben Lim, Cy Moe"', ["Ada Roe", "Ben Lim", "Cy Moe"]),
        ("Ada Roe; Ben Lim", ["Ada Roe", "Ben Lim"]),
        ("Ada Roe | Ben Lim", ["Ada Roe", "Ben Lim"]),
        ('"Ada Roe\nBen Lim"', ["Ada Roe", "Ben Lim"]),
        ("Ada Roe (Uni A); Ben Lim (Uni B)", ["Ada Roe", "Ben Lim"]),
        ('"Ada Roe, Uni A"', ["Ada Roe"]),
    ],
)
def test_a_cell_may_name_several_people(cell, names):
    people = one(f"Date,Speaker\n2021-03-15,{cell}\n").record["speakers"]
    assert [person["name"] for person in people] == names
    if "Uni" in cell:
        assert people[0]["affiliation"] == "Uni A"


def test_affiliations_go_with_the_speakers_in_their_order():
    found = one("Date|Speaker|Affiliation\n2021-03-15|Ada Roe; Ben Lim|Uni A; Uni B\n")
    assert [one["affiliation"] for one in found.record["speakers"]] == [
        "Uni A",
        "Uni B",
    ]


def test_given_and_family_names_may_have_columns_of_their_own():
    found = one("Date,First name,Last name,Email\n2021-03-15,Ada,Roe,ada@example.org\n")
    assert found.record["speakers"] == [{"name": "Ada Roe", "email": "ada@example.org"}]


@pytest.mark.parametrize(
    ("status", "title", "said"),
    [
        ("Cancelled", "Ideals", "cancelled"),
        ("abgesagt", "Ideals", "cancelled"),
        ("confirmed", "Ideals", "confirmed"),
        ("done", "Ideals", None),
        ("", "CANCELLED: Ideals", "cancelled"),
        ("", "Ideals (postponed)", "postponed"),
    ],
)
def test_whether_a_talk_takes_place_is_in_a_column_or_in_its_title(status, title, said):
    found = one(f"Date,Speaker,Title,Status\n2021-03-15,Ada Roe,{title},{status}\n")
    assert found.record.get("status") == said
    assert found.record["title"] == "Ideals"


@pytest.mark.parametrize(
    "title",
    [
        "No seminar",
        "Spring break",
        "Ferien",
        "Osterferien",
        "Pas de séminaire",
        "free slot",
    ],
)
def test_what_is_no_talk_is_skipped_and_said(title):
    found = read(
        f"Date,Speaker,Title\n2021-03-15,,{title}\n2021-03-22,Ada Roe,Ideals\n"
    )
    assert len(found.talks) == 1
    assert [(one.line, one.code) for one in found.skipped] == [(2, "no-talk")]


def test_a_talk_about_holidays_is_a_talk():
    assert not no_talk(
        {"title": "Holidays in ancient Rome", "speakers.name": "Ada Roe"}
    )
    assert not no_talk({"title": "Free groups", "speakers.name": "Ada Roe"})
    assert not no_talk({"title": "Free groups"})


def test_of_the_answers_to_a_form_the_latest_of_each_speaker_counts():
    found = read(
        "Timestamp,Your full name,Title of your talk,Date\n"
        "1/5/2026 10:11:12,Ada Roe,First thoughts,2026-03-02\n"
        "1/6/2026 9:00:00,Ben Lim,Rings,2026-03-09\n"
        "1/5/2026 11:00:00,ada roe,Second thoughts,2026-03-02\n"
    )
    assert [one.record["title"] for one in found.talks] == ["Second thoughts", "Rings"]
    assert [(one.line, one.code) for one in found.skipped] == [(2, "answered-again")]


def test_an_address_in_the_place_is_where_to_join():
    found = one("Date,Speaker,Where\n2021-03-15,Ada Roe,Zoom https://zoom.us/j/123\n")
    assert found.record["link"] == "https://zoom.us/j/123"
    assert found.record["location"] == "Zoom"


def test_the_page_of_a_talk_and_its_number_are_where_it_comes_from():
    found = one("ID,Date,Speaker,URL\n17,2021-03-15,Ada Roe,https://example.org/17\n")
    assert (found.origin.id, found.origin.url) == ("17", "https://example.org/17")


def test_columns_that_are_not_taken_are_named():
    (doubt,) = read("Date,Time,Speaker,Coffee\n2021-03-15,14:00,Ada Roe,yes\n").doubts
    assert doubt.text == "columns that are not taken over: Coffee"


def test_a_formula_is_not_worked_out_and_that_is_said():
    found = read('Date,Speaker,Title\n2021-03-15,Ada Roe,"=CONCAT(A1;""x"")"\n')
    assert "title" not in found.talks[0].record
    assert found.doubts[0].code == "formula"


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Plan of the term"])
    sheet.append(["Date", "Time", "Speaker", "Title", "Room"])
    sheet.append([date(2021, 3, 15), time(16, 15), "Ada Roe", "Ideals", 12])
    half_past_two = datetime(2021, 3, 22, 14, 30)  # noqa: DTZ001 - as in a cell
    sheet.append([half_past_two, None, "Ben Lim", "=A1", 12])
    hidden = book.create_sheet("Old")
    hidden.append(["Date", "Speaker"])
    hidden.append(["2020-01-01", "Cy Moe"])
    hidden.sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_workbook_has_days_and_hours_of_its_own():
    found = table.read(workbook(), "plan.xlsx", Given())
    first, second = found.talks
    assert (first.moment.day, first.moment.time) == (date(2021, 3, 15), time(16, 15))
    assert (second.moment.day, second.moment.time) == (date(2021, 3, 22), time(14, 30))
    assert first.record["location"] == "12"
    assert "title" not in second.record
    assert [(one.code, one.line) for one in found.doubts] == [("formula", 4)]


@pytest.mark.parametrize("length", [30, 500, 2000])
def test_a_workbook_cut_short_is_said(length):
    with pytest.raises(AnnouncerError, match=r"damaged|cannot be read"):
        table.read(workbook()[:length] + b"xl/workbook.xml", "a.xlsx", Given())


def test_a_workbook_that_would_fill_the_memory_is_refused():
    import zipfile  # noqa: PLC0415 - of this test alone

    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 210 * 1024 * 1024)
    with pytest.raises(AnnouncerError, match="unpacks to 210 MB"):
        table.read(written.getvalue(), "a.xlsx", Given())


@pytest.mark.parametrize(
    "text",
    [
        "Dear all,\nwe meet, as ever, on Monday.\n",
        '{"a": 1}',
        "",
        "<html>",
        "a: 1\nb: 2\n",
    ],
)
def test_what_is_no_table_is_not_taken_for_one(text):
    assert not table.recognises(text.encode(), "mail.txt")
