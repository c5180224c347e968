"""Handing messages to the machine's own ``sendmail`` program, without a shell.

Every mail system brings one (Postfix, Exim, msmtp, nullmailer). It answers by an exit
status of ``sysexits.h``, which is no proof by itself: a wrapper ends with that of its
last command, and msmtp says 74 or 75 of a connection that broke anywhere. A message
that may have left is never tried again without a person; docs/mail-server.md tells of
each program.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from announcer.errors import BadValue, DeliveryError
from announcer.post import Fate, Receipt, Via, Way, unix_lines, wire

_PROGRAM = "/usr/sbin/sendmail"
# The numbers of sysexits.h, which Python knows on POSIX alone.
_USAGE, _NO_USER, _NO_HOST, _CONFIG = 64, 67, 68, 78
# What no program says of a message that it has taken, and what that means.
_PROVEN = {
    _USAGE: Fate.REFUSED,
    _NO_USER: Fate.REFUSED,
    _NO_HOST: Fate.DEFERRED,  # msmtp: the name of the server was not found just now
    _CONFIG: Fate.REFUSED,
}
# Words by which msmtp and Postfix say that nothing has left; the first to fit counts.
_ANSWERED = (
    r"msmtp: (cannot get initial OK message|envelope from address|recipient address"
    r"|the server does not accept mail data|the server did not accept the mail)"
    r".*? msmtp: server message: "
)
_SAID: tuple[tuple[str, Fate], ...] = (
    (rf"{_ANSWERED}4\d\d\b", Fate.DEFERRED),
    (rf"{_ANSWERED}5\d\d\b", Fate.REFUSED),
    (r"msmtp: cannot (connect to|locate host) ", Fate.DEFERRED),
    (r"msmtp: the server does not support ", Fate.REFUSED),
    (r"msmtp: authentication failed", Fate.REFUSED),
    (r"msmtp: \S+: (No such file or directory|Permission denied)", Fate.REFUSED),
    (r"msmtp: TLS certificate verification failed", Fate.REFUSED),
    (r"sendmail: fatal: (open \S+/main\.cf|chdir \S+): ", Fate.DEFERRED),
    (r".*\bsendmail: fatal: \S+: message file too big$", Fate.REFUSED),
)
# Where a wrapper tried several servers, what one of them said proves nothing.
_GAVE_UP = "could not send mail"


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

    def deliver(self, message: bytes, sender: str, recipient: str) -> Receipt:
        """Hand one message to the program and hear how it ends."""
        import subprocess  # noqa: PLC0415 - most commands send nothing

        command = [self._via.path, "-i", "-f", wire(sender), "--", wire(recipient)]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and addresses are screened
                command,
                input=unix_lines(message),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=self._via.final_timeout,
                env={**os.environ, "LC_ALL": "C"},  # its words are read below
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Receipt(Fate.UNKNOWN, f"{self._via.path} did not come to an end")
        except OSError as error:
            reason = f"cannot start {self._via.path}: {error.strerror}"
            return Receipt(Fate.DEFERRED, reason)
        return _judge(done.returncode, done.stderr)


def _judge(status: int, complaint: bytes) -> Receipt:
    if status == 0:
        return Receipt(Fate.SENT)
    words = " ".join(complaint.decode("utf-8", "replace").split())[:300]
    if status < 0:
        reason = f"killed by signal {-status}; {words}".strip("; ")
        return Receipt(Fate.UNKNOWN, reason)
    reason = f"exit status {status}: {words}".rstrip(": ")
    return Receipt(_PROVEN.get(status) or _meant(words), reason)


def _meant(words: str) -> Fate:
    if words.count(_GAVE_UP) > 1:
        return Fate.UNKNOWN
    found = (fate for said, fate in _SAID if re.match(said, words))
    return next(found, Fate.UNKNOWN)


def _parse(address: str, _folder: Path) -> Via:
    path = Path(address.partition(":")[2].removeprefix("//") or _PROGRAM)
    if not path.is_absolute():
        message = f"{str(path)!r} does not name the program by its full path"
        raise BadValue(message, f"Write {_PROGRAM}.")
    return Via(scheme="sendmail", path=str(path))


WAY = Way(
    key="sendmail",
    schemes=("sendmail",),
    help="a program that sends",
    example=_PROGRAM,
    pattern=r"(sendmail:(//)?)?/.*|sendmail:(//)?",
    parse=_parse,
    connect=connect,
)
