"""Pages with tables: each row is a talk, whatever else the page holds."""

import pytest

from announcer.importers import table
from announcer.importers.endtags import with_end_tags
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


KNOTS = [
    ("Knots", "Ada Roe", "2027-02-03 15:00:00 Room 101"),
    ("Links and more", "Bob Low", "2027-02-10 15:00:00 Room 101"),
]
CELLS = [
    ("Date", "Speaker", "Title"),
    ("Feb 3", "Ada Roe (MIT)", "Knots"),
    ("Feb 10", "Bob Low (Yale)", "Links and more"),
]


def laid_out(row: str, cell: str) -> str:
    rows = (row.format("".join(map(cell.format, one))) for one in CELLS)
    return f"<table>{''.join(rows)}</table>"


@pytest.mark.parametrize(
    "page",
    [
        laid_out("<tr>{}", "<td>{}\n"),
        laid_out("<TR>{}\n", "<TD>{}"),
        f"<table><tr><td>Menu<td>{laid_out('<tr>{}', '<td>{}')}</table>",
        f"<table><tr><td>{laid_out('<tr>{}</tr>', '<td>{}</td>')}</td></tr></table>",
        laid_out("<tr>{}", "<td><table><tr><td>{}</table>"),
    ],
    ids=["no end tags", "in capitals", "in a frame", "alone in a frame", "in cells"],
)
def test_tables_without_end_tags_or_in_each_other_are_read_by_rows(page):
    assert told(read(page)) == KNOTS


def test_a_table_in_a_cell_of_a_table_with_headings_is_the_text_of_the_cell():
    inner = "<table><tr><td>Ada Roe</td><td>MIT</td></tr></table>"
    found = told(read(MARCH.replace("Eve Fay (Yale)", inner)))
    assert [name for _, name, _ in found] == ["Ada Roe", "Gil Hay"]


@pytest.mark.parametrize(
    ("page", "ended"),
    [
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</ul>"),
        ("<li>a<ul><li>b</ul><li>c", "<li>a<ul><li>b</ul></li><li>c"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dl>"),
        ("<p>a<p>b<div>c</div>", "<p>a</p><p>b</p><div>c</div>"),
        ("<td><p>a<td>b", "<td><p>a</td><td>b"),
        ("<!-- <p> --><p>a<script>'<p>'</script>b", None),
        ("<p>a</p><p>b <i>c</i></p>", None),
    ],
)
def test_an_end_tag_that_may_be_left_out_is_put_in(page, ended):
    assert with_end_tags(page) == (ended or page)
