"""Putting messages into a Maildir folder, where a mail program finds them.

A message appears whole or not at all: it is written beside the folder and then moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from announcer.errors import DeliveryError
from announcer.post import Fate, Receipt, Via, local_way, unix_lines, unwritten

if TYPE_CHECKING:
    import mailbox


@contextmanager
def connect(via: Via) -> Iterator[Maildir]:
    """Open the folder, a new one if need be; raise DeliveryError if it is none."""
    import mailbox  # noqa: PLC0415 - whoever only lists talks sends nothing

    try:
        folder = mailbox.Maildir(via.path, create=True)
        folder.keys()
    except OSError as error:
        raise DeliveryError(
            f"{via.path} is no Maildir folder: {error.strerror}"
        ) from None
    yield Maildir(folder)


class Maildir:
    """One folder."""

    __slots__ = ("_folder",)

    def __init__(self, folder: mailbox.Maildir) -> None:
        self._folder = folder

    def deliver(self, message: bytes, _sender: str, _recipient: str) -> Receipt:
        """Put one message into the folder."""
        try:
            self._folder.add(unix_lines(message))
        except OSError as error:
            return unwritten(error)
        return Receipt(Fate.SENT)


WAY = local_way("maildir", "a Maildir folder to write to", "outbox", connect)
