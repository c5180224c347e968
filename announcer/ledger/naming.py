"""By which uid people know a talk whose record now gives another."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from announcer.ledger.stored import PUBLIC, Row
from announcer.talk import Talk


def aliases(rows: Mapping[str, Row], talks: Sequence[Talk]) -> dict[str, str]:
    """Return by the uid that a record gives the one by which its talk is known.

    A uid that nobody wrote is made of folder, file and a name of the site. What was
    noted of this folder and file under another name of the site is the same talk: a
    changed address, or a new `id:`, makes no new talks. Nor does a look before the
    ledger adopted what is published.
    """
    taken = {talk.uid for talk in talks}
    if rows.keys() <= taken:
        return {}
    strangers = [talk for talk in talks if not _is_public(rows.get(talk.uid))]
    if not strangers:
        return {}
    by_local: dict[str, list[str]] = {}
    for uid in rows.keys() - taken:
        by_local.setdefault(_local(uid), []).append(uid)
    found: dict[str, str] = {}
    for talk in strangers:
        known = [uid for name in _locals(talk) for uid in by_local.pop(name, ())]
        if talk.uid in rows:
            known = [uid for uid in known if _is_public(rows[uid])]
        if known:
            found[talk.uid] = max(known, key=lambda uid: _last_known(rows[uid]))
    return found


def _is_public(row: Row | None) -> bool:
    return row is not None and row.public == PUBLIC


def _last_known(row: Row) -> tuple[int, str, str]:
    return row.public, row.seen, row.uid


def _local(uid: str) -> str:
    return uid.rpartition("@")[0]


def local_part(uid: str) -> str:
    """Return what a uid says of folder and file, of this release or one before."""
    return _local(uid).replace("/", ".")


def _locals(talk: Talk) -> set[str]:
    """Return what may stand before the @ of a talk's uid, of this release or before."""
    name, key = _local(talk.uid), talk.series.key
    folder = quote(unicodedata.normalize("NFC", key))
    ways = [f"{folder}/", f"{folder.replace('/', '.')}."] if key else [""]
    files = {name.removeprefix(way) for way in ways if name.startswith(way)}
    return {way + file for way in ways for file in files}
