"""The command line: reads options, calls, and shows.

The only room that meets the world: it alone prints, exits, reads the environment and
the clock. Commands are imported when they are used, so that ``--help`` and ``list``
start at once.
"""

from __future__ import annotations

import gc

# nearly all that is made stays, from the first import on: to look for garbage at each
# thousand of new things takes a tenth of a list, and a third of what `serve` does at a
# save
gc.set_threshold(50_000, 20, 20)

import sys  # noqa: E402 - after it
from collections.abc import Sequence  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

from announcer.cli import early  # noqa: E402
from announcer.cli.streams import fill_gaps, leave  # noqa: E402
from announcer.lazy import attach  # noqa: E402

if TYPE_CHECKING:
    from announcer.cli.commands import COMMANDS, command, run

__getattr__ = attach(__name__, {"commands": ("COMMANDS", "command", "run")})

__all__ = ["COMMANDS", "command", "main", "run"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    fill_gaps()
    try:
        status = _status(arguments)
    except KeyboardInterrupt:  # before ``run`` could take care, or after it
        sys.stderr.write("Stopped.\n")
        status = 130
    leave(status)


def _status(arguments: Sequence[str] | None) -> int:
    look = early.look_for(sys.argv[1:] if arguments is None else arguments)
    if look is not None and early.is_as_it_was(look):
        return 0
    from announcer.cli.commands import run  # noqa: PLC0415 - what reads options is slow

    status = run(arguments, look)
    gc.freeze()  # to look through all that is left at the end takes half a second
    return status
