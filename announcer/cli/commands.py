"""Which commands there are, and what becomes of an error that one raises."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING

import click

from announcer import __version__
from announcer.cli.away import Place
from announcer.cli.shown import show_error
from announcer.cli.streams import unbreakable
from announcer.cli.terminal import colour
from announcer.cli.words import explained, meant
from announcer.copies import without_sweeps
from announcer.errors import AnnouncerError, own_mistake
from announcer.unwritable import cannot_write, is_refusal

if TYPE_CHECKING:
    from announcer.cli.project import Project
    from announcer.unchanged import Look

# Each command is a module of this folder. The line in ``--help`` stands here, so that
# it can be shown without importing them; a test holds it against the command's words.
COMMANDS = {
    "init": "Start a project: a folder with a first talk to edit.",
    "new": "Start a talk record on the series' next free slot.",
    "check": "Find every mistake, and everything that looks odd.",
    "list": "List the talks.",
    "show": "Show one talk, as others will see it.",
    "build": "Make the site, the calendars and the mails.",
    "serve": "Show the site and the mails in a browser, reloading on every save.",
    "cancel": "Call a talk off: its record says so from then on.",
    "move": "Give a talk another day or hour in its record.",
    "set": "Change fields of a talk in its record; FIELD= takes one out.",
    "follow": "Fetch the talks of others that `follow:` names, and say what is new.",
    "import": "Take over talks from elsewhere; shows changes, writes with --write.",
    "plan": "Say what people must be told now and next, to whom, and why.",
    "send": "Show the messages that are due; send them with --yes.",
    "told": "Note that people know what the records say now; no mail goes out.",
    "report": "List talks that were given, for a CV or the report of a year.",
    "fields": "Say which fields there are, with an example and what holds without.",
    "schema": "Print a JSON Schema of the record files, for editors.",
    "publish": "Bring the site to a web server, a Git branch or a bucket.",
    "sync": "Push the talks to a calendar on a CalDAV server.",
    "ledger": "Look after the memory of what people were told.",
}


class _Commands(click.Group):
    """A group that imports a command only when somebody calls it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        return [*COMMANDS]  # the command ``list`` hides the builtin once imported

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return command(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            hint = meant(args[0], COMMANDS)
            raise click.UsageError(f"{error.message.rstrip('.')}.{hint}", ctx) from None

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])


def command(name: str) -> click.Command:
    """Import a command: ``NAME_command`` in the module of its name."""
    with without_sweeps():
        module = import_module(f"announcer.cli.{name}{'_' * iskeyword(name)}")
    found = getattr(module, f"{name}_command")
    assert isinstance(found, click.Command)  # noqa: S101 - for the type checker
    return found


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog="Start with: announcer init my-talks",
)
@click.option(
    "-C",
    "folder",
    metavar="DIR",
    type=Place(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The project folder, which holds talks/ (default: here); it may be in a "
    "bucket, such as s3://bucket/talks.",
)
@click.option(
    "--now",
    metavar="WHEN",
    help="Pretend it is WHEN, such as 2021-03-01T09:00; nothing is remembered of it.",
)
@click.version_option(__version__, message="announcer %(version)s")
@click.pass_context
def commands(ctx: click.Context, folder: Path | str, now: str | None) -> None:
    """Announce talks: write each talk once, and let everybody know.

    The talks are small text files below talks/. From them announcer makes mails,
    calendars and a talks site, and it remembers what people were told, so that it knows
    what they must be told next.
    """
    from announcer.cli.project import Project  # noqa: PLC0415 - after --help

    if isinstance(folder, Path):
        ctx.obj = Project(folder, now, look=ctx.obj)
    elif not {"-h", "--help"} & {*sys.argv}:
        ctx.obj = _away(ctx, folder, now)


def _away(ctx: click.Context, address: str, now: str | None) -> Project:
    """Return a project that is in a bucket, fetched; raises AnnouncerError."""
    from announcer.cli import away, project  # noqa: PLC0415 - after --help

    name = ctx.invoked_subcommand
    if name in away.AT_HOME_ONLY:
        raise AnnouncerError(
            f"`announcer {name}` works on a project of this machine, and {address} is "
            "in a bucket\n"
            "  Change the records where they come from, and copy them there."
        )
    kept = project.kept()
    folder = ctx.with_resource(away.fetched(address, kept))
    return project.Project(folder, now, address)


def run(arguments: Sequence[str] | None = None, look: Look | None = None) -> int:
    """Run the command line and return its exit status.

    A build goes on with its early ``look``, if there was one.
    0 done; 1 the user's mistake or a failed delivery; 2 wrong usage; 130 interrupted.
    Every error becomes words on standard error here, and nowhere else. A command whose
    words cannot be written does its work to the end, and is then a failure; if only
    nobody wants to read them, its status is the same as ever.
    """
    with unbreakable() as lost, click.Context(commands, color=colour()):
        status = _run(arguments, look)
    for error in lost:
        with unbreakable():
            text = f"what was done could not all be written here: {error.strerror}"
            show_error(AnnouncerError(text))
    return status or int(bool(lost))


def _run(arguments: Sequence[str] | None, look: Look | None) -> int:
    status = 1
    try:
        result = commands.main(
            arguments, "announcer", standalone_mode=False, color=colour(), obj=look
        )
        status = result if isinstance(result, int) else 0
    except click.ClickException as error:
        explained(error).show()
        status = error.exit_code
    except AnnouncerError as error:
        show_error(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        status = 130
    except OSError as error:
        if is_refusal(error):
            show_error(AnnouncerError(cannot_write(error, Path.cwd())))
        else:
            _show_own_mistake(error)
    except Exception as error:  # noqa: BLE001 - the boundary no mistake may pass
        _show_own_mistake(error)
    return status


def _show_own_mistake(error: Exception) -> None:
    if os.environ.get("ANNOUNCER_TRACEBACK"):
        import traceback  # noqa: PLC0415 - slow

        traceback.print_exception(error)
    else:
        click.echo(
            f"{own_mistake(error)}.\n"
            "Please report it, with what it prints when ANNOUNCER_TRACEBACK=1 is set.",
            err=True,
        )
