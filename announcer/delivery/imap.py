"""Putting messages into an IMAP folder as drafts: a person looks and presses send.

This room alone knows imaplib (RFC 3501).
"""

from __future__ import annotations

import imaplib
import re
import ssl
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from announcer.errors import DeliveryError
from announcer.post import Fate, Receipt, Via, screen

_OUTSIDE = re.compile(r"[^\x20-\x7e]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
# Answers of RFC 5530 and RFC 9208 that another time may be better.
_LATER = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[OVERQUOTA]")


@contextmanager
def connect(via: Via) -> Iterator[Imap]:
    """Open a connection over TLS and log in; raise DeliveryError if it cannot."""
    way = Imap(via)
    way.connect()
    try:
        yield way
    finally:
        way.close()


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
            with suppress(OSError, imaplib.IMAP4.error):
                self._imap.logout()
        self._imap = None

    def deliver(
        self, message: bytes, sender: str, recipients: Sequence[str]
    ) -> Receipt:
        """Put one message into the folder, once for all recipients.

        For them SENT means that the draft is there.
        """
        fit, receipt = screen(message, sender, recipients)
        if not fit:
            return receipt
        try:
            imap = self._alive()
        except DeliveryError as error:
            away = Receipt.same(fit, Fate.DEFERRED, str(error))
            return Receipt(receipt.followed_by(away).results, reachable=False)
        fate, reason = self._append(imap, message)
        return receipt.followed_by(Receipt.same(fit, fate, reason))

    def _alive(self) -> imaplib.IMAP4:
        """Return a connection that answered just now.

        APPEND must not be tried twice, so a connection is tried before it.
        """
        if self._imap is not None:
            try:
                self._imap.noop()
            except (OSError, imaplib.IMAP4.error):
                self._drop()
        return self.connect()

    def _append(self, imap: imaplib.IMAP4, message: bytes) -> tuple[Fate, str]:
        try:
            # without a date the server takes its own clock's
            status, words = imap.append(
                _quoted(self._via.path), r"(\Draft)", "", message
            )
        except (imaplib.IMAP4.abort, OSError) as error:
            self._drop()
            return Fate.UNKNOWN, f"the connection broke: {_clean(error)}"
        except imaplib.IMAP4.error as error:
            return Fate.REFUSED, _clean(error)
        if status == "OK":
            return Fate.SENT, ""
        return _judge(b" ".join(words).decode("utf-8", "replace"), self._via)

    def _drop(self) -> None:
        if self._imap is not None:
            with suppress(OSError):
                self._imap.shutdown()
        self._imap = None


def _judge(words: str, via: Via) -> tuple[Fate, str]:
    if "[TRYCREATE]" in words:
        return Fate.REFUSED, f"there is no folder {via.path!r} on {via.host}"
    later = words.upper().startswith(_LATER)
    return (Fate.DEFERRED if later else Fate.REFUSED), _clean(words)


def _connect(via: Via) -> imaplib.IMAP4:
    password = via.secret() if via.secret is not None else None
    if via.user is None or not password:
        raise DeliveryError(
            f"there is no password for {via}. Put it into ANNOUNCER_SMTP_PASSWORD, "
            "the keyring or a password command."
        )
    try:
        imap = _greet(via)
    except (OSError, imaplib.IMAP4.error) as error:
        raise DeliveryError(_unreachable(via, error)) from None
    _log_in(imap, via, password)
    return imap


def _greet(via: Via) -> imaplib.IMAP4:
    context = ssl.create_default_context(cafile=via.ca)
    if via.scheme == "imaps":
        return imaplib.IMAP4_SSL(
            via.host, via.port, ssl_context=context, timeout=via.timeout
        )
    if not via.insists:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    imap = imaplib.IMAP4(via.host, via.port, timeout=via.timeout)
    try:
        _encrypt(imap, via, context)
    except BaseException:
        with suppress(OSError):
            imap.shutdown()
        raise
    return imap


def _encrypt(imap: imaplib.IMAP4, via: Via, context: ssl.SSLContext) -> None:
    if "STARTTLS" in imap.capabilities:
        imap.starttls(context)
    elif via.insists:
        raise DeliveryError(
            f"{via.host} offers no encryption (STARTTLS). Try imaps://{via.host}."
        )


def _log_in(imap: imaplib.IMAP4, via: Via, password: str) -> None:
    # the server's own words stay out: some repeat what they were sent
    refused = f"{via.host} does not let {via.user} in with this password."
    broken = f"{via.host} hung up during the login."
    plain = f"\0{via.user}\0{password}".encode()  # RFC 4616: UTF-8
    try:
        if "AUTH=PLAIN" in imap.capabilities:
            imap.authenticate("PLAIN", lambda _: plain)
        else:
            imap.login(str(via.user), password)
    except (imaplib.IMAP4.abort, OSError):
        with suppress(OSError):
            imap.shutdown()
        raise DeliveryError(broken) from None
    except (imaplib.IMAP4.error, UnicodeError):
        with suppress(OSError, imaplib.IMAP4.error):
            imap.logout()
        raise DeliveryError(refused) from None


def _quoted(name: str) -> str:
    """Return a folder's name as the protocol has it (RFC 3501 section 5.1.3)."""
    plain = name.replace("&", "&-")
    shifted = _OUTSIDE.sub(lambda found: _base64(found[0]), plain)
    escaped = shifted.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _base64(text: str) -> str:
    code = b64encode(text.encode("utf-16-be")).decode("ascii").rstrip("=")
    return f"&{code.replace('/', ',')}-"


def _clean(words: Any) -> str:
    return _CONTROL.sub(" ", str(words)).strip()[:300]


def _unreachable(via: Via, error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"{via.host} shows a certificate that cannot be trusted "
            f"({error.verify_message}). If the server is your own, name its "
            f"certificate: {via}/{via.path}?ca=FILE."
        )
    return f"cannot reach {via}: {_clean(error)}."
