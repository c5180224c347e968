"""What the command ``send`` does: show what is due, send it, or try it out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

import click

from announcer import sending
from announcer.cli import secrets, wording
from announcer.cli.plan import (
    Complaint,
    complain,
    complaints,
    is_wrong,
    warn_of_new,
)
from announcer.cli.project import Project
from announcer.cli.selection import (
    NONE_WAITS,
    Selection,
    approval,
    choice,
    choose,
    is_meant,
    to_try,
)
from announcer.cli.shown import number
from announcer.delivery import parse_via
from announcer.errors import AnnouncerError
from announcer.executing import Executor, Here
from announcer.formats.mail import Message
from announcer.ledger import Ledger
from announcer.letter import Letter
from announcer.mailbox import Mailbox, mailbox
from announcer.post import Fate, Secret
from announcer.record import Records
from announcer.sending import Awaiting, Means, Outcome, Report
from announcer.survey import Survey, survey
from announcer.talk import MailSettings, Site
from announcer.templating import Templates

_DAY = timedelta(days=1)
_FOR_GOOD = timedelta(days=3650)


def show(
    project: Project, records: Records, wanted: Selection, executor: Executor
) -> int:
    """Show what would be sent, and send nothing."""
    with project.ledger(records.site, readonly=True) as ledger:
        seen = survey(records, ledger, project.now(records.site))
        chosen, held = choose(seen, ledger, wanted)
        warn_of_new(project, seen, () if wanted.first else chosen, ledger)
        templates = project.templates()
        chosen, waiting = sending.sort(chosen, seen, ledger, templates)
    if wanted.approve is not None:
        return _show_waiting(waiting, wanted.approve)
    shown = chosen[: wanted.limit]
    messages, unwritten = sending.write(shown, seen, templates, executor)
    _show_messages(messages)
    stuck = sending.without_way(shown, records.site)
    unsent = (*stuck, *unwritten, *waiting)
    complain(complaints(records, seen, held, seen.unresolved, unsent))
    if messages:
        click.echo(
            f"{number(len(chosen), 'message')} due. Nothing was sent; "
            "`announcer send --yes` sends."
        )
    elif not wanted.quiet and not unsent:
        click.echo("Nothing is due.")
    return int(is_wrong(seen, held, seen.unresolved, unsent))


def _show_waiting(waiting: Iterable[Awaiting], meant: str) -> int:
    """Show what waits for approval, and approve nothing."""
    shown = [one for one in waiting if is_meant(one, meant)]
    _show_messages(one.message for one in shown)
    if not shown:
        raise AnnouncerError(NONE_WAITS.format(meant))
    held = [one for one in shown if one.draft]
    if len(held) < len(shown):
        click.echo("Not held yet in these words: `announcer send --yes` does it.")
    for one in held:
        click.echo(
            f"Nothing was sent; `announcer send --approve {one.code} --yes` sends it."
        )
    return 0


def send(
    project: Project, records: Records, wanted: Selection, executor: Executor
) -> int:
    """Send what is due and wanted, and say how it went."""
    with project.ledger(records.site) as ledger:
        report = sending.run(
            records,
            ledger,
            project.templates(),
            _means(project, records.site, executor),
            choose=choice(wanted),
            limit=wanted.limit,
            first=wanted.first,
            approve=approval(wanted),
        )
        lost = _complain(records, report, ledger, quiet=wanted.quiet)
    if report.seen is None:
        if not wanted.quiet:
            click.echo("Another run is sending just now; nothing was done.")
        return 0
    if report.outcomes or report.unbegun or not wanted.quiet:
        click.echo(_summary(report))
    failed = report.fates(Fate.REFUSED, Fate.DEFERRED, Fate.UNKNOWN)
    unsent = (*report.unwritten, *report.waiting)
    wrong = is_wrong(report.seen, report.held, report.unresolved, unsent)
    if wanted.approve is not None and not report.approved:
        return 1
    return int(bool(failed or report.unbegun or lost) or wrong)


def _complain(
    records: Records, report: Report, ledger: Ledger, *, quiet: bool
) -> frozenset[str]:
    """Say what was not told; return what can never be told any more, said once.

    Cron makes a mail of every word, so a quiet run says the same only once a day.
    """
    for one in report.unbegun:
        click.echo(wording.line("held", wording.letter(one)), err=True)
    if report.earlier:
        click.echo(wording.unbegun(ledger.place, report.earlier), err=True)
    seen = report.seen
    if seen is None:
        return frozenset()
    found = [
        *complaints(
            records,
            seen,
            report.held,
            report.unresolved,
            (*report.unwritten, *report.waiting),
        )
    ]
    now = seen.programme.now
    if quiet:
        names = {one.name for one in found if one.name}
        fresh = ledger.unsaid(names, now, _DAY)
        found = [one for one in found if not one.name or one.name in fresh]
    for draft in report.needless:
        click.echo(wording.needless(draft), err=True)
    gone = {f"lost {one.id}": wording.lost(one) for one in report.lost}
    gone |= {f"late {one.id}": wording.late(one) for one in report.late}
    gone |= {f"unnamed {one.id}": wording.unnamed(one) for one in report.unnamed}
    lost = ledger.unsaid(gone.keys(), now, _FOR_GOOD)
    complain(found)
    complain(Complaint(name, gone[name]) for name in sorted(lost))
    return lost


def _summary(report: Report) -> str:
    if report.unbegun:
        return f"{number(len(report.unbegun), 'message')} due. Nothing was sent."
    if not report.outcomes:
        unsent = report.unwritten or report.waiting
        return "Nothing was sent." if unsent else "Nothing is due."
    fates = Counter(one.fate for one in report.outcomes)
    parts = [f"Sent {number(fates[Fate.SENT], 'message')}"]
    for fate, words in (
        (Fate.DEFERRED, "not sent, will be tried again"),
        (Fate.REFUSED, "refused"),
        (Fate.UNKNOWN, "unknown"),
        (None, "told by another run"),
    ):
        if fates[fate]:
            parts.append(f"{fates[fate]} {words}")
    if report.left:
        parts.append(f"{report.left} left for later")
    return "; ".join(parts) + "."


def _means(project: Project, site: Site, executor: Executor | None = None) -> Means:
    def watch(outcome: Outcome) -> None:
        failed = outcome.fate is not Fate.SENT
        click.echo(wording.outcome(outcome), err=failed)

    def now() -> datetime:
        return project.now(site)

    return Means(
        folder=project.folder,
        secret=_secret,
        clock=now,
        sleep=time.sleep,
        watch=watch,
        executor=executor or Here(),
    )


def _secret(settings: MailSettings) -> Secret | None:
    """Return what gives the password of a way out, once somebody asks for it."""
    via = parse_via(settings.via or "")
    if not via.purpose:
        return None

    @cache  # a reconnected server asks again, and a command may be slow
    def ask() -> str | None:
        return secrets.password(
            via.purpose, via.host, via.user, settings.password_command
        )

    return ask


def test(
    project: Project, records: Records, wanted: Selection, to: str, *, yes: bool
) -> int:
    """Show what is wanted as tests to oneself; send them with ``yes``."""
    myself = mailbox(to)
    with project.ledger(records.site, readonly=True) as ledger:
        seen = survey(records, ledger, project.now(records.site))
        due = to_try(seen, ledger, wanted)
    if not due:
        raise AnnouncerError(
            "nothing is due; name a talk to test: announcer send next --to ADDRESS"
        )
    tests = sending.trials(due[: wanted.limit], myself, seen.programme)
    templates = project.templates()
    if not yes:
        return _show_tests(tests, myself, seen, templates)
    means = _means(project, records.site)
    report = sending.try_out(tests, seen, templates, means)
    for one in report.unwritten:
        click.echo(wording.blocked(one), err=True)
    sent = len(report.fates(Fate.SENT))
    if sent and not wanted.quiet:
        click.echo(f"Sent {number(sent, 'test')}; nothing was remembered.")
    return int(sent < len(tests))


def _show_tests(
    tests: Iterable[Letter], to: Mailbox, seen: Survey, templates: Templates
) -> int:
    messages, unwritten = sending.write(tests, seen, templates)
    _show_messages(messages)
    unsent = (*sending.without_way(tests, seen.programme.site), *unwritten)
    for one in unsent:
        click.echo(wording.blocked(one), err=True)
    count = number(len(messages), "test")
    click.echo(f"{count} to {to.address}. Nothing was sent; add --yes to send.")
    return int(bool(unsent))


def _show_messages(messages: Iterable[Message]) -> None:
    for message in messages:
        click.echo(wording.whole(message))
        click.echo("-" * 72)
