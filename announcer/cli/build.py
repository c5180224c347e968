"""The command that makes everything: build.

Where nothing has changed since the last one, that is told before anything heavy is
imported.
"""

from __future__ import annotations

from pathlib import Path

import click

from announcer import unchanged
from announcer.cli import shown
from announcer.cli.project import Project, pass_project
from announcer.cli.words import Number, OneOf

# The formats by these names; to know them is heavy, and a test compares.
EXPORTS = ("hugo", "jekyll")


@click.command("build")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write (default: build in the project folder).",
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
    metavar="N",
    type=Number(min=1),
    help="Make many files with so many processes (default: one for each core).",
)
@click.option(
    "--follow",
    "following",
    is_flag=True,
    help="Fetch the talks of others first, that `follow:` names.",
)
@pass_project
def build_command(  # noqa: PLR0913 - its options
    project: Project,
    out: Path | None,
    *,
    quiet: bool,
    export: str | None,
    force: bool,
    public: bool = False,
    fresh: bool = False,
    workers: int | None = None,
    following: bool = False,
) -> int:
    """Make the site, the calendars and the mails.

    DIR/site/ is for the web server; DIR/mail/ holds mails to look at (what is due,
    what is next, and about coming talks) and is never to be published. Only files in
    which something is new are made. Nothing is replaced unless everything could be
    made, and only what announcer wrote. A build is only a look: what nobody has
    published or told leaves nothing behind when its record goes.

    With --as, DIR is the folder of another site: pages and data of the talks are
    written into it, and nothing else there is touched.

    With --follow the exit status is 1 where a server did not answer with talks; what
    was there before is built all the same.
    """
    failed = _follow(project, quiet=quiet) if following else False
    folder = project.folder / (out or Path("build")).expanduser()
    options = repr((public, force))
    if not (export or fresh or project.pretended):
        now = project.moment().timestamp()
        last = unchanged.unchanged(project.folder, folder, now, options)
        if last is not None:
            for line in last.told:
                click.echo(line, err=True)
            if not quiet:
                shown.show_counts(0, last.files, 0)
                shown.show_places(folder)
            return int(failed)
    from announcer.cli import building  # noqa: PLC0415 - heavy

    if export:
        building.export(project, export, out, quiet=quiet, force=force)
    else:
        building.build_all(
            project,
            folder,
            quiet=quiet,
            force=force,
            public=public,
            fresh=fresh,
            options=options,
            workers=workers,
        )
    return int(failed)


def _follow(project: Project, *, quiet: bool) -> bool:
    """Fetch the talks of others; what fails stops no build, and is its exit status."""
    from announcer.cli.follow import fetch  # noqa: PLC0415 - heavy

    records = project.records(partial=True)
    return bool(records.site.follow) and fetch(project, records, quiet=quiet)
