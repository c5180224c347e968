"""The command that calls a talk off: cancel."""

from __future__ import annotations

import click

from announcer import when
from announcer.cli import amending
from announcer.cli.project import Project, pass_project
from announcer.errors import AnnouncerError
from announcer.record import Value, amended
from announcer.talk import Planned, Programme


@click.command("cancel")
@click.argument("talk", metavar="TALK")
@click.option(
    "--because", metavar="TEXT", help="One line that readers see first (notice:)."
)
@pass_project
def cancel_command(project: Project, talk: str, because: str | None) -> None:
    """Call a talk off: its record says so from then on.

    Comments and layout of the record stay. Where the record is gone, the ledger notes
    that the talk is cancelled. Nothing is sent: `announcer send` tells people.
    """
    records = project.records(partial=True)
    programme = project.programme(records)
    found = amending.meant(records, programme, talk)
    if found in programme.vanished:
        raise AnnouncerError(f"{found.uid} is cancelled already")
    if found in programme.held:
        with project.ledger(records.site) as ledger:
            if not ledger.writable:
                raise AnnouncerError(ledger.notice)
            ledger.cancel(found.uid, project.now(records.site), because)
        click.echo(f"{found.uid} is cancelled, though its record is gone.")
    else:
        changes: dict[tuple[str | int, ...], Value | None] = {("status",): "cancelled"}
        if because:
            changes["notice",] = because
        if isinstance(found, Planned):
            changes["date",] = _told_day(found, programme)
        amending.write(project, records, amended(project.folder, found.source, changes))
    click.echo("Next: announcer plan")


def _told_day(planned: Planned, programme: Programme) -> str:
    """Return the day that people know of a talk whose record has no date."""
    for talk in programme.held:
        if talk.source == planned.source:
            first, last = when.days_of(talk)
            return f"{first} to {last}" if last > first else f"{first}"
    raise AnnouncerError(
        f"{planned.source} has no date, and nobody was told of it: delete the file, or "
        "begin its name with _"
    )
