"""The command that changes fields of a record: set."""

from __future__ import annotations

import click

from announcer.cli import amending
from announcer.cli.project import Project, pass_project
from announcer.cli.shown import show_error
from announcer.errors import RecordError
from announcer.record import with_fields


@click.command("set")
@click.argument("talk", metavar="TALK")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@pass_project
def set_command(project: Project, talk: str, fields: tuple[str, ...]) -> int:
    """Change fields of a talk in its record; FIELD= takes one out.

    Comments and layout stay. FIELD is any field of a talk, of its speaker or of your
    own: title, location, speaker.email, speakers.2.name, extra.sponsor. Topics and
    speakers stand with commas between them. Nothing is written where something would be
    wrong then, and nothing is sent.
    """
    texts = _texts(fields)
    records = project.records(partial=True)
    programme = project.programme(records)
    found = amending.with_record(records, programme, talk)
    change = with_fields(records, found, texts)
    try:
        amending.write(project, records, change)
    except RecordError as error:
        show_error(error)
        click.echo(f"Nothing was changed: {found.source} would be wrong.", err=True)
        return 1
    click.echo("Next: announcer plan")
    return 0


def _texts(fields: tuple[str, ...]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for field in fields:
        name, sign, text = field.partition("=")
        if not sign or not name.strip():
            raise click.UsageError(
                f"{field!r} is not FIELD=VALUE; write it like location='Room B2'"
            )
        if name.strip() in texts:
            raise click.UsageError(f"{name.strip()} is there twice; keep one of them")
        texts[name.strip()] = text
    return texts
