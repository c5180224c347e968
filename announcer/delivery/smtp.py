"""Handing messages to a mail server, many over one connection (RFC 5321).

This room alone knows smtplib. The final dot is sent by itself: whatever fails before
it leaves the message unsent for certain, and only silence after it leaves a doubt.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from announcer.errors import BadValue, DeliveryError
from announcer.lazy import pattern
from announcer.post import Fate, Receipt, Via, Way, server, wire

if TYPE_CHECKING:
    import smtplib

_DOT = pattern(rb"^\.", re.MULTILINE)
_NOT_ASCII = "the server takes no addresses or headers outside ASCII (SMTPUTF8)"


@contextmanager
def connect(via: Via) -> Iterator[Smtp]:
    """Open a connection that encrypts, verifies and logs in as the address asks.

    Raises DeliveryError where it cannot; nothing has been sent then.
    """
    with closing(Smtp(via)) as way:
        way.connect()
        yield way


class Smtp:
    """One server; its connection is renewed when it drops between messages."""

    __slots__ = ("_smtp", "_via")

    def __init__(self, via: Via) -> None:
        self._via = via
        self._smtp: smtplib.SMTP | None = None

    def connect(self) -> smtplib.SMTP:
        """Return the open connection, a new one if there is none."""
        if self._smtp is None:
            self._smtp = _connect(self._via)
        return self._smtp

    def close(self) -> None:
        """Say goodbye; a server that has gone already is forgiven."""
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
        self._drop()

    def deliver(self, message: bytes, sender: str, recipient: str) -> Receipt:
        """Hand one message over and say what became of it."""
        reused = self._smtp is not None
        sent, reason = self._attempt(message, sender, recipient)
        if sent is None and reused:  # the server had hung up since the last message
            sent, reason = self._attempt(message, sender, recipient)
        return sent or Receipt(Fate.DEFERRED, reason, reachable=False)

    def _attempt(
        self, message: bytes, sender: str, recipient: str
    ) -> tuple[Receipt | None, str]:
        """Return the receipt; or None and why, if the server is not there to talk."""
        try:
            smtp = self.connect()
            receipt = self._converse(smtp, message, sender, recipient)
        except DeliveryError as error:
            return None, str(error)
        except OSError as error:  # smtplib's errors are OSErrors
            self._drop()
            return None, f"{self._via.host} hung up: {_words(error)}"
        except BaseException:  # interrupted in mid-sentence: QUIT would become text
            self._drop()
            raise
        if receipt.fate is Fate.UNKNOWN:
            self._drop()
        elif receipt.fate is not Fate.SENT:
            self._reset(smtp)
        return receipt, ""

    def _converse(
        self, smtp: smtplib.SMTP, message: bytes, sender: str, recipient: str
    ) -> Receipt:
        addresses = wire(sender), wire(recipient)
        ascii_only = message.isascii() and all(a.isascii() for a in addresses)
        if not ascii_only and not smtp.has_extn("smtputf8"):  # RFC 6531
            return Receipt(Fate.REFUSED, _NOT_ASCII)
        options = [f"SIZE={len(message)}"] if smtp.has_extn("size") else []
        if not ascii_only:
            options += ["SMTPUTF8", "BODY=8BITMIME"]
        receipt = _receipt(_heard(smtp.mail(addresses[0], options)))
        if receipt.fate is Fate.SENT:
            receipt = _receipt(_heard(smtp.rcpt(addresses[1])))
        return self._data(smtp, message) if receipt.fate is Fate.SENT else receipt

    def _data(self, smtp: smtplib.SMTP, message: bytes) -> Receipt:
        reply = _heard(smtp.docmd("DATA"))
        if reply[0] != 354:
            fate = Fate.REFUSED if reply[0] >= 500 else Fate.DEFERRED
            return Receipt(fate, _said(*reply))
        # Not sendall: its timeout is for the whole, and a slow server may take long
        rest = memoryview(_DOT.sub(b"..", message))
        while rest:
            rest = rest[smtp.sock.send(rest) :]  # type: ignore[union-attr]
        try:
            smtp.sock.settimeout(self._via.final_timeout)  # type: ignore[union-attr]
            smtp.send(b".\r\n")
            reply = smtp.getreply()
            if smtp.sock is not None:
                smtp.sock.settimeout(self._via.timeout)
        except OSError as error:
            reason = f"no answer after the whole message: {_words(error)}"
            return Receipt(Fate.UNKNOWN, reason)
        return _receipt(reply, Fate.UNKNOWN)

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except OSError:
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
        self._smtp = None


def _connect(via: Via) -> smtplib.SMTP:
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _greet(via)
        smtp.ehlo_or_helo_if_needed()
        _log_in(smtp, via)
    except BaseException as error:
        if smtp is not None:
            smtp.close()
        if isinstance(error, OSError):
            raise server.unreachable(via, _plain(error)) from None
        raise
    return smtp


def _greet(via: Via) -> smtplib.SMTP:
    import smtplib  # noqa: PLC0415 - whoever only lists talks sends nothing

    if via.scheme == "smtps":
        context = server.context(via)
        return smtplib.SMTP_SSL(
            via.host, via.port, timeout=via.timeout, context=context
        )
    smtp = smtplib.SMTP(via.host, via.port, timeout=via.timeout)
    try:
        _encrypt(smtp, via)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _encrypt(smtp: smtplib.SMTP, via: Via) -> None:
    """Start TLS, verified unless the server is this machine."""
    smtp.ehlo_or_helo_if_needed()
    if smtp.has_extn("starttls"):
        smtp.starttls(context=server.context(via, verify=via.insists))
    elif via.insists:
        port = ", or ask for the port for submission (587)"
        raise server.unencrypted(via, port)


def _log_in(smtp: smtplib.SMTP, via: Via) -> None:
    if via.user is None:
        return
    password = server.password(via)
    code = 0
    try:
        code = _authenticate(smtp, via.user, password)
    except OSError as error:  # smtplib's errors are OSErrors
        code = getattr(error, "smtp_code", 0)
        if not code and smtp.sock is None:
            raise
    if not code:
        message = f"{via.host} offers no way to log in that announcer knows."
        raise DeliveryError(message)
    if code >= 300:
        raise server.shut_out(via, later=code < 500, code=str(code))


def _authenticate(smtp: smtplib.SMTP, user: str, password: str) -> int:
    """Return the code of the server's answer."""
    if f"{user}{password}".isascii():
        smtp.login(user, password)
        return 235
    # smtplib knows ASCII passwords only; RFC 4616 section 2 says UTF-8
    plain = b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code = smtp.docmd("AUTH", f"PLAIN {plain}")[0]
    return code if code < 300 or code >= 400 else 535


class _HungUpError(OSError):
    """The server says that it hangs up (421)."""


def _heard(reply: tuple[int, bytes]) -> tuple[int, bytes]:
    """Return a reply, unless it says that the server hangs up (421)."""
    if reply[0] == 421:
        raise _HungUpError(_said(*reply))
    return reply


def _receipt(reply: tuple[int, bytes], otherwise: Fate = Fate.DEFERRED) -> Receipt:
    known = {2: Fate.SENT, 4: Fate.DEFERRED, 5: Fate.REFUSED}
    return Receipt(known.get(reply[0] // 100, otherwise), _said(*reply))


def _said(code: int, text: bytes | str) -> str:
    said = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return server.words(f"{code} {said}".strip())


def _words(error: OSError) -> str:
    return server.words(_plain(error))


def _plain(error: OSError) -> OSError:
    """Return an error of smtplib with its words in order, any other as it is."""
    code = getattr(error, "smtp_code", None)
    if code is None:
        return error
    return OSError(_said(code, error.smtp_error))  # type: ignore[attr-defined]


def _parse(address: str, folder: Path) -> Via:
    via = server.server(
        address,
        folder,
        port=465 if address.startswith("smtps:") else 25,
        purpose="SMTP",
        example=WAY.example,
    )
    if via.path:
        hint = f"Write for example {WAY.example}."
        raise BadValue(f"an {via.scheme} address ends with the port", hint)
    return via


WAY = Way(
    key="smtp",
    schemes=("smtp", "smtps"),
    help="a mail server",
    example="smtp://mail.example.edu:587",
    pattern=rf"smtps?://{server.SERVER_PATTERN}/?{server.OPTION_PATTERN}",
    parse=_parse,
    connect=connect,
)
