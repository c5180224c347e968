"""What the command `build` does where something has changed, or may have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from announcer import disk, executing, timing, unchanged
from announcer.catalogue import Part
from announcer.cli import away, shown
from announcer.cli.project import Project
from announcer.delivery import files
from announcer.errors import Problem
from announcer.output import finished
from announcer.record import Records
from announcer.talk import Site
from announcer.urls import (
    CALENDAR,
    TALKS_JSON,
    calendar_part,
    talk_ics,
    talks_part,
)

if TYPE_CHECKING:
    from announcer import ical
    from announcer.building import Built
    from announcer.ledger import History

# What makes files takes several times as long to import as what reads records. It is
# imported while workers read the first ones.


def build_all(  # noqa: PLR0913 - its options
    project: Project,
    folder: Path,
    *,
    quiet: bool,
    force: bool,
    public: bool,
    fresh: bool,
    look: unchanged.Look,
    workers: int | str | None = None,
    is_for_here: bool = True,
) -> Records:
    """Make everything, and note what was read and left and how long it holds.

    Unless it ``is_for_here``, nobody is told to look at it here.
    """
    with timing.phase(timing.NEW):
        noting = _Noting(project, folder, look)
    with _chosen(workers) as executor:
        readers = None if fresh else executing.Meanwhile(executor, _import_makers)
        with timing.phase("reading"), shown.busy("reading the records"):
            records = project.records(cache=not fresh, keep=not fresh, executor=readers)
        _import_makers()
        from announcer import building, ical, review  # noqa: PLC0415 - heavy

        shown.show_problems(records.problems)
        now = project.now(records.site)
        templates = project.templates(keeping=True)
        calendar = disk.read(folder / "site" / CALENDAR)
        with timing.phase("ledger"):
            opened = project.ledger(records.site)
        with opened as ledger:
            ledger.begin_to_count()
            built = building.build(
                records,
                ledger,
                templates,
                folder=folder,
                now=now,
                pretended=project.pretended,
                force=force,
                public=public,
                fresh=fresh,
                executor=executor,
                found_made=look.found_made,
                watch=lambda outputs: shown.progress(outputs, "files looked at"),
            )
            changes = ledger.changes
    if built.written.notice:
        _warn(built.written.notice)
    doubts = [
        *built.left_out,
        *review.unreadable(built.programme, records.place),
        *review.held(built.programme, built.history.successors),
        *templates.unused(records.site.language),
    ]
    shown.show_problems(doubts)
    if calendar and f"site/{CALENDAR}" in built.written.written:
        _warn_of_a_lost_memory(ical.Events(calendar), built)
    _show_memory(built.history, quiet=quiet)
    if not quiet:
        _show_counts(built.written)
        _show_parts(built)
        if is_for_here:
            shown.show_places(folder)
    if changes is not None and not built.left_out:
        with timing.phase(timing.NEW):
            noting.note(records.site, built, changes, [*records.problems, *doubts])
    return records


@contextmanager
def _chosen(workers: int | str | None) -> Iterator[executing.Executor]:
    """Choose who works, and say on a terminal whose answer one waits for."""
    with ExitStack() as stack:
        is_away = isinstance(workers, str)
        with shown.busy("asking the cluster") if is_away else nullcontext():
            executor = stack.enter_context(executing.chosen(workers))
        yield executor


def _import_makers() -> None:
    with timing.phase(timing.START):
        from announcer import building, ical, review  # noqa: F401, PLC0415 - heavy
        from announcer.ledger import opening  # noqa: F401, PLC0415 - heavy


def refuse_site(project: Project, site: str) -> None:
    """Raise AnnouncerError where nothing could be brought to this address."""
    from announcer.cli import bringing  # noqa: PLC0415 - heavy

    away.bucket(site)
    bringing.refuse_traceless(project)


def bring(  # noqa: PLR0913 - its options
    project: Project,
    records: Records,
    folder: Path,
    site: str,
    *,
    quiet: bool,
    force: bool,
) -> None:
    """Bring what was built to a bucket; mails stay, for they are for who sends them."""
    from announcer.cli import bringing  # noqa: PLC0415 - heavy

    with timing.phase("bringing it there"):
        bringing.bring(
            project, records, folder / "site", site, yes=True, force=force, quiet=quiet
        )
    if not quiet:
        click.echo(f"The mails stay here, in {folder / 'mail'}")


class _Noting:
    """A look at all that a build reads but the ledger, before it reads it.

    Where all is the same afterwards, and nobody else changed the ledger meanwhile,
    another build need not look closer before the clock reaches what it was told to hold
    until. With a pretended clock, or a ledger on a server, which has no file that
    tells, every build is made; and where something was left out, which may be there the
    next time.
    """

    def __init__(self, project: Project, folder: Path, look: unchanged.Look) -> None:
        self._project, self._folder, self._look = project, folder, look
        self._before = _seen(look)

    def note(
        self, site: Site, built: Built, changes: int, doubts: list[Problem]
    ) -> None:
        """Note what was read and left; ``changes`` are how many the ledger has seen."""
        from announcer.ledger import ledger_file  # noqa: PLC0415 - heavy

        ledger = ledger_file(site.ledger, self._project.folder.resolve())
        before = self._before
        if self._project.pretended or ledger is None or before is None:
            return
        if built.until is None or built.history.notice:
            return
        if _seen(self._look.again()) != before:
            return
        with suppress(OSError, unchanged.UnsureError):
            if not unchanged.is_old(before, self._folder):
                return
            last = unchanged.Last(
                sources=before.digest,
                ledger=str(ledger),
                state=unchanged.ledger_state(ledger, changes),
                left=built.written.left,
                since=built.programme.now.timestamp(),
                until=built.until.timestamp(),
                told=tuple(map(shown.as_text, doubts)),
                files=len(built.written.written) + built.written.unchanged,
            )
            unchanged.note(self._folder, last)


def _seen(look: unchanged.Look) -> unchanged.Sources | None:
    with suppress(OSError, unchanged.UnsureError):
        return look.sources
    return None


def export(
    project: Project, name: str, out: Path | str | None, *, quiet: bool, force: bool
) -> None:
    """Write the talks into the folder of another site."""
    from announcer.formats import EXPORTS  # noqa: PLC0415 - heavy

    records = project.records(keep=True)
    templates = project.templates()
    doubts = templates.unused(records.site.language)
    shown.show_problems([*records.problems, *doubts])
    if not isinstance(out, Path):
        raise click.UsageError(f"--as {name} needs --out DIR, the folder of that site.")
    programme = project.survey(records).shown
    outputs = finished(EXPORTS[name].drafts(programme, templates))
    written = files.write(outputs, project.folder / out, force=force)
    if not quiet:
        _show_counts(written)


def _warn_of_a_lost_memory(before: ical.Events, built: Built) -> None:
    """Say that calendars were told more than this ledger knows, where they were."""
    known = built.history.revisions
    new = {*built.written.written}  # what stays as it was says no less
    fell = [
        talk
        for talk in built.programme.talks
        if f"site/{talk_ics(talk)}" in new
        and known[talk.uid].sequence < before.sequence(talk)
    ]
    if fell:
        _warn(
            f"the SEQUENCE of {shown.number(len(fell), 'talk')} fell, such as of "
            f"{fell[0].uid} from {before.sequence(fell[0])} to "
            f"{known[fell[0].uid].sequence}: another "
            "ledger made what stood here, and calendars will not take the new state.\n"
            "  Bring its memory back: announcer ledger import FILE; or take over what "
            "is published: announcer ledger adopt"
        )


def _show_memory(history: History, *, quiet: bool) -> None:
    if history.notice:
        _warn(history.notice)
    if not quiet:
        for uid, changes in sorted(history.changed.items()):
            click.echo(f"changed: {uid}: {'; '.join(map(shown.in_words, changes))}")


def _warn(text: str) -> None:
    click.echo(f"{click.style('warning:', fg='yellow')} {text}", err=True)


def _show_parts(built: Built) -> None:
    """Say what the file of all talks does not hold, where it is one of several."""
    latest, *earlier = built.parts or (Part("", ()),)
    if not earlier:
        return
    before = sum(len(one.talks) for one in earlier)
    names = [one.name for one in earlier]
    others = f" to {names[-1]}" if len(names) > 1 else ""
    click.echo(
        f"{CALENDAR} and {TALKS_JSON} hold the {len(latest.talks):,} talks since "
        f"{latest.since}; longer ones few programs take. The {before:,} talks before "
        f"stand in {calendar_part(names[0])} and {talks_part(names[0])}{others}."
    )


def _show_counts(done: files.Written) -> None:
    shown.show_counts(len(done.written), done.unchanged, len(done.removed))
