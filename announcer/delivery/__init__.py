"""Every way that outputs and messages leave the house, one module each.

A way is chosen by the scheme of its address (``MailSettings.via``). ``deliver`` never
raises: what became of a message stands in the receipt, and only DEFERRED and REFUSED
mean that it did not leave.

A site is published to a place, chosen by the form of its target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from announcer.delivery import (
    bucket,
    folder,
    gitbranch,
    imap,
    maildir,
    mbox,
    rsync,
    sendmail,
    smtp,
)
from announcer.post import Receipt, Secret, Via, parse_via
from announcer.release import File, Found, Release, Target, parse_target

# Seconds between attempts when a server says "later" (4xx): greylisting takes minutes.
DELAYS: tuple[float, ...] = (15, 60, 300)


class Delivery(Protocol):
    """An open way out."""

    def deliver(
        self, message: bytes, sender: str, recipients: Sequence[str]
    ) -> Receipt:
        """Hand one message over, once, and say what became of it for everybody."""
        ...


class Way(Protocol):
    """What a module of this folder offers."""

    def __call__(self, via: Via) -> AbstractContextManager[Delivery]:
        """Open the way for any number of messages; raise DeliveryError if it cannot."""
        ...


DELIVERIES: dict[str, Way] = {
    "imap": imap.connect,
    "imaps": imap.connect,
    "maildir": maildir.connect,
    "mbox": mbox.connect,
    "sendmail": sendmail.connect,
    "smtp": smtp.connect,
    "smtps": smtp.connect,
}


def open_delivery(
    address: str,
    secret: Secret | str | None = None,
    *,
    folder: Path = Path(),
    timeout: float = 60,
    final_timeout: float = 600,
) -> AbstractContextManager[Delivery]:
    """Open the way that an address such as ``smtp://localhost:25`` names.

    ``secret`` is the password or gives it when it is needed; relative paths count from
    ``folder``; timeouts are seconds. Raises BadValue for an address that cannot be
    meant and, on entering, DeliveryError if nothing can leave this way.
    """
    ask = (lambda: secret) if isinstance(secret, str) else secret
    via = replace(
        parse_via(address, folder),
        secret=ask,
        timeout=timeout,
        final_timeout=final_timeout,
    )
    return DELIVERIES[via.scheme](via)


class Place(Protocol):
    """An open target of publishing; everything it does may raise DeliveryError."""

    name: str

    def look(self, release: Release) -> Found:
        """Find out what is there, and change nothing."""
        ...

    def remember(self, files: Mapping[str, str | None]) -> None:
        """Write down there what announcer published, with digests where certain."""
        ...

    def put(self, files: Sequence[File]) -> Iterator[File]:
        """Bring files there, each whole, and yield each when it is done."""
        ...

    def remove(self, paths: Sequence[str]) -> None:
        """Remove files there."""
        ...

    def finish(self, release: Release, message: str) -> None:
        """Make it so, where that is not done file by file."""
        ...


class Publisher(Protocol):
    """What a module of this folder offers for a kind of target."""

    def __call__(self, target: Target, project: Path) -> AbstractContextManager[Place]:
        """Open the target; raise DeliveryError if it cannot be reached."""
        ...


PUBLISHERS: dict[str, Publisher] = {
    "abfs": bucket.connect,
    "folder": folder.connect,
    "git": gitbranch.connect,
    "gs": bucket.connect,
    "rsync": rsync.connect,
    "s3": bucket.connect,
}


def open_place(target: str, project: Path) -> AbstractContextManager[Place]:
    """Open a target of publishing such as ``git:gh-pages`` or ``../public_html``.

    Relative paths count from ``project``. Raises BadValue for a target that cannot be
    meant.
    """
    meant = parse_target(target)
    return PUBLISHERS[meant.scheme](meant, project)
