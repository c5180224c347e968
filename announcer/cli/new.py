"""The command that starts talk records: new."""

from __future__ import annotations

import click

from announcer import when
from announcer.cli.project import Project, create, pass_project
from announcer.cli.shown import left_out, number, show_error
from announcer.errors import RecordError
from announcer.record import Amendment, Known, Records, checked, new_talk, term_talks


@click.command("new")
@click.argument("series", required=False)
@click.option("--title", default="", metavar="TEXT", help="The title, if it is known.")
@click.option(
    "--speaker",
    "speakers",
    multiple=True,
    metavar="NAME",
    help="Who speaks: Name, or Name (Affiliation); once for each of several.",
)
@click.option(
    "--date",
    "day",
    metavar="WHEN",
    help="Another day than the next free slot, such as 2021-03-15 or 15 March 16:00.",
)
@click.option(
    "--fill",
    "term",
    metavar="TERM",
    help="A record for each free slot of a term: its name, or 2021-01-25 to 2021-05-14",
)
@pass_project
def new_command(  # noqa: PLR0913, PLR0917 - an option each
    project: Project,
    series: str | None,
    title: str,
    speakers: tuple[str, ...],
    day: str | None,
    term: str | None,
) -> int:
    """Start a talk record on the series' next free slot.

    SERIES is the folder of the series below talks/; it may be left out where there is
    only one. What is not known yet stays open: it is to be announced. No file that is
    there is touched.
    """
    if term is not None and (title or speakers or day):
        raise click.UsageError("--fill makes empty records; give it alone")
    records = project.records(partial=True)
    left_out(records, "no day is kept free for it unless its `date:` could be read.")
    if term is not None:
        return _fill(project, records, series, term)
    now = project.now(records.site)
    wanted = when.parse_wanted(day, now.date()) if day is not None else None
    if wanted and wanted.first is None:
        raise click.UsageError(f"--date {day!r} names no day; write 2021-03-15 {day}")
    named = tuple(filter(None, map(str.strip, speakers)))
    known = Known(named, title.strip(), wanted)
    output = new_talk(records, series, now, known)
    try:
        checked(records, Amendment(output.path, b"", output.content))
    except RecordError as error:
        show_error(error)
        click.echo("Nothing was started.", err=True)
        return 1
    create([output], project.folder)
    click.echo(
        f"Started {project.folder / output.path}; edit it, then: announcer check"
    )
    return 0


def _fill(project: Project, records: Records, series: str | None, term: str) -> int:
    found = term_talks(records, series, term, project.now(records.site))
    create(found.outputs, project.folder)
    for output in found.outputs:
        click.echo(f"Started {project.folder / output.path}")
    for day, reason in found.left_out:
        click.echo(f"Left out {day:%Y-%m-%d %a}: {reason}")
    if not (found.outputs or found.left_out):
        click.echo(f"There is no slot in {found.name}.")
    made = number(len(found.outputs), "record")
    click.echo(f"{made} for {found.name}; nothing that was there has changed.")
    return 0
