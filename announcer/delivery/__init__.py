"""Every way that outputs and messages leave the house, one module each.

A way is chosen by the scheme of its address (``MailSettings.via``). ``deliver`` never
raises: what became of a message stands in the receipt, and only DEFERRED and REFUSED
mean that it did not leave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from announcer.delivery import imap, maildir, mbox, sendmail, smtp
from announcer.post import Fate, Receipt, Secret, Via, parse_via

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


def persist(  # noqa: PLR0913 - the message is three of them
    delivery: Delivery,
    message: bytes,
    sender: str,
    recipients: Sequence[str],
    *,
    sleep: Callable[[float], object],
    delays: Sequence[float] = DELAYS,
) -> Receipt:
    """Deliver, and try again after each delay for those whose server said "later".

    Nobody who has got the message, has refused it or may have got it is tried again.
    """
    receipt = delivery.deliver(message, sender, recipients)
    for delay in delays:
        waiting = receipt.addresses(Fate.DEFERRED)
        if not waiting:
            break
        sleep(delay)
        again = delivery.deliver(message, sender, waiting)
        receipt = receipt.followed_by(again)
    return receipt
