"""Handing messages to the machine's own ``sendmail`` program, without a shell.

Every mail system brings one (Postfix, Exim, msmtp, nullmailer). It answers for all
recipients at once, by an exit status of ``sysexits.h``.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from announcer.errors import DeliveryError
from announcer.post import Fate, Receipt, Via, screen, unix_lines, wire

# The program has queued nothing, and another time it may.
_LATER = frozenset({os.EX_OSERR, os.EX_IOERR, os.EX_TEMPFAIL})


@contextmanager
def connect(via: Via) -> Iterator[Sendmail]:
    """Open the way through a program; raise DeliveryError if it is not there."""
    if not os.access(via.path, os.X_OK):
        raise DeliveryError(
            f"there is no program {via.path} to send mail with. Install a mail "
            "system such as msmtp-mta or Postfix, or name a server: smtp://..."
        )
    yield Sendmail(via)


class Sendmail:
    """One program, started once for each message."""

    __slots__ = ("_via",)

    def __init__(self, via: Via) -> None:
        self._via = via

    def deliver(
        self, message: bytes, sender: str, recipients: Sequence[str]
    ) -> Receipt:
        """Hand one message to the program and read its exit status."""
        fit, receipt = screen(message, sender, recipients)
        if not fit:
            return receipt
        fate, reason = self._run(message, sender, fit)
        return receipt.followed_by(Receipt.same(fit, fate, reason))

    def _run(
        self, message: bytes, sender: str, recipients: list[str]
    ) -> tuple[Fate, str]:
        command = [self._via.path, "-i", "-f", wire(sender), "--"]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and addresses are screened
                [*command, *map(wire, recipients)],
                input=unix_lines(message),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=self._via.final_timeout,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Fate.UNKNOWN, f"{self._via.path} did not come to an end"
        except OSError as error:
            return Fate.DEFERRED, f"cannot start {self._via.path}: {error.strerror}"
        return _judge(done.returncode, done.stderr)


def _judge(status: int, complaint: bytes) -> tuple[Fate, str]:
    if status == 0:
        return Fate.SENT, ""
    words = " ".join(complaint.decode("utf-8", "replace").split())[:300]
    if status < 0:
        return Fate.UNKNOWN, f"killed by signal {-status}; {words}".strip("; ")
    reason = f"exit status {status}: {words}".rstrip(": ")
    return (Fate.DEFERRED if status in _LATER else Fate.REFUSED), reason
