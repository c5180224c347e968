"""Sources as strangers bring them: pages, meeting services, files that are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

PAGE = """<html><body><h1>Number Theory Seminar</h1>
<p>Wednesdays 3:00 - 4:00 pm, Room 509</p>
<table><tr><th>Date</th><th>Speaker</th><th>Title</th></tr>
<tr><td>March 10, 2021</td><td>Amy Lin (Yale)</td>
<td>Elliptic <a href="/a.pdf">curves</a>
</td></tr>
<tr><td>March 17, 2021</td><td colspan=2>No seminar (break)</td></tr>
<tr><td>March 24, 2021</td><td>Bob Ray (MIT)</td><td>Heights</td></tr>
</table></body></html>
"""
LOGIN = "<!DOCTYPE html><html><body><h1>Sign in</h1><form></form></body></html>"
EVENT = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one@example.edu
DTSTART:20210310T150000Z
DTEND:20210310T160000Z
SUMMARY:Ada Roe (Uni A): Ideals
DESCRIPTION:{}
END:VEVENT
END:VCALENDAR
"""
DIALLED = (
    "We study ideals in some detail and at length.",
    "",
    "You are invited to a scheduled Zoom meeting.",
    "Join Zoom Meeting",
    "https://uni.zoom.us/j/987654321?pwd=abc",
    "One tap mobile",
    "+13126266799\\,\\,987654321#\\,\\,\\,\\,*4711# US (Chicago)",
    "Join by SIP",
    "987654321@zoomcrc.com",
    "Or call in (audio only)",
    "Phone conference ID: 123 456 789#",
)
CAM = """<?xml version="1.0"?><list><name>Seminar</name><talk><id>1</id>
<title>{}</title><speaker>Zoe Hart (Oxford)</speaker>
<start_time>Fri, 12 Mar 2021 13:45:00 +0000</start_time>
<end_time>Fri, 12 Mar 2021 14:45:00 +0000</end_time><venue>MR13</venue></talk></list>
"""


@pytest.fixture
def take(run: Any, project: Path, tmp_path: Path) -> Any:
    """Import the bytes of a file of some name, and write what they come to."""

    def take_file(name: str, content: str | bytes) -> Any:
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(data)
        words = ("--now", "2021-03-01", "import", tmp_path / name, "--write")
        return run("-C", project, *words)

    return take_file


def test_the_table_of_a_page_is_read_by_its_headings(take, project):
    """Without the strokes between its cells, and with what stands above it."""
    ran = take("page.html", PAGE)
    assert ran.status == 0, ran.err
    text = (project / "talks/wilks/2021-03-10-lin.yaml").read_text()
    assert "title: Elliptic curves\nspeaker: Amy Lin (Yale)\n" in text
    assert "time: 15:00-16:00\nlocation: Room 509\n" in text
    assert "title: Heights" in (project / "talks/wilks/2021-03-24-ray.yaml").read_text()
    assert "`No seminar (break)` is no talk" in ran.err
    assert "2 new, 1 no talks" in ran.err


def test_the_stroke_below_the_headings_of_markdown_is_no_free_slot(take):
    table = "| Date | Who | What |\n|---|:-:|---|\n| 2021-03-10 | Ada Roe | Ideals |\n"
    ran = take("list.md", table)
    assert "1 new\n" in ran.err
    assert "free slot" not in ran.err


def test_no_number_by_which_one_dials_in_gets_into_an_abstract(take, project):
    ran = take("zoom.ics", EVENT.format("\\n".join(DIALLED)))
    text = (project / "talks/wilks/2021-03-10-roe.yaml").read_text()
    assert "abstract: We study ideals in some detail and at length." in text
    assert "link_access: members" in text
    for secret in ("4711", "zoomcrc", "123 456", "+1312", "audio only"):
        assert secret not in text
    assert "of dialling in is left out of the abstract" in ran.err


def test_a_talk_that_is_off_by_its_title_is_off_in_the_files_of_all_systems(
    take, project
):
    take("list.xml", CAM.format("Actions"))
    take("list.xml", CAM.format("CANCELLED: Actions"))
    text = (project / "talks/wilks/2021-03-12-hart.yaml").read_text()
    assert "title: Actions\n" in text
    assert "status: cancelled\n" in text


@pytest.mark.parametrize(
    "title", ["Abstract: a word", "Cancelled debts and their price", "Moving: a survey"]
)
def test_a_title_that_only_begins_so_stays_whole(take, project, title):
    take("list.xml", CAM.format(title))
    text = (project / "talks/wilks/2021-03-12-hart.yaml").read_text()
    assert title in text
    assert "status" not in text


@pytest.mark.parametrize("end", ["END:VEVENT", "END:VCALENDAR"])
def test_a_calendar_that_is_cut_short_is_said(take, end):
    whole = EVENT.format("")
    assert "cut short" not in take("whole.ics", whole).err
    ran = take("part.ics", whole[: whole.index(end)])
    assert "part.ics: warning: this calendar is cut short" in ran.err
    assert "Fetch it again; talks may be missing." in ran.err


@pytest.mark.parametrize("name", ["talks.ics", "talks.csv", "talks.json"])
def test_a_page_to_log_in_is_no_calendar_and_no_table(take, name):
    ran = take(name, LOGIN)
    assert ran.status == 1
    assert "talks." in ran.err
    assert "Nothing was imported." in ran.err


def test_a_page_instead_of_a_calendar_is_named_as_one(take):
    ran = take("talks.ics", LOGIN)
    assert "is a web page without talks, and not what its name says" in ran.err
    assert "Does it ask to log in" in ran.err


def test_a_workbook_with_a_password_is_named_as_such(take):
    head, name = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage"
    ran = take("talks.xlsx", head + bytes(2000) + name.encode("utf-16-le") + bytes(99))
    assert ran.status == 1
    assert "talks.xlsx is protected by a password, and cannot be read" in ran.err
    assert "old Office file" in take("old.xls", head + bytes(2000)).err


def test_an_address_of_another_kind_is_no_missing_file(run, project):
    ran = run("-C", project, "import", "ftp://example.edu/talks.ics")
    assert ran.status == 1
    assert "that is no address with https, http or webcal" in ran.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("talks.bib", "Made by hand.\n@misc{roe, title = {Trees}}"),
        ("talks.txt", "% UTF-8\n\n@misc{roe2021,\n  title = {{T}rees}\n}"),
        ("talks.txt", '@string{uni = "Uni A"}\n@talk{roe, title = {Trees}}'),
        ("talks.ris", "TY  - CONF\nTI  - Trees\nER  -\n"),
    ],
)
def test_a_list_of_literature_is_refused_with_the_way_on(take, name, content):
    ran = take(name, content)
    assert ran.status == 1
    assert f"{name} is a list of literature, which announcer does not read" in ran.err
    assert "Export it as .csv" in ran.err
