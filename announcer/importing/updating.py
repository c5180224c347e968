"""What becomes of a record that there is, field by field: theirs, or as it stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, field, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from announcer.classes import dataclass
from announcer.importers import Doubt, Origin
from announcer.importing.lessening import says_less
from announcer.importing.matching import known_as
from announcer.importing.settling import Settled
from announcer.importing.wording import WHEN, WHO
from announcer.record import Amendment, Value, amended, source_value
from announcer.record.written import Written
from announcer.talk import Imported, Planned, Status, Talk

# What is compared as one, and of which fields of a talk it is made.
_FACTS: dict[str, tuple[str, ...]] = {
    "when": ("start", "end", "all_day", "daily", "timezone"),
    "speakers": ("speakers", "awaited"),
}
_MADE_OF = dict.fromkeys(WHEN, "when") | dict.fromkeys(WHO, "speakers")
MESSAGES = frozenset({"announcement"})  # each says some of a talk, or of a term
_Changes: TypeAlias = "dict[tuple[str | int, ...], Value | None]"


def source_of_new(settled: Settled, talk: Talk, fields: Mapping[str, Value]) -> Value:
    """Return `source:` of a new record, with the digests of all that it takes over."""
    digests = tuple((name, _digest(talk, name)) for name in _groups(fields))
    return source_value(_imported(settled.found.origin, digests))


def _groups(fields: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    """Return what is compared as one, with the keys that say it."""
    found: dict[str, dict[str, Value]] = {}
    for key, value in fields.items():
        found.setdefault(_MADE_OF.get(key, key), {})[key] = value
    return found


def updated(
    folder: Path,
    settled: Settled,
    fields: Mapping[str, Value],
    talks: tuple[Talk, Talk | Planned],
    *,
    overwrite: bool,
) -> tuple[Amendment, tuple[Doubt, ...]]:
    """Return what becomes of a record that there is, and notes of what it keeps.

    ``talks`` are theirs and ours. With ``overwrite`` theirs counts also where ours was
    changed by hand.
    """
    theirs, ours = talks
    file = Written(ours.source, folder, (folder / ours.source).read_bytes())
    run = _Update(settled, theirs, ours, file, overwrite)
    groups = _groups(fields)
    run.revive()
    for name, values in groups.items():
        run.take(name, values)
    for name in _stopped(settled, ours, groups):
        run.stop(name)
    changes = run.changes
    changes |= _source(settled.found.origin, ours, run.after, changes)
    return amended(folder, ours.source, changes), tuple(run.notes)


@dataclass(slots=True)
class _Update:
    """The changes of one record; ``before`` and ``after`` are what is taken over."""

    settled: Settled
    theirs: Talk
    ours: Talk | Planned
    file: Written
    overwrite: bool
    changes: _Changes = field(default_factory=dict)
    notes: list[Doubt] = field(default_factory=list)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.ours.imported:
            self.before = dict(self.ours.imported.digests)
        self.after = dict(self.before)

    def revive(self) -> None:
        """Take back that a talk is off if its entry does, which no message tells."""
        if not _is_on_again(self.settled, self.theirs, self.ours, self.before):
            return
        if self.overwrite or self.settled.found.origin.id is not None:
            self.changes["status",] = None
            self.after.pop("status")
        else:
            self.notes.append(_still_off(self.ours, self.settled))

    def take(self, name: str, values: Mapping[str, Value]) -> None:
        """Take over what is new there and not changed by hand, or taken out, here."""
        new, old = _digest(self.theirs, name), _digest(self.ours, name)
        talks = (self.theirs, self.ours)
        is_message = self.settled.found.origin.system in MESSAGES
        if is_message and not self.overwrite and says_less(name, self.settled, talks):
            return
        self.after[name] = new
        if new == old:
            return
        taken = self.before.get(name)
        is_ours = name in self.before or _is_said(name, self.file)
        if self.overwrite or not is_ours or taken == old:
            self.changes |= _put(name, values, self.file.says)
        elif taken != new:
            self.notes.append(_kept(name, self.settled))

    def stop(self, name: str) -> None:
        """Keep what is not given there any more, and say so."""
        if self.overwrite:
            self.changes |= _removed(name, self.file.says)
            self.after.pop(name)
        else:
            self.notes.append(_no_more(name, self.ours, self.settled))


def _is_said(name: str, file: Written) -> bool:
    """Say whether a file itself says something, in its keys or in its body."""
    has_body = bool(file.body and file.body[0] < file.body[1])
    said = any(_MADE_OF.get(key, key) == name for key in file.says)
    return said or (name == "abstract" and has_body)


def _source(
    origin: Origin, ours: Talk | Planned, after: Mapping[str, str], changes: _Changes
) -> _Changes:
    """Return the change of `source:`; none for a talk that is back in its record."""
    imported = _imported(origin, tuple(after.items()))
    if known_as(ours) == _key(origin) or not _is_news(ours.imported, imported, changes):
        return {}
    return {("source",): source_value(imported)}


def _is_on_again(
    settled: Settled, theirs: Talk, ours: Talk | Planned, before: Mapping[str, str]
) -> bool:
    """Say whether a talk that was called off there takes place after all."""
    return (
        isinstance(ours, Talk)
        and "status" not in settled.record
        and ours.status is not Status.CONFIRMED
        and before.get("status") == _digest(ours, "status")
        and theirs.status is Status.CONFIRMED
    )


def _stopped(
    settled: Settled, ours: Talk | Planned, groups: Mapping[str, object]
) -> list[str]:
    """Return what was taken from the same entry before, and is not given there now.

    One message about a talk may say less than another, and what was changed by hand is
    no longer theirs.
    """
    origin, known = settled.found.origin, ours.imported
    if known is None or (known.system, known.id) != _key(origin):
        return []
    if origin.system in MESSAGES:
        return []
    given = {*groups, "status", "when", "link_access", *settled.found.silent}
    return [
        name
        for name, taken in known.digests
        if name not in given and taken == _digest(ours, name)
    ]


def _key(origin: Origin) -> tuple[str, str | None]:
    return origin.system, origin.id


def _removed(name: str, says: Mapping[str, Any]) -> _Changes:
    """Return the changes that make a record say nothing of something."""
    return {(key,): None for key in says if _MADE_OF.get(key, key) == name}


def _no_more(name: str, ours: Talk | Planned, settled: Settled) -> Doubt:
    text = f"{name} is not given there any more; {ours.source} keeps it"
    way = f"Remove it there if it holds no more: {name}. Or take it out with --theirs."
    return Doubt("stopped", text, way, settled.found.line)


def _still_off(ours: Talk | Planned, settled: Settled) -> Doubt:
    status = ours.status.value if isinstance(ours, Talk) else ""
    text = f"{ours.source} says that this talk is {status}, which is not said there now"
    way = f"It stays so. Does it take place? announcer set {ours.uid} status=confirmed"
    return Doubt("still-off", text, way, settled.found.line)


def _put(name: str, values: Mapping[str, Value], says: Mapping[str, Any]) -> _Changes:
    """Return the changes that make a record say something else."""
    if name == "speakers":
        (value,) = values.values()
        key = next((one for one in WHO if one in says), next(iter(values)))
        return {(key,): value}
    if name != "when":
        return {(key,): value for key, value in values.items()}
    found: _Changes = {(key,): values[key] for key in WHEN if key in values}
    return found | {(key,): None for key in WHEN if key in says and key not in values}


def _kept(name: str, settled: Settled) -> Doubt:
    text = f"{name} was changed here and there; yours stays"
    return Doubt("kept", text, "Take theirs with --theirs.", settled.found.line)


def _imported(origin: Origin, digests: tuple[tuple[str, str], ...]) -> Imported:
    return Imported(
        system=origin.system,
        id=origin.id,
        url=origin.url,
        updated=origin.updated,
        digests=digests,
    )


def _is_news(old: Imported | None, new: Imported, changes: _Changes) -> bool:
    """Say whether `source:` is written anew; a moment alone is no reason."""
    if old is None or changes:
        return True
    return (old.system, old.id, old.url, dict(old.digests)) != (
        new.system,
        new.id,
        new.url,
        dict(new.digests),
    )


def _digest(talk: Talk | Planned, name: str) -> str:
    """Return eight digits that tell one value of a talk from another."""
    said = [_plain(getattr(talk, one, None)) for one in _FACTS.get(name, (name,))]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain({k: v for k, v in asdict(value).items() if v is not None})
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value
