"""What an import would change, record by record; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from announcer.catalogue import lineage
from announcer.classes import dataclass
from announcer.errors import BadValue, Problem, RecordError, Severity
from announcer.importers import Doubt
from announcer.importing.matching import Known, paths
from announcer.importing.settling import Settled
from announcer.importing.updating import MESSAGES, source_of_new, updated
from announcer.importing.wording import record_of
from announcer.record import (
    Amendment,
    Records,
    Value,
    free_path,
    read_site,
    to_yaml,
)
from announcer.talk import Planned, Status, Talk

_LISTS = frozenset({"data", "table"})  # also where they hold one talk
_PHANTOM = "imported-{:06}.yaml"  # a record that is only read, to be compared


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
    today: date,
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
    gone = _gone(run, [talk for _, talk in nouns if talk], today)
    return Comparison(tuple(_noted(run)), tuple(run.open), gone, more)


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
        change, notes = updated(
            run.records.folder, settled, fields, (talk, same[0]), overwrite=run.theirs
        )
        fate = Fate.CHANGED if change.after != change.before else Fate.UNCHANGED
        run.entries.append(Entry(fate, settled, same[0], change, notes))
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
    source = source_of_new(settled, talk, fields)
    whole: dict[str, Value] = {**fields, "source": source}
    change = Amendment(path, b"", to_yaml(whole).encode())
    run.entries.append(Entry(Fate.NEW, settled, talk, change))


def _noted(run: _Run) -> Iterator[Entry]:
    """Yield the entries; a new talk that may be an old one, changed, is doubted."""
    for entry in run.entries:
        is_new = entry.fate is Fate.NEW
        origin = entry.settled.found.origin
        others = run.known.by_same(entry.talk, origin) if is_new else []
        near = [one for one in others if one.source not in run.matched]
        if not near:
            yield entry
            continue
        text = f"{paths(near)} has the same speaker, and is not in this source"
        way = (
            "Is it that talk, with another day and title? Then do not write this yet: "
            f"announcer move {near[0].uid}, to its new day, and it is known again."
        )
        doubt = Doubt("may-be", text, way, entry.settled.found.line)
        yield replace(entry, notes=(*entry.notes, doubt))


def _gone(run: _Run, wanted: Sequence[Talk], today: date) -> tuple[Talk, ...]:
    """Return the talks that came from there before, and are not there now.

    Those between the talks that are there; of a list that was known again all that are
    still to come. A message, or the calendar of one talk, is no list.
    """
    if not wanted:
        return ()
    systems = {one.settled.found.origin.system for one in run.entries}
    keys = {talk.series.key for talk in wanted}
    first = min(talk.start for talk in wanted)
    last = max(talk.start for talk in wanted)
    is_list = bool(run.matched) and (len(wanted) > 1 or systems <= _LISTS)
    is_list = is_list and not systems & MESSAGES
    seen = run.matched.keys() | {one.talk.source for one in run.entries}
    return tuple(
        talk
        for talk in run.records.talks
        if talk.imported
        and talk.imported.system in systems
        and talk.series.key in keys
        and talk.status is not Status.CANCELLED
        and talk.source not in seen
        and (first <= talk.start <= last or (is_list and talk.start.date() >= today))
    )
