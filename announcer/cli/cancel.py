"""The command that calls a talk off: cancel."""

from __future__ import annotations

import difflib

import click

from announcer import disk, finding
from announcer.cli.project import Project, pass_project
from announcer.errors import AnnouncerError
from announcer.ledger import Ledger
from announcer.output import Output
from announcer.record import Records, amended
from announcer.survey import survey
from announcer.talk import Talk


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
    records = project.records()
    now = project.now(records.site)
    with project.ledger(records.site, readonly=True) as ledger:
        programme = survey(records, ledger, now).programme
    found = finding.find(programme.talks, talk, now)
    if found in programme.vanished:
        raise AnnouncerError(f"{found.uid} is cancelled already")
    if found in programme.held:
        with project.ledger(records.site) as ledger:
            _call_off(ledger, records, found, because, project)
        click.echo(f"{found.uid} is cancelled, though its record is gone.")
    else:
        values = {"status": "cancelled"} | ({"notice": because} if because else {})
        _change(project, found, amended(project.folder, found, values))
    click.echo("Next: announcer plan")


def _call_off(
    ledger: Ledger, records: Records, talk: Talk, because: str | None, project: Project
) -> None:
    if not ledger.writable:
        raise AnnouncerError(ledger.notice)
    ledger.cancel(talk.uid, project.now(records.site), because)


def _change(project: Project, talk: Talk, output: Output) -> None:
    """Write a record anew and show what is different."""
    place = project.folder / output.path
    old, new = (
        text.decode("utf-8", "replace").splitlines()
        for text in (place.read_bytes(), output.content)
    )
    try:
        disk.replace(place, output.content)
    except OSError as error:
        raise AnnouncerError(f"cannot write {place}: {error.strerror}") from error
    for line in difflib.unified_diff(old, new, talk.source, talk.source, lineterm=""):
        click.echo(line)
