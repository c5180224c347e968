"""The command that accounts for talks: report."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path

import click

from announcer import access, disk
from announcer.catalogue import Person, catalogue_of, places
from announcer.classes import dataclass
from announcer.cli import shown
from announcer.cli.project import Project, pass_project, series_key
from announcer.cli.words import Number, OneOf
from announcer.errors import AnnouncerError
from announcer.report import FORMS, report_on
from announcer.talk import Programme, Talk
from announcer.unwritable import cannot_write
from announcer.urls import spellings

_BINARY = frozenset({"xlsx"})
_WHO = "\n  `announcer list --all` shows who does."


@dataclass(frozen=True)
class _Wanted:
    """Which talks are asked for."""

    speaker: str | None
    series: str | None
    year: int | None
    term: str | None
    coming: bool


@click.command("report")
@click.option("--speaker", metavar="NAME", help="The talks of one person, for a CV.")
@click.option("--series", metavar="SERIES", help="The talks of one series, counted.")
@click.option("--year", type=Number(1970, 2200), help="Only those of a year.")
@click.option("--term", metavar="TERM", help="Only those of a term of site.yaml.")
@click.option("--coming", is_flag=True, help="Talks that are not over, too.")
@click.option(
    "--as",
    "form",
    type=OneOf([*FORMS]),
    default="text",
    show_default=True,
    help="What to write.",
)
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file instead of here.",
)
@pass_project
def report_command(  # noqa: PLR0913, PLR0917 - click hands over every option
    project: Project,
    speaker: str | None,
    series: str | None,
    year: int | None,
    term: str | None,
    form: str,
    out: Path | None,
    *,
    coming: bool,
) -> None:
    """List talks that were given, for a CV or the report of a year.

    Without --speaker the talks are counted too: speakers, affiliations, recordings.
    Nothing that is not on the pages is listed; talks called off are only counted, and
    in tables marked.
    """
    if form in _BINARY and out is None and sys.stdout.isatty():
        raise click.UsageError(f"--as {form} is no text; name a file with --out")
    records = project.records()
    programme = project.programme(records)
    wanted = _Wanted(speaker, series, year, term, coming)
    talks, title, name = _chosen(programme, wanted)
    talks = _within(talks, programme, wanted)
    left = [talk for talk in talks if not access.is_over(talk, programme.now)]
    if left and not coming:
        talks = [talk for talk in talks if talk not in set(left)]
        click.echo(
            f"{shown.number(len(left), 'talk')} not over yet left out; "
            "--coming lists them too.",
            err=True,
        )
    if not talks:
        raise AnnouncerError(
            "no talk fits, and nothing was written\n"
            "  `announcer list --all` shows them all."
        )
    period = " · ".join(filter(None, (term, str(year) if year else None))) or None
    report = report_on(talks, programme, title=title, period=period, speaker=name)
    content: bytes = FORMS[form](report)
    if out is None:
        click.echo(content, nl=False)
    else:
        _write(out, content)
        click.echo(f"{shown.number(len(talks), 'talk')} written to {out}", err=True)


def _chosen(
    programme: Programme, wanted: _Wanted
) -> tuple[list[Talk], str, str | None]:
    """Return the talks of the speaker or series, the title and whose they are."""
    talks = [talk for talk in programme.talks if not talk.owner]  # theirs to report
    title = programme.site.title
    if wanted.series is not None:
        key = series_key(programme.series, wanted.series)
        talks = [talk for talk in talks if key in places(talk)]
        title = next(one.name for one in programme.series if one.key == key)
    if wanted.speaker is None:
        return talks, title, None
    person = _person(programme, wanted.speaker)
    own = set(person.talks)
    return (
        [talk for talk in talks if talk in own],
        person.latest.name,
        person.latest.name,
    )


def _person(programme: Programme, meant: str) -> Person:
    """Return the one person whose name it is, accents and case apart."""
    persons = catalogue_of(programme).people.persons.values()
    asked = _spelt(meant)
    whole = [one for one in persons if one.slug == meant or asked & _names(one)]
    found = whole or [
        one for one in persons if any(part in n for part in asked for n in _names(one))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        lines = [f"  {one.slug}  ({_about(one)})" for one in found[:8]]
        if len(found) > len(lines):
            lines.append(f"  and {len(found) - len(lines)} more")
        text = f"{meant!r} fits {len(found)} people; name one so:"
        raise AnnouncerError("\n".join([text, *lines]))
    names = {
        word: one.latest.name
        for one in persons
        for name in _names(one)
        for word in (name, *name.split("-"))
    }
    close = get_close_matches(min(asked), names, n=1)
    hint = f"; did you mean {names[close[0]]!r}?" if close else _WHO
    raise AnnouncerError(f"nobody of the name {meant!r} speaks{hint}")


def _names(person: Person) -> set[str]:
    return _spelt(person.latest.name)


def _spelt(name: str) -> set[str]:
    """Return every way to write a name, also of letters that no slug holds."""
    return {*filter(None, spellings(name)), " ".join(name.casefold().split())}


def _about(person: Person) -> str:
    home = person.latest.affiliation
    said = f"{person.latest.name}, {home}" if home else person.latest.name
    return f"{said}, {shown.number(len(person.talks), 'talk')}"


def _within(talks: list[Talk], programme: Programme, wanted: _Wanted) -> list[Talk]:
    """Return those of the year and term that are asked for."""
    if wanted.year is not None:
        talks = [talk for talk in talks if talk.start.year == wanted.year]
    if wanted.term is None:
        return talks
    terms = {one.name.casefold(): one for one in programme.site.terms}
    term = terms.get(wanted.term.casefold())
    if term is None:
        known = ", ".join(one.name for one in programme.site.terms) or "none"
        raise click.UsageError(
            f"there is no term {wanted.term!r}; site.yaml has: {known}"
        )
    return [talk for talk in talks if term.start <= talk.start.date() <= term.end]


def _write(out: Path, content: bytes) -> None:
    try:
        if out.exists():
            disk.replace(out, content)
        else:
            disk.write_new(out, content)
    except OSError as error:
        raise AnnouncerError(cannot_write(error, out)) from None
