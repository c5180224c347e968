"""Commands for the ledger: who was told what, and how the memory travels."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import click

from announcer import adopting, finding, keeping, when
from announcer.cli.project import TRACELESS, Project, pass_project
from announcer.cli.shown import in_words, json_option, number
from announcer.cli.words import Number
from announcer.errors import AnnouncerError
from announcer.ledger import Entry, Imported
from announcer.survey import survey

_MESSAGE = "Remember who was told [skip ci]"
_ENDINGS = (signal.SIGINT, signal.SIGTERM)  # how a job is cancelled


@click.group("ledger")
def ledger_command() -> None:
    """Look after the memory of what people were told.

    The ledger remembers how every published talk changed and which messages went out.
    It is a file, .announcer/ledger.db, or a PostgreSQL database (`ledger:` in
    site.yaml).
    """


@ledger_command.command("log")
@click.argument("talk", required=False, metavar="[TALK]")
@json_option
@pass_project
def log_command(project: Project, talk: str | None, form: str) -> None:
    """Show what happened: to TALK, or to every talk, oldest first."""
    records = project.records(partial=True)
    now = project.now(records.site)
    with project.ledger(records.site, readonly=True) as ledger:
        known = [entry.uid for entry in ledger.log(now=now)]
        uid = talk if talk is None or talk in known else None
        if talk and not uid:
            uid = finding.find(project.programme(records).talks, talk, now).uid
        entries = ledger.log(uid, now=now)
    if form == "json":
        click.echo(json.dumps([_row(e) for e in entries], ensure_ascii=False, indent=2))
        return
    if not entries:
        click.echo("The ledger is empty so far; `announcer build` starts it.", err=True)
    zone = when.zone(records.site.timezone)
    for entry in entries:
        click.echo(f"{when.in_zone(entry.at, zone):%Y-%m-%d %H:%M}  {_line(entry)}")


def _line(entry: Entry) -> str:
    if entry.telling:
        told = entry.telling
        return f"{entry.uid}  {told.kind} to {told.address}: {entry.what}"
    changes = "; ".join(map(in_words, entry.changes))
    text = f"{entry.uid}  {entry.what} (revision {entry.sequence})"
    return f"{text}: {changes}" if changes else text


def _row(entry: Entry) -> dict[str, object]:
    row: dict[str, object] = {
        "at": entry.at.isoformat(),
        "uid": entry.uid,
        "what": entry.what,
        "sequence": entry.sequence,
    }
    if entry.changes:
        row["changes"] = [c.field for c in entry.changes]
    if entry.telling:
        row["kind"] = entry.telling.kind.value
        row["address"] = entry.telling.address
    return row


@ledger_command.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@pass_project
def export_command(project: Project, file: Path | None) -> None:
    """Write the whole ledger as JSON Lines to FILE, or to standard output.

    Equal ledgers give equal files, so that an export can travel in git. What FILE holds
    already and the ledger does not know is kept in it; the ledger stays as it is. A
    FILE that cannot be read is not written.
    """
    records = project.records(partial=True)
    with project.ledger(records.site, readonly=True) as ledger:
        if file is None:
            keeping.refuse_absent(ledger)
            click.echo("".join(f"{line}\n" for line in ledger.export()), nl=False)
            return
        held = keeping.export_file(ledger, file, project.folder)
    if held.revisions or held.tellings:
        click.echo(
            f"{file} held {_counted(held)} that this ledger did not know: kept. "
            f"`announcer ledger import {file}` tells the ledger too.",
            err=True,
        )


def _counted(found: Imported) -> str:
    tellings = number(found.tellings, "telling")
    return f"{number(found.revisions, 'revision')}, {tellings}"


@ledger_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_project
def import_command(project: Project, file: Path) -> None:
    """Add an export to the ledger: all of FILE, or nothing of it if a line is wrong.

    What is known already is left alone, so importing twice does no harm.
    """
    records = project.records(partial=True)
    with project.ledger(records.site) as ledger:
        added = keeping.import_file(ledger, file)
    click.echo(f"New: {_counted(added)}.")


@ledger_command.command("forget")
@click.argument("talk", metavar="TALK")
@click.option("--yes", is_flag=True, help="Forget; without it you only see what for.")
@pass_project
def forget_command(project: Project, talk: str, *, yes: bool) -> None:
    """Let a talk count as never published: for accidents.

    Nobody is told anything of it. Calendars and pages drop it, without a word of a
    cancellation; where its record is there, it counts as new. Messages that told of it
    stay in the log.
    """
    records = project.records()
    now = project.now(records.site)
    with project.ledger(records.site, readonly=not yes) as ledger:
        seen = survey(records, ledger, now)
        uid = finding.find(seen.programme.talks, talk, now).uid
        told = [one for one in ledger.told([uid], now).get(uid, ()) if one.facts_json]
        click.echo(f"{uid} is forgotten:" if yes else f"{uid} would be forgotten:")
        click.echo("  calendars and pages drop it without saying that it is off;")
        lists = ", ".join(sorted({one.address for one in told}))
        click.echo(f"  {lists or 'nobody'} was told of it and hears nothing more.")
        if not yes:
            click.echo("Nothing was forgotten; to do it, add --yes")
            return
        ledger.forget(uid, now)


@ledger_command.command("adopt")
@click.argument("source", required=False, metavar="[SOURCE]")
@click.option("--yes", is_flag=True, help="Take it; without it you only see what for.")
@pass_project
def adopt_command(project: Project, source: str | None, *, yes: bool) -> None:
    """Take over what is published, for a ledger that was lost.

    SOURCE is the address of the site or of a feed of it, a folder with the site, a
    calendar file, or a place to publish to; without it, `url:` of talks/site.yaml.
    How each talk stood there is known from then on, and under which uid. What the
    ledger knows better stays. Who was told by mail is in no calendar:
    `announcer told` notes that.
    """
    records = project.records()
    now = project.now(records.site)
    if yes and project.traceless:
        raise AnnouncerError(f"{TRACELESS} Nothing was taken.")
    feed = adopting.read(source or records.site.url, project.folder, records.site)
    found = adopting.match(feed, records, now)
    with project.ledger(records.site, readonly=not yes) as ledger:
        new = adopting.adopt(found, ledger, now, write=yes)
    _show_adopted(feed, found, new)
    if yes:
        click.echo(f"Taken: {number(len(new), 'talk')}.")
    elif new:
        click.echo("Nothing was taken; to do it, add --yes")
    if new:
        click.echo(
            "Who was told of them by mail is in no calendar. If people know of the "
            "talks: announcer told --before DATE",
            err=True,
        )


def _show_adopted(
    feed: adopting.Feed, found: adopting.Found, new: Collection[str]
) -> None:
    for uid in new:
        state = found.states[uid]
        day = state.talk.start.date()
        held = " (held: no record has it)" if uid in found.held else ""
        click.echo(f"{uid}: SEQUENCE {state.sequence}, on {day}{held}")
    if known := len(found.states) - len(new):
        click.echo(f"{number(known, 'talk')} the ledger knows already.")
    for uid in found.foreign:
        click.echo(f"left alone, for no record has it: {uid}")
    for uid in feed.unread:
        click.echo(f"left alone, for it cannot be read: {uid or 'an event'}", err=True)


@ledger_command.command("keep")
@click.option("--branch", help="The branch that remembers (default: the present one).")
@click.option("--remote", help="The repository to push to (default: origin).")
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    default="ledger.jsonl",
    show_default=True,
    help="The export, below the project folder.",
)
@click.option("--message", default=_MESSAGE, show_default=True, help="Of the commit.")
@click.option(
    "--attempts",
    type=Number(min=1),
    default=12,
    show_default=True,
    help="How often to try to push, with growing waits: 12 take three minutes.",
)
@click.option(
    "--anew",
    is_flag=True,
    help="Begin although an earlier run never said how it ended.",
)
@click.argument("command", nargs=-1, metavar="[-- COMMAND...]")
@pass_project
def keep_command(  # noqa: PLR0913, PLR0917 - its options
    project: Project,
    branch: str | None,
    remote: str | None,
    file: Path,
    message: str,
    attempts: int,
    command: tuple[str, ...],
    *,
    anew: bool,
) -> int:
    """Run COMMAND between import and export of a ledger that travels in git.

    Brings the work tree to the newest commit of the branch, imports FILE, runs COMMAND
    (such as `announcer send --yes --quiet`; several by `sh -c`), exports, and pushes a
    commit of FILE alone, again and again if somebody pushed meanwhile. Two runs at once
    wait for each other. The exit status is that of COMMAND, and 1 if anything else
    failed: before COMMAND, then it did not run; or after it, then the memory is not
    kept, and the next run asks. Nothing is ever pushed by force.
    """
    if project.traceless:
        raise AnnouncerError(TRACELESS)
    clone = keeping.open_clone(project.folder, project.folder / file, remote, branch)
    with _Job(command, project).cancellable() as job:
        kept = keeping.keep(
            clone,
            project.folder,
            job.perform,
            message=message,
            patience=keeping.Patience(attempts=attempts, sleep=time.sleep),
            anew=anew,
            links=project.links(),
        )
    if kept.commit:
        click.echo(f"Kept {file} on the {clone.name}.", err=True)
    return kept.status


class _Job:
    """A command that may be cancelled: what it told until then is kept all the same."""

    def __init__(self, command: tuple[str, ...], project: Project) -> None:
        self._words = list(command)
        if command[:1] == ("announcer",):
            clock = [] if project.clock is None else ["--now", project.clock]
            ours = [sys.executable, "-P", "-m", "announcer", *clock]
            self._words = [*ours, *command[1:]]
        self._folder = project.folder
        self._begun = False
        self._child: subprocess.Popen[bytes] | None = None
        self._insists = False

    @contextmanager
    def cancellable(self) -> Iterator[Self]:
        """Hear the signals that end a job, by hand or in CI."""
        before = {one: signal.signal(one, self._hear) for one in _ENDINGS}
        try:
            yield self
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def _hear(self, number: int, _: object) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(number)
        elif not self._begun or self._insists:
            raise KeyboardInterrupt
        else:  # nothing is left but to keep the memory: that is finished first
            self._insists = True

    def perform(self) -> int:
        """Run the command in the project folder and return its exit status."""
        if not self._words:
            return 0
        sys.stdout.flush()
        self._begun = True
        try:
            self._child = subprocess.Popen(self._words, cwd=self._folder)  # noqa: S603 - was asked for
        except OSError as error:
            name = self._words[0]
            raise AnnouncerError(f"cannot run {name}: {error.strerror}") from error
        status = self._child.wait()
        return status if status >= 0 else 128 - status
