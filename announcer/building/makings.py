"""What the bytes of each file are made of, as a digest: same digest, same bytes.

A digest is coarse where that is cheap and surely right: another title of the site, a
changed template or another version of the program make every file anew. What must be
cheap is that nothing changed, and that one talk did. Every dependency has a name here
and stands in one of two tables; a test takes each of them out and sees files go stale.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache, cached_property, lru_cache
from hashlib import blake2b
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from announcer import ical, urls
from announcer.building import program
from announcer.catalogue import catalogue_of
from announcer.letter import Letter
from announcer.output import Draft, Several
from announcer.record import said
from announcer.talk import Programme, Revision, Series, Stamp, Talk
from announcer.templating import Templates

_LENGTH = 16  # octets of a digest
_PLAIN = frozenset({str, bytes, int, float, bool, type(None)})
_TIMES = frozenset({date, time, timedelta})

# The digest of a talk by its uid, and how its event stands.
Known = Sequence[tuple[str, bytes, Stamp]]

Kept = Callable[[str], bytes | None]
Said = Mapping[int, tuple[Talk, bytes]]


class Makings:
    """The digests of one programme with its templates, each worked out when asked for.

    ``kept`` returns by path the digest that an earlier build left, and tells so which
    events still are as the ledger knows them: only the others are written here.
    ``said`` are digests of what talks say, as far as they are known, by the id of the
    noun, which stands beside it.
    """

    def __init__(
        self,
        programme: Programme,
        templates: Templates,
        kept: Kept = lambda _: None,
        said: Said = MappingProxyType({}),
    ) -> None:
        self.programme = programme
        self.templates = templates
        self.catalogue = catalogue_of(programme)
        self.slug = self.catalogue.people.slug
        self._kept = kept
        self._said = said
        self._series: dict[int, bytes] = {}
        self._talks: dict[int, bytes] = {}
        self._as_left: dict[int, bool] = {}  # whether a talk's file is as it was
        self._held: list[Talk] = []  # of which there is a digest: their ids stay theirs
        self._stamps: dict[str, Stamp] = {}
        self._letters: dict[int, tuple[Letter, bytes]] = {}
        self._lists: dict[int, tuple[Several, bytes]] = {}
        self._portraits: dict[str, tuple[str, ...]] = {}

    def of(self, draft: Draft) -> bytes | None:
        """Return the digest of a draft; None where it must be made each time."""
        if draft.needs is None or not self._is_known:
            return None
        if len(draft.needs) == 1 and isinstance(draft.needs[0], Talk):
            return self.talk(draft.needs[0])
        return self._digest(self.frame, draft.needs)

    def of_several(self, several: Several) -> bytes | None:
        """Return a digest that is the same as long as those of all these drafts are."""
        if not self._is_known:
            return None
        known = self._lists.get(id(several))
        if known:
            return known[1]
        return self._digest(self.frame, "\0".join(several.paths), several.needs)

    def know(self, several: Several, digest: bytes) -> None:
        """Keep a digest that will be asked for again."""
        self._lists[id(several)] = several, digest

    def are_all_new(self, listed: Iterable[Draft | Several]) -> bool:
        """Say whether what an earlier build left is of no use for any of them.

        What shows no talk tells it, for it depends on nothing but the frame. Where it
        is so, no event is looked for there any more.
        """
        for draft in listed:
            if isinstance(draft, Draft) and draft.needs == ():
                digest = self.of(draft)
                if digest is None or self._kept(draft.path) != digest:
                    self._kept = lambda _: None
                    self._as_left.clear()
                    self._talks.clear()
                    return True
                return False
        return False

    @cached_property
    def _is_known(self) -> bool:
        """Say whether no template of the project's own asks for more than it needs."""
        return not program.reaches_out(self.templates.folders)

    @cached_property
    def _by_uid(self) -> dict[str, Talk]:
        return {talk.uid: talk for talk in self.programme.talks}

    @cached_property
    def frame(self) -> bytes:
        """Return the digest of what every file depends on."""
        return _sum(self.plain([part(self) for part in FRAME.values()]))

    def record(self, talk: Talk) -> tuple[object, ...]:
        """Return what tells a talk from any other, but for what its series says."""
        known = self._said.get(id(talk))
        return (
            known[1] if known else said(talk),
            talk.source,
            self.series(talk.series),
            talk.also and tuple(map(self.series, talk.also)),
            talk.owner and self.plain(talk.owner),
        )

    def take(self, draft: Draft) -> Known:
        """Return what is known now of the talks of a file, for `keep` elsewhere."""
        talks = [need for need in draft.needs or () if isinstance(need, Talk)]
        return [(talk.uid, self.talk(talk), self._stamp(talk)) for talk in talks]

    def keep(self, known: Known) -> None:
        """Take over what `take` returned of the same talks in another process."""
        for uid, digest, stamp in known:
            talk = self._by_uid[uid]
            self._held.append(talk)
            self._talks[id(talk)] = digest
            self._stamps[talk.uid] = stamp  # and not with a copy of the uid

    def stamps(self, talks: Iterable[Talk]) -> dict[str, Stamp]:
        """Return by uid how the events of talks stand after this build."""
        return {talk.uid: self._stamp(talk) for talk in talks}

    def _digest(self, *parts: object) -> bytes:
        return _sum(self.plain(parts))

    def talk(self, talk: Talk) -> bytes:
        """Return the digest of all that a file may show of a talk."""
        known = self._talks.get(id(talk))
        if known is None:
            stamp = self._stamp(talk)  # which often tells this, too
            known = self._talks.get(id(talk)) or self._stamped(talk, stamp)
            self._held.append(talk)
            self._talks[id(talk)] = known
        return known

    def _stamped(self, talk: Talk, stamp: Stamp) -> bytes:
        event = tuple([part(self, talk) for part in TALK.values()])
        return _sum((self.frame, event, stamp.imprint, _written(stamp.moment)))

    def _stamp(self, talk: Talk) -> Stamp:
        """Return how the talk's event stands after this build.

        Where its file was made of the same things, and of the stamp that the ledger has
        now, its imprint is the same again, and nothing need be written to know it.
        """
        known = self._stamps.get(talk.uid)
        if known is None:
            if self.has_event(talk):
                known = self.programme.stamps[talk.uid]
            else:
                known = ical.stamp(talk, self.programme, self.templates)
            self._stamps[talk.uid] = known
        return known

    def letter(self, letter: Letter) -> bytes:
        """Return the digest of all that a message says.

        Its calendar bears the stamps that the ledger has, where they hold.
        """
        known = self._letters.get(id(letter))
        if known is None:
            stamps = self.programme.stamps
            new = [
                talk.uid
                for talk in letter.talks
                if stamps.get(talk.uid) not in {None, self._stamp(talk)}
            ]
            parts = (new, *_getter(Letter)(letter))
            known = self._letters[id(letter)] = (letter, self._digest(parts))
        return known[1]

    def has_event(self, talk: Talk) -> bool:
        """Say whether an earlier build wrote the talk's event as it would be now."""
        known = self._as_left.get(id(talk))
        if known is None:
            self._held.append(talk)
            known = self._as_left[id(talk)] = self._is_left(talk)
        return known

    def _is_left(self, talk: Talk) -> bool:
        stamp = self.programme.stamps.get(talk.uid)
        left = self._kept(f"site/{urls.talk_ics(talk)}")
        if stamp is None or left is None or not self._is_known:
            return False
        if self._stamped(talk, stamp) != left:
            return False
        self._talks[id(talk)] = left
        return True

    def portrait(self, talk: Talk) -> list[tuple[str, ...]]:
        """Return for each speaker with a photo the names of its sizes."""
        found = []
        for speaker in talk.speakers:
            if speaker.photo:
                if speaker.photo not in self._portraits:
                    pictures = self.templates.pictures
                    shown = pictures.portrait(self.programme, speaker)
                    names = tuple(s.name for s in shown.sizes) if shown else ()
                    self._portraits[speaker.photo] = names
                found.append(self._portraits[speaker.photo])
        return found

    def plain(self, value: object) -> Any:
        """Return a value as marshal writes it in one way only; talks by their digest.

        Raises TypeError for what nobody has thought of.
        """
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple or kind is list:
            return self._each(value)  # type: ignore[arg-type]
        if isinstance(value, Talk):
            return self.talk(value)
        if isinstance(value, Series):
            return self.series(value)
        if isinstance(value, Letter):
            return self.letter(value)
        return self._inside(value)

    def _each(self, values: Sequence[object]) -> tuple[Any, ...]:
        """Return several values; lists of talks, which are many and long, as one."""
        if not values or type(values[0]) is not Talk:
            plain = self.plain
            return tuple([v if type(v) in _PLAIN else plain(v) for v in values])
        try:
            return (b"".join(map(self._talks.__getitem__, map(id, values))),)
        except KeyError:  # or something else stands among them
            digests = tuple(map(self.plain, values))
        if {type(one) for one in values} == {Talk}:
            return (b"".join(digests),)
        return digests

    def _inside(self, value: object) -> Any:
        """Return any other noun as a tuple of what is in it."""
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, datetime):
            return (value.isoformat(), str(value.tzinfo))
        if type(value) in _TIMES:
            return repr(value)
        if isinstance(value, Mapping):
            return tuple((key, self.plain(inner)) for key, inner in value.items())
        if isinstance(value, frozenset):
            return tuple(sorted(map(self.plain, value)))
        if isinstance(value, tuple) or is_dataclass(value):
            noun: type = type(value)
            inner = value if isinstance(value, tuple) else _getter(noun)(value)
            return (type(value).__name__, *map(self.plain, inner))
        raise TypeError(f"no digest of {type(value).__name__}")

    def series(self, series: Series) -> bytes:
        """Return the digest of a series."""
        known = self._series.get(id(series))
        if known is None:
            inner = map(self.plain, _getter(Series)(series))
            known = self._series[id(series)] = _sum(tuple(inner))
        return known


def _sum(value: Any) -> bytes:
    # Version 2 knows no references: equal values are equal octets.
    # BLAKE2 takes a third of the time that SHA-2 does without help of the processor.
    return blake2b(marshal.dumps(value, 2), digest_size=_LENGTH).digest()


@cache
def _getter(noun: type) -> Callable[[Any], tuple[object, ...]]:
    return attrgetter(*(field.name for field in fields(noun)))


@lru_cache(maxsize=1024)
def _written(moment: datetime) -> str:
    """Return a moment in UTC as text; most talks were noted at a few of them."""
    return moment.astimezone(UTC).isoformat()


def _times(revision: Revision) -> tuple[object, ...]:
    was = revision.previous_start
    return (
        revision.sequence,
        _written(revision.created),
        _written(revision.modified),
        was.isoformat() if was else None,
        revision.previous_location,
    )


def _navigation(makings: Makings) -> object:
    """Return what the links on every page go by."""
    programme = makings.programme
    return (
        any(talk.speakers for talk in programme.talks),
        any(talk.topics for talk in programme.talks),
        bool(programme.talks),
        len(programme.series) < 2,
    )


def _logo(makings: Makings) -> object:
    logo = makings.templates.pictures.logo(makings.programme)
    return [(s.name, s.width, s.height) for s in logo.sizes] if logo else None


def _people(makings: Makings, talk: Talk) -> object:
    """Return where the pages of those who speak are; a letter leads to none of them."""
    slug = makings.slug
    try:
        return tuple(map(slug, talk.speakers))
    except KeyError:
        return None


# What every file depends on.
FRAME: dict[str, Callable[[Makings], object]] = {
    "program": lambda _: program.version(),
    "templates": lambda makings: program.contents(makings.templates.folders),
    "site": lambda makings: makings.programme.site,
    "clock": lambda makings: (
        makings.programme.now if makings.programme.pretended else None
    ),
    "navigation": _navigation,
    "logo": _logo,
}

# What a file depends on that shows something of a talk, as plain values.
TALK: dict[str, Callable[[Makings, Talk], object]] = {
    "record": Makings.record,
    "revision": lambda makings, talk: _times(ical.revision_of(talk, makings.programme)),
    "over": lambda makings, talk: makings.catalogue.over(talk),
    "people": _people,
    "portraits": lambda makings, talk: makings.portrait(talk),
}
