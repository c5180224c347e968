"""Handing messages to a mail server, many over one connection (RFC 5321).

This room alone knows smtplib. The final dot is sent by itself: whatever fails before
it leaves the message unsent for certain, and only silence after it leaves a doubt.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from announcer.errors import DeliveryError
from announcer.post import Fate, Receipt, Result, Via, screen, wire

_DOT = re.compile(rb"^\.", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@contextmanager
def connect(via: Via) -> Iterator[Smtp]:
    """Open a connection that encrypts, verifies and logs in as the address asks.

    Raises DeliveryError where it cannot; nothing has been sent then.
    """
    way = Smtp(via)
    way.connect()
    try:
        yield way
    finally:
        way.close()


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

    def deliver(
        self, message: bytes, sender: str, recipients: Sequence[str]
    ) -> Receipt:
        """Hand one message over and say what became of it for each recipient."""
        fit, receipt = screen(message, sender, recipients)
        if not fit:
            return receipt
        reused = self._smtp is not None
        sent, reason = self._attempt(message, sender, fit)
        if sent is None and reused:  # the server had hung up since the last message
            sent, reason = self._attempt(message, sender, fit)
        if sent is None:
            away = Receipt.same(fit, Fate.DEFERRED, reason)
            sent = Receipt(away.results, reachable=False)
        return receipt.followed_by(sent)

    def _attempt(
        self, message: bytes, sender: str, recipients: list[str]
    ) -> tuple[Receipt | None, str]:
        """Return the receipt; or None and why, if the server is not there to talk."""
        try:
            smtp = self.connect()
            receipt = self._converse(smtp, message, sender, recipients)
        except DeliveryError as error:
            return None, str(error)
        except OSError as error:  # smtplib's errors are OSErrors
            self._drop()
            return None, f"{self._via.host} hung up: {_words(error)}"
        except BaseException:  # interrupted in mid-sentence: QUIT would become text
            self._drop()
            raise
        if Fate.UNKNOWN in {result.fate for result in receipt.results}:
            self._drop()
        elif receipt.addresses(Fate.SENT) != tuple(recipients):
            self._reset(smtp)
        return receipt, ""

    def _converse(
        self, smtp: smtplib.SMTP, message: bytes, sender: str, recipients: list[str]
    ) -> Receipt:
        able, receipt = _expressible(smtp, message, sender, recipients)
        if not able:
            return receipt
        options = _options(smtp, message, [sender, *able])
        reply = _heard(smtp.mail(wire(sender), options))
        if _fate(reply[0]) is not Fate.SENT:
            return receipt.followed_by(_same(able, reply))
        asked = tuple(
            _result(address, _heard(smtp.rcpt(wire(address)))) for address in able
        )
        receipt = receipt.followed_by(Receipt(asked))
        accepted = Receipt(asked).addresses(Fate.SENT)
        if not accepted:
            return receipt
        return receipt.followed_by(self._data(smtp, message, accepted))

    def _data(
        self, smtp: smtplib.SMTP, message: bytes, accepted: Sequence[str]
    ) -> Receipt:
        reply = _heard(smtp.docmd("DATA"))
        if reply[0] != 354:
            fate = Fate.REFUSED if reply[0] >= 500 else Fate.DEFERRED
            return Receipt.same(accepted, fate, _said(reply))
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
            return Receipt.same(accepted, Fate.UNKNOWN, reason)
        return _same(accepted, reply, Fate.UNKNOWN)

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
            raise DeliveryError(_unreachable(via, error)) from None
        raise
    return smtp


def _greet(via: Via) -> smtplib.SMTP:
    if via.scheme == "smtps":
        context = _context(via, verify=True)
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
        smtp.starttls(context=_context(via, verify=via.insists))
    elif via.insists:
        raise DeliveryError(
            f"{via.host} offers no encryption (STARTTLS), so nothing was sent. "
            f"Try smtps://{via.host}, or ask for the port for submission (587)."
        )


def _context(via: Via, *, verify: bool) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=via.ca)
    except OSError as error:
        message = f"cannot read the certificates in {via.ca}: {_words(error)}"
        raise DeliveryError(message) from None
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _log_in(smtp: smtplib.SMTP, via: Via) -> None:
    if via.user is None:
        return
    password = via.secret() if via.secret is not None else None
    if not password:
        raise DeliveryError(
            f"there is no password for {via}. Put it into ANNOUNCER_SMTP_PASSWORD, "
            "the keyring or a password command."
        )
    try:
        _authenticate(smtp, via.user, password)
    except smtplib.SMTPAuthenticationError as error:
        # The server's own words stay out: some repeat what they were sent.
        later = " now; try again later" if error.smtp_code < 500 else ""
        raise DeliveryError(
            f"{via.host} does not let {via.user} in with this password{later} "
            f"({error.smtp_code})."
        ) from None
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException:
        message = f"{via.host} offers no way to log in that announcer knows."
        raise DeliveryError(message) from None


def _authenticate(smtp: smtplib.SMTP, user: str, password: str) -> None:
    if f"{user}{password}".isascii():
        smtp.login(user, password)
        return
    # smtplib knows ASCII passwords only; RFC 4616 section 2 says UTF-8
    plain = b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, _ = smtp.docmd("AUTH", f"PLAIN {plain}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, b"")


def _expressible(
    smtp: smtplib.SMTP, message: bytes, sender: str, recipients: list[str]
) -> tuple[list[str], Receipt]:
    """Set apart whom this server cannot serve: names outside ASCII (RFC 6531)."""
    receipt = Receipt.same(recipients, Fate.DEFERRED)
    if smtp.has_extn("smtputf8"):
        return recipients, receipt
    whole = message.isascii() and wire(sender).isascii()
    able = [a for a in recipients if whole and wire(a).isascii()]
    reason = "the server takes no addresses or headers outside ASCII (SMTPUTF8)"
    others = [a for a in recipients if a not in able]
    return able, receipt.followed_by(Receipt.same(others, Fate.REFUSED, reason))


def _options(smtp: smtplib.SMTP, message: bytes, addresses: list[str]) -> list[str]:
    options = [f"SIZE={len(message)}"] if smtp.has_extn("size") else []
    if not (message.isascii() and all(wire(a).isascii() for a in addresses)):
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    return options


def _heard(reply: tuple[int, bytes]) -> tuple[int, bytes]:
    """Return a reply, unless it says that the server hangs up (421)."""
    if reply[0] == 421:
        raise smtplib.SMTPResponseException(*reply)
    return reply


def _fate(code: int, otherwise: Fate = Fate.DEFERRED) -> Fate:
    known = {2: Fate.SENT, 4: Fate.DEFERRED, 5: Fate.REFUSED}
    return known.get(code // 100, otherwise)


def _result(
    address: str, reply: tuple[int, bytes], otherwise: Fate = Fate.DEFERRED
) -> Result:
    return Result(address, _fate(reply[0], otherwise), _said(reply))


def _same(
    addresses: Sequence[str],
    reply: tuple[int, bytes],
    otherwise: Fate = Fate.DEFERRED,
) -> Receipt:
    return Receipt(tuple(_result(a, reply, otherwise) for a in addresses))


def _said(reply: tuple[int, bytes]) -> str:
    text = _CONTROL.sub(" ", reply[1].decode("utf-8", "replace"))
    return f"{reply[0]} {text}".strip()[:300]


def _words(error: OSError) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        raw = text if isinstance(text, bytes) else text.encode()
        return _said((error.smtp_code, raw))
    return _CONTROL.sub(" ", error.strerror or str(error) or "no answer in time")[:300]


def _unreachable(via: Via, error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"{via.host} shows a certificate that cannot be trusted "
            f"({error.verify_message}), so nothing was sent. If the server is your "
            f"own, name its certificate: {via}?ca=FILE."
        )
    if isinstance(error, ssl.SSLError):
        return f"{via.host}:{via.port} cannot be talked to in TLS: {_words(error)}."
    return f"cannot reach {via}: {_words(error)}. Nothing was sent."
