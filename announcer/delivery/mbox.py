"""Adding messages to an mbox file (RFC 4155), under the lock that mail programs use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from announcer.errors import DeliveryError
from announcer.post import Fate, Receipt, Via, local_way, unix_lines, unwritten, wire

if TYPE_CHECKING:
    import mailbox

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@contextmanager
def connect(via: Via) -> Iterator[Mbox]:
    """Open the file, a new one if need be; raise DeliveryError if it cannot be."""
    import mailbox  # noqa: PLC0415 - whoever only lists talks sends nothing

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

    def deliver(self, message: bytes, sender: str, _recipient: str) -> Receipt:
        """Add one message to the file."""
        import mailbox  # noqa: PLC0415 - as above

        text = _separator(message, sender) + unix_lines(message)
        try:
            self._box.lock()
        except (mailbox.ExternalClashError, OSError) as error:
            reason = f"another program has locked the file: {error}"
            return Receipt(Fate.DEFERRED, reason)
        try:
            self._box.add(text)
            self._box.flush()
        except OSError as error:  # mailbox has cut the file back to what it was
            return unwritten(error)
        finally:
            self._box.unlock()
        return Receipt(Fate.SENT)


def _separator(message: bytes, sender: str) -> bytes:
    """Return the line before a message; its time is the message's own, in UTC."""
    from email.parser import BytesHeaderParser  # noqa: PLC0415 - as above
    from email.utils import parsedate_to_datetime  # noqa: PLC0415

    try:
        written = BytesHeaderParser().parsebytes(message)["Date"]
        moment = parsedate_to_datetime(written)
    except (TypeError, ValueError):
        moment = _EPOCH
    line = f"From {wire(sender)} {moment.astimezone(UTC).ctime()}\n"
    return line.encode()


WAY = local_way("mbox", "an mbox file to append to", "outbox.mbox", connect)
