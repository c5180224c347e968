"""Commands that tell people: plan, send."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from announcer import sending
from announcer.cli import outgoing, wording
from announcer.cli.project import Project, pass_project
from announcer.cli.shown import json_option
from announcer.plan import Planned
from announcer.sending import Held
from announcer.survey import Survey, survey
from announcer.telling import Kind

_KINDS = click.Choice([kind.value for kind in Kind])


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
        outgoing.warn_of_new(free, ledger)
    if form == "json":
        click.echo(
            json.dumps(_plan_data(seen, free, held), ensure_ascii=False, indent=2)
        )
    else:
        _show_plan(seen, free)
        outgoing.complain(seen, held, seen.unresolved)
    return int(outgoing.is_wrong(seen, held, seen.unresolved))


def _plan_data(
    seen: Survey, free: Iterable[Planned], held: Iterable[Held]
) -> dict[str, object]:
    return {
        "now": seen.programme.now.isoformat(),
        "due": [wording.as_data(one) for one in free],
        "upcoming": [wording.as_data(one) for one in seen.plan.upcoming],
        "held": [wording.held_data(one) for one in held],
        "blocked": [wording.as_data(one) for one in seen.plan.blocked],
        "unresolved": [wording.told_data(one) for one in seen.unresolved],
    }


def _show_plan(seen: Survey, free: Iterable[Planned]) -> None:
    site = seen.programme.site
    due = tuple(free)
    click.echo("Due now:" if due else "Nothing is due.")
    for one in due:
        click.echo(f"  {wording.planned(one)}\n    {one.telling.reason}")
    if seen.plan.upcoming:
        click.echo("Next:")
    for one in seen.plan.upcoming:
        at = wording.clock(one.due, site)
        click.echo(f"  {at}  {wording.planned(one)}\n    {one.telling.reason}")


@click.command("send")
@click.argument("talk", required=False, metavar="[TALK]")
@click.option("--kind", type=_KINDS, help="With TALK: tell this, whatever is due.")
@click.option("--yes", is_flag=True, help="Send, and do not only show.")
@click.option("--to", metavar="ADDRESS", help="Send a test to this address only.")
@click.option(
    "--limit", type=click.IntRange(min=1), help="Send at most so many messages."
)
@click.option(
    "--first",
    is_flag=True,
    help="With --yes: nobody was ever told anything before; begin.",
)
@click.option(
    "--quiet", is_flag=True, help="Say nothing unless something was sent or is wrong."
)
@click.option(
    "--resolve",
    type=click.Choice(["ask", "sent", "unsent"]),
    is_flag=False,
    flag_value="ask",
    help="Ask what became of messages that nobody knows about; or say it: all of them, "
    "or those of TALK, were sent or were not.",
)
@pass_project
def send_command(  # noqa: PLR0913, PLR0917 - its options
    project: Project,
    talk: str | None,
    kind: str | None,
    to: str | None,
    limit: int | None,
    resolve: str | None,
    *,
    yes: bool,
    first: bool,
    quiet: bool,
) -> int:
    """Show the messages that are due; send them with --yes.

    TALK is named as in `show`; with it only what is due about that talk. With --kind
    the talk is told about in that way whatever the rules say. A test with --to is
    marked [TEST] and not remembered. Nothing is ever sent twice, and what nobody knows
    about is not sent again unless somebody says that it did not arrive (--resolve).
    """
    wanted = outgoing.Wanted(talk, Kind(kind) if kind else None, limit, quiet, first)
    if resolve is not None and (yes or to or kind or limit):
        raise click.UsageError("--resolve goes with TALK alone")
    if to is not None and yes:
        raise click.UsageError("--to sends a test at once; leave out --yes")
    records = project.records()
    if resolve is not None:
        return outgoing.resolve(project, records, talk, resolve)
    if to is not None:
        return outgoing.test(project, records, wanted, to)
    if yes:
        return outgoing.send(project, records, wanted)
    return outgoing.show(project, records, wanted)
