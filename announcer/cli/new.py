"""The command that starts a talk record: new."""

from __future__ import annotations

import click

from announcer.cli.project import Project, create, pass_project
from announcer.record import new_talk


@click.command("new")
@click.argument("series", required=False)
@pass_project
def new_command(project: Project, series: str | None) -> None:
    """Start a talk record on the series' next free slot.

    SERIES is the folder of the series below talks/; it may be left out where there is
    only one.
    """
    records = project.records()
    output = new_talk(records, series, project.now(records.site))
    create([output], project.folder)
    click.echo(
        f"Started {project.folder / output.path}; edit it, then: announcer check"
    )
