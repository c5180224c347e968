"""The command that makes everything: build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from announcer import disk, ical
from announcer.building import Built, build
from announcer.cli import shown
from announcer.cli.project import Project, pass_project
from announcer.delivery import files
from announcer.formats import EXPORTS
from announcer.ledger import History
from announcer.output import finished
from announcer.record import Records
from announcer.review import held, unreadable
from announcer.urls import CALENDAR


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
    type=click.Choice(sorted(EXPORTS)),
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
@pass_project
def build_command(  # noqa: PLR0913 - its options
    project: Project,
    out: Path | None,
    *,
    quiet: bool,
    export: str | None,
    force: bool,
    public: bool = False,
) -> None:
    """Make the site, the calendars and the mails.

    DIR/site/ is for the web server; DIR/mail/ holds mails to look at and is never to be
    published. Nothing is replaced unless everything could be made, and only what
    announcer wrote. A build is only a look: what nobody has published or told leaves
    nothing behind when its record goes.

    With --as, DIR is the folder of another site: pages and data of the talks are
    written into it, and nothing else there is touched.
    """
    records = project.records(keep=True)
    shown.show_problems(records.problems)
    if export:
        _export(project, records, export, out, quiet=quiet, force=force)
        return
    out = out or Path("build")
    now = project.now(records.site)
    folder = project.folder / out.expanduser()
    before = _sequences(folder)
    with project.ledger(records.site) as ledger:
        built = build(
            records,
            ledger,
            project.templates(keeping=True),
            folder=folder,
            now=now,
            pretended=project.pretended,
            force=force,
            public=public,
            watch=lambda outputs: shown.progress(outputs, "files made"),
        )
    shown.show_problems([*built.left_out, *unreadable(built.programme, records.place)])
    shown.show_problems(held(built.programme, built.history.successors))
    _warn_of_a_lost_memory(before, built.history)
    _show_memory(built.history, quiet=quiet)
    if not quiet:
        _show_written(built, folder)


def _sequences(folder: Path) -> dict[str, int]:
    """Return by uid the SEQUENCE of every talk that an earlier build shows."""
    calendar = disk.read(folder / "site" / CALENDAR)
    return ical.sequences(calendar.decode("utf-8", "replace")) if calendar else {}


def _warn_of_a_lost_memory(before: Mapping[str, int], history: History) -> None:
    """Say that calendars were told more than this ledger knows, where they were."""
    known = history.revisions
    fell = [
        uid
        for uid, sequence in before.items()
        if uid in known and known[uid].sequence < sequence
    ]
    if fell:
        _warn(
            f"the SEQUENCE of {shown.number(len(fell), 'talk')} fell, such as of "
            f"{fell[0]} from {before[fell[0]]} to {known[fell[0]].sequence}: another "
            "ledger made what stood here, and calendars will not take the new state.\n"
            "  Bring its memory back: announcer ledger import FILE; or take over what "
            "is published: announcer ledger adopt"
        )


def _export(  # noqa: PLR0913 - one for each option
    project: Project,
    records: Records,
    name: str,
    out: Path | None,
    *,
    quiet: bool,
    force: bool,
) -> None:
    if out is None:
        raise click.UsageError(f"--as {name} needs --out DIR, the folder of that site.")
    programme = project.programme(records)
    outputs = finished(EXPORTS[name].drafts(programme, project.templates()))
    written = files.write(outputs, project.folder / out, force=force)
    if not quiet:
        _show_counts(written)


def _show_memory(history: History, *, quiet: bool) -> None:
    if history.notice:
        _warn(history.notice)
    if not quiet:
        for uid, changes in sorted(history.changed.items()):
            click.echo(f"changed: {uid}: {'; '.join(map(shown.in_words, changes))}")


def _warn(text: str) -> None:
    click.echo(f"{click.style('warning:', fg='yellow')} {text}", err=True)


def _show_written(built: Built, folder: Path) -> None:
    _show_counts(built.written)
    click.echo(f"The site is {folder / 'site' / 'index.html'}")
    click.echo(f"The mails are {folder / 'mail' / 'index.html'}")


def _show_counts(done: files.Written) -> None:
    click.echo(
        f"{shown.number(len(done.written), 'file')} written, "
        f"{done.unchanged} unchanged, {len(done.removed)} removed."
    )
