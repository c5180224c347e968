"""Every way that outputs and messages leave the house, one module each.

A way for mail is a key of ``mail:`` and is chosen by the scheme of its address
(``MailSettings.via``). ``deliver`` never raises: what became of a message stands in the
receipt, and only DEFERRED and REFUSED mean that it did not leave.

A site is published to a place, chosen by the form of its target.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from announcer.delivery import imap, maildir, mbox, sendmail, smtp
from announcer.errors import BadValue
from announcer.post import (
    Bundling,
    Delivery,
    Fate,
    Parcel,
    Receipt,
    Secret,
    Via,
    Way,
    hindrance,
)
from announcer.release import File, Found, Release, Target, parse_target

# Seconds between attempts when a server says "later" (4xx): greylisting takes minutes.
DELAYS: tuple[float, ...] = (15, 60, 300)

# In the order in which people are told of them.
WAYS: tuple[Way, ...] = (
    smtp.WAY,
    sendmail.WAY,
    imap.WAY,
    maildir.WAY,
    mbox.WAY,
)


def way_of(address: str) -> Way:
    """Return the way that an address belongs to. Raises BadValue if there is none."""
    scheme = address.partition(":")[0].casefold()
    for way in WAYS:
        if scheme in way.schemes:
            return way
    shown = f"{scheme}:" if "@" in address else repr(address)
    forms = ", ".join(f"`{way.key}: {way.example}`" for way in WAYS)
    raise BadValue(f"{shown} is not a way to send mail", f"Write for example {forms}.")


def parse_via(address: str, folder: Path = Path()) -> Via:
    """Read the address of a way out; relative paths count from ``folder``.

    Raises BadValue with a hint; a password in the address is refused and not repeated.
    """
    return way_of(address).parse(address, folder)


@contextmanager
def open_delivery(
    address: str,
    secret: Secret | str | None = None,
    *,
    folder: Path = Path(),
    timeout: float = 60,
    final_timeout: float = 600,
) -> Iterator[Screened]:
    """Open the way that an address such as ``smtp://localhost:25`` names.

    ``secret`` is the password or gives it when it is needed; relative paths count from
    ``folder``; timeouts are seconds. Raises on entering BadValue for an address that
    cannot be meant, and DeliveryError if nothing can leave this way.
    """
    via = replace(
        parse_via(address, folder),
        secret=(lambda: secret) if isinstance(secret, str) else secret,
        timeout=timeout,
        final_timeout=final_timeout,
    )
    way = way_of(address)
    with way.connect(via) as delivery:
        yield Screened(delivery, way.together)


class Screened:
    """A way out that is never handed what could harm it or be read two ways.

    It takes up to ``together`` messages in one go.
    """

    __slots__ = ("_delivery", "together")

    def __init__(self, delivery: Delivery | Bundling, together: int) -> None:
        self._delivery = delivery
        self.together = together

    def deliver(self, message: bytes, sender: str, recipient: str) -> Receipt:
        """Hand one message over, unless it cannot go out to anybody by any way."""
        return self.deliver_all([Parcel(message, sender, recipient)])[0]

    def deliver_all(self, parcels: Sequence[Parcel]) -> list[Receipt]:
        """Hand messages over, but for those that cannot go out by any way."""
        whys = [hindrance(*one) for one in parcels]
        fit = [one for one, why in zip(parcels, whys, strict=True) if not why]
        receipts = iter(self._hand_over(fit) if fit else ())
        return [Receipt(Fate.REFUSED, why) if why else next(receipts) for why in whys]

    def _hand_over(self, parcels: Sequence[Parcel]) -> list[Receipt]:
        way = self._delivery
        if isinstance(way, Bundling):
            return way.deliver_all(parcels)
        return [way.deliver(*one) for one in parcels]


class Place(Protocol):
    """An open target of publishing; everything it does may raise DeliveryError."""

    name: str

    def look(self, release: Release) -> Found:
        """Find out what is there, and change nothing."""
        ...

    def read(self, path: str) -> bytes | None:
        """Return what a file there holds; None where there is none."""
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


# The module of each, which most commands need not know.
PUBLISHERS = {
    "abfs": "bucket",
    "folder": "folder",
    "git": "gitbranch",
    "gs": "bucket",
    "rsync": "rsync",
    "s3": "bucket",
}


def open_place(target: str, project: Path) -> AbstractContextManager[Place]:
    """Open a target of publishing such as ``git:gh-pages`` or ``../public_html``.

    Relative paths count from ``project``. Raises BadValue for a target that cannot be
    meant.
    """
    meant = parse_target(target)
    module = import_module(f"{__name__}.{PUBLISHERS[meant.scheme]}")
    return cast("Publisher", module.connect)(meant, project)
