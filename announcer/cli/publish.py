"""The command that brings the site to where people read it: publish."""

from __future__ import annotations

from pathlib import Path

import click

from announcer.cli import bringing
from announcer.cli.build import build_command
from announcer.cli.project import Project, pass_project
from announcer.errors import AnnouncerError

_NOWHERE = (
    "There is no place to publish to. Name one, or say in talks/site.yaml which one, "
    "for example\n  publish: olga@www.example.edu:public_html/talks"
)


@click.command("publish")
@click.argument("target", required=False)
@click.option(
    "--yes", is_flag=True, help="Publish; without it you only see what would."
)
@click.option(
    "--from",
    "source",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default="build/site",
    help="The site (default: build/site in the project folder).",
)
@click.option("--build", is_flag=True, help="Make the site anew before.")
@click.option(
    "--force", is_flag=True, help="Replace files there that announcer did not publish."
)
@click.option(
    "--all", "everything", is_flag=True, help="Show every file, however many."
)
@pass_project
@click.pass_context
def publish_command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    project: Project,
    target: str | None,
    source: Path,
    *,
    yes: bool,
    build: bool,
    force: bool,
    everything: bool,
) -> None:
    """Bring the site to a web server, a Git branch or a bucket.

    TARGET is a folder, user@host:path or rsync://..., git:BRANCH or
    git+ssh://...#BRANCH, s3://..., gs://... or abfs://...; without it, `publish:` of
    talks/site.yaml. Only what changed goes up, new pages before those that lead to
    them; what is gone is removed last, and only what announcer published. Without
    --yes nothing is changed there.
    """
    records = project.records()
    target = target or records.site.publish
    if not target:
        raise AnnouncerError(_NOWHERE)
    folder = project.folder / source
    if yes:
        bringing.refuse_traceless(project)
    if build:
        ctx.invoke(build_command, out=_out(folder), quiet=True)
    bringing.bring(
        project, records, folder, target, yes=yes, force=force, everything=everything
    )


def _out(folder: Path) -> Path:
    if folder.name != "site":
        raise click.UsageError(
            "--build makes DIR/site; give --from a folder named site"
        )
    return folder.parent.absolute()
