"""A ledger whose file nobody has written yet: to look at it takes no database."""

# ruff: noqa: ARG002 - an empty ledger answers all alike

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from announcer.ledger.comparing import History, compare
from announcer.ledger.nouns import Draft, Telling
from announcer.ledger.places import can_write, named, plain_file
from announcer.ledger.store import Ledger
from announcer.talk import Series, Stamp, Talk

if TYPE_CHECKING:
    from announcer.ledger.database import Database


def absent(url: str, folder: Path, notice: str) -> Absent | None:
    """Return the ledger that an address names, to look at; None if there may be one.

    None, too, where something is wrong with the address or the place.
    """
    file = plain_file(url)
    if file is None:
        return None
    path = folder / file
    try:
        if path.is_symlink() or path.exists():
            return None
        can_write(path)
    except (OSError, ValueError):
        return None
    return Absent(named(file), notice)


class Absent(Ledger):
    """An empty ledger that cannot be written.

    What is asked often is answered here; for all else one is made in memory.
    """

    def __init__(self, place: str, notice: str) -> None:
        super().__init__(None, writable=False, notice=notice, exists=False)
        self._place = place

    @property
    def _database(self) -> Database:
        if self._opened is None:
            from announcer.ledger.opening import stand_in  # noqa: PLC0415 - heavy

            self._opened = stand_in(self._place)
        return self._opened

    @property
    def place(self) -> str:
        """Return the ledger's name in messages."""
        return self._place

    def begin_to_count(self) -> None:
        """Do nothing: there is no file that anybody could change."""

    @property
    def changes(self) -> int | None:
        """Return None, as where nobody counts."""
        return None

    def foresee(
        self,
        talks: Sequence[Talk],
        now: datetime,
        series: Iterable[Series] = (),
        unread: Collection[str] = (),
        prints: Mapping[str, str] = MappingProxyType({}),
    ) -> History:
        """Return what a first look makes of the talks."""
        history, _ = compare({}, talks, (), now, prints)
        return replace(history, notice=self.notice)

    def stamps(self) -> Mapping[str, Stamp]:
        """Return that no event stood in a calendar."""
        return {}

    def told(
        self, uids: Collection[str] | None, now: datetime
    ) -> Mapping[str, tuple[Telling, ...]]:
        """Return that no message told of any talk."""
        return {}

    def announced(self, talks: Sequence[Talk]) -> frozenset[str]:
        """Return that people were told of none of the talks."""
        return frozenset()

    def ever_told(self) -> bool:
        """Say that nothing was ever told."""
        return False

    def unresolved(self, now: datetime) -> tuple[Telling, ...]:
        """Return that no message is in doubt."""
        return ()

    def drafts(self) -> Mapping[str, Draft]:
        """Return that no letter waits for a person."""
        return {}
