"""What an import would change, record by record; nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, field, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeAlias

from announcer.catalogue import lineage
from announcer.classes import dataclass
from announcer.errors import BadValue, Problem, RecordError, Severity
from announcer.importers import Doubt, Origin
from announcer.importing.matching import Known, known_as, paths
from announcer.importing.settling import Settled
from announcer.importing.wording import WHEN, WHO, record_of
from announcer.record import (
    Amendment,
    Records,
    Value,
    amended,
    free_path,
    read_site,
    source_value,
    to_yaml,
)
from announcer.record.written import Written
from announcer.talk import Imported, Planned, Status, Talk

# What is compared as one, and of which fields of a talk it is made.
_FACTS: dict[str, tuple[str, ...]] = {
    "when": ("start", "end", "all_day", "daily", "timezone"),
    "speakers": ("speakers", "awaited"),
}
_MADE_OF = dict.fromkeys(WHEN, "when") | dict.fromkeys(WHO, "speakers")
_MESSAGES = frozenset({"announcement"})
_PHANTOM = "imported-{:06}.yaml"  # a record that is only read, to be compared
_Changes: TypeAlias = "dict[tuple[str | int, ...], Value | None]"


class Fate(StrEnum):
    """What becomes of a record."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that an import makes, changes or leaves; ``notes`` say what is kept."""

    fate: Fate
    settled: Settled
    talk: Talk | Planned
    change: Amendment
    notes: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that an import comes to.

    ``open`` are the talks that cannot have a record yet, each with the reason.
    ``gone`` are those that came from there before, and are there no more.
    """

    entries: tuple[Entry, ...] = ()
    open: tuple[tuple[Settled, Doubt], ...] = ()
    gone: tuple[Talk, ...] = ()
    more: tuple[Amendment, ...] = ()

    @property
    def changes(self) -> tuple[Amendment, ...]:
        """Return the files that are new or different."""
        found = (one.change for one in self.entries if one.fate is not Fate.UNCHANGED)
        return (*self.more, *found)


@dataclass(slots=True)
class _Run:
    """One comparison: the records, and what is found on the way."""

    records: Records
    known: Known
    theirs: bool
    more: tuple[Amendment, ...]
    entries: list[Entry] = field(default_factory=list)
    open: list[tuple[Settled, Doubt]] = field(default_factory=list)
    matched: dict[str, Settled] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)


def compared(
    records: Records,
    wanted: Sequence[tuple[str, Settled]],
    more: tuple[Amendment, ...] = (),
    *,
    theirs: bool = False,
) -> Comparison:
    """Return what becomes of talks, each beside the key of its series.

    ``more`` are other new files, such as that of a new series.
    """
    run = _Run(records, Known((*records.talks, *records.planned)), theirs, more)
    ready = []
    for key, settled in wanted:
        if settled.open:
            run.open += [(settled, doubt) for doubt in settled.open]
        else:
            ready.append((key, settled))
    nouns = _nouns(run, ready)
    for number, (key, settled) in enumerate(ready):
        fields, talk = nouns[number]
        if talk is not None:
            _compare(run, key, settled, fields, talk)
    gone = _gone(run, [talk for _, talk in nouns if talk])
    return Comparison(tuple(run.entries), tuple(run.open), gone, more)


def _nouns(
    run: _Run, ready: Sequence[tuple[str, Settled]]
) -> list[tuple[dict[str, Value], Talk | None]]:
    """Return what each record would say, and the talk that it would be."""
    instead = {one.path: one.after for one in run.more}
    fields: list[dict[str, Value]] = []
    sources: list[str] = []
    for number, (key, settled) in enumerate(ready):
        said = record_of(settled, inherited(run.records, key, settled))
        folder = f"talks/{key}" if key else "talks"
        path = f"{folder}/{_PHANTOM.format(number)}"
        instead[path] = to_yaml(said).encode()
        fields.append(said)
        sources.append(path)
    known = run.records
    after = read_site(known.folder, partial=True, instead=instead, links=known.links)
    made = {talk.source: talk for talk in after.talks}
    wrong = {one.path: one for one in after.problems if one.severity is Severity.ERROR}
    for path, (key, settled) in zip(sources, ready, strict=True):
        if path not in made:
            run.open.append((settled, _no_record(path, key, wrong, settled.found.line)))
    return [(said, made.get(path)) for said, path in zip(fields, sources, strict=True)]


def _no_record(path: str, key: str, wrong: Mapping[str, Problem], line: int) -> Doubt:
    """Say why a talk cannot be a record: for itself, or for its series."""
    problem = wrong.get(path)
    if problem:
        return Doubt("no-record", problem.message, problem.hint, line)
    above = (f"talks/{one}/series.yaml" for one in lineage(key))
    series = next((wrong[one] for one in above if one in wrong), None)
    if series is None:
        return Doubt("no-record", "this cannot be a record", "", line)
    text = f"its series cannot be read: {series.path}:{series.line}: {series.message}"
    return Doubt("no-record", text, "Mend that file first.", line)


def inherited(records: Records, key: str, settled: Settled) -> Mapping[str, Any]:
    """Return what the series of a talk says on its day."""
    layer = records.layers.get(key, records.own)
    day = settled.timing.day
    found = layer.at(day) if isinstance(day, date) else layer.latest()
    return found.values


def _compare(
    run: _Run, key: str, settled: Settled, fields: dict[str, Value], talk: Talk
) -> None:
    """Find the record of a talk, and what becomes of it."""
    origin, line = settled.found.origin, settled.found.line
    same = run.known.of_source(origin) or run.known.alike(
        talk, settled.found.before, origin
    )
    if len(same) > 1:
        text = f"this may be {paths(same)}"
        way = "Set `source:` with system and id in the one that it is."
        run.open.append((settled, Doubt("ambiguous", text, way, line)))
        return
    if same and same[0].source in run.matched:
        other = run.matched[same[0].source].place
        text = f"{same[0].source} is this talk, and also another one of {other}"
        run.open.append((settled, Doubt("twice", text, "Import one of them.", line)))
        return
    if not same:
        _new(run, key, settled, fields, talk)
        return
    run.matched[same[0].source] = settled
    try:
        run.entries.append(_old(run, settled, fields, talk, same[0]))
    except BadValue as wrong:
        doubt = Doubt("by-hand", wrong.message, wrong.hint, line)
        run.open.append((settled, doubt))
    except RecordError as wrong:
        text = f"{same[0].source} cannot be read: {wrong.problems[0].message}"
        run.open.append((settled, Doubt("unreadable", text, "", line)))


def _new(
    run: _Run, key: str, settled: Settled, fields: dict[str, Value], talk: Talk
) -> None:
    names = [one.name for one in talk.speakers]
    path = free_path(run.records, key, talk.start.date(), names, run.taken)
    run.taken.add(path)
    groups = _groups(fields)
    digests = tuple((name, _digest(talk, name)) for name in groups)
    source = source_value(_imported(settled.found.origin, digests))
    whole: dict[str, Value] = {**fields, "source": source}
    change = Amendment(path, b"", to_yaml(whole).encode())
    run.entries.append(Entry(Fate.NEW, settled, talk, change))


def _groups(fields: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    """Return what is compared as one, with the keys that say it."""
    found: dict[str, dict[str, Value]] = {}
    for key, value in fields.items():
        found.setdefault(_MADE_OF.get(key, key), {})[key] = value
    return found


def _old(
    run: _Run,
    settled: Settled,
    fields: dict[str, Value],
    theirs: Talk,
    ours: Talk | Planned,
) -> Entry:
    """Return what becomes of a record that there is."""
    data = (run.records.folder / ours.source).read_bytes()
    file = Written(ours.source, run.records.folder, data)
    has_body = bool(file.body and file.body[0] < file.body[1])
    before = dict(ours.imported.digests) if ours.imported else {}
    after, notes = dict(before), []
    changes: _Changes = {}
    groups = _groups(fields)
    if _is_on_again(settled, theirs, ours, before):
        changes["status",] = None
        after.pop("status")
    for name, values in groups.items():
        new, old = _digest(theirs, name), _digest(ours, name)
        after[name] = new
        if new == old:
            continue
        said = any(_MADE_OF.get(key, key) == name for key in file.says)
        said = said or (name == "abstract" and has_body)
        if run.theirs or not said or before.get(name) == old:
            changes |= _put(name, values, file.says)
        elif before.get(name) != new:
            notes.append(_kept(name, settled))
    stopped = _stopped(settled, ours, groups)
    notes += (_no_more(name, ours, settled) for name in stopped if not run.theirs)
    for name in stopped if run.theirs else ():
        changes |= _removed(name, file.says)
        after.pop(name)
    changes |= _source(settled.found.origin, ours, after, changes)
    change = amended(run.records.folder, ours.source, changes)
    fate = Fate.CHANGED if change.after != change.before else Fate.UNCHANGED
    return Entry(fate, settled, ours, change, tuple(notes))


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
        and settled.found.origin.id is not None
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
    if origin.system in _MESSAGES:
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


def _gone(run: _Run, wanted: Sequence[Talk]) -> tuple[Talk, ...]:
    """Return the talks that came from there before, between those that are there."""
    if not wanted:
        return ()
    systems = {one.settled.found.origin.system for one in run.entries}
    keys = {talk.series.key for talk in wanted}
    first = min(talk.start for talk in wanted)
    last = max(talk.start for talk in wanted)
    seen = run.matched.keys() | {one.talk.source for one in run.entries}
    return tuple(_left(run, seen, systems, keys, first, last))


def _left(  # noqa: PLR0913, PLR0917 - what tells one from another
    run: _Run,
    seen: set[str],
    systems: set[str],
    keys: set[str],
    first: datetime,
    last: datetime,
) -> Iterator[Talk]:
    for talk in run.records.talks:
        from_there = talk.imported and talk.imported.system in systems
        here = talk.series.key in keys and first <= talk.start <= last
        is_off = talk.status is Status.CANCELLED
        if from_there and here and not is_off and talk.source not in seen:
            yield talk
