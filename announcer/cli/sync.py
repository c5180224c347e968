"""The command that keeps a calendar on a server up to date: sync."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

import click

from announcer import syncing
from announcer.cli import secrets, shown
from announcer.cli.project import Project, pass_project, series_key
from announcer.delivery import caldav
from announcer.errors import AnnouncerError, BadValue
from announcer.ledger import Ledger
from announcer.syncing import Act, Step, Work
from announcer.talk import CalendarSettings, Status

_DONE = {Act.CREATE: "created", Act.UPDATE: "updated", Act.REMOVE: "removed"}
_NO_CALENDAR = (
    "There is no calendar to write to. Say in talks/site.yaml which one, for example\n"
    "  calendar: {caldav: https://cloud.example.edu/remote.php/dav/calendars/olga/"
    "talks/, user: olga}"
)


@click.command("sync")
@click.option("--yes", is_flag=True, help="Write; without it you only see what would.")
@click.option(
    "--force", is_flag=True, help="Overwrite what others changed or deleted there."
)
@click.option(
    "--series", metavar="SERIES", help="Only the talks of one series (a folder)."
)
@click.option(
    "--calendar", "address", metavar="URL", help="Another calendar than site.yaml's."
)
@pass_project
def sync_command(
    project: Project,
    series: str | None,
    address: str | None,
    *,
    yes: bool,
    force: bool,
) -> int:
    """Push the talks to a calendar on a CalDAV server.

    It creates, updates and cancels their events there, and removes those it created
    that no longer belong. Other events are let alone, and so are its own that somebody
    edited on the server, unless with --force. Without --yes nothing is written.
    """
    records = project.records()
    shown.show_problems(records.problems)
    settings = records.site.calendar
    place = address or settings.caldav
    if place is None:
        raise AnnouncerError(_NO_CALENDAR)
    key = None if series is None else series_key(records.series, series)
    now = project.now(records.site)
    with (
        project.ledger(records.site, readonly=not yes) as ledger,
        _open(place, settings) as calendar,
        syncing.compared(
            records,
            ledger,
            calendar,
            project.templates(),
            now,
            series=key,
            force=force,
            write=yes,
        ) as work,
    ):
        where = calendar.name or calendar.address
        click.echo(f"Calendar: {where} ({calendar.address})")
        if not yes:
            _show_work(work)
            return 0
        failed = _carry_out(work, calendar, ledger, now)
        _show_kept(work.steps)
        return 1 if failed else 0


@contextmanager
def _open(place: str, settings: CalendarSettings) -> Iterator[caldav.Calendar]:
    try:
        host = urlsplit(caldav.calendar_address(place)).hostname or ""
    except BadValue as error:
        raise BadValue(f"calendar: caldav: {error.message}", error.hint) from None

    def secret() -> str | None:
        return secrets.password(
            "CALDAV", host, settings.user, settings.password_command
        )

    with caldav.open_calendar(place, settings.user, secret) as calendar:
        yield calendar


def _show_work(work: Work) -> None:
    todo = _visible(work.steps)
    for step in todo:
        click.echo(f"would be {_done(step)}: {_name(step)}")
    _show_kept(work.steps)
    click.echo(f"{len(todo)} to write, {_rest(work)}")
    if todo:
        click.echo("Nothing was written; to do it: announcer sync --yes")


def _carry_out(
    work: Work, calendar: caldav.Calendar, ledger: Ledger, now: datetime
) -> int:
    """Write, saying each event as it is done; return how many were refused."""
    total, number, failed = len(_visible(work.steps)), 0, 0
    for step, answer in syncing.carry_out(work.steps, calendar, ledger, now):
        if step.act not in _DONE:
            continue
        number += 1
        if answer.outcome is caldav.Outcome.DONE:
            click.echo(f"[{number}/{total}] {_done(step)}: {_name(step)}")
            continue
        failed += 1
        why = answer.reason or "somebody changed it just now; run it again"
        click.echo(
            f"[{number}/{total}] not {_done(step)}: {_name(step)}: {why}", err=True
        )
    click.echo(f"{number - failed} written, {_rest(work)}")
    return failed


def _show_kept(steps: Iterable[Step]) -> None:
    kept = [step for step in steps if step.act is Act.KEEP]
    for step in kept:
        mark = click.style("warning:", fg="yellow")
        click.echo(f"{mark} left as it is: {_name(step)}: {step.reason}", err=True)
    if kept:
        click.echo("  --force makes them as the records say.", err=True)


def _visible(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if step.act in _DONE]


def _done(step: Step) -> str:
    """Say what is done to an event; a cancellation is what people look for."""
    off = step.wanted is not None and step.wanted.talk.status is Status.CANCELLED
    if off and step.act is Act.UPDATE:
        return f"shown as cancelled {step.reason}".strip()
    return _DONE[step.act]


def _name(step: Step) -> str:
    if step.wanted is None:
        return step.uid
    talk = step.wanted.talk
    clock = "" if talk.all_day else f" {talk.start:%H:%M}"
    who = ", ".join(speaker.name for speaker in talk.speakers)
    title = " ".join((talk.title or "(no title yet)").split())
    return f"{talk.start:%Y-%m-%d}{clock} {who}{': ' if who else ''}{title}"


def _rest(work: Work) -> str:
    others = f"; {work.others} of others let alone" if work.others else ""
    return f"{work.unchanged} unchanged{others}."
