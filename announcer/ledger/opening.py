"""Opening a ledger: made, migrated, read only, or a stand-in for one that is not."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text

from announcer import disk
from announcer.errors import LedgerError
from announcer.ledger import stamping, telling  # noqa: F401 - each one is asked for them
from announcer.ledger.database import (
    Address,
    Database,
    Mode,
    open_file,
    open_memory,
    open_server,
    read_address,
)
from announcer.ledger.places import can_write
from announcer.ledger.schema import migrate, revisions, version_of
from announcer.ledger.store import Ledger
from announcer.ledger.stored import VERSION


def opened(
    url: str, folder: Path, *, readonly: bool, notice: str, wait: float
) -> Ledger:
    """Open a ledger as ``open_ledger`` says, whether it is there or not."""
    address = read_address(url, folder)
    try:
        if address.path is None:
            ledger = _open_server(address, wait, readonly=readonly)
        else:
            ledger = _open_file(address, address.path, wait, readonly=readonly)
    except OSError as problem:
        raise LedgerError(
            f"The {address.place} cannot be opened: {problem.strerror}. Check who owns "
            "the file and its folder, and that there is room on its disk."
        ) from None
    ledger.notice = ledger.notice or notice
    return ledger


def _open_file(address: Address, path: Path, wait: float, *, readonly: bool) -> Ledger:
    if path.is_dir():
        raise LedgerError(
            f"The {address.place} is a folder. Name a file in `ledger:` of "
            "talks/site.yaml."
        )
    if path.is_symlink() and not path.exists():
        raise LedgerError(
            f"The {address.place} is a link to {path.readlink()}, and nothing is "
            "there. Bring the ledger back, or remove the link to start anew."
        )
    if path.exists() and not path.is_file():
        raise LedgerError(
            f"The {address.place} is a device or a pipe. Name a file in `ledger:` of "
            "talks/site.yaml."
        )
    writable = can_write(path) and (readonly or _made(path.parent))
    if writable and not readonly:
        disk.claim_private(path)  # who was told what is nobody else's business
        database = open_file(path, address.place, "rwc", wait)
        _bring_up(database)
        return Ledger(database, writable=True)
    notice = "" if readonly else _unwritable(address.place)
    if not path.exists():
        empty = stand_in(address.place)
        return Ledger(empty, writable=False, notice=notice, exists=False)
    mode: Mode = "rw" if writable else "ro"
    database = open_file(path, address.place, mode, wait)
    version = _version(database)
    if version < VERSION:
        database = stand_in(address.place, path)
    return Ledger(database, writable=False, notice=notice, exists=version > 0)


def _made(folder: Path) -> bool:
    """Make the folder; what looks writable may refuse all the same, such as /proc."""
    try:
        disk.make_private(folder)
    except OSError:
        return False
    return True


def _open_server(address: Address, wait: float, *, readonly: bool) -> Ledger:
    database = open_server(address, wait)
    try:
        return _use_server(database, readonly=readonly)
    except LedgerError:
        database.engine.dispose()
        raise


def _use_server(database: Database, *, readonly: bool) -> Ledger:
    version = _version(database)
    with database.reading() as connection:
        writable = _may_write(connection, version)
    if writable and not readonly:
        _bring_up(database)
        return Ledger(database, writable=True)
    notice = "" if readonly else _unwritable(database.place)
    if version == 0:
        database.engine.dispose()
        empty = stand_in(database.place)
        return Ledger(empty, writable=False, notice=notice, exists=False)
    if version < VERSION:
        raise LedgerError(
            f"The {database.place} was written by an older announcer. Run "
            "`announcer build` once as a user who may change its tables."
        )
    return Ledger(database, writable=False, notice=notice)


def _may_write(connection: Connection, version: int) -> bool:
    may = (
        f"has_table_privilege('{revisions.name}', 'INSERT')"
        if version
        else "coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)"
    )
    query = f"SELECT current_setting('transaction_read_only') = 'off' AND {may}"
    return bool(connection.execute(text(query)).scalar_one())


def _bring_up(database: Database) -> None:
    if _version(database) < VERSION:
        with database.writing() as connection:
            migrate(connection, database.place)


def _version(database: Database) -> int:
    with database.reading() as connection:
        return version_of(connection, database.place)


def stand_in(place: str, origin: Path | None = None) -> Database:
    """Return a ledger in memory: empty, or an older one that cannot be migrated."""
    database = open_memory(place, origin)
    _bring_up(database)
    return database


def _unwritable(place: str) -> str:
    return (
        f"The {place} cannot be written here: nothing of this run is remembered. "
        "Check who owns the file and its folder."
    )
