"""The command that makes everything: build.

Where nothing has changed since the last one, that is told before anything heavy is
imported.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from announcer import copies, timing, unchanged
from announcer.cli import early, shown
from announcer.cli.away import Place
from announcer.cli.project import Project, pass_project
from announcer.cli.words import Number, OneOf

# The formats by these names; to know them is heavy, and a test compares.
EXPORTS = ("hugo", "jekyll")


class Workers(click.ParamType):  # type: ignore[type-arg]  # older clicks know none
    """A number of processes, or where a cluster is."""

    name = "workers"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | str:
        """Return the number, or ``dask:ADDRESS`` as it was written."""
        if str(value).startswith("dask:"):
            return str(value)
        if ":" in str(value):
            self.fail(f"{value!r} is no number and no dask:ADDRESS", param, ctx)
        return int(Number(min=1).convert(value, param, ctx))


@click.command("build")
@click.option(
    "--out",
    metavar="DIR",
    type=Place(file_okay=False, path_type=Path),
    help="Where to write (default: build in the project folder); or a folder of a "
    "bucket for the site, such as s3://bucket/site.",
)
@click.option("--quiet", is_flag=True, help="Say nothing unless something is wrong.")
@click.option(
    "--as",
    "export",
    type=OneOf(EXPORTS),
    help="Write the talks into the folder of a Jekyll or Hugo site instead.",
)
@click.option(
    "--force", is_flag=True, help="Replace files there that announcer did not write."
)
@click.option(
    "--public",
    is_flag=True,
    help="Note that what is built is published, where `publish` is not what does it.",
)
@click.option(
    "--no-cache",
    "fresh",
    is_flag=True,
    help="Make every file, also what would come out as it is.",
)
@click.option(
    "--workers",
    metavar="N|dask:ADDRESS",
    type=Workers(),
    help="Make many files with so many processes (default: one for each core), or on "
    "the Dask cluster whose scheduler is at ADDRESS.",
)
@click.option("--timings", is_flag=True, help="Say where the time went.")
@click.option(
    "--follow",
    "following",
    is_flag=True,
    help="Fetch the talks of others first, that `follow:` names.",
)
@pass_project
def build_command(  # noqa: PLR0913 - its options
    project: Project,
    out: Path | str | None,
    *,
    quiet: bool,
    export: str | None,
    force: bool,
    public: bool = False,
    fresh: bool = False,
    workers: int | str | None = None,
    timings: bool = False,
    following: bool = False,
) -> int:
    """Make the site, the calendars and the mails.

    DIR/site/ is for the web server; DIR/mail/ holds mails to look at (what is due,
    what is next, and about coming talks) and is never to be published. Only files in
    which something is new are made. Nothing is replaced unless everything could be
    made, and only what announcer wrote. A build is only a look: what nobody has
    published or told leaves nothing behind when its record goes.

    Where --out is a folder of a bucket, the site is made in the project's build/ and
    brought there as `publish --yes` does; mails stay.

    With --as, DIR is the folder of another site: pages and data of the talks are
    written into it, and nothing else there is touched.

    With --follow the exit status is 1 where a server did not answer with talks; what
    was there before is built all the same.
    """
    folder = _folder(project, out)
    with shown.timed(wanted=timings):
        failed = _follow(project, quiet=quiet) if following else False
        look = project.look
        if look is None or look.folder != project.folder:
            options = early.options(public=public, force=force)
            look = unchanged.Look(project.folder, options)
        may_be = not (export or fresh or project.pretended or isinstance(out, str))
        if may_be and _is_as_it_was(project, look, folder, quiet=quiet):
            return int(failed)
        with copies.without_sweeps():
            with timing.phase(timing.START):
                from announcer.cli import building  # noqa: PLC0415 - heavy

            if export:
                building.export(project, export, out, quiet=quiet, force=force)
                return int(failed)
            site = out if isinstance(out, str) else ""
            if site:
                building.refuse_site(project, site)
            records = building.build_all(
                project,
                folder,
                quiet=quiet,
                force=force,
                public=public,
                fresh=fresh,
                look=look,
                workers=workers,
                is_for_here=not site,
            )
        if site:
            building.bring(project, records, folder, site, quiet=quiet, force=force)
    return int(failed)


def _follow(project: Project, *, quiet: bool) -> bool:
    """Fetch the talks of others; what fails stops no build, and is its exit status."""
    from announcer.cli.follow import fetch  # noqa: PLC0415 - heavy

    with timing.phase("following"):
        records = project.records(partial=True)
        return bool(records.site.follow) and fetch(project, records, quiet=quiet)


def _folder(project: Project, out: Path | str | None) -> Path:
    """Return the folder on this machine that is built into."""
    if isinstance(out, Path):
        top = Path.cwd() if project.origin else project.folder
        return top / out.expanduser()
    if project.origin and out is None:
        raise click.UsageError(
            "a project in a bucket needs --out: a folder here, or of a bucket"
        )
    return project.folder / early.FOLDER


def _is_as_it_was(
    project: Project, look: unchanged.Look, folder: Path, *, quiet: bool
) -> bool:
    """Say whether a build would make what is there; and what it would tell."""
    with timing.phase(timing.NEW):
        now = project.moment().timestamp()
        last = unchanged.unchanged(look, folder, now)
    if last is None:
        return False
    for line in last.told:
        click.echo(line, err=True)
    if not quiet:
        shown.show_counts(0, last.files, 0)
        shown.show_places(folder)
    return True
