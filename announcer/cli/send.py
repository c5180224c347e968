"""The command that sends: show, send, test, and resolve what nobody knows.

What it does stands in ``sending``, which is imported while workers read the records.
"""

from __future__ import annotations

import click

from announcer import copies, executing
from announcer.cli.project import Project, pass_project
from announcer.cli.words import Number, OneOf
from announcer.kinds import Kind

KINDS = OneOf([kind.value for kind in Kind])


@click.command("send")
@click.argument("talk", required=False, metavar="[TALK]")
@click.option("--kind", type=KINDS, help="With TALK: tell this, whatever is due.")
@click.option(
    "--again",
    is_flag=True,
    help="With TALK: once more what has gone out, the last news or this --kind.",
)
@click.option("--yes", is_flag=True, help="Send, and do not only show.")
@click.option(
    "--approve",
    metavar="TALK|CODE",
    help="Show what waits for approval; with --yes it is approved, and goes out.",
)
@click.option("--to", metavar="ADDRESS", help="A test, to this address only.")
@click.option("--limit", type=Number(min=1), help="Send at most so many messages.")
@click.option(
    "--first",
    is_flag=True,
    help="With --yes: begin with the memory as it is, whatever speaks for another.",
)
@click.option(
    "--quiet", is_flag=True, help="Say nothing unless something was sent or is wrong."
)
@click.option(
    "--resolve",
    type=OneOf(["ask", "sent", "unsent"]),
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
    approve: str | None,
    *,
    again: bool,
    yes: bool,
    first: bool,
    quiet: bool,
) -> int:
    """Show the messages that are due; send them with --yes.

    TALK is named as in `show`; with it only what is due about that talk. With --kind
    the talk is told about in that way whatever the rules say; with the name of a series
    and --kind digest or programme, its next one. A test with --to goes to that address
    alone, is marked [TEST] and not remembered. Nothing is ever sent twice but with
    --again, and what nobody knows about is not sent again unless somebody says that it
    did not arrive (--resolve).

    Where a series says `approve: yes`, a message is held until a person has seen it:
    --approve shows it, by the talk or by the code that `send` and `plan` name, and
    with --yes it goes out as it was seen.
    """
    if approve is not None and (talk or kind or to or again or resolve is not None):
        raise click.UsageError("--approve TALK goes with --yes alone")
    if resolve is not None and (yes or to or kind or limit):
        raise click.UsageError("--resolve goes with TALK alone")
    if again and talk is None:
        raise click.UsageError("--again goes with TALK")
    is_sent = yes and to is None
    with executing.chosen() as executor, copies.without_sweeps():
        readers = executing.Meanwhile(executor, _import_senders) if is_sent else None
        records = project.records(partial=True, keep=is_sent, executor=readers)
        from announcer.cli import resolve as resolving  # noqa: PLC0415 - heavy
        from announcer.cli import selection, sending  # noqa: PLC0415 - heavy

        meant = Kind(kind) if kind else None
        wanted = selection.Selection(talk, meant, limit, quiet, first, again, approve)
        if resolve is not None:
            return resolving.resolved(project, records, talk, resolve)
        if to is not None:
            return sending.test(project, records, wanted, to, yes=yes)
        do = sending.send if yes else sending.show
        status = do(project, records, wanted, executor)
    return int(status or bool(records.unread))


def _import_senders() -> None:
    """Import what sends, which takes longer than to read some hundred records."""
    from announcer.cli import sending  # noqa: F401, PLC0415 - heavy
    from announcer.ledger import opening  # noqa: F401, PLC0415 - heavy
