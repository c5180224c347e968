"""The command that shows one talk: show."""

from __future__ import annotations

import json

import click

from announcer import finding
from announcer.cli.data import as_data
from announcer.cli.project import Project, pass_project
from announcer.record import Records
from announcer.talk import Talk


@click.command("show")
@click.argument("talk", metavar="TALK")
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "html", "eml", "ics", "json"]),
    default="text",
    help="What it is shown as: the mail's text or page, the whole mail, "
    "the calendar entry, or data.",
)
@click.option("--origins", is_flag=True, help="Say where each value was written.")
@pass_project
def show_command(project: Project, talk: str, form: str, *, origins: bool) -> None:
    """Show one talk, as others will see it.

    TALK is its file, its uid, `next`, or any part of a file name, title or speaker
    that fits only one talk.
    """
    records = project.records()
    found = finding.find(records.talks, talk, project.now(records.site))
    if origins:
        _show_origins(records, found)
    elif form == "json":
        click.echo(json.dumps(as_data(found), ensure_ascii=False, indent=2))
    else:
        # rendering is the heavy half of the program, and list needs none of it
        from announcer.cli.rendering import rendered  # noqa: PLC0415 - heavy

        programme = project.programme(records)
        content = rendered(programme, found, form, project.templates())
        click.echo(content, nl=False)


def _show_origins(records: Records, talk: Talk) -> None:
    rows = records.origins(talk)
    width = max(map(len, rows), default=0)
    for field, origin in rows.items():
        value = " ".join(origin.value.split())
        short = value if len(value) <= 60 else f"{value[:59]}…"
        place = f"{origin.path}:{origin.line}" if origin.path else "default"
        click.echo(f"{field:{width}}  {short}  ({place})")
