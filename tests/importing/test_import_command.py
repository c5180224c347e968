"""announcer import: what it shows, what it writes, and what it leaves alone."""

from __future__ import annotations

import csv
import io
import json
import random
import string
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from announcer import disk, importing
from announcer.errors import AnnouncerError
from announcer.importers import Found, Given, Moment, Origin, Shipment
from announcer.importing import Fate, Goal, Source
from announcer.record import Amendment, read_site
from tests.examples import examples

NOW = "2021-03-01"
SHEET = """\
Date,Time,Speaker,Affiliation,Title,Room
2021-03-15,14:00-15:00,Ada Roe,Uni A,Ideals,B12
2021-03-22,,Ben Lim,Uni B,Rings,B12
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_text(SHEET)
    return path


def files(project: Path) -> dict[str, str]:
    talks = project / "talks"
    return {
        path.relative_to(talks).as_posix(): path.read_text()
        for path in sorted(talks.rglob("*.*"))
    }


def importer(run: Any, project: Path) -> Any:
    def run_import(*words: object) -> Any:
        return run("-C", project, "--now", NOW, "import", *words)

    return run_import


def test_without_write_the_records_are_shown_and_nothing_changes(run, project, sheet):
    before = files(project)
    ran = importer(run, project)(sheet)
    assert ran.status == 0
    assert "new       talks/wilks/2021-03-15-roe.yaml  Ada Roe: Ideals" in ran.out
    assert "+speaker: Ada Roe (Uni A)" in ran.out
    assert "Nothing is written yet" in ran.err
    assert files(project) == before


def test_with_write_each_talk_has_a_record_named_as_new_names_it(run, project, sheet):
    ran = importer(run, project)(sheet, "--write")
    assert ran.status == 0
    record = files(project)["wilks/2021-03-15-roe.yaml"]
    assert "title: Ideals\nspeaker: Ada Roe (Uni A)\n" in record
    assert "date: 2021-03-15\ntime: 14:00-15:00\nlocation: B12\n" in record
    assert run("-C", project, "--now", NOW, "check").status == 0


def test_a_second_import_changes_nothing(run, project, sheet):
    importer(run, project)(sheet, "--write")
    before = files(project)
    ran = importer(run, project)(sheet, "--write")
    assert ran.status == 0
    assert ran.out.count("unchanged ") == 2
    assert files(project) == before


def test_what_changed_there_changes_here_and_comments_stay(run, project, sheet):
    importer(run, project)(sheet, "--write")
    record = project / "talks/wilks/2021-03-15-roe.yaml"
    record.write_text("# our own remark\n" + record.read_text())
    sheet.write_text(SHEET.replace("Ideals,B12", "Ideals and more,C3"))
    ran = importer(run, project)(sheet, "--write")
    assert "changed   talks/wilks/2021-03-15-roe.yaml" in ran.out
    text = record.read_text()
    assert text.startswith("# our own remark\ntitle: Ideals and more\n")
    assert "location: C3" in text


def test_a_talk_that_moved_is_known_again_by_who_speaks_on_what(run, project, sheet):
    importer(run, project)(sheet, "--write")
    sheet.write_text(SHEET.replace("2021-03-22", "2021-04-12"))
    ran = importer(run, project)(sheet, "--write")
    assert "changed   talks/wilks/2021-03-22-lim.yaml" in ran.out
    assert "date: 2021-04-12" in files(project)["wilks/2021-03-22-lim.yaml"]


def test_what_was_changed_by_hand_stays_unless_theirs_is_wanted(run, project, sheet):
    importer(run, project)(sheet, "--write")
    record = project / "talks/wilks/2021-03-15-roe.yaml"
    record.write_text(record.read_text().replace("title: Ideals", "title: Our title"))
    sheet.write_text(SHEET.replace("Ideals", "Their title"))
    ran = importer(run, project)(sheet, "--write")
    assert "title: Our title" in record.read_text()
    assert "plan.csv:2:1: warning: title was changed here and there" in ran.err
    ran = importer(run, project)(sheet, "--write", "--theirs")
    assert "title: Their title" in record.read_text()


def test_what_only_we_changed_is_kept_without_a_word(run, project, sheet):
    importer(run, project)(sheet, "--write")
    record = project / "talks/wilks/2021-03-15-roe.yaml"
    record.write_text(record.read_text().replace("title: Ideals", "title: Our title"))
    ran = importer(run, project)(sheet, "--write")
    assert "2 unchanged" in ran.err
    assert "changed here" not in ran.err


def test_a_record_written_by_hand_is_filled_in_and_keeps_what_it_says(
    run, project, sheet
):
    record = project / "talks/wilks/2021-03-15-someone.yaml"
    record.write_text(
        "title: My title\nspeaker: Ada Roe\ndate: 2021-03-15\ntime: 14:00\n"
    )
    ran = importer(run, project)(sheet, "--write")
    text = record.read_text()
    assert "title: My title" in text
    assert "location: B12" in text
    assert "title was changed here and there; yours stays" in ran.err
    assert "wilks/2021-03-15-roe.yaml" not in files(project)


def test_what_a_source_says_no_more_is_said_and_stays_unless_theirs_is_wanted(
    run, project, sheet
):
    importer(run, project)(sheet, "--write")
    record = project / "talks/wilks/2021-03-15-roe.yaml"
    sheet.write_text(SHEET.replace("Ideals,B12", "Ideals,"))
    ran = importer(run, project)(sheet, "--write")
    assert "unchanged talks/wilks/2021-03-15-roe.yaml" in ran.out
    assert "location is not given there any more" in ran.out
    assert "location: B12" in record.read_text()
    ran = importer(run, project)(sheet, "--write", "--theirs")
    assert "-location: B12" in ran.out
    assert "location: B12" not in record.read_text()
    assert "any more" not in importer(run, project)(sheet).out


def test_a_talk_that_is_there_no_more_is_said_and_stays(run, project, sheet):
    sheet.write_text(SHEET + "2021-03-29,,Cy Moe,,Fields,B12\n")
    importer(run, project)(sheet, "--write")
    sheet.write_text(
        SHEET.replace("03-22,,Ben Lim,Uni B,Rings", "03-29,,Cy Moe,,Fields")
    )
    ran = importer(run, project)(sheet, "--write")
    assert "gone      talks/wilks/2021-03-22-lim.yaml" in ran.out
    assert "announcer cancel wilks.2021-03-22-lim@talks.example.edu" in ran.out
    assert "wilks/2021-03-22-lim.yaml" in files(project)


def test_two_records_that_may_be_the_talk_are_named_and_none_is_guessed(
    run, project, sheet
):
    for name in ("one", "two"):
        (project / f"talks/wilks/2021-03-15-{name}.yaml").write_text(
            "speaker: Ada Roe\ndate: 2021-03-15\ntime: 14:00\n"
        )
    ran = importer(run, project)(sheet, "--write")
    assert ran.status == 1
    assert (
        "plan.csv:2:1: error: this may be talks/wilks/2021-03-15-one.yaml or "
        "talks/wilks/2021-03-15-two.yaml"
    ) in ran.err
    assert "wilks/2021-03-22-lim.yaml" not in files(project)


def test_nothing_is_written_while_something_is_open_unless_the_rest_is_wanted(
    run, project, sheet
):
    sheet.write_text(SHEET.replace("2021-03-22", "3/4"))
    ran = importer(run, project)(sheet, "--write")
    assert ran.status == 1
    assert "Nothing was written" in ran.err
    assert "wilks/2021-03-15-roe.yaml" not in files(project)
    ran = importer(run, project)(sheet, "--write", "--partial")
    assert ran.status == 0
    assert "wilks/2021-03-15-roe.yaml" in files(project)


def test_a_project_without_a_zone_asks_for_one(run, project, sheet):
    site = project / "talks/site.yaml"
    site.write_text(site.read_text().replace("timezone: America/New_York\n", ""))
    ran = importer(run, project)(sheet)
    assert ran.status == 1
    assert "plan.csv:2:1: error: no time zone is given" in ran.err
    assert "--timezone Europe/Berlin" in ran.err
    ran = importer(run, project)(sheet, "--timezone", "America/Chicago")
    assert ran.status == 0
    assert "+timezone: America/Chicago" in ran.out


def test_another_zone_than_that_of_the_series_stands_in_the_record(run, project, sheet):
    ran = importer(run, project)(sheet, "--timezone", "Europe/Paris")
    assert "+timezone: Europe/Paris" in ran.out
    ran = importer(run, project)(sheet, "--timezone", "America/New_York")
    assert "timezone" not in ran.out


def test_a_new_series_is_made_where_it_is_asked_for(run, project, sheet):
    ran = importer(run, project)(sheet, "--series", "algebra")
    assert ran.status == 2
    assert "--new-series makes it" in ran.err
    ran = importer(run, project)(
        sheet, "--series", "algebra", "--new-series", "--write"
    )
    assert ran.status == 0
    assert files(project)["algebra/series.yaml"] == "name: Algebra\n"
    assert "algebra/2021-03-15-roe.yaml" in files(project)


def test_several_series_are_a_question(run, project, sheet):
    (project / "talks/algebra").mkdir()
    (project / "talks/algebra/series.yaml").write_text("name: Algebra\n")
    ran = importer(run, project)(sheet)
    assert ran.status == 1
    assert "it is open which series this talk goes to" in ran.err
    assert "--series, one of algebra, wilks" in ran.err
    sheet.write_text("Series," + SHEET.replace("\n2021", "\nALGEBRA,2021"))
    assert "talks/algebra/2021-03-15-roe.yaml" in importer(run, project)(sheet).out


def test_each_series_that_the_source_names_is_made_where_that_is_asked_for(
    run, project, sheet
):
    """One that is there already is not made again, however its name is written."""
    sheet.write_text(
        "Series,Date,Time,Speaker,Title\n"
        "Number Theory,2021-03-15,14:00-15:00,Ada Roe,Ideals\n"
        "WILKS,2021-03-22,14:00-15:00,Ben Lim,Rings\n"
        "number theory,2021-03-29,14:00-15:00,Cy Moe,Fields\n"
    )
    asked = importer(run, project)(sheet, "--new-series")
    assert "+name: Number Theory" in asked.out
    ran = importer(run, project)(sheet, "--new-series", "--write")
    assert ran.status == 0, ran.err
    made = files(project)
    assert made["number-theory/series.yaml"] == "name: Number Theory\n"
    assert [path for path in made if path.endswith("series.yaml")] == [
        "number-theory/series.yaml",
        "wilks/series.yaml",
    ]
    assert "number-theory/2021-03-29-moe.yaml" in made
    again = importer(run, project)(sheet, "--new-series", "--write")
    assert "There is nothing to write." in again.err
    assert files(project) == made


def test_a_series_that_cannot_be_read_is_named_and_not_made_anew(run, project, sheet):
    folder = project / "talks/topology"
    folder.mkdir()
    (folder / "series.yaml").write_text("name: [oops\n")
    sheet.write_text("Series,Date,Speaker\nTopology,2021-03-15,Ada Roe\n")
    ran = importer(run, project)(sheet, "--new-series", "--write")
    assert ran.status == 1
    assert "its series cannot be read: talks/topology/series.yaml:" in ran.err
    assert files(project)["topology/series.yaml"] == "name: [oops\n"


def test_a_talk_of_no_series_is_not_given_one_by_new_series(run, project, sheet):
    """Where there are several, it stays a question; the others need no answer."""
    (project / "talks/algebra").mkdir()
    (project / "talks/algebra/series.yaml").write_text("name: Algebra\n")
    sheet.write_text(
        "Series,Date,Speaker\nTopology,2021-03-15,Ada Roe\n,2021-03-22,Cy Moe\n"
    )
    ran = importer(run, project)(sheet, "--new-series")
    assert ran.status == 1
    assert "plan.csv:3:1: error: it is open which series" in ran.err
    assert "talks/topology/2021-03-15-roe.yaml" in ran.out
    assert "--new-series, which makes topology" in importer(run, project)(sheet).err


def test_talks_that_name_nobody_are_given_by_whom_the_organiser_says(run, project):
    """Those that name somebody keep their speaker."""
    folder = project / "_talks"
    folder.mkdir()
    front = "---\ntitle: {}\ncollection: talks\ndate: 2026-01-{}\n{}---\nText.\n"
    (folder / "a.md").write_text(front.format("Sieves", 15, ""))
    (folder / "b.md").write_text(front.format("Nets", 16, "speaker: Ben Lim\n"))
    asked = importer(run, project)(folder)
    assert "Say it: --speaker" in asked.err
    ran = importer(run, project)(folder, "--speaker", "Ada Roe (Uni A)", "--write")
    assert (ran.status, "--speaker" in ran.err) == (0, False)
    made = files(project)
    assert "speaker: Ada Roe (Uni A)" in made["wilks/2026-01-15-roe.yaml"]
    assert "speaker: Ben Lim" in made["wilks/2026-01-16-lim.yaml"]


def test_what_is_not_taken_over_is_said_once_for_all_files(run, project):
    folder = project / "_talks"
    folder.mkdir()
    page = "---\ntitle: Trees\nspeaker: Ann {}\ndate: 2026-01-15\nprize: Gold\n---\n"
    for name in ("Roe", "Lim"):
        (folder / f"{name}.md").write_text(page.format(name))
    ran = importer(run, project)(folder)
    assert "2 sources: warning: fields that are not taken over" in ran.err
    assert ran.err.count("prize (2)") == 1


def test_json_needs_no_project_and_adds_nothing(run, tmp_path, sheet):
    ran = run("-C", tmp_path, "import", "--json", sheet)
    first, second = json.loads(ran.out)
    assert first["start"] == "2021-03-15T14:00"
    assert first["end"] == "2021-03-15T15:00"
    assert first["timezone"] is None
    assert first["speakers"] == [
        {"name": "Ada Roe", "affiliation": "Uni A", "bio": None}
    ]
    assert second["start"] == "2021-03-22"
    assert second["link"] is None
    assert second["warnings"] == ["no time of day is said here, and others have one"]


def test_standard_input_is_a_source(run, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SHEET.encode())))
    ran = run("-C", tmp_path, "import", "--json", "-")
    assert len(json.loads(ran.out)) == 2


def test_a_folder_is_one_command_and_files_of_other_kinds_are_left_alone(
    run, project, tmp_path
):
    folder = tmp_path / "_data"
    folder.mkdir()
    for number in range(3):
        text = SHEET.replace("2021-03", f"2021-0{number + 4}")
        (folder / f"{number}.csv").write_text(text)
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    ran = importer(run, project)(folder, "--write")
    assert ran.status == 0
    assert "6 new" in ran.err


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("a.pdf", b"%PDF-1.7 ..."), "is a PDF, and holds no text"),
        (("a.csv", b""), "is empty"),
        (("a.csv", b"  \n"), "is empty"),
        (("a.csv", b"just words\nand more\n"), "no row of headings"),
        (("a.xlsx", b"PK\x03\x04 xl/workbook.xml"), "damaged or cut short"),
        (("a.docx", b"PK\x03\x04 word/document.xml"), "is a packed file"),
        (("a.xls", b"\xd0\xcf\x11\xe0 ..."), "is an old Office file"),
        (("a.csv", b'Date,Title\n2021-01-01,"open\n' + b"x" * 200_000), "line 2"),
        (("a.bin", b"\0\1\2" * 50), "is a file for programs"),
    ],
)
@pytest.mark.parametrize("insist", [(), ("--from", "table")])
def test_what_cannot_be_read_is_one_message(run, project, file, said, insist):
    name, content = file
    path = project / name
    path.write_bytes(content)
    ran = importer(run, project)(path, *insist)
    assert ran.status == 1
    assert "error: " in ran.err
    assert ran.err.count("error: ") == 1
    assert name in ran.err
    assert "stumbled" not in ran.err
    if not insist:
        assert said in ran.err


def test_a_huge_file_is_not_read(run, project):
    path = project / "big.csv"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    ran = importer(run, project)(path)
    assert ran.status == 1
    assert "has 100 MB; announcer reads at most 32 MB" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Missing argument 'SOURCE...'"),
        (("x.csv", "--from", "word"), "Invalid value for '--from': 'word'"),
        (("x.csv", "--timezone", "EST"), "is an abbreviation, not a time zone"),
        (("x.csv", "--year", "21"), "not in the range"),
        (("x.csv", "--map", "none.yaml"), "does not exist"),
        (("x.csv", "--write", "--json"), "--write goes with neither"),
        (("x.csv", "--tz", "Europe/Paris"), "No such option"),
        (("x.csv", "--speaker", "TBA"), "--speaker: 'TBA' is no name"),
    ],
)
def test_what_is_typed_wrongly_is_wrong_usage(run, project, words, said):
    (project / "x.csv").write_text(SHEET)
    words = [project / one if one == "x.csv" else one for one in words]
    ran = importer(run, project)(*words)
    assert ran.status == 2
    assert said in ran.err


@pytest.mark.parametrize("name", ["nowhere.csv", "nowhere/", "ftp://x/y.csv"])
def test_what_is_not_there_is_said(run, project, name):
    ran = importer(run, project)(name)
    assert ran.status == 1
    assert "cannot read" in ran.err


def test_outside_a_project_the_way_to_one_is_named(run, tmp_path, sheet):
    folder = tmp_path / "else"
    folder.mkdir()
    ran = run("-C", folder, "import", sheet)
    assert ran.status == 1
    assert "announcer init" in ran.err


def test_a_record_that_would_be_wrong_stops_the_import(run, project, sheet):
    """On that day the clocks in New York jump over this hour."""
    sheet.write_text(SHEET.replace("2021-03-15,14:00-15:00", "2021-03-14,02:30"))
    ran = importer(run, project)(sheet, "--write")
    assert ran.status == 1
    assert "plan.csv:2:1: error: 02:30 does not exist on 2021-03-14" in ran.err


def test_what_could_not_all_be_written_is_not_written_at_all(
    run, project, sheet, monkeypatch
):
    """The disk is full after the first file."""
    importer(run, project)(sheet, "--write")
    before = files(project)
    sheet.write_text(SHEET.replace("B12", "C3"))
    replace, calls = disk.replace, []

    def failing(path, content):
        calls.append(path)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(path))
        replace(path, content)

    monkeypatch.setattr(disk, "replace", failing)
    ran = importer(run, project)(sheet, "--write")
    assert ran.status == 1
    assert "the disk is full: " in ran.err
    assert "Nothing was changed. Make room there" in ran.err
    assert files(project) == before


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(run, project, sheet):
    importer(run, project)(sheet, "--write")
    record = project / "talks/wilks/2021-03-15-roe.yaml"
    change = Amendment(
        "talks/wilks/2021-03-15-roe.yaml", b"as it was", b"as it shall be"
    )
    before = record.read_bytes()
    with pytest.raises(AnnouncerError, match="was changed by somebody else"):
        importing.write(project, [change])
    assert record.read_bytes() == before


def test_that_an_entry_was_touched_there_alone_changes_nothing(project):
    """Calendars are often exported anew, with another moment in every entry."""

    def proposed(updated: str) -> importing.Comparison:
        origin = Origin(system="ics", id="1@example.org", updated=updated)
        record = {"title": "Ideals", "speakers": [{"name": "Ada Roe"}]}
        found = Found(
            record=record, moment=Moment(day=date(2021, 3, 15)), origin=origin
        )
        read = importing.Delivery("a.ics", "ics", Shipment(talks=(found,)))
        records = read_site(project, partial=True)
        return importing.proposed(records, [read], Given(), Goal(), date(2021, 3, 1))

    importing.write(project, proposed("2021-01-01").changes)
    assert not proposed("2021-02-02").changes


def test_a_suggested_map_is_taken_as_it_is(run, project, sheet):
    sheet.write_text(SHEET.replace("Title", "Wovon"))
    ran = run("-C", project, "import", "--suggest-map", sheet)
    assert "Speaker: speakers.name\n" in ran.out
    assert "Wovon: ignore\n" in ran.out
    own = project / "map.yaml"
    own.write_text(ran.out.replace("Wovon: ignore", "Wovon: title"))
    ran = importer(run, project)(sheet, "--map", own)
    assert "+title: Ideals" in ran.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Wovon: title\n", "a column `Wovon`, which is not there"),
        ("Title: titel\n", ""),
        ("Title: titled\n", "Did you mean title?"),
    ],
)
def test_a_map_that_fits_nothing_is_said(run, project, sheet, text, said):
    own = project / "map.yaml"
    own.write_text(f"Speaker: speaker\nDate: date\n{text}")
    ran = importer(run, project)(sheet, "--map", own)
    assert (ran.status == 1) == bool(said)
    assert said in ran.err


WORDS = st.text(
    string.ascii_letters + string.digits + " :#'\"äß-,$&", min_size=1, max_size=20
)
ROWS = st.lists(
    st.tuples(
        st.dates(
            min_value=date(2000, 1, 1),
            max_value=date(2030, 12, 31),
        ),
        st.sampled_from(["", "9:00", "14:00-15:30", "16:15"]),
        WORDS,
        WORDS,
        WORDS,
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=examples(10))
@given_by(rows=ROWS, seed=st.integers())
def test_no_second_import_of_any_table_changes_anything(rows, seed, tmp_path_factory):
    """Whatever the first one wrote, and in whatever order rows stand."""
    folder = tmp_path_factory.mktemp("any")
    (folder / "talks/s").mkdir(parents=True)
    (folder / "talks/site.yaml").write_text(
        "title: T\nurl: https://t.example.edu\nid: t\ntimezone: Europe/Berlin\n"
    )
    (folder / "talks/s/series.yaml").write_text("name: S\ntime: 12:30\n")

    def proposed(order):
        text = io.StringIO()
        rows_of = csv.writer(text, delimiter="\t")
        rows_of.writerow(["Date", "Time", "Speaker", "Title", "Room"])
        rows_of.writerows(order)
        source = Source("t.tsv", text.getvalue().encode())
        given = Given()
        read = importing.read(source, given, "table")
        assert read is not None
        today = date(2021, 3, 1)
        records = read_site(folder, partial=True)
        return importing.proposed(records, [read], given, Goal(), today)

    found = proposed(rows)
    importing.write(folder, found.changes)
    again = list(rows)
    if len({(day, who) for day, _, who, *_ in rows}) == len(rows):
        # rows that contradict each other are read in their order
        random.Random(seed).shuffle(again)
    second = proposed(again)
    assert {one.fate for one in second.entries} <= {Fate.UNCHANGED}
    assert not second.changes
    assert len(second.entries) == len(found.entries)
