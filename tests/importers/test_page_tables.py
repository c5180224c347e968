"""Pages with tables: each row is a talk, whatever else the page holds."""

import pytest

from announcer.importers import table
from announcer.importers.found import Given, Shipment

HEADINGS = "<tr><th>Date</th><th>Speaker</th><th>Title</th></tr>"
FEBRUARY = f"""<table>{HEADINGS}
<tr><td>Feb 3</td><td>Ada Roe (MIT)</td><td>Knots</td></tr></table>"""
MARCH = f"""<table>{HEADINGS}
<tr><td rowspan="2">Mar 3</td><td>Eve Fay (Yale)</td><td>Braids</td></tr>
<tr><td>Gil Hay (Rice)</td><td>Mapping classes</td></tr></table>"""


def read(*parts: str) -> Shipment:
    page = f"""<html><body><h1>Topology Seminar, Spring 2027</h1>
<p>Wednesdays, 15:00-16:00, Room 101</p>{"".join(parts)}</body></html>""".encode()
    assert table.recognises(page, "page.html")
    return table.read(page, "page.html", Given())


def told(shipment: Shipment) -> list[tuple[str, str, str]]:
    return [
        (
            one.record["title"],
            one.record["speakers"][0]["name"],
            f"{one.moment.day} {one.moment.time} {one.record['location']}",
        )
        for one in shipment.talks
    ]


def test_all_tables_of_a_page_are_read_below_what_stands_above_the_first():
    assert told(read("<h2>Winter</h2>", FEBRUARY, "<h2>March</h2>", MARCH)) == [
        ("Knots", "Ada Roe", "2027-02-03 15:00:00 Room 101"),
        ("Braids", "Eve Fay", "2027-03-03 15:00:00 Room 101"),
        ("Mapping classes", "Gil Hay", "2027-03-03 15:00:00 Room 101"),
    ]


def test_a_cell_over_two_rows_is_of_both():
    found = told(read(MARCH))
    assert [when[:10] for _, _, when in found] == ["2027-03-03"] * 2


def test_a_table_without_headings_goes_on_with_that_above_it():
    rest = "<table><tr><td>Feb 10</td><td>Bob Low</td><td>Links</td></tr></table>"
    assert [title for title, *_ in told(read(FEBRUARY, rest))] == ["Knots", "Links"]


def test_a_table_whose_headings_are_not_known_is_left_out_and_said():
    other = (
        "<table><tr><th>Committee</th><th>Phone</th></tr>"
        "<tr><td>X. Yu</td><td>555</td></tr></table>"
    )
    found = read(FEBRUARY, other, MARCH)
    assert [title for title, *_ in told(found)][:2] == ["Knots", "Braids"]
    assert [one.code for one in found.doubts] == ["no-headings"]


@pytest.mark.parametrize("title", ["Links | chains", r"Norms \|x\| and more"])
def test_a_stroke_within_a_cell_ends_no_cell(title):
    page = FEBRUARY.replace("Knots", title)
    assert told(read(page))[0][0] == title


def test_what_is_folded_up_in_a_cell_is_what_it_is_called():
    fold = "Knots<details><summary>Abstract</summary><p>We tie.</p></details>"
    (one,) = read(FEBRUARY.replace("Knots", fold)).talks
    assert (one.record["title"], one.record["abstract"]) == ("Knots", "We tie.")
