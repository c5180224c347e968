"""Bringing a site to where people read it, for the commands that do."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from announcer import publishing
from announcer.cli import shown
from announcer.cli.project import TRACELESS, Project
from announcer.delivery import open_place
from announcer.errors import AnnouncerError
from announcer.output import media_type
from announcer.publishing import Delta
from announcer.record import Records
from announcer.release import MANIFEST, Release

_SHOWN = 10  # files of each sort; a first publication has thousands
_KINDS = {
    "page": "text/html",
    "calendar": "text/calendar",
    "picture": "image/",
}
_FORGOTTEN = (
    f"damaged: {MANIFEST} of {{}} cannot be read, so what announcer published there "
    "before is not known, and pages of talks that are gone will stay\n"
    "  Bring that file back from a copy first; or publish, with --force if you are "
    "asked for it, which writes it anew, and remove such pages there yourself."
)
_SEARCH, _OTHER = "search file", "other file"


def refuse_traceless(project: Project) -> None:
    """Raise AnnouncerError with a pretended clock, which nobody may see."""
    if project.traceless:
        raise AnnouncerError(f"{TRACELESS} Nothing was published.")


def bring(  # noqa: PLR0913 - its options
    project: Project,
    records: Records,
    folder: Path,
    target: str,
    *,
    yes: bool,
    force: bool = False,
    everything: bool = False,
    quiet: bool = False,
) -> None:
    """Compare a site with its target and, with ``yes``, make the target hold it."""
    pretended = project.pretended or project.rehearsing
    release = publishing.ready(folder, records, pretended=pretended)
    with open_place(target, project.folder) as place:
        delta = publishing.compare(release, place)
        if delta.found.forgotten:
            click.echo(_FORGOTTEN.format(place.name), err=True)
        if not quiet:
            click.echo(f"From {folder} to {place.name}")
        if not yes:
            _show(delta, everything=everything)
        publishing.refuse_foreign(delta, force=force)
        publishing.refuse_backwards(delta, place, shlex.quote(target))
        if yes:
            _remember(project, records, release)
            done = publishing.carry_out(delta, place)
            for _ in shown.progress(done, "files published"):
                pass
            if not quiet:
                click.echo(f"{_counted(delta)} published, {_rest(delta)}")


def _remember(project: Project, records: Records, release: Release) -> None:
    """Note which talks people can see from now on, before they can."""
    with project.ledger(records.site) as ledger:
        if ledger.writable:
            ledger.publish(publishing.shown(release))
        elif ledger.notice:
            click.echo(ledger.notice, err=True)


def _show(delta: Delta, *, everything: bool) -> None:
    kinds = (
        ("added", delta.new),
        ("replaced", delta.changed),
        ("removed", delta.removed),
    )
    for done, paths in kinds:
        if not paths:
            continue
        click.echo(f"would be {done}: {_by_kind(paths)}")
        most = len(paths) if everything else _SHOWN
        for path in paths[:most]:
            click.echo(f"  {path}")
        if len(paths) > most:
            click.echo(f"  and {len(paths) - most} more (--all names them)")
    click.echo(f"{_counted(delta)} to publish, {_rest(delta)}")
    if not delta.is_empty:
        click.echo("Nothing was published; to do it, add --yes")


def _by_kind(paths: Sequence[str]) -> str:
    """Return such as "12 pages, 3 calendars"."""
    found = Counter(_kind(path) for path in paths)
    return ", ".join(
        shown.number(found[kind], kind)
        for kind in (*_KINDS, _SEARCH, _OTHER)
        if found[kind]
    )


def _kind(path: str) -> str:
    media = media_type(path)
    if path.startswith("search/") and not media.startswith("text/html"):
        return _SEARCH
    return next(
        (kind for kind, begin in _KINDS.items() if media.startswith(begin)), _OTHER
    )


def _counted(delta: Delta) -> str:
    return shown.number(len(delta.new) + len(delta.changed), "file")


def _rest(delta: Delta) -> str:
    return f"{len(delta.removed)} removed, {delta.unchanged} unchanged."
