"""Importing again what was imported: nothing changes, whatever it was read from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from announcer import importing
from announcer.importers import Given
from announcer.importing import Fate, Goal, Source
from announcer.kinds import Kind
from announcer.record import read_site
from announcer.report import FORMS, report_on
from announcer.talk import Programme
from tests.importers import trips
from tests.importers.test_round_trips import PROGRAMME, quickly

TODAY = date(2021, 3, 1)
SITE = (
    "title: T\nurl: https://talks.example.edu\nid: talks.example.edu\ntimezone: UTC\n"
)


def of_site(programme: Programme) -> list[Source]:
    found = trips.files(programme, "site/talks.json", "site/calendar/all.ics")
    return [Source(path, content) for path, content in found.items()]


def of_mails(programme: Programme) -> list[Source]:
    letters = [
        trips.letter_about(Kind.ANNOUNCEMENT, talk, programme)
        for talk in programme.talks
    ]
    several = replace(letters[0], kind=Kind.PROGRAMME, uid="x", talks=programme.talks)
    letters.append(several)
    mails = [trips.mailed(letter, programme) for letter in letters]
    return [Source(f"{number}.eml", mail) for number, mail in enumerate(mails)]


def of_pages(programme: Programme) -> list[Source]:
    found = trips.files(programme, "*.md", form="jekyll")
    return [Source(path, content) for path, content in found.items()]


def of_report(programme: Programme) -> list[Source]:
    report = report_on(programme.talks, programme, title="Year")
    return [Source(f"r.{form}", FORMS[form](report)) for form in ("csv", "xlsx")]


def imported(folder: Path, source: Source, *, write: bool) -> importing.Comparison:
    given = Given(timezone="Europe/Berlin")
    delivery = importing.read(source, given)
    assert delivery
    found = importing.proposed(
        read_site(folder, partial=True), [delivery], given, Goal("wilks"), TODAY
    )
    if write:
        importing.write(folder, found.changes)
    return found


@quickly
@given(
    programme=PROGRAMME,
    made=st.sampled_from((of_site, of_mails, of_pages, of_report)),
)
def test_a_second_import_changes_nothing(programme, made, tmp_path_factory):
    """Of our site, mails, pages and reports: each source by itself."""
    for source in made(programme):
        folder = tmp_path_factory.mktemp("project")
        (folder / "talks/wilks").mkdir(parents=True)
        (folder / "talks/site.yaml").write_text(SITE)
        (folder / "talks/wilks/series.yaml").write_text("name: Wilks\n")
        first = imported(folder, source, write=True)
        assert first.entries, source.name
        assert not first.open, source.name
        assert {one.fate for one in first.entries} == {Fate.NEW}, source.name
        second = imported(folder, source, write=False)
        assert not second.changes, source.name
        assert not second.gone, source.name
        assert not any(one.notes for one in second.entries), source.name


def test_what_was_built_from_records_comes_back_to_them(run, project):
    """Known by its uid; no record gets a source that is itself."""
    clock = ("--now", "2021-03-01T09:00")
    assert run("-C", project, *clock, "build", "--out", project / "b").status == 0
    before = (project / "talks/wilks/2021-03-08-soudry.yaml").read_text()
    ran = run("-C", project, *clock, "import", project / "b/site/talks.json", "--write")
    assert ran.status == 0, ran.err
    assert "unchanged talks/wilks/2021-03-08-soudry.yaml" in ran.out
    assert (project / "talks/wilks/2021-03-08-soudry.yaml").read_text() == before
