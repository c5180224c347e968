"""What announcer writes for others, it reads back as the same talks.

Programmes are drawn as people have them, in every language, and written in every form.
What a form cannot hold stands in one table (``own.LACKING``), and in the docs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from announcer.access import Channel
from announcer.facts import changes, facts_of
from announcer.importers.own import LACKING
from announcer.kinds import Kind
from announcer.letter import Letter
from announcer.report import FORMS, report_on
from announcer.talk import OFF, Programme
from tests.examples import examples
from tests.importers import trips

DOCS = Path(__file__).parent.parent.parent / "docs/import.md"
# What is drawn is short and written many times: to make it shorter takes minutes.
quickly = settings(
    max_examples=examples(3),
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
PROGRAMME = trips.programmes()


def came_back(programme: Programme, rows: list[trips.Row], form: str = "") -> None:
    """Check that every talk is there again, with all that the form holds."""
    lost = set(LACKING.get(form, ()))
    talks = {f"{one.start:%Y-%m-%d}": one for one in programme.talks}
    assert {(row["start"] or "")[:10] for row in rows} == talks.keys()
    assert len(rows) == len(talks)
    for row in rows:
        talk = talks[row["start"][:10]]
        wanted, found = trips.said_of(talk), trips.said_in(row)
        if form == "report":
            wanted["location"] = trips.venue(talk, programme)
        elif "address" in lost:
            wanted["location"] = trips.with_address(talk)
        for key in wanted.keys() - lost:
            assert (key, found[key]) == (key, wanted[key])


@quickly
@given(programme=PROGRAMME)
def test_talks_json_comes_back_whole(programme):
    """Nothing that the pages show is lost."""
    files = trips.files(programme, "site/talks.json")
    came_back(programme, trips.back(files["site/talks.json"], "talks.json"))


@quickly
@given(programme=PROGRAMME)
def test_calendars_come_back(programme):
    """The feed of everything, and the file of each talk."""
    zone = programme.talks[0].timezone
    files = trips.files(programme, "site/calendar/all.ics", "site/wilks/*/talk.ics")
    feed = files.pop("site/calendar/all.ics")
    came_back(programme, trips.back(feed, "all.ics", zone), "calendar")
    rows = [row for one in files.values() for row in trips.back(one, "a.ics", zone)]
    came_back(programme, rows, "calendar")


@quickly
@given(programme=PROGRAMME)
def test_mails_about_one_talk_come_back(programme):
    """Announcement, reminder, and the news of what kind it is."""
    rows = []
    for talk in programme.talks:
        off = OFF.get(talk.status)
        moved = replace(talk, location="Old room 1", start=talk.start - timedelta(1))
        more = {"changes": changes(facts_of(moved), facts_of(talk))}
        kinds = {
            Kind.ANNOUNCEMENT: {},
            Kind.REMINDER: {},
            **({off: {}} if off else {Kind.UPDATE: more}),
        }
        for kind, said in kinds.items():
            letter = trips.letter_about(kind, talk, programme, **said)
            (row,) = trips.back(trips.mailed(letter, programme), "mail.eml")
            one = replace(programme, talks=(talk,))
            came_back(one, [row], "calendar")
            rows.append(row)
    assert rows


@quickly
@given(programme=PROGRAMME)
def test_mails_about_several_talks_come_back(programme):
    """A digest and a programme: every talk of them, with its link for members."""
    series = programme.talks[0].series
    for kind in (Kind.DIGEST, Kind.PROGRAMME):
        letter = Letter(
            kind=kind, uid="x", to=None, series=series, talks=programme.talks,
            due=programme.now, channel=Channel.MEMBERS, term="Spring",
            span=(date(2021, 3, 1), date(2021, 8, 1)) if kind is Kind.DIGEST else None,
        )  # fmt: skip
        rows = trips.back(trips.mailed(letter, programme), "mail.eml")
        came_back(programme, rows, "calendar")


@quickly
@given(programme=PROGRAMME)
@pytest.mark.parametrize("form", ["hugo", "jekyll"])
def test_pages_and_data_of_other_sites_come_back(form, programme):
    pages = []
    for path, content in trips.files(programme, "*", form=form).items():
        rows = trips.back(content, path)
        if path.endswith(".md"):
            pages += rows
        else:
            came_back(programme, rows, "list")
    came_back(programme, pages, "page")


@quickly
@given(programme=PROGRAMME)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_tables_of_a_report_come_back(form, programme):
    content = FORMS[form](report_on(programme.talks, programme, title="Year"))
    came_back(programme, trips.back(content, f"report.{form}"), "report")


def test_the_docs_say_what_each_form_does_not_hold():
    """The table of the page is that of the code."""
    text = DOCS.read_text(encoding="utf-8").partition("## Our own files")[2]
    rows = re.findall(r"^\| .+ \| (.+) \|$", text, re.MULTILINE)[2:]
    told = [tuple(re.findall(r"`(\w+)`", row)) for row in rows if "`" in row]
    assert sorted(map(sorted, told)) == sorted(map(sorted, LACKING.values()))
