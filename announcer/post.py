"""Where mail leaves, and what became of it: the words that all deliveries share.

This room alone knows how a mail address such as ``smtp://olga@mail.example.edu:587`` is
written, and which envelope addresses can be put on a wire without harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from announcer.errors import BadValue
from announcer.mailbox import ascii_host

Secret = Callable[[], str | None]

_PORTS = {"smtp": 25, "smtps": 465, "imap": 143, "imaps": 993}
_PROGRAM = "/usr/sbin/sendmail"
_DRAFTS = "Drafts"
_FORMS = (
    "Write for example smtp://localhost:25, smtps://olga@mail.example.edu, "
    "sendmail:/usr/sbin/sendmail, maildir:outbox, mbox:outbox.mbox or "
    "imaps://olga@mail.example.edu/Drafts."
)
# What stands in an envelope: no quoting, no space, nothing that could end the command.
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@\x00-\x1f\x7f-\x9f]+@[^\s<>()@\x00-\x1f]+")


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
class Result:
    """What became of a message for one address, with the server's words."""

    address: str
    fate: Fate
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one message, recipient by recipient, in their order.

    ``reachable`` is false where the way out itself is broken, so that there is no use
    in going on with other messages.
    """

    results: tuple[Result, ...]
    reachable: bool = True

    @classmethod
    def same(cls, recipients: Iterable[str], fate: Fate, reason: str = "") -> Receipt:
        """Return a receipt in which every recipient has the same fate."""
        return cls(tuple(Result(address, fate, reason) for address in recipients))

    def addresses(self, fate: Fate) -> tuple[str, ...]:
        """Return the recipients with this fate."""
        return tuple(r.address for r in self.results if r.fate is fate)

    def followed_by(self, later: Receipt) -> Receipt:
        """Return this receipt with the results that a later attempt replaces."""
        new = {result.address: result for result in later.results}
        results = tuple(new.get(r.address, r) for r in self.results)
        return Receipt(results, later.reachable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Via:
    """A way out, as written in ``mail: {smtp: ...}`` of a site or series.

    ``path`` is a program, a folder or a mailbox name; relative paths have been joined
    to the project folder. ``ca`` is a file of certificates to trust instead of the
    system's. ``secret`` gives the password when it is asked for; it is in no repr.
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
        if self.host.rstrip(".").casefold() == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def __str__(self) -> str:
        """Name the place in messages, without anything secret."""
        if not self.host:
            return f"{self.scheme}:{self.path}"
        user = f"{self.user}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{user}{host}:{self.port}"


def parse_via(text: str, folder: Path = Path()) -> Via:
    """Read a way out; relative paths count from ``folder``.

    Raises BadValue with a hint; a password in the address is refused and not repeated.
    """
    scheme = text.partition(":")[0].casefold()
    if scheme in _PORTS:
        return _server(scheme, text, folder)
    rest = unquote(text.partition(":")[2])
    if scheme == "sendmail":
        path = Path(rest or _PROGRAM)
        if not path.is_absolute():
            message = f"{text!r} does not name the program by its full path"
            raise BadValue(message, f"Write sendmail:{_PROGRAM}.")
        return Via(scheme=scheme, path=str(path))
    if scheme in {"maildir", "mbox"} and rest:
        return Via(scheme=scheme, path=str(folder / Path(rest).expanduser()))
    shown = f"{scheme}:" if "@" in text else repr(text)
    raise BadValue(f"{shown} is not a way to send mail", _FORMS)


def _server(scheme: str, text: str, folder: Path) -> Via:
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS[scheme]
        password, host = parts.password, parts.hostname
    except ValueError:
        raise BadValue(f"the {scheme} address cannot be read", _FORMS) from None
    if password is not None:
        message = f"the {scheme} address holds a password, which belongs in no file"
        hint = "Take it out and put it into ANNOUNCER_SMTP_PASSWORD or the keyring."
        raise BadValue(message, hint)
    if not host:
        raise BadValue(f"the {scheme} address names no server", _FORMS)
    ca = _options(parts, scheme).get("ca")
    return Via(
        scheme=scheme,
        host=host,
        port=port,
        user=unquote(parts.username) if parts.username else None,
        path=_mailbox(parts, scheme),
        ca=folder / Path(ca).expanduser() if ca else None,
    )


def _options(parts: SplitResult, scheme: str) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(options.keys() - {"ca"})
    if unknown or parts.fragment:
        what = unknown[0] if unknown else "#"
        message = f"the {scheme} address has an unknown option {what!r}"
        raise BadValue(message, "The only option is ?ca=FILE (certificates to trust).")
    return options


def _mailbox(parts: SplitResult, scheme: str) -> str:
    name = unquote(parts.path).strip("/")
    if scheme in {"imap", "imaps"}:
        return name or _DRAFTS
    if name:
        raise BadValue(f"an {scheme} address ends with the port", _FORMS)
    return ""


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
    bare = message.replace(b"\r\n", b"")
    if b"\r" in bare or b"\n" in bare:
        return "the message has a line that does not end with CRLF"
    if b"\0" in message:
        return "the message holds a NUL"
    if any(len(line) > 998 for line in message.split(b"\r\n")):
        return "the message has a line of more than 998 octets"
    return ""


def screen(
    message: bytes, sender: str, recipients: Iterable[str]
) -> tuple[list[str], Receipt]:
    """Return who can be sent this at all, and a receipt for everybody.

    In the receipt those who cannot are refused, and the others still deferred.
    """
    problem = unfit(sender) or malformed(message)
    results = [Result(a, Fate.REFUSED, problem or unfit(a)) for a in recipients]
    fit = [result.address for result in results if not result.reason]
    kept = (r if r.reason else Result(r.address, Fate.DEFERRED) for r in results)
    return fit, Receipt(tuple(kept))


def unix_lines(message: bytes) -> bytes:
    """Return a message with the line ends of local programs and mailboxes.

    Whoever puts it on a wire makes CRLF of them again: the same bytes.
    """
    return message.replace(b"\r\n", b"\n")
