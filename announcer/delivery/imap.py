"""Putting messages into an IMAP folder as drafts: a person looks and presses send.

This room alone knows imaplib (RFC 3501).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from announcer.errors import DeliveryError
from announcer.lazy import pattern
from announcer.post import Fate, Receipt, Via, Way, server

if TYPE_CHECKING:
    import imaplib

_OUTSIDE = pattern(r"[^\x20-\x7e]+")
# Answers of RFC 5530 and RFC 9208 that another time may be better.
_LATER = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[OVERQUOTA]")


@contextmanager
def connect(via: Via) -> Iterator[Imap]:
    """Open a connection over TLS and log in; raise DeliveryError if it cannot."""
    with closing(Imap(via)) as way:
        way.connect()
        yield way


class Imap:
    """One folder on one server; the connection is renewed when it drops."""

    __slots__ = ("_imap", "_via")

    def __init__(self, via: Via) -> None:
        self._via = via
        self._imap: imaplib.IMAP4 | None = None

    def connect(self) -> imaplib.IMAP4:
        """Return the open connection, a new one if there is none."""
        if self._imap is None:
            self._imap = _connect(self._via)
        return self._imap

    def close(self) -> None:
        """Say goodbye; a server that has gone already is forgiven."""
        if self._imap is not None:
            with suppress(OSError, self._imap.error):
                self._imap.logout()
        self._imap = None

    def deliver(self, message: bytes, _sender: str, _recipient: str) -> Receipt:
        """Put one message into the folder; SENT means that the draft is there."""
        try:
            imap = self._alive()
        except DeliveryError as error:
            return Receipt(Fate.DEFERRED, str(error), reachable=False)
        return self._append(imap, message)

    def _alive(self) -> imaplib.IMAP4:
        """Return a connection that answered just now.

        APPEND must not be tried twice, so a connection is tried before it.
        """
        if self._imap is not None:
            try:
                self._imap.noop()
            except (OSError, self._imap.error):
                self._drop()
        return self.connect()

    def _append(self, imap: imaplib.IMAP4, message: bytes) -> Receipt:
        try:
            # without a date the server takes its own clock's
            status, words = imap.append(
                _quoted(self._via.path), r"(\Draft)", "", message
            )
        except (imap.abort, OSError) as error:
            self._drop()
            reason = f"the connection broke: {server.words(error)}"
            return Receipt(Fate.UNKNOWN, reason)
        except imap.error as error:
            return Receipt(Fate.REFUSED, server.words(error))
        if status == "OK":
            return Receipt(Fate.SENT)
        return _judge(b" ".join(words).decode("utf-8", "replace"), self._via)

    def _drop(self) -> None:
        if self._imap is not None:
            with suppress(OSError):
                self._imap.shutdown()
        self._imap = None


def _judge(words: str, via: Via) -> Receipt:
    if "[TRYCREATE]" in words:
        reason = f"there is no folder {via.path!r} on {via.host}"
        return Receipt(Fate.REFUSED, reason)
    later = words.upper().startswith(_LATER)
    return Receipt(Fate.DEFERRED if later else Fate.REFUSED, server.words(words))


def _connect(via: Via) -> imaplib.IMAP4:
    import imaplib  # noqa: PLC0415 - whoever only lists talks sends nothing

    password = server.password(via)
    try:
        if via.scheme == "imaps":
            context = server.context(via)
            imap: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                via.host, via.port, ssl_context=context, timeout=via.timeout
            )
        else:
            imap = imaplib.IMAP4(via.host, via.port, timeout=via.timeout)
            _encrypt(imap, via)
    except (OSError, imaplib.IMAP4.error) as error:
        raise server.unreachable(via, error) from None
    _log_in(imap, via, password)
    return imap


def _encrypt(imap: imaplib.IMAP4, via: Via) -> None:
    """Start TLS, verified unless the server is this machine."""
    try:
        if "STARTTLS" in imap.capabilities:
            imap.starttls(server.context(via, verify=via.insists))
        elif via.insists:
            raise server.unencrypted(via)
    except BaseException:
        with suppress(OSError):
            imap.shutdown()
        raise


def _log_in(imap: imaplib.IMAP4, via: Via, password: str) -> None:
    plain = f"\0{via.user}\0{password}".encode()  # RFC 4616: UTF-8
    try:
        if "AUTH=PLAIN" in imap.capabilities:
            imap.authenticate("PLAIN", lambda _: plain)
        else:
            imap.login(str(via.user), password)
    except (imap.abort, OSError):
        with suppress(OSError):
            imap.shutdown()
        raise DeliveryError(f"{via.host} hung up during the login.") from None
    except (imap.error, UnicodeError):
        with suppress(OSError, imap.error):
            imap.logout()
        raise server.shut_out(via) from None


def _quoted(name: str) -> str:
    """Return a folder's name as the protocol has it (RFC 3501 section 5.1.3)."""
    plain = name.replace("&", "&-")
    shifted = _OUTSIDE.sub(lambda found: _base64(found[0]), plain)
    escaped = shifted.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _base64(text: str) -> str:
    code = b64encode(text.encode("utf-16-be")).decode("ascii").rstrip("=")
    return f"&{code.replace('/', ',')}-"


def _parse(address: str, folder: Path) -> Via:
    via = server.server(
        address,
        folder,
        port=993 if address.startswith("imaps:") else 143,
        purpose="IMAP",
        example=WAY.example,
    )
    return replace(via, path=via.path or "Drafts")


WAY = Way(
    key="imap",
    schemes=("imap", "imaps"),
    help="a folder for drafts",
    example="imaps://me@mail.example.edu/Drafts",
    pattern=rf"imaps?://{server.SERVER_PATTERN}(/[^\s?#]*)?{server.OPTION_PATTERN}",
    parse=_parse,
    connect=connect,
)
