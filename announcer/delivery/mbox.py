"""Adding messages to an mbox file (RFC 4155), under the lock that mail programs use."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from announcer.errors import DeliveryError
from announcer.post import Fate, Receipt, Via, screen, unix_lines, wire

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@contextmanager
def connect(via: Via) -> Iterator[Mbox]:
    """Open the file, a new one if need be; raise DeliveryError if it cannot be."""
    try:
        Path(via.path).parent.mkdir(parents=True, exist_ok=True)
        box = mailbox.mbox(via.path, create=True)
    except OSError as error:
        raise DeliveryError(f"cannot open {via.path}: {error.strerror}") from None
    try:
        yield Mbox(box)
    finally:
        box.close()


class Mbox:
    """One file; it is locked for each message and not between them."""

    __slots__ = ("_box",)

    def __init__(self, box: mailbox.mbox) -> None:
        self._box = box

    def deliver(
        self, message: bytes, sender: str, recipients: Sequence[str]
    ) -> Receipt:
        """Add one message to the file, once for all recipients."""
        fit, receipt = screen(message, sender, recipients)
        if not fit:
            return receipt
        fate, reason = self._add(_separator(message, sender) + unix_lines(message))
        return receipt.followed_by(Receipt.same(fit, fate, reason))

    def _add(self, text: bytes) -> tuple[Fate, str]:
        try:
            self._box.lock()
        except (mailbox.ExternalClashError, OSError) as error:
            return Fate.DEFERRED, f"another program has locked the file: {error}"
        try:
            self._box.add(text)
            self._box.flush()
        except OSError as error:  # mailbox has cut the file back to what it was
            return Fate.DEFERRED, f"cannot write the message: {error.strerror}"
        finally:
            self._box.unlock()
        return Fate.SENT, ""


def _separator(message: bytes, sender: str) -> bytes:
    """Return the line before a message; its time is the message's own, in UTC."""
    try:
        written = BytesHeaderParser().parsebytes(message)["Date"]
        moment = parsedate_to_datetime(written)
    except (TypeError, ValueError):
        moment = _EPOCH
    line = f"From {wire(sender)} {moment.astimezone(UTC).ctime()}\n"
    return line.encode()
