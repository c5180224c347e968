"""Sending: what is due goes out, once; trials go to oneself; nothing leaves unasked.

A message is written whole, claimed in the ledger, handed over, and settled there, one
by one. Whatever happens in between, the ledger says that it was sent, that it was not,
or that nobody knows; and what nobody knows is never sent again by itself.
"""

from announcer.sending.asked import by_hand, for_trial
from announcer.sending.drafts import Draft, write, write_trial
from announcer.sending.pauses import Held
from announcer.sending.posting import LOCK, LOCKED, Means, Outcome, post
from announcer.sending.running import (
    Choice,
    Report,
    due,
    is_new,
    run,
    try_out,
    unannounced,
)

__all__ = [
    "LOCK",
    "LOCKED",
    "Choice",
    "Draft",
    "Held",
    "Means",
    "Outcome",
    "Report",
    "by_hand",
    "due",
    "for_trial",
    "is_new",
    "post",
    "run",
    "try_out",
    "unannounced",
    "write",
    "write_trial",
]
