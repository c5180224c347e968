"""Adding messages to an mbox file (RFC 4155), under the lock that mail programs use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from announcer.errors import DeliveryError
from announcer.lazy import pattern
from announcer.post import (
    Fate,
    Parcel,
    Receipt,
    Via,
    local_way,
    unix_lines,
    unwritten,
    wire,
)

if TYPE_CHECKING:
    import mailbox

_DATE = pattern(rb"(?mi)^Date: *([^\r\n]+)")
# As many as are on the disk in the blink of an eye: each go costs two transactions of
# the ledger, and of a go that is killed a person has to look up what is in the file.
_TOGETHER = 200
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
        yield Mbox(box, via.path)
    finally:
        box.close()


class Mbox:
    """One file; it is locked while messages are added, and not between."""

    __slots__ = ("_box", "_path")

    def __init__(self, box: mailbox.mbox, path: str) -> None:
        self._box = box
        self._path = path

    def deliver_all(self, parcels: Sequence[Parcel]) -> list[Receipt]:
        """Add messages to the file: all of them, or none."""
        import mailbox  # noqa: PLC0415 - as above

        try:
            self._box.lock()
        except (mailbox.ExternalClashError, OSError) as error:
            reason = (
                f"another program has locked the file: {error} "
                f"(if there is none any more, delete {Path(self._path).name}.lock)"
            )
            return [Receipt(Fate.DEFERRED, reason)] * len(parcels)
        try:
            self._append(b"".join(map(_entry, parcels)))
        except OSError as error:
            return [unwritten(error)] * len(parcels)
        finally:
            self._box.unlock()
        return [Receipt(Fate.SENT)] * len(parcels)

    def _append(self, entries: bytes) -> None:
        """Write to the end, and to the disk; what fails leaves the file as it was.

        mailbox would look for the messages that are there first, and buffer what a
        full disk has refused.
        """
        with Path(self._path).open("ab", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            try:
                rest = memoryview(entries)
                while rest:
                    rest = rest[file.write(rest) :]
                os.fsync(file.fileno())
            except BaseException:
                file.truncate(size)
                raise


def _entry(parcel: Parcel) -> bytes:
    """Return a message as it stands in the file."""
    text = unix_lines(parcel.message)
    if b"\nFrom " in text:
        text = text.replace(b"\nFrom ", b"\n>From ")
    return _separator(parcel) + text + b"\n"


def _separator(parcel: Parcel) -> bytes:
    """Return the line before a message; its time is the message's own, in UTC."""
    written = _DATE.search(parcel.message.partition(b"\r\n\r\n")[0])
    moment = _moment(written.group(1) if written else b"")
    return f"From {wire(parcel.sender)} {moment.ctime()}\n".encode()


@lru_cache(maxsize=64)  # all messages of a run are of one moment
def _moment(written: bytes) -> datetime:
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - as above

    try:
        return parsedate_to_datetime(written.decode()).astimezone(UTC)
    except ValueError:
        return _EPOCH


WAY = local_way(
    "mbox", "an mbox file to append to", "outbox.mbox", connect, together=_TOGETHER
)
