"""Which talks stand as people were told: asked of an open ledger, or of its file.

The file alone is looked at with nothing but SQLite: to import what writes ledgers takes
longer than a list of talks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from announcer.facts import Facts
from announcer.ledger.naming import aliases
from announcer.ledger.places import plain_file
from announcer.ledger.stored import LATEST, VERSION, Row
from announcer.talk import Talk

Ask = Callable[[str], Iterable[Sequence[Any]]]

# What each message told of each talk, own or beside others; failed ones told nothing.
_TOLD = """
    SELECT uid, facts, number, claimed_at, id FROM announcer_tellings
    WHERE state <> 'failed' AND facts <> ''
    UNION ALL
    SELECT its.uid, its.facts, one.number, one.claimed_at, one.id
    FROM announcer_mentions AS its
    JOIN announcer_tellings AS one ON one.id = its.telling
    WHERE one.state <> 'failed' AND its.facts <> ''
"""


def announced(ask: Ask, talks: Sequence[Talk]) -> frozenset[str]:
    """Return the uids of the talks that people were told of as they stand.

    What counts is the status (confirmed, cancelled) in the last word about each.
    """
    names = aliases({row[0]: Row._make(row) for row in ask(LATEST)}, talks)
    wanted = {names.get(talk.uid, talk.uid) for talk in talks}
    last: dict[str, tuple[list[Any], str]] = {}
    for uid, facts, *order in ask(_TOLD):
        if uid in wanted and (uid not in last or last[uid][0] < order):
            last[uid] = order, facts
    status = {uid: Facts.from_json(facts).status for uid, (_, facts) in last.items()}
    return frozenset(
        talk.uid
        for talk in talks
        if status.get(names.get(talk.uid, talk.uid)) == talk.status
    )


def glance(url: str, folder: Path, talks: Sequence[Talk]) -> frozenset[str] | None:
    """Return the same, read from the file of a ledger that nobody opens.

    None where only ``open_ledger`` can tell, or can say what is wrong.
    """
    name = plain_file(url)
    if name is None or not (path := folder / name).is_file():
        return None
    try:
        address = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=0)) as link:
            link.execute("BEGIN")
            if [*link.execute("SELECT version FROM announcer_schema")] == [(VERSION,)]:
                return announced(link.execute, talks)
    except (sqlite3.Error, ValueError, KeyError, TypeError):
        pass
    return None
