"""Which record a talk from elsewhere already has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from datetime import date, timedelta

from announcer.classes import dataclass
from announcer.importers import OURS, Moment, Origin
from announcer.talk import Planned, Status, Talk
from announcer.urls import slug_of_name

_NEAR = timedelta(days=60)  # how far a talk moves, at most


@dataclass(slots=True)
class Known:
    """The talks that there are, by what they are known again by."""

    talks: Sequence[Talk | Planned]
    by_source: dict[tuple[str, str], list[Talk | Planned]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for talk in self.talks:
            keys = {known_as(talk)}
            if talk.imported and talk.imported.id:
                keys.add((talk.imported.system, talk.imported.id))
            for key in keys:
                self.by_source.setdefault(key, []).append(talk)

    def of_source(self, origin: Origin) -> list[Talk | Planned]:
        """Return the talks that came from the same entry of the same system."""
        if origin.id is None:
            return []
        return self.by_source.get((origin.system, origin.id), [])

    def alike(
        self, wanted: Talk, before: Moment | None, origin: Origin
    ) -> list[Talk | Planned]:
        """Return the talks of the same series that may be this one, the surest way.

        Those at the same time by the same people; or else those by the same people
        with the same title.
        """
        near: list[Talk] = [
            one
            for one in self.talks
            if isinstance(one, Talk)
            and one.series.key == wanted.series.key
            and not _is_another(one, origin)
        ]
        at_once = [one for one in near if _at_once(one, wanted, before)]
        who = people(wanted)
        found = [one for one in at_once if _same_people(one, wanted)]
        titled = [one for one in found if _title(one) == _title(wanted)]
        if len(found) > 1 and titled:
            found = titled
        if not found and who and wanted.title:
            found = [
                one
                for one in near
                if people(one) & who and _title(one) == _title(wanted)
            ]
        return list(found)

    def by_same(self, wanted: Talk | Planned, origin: Origin) -> list[Talk]:
        """Return talks near it that the same people give, from a source of its kind."""
        who = people(wanted)
        return [
            one
            for one in self.talks
            if isinstance(one, Talk)
            and isinstance(wanted, Talk)
            and one.series.key == wanted.series.key
            and one.imported
            and one.imported.system == origin.system
            and one.status is not Status.CANCELLED
            and abs(one.start - wanted.start) <= _NEAR
            and people(one) & who
            and not _is_another(one, origin)
        ]


def known_as(talk: Talk | Planned) -> tuple[str, str]:
    """Return the name that a talk bears in what announcer itself writes of it."""
    return OURS, talk.uid


def people(talk: Talk | Planned) -> frozenset[str]:
    """Return who speaks, however the names are spelt."""
    return frozenset(slug_of_name(one.name) for one in talk.speakers)


def _is_another(talk: Talk, origin: Origin) -> bool:
    """Say whether a talk has another lasting name in the same system."""
    known = talk.imported
    return bool(
        known
        and known.system == origin.system
        and known.id
        and origin.id
        and known.id != origin.id
    )


def _at_once(talk: Talk, wanted: Talk, before: Moment | None) -> bool:
    if before is not None and isinstance(before.day, date):
        return talk.start.date() == before.day
    if talk.all_day or wanted.all_day:
        return talk.start.date() == wanted.start.date()
    return talk.start == wanted.start


def _same_people(talk: Talk, wanted: Talk) -> bool:
    """Say whether two talks at one time may be one; an open slot may be any."""
    one, other = people(talk), people(wanted)
    if one and other:
        return bool(one & other)
    if talk.title and wanted.title:
        return _title(talk) == _title(wanted)
    return not (one or talk.title) or not (other or wanted.title)


def _title(talk: Talk | Planned) -> str:
    return slug_of_name(talk.title or "")


def paths(talks: Iterable[Talk | Planned]) -> str:
    """Return the files of talks, for people."""
    return " or ".join(sorted(one.source for one in talks))
