"""The command that says what is due, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from announcer import sending
from announcer.cli import shown, wording
from announcer.cli.project import Project, pass_project
from announcer.cli.shown import json_option
from announcer.ledger import Ledger, Telling
from announcer.letter import Letter
from announcer.review import held as held_talks
from announcer.sending import Held
from announcer.survey import Survey, survey


@click.command("plan")
@json_option
@pass_project
def plan_command(project: Project, form: str) -> int:
    """Say what people must be told now and next, to whom, and why.

    Nothing is sent and nothing is remembered. The exit status is 1 if a message is due
    that cannot go out, or if nobody knows whether one did.
    """
    records = project.records()
    with project.ledger(records.site, readonly=True) as ledger:
        now = project.now(records.site)
        seen = survey(records, ledger, now, pretended=project.pretended)
        free, held = sending.due(seen)
        warn_of_new(project, seen, free, ledger)
    if form == "json":
        click.echo(
            json.dumps(_plan_data(seen, free, held), ensure_ascii=False, indent=2)
        )
    else:
        _show_plan(seen, free)
        complain(seen, held, seen.unresolved)
    return int(is_wrong(seen, held, seen.unresolved))


def _plan_data(
    seen: Survey, free: Iterable[Letter], held: Iterable[Held]
) -> dict[str, object]:
    return {
        "now": seen.programme.now.isoformat(),
        "due": [wording.as_data(one) for one in free],
        "upcoming": [wording.as_data(one) for one in seen.plan.upcoming],
        "held": [wording.held_data(one) for one in held],
        "held_talks": [talk.uid for talk in seen.programme.held],
        "blocked": [wording.as_data(one) for one in seen.plan.blocked],
        "unresolved": [wording.told_data(one) for one in seen.unresolved],
    }


def _show_plan(seen: Survey, free: Iterable[Letter]) -> None:
    site = seen.programme.site
    due = tuple(free)
    click.echo("Due now:" if due else "Nothing is due.")
    for one in due:
        click.echo(f"  {wording.letter(one)}\n    {one.reason}")
    if seen.plan.upcoming:
        click.echo("Next:")
    for one in seen.plan.upcoming:
        at = wording.clock(one.due, site)
        click.echo(f"  {at}  {wording.letter(one)}\n    {one.reason}")


def complain(seen: Survey, held: Iterable[Held], unresolved: Iterable[Telling]) -> None:
    """Say on standard error what should have been told, and was not."""
    site = seen.programme.site
    shown.show_problems(held_talks(seen.programme, seen.history.successors))
    for one in seen.plan.blocked:
        click.echo(wording.blocked(one), err=True)
    for waiting in held:
        click.echo(wording.held(waiting, site), err=True)
    for told in unresolved:
        click.echo(wording.unresolved(told, site), err=True)
    if unresolved:
        click.echo("  Did they arrive? `announcer send --resolve` asks.", err=True)


def warn_of_new(
    project: Project, seen: Survey, due: Iterable[Letter], ledger: Ledger
) -> None:
    """Say on standard error that a new ledger waits for a person, where it does."""
    folder = project.folder
    earlier = sending.earlier_memory(due, seen.programme, ledger, folder)
    if earlier:
        click.echo(wording.unbegun(ledger.place, earlier), err=True)


def is_wrong(seen: Survey, held: Iterable[Held], unresolved: Iterable[Telling]) -> bool:
    """Say whether something should have been told, and was not."""
    unsaid = sending.unannounced(seen) or sending.untold(seen)
    return bool(unsaid or held or unresolved)
