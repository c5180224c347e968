"""The command that says what is due, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

import click

from announcer import sending, when
from announcer.catalogue import within
from announcer.cli import wording
from announcer.cli.project import Project, day_of_option, pass_project, series_key
from announcer.cli.shown import as_data, as_text, credit, json_option
from announcer.formats.mail import Message
from announcer.kinds import PERSONAL
from announcer.ledger import Ledger, Telling
from announcer.letter import Letter
from announcer.plan import AHEAD, Blocked
from announcer.record import Records
from announcer.review import held as held_talks
from announcer.sending import Awaiting, Held
from announcer.survey import Survey, foreseeing, survey
from announcer.talk import Planned

_TITLES = 5  # of a digest; a programme has those of a term
_NO_RULES = (
    "Nothing comes by itself: {} has `tell:`. Write for example in series.yaml\n"
    "  tell:\n    - announcement: 7 days before at 09:00"
)


@click.command("plan")
@click.argument("series", required=False)
@click.option(
    "--until",
    metavar="DATE",
    help="What comes up to this day, such as 2021-05-14 (default: two weeks).",
)
@json_option
@pass_project
def plan_command(
    project: Project, series: str | None, until: str | None, form: str
) -> int:
    """Say what people must be told now and next, to whom, and why.

    SERIES is the folder of one series. Nothing is sent and nothing is remembered. Where
    nothing comes within two weeks, it is said what comes after them. The exit status is
    1 if a message is due that cannot go out, or one to come that cannot be written, if
    nobody knows whether one did, or if a record cannot be read: of what that one says
    nothing is told, and everything else is.
    """
    records = project.records(partial=True)
    now = project.now(records.site)
    last = _until(until, now)
    key = None if series is None else series_key(records.series, series)
    with project.ledger(records.site, readonly=True) as ledger:
        seen = survey(records, ledger, now, pretended=project.pretended)
        seen = foreseeing(seen, records.unread, last, key)
        free, held = sending.due(seen)
        warn_of_new(project, seen, free, ledger)
        wanted = (*free, *sending.drafted_by_hand(seen, ledger))
        free, waiting = sending.sort(wanted, seen, ledger, project.templates())
        late, _ = sending.given_up((*wanted, *seen.plan.due), seen, ledger)
    ready, unwritten = sending.foreseen(free, seen, project.templates())
    if form == "json":
        click.echo(
            json.dumps(
                _plan_data(seen, ready, held, unwritten, waiting),
                ensure_ascii=False,
                indent=2,
            )
        )
        if records.unread:
            click.echo(unread(records), err=True)
    else:
        _show_due([one.letter for one in ready], waiting)
        _show_upcoming(seen, last, key)
        _show_planned(
            one for one in seen.programme.planned if _is_in(one.series.key, key)
        )
        complain(complaints(records, seen, held, seen.unresolved, unwritten))
    for one in late:
        click.echo(wording.late(one), err=True)
    for told in seen.plan.unnamed:
        click.echo(wording.unnamed(told), err=True)
    drafts = [one for one in waiting if one.draft]
    wrong = is_wrong(seen, held, seen.unresolved, (*unwritten, *drafts))
    return int(wrong or bool(unwritten or records.unread or late))


def _plan_data(
    seen: Survey,
    ready: Iterable[Message],
    held: Iterable[Held],
    unwritten: Iterable[Blocked],
    waiting: Iterable[Awaiting],
) -> dict[str, object]:
    return {
        "now": seen.programme.now.isoformat(),
        "due": [wording.message_data(one) for one in ready],
        "upcoming": [wording.as_data(one) for one in seen.plan.upcoming],
        "waiting": [wording.held_data(one) for one in held],
        "to_approve": [wording.as_data(one) for one in waiting],
        "held_talks": [talk.uid for talk in seen.programme.held],
        "date_open": [as_data(one) for one in seen.programme.planned],
        "blocked": [wording.as_data(one) for one in (*seen.plan.blocked, *unwritten)],
        "unresolved": [wording.told_data(one) for one in seen.unresolved],
        "unnamed": [wording.told_data(one) for one in seen.plan.unnamed],
    }


def _show_due(free: Iterable[Letter], waiting: Iterable[Awaiting]) -> None:
    due = tuple(free)
    click.echo("Due now:" if due else "Nothing is due.")
    for one in due:
        _show_letter(one, one.reason, "  ")
    to_approve = tuple(waiting)
    if to_approve:
        click.echo("To be approved:")
    for item in to_approve:
        _show_letter(item.letter, item.reason, "  ")


def _show_letter(one: Letter, reason: str, margin: str, mark: str = "") -> None:
    """Write what a message is, which talks it is about, and why."""
    click.echo(f"{margin}{mark}{wording.letter(one)}")
    indent = margin + (" " * len(mark) or "  ")
    for talk in one.talks[:_TITLES]:
        click.echo(indent + credit(talk))
    if len(one.talks) > _TITLES:
        click.echo(f"{indent}and {len(one.talks) - _TITLES} more")
    click.echo(indent + reason)


def _show_upcoming(seen: Survey, until: date, key: str | None) -> None:
    """Write what comes, day by day, or why nothing does."""
    site, upcoming = seen.programme.site, seen.plan.upcoming
    if not any(one.tell for one in seen.programme.series if _is_in(one.key, key)):
        whose = "no series" if key is None else "no part of this series"
        click.echo(_NO_RULES.format(whose))
    elif not upcoming:
        click.echo("Nothing comes within a year.")
    if upcoming:
        quiet = f"Nothing comes up to {until}. After that:"
        click.echo(quiet if upcoming[0].due.date() > until else "Next:")
    for day, letters in groupby(upcoming, key=lambda one: f"{one.due:%a %Y-%m-%d}"):
        click.echo(f"  {day}")
        for one in letters:
            hour = wording.hour(one.due, site)
            _show_letter(one, one.reason, "    ", f"{hour}  ")


def _is_in(series: str, key: str | None) -> bool:
    return key is None or within(series, key)


def _until(written: str | None, now: datetime) -> date:
    """Return the last day of what is to be foreseen."""
    if written is None:
        return when.later(now, AHEAD).date()
    day = day_of_option("--until", written)
    if day < now.date():
        raise click.UsageError(f"--until {written} is past")
    return day


def _show_planned(talks: Iterable[Planned]) -> None:
    for at, planned in enumerate(talks):
        if not at:
            click.echo("Date open, so that nothing can be told:")
        click.echo(f"  {planned.source}: {credit(planned)}")
        if any(rule.kind in PERSONAL for rule in planned.series.tell):
            click.echo("    its speaker is asked for nothing until there is a date")


class Complaint(NamedTuple):
    """Something that should have been told and was not.

    ``name`` is the same from run to run, and empty where every run must say it.
    """

    name: str
    text: str


def complaints(
    records: Records,
    seen: Survey,
    held: Iterable[Held],
    unresolved: Iterable[Telling],
    unwritten: Iterable[Blocked] = (),
) -> Iterator[Complaint]:
    """Yield what should have been told, and was not."""
    site = seen.programme.site
    for problem in held_talks(seen.programme, seen.history.successors):
        yield Complaint(f"{problem.path} {problem.message}", as_text(problem))
    for one in (*seen.plan.blocked, *unwritten):
        text = wording.blocked(one)
        yield Complaint(f"{one.letter.due.isoformat()} {text}", text)
    for waiting in held:
        name = f"{wording.letter(waiting.letter)} {waiting.letter.revision}"
        yield Complaint(name, wording.held(waiting, site))
    unknown = [wording.unresolved(told, site) for told in unresolved]
    if unknown:
        cure = "  Did they arrive? `announcer send --resolve` asks."
        yield Complaint("", "\n".join((*unknown, cure)))
    if records.unread:
        text = unread(records)
        yield Complaint(text, text)


def complain(about: Iterable[Complaint]) -> None:
    """Say on standard error what should have been told, and was not."""
    for one in about:
        click.echo(one.text, err=True)


def unread(records: Records) -> str:
    """Say which records cannot be read, and what that stops."""
    return "\n".join((*map(as_text, records.errors), wording.unread(records)))


def warn_of_new(
    project: Project, seen: Survey, due: Iterable[Letter], ledger: Ledger
) -> None:
    """Say on standard error that a new ledger waits for a person, where it does."""
    folder = project.folder
    earlier = sending.earlier_memory(due, seen.programme, ledger, folder)
    if earlier:
        click.echo(wording.unbegun(ledger.place, earlier), err=True)


def is_wrong(
    seen: Survey,
    held: Iterable[Held],
    unresolved: Iterable[Telling],
    unwritten: Iterable[Blocked] = (),
) -> bool:
    """Say whether something should have been told, and was not."""
    unsaid = sending.unannounced(seen, unwritten) or sending.untold(seen)
    return bool(unsaid or held or unresolved)
