"""Putting messages into a Maildir folder, where a mail program finds them.

A message appears whole or not at all: it is written beside the folder and then moved.
"""

from __future__ import annotations

import mailbox
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from announcer.errors import DeliveryError
from announcer.post import Fate, Receipt, Via, screen, unix_lines


@contextmanager
def connect(via: Via) -> Iterator[Maildir]:
    """Open the folder, a new one if need be; raise DeliveryError if it is none."""
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

    def deliver(
        self, message: bytes, sender: str, recipients: Sequence[str]
    ) -> Receipt:
        """Put one message into the folder, once for all recipients."""
        fit, receipt = screen(message, sender, recipients)
        if not fit:
            return receipt
        try:
            self._folder.add(unix_lines(message))
        except OSError as error:
            reason = f"cannot write the message: {error.strerror}"
            return receipt.followed_by(Receipt.same(fit, Fate.DEFERRED, reason))
        return receipt.followed_by(Receipt.same(fit, Fate.SENT))
