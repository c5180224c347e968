"""The command that starts a project: init."""

from __future__ import annotations

from pathlib import Path
from secrets import token_hex

import click

from announcer.cli.project import Project, create, pass_project
from announcer.record import starter


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@pass_project
def init_command(project: Project, folder: Path) -> None:
    """Start a project: a folder with a first talk to edit.

    DIR is made; if it is there already, it must not hold a talks/ folder.
    """
    name = f"talks-{token_hex(4)}"
    create(starter(project.today(), name), project.folder / folder)
    click.echo(f"Started {folder}. Next:")
    click.echo(f"  edit {folder / 'talks' / 'site.yaml'}")
    click.echo(f"  announcer -C {folder} check")
    click.echo(f"  announcer -C {folder} build")
