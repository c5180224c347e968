"""A talk whose record is gone: what calendars and mails link to stays."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests import readers
from tests.conftest import TALK

NOW = ("--now", "2021-03-01T09:00")
AFTER = ("--now", "2021-03-09T09:00")
SITE = "https://talks.example.edu/"
PAGE = "build/site/wilks/2021-03-08-soudry/index.html"
UID = "wilks.2021-03-08-soudry@talks.example.edu"


def dangling(home: Path) -> set[str]:
    """Return the addresses of the site that a calendar names and that no file is."""
    site = home / "build/site"
    named = {
        address
        for file in site.rglob("*.ics")
        for line in readers.content(file.read_bytes())
        for address in re.findall(rf"{SITE}[^\s\"<>]*", line.text)
    }
    assert named
    return {
        address
        for address in named
        if not _file(site, unquote(urlsplit(address).path)).is_file()
    }


def _file(site: Path, path: str) -> Path:
    return site / path.lstrip("/") / ("index.html" if path.endswith("/") else "")


@pytest.fixture
def public(project, run):
    """Return a project whose talks people have seen."""
    assert run("-C", project, *NOW, "build", "--public").status == 0
    return project


def test_no_calendar_links_to_a_page_that_is_not_there(public, run):
    """Neither while a talk is held, nor once it is called off, nor after its date."""
    assert not dangling(public)
    (public / TALK).unlink()
    steps = [
        (NOW, "build"),
        (NOW, "cancel", UID),
        (NOW, "build"),
        (AFTER, "build"),
    ]
    for clock, *command in steps:
        assert run("-C", public, *clock, *command).status == 0, command
        assert not dangling(public), command
        feed = (public / "build/site/calendar/all.ics").read_text()
        assert (UID in feed) == (clock is NOW)


def test_a_held_talk_keeps_its_page_as_it_was(public, run):
    """Readers read what was last public; that it is held is the organiser's matter."""
    before = (public / PAGE).read_bytes()
    (public / TALK).unlink()
    assert "held" in run("-C", public, *NOW, "build").err
    assert (public / PAGE).read_bytes() == before


def test_the_page_of_a_talk_that_was_called_off_says_so_until_its_date(public, run):
    """With its reason, in the list of the series, and gone with its event."""
    (public / TALK).unlink()
    run("-C", public, *NOW, "cancel", UID, "--because", "The speaker is ill.")
    run("-C", public, *NOW, "build")
    page = (public / PAGE).read_text()
    assert "Cancelled" in page
    assert "The speaker is ill." in page
    assert "Cancelled" in (public / "build/site/wilks/index.html").read_text()
    run("-C", public, *AFTER, "build")
    assert not (public / PAGE).exists()
    assert UID not in (public / "build/site/calendar/all.ics").read_text()


def test_where_another_talk_has_its_place_the_page_stands_beside_it(public, run):
    """As with an edited uid: each event links to its own page."""
    with (public / TALK).open("a") as file:
        file.write("uid: another@talks.example.edu\n")
    run("-C", public, *NOW, "cancel", UID, "--because", "It is called off.")
    run("-C", public, *NOW, "build")
    assert "called off" not in (public / PAGE).read_text()
    beside = "build/site/wilks/2021-03-08-soudry-2/index.html"
    assert "called off" in (public / beside).read_text()
    assert not dangling(public)


def test_a_talk_that_is_cancelled_is_off_once_in_every_command(public, run):
    (public / TALK).unlink()
    run("-C", public, *NOW, "cancel", UID)
    ran = run("-C", public, *NOW, "cancel", UID)
    assert "is cancelled already" in ran.err
    ran = run("-C", public, *NOW, "show", "soudry", "--as", "ics")
    assert "STATUS:CANCELLED" in ran.out
