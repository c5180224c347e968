"""Sending: what is due goes out, once; trials go to oneself; nothing leaves unasked.

A message is written whole, claimed in the ledger, handed over, and settled there, one
by one. Whatever happens in between, the ledger says that it was sent, that it was not,
or that nobody knows; and what nobody knows is never sent again by itself.
"""

from announcer.sending.approving import Awaiting, drafted_by_hand, given_up, sort
from announcer.sending.beginnings import Earlier, earlier_memory
from announcer.sending.choosing import Choice, by_hand, due, of_series, to_be_seen
from announcer.sending.noting import Choose, note_known
from announcer.sending.pauses import Held
from announcer.sending.posting import LOCK, LOCKED, Means, Outcome, post
from announcer.sending.reports import named_no_more, never_approved
from announcer.sending.running import (
    Report,
    run,
    trials,
    try_out,
    unannounced,
    untold,
)
from announcer.sending.writing import foreseen, without_way, write

__all__ = [
    "LOCK",
    "LOCKED",
    "Awaiting",
    "Choice",
    "Choose",
    "Earlier",
    "Held",
    "Means",
    "Outcome",
    "Report",
    "by_hand",
    "drafted_by_hand",
    "due",
    "earlier_memory",
    "foreseen",
    "given_up",
    "named_no_more",
    "never_approved",
    "note_known",
    "of_series",
    "post",
    "run",
    "sort",
    "to_be_seen",
    "trials",
    "try_out",
    "unannounced",
    "untold",
    "without_way",
    "write",
]
