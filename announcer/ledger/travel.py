"""The whole ledger as JSON Lines: for git, for another database, for a rescue.

One line for each row, ASCII only, ordered by its key: two exports of one ledger are
equal, and git can merge two of them line by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, insert, select, text, update

from announcer.errors import LedgerError
from announcer.facts import Facts, restore
from announcer.ledger.claiming import State, old_telling_id, telling_id
from announcer.ledger.clock import read_time, write_time
from announcer.ledger.schema import mentions, revisions, synced, tellings
from announcer.talk import Kind

FORMAT = 1
_HEADER = "announcer-ledger"
_TABLES = {
    "revision": revisions,
    "telling": tellings,
    "mention": mentions,
    "synced": synced,
}
_JSON = {("revision", "facts"), ("revision", "snapshot")}
_TIMES = {
    *("modified", "created", "seen", "moved", "ends", "claimed_at", "sent_at"),
    "written",
}
# What exports of earlier releases do not have.
_ADDED: dict[str, dict[str, Any]] = {"telling": {"number": 0}}
_MAY_LACK = {"previous_start", "sent_at"}

# Where two ledgers differ about a message, the one that rules out a repeat is right.
_STRENGTH = (State.FAILED, State.CLAIMED, State.UNKNOWN, State.SENT)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many lines told something new."""

    revisions: int = 0
    tellings: int = 0


def write(connection: Connection) -> Iterator[str]:
    """Yield the lines of an export, without line ends."""
    yield _line({_HEADER: FORMAT})
    for word, table in _TABLES.items():
        names = [column.name for column in table.primary_key]
        rows = [dict(row) for row in connection.execute(select(table)).mappings()]
        for row in sorted(rows, key=lambda row: [row[name] for name in names]):
            said = {
                name: json.loads(value) if (word, name) in _JSON else value
                for name, value in row.items()
            }
            yield _line({word: said})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def read(lines: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Check every line of an export and return its rows. Raises LedgerError."""
    found: dict[str, list[dict[str, Any]]] = {word: [] for word in _TABLES}
    is_empty = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if is_empty:
            _check_header(line, number)
            is_empty = False
            continue
        try:
            word, row = _row(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            hint = " It was left by a git merge." if line[:7] in _MERGE_MARKS else ""
            raise LedgerError(
                f"Line {number} of the export is no row of a ledger.{hint} "
                f"Nothing was imported. ({type(problem).__name__}: {problem})"
            ) from None
        found[word].append(row)
    if is_empty:
        raise LedgerError("The export is empty: not even its first line is there.")
    return found


_MERGE_MARKS = {"<<<<<<<", "=======", ">>>>>>>"}


def _check_header(line: str, number: int) -> None:
    try:
        version = json.loads(line)[_HEADER]
    except (ValueError, KeyError, TypeError):
        raise LedgerError(
            f"Line {number} is not the first line of a ledger's export "
            f'(`{{"{_HEADER}":{FORMAT}}}`). Nothing was imported.'
        ) from None
    if version != FORMAT:
        raise LedgerError(
            f"The export has format {version}, this announcer reads format {FORMAT}. "
            "Write or read it with the same release. Nothing was imported."
        )


def _row(line: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    ((word, said),) = line.items()
    table = _TABLES[word]
    known = {**_ADDED.get(word, {}), **said}
    row = {column.name: known[column.name] for column in table.c}
    if len(said) > len(row):
        raise ValueError("it has fields that are not known here")
    if word == "revision":
        restore(row["snapshot"])
        read_time(row["previous_start"] or row["created"])
        row["facts"] = _facts(json.dumps(row["facts"]))
        row["snapshot"] = json.dumps(row["snapshot"])
    if word == "telling":
        _check_telling(row)
    _check_types(table, row)
    return word, row


def _facts(written: str) -> str:
    return Facts.from_json(written).to_json()


def _check_telling(row: dict[str, Any]) -> None:
    Kind(row["kind"])
    State(row["state"])
    key = (row["uid"], row["kind"], row["revision"], row["address"])
    if row["id"] not in {telling_id(*key), old_telling_id(*key)}:
        raise ValueError("its id does not fit its talk, kind, revision and address")


def _check_types(table: Table, row: dict[str, Any]) -> None:
    for column in table.c:
        value = row[column.name]
        if value is None and column.name in _MAY_LACK:
            continue
        if type(value) is not column.type.python_type:
            raise ValueError(f"its {column.name} is {value!r}")
        if column.name in _TIMES and value != write_time(read_time(value)):
            raise ValueError(f"its {column.name} is not a time in UTC")


def merge(connection: Connection, rows: dict[str, list[dict[str, Any]]]) -> Imported:
    """Add what is new: states of talks by union, messages by the stronger word."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in _TABLES.values())
        connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
    _add(connection, mentions, rows["mention"])
    events = sorted(rows["synced"], key=lambda row: row["written"])
    _renew(connection, events)
    _add(connection, synced, events)
    return Imported(
        revisions=_add(connection, revisions, rows["revision"]),
        tellings=_strengthen(connection, rows["telling"])
        + _add(connection, tellings, rows["telling"]),
    )


def _add(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    names = [column.name for column in table.primary_key]
    known = {tuple(row) for row in connection.execute(select(*table.primary_key))}
    new = {tuple(row[name] for name in names): row for row in rows}
    added = [row for key, row in new.items() if key not in known]
    if added:
        connection.execute(insert(table), added)
    return len(added)


def _strengthen(connection: Connection, rows: list[dict[str, Any]]) -> int:
    query = select(tellings.c.id, tellings.c.state)
    known = {row.id: row.state for row in connection.execute(query)}
    stronger = {
        row["id"]: row
        for row in rows
        if row["id"] in known and _strength(row["state"]) > _strength(known[row["id"]])
    }
    for name, row in stronger.items():
        connection.execute(update(tellings).where(tellings.c.id == name).values(row))
    return len(stronger)


def _renew(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Where two ledgers wrote one event, the later one knows how it stands."""
    for row in rows:
        its_row = and_(synced.c.calendar == row["calendar"], synced.c.uid == row["uid"])
        older = its_row & (synced.c.written < row["written"])
        connection.execute(update(synced).where(older).values(row))


def _strength(state: str) -> int:
    return _STRENGTH.index(State(state))
