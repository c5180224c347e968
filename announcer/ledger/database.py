"""Where a ledger lies: addresses, connections, transactions, and failures in words.

SQLite keeps its ordinary rollback journal. The write-ahead log would be a little
faster, but needs memory shared by all readers, which network folders do not have, and
leaves two more files beside the ledger that must travel with it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from announcer.classes import dataclass
from announcer.errors import LedgerError
from announcer.ledger.places import named
from announcer.secret import has_password
from announcer.unchanged import number_of_changes

_EXAMPLES = (
    "Write `sqlite:///.announcer/ledger.db` or "
    "`postgresql+psycopg://user@host/database`."
)


@dataclass(frozen=True, slots=True)
class Address:
    """A checked ledger address; ``path`` is the file, None for a server.

    ``place`` names it in messages, without a secret.
    """

    url: URL
    path: Path | None
    place: str


@dataclass(slots=True)
class Changes:
    """How often a SQLite file was changed, while nobody else changes it.

    ``number`` is None where nobody asked, or somebody else did.
    """

    path: Path
    number: int | None = None

    def begin(self) -> None:
        """Begin to count; only where no transaction of this process is open."""
        self.number = number_of_changes(self.path)

    def look(self, *, is_ours: bool = False) -> None:
        """Look again, after a transaction that changed something if that is ours."""
        if self.number is not None:
            expected = self.number + is_ours
            alone = number_of_changes(self.path) == expected
            self.number = expected if alone else None


class Watched:
    """A file's versions, as a connection sees them that changes nothing itself."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._link: sqlite3.Connection | None = None

    def begin(self) -> None:
        """Watch from now on."""
        self._link = self._link or self._connect()

    def end(self) -> None:
        """Watch no more."""
        if self._link:
            self._link.close()
        self._link = None

    def version(self) -> int | None:
        """Return the version; None while nobody watches.

        While it is the same nobody has changed anything, of this process or another.
        """
        if self._link is None:
            return None
        # all of it, so that no lock of a reader stays
        [[version]] = self._link.execute("PRAGMA data_version").fetchall()
        return int(version)


@dataclass(frozen=True, slots=True)
class Database:
    """An open database; a transaction waits ``wait`` seconds for other programs.

    ``changes`` are those of a file, and so are the versions that are ``watched``.
    """

    engine: Engine
    place: str
    wait: float
    changes: Changes | None = None
    watched: Watched | None = None

    def begin_to_watch(self) -> None:
        """Tell the versions of a file from now on. Raises LedgerError."""
        if self.watched:
            with in_words(self.place, self.wait):
                self.watched.begin()

    def version(self) -> int | None:
        """Return the version; None where nobody watches. Raises LedgerError."""
        with in_words(self.place, self.wait):
            return self.watched.version() if self.watched else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read in one transaction. Raises LedgerError."""
        with in_words(self.place, self.wait), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write in one transaction, in SQLite the only one. Raises LedgerError."""
        rows = 0
        with in_words(self.place, self.wait), self.engine.connect() as connection:
            writer = connection.execution_options(announcer_writes=True)
            with writer.begin():
                if writer.dialect.name == "postgresql":
                    patience = f"SET LOCAL lock_timeout = {int(self.wait * 1000)}"
                    writer.execute(text(patience))
                yield writer
            link = writer.connection.driver_connection
            rows = link.total_changes if isinstance(link, sqlite3.Connection) else 0
        if self.changes:
            self.changes.look(is_ours=rows > 0)


def read_address(url: str, folder: Path) -> Address:
    """Check a ledger address; a relative file lies below ``folder``.

    Raises LedgerError, which never repeats a password.
    """
    if not url.startswith("sqlite") and has_password(url):
        raise LedgerError(
            "The address of the ledger holds a password, which belongs in no file. "
            "Take it out and put it into ~/.pgpass or PGPASSWORD."
        )
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise LedgerError(
            f"The address of the ledger cannot be read. {_EXAMPLES}"
        ) from None
    backend = parsed.get_backend_name()
    if backend in {"postgresql", "postgres"}:
        return _server(parsed.set(drivername="postgresql+psycopg"))
    if backend != "sqlite":
        raise LedgerError(f"A ledger cannot lie in `{backend}`. {_EXAMPLES}")
    if parsed.host or parsed.query or parsed.database in {None, "", ":memory:"}:
        raise LedgerError(f"The address of the ledger names no file. {_EXAMPLES}")
    path = folder / (parsed.database or "")
    return Address(parsed, path, named(parsed.database or ""))


def _server(url: URL) -> Address:
    if any("@" in part for part in (url.host or "", url.database or "", *url.query)):
        # half a password may be taken for a host or a database, and be shown
        raise LedgerError(f"The address of the ledger cannot be read. {_EXAMPLES}")
    host = url.host or url.normalized_query.get("host", ("",))[0] or "the local socket"
    port = f":{url.port}" if url.port else ""
    return Address(url, None, f"ledger {url.database or ''} on {host}{port}".strip())


def open_file(path: Path, place: str, mode: Mode, wait: float) -> Database:
    """Open a SQLite file."""
    engine = _sqlite_engine(lambda: _connect(path, mode, wait), keep=False)
    watched = Watched(lambda: _connect(path, "rw", wait))
    return Database(engine, place, wait, Changes(path), watched)


def open_memory(place: str, origin: Path | None = None) -> Database:
    """Open an empty ledger that nobody keeps, or a copy of a file."""
    link = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if origin is not None:
        with in_words(place, 0), closing(_connect(origin, "ro", 0)) as source:
            source.backup(link)
    return Database(_sqlite_engine(lambda: link, keep=True), place, 0)


# To write; to read, but first to undo what a killed program left half done; to read
# where nothing can be written.
Mode = Literal["rwc", "rw", "ro"]


def _connect(path: Path, mode: Mode, wait: float) -> sqlite3.Connection:
    link = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=wait,
        isolation_level=None,  # transactions begin where database.py says
        check_same_thread=False,
    )
    if mode == "rw":
        link.execute("PRAGMA query_only = 1")
    return link


def open_server(address: Address, wait: float) -> Database:
    """Prepare connections to PostgreSQL; the first transaction makes the first one."""
    usual = {"connect_timeout": 10, "application_name": "announcer"}
    unsaid = {k: v for k, v in usual.items() if k not in address.url.query}
    try:
        engine = create_engine(
            address.url, pool_pre_ping=True, connect_args=unsaid, hide_parameters=True
        )
    except ImportError:
        raise LedgerError(
            f"The {address.place} needs the PostgreSQL driver, which is not installed: "
            "pip install 'talk-announcer[postgres]'."
        ) from None
    return Database(engine, address.place, wait)


def _sqlite_engine(connect: Callable[[], sqlite3.Connection], *, keep: bool) -> Engine:
    engine = create_engine(
        "sqlite://",
        creator=connect,
        poolclass=StaticPool if keep else NullPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # the driver would begin late, when two writers have already read the same
        writes = connection.get_execution_options().get("announcer_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def in_words(place: str, wait: float) -> Iterator[None]:
    """Turn what a database says into a LedgerError that helps."""
    try:
        yield
    except DBAPIError as problem:
        raise LedgerError(_sentence(str(problem.orig), place, wait)) from None
    except SQLAlchemyError as problem:
        said = type(problem).__name__
        raise LedgerError(f"The {place} cannot be used ({said}).") from None
    except sqlite3.Error as problem:
        raise LedgerError(_sentence(str(problem), place, wait)) from None


_BUSY = (
    "is busy: another program has held it for {wait:g} seconds. "
    "Try again when that program has ended."
)
_DAMAGED = (
    "is damaged or is no ledger. Move the file away and restore the last export with "
    "`announcer ledger import`."
)
_REFUSED = (
    "refuses the user or the password. Put the password into ~/.pgpass or PGPASSWORD, "
    "and check the user's name in `ledger:` of talks/site.yaml."
)
_UNREACHABLE = (
    "cannot be reached. Check the host and port in `ledger:` of talks/site.yaml, and "
    "that the server runs and lets this machine in."
)
_READONLY = "cannot be written. Check who owns the file, its folder and its tables."
_HALF_DONE = (
    "cannot be opened. Check that this user may read it; if a build was killed, run a "
    "build where the ledger can be written."
)
_ABSENT = "is in a database that does not exist. Create it with `createdb`."
_FULL = (
    "cannot be written: the disk is full or failing. What it knew is whole; make room "
    "there, and run it again."
)

# What the libraries say, and what it means; the first that fits counts.
_MEANINGS: tuple[tuple[str, str], ...] = (
    ("locked|lock timeout", _BUSY),
    ("not a database|malformed|no such table", _DAMAGED),
    ("disk is full|disk i/o|no space left", _FULL),
    ("unable to open", _HALF_DONE),
    ("readonly|read-only|permission denied for (table|schema)", _READONLY),
    ("authentication|no password|pg_hba.conf|role .* does not exist", _REFUSED),
    ("permission denied for database", _REFUSED),
    ("database .* does not exist", _ABSENT),
    ("connect|resolve|timeout|name or service|system is", _UNREACHABLE),
)


def _sentence(said: str, place: str, wait: float) -> str:
    heard = said.lower()
    for sign, meaning in _MEANINGS:
        if re.search(sign, heard):
            return f"The {place} {meaning.format(wait=wait)}"
    # no more than the first line: the rest may quote what was being written
    return f"The {place} cannot be used: {said.strip().splitlines()[0][:200]}."
