"""What single cells of tables say of people, titles, places and hours."""

from __future__ import annotations

from datetime import date, time

import pytest

from announcer.importers import Found, Given, datafile, table
from announcer.importing import settle

ROE, LIM = {"name": "Ada Roe"}, {"name": "Ben Lim"}
ROE_A, LIM_B = {**ROE, "affiliation": "Uni A"}, {**LIM, "affiliation": "Uni B"}


def only(text: str) -> Found:
    (found,) = table.read(text.encode(), "plan.csv", Given()).talks
    return found


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("Ada Roe\nUni A", [ROE_A]),
        ("Ada Roe\nInst. of Trees\nUni A", [{**ROE, "affiliation": "Inst. of Trees, Uni A"}]),  # noqa: E501
        ("Ada Roe, Uni A\nBen Lim, Uni B", [ROE_A, LIM_B]),
        ("Ada Roe\nUni A\nBen Lim\nUni B", [ROE_A, LIM_B]),
        ("Ada Roe; Uni A", [ROE_A]),
        ("Ada Roe [Uni A]", [ROE_A]),
        ("Ada Roe (she/her), Uni A", [ROE_A]),
        ("Roe, Ada (Uni A)", [ROE_A]),
        ("De Angelis-Krupp, Ada", [{"name": "Ada De Angelis-Krupp"}]),
        ("van den Berg, Jan", [{"name": "Jan van den Berg"}]),
        ("ROE Ada", [{"name": "Ada ROE"}]),
        ("Ada Roe (Uni A) + Ben Lim (Uni B)", [ROE_A, LIM_B]),
        ("Ada Roe, Ben Lim (both Uni A)", [ROE_A, {**LIM, "affiliation": "Uni A"}]),
        ("Ada Roe, Ben Lim and Cy Moe", [ROE, LIM, {"name": "Cy Moe"}]),
        ("Ada Roe – Uni A, Oslo", [{**ROE, "affiliation": "Uni A, Oslo"}]),
        ("Mag. Ada Roe, MA", [ROE]),
        ("Jun Lim (Uni B)", [{"name": "Jun Lim", "affiliation": "Uni B"}]),
        ("<b>Ada Roe</b> (Uni A)", [ROE_A]),
    ],
)  # fmt: skip
def test_a_cell_says_who_speaks_and_where_from(cell, people):
    found = only(f"Date,Speaker,Title\n2026-03-05,{quoted(cell)},Trees")
    assert found.record["speakers"] == people


def test_people_in_columns_of_their_own_have_homes_of_their_own():
    head = "Date,Speaker 1,Affil 1,Speaker 2,Affil 2"
    found = only(f"{head}\n2026-03-05,Ada Roe,Uni A,Ben Lim,Uni B")
    assert found.record["speakers"] == [ROE_A, LIM_B]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Talk", "Ada Roe (Uni A): Counting trees"),
        ("Talk", "Ada Roe, Uni A: “Counting trees”"),
        ("Talk", "Ada Roe (Uni A)\nCounting trees"),
        ("Talk", "Ada Roe\nUni A\nCounting trees"),
        ("Vortrag", "Counting trees (Ada Roe, Uni A)"),
        ("Event", "Seminar: Ada Roe (Uni A), Counting trees"),
        ("Event", "Counting trees by Ada Roe (Uni A)"),
        ("Subject", "Seminar: Ada Roe (Uni A) - Counting trees"),
        ("Speaker and title", "Ada Roe (Uni A), Counting trees"),
    ],
)
def test_one_cell_may_say_who_speaks_and_on_what(heading, cell):
    record = only(f"Date,{heading}\n2026-03-05,{quoted(cell)}").record
    assert (record["title"], record["speakers"]) == ("Counting trees", [ROE_A])


def test_the_text_of_an_event_is_read_like_that_of_a_calendar():
    """Programs for mail and calendars write such tables."""
    text = "Speaker: Ada Roe (Uni A)\nJoin: https://uni.zoom.us/j/91234567890"
    head = "Subject,Start Date,Start Time,Description"
    record = only(f"{head}\nTrees,3/19/2026,2:00:00 PM,{quoted(text)}").record
    assert record == {
        "title": "Trees",
        "speakers": [ROE_A],
        "link": "https://uni.zoom.us/j/91234567890",
    }


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ("2026-03-05,14:00,Ada Roe (cancelled),B12", "cancelled"),
        ("2026-03-05,14:00,Ada Roe - POSTPONED,B12", "postponed"),
        ("2026-03-05,cancelled,Ada Roe,B12", "cancelled"),
        ("2026-03-05,14:00,Ada Roe,abgesagt", "cancelled"),
        ("CANCELLED 2026-03-05,14:00,Ada Roe,B12", "cancelled"),
    ],
)
def test_any_cell_may_say_that_a_talk_is_off(cells, status):
    record = only(f"Date,Time,Speaker,Room\n{cells}").record
    assert (record["status"], record["speakers"]) == (status, [ROE])


@pytest.mark.parametrize(
    ("heading", "cell", "status"),
    [
        ("Confirmed?", "yes", None),
        ("Confirmed?", "tentative", "tentative"),
        ("Confirmed?", "CANCELLED", "cancelled"),
        ("Cancelled?", "x", "cancelled"),
        ("Cancelled?", "", None),
        ("Status", "unter Vorbehalt", "tentative"),
    ],
)
def test_whether_a_talk_is_sure_has_a_column(heading, cell, status):
    found = only(f"Date,Speaker,{heading}\n2026-03-05,Ada Roe,{cell}")
    assert found.record.get("status") == status


@pytest.mark.parametrize(
    ("cell", "place", "link"),
    [
        ("B12 / https://uni.zoom.us/j/91234567890", "B12", True),
        ("https://uni.zoom.us/j/91234567890", None, True),
        ("B12\nBotany", "B12, Botany", False),
        ("Zoom", "Zoom", False),
    ],
)
def test_a_place_is_a_room_or_an_address_or_both(cell, place, link):
    record = only(f"Date,Speaker,Room / link\n2026-03-05,Ada Roe,{quoted(cell)}").record
    assert (record.get("location"), "link" in record) == (place, link)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("March 5, 2026 2:00 PM → 3:00 PM", "14:00", "15:00"),
        ("March 5, 2026 2:00 PM (GMT+1) → 3:00 PM", "14:00", "15:00"),
        ("quinta-feira, 5 de março de 2026, 14h", "14:00", None),
        ("05/03/26 (jeudi) 14h-15h", "14:00", "15:00"),
    ],
)
def test_hours_beside_a_day_are_no_lengths(cell, start, end):
    moment = only(f"Date,Speaker\n{quoted(cell)},Ada Roe").moment
    clock = moment.time or (moment.instant and moment.instant.time())
    assert f"{clock:%H:%M}" == start
    assert (f"{moment.end:%H:%M}" if moment.end else None) == end
    assert moment.duration is None


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("UTC+01:00 Madrid", "Europe/Madrid"),
        ("GMT+2 (Jerusalem)", "Asia/Jerusalem"),
        ("UTC+1", None),
    ],
)
def test_an_offset_in_a_column_for_the_zone_is_an_instant(words, zone):
    (found,) = table.read(
        f'Date,Time,Timezone,Title\n2026-02-03,15:00,"{words}",Owls\n'.encode(),
        "plan.csv",
        Given(),
    ).talks
    assert found.moment.instant is not None
    assert f"{found.moment.instant:%H:%M}" == "15:00"
    assert found.moment.zone == zone
    assert not found.doubts


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("(UTC+01:00) Amsterdam, Berlin, Bern", "Europe/Amsterdam"),
        ("(GMT+09:00) Osaka, Sapporo, Tokyo", "Asia/Tokyo"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
    ],
)
def test_the_zones_of_windows_name_their_winter_all_year_around(words, zone):
    """In summer the clock on the wall counts, and not the offset in the brackets."""
    (found,) = table.read(
        f'Date,Time,Timezone,Title\n2026-07-03,15:00,"{words}",Owls\n'.encode(),
        "plan.csv",
        Given(),
    ).talks
    settled = settle(found, "plan.csv", Given(), None, date(2026, 6, 1))
    assert settled.timing.zone == zone
    assert f"{settled.timing.start:%H:%M}" == "15:00"
    assert not found.doubts


def test_an_offset_that_the_city_beside_it_does_not_have_then_is_doubted():
    (found,) = table.read(
        b"Date,Time,Timezone,Title\n2026-07-03,15:00,UTC+01:00 Madrid,Owls\n",
        "plan.csv",
        Given(),
    ).talks
    assert found.moment.zone is None
    assert [one.code for one in found.doubts] == ["offset"]


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Madrid", "Europe/Madrid"),
        ("hora peninsular", "Europe/Madrid"),
        ("deutsche Zeit", "Europe/Berlin"),
        ("heure de Paris", "Europe/Paris"),
        ("שעון ישראל", "Asia/Jerusalem"),
        ("Europe/Rome (CET)", "Europe/Rome"),
    ],
)
def test_words_in_a_column_for_the_zone_name_it(words, zone):
    (found,) = table.read(
        f"Date,Time,Timezone,Title\n2026-02-03,15:00,{words},Owls\n".encode(),
        "plan.csv",
        Given(),
    ).talks
    assert found.moment.zone == zone


@pytest.mark.parametrize("words", ["Somewhere nice", "UTC+99:00 Madridd"])
def test_words_for_a_zone_that_nobody_understands_are_said(words):
    (found,) = table.read(
        f"Date,Time,Timezone,Title\n2026-02-03,15:00,{words},Owls\n".encode(),
        "plan.csv",
        Given(),
    ).talks
    (doubt,) = found.doubts
    assert f"`{words}` is not understood" in doubt.text


def test_an_offset_that_no_clock_has_is_no_crash():
    (found,) = table.read(
        b"Date,Title\n2026-02-03 15:00 UTC+99,Owls\n", "plan.csv", Given()
    ).talks
    assert found.moment.instant is None


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("(Room 305) 10/15/2026, 1:00 PM - 3:00 PM", "Room 305"),
        ("Donnerstag, 15.10.2026, 14 Uhr, Hörsaal 3", "Hörsaal 3"),
        ("jeudi 15 octobre 2026 à 14h, salle Turing", "salle Turing"),
        ("15/10/2026 ore 14, Aula Magna", "Aula Magna"),
        ("15 October 2026 via Zoom", None),
        ("15 October 2026, 2 pm CET", None),
    ],
)
def test_a_room_beside_the_day_is_where_it_is(cell, place):
    text = f'Date,Speaker,Title\n"{cell}",Ada Roe,Owls\n'
    (found,) = table.read(text.encode(), "plan.csv", Given()).talks
    data = f'- title: Owls\n  speaker: Ada Roe\n  date: "{cell}"\n'
    (same,) = datafile.read(data.encode(), "talks.yaml", Given()).talks
    assert found.record.get("location") == same.record.get("location") == place
    assert str(same.moment.day) == "2026-10-15"


@pytest.mark.parametrize("hour", ["16,15 Uhr", "16,15", "16,15 h", "16.15", "16h15"])
def test_a_field_for_the_time_knows_every_sign_before_the_minutes(hour):
    found = only(f'Date,Time,Speaker,Title\n2026-03-04,"{hour}",Ada Roe,Trees\n')
    assert found.moment.time == time(16, 15)
    assert not found.doubts


def test_an_hour_that_may_be_a_decimal_is_doubted():
    found = only('Date,Time,Speaker,Title\n2026-03-04,"16,25",Ada Roe,Trees\n')
    assert found.moment.time == time(16, 25)
    assert [one.code for one in found.doubts] == ["decimal"]


def test_a_time_that_is_not_understood_is_not_said_to_be_missing():
    shipment = table.read(
        b"Date,Time,Speaker,Title\n2026-03-04,16:15,Ada Roe,Trees\n"
        b"2026-03-11,after tea,Ben Lim,Roots\n2026-03-18,TBA,Jan Eck,Twigs\n",
        "plan.csv",
        Given(),
    )
    said = [[one.text for one in found.doubts] for found in shipment.talks]
    assert said == [
        [],
        ["the time `after tea` is not understood"],
        ["no time of day is said here, and others have one"],
    ]
    text = b"- {title: Trees, speaker: Ada Roe, date: 2026-03-04, time: after tea}"
    (found,) = datafile.read(text, "a.yaml", Given()).talks
    assert [one.code for one in found.doubts] == ["time-unread"]
