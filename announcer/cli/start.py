"""Commands that start something: a project, a talk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from announcer.cli.project import Project, pass_project
from announcer.errors import AnnouncerError
from announcer.output import Output
from announcer.record import new_talk, starter


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@pass_project
def init_command(project: Project, folder: Path) -> None:
    """Start a project: a folder with a first talk to edit.

    DIR is made; if it is there already, it must not hold a talks/ folder.
    """
    target = project.folder / folder
    outputs = starter(project.today())
    _refuse_to_overwrite(outputs, target)
    for output in outputs:
        _create(output, target)
    click.echo(f"Started {folder}. Next:")
    click.echo(f"  edit {folder / 'talks' / 'site.yaml'}")
    click.echo(f"  announcer -C {folder} check")
    click.echo(f"  announcer -C {folder} build")


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
    _refuse_to_overwrite([output], project.folder)
    _create(output, project.folder)
    click.echo(
        f"Started {project.folder / output.path}; edit it, then: announcer check"
    )


def _refuse_to_overwrite(outputs: Sequence[Output], folder: Path) -> None:
    there = [output.path for output in outputs if (folder / output.path).exists()]
    if there:
        raise AnnouncerError(
            f"{folder / there[0]} is there already, and nothing was changed"
        )


def _create(output: Output, folder: Path) -> None:
    target = folder / output.path
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(output.content)
    except OSError as error:
        raise AnnouncerError(f"cannot write {target}: {error.strerror}") from error
