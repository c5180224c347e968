"""Where mail leaves, and what became of it: the words that all deliveries share.

This room alone knows which envelope addresses can be put on a wire without harm, and
(``server``) how one logs in to a mail server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from announcer.classes import dataclass
from announcer.errors import BadValue
from announcer.lazy import pattern
from announcer.mailbox import ascii_host

Secret = Callable[[], str | None]

# A path for an editor; an address of a server is none.
_PATH_PATTERN = r"(?!.*[^:/]://).+"
_PATH = "Write a path on this machine, such as outbox or /var/mail/talks."
_LONGEST_LINE = 999  # octets, CR included and LF not (RFC 5322 section 2.1.1)
# What stands in an envelope: no quoting, no space, nothing that could end the command.
_ADDRESS = pattern(r"[^\s<>()\[\],;:\\\"@\x00-\x1f\x7f-\x9f]+@[^\s<>()@\x00-\x1f]+")


class Fate(StrEnum):
    """What became of a message for one recipient.

    SENT: the next server took it over. REFUSED: it never will (5xx). DEFERRED: not
    taken, safe to try again. UNKNOWN: handed over whole, but nobody answered: only a
    person can tell.
    """

    SENT = "sent"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one message for its recipient, with the server's words.

    ``reachable`` is false where the way out itself is broken, so that there is no use
    in going on with other messages.
    """

    fate: Fate
    reason: str = ""
    reachable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Via:
    """A way out, as written in ``mail: {smtp: ...}`` of a site or series.

    ``path`` is a program, a folder or a mailbox name; relative paths have been joined
    to the project folder. ``ca`` is a file of certificates to trust instead of the
    system's. ``secret`` gives the password when it is asked for; it is in no repr.
    ``purpose`` names it in the environment: ``ANNOUNCER_<purpose>_PASSWORD``; empty
    where there is none.
    ``timeout`` and ``final_timeout`` are seconds to wait for any answer and for the
    answer to a whole message, which RFC 5321 section 4.5.3.2.6 puts at 10 minutes:
    whoever hangs up sooner does not know what became of the message.
    """

    scheme: str
    host: str = ""
    port: int = 0
    user: str | None = None
    path: str = ""
    ca: Path | None = None
    purpose: str = ""
    secret: Secret | None = field(default=None, repr=False, compare=False)
    timeout: float = 60
    final_timeout: float = 600

    @property
    def insists(self) -> bool:
        """Say whether encryption with a trusted certificate is a must.

        On loopback nobody can be between, and the mail server of a laptop has a
        certificate that nobody has signed. Whoever names certificates to trust wants
        them to be asked for, there too.
        """
        return self.ca is not None or not self.on_loopback

    @property
    def on_loopback(self) -> bool:
        """Say whether the server is this machine, so that no wire is between."""
        return is_loopback(self.host)

    def __str__(self) -> str:
        """Name the place in messages, without anything secret."""
        if not self.host:
            return f"{self.scheme}:{self.path}"
        user = f"{self.user}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{user}{host}:{self.port}"


class Parcel(NamedTuple):
    """A finished message with its envelope."""

    message: bytes
    sender: str
    recipient: str


class Delivery(Protocol):
    """An open way out."""

    def deliver(self, message: bytes, sender: str, recipient: str) -> Receipt:
        """Hand one message over, once, and say what became of it."""
        ...


@runtime_checkable
class Bundling(Protocol):
    """An open way out that takes several messages in one go."""

    def deliver_all(self, parcels: Sequence[Parcel]) -> list[Receipt]:
        """Hand messages over, each once, and say what became of each."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What a module of ``delivery`` offers: one key of ``mail:``, and what it does.

    An address begins with one of ``schemes``; what is written without one gets the
    first. ``help`` and ``example`` tell organisers what to write and ``pattern`` tells
    their editors. ``parse`` reads an address, with relative paths from a folder, or
    raises BadValue. ``connect`` opens the way for any number of messages, or raises
    DeliveryError. Up to ``together`` messages are handed over in one go: more than one
    where that is quick, and easy to look up afterwards. Records are read with this, so
    libraries that talk to servers are imported no sooner than in ``connect``.
    """

    key: str
    schemes: tuple[str, ...]
    help: str
    example: str
    pattern: str
    parse: Callable[[str, Path], Via]
    connect: Callable[[Via], AbstractContextManager[Delivery | Bundling]]
    together: int = 1

    def address(self, text: str) -> str:
        """Return what stands behind the key as an address; raises BadValue."""
        bare = text.partition(":")[0] not in self.schemes
        address = f"{self.schemes[0]}:{text}" if bare else text
        self.parse(address, Path())
        return address


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach the host."""
    if host.rstrip(".").casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def local_way(
    key: str,
    help: str,  # noqa: A002 - as the way has it
    example: str,
    connect: Callable[[Via], AbstractContextManager[Delivery | Bundling]],
    together: int = 1,
) -> Way:
    """Return a way to a file or a folder of this machine."""
    return Way(
        key=key,
        schemes=(key,),
        help=help,
        example=example,
        pattern=_PATH_PATTERN,
        parse=_local_path,
        connect=connect,
        together=together,
    )


def _local_path(address: str, folder: Path) -> Via:
    """Read an address such as ``maildir:outbox``: a path as it is written."""
    scheme, _, path = address.partition(":")
    path = path.removeprefix("//")
    if not path or "://" in path:
        shown = "a place on the net" if path else "nothing"
        raise BadValue(f"{shown} stands where a path is meant", _PATH)
    return Via(scheme=scheme, path=str(folder / Path(path).expanduser()))


def unfit(address: str) -> str:
    """Say why an address cannot stand in an envelope; empty if it can."""
    if address.startswith("-") or not _ADDRESS.fullmatch(address):
        return f"{address!r} is not an email address"
    try:
        wire(address)
    except BadValue:
        return f"{address!r} has a domain that cannot be written in ASCII"
    return ""


def wire(address: str) -> str:
    """Return an address with its domain in ASCII (RFC 5891), as it goes on the wire.

    Raises BadValue for a domain that cannot be meant.
    """
    local, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}@{ascii_host(domain)}"


def malformed(message: bytes) -> str:
    """Say why a message cannot go out byte for byte; empty if it can.

    A bare CR or LF could end it early for one server and not for the next.
    """
    if not message.endswith(b"\r\n"):
        return "the message does not end with CRLF"
    ends = message.count(b"\r")
    if message.count(b"\n") != ends or message.count(b"\r\n") != ends:
        return "the message has a line that does not end with CRLF"
    if b"\0" in message:
        return "the message holds a NUL"
    if _has_long_line(message):
        return "the message has a line of more than 998 octets"
    return ""


def _has_long_line(message: bytes) -> bool:
    """Look for a line that is too long, going from end to end as far as one may be."""
    at = 0
    while len(message) - at > _LONGEST_LINE:
        end = message.rfind(b"\n", at, at + _LONGEST_LINE + 1)
        if end < 0:
            return True
        at = end + 1
    return False


def hindrance(message: bytes, sender: str, recipient: str) -> str:
    """Say why a message cannot go out to anybody by any way; empty if it can."""
    return unfit(sender) or unfit(recipient) or malformed(message)


def unwritten(error: OSError) -> Receipt:
    """Return the receipt of a message that a disk has not taken."""
    reason = f"cannot write the message: {error.strerror}"
    return Receipt(Fate.DEFERRED, reason)


def unix_lines(message: bytes) -> bytes:
    """Return a message with the line ends of local programs and mailboxes.

    It has no CR but at the end of a line (``malformed``). Whoever puts it on a wire
    makes CRLF of them again: the same bytes.
    """
    return message.translate(None, b"\r")  # twice as fast as to replace the pairs
