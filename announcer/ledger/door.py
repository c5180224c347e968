"""The way to a ledger: one that is not there needs nothing that opens one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from announcer.ledger.absent import absent
from announcer.ledger.places import plain_file

if TYPE_CHECKING:
    from announcer.ledger.store import Ledger


def open_ledger(
    url: str,
    folder: Path,
    *,
    readonly: bool = False,
    notice: str = "",
    wait: float = 30.0,
) -> Ledger:
    """Open the ledger of a project, and make or migrate it where that is possible.

    A relative file lies below ``folder``. With ``readonly`` nothing is written, not
    even an empty file; ``notice`` says why, to those who would have liked to. Where
    nothing can be written the ledger opens all the same, has ``writable`` false and
    says so in its own ``notice``. ``wait`` is how many seconds a
    transaction waits for other programs. Raises LedgerError.
    """
    if readonly and (empty := absent(url, folder, notice)):
        return empty
    from announcer.ledger import opening  # noqa: PLC0415 - heavy

    return opening.opened(url, folder, readonly=readonly, notice=notice, wait=wait)


def ledger_file(url: str, folder: Path) -> Path | None:
    """Return the file of a ledger; None for one on a server. Raises LedgerError."""
    if (file := plain_file(url)) is not None:
        return folder / file
    from announcer.ledger.database import read_address  # noqa: PLC0415 - heavy

    return read_address(url, folder).path
