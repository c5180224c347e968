"""Keeping a calendar on a server like the feeds: what to write there, and writing it.

What we wrote is in the ledger; whether somebody changed it since, the server's tags
say, and where they do not, the events' own words. Whatever is not ours is let alone.
"""

from announcer.syncing.running import carry_out, compared
from announcer.syncing.steps import Act, Step, Work

__all__ = ["Act", "Step", "Work", "carry_out", "compared"]
