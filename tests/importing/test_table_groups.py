"""What the rows of a table and the lines around it leave to each row."""

from __future__ import annotations

from datetime import date, time

import pytest

from announcer.importers import Given, Shipment, table


def read(text: str) -> Shipment:
    return table.read(text.encode(), "plan.csv", Given())


def days(text: str) -> list[object]:
    return [one.moment.day for one in read(text).talks]


def test_a_day_in_the_first_row_of_a_group_holds_for_those_below():
    shipment = read(
        "Date,Time,Speaker\nMon 4 May 2026 9:00,9:00,Ada Roe\n,10:30,Ben Lim\n"
        "2026-05-05,9:00,Cy Moe\n,14:00,Eve Fox\n"
    )
    assert [one.moment.day for one in shipment.talks] == [
        *(date(2026, 5, 4),) * 2,
        *(date(2026, 5, 5),) * 2,
    ]
    assert "lines 3 and 5" in shipment.doubts[0].text


def test_a_row_with_a_day_alone_is_the_heading_of_its_group():
    text = (
        "Time,Speaker,Title\n7 May 2026,,\n9:00,Ada Roe,Trees\n11:00,,Coffee\n"
        "8 May 2026,,\n9:00,Ben Lim,Leaves\n"
    )
    assert days(text) == [date(2026, 5, 7), date(2026, 5, 8)]


def test_a_row_without_any_hour_takes_no_day_from_above():
    """Its day is not known yet."""
    assert days("Date,Time,Speaker\n2026-05-04,9:00,Ada Roe\n,,Ben Lim\n")[1] is None


@pytest.mark.parametrize(
    ("row", "day"),
    [
        (",14:00,Ben Lim,B1", None),
        (",13:00,Ben Lim,B2", None),
        (",14:00,Ben Lim,B2", date(2026, 5, 4)),
        (",15:30,Ben Lim,B1", date(2026, 5, 4)),
    ],
)
def test_a_talk_at_the_hour_of_the_one_above_waits_for_a_day_of_its_own(row, day):
    """Unless it is in another room; lists end with talks whose day is open."""
    head = "Date,Time,Speaker,Room\n2026-05-04,14:00,Ada Roe,B1"
    assert days(f"{head}\n{row}\n")[1] == day


@pytest.mark.parametrize(
    ("above", "row", "day"),
    [
        ("Kolloquium Sommersemester 2026", "14.4.,14:00", date(2026, 4, 14)),
        ("Séminaire 2025-2026", "15 janvier,14:00", date(2026, 1, 15)),
        ("Séminaire 2025/26", "6 novembre,14:00", date(2025, 11, 6)),
        ("Wintersemester 2025", "15. Januar,14:00", date(2026, 1, 15)),
        ("Updated 3 March 2026", "5 May,14:00", date(2026, 5, 5)),
        ("Stand: Dezember 2025", "15. Januar,14:00", date(2026, 1, 15)),
        ("Our seminar, founded 2004", "5 May,14:00", (5, 5)),
        ("Every Monday in Room 2024", "5 May,14:00", (5, 5)),
    ],
)
def test_the_lines_above_say_the_year(above, row, day):
    assert days(f"{above},\n,\nDate,Time,Speaker\n{row},Ada Roe\n") == [day]


def test_a_heading_says_the_year():
    assert days("Datum 2026,Name\n4. März,Ada Roe\n") == [date(2026, 3, 4)]


def test_the_year_goes_on_where_the_rows_do():
    rows = "Oct 16,Ada Roe\nDec 11,Ben Lim\nJan 15,Cy Moe"
    assert days(f"Talks of 2025,\nDate,Speaker\n{rows}\n") == [
        date(2025, 10, 16),
        date(2025, 12, 11),
        date(2026, 1, 15),
    ]


def test_rows_that_stand_in_no_order_begin_no_new_year():
    rows = "Dec 11,Ada Roe\nMar 5,Ben Lim\nOct 1,Cy Moe\nJan 15,Eve Fox"
    years = {one.year for one in days(f"Talks of 2025,\nDate,Speaker\n{rows}\n")}  # type: ignore[attr-defined]
    assert years == {2025}


def test_each_term_in_a_row_of_its_own_has_its_year():
    text = (
        "Datum;Name\nSommersemester 2025;\n05.05.;Ada Roe\n"
        "Wintersemester 2025/26;\n03.11.;Ben Lim\n12.01.;Cy Moe\n"
    )
    assert days(text) == [date(2025, 5, 5), date(2025, 11, 3), date(2026, 1, 12)]


@pytest.mark.parametrize(
    "lines",
    [
        ("Alle Vorträge beginnen um 16:15 Uhr in Hörsaal 3.", ""),
        ("", "Alle Vorträge beginnen um 16:15 Uhr in Hörsaal 3."),
    ],
)
def test_hour_and_place_of_all_stand_above_the_table_or_below(lines):
    above, below = lines
    text = f"{above};;\nDatum;Name;Titel\n5.3.2026;Ada Roe;Bäume\n;;\n{below};;\n"
    (found,) = read(text).talks
    assert (found.moment.time, found.record["location"]) == (time(16, 15), "Hörsaal 3")


def test_remarks_and_sums_below_a_table_are_no_talks():
    shipment = read(
        "Speaker,Title,Date\nAda Roe,Trees*,2026-03-05\n* in English,,\nTotal,1 talk,\n"
    )
    assert [one.record["title"] for one in shipment.talks] == ["Trees"]
    assert "stands alone" in shipment.skipped[0].text


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ("2026-03-12,14:00,TBA,TBA,Room 4", 2),
        ("2026-03-12,14:00,à confirmer,,", 2),
        ("2026-03-12,14:00,,A definir,", 2),
        ("2026-03-12,,TBA,TBA,", 1),
        ("2026-03-12,14:00,,,Room 4", 1),
        ("2026-03-12,14:00,,Faculty outing - no talk,", 1),
        ("2026-03-12,14:00,,No EcoLunch (spring break),", 1),
        ("2026-03-12,11:00,,Coffee,", 1),
    ],
)
def test_a_talk_of_which_only_the_hour_is_known_is_one_to_come(cells, count):
    """What says nothing at all is a free slot, as are breaks."""
    row = "2026-03-05,14:00,Ada Roe,Trees,Room 4"
    text = f"Date,Time,Speaker,Title,Room\n{row}\n{cells}\n"
    assert len(read(text).talks) == count


def test_a_talk_without_an_hour_among_others_that_have_one_is_a_doubt():
    head, rows = (
        "Date,Time,Speaker",
        ("2026-03-05,14:00,Ada Roe", "2026-03-12,,Ben Lim"),
    )
    first, second = read("\n".join((head, *rows))).talks
    assert not first.doubts
    assert "no time of day" in second.doubts[0].text
    assert not read("\n".join((head, rows[1]))).talks[0].doubts


def test_where_no_talk_has_an_hour_that_is_said_once():
    rows = ("2026-03-05,Ada Roe,", "2026-03-12,Ben Lim,", "2026-03-19,Cy Moe,cancelled")
    found = read("\n".join(("Date,Speaker,Status", *rows)))
    (doubt,) = found.doubts
    assert "no time of day is said of any talk here" in doubt.text
    assert not any(one.doubts for one in found.talks)


@pytest.mark.parametrize("status", ["cancelled", "abgesagt", "reporté"])
def test_a_talk_that_is_off_needs_no_hour(status):
    text = f"Date,Speaker,Status\n2026-03-05,Ada Roe,{status}\n"
    assert not read(text).doubts


@pytest.mark.parametrize(
    ("line", "zone", "letters"),
    [
        ("All times are in UTC", "UTC", None),
        ("Alle Zeiten in MEZ", None, "MEZ"),
        ("Hours at MIT: ask the desk", None, None),
    ],
)
def test_a_line_beside_a_table_says_the_zone_of_all_its_hours(line, zone, letters):
    text = f"{line},\nDate,Time,Speaker\n2026-01-15,14:00,Ada Roe\n"
    (found,) = read(text).talks
    assert (found.moment.zone, found.moment.abbreviation) == (zone, letters)
