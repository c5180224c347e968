"""The announcement that this project began with is written again from its record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from announcer.formats import mail
from announcer.plan import of_coming_talks
from announcer.record import read_site
from announcer.talk import Programme
from announcer.templating import Templates
from tests import builders

PROJECT = Path(__file__).parents[2]
SEED = """\
***Next Week’s Virtual Wilks Statistics Seminar***
DATE: Monday, March 8th, 2021
TIME: 12:30pm EST
LOCATION: Virtual
LINK: {link}
SPEAKER: Daniel Soudry, Technion
TITLE: Surprises in Deep Learning Training
ABSTRACT: {abstract}
Bio: {bio}
"""


def fold(text: str) -> str:
    """Return the words alone, whatever lines they stand on."""
    return " ".join(text.split())


def soudry() -> tuple[Programme, str]:
    """Return the programme of the project's own talks, and the text of the first."""
    records = read_site(PROJECT)
    now = builders.moment("2021-03-01 09:00")
    programme = Programme(
        site=records.site, series=records.series, talks=records.talks, now=now
    )
    talk = next(talk for talk in records.talks if talk.slug == "2021-03-08-soudry")
    letter = next(of_coming_talks(replace(programme, talks=(talk,)), {}))
    text = mail.message(letter, programme, Templates()).text
    expected = SEED.format(
        link=talk.link, abstract=talk.abstract, bio=talk.speakers[0].bio
    )
    assert fold(text.partition("\n-- \n")[0]) == fold(expected)
    return replace(programme, talks=(talk,)), text


def test_the_seed_reads_like_the_original():
    """Same heading, labels, order and values, after folding white space."""
    _, text = soudry()
    assert "princeton.zoom.us/j/91215738939?pwd=" in text
    assert "thus eliminating the need for real data . 4. Asynchronous" in fold(text)


def test_its_lines_can_be_read_everywhere():
    """No line is longer than 72 but for an address that must not be broken."""
    _, text = soudry()
    long = [line for line in text.splitlines() if len(line) > 72]
    assert all("https://" in line for line in long)
