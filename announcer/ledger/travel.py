"""The whole ledger as JSON Lines: for git, for another database, for a rescue.

One line for each row, ASCII only, ordered by its key: two exports of one ledger are
equal, and git can merge two of them line by line. Where two lines tell of one thing,
``_is_stronger`` says which is right, whatever their order and wherever they stand: in
one file after a merge, in a file and a ledger, in two files. A link that not everybody
may see leaves the ledger as a digest, by which a change is seen as before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from sqlalchemy import Connection, Table, bindparam, insert, select, text

from announcer.classes import dataclass
from announcer.errors import LedgerError
from announcer.facts import Facts, restore, veiled, veiled_snapshot
from announcer.kinds import Kind
from announcer.ledger.exported import HEADER
from announcer.ledger.nouns import State, old_telling_id, telling_id
from announcer.ledger.schema import (
    drafts,
    mentions,
    revisions,
    stamps,
    synced,
    tellings,
)
from announcer.ledger.stored import PUBLIC, read_time, write_time

FORMAT = 2
_OPEN = 1  # as earlier releases write it, and still what holds no digest of a link
_TABLES = {
    "revision": revisions,
    "telling": tellings,
    "mention": mentions,
    "synced": synced,
    "stamp": stamps,
    "draft": drafts,
}
_JSON = {("revision", "facts"), ("revision", "snapshot")}
_TIMES = {
    *("modified", "created", "seen", "moved", "ends", "claimed_at", "sent_at"),
    *("written", "stamped", "held_at", "until", "approved_at"),
}
# What exports of earlier releases do not have.
_ADDED: dict[str, dict[str, Any]] = {
    "revision": {"public": PUBLIC},  # then nobody told a look from a publication
    "telling": {"number": 0, "people": 0},  # then speakers heard no news
}
_MAY_LACK = {"previous_start", "sent_at", "until", "approved_at"}

Row: TypeAlias = "dict[str, Any]"
Key: TypeAlias = "tuple[Any, ...]"
Rows: TypeAlias = "dict[str, list[Row]]"

# Where two ledgers differ about a message, the one that rules out a repeat is right.
_STRENGTH = (State.FAILED, State.CLAIMED, State.UNKNOWN, State.KNOWN, State.SENT)
# Of one attempt the lines tell how it went on: what came of it is right. So what a
# person found out (``--resolve unsent``) stands against the doubt that it ended.
_COURSE = (State.CLAIMED, State.UNKNOWN, State.FAILED, State.KNOWN, State.SENT)
_ATTEMPT = ("attempts", "owner", "claimed_at")


@dataclass(frozen=True, slots=True)
class Imported:
    """How many lines told something new."""

    revisions: int = 0
    tellings: int = 0


def held(connection: Connection) -> Rows:
    """Return every row of the ledger."""
    return {
        word: [dict(row) for row in connection.execute(select(table)).mappings()]
        for word, table in _TABLES.items()
    }


def write(rows: Rows) -> Iterator[str]:
    """Yield the lines of an export, without line ends."""
    lines = [
        _said(word, row)
        for word in _TABLES
        for row in sorted(rows[word], key=lambda row: _key(word, row))
    ]
    hides = any("sha256:" in line for line in lines)
    yield _line({HEADER: FORMAT if hides else _OPEN})
    yield from lines


def _key(word: str, row: Row) -> Key:
    return tuple(row[column.name] for column in _TABLES[word].primary_key)


def _said(word: str, row: Row) -> str:
    said = {
        name: json.loads(value) if (word, name) in _JSON else value
        for name, value in row.items()
    }
    if word in {"telling", "mention"}:
        said["facts"] = veiled(row["facts"])
    if word == "revision":
        said["facts"] = json.loads(veiled(row["facts"]))
        said["snapshot"] = veiled_snapshot(said["snapshot"])
    return _line({word: said})


def _says_the_same(word: str, row: Row, other: Row) -> bool:
    """Say whether two rows are one line; one may have a link, one its digest."""
    return row == other or _said(word, row) == _said(word, other)


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def read(lines: Iterable[str]) -> Rows:
    """Check every line of an export and return its rows. Raises LedgerError."""
    found: Rows = {word: [] for word in _TABLES}
    is_empty = True
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        # a merge that keeps the lines of both sides may keep two first lines
        if is_empty or line.startswith(f'{{"{HEADER}"'):
            _check_header(line, number)
            is_empty = False
            continue
        try:
            word, row = _row(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            hint = _hint(line) or f" ({type(problem).__name__}: {problem})"
            raise LedgerError(
                f"Line {number} of the export is no row of a ledger.{hint}"
            ) from None
        found[word].append(row)
    if is_empty:
        raise LedgerError("The export is empty: not even its first line is there.")
    return found


_MERGE_MARKS = {"<<<<<<<", "|||||||", "=======", ">>>>>>>"}


def _hint(line: str) -> str:
    if line[:7] not in _MERGE_MARKS:
        return ""
    return (
        " It was left by a git merge: take out the lines that begin with <<<<<<<, "
        "======= and >>>>>>>, and keep all others, in any order."
    )


def _check_header(line: str, number: int) -> None:
    try:
        version = json.loads(line)[HEADER]
    except (ValueError, KeyError, TypeError):
        raise LedgerError(
            f"Line {number} is not the first line of a ledger's export "
            f'(`{{"{HEADER}":{FORMAT}}}`).{_hint(line)}'
        ) from None
    if version not in {_OPEN, FORMAT}:
        raise LedgerError(
            f"The export has format {version}, this announcer reads format {FORMAT}. "
            "Write or read it with the same release: update the older one."
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
    if word == "draft":
        Kind(row["kind"])
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


def merge(connection: Connection, rows: Rows) -> Imported:
    """Add what is new: states of talks by union, messages by the stronger word."""
    if connection.dialect.name == "postgresql":
        names = ", ".join(table.name for table in _TABLES.values())
        connection.execute(text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
    known = held(connection)
    new, gone = _news(known, rows)
    for word, table in _TABLES.items():
        old = {_key(word, row) for row in known[word]}
        stale = {key for row in new[word] if (key := _key(word, row)) in old}
        _remove(connection, table, stale | gone if table is mentions else stale)
        if new[word]:
            connection.execute(insert(table), new[word])
    return _counted(new)


def _remove(connection: Connection, table: Table, keys: set[Key]) -> None:
    names = [column.name for column in table.primary_key]
    its_row = [table.c[name] == bindparam(f"its_{name}") for name in names]
    given = [f"its_{name}" for name in names]
    if keys:
        rows = [dict(zip(given, key, strict=True)) for key in sorted(keys)]
        connection.execute(table.delete().where(*its_row), rows)


def join(ours: Rows, theirs: Rows) -> tuple[Rows, Imported]:
    """Return what both know together, and how much of it ours did not."""
    new, gone = _news(ours, theirs)
    left = [row for row in ours["mention"] if _key("mention", row) not in gone]
    both: Rows = {}
    for word, rows in (ours | {"mention": left}).items():
        by_key = {_key(word, row): row for row in (*rows, *new[word])}
        both[word] = list(by_key.values())
    return both, _counted(new)


def _counted(new: Rows) -> Imported:
    return Imported(revisions=len(new["revision"]), tellings=len(new["telling"]))


def _news(ours: Rows, theirs: Rows) -> tuple[Rows, set[Key]]:
    """Return what theirs says that is new or stronger, and the mentions that it ends.

    What a message said of several talks goes with the line of the message that counts.
    """
    known = {word: {_key(word, row): row for row in ours[word]} for word in _TABLES}
    best = {word: _best(word, theirs[word]) for word in _TABLES}
    new = {
        word: [
            row
            for key, row in best[word].items()
            if key not in known[word] or _is_stronger(word, row, known[word][key])
        ]
        for word in _TABLES
    }
    won = {row["id"] for row in new["telling"]}
    lost = {
        key[0]
        for key, row in best["telling"].items()
        if key[0] not in won
        and not _says_the_same("telling", row, known["telling"][key])
    }
    new["mention"] = [
        row
        for key, row in best["mention"].items()
        if key[0] in won or (key[0] not in lost and key not in known["mention"])
    ]
    return new, {key for key in known["mention"] if key[0] in won}


def _best(word: str, rows: Iterable[Row]) -> dict[Key, Row]:
    """Return of all rows for one key the one that counts."""
    best: dict[Key, Row] = {}
    for row in rows:
        key = _key(word, row)
        if key not in best or _is_stronger(word, row, best[key]):
            best[key] = row
    return best


def _is_stronger(word: str, row: Row, other: Row) -> bool:
    """Say whether a row counts more than another with its key: never both ways."""
    if _says_the_same(word, row, other):
        return False
    ranks: list[Key] = [(), ()]
    if word == "synced":  # the later one knows how the event stands
        ranks = [(one["written"],) for one in (row, other)]
    if word == "stamp":
        ranks = [(one["stamped"],) for one in (row, other)]
    if word == "draft":  # the text that was held last, and what was said of it
        ranks = [(one["held_at"], one["approved_at"] or "") for one in (row, other)]
    if word == "revision":  # what is public for one is public for all
        ranks = [(one["public"],) for one in (row, other)]
    if word == "telling":
        same = all(row[name] == other[name] for name in _ATTEMPT)
        order = _COURSE if same else _STRENGTH
        later = ("attempts", "claimed_at", "number")
        ranks = [
            (order.index(State(one["state"])), *(one[name] for name in later))
            for one in (row, other)
        ]
    return (ranks[0], _said(word, row)) > (ranks[1], _said(word, other))
