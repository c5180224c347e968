"""The command line: reads options, calls, and shows.

The only room that meets the world: it alone prints, exits, reads the environment and
the clock. Commands are imported when they are used, so that ``--help`` and ``list``
start at once.
"""

import gc

# nearly all that is made stays, from the first import on: to look for garbage at each
# thousand of new things takes a tenth of a list, and a third of what `serve` does at a
# save
gc.set_threshold(50_000, 20, 20)

from announcer.cli.commands import COMMANDS, command, main, run  # noqa: E402 - after it

__all__ = ["COMMANDS", "command", "main", "run"]
