"""The command that gives a talk another day or hour: move."""

from __future__ import annotations

import click

from announcer import access, when
from announcer.cli import amending
from announcer.cli.project import Project, pass_project
from announcer.cli.shown import show_error
from announcer.errors import RecordError
from announcer.record import moved
from announcer.talk import Planned, Talk


@click.command("move")
@click.argument("talk", metavar="TALK")
@click.argument("words", nargs=-1, required=True, metavar="WHEN")
@pass_project
def move_command(project: Project, talk: str, words: tuple[str, ...]) -> int:
    """Give a talk another day or hour in its record.

    WHEN is a day, a time or both, such as 2021-03-15 14:00, 15 March 16:00, Tuesday,
    16:00 (on its day) or 1 week later, in English, German, French or Hebrew; the time
    is by the clocks where the talk is.
    What can be meant in two ways is asked. The talk stays as long as it was. What was
    postponed or planned is so no more. Nothing is sent.
    """
    records = project.records(partial=True)
    programme = project.programme(records)
    found = amending.with_record(records, programme, talk)
    now = when.in_zone(programme.now, when.zone(_zone(found)))
    day = found.start.date() if isinstance(found, Talk) else None
    change = moved(records, found, when.parse_wanted(" ".join(words), now.date(), day))
    try:
        after = amending.write(project, records, change)
    except RecordError as error:
        show_error(error)
        click.echo(f"Nothing was changed: {found.source} would be wrong.", err=True)
        return 1
    if change.after != change.before:
        new = next(one for one in after.talks if one.source == found.source)
        was = _hours(found) if isinstance(found, Talk) else "without a date"
        # in full, because words can be read in a way that nobody meant
        click.echo(f"It was {was}.\nIt is  {_hours(new)}.")
        if access.is_over(new, programme.now):
            click.echo("That is past. Is the year right?", err=True)
    click.echo("Next: announcer plan")
    return 0


def _zone(talk: Talk | Planned) -> str:
    return talk.timezone if isinstance(talk, Talk) else talk.series.timezone


def _hours(talk: Talk) -> str:
    first, last = when.days_of(talk)
    days = f"{first:%A %Y-%m-%d}" + (f" to {last:%A %Y-%m-%d}" if last > first else "")
    if talk.all_day:
        return f"{days}, all day"
    return f"{days}, {talk.start:%H:%M}-{talk.end:%H:%M} ({talk.timezone})"
