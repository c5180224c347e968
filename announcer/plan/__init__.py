"""The plan: programme x ledger x clock -> the messages that are due, and why.

A pure function. Its promises: no message twice to one address, none before a talk's
audience has heard the last news, none but thanks and news about a talk that has begun,
and one message where several would have been due. News is owed as long as the audience
believes in a time to come.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from announcer import access, when
from announcer.catalogue import catalogue_of, lineage
from announcer.classes import dataclass
from announcer.kinds import THANKING, Kind, TellRule
from announcer.ledger import Renamed, Telling
from announcer.letter import Letter
from announcer.plan import (
    astray,
    beliefs,
    missed,
    notified,
    people,
    rota,
    rounds,
    talks,
    thanks,
    turning,
)
from announcer.plan.asked import asked, known, of_coming_talks
from announcer.plan.memory import Memory, place
from announcer.plan.moments import STARTS, begins
from announcer.plan.scene import Blocked, Missed, Scene
from announcer.plan.turning import is_steady
from announcer.record import Unread
from announcer.talk import Programme, Talk

__all__ = [
    "AHEAD",
    "Blocked",
    "Missed",
    "Plan",
    "Scene",
    "asked",
    "begins",
    "is_owed",
    "is_steady",
    "known",
    "names",
    "of_coming_talks",
    "plan",
    "turns",
]

AHEAD = timedelta(days=14)
_DAY = timedelta(days=1)
_FEW = 3  # talks in a row of which nobody was told, as they were off
_LONGEST = timedelta(days=31)  # no talk lasts longer
# Bad news first: who reads only one message before setting out should read this one.
_ORDER = {
    kind: place
    for place, kind in enumerate(
        (
            Kind.CANCELLATION,
            Kind.POSTPONEMENT,
            Kind.UPDATE,
            Kind.NOTIFICATION,
            Kind.REMINDER,
        )
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to tell now, what comes next, and what should go out now but cannot.

    ``due`` begins with the most urgent news, ``upcoming`` with the next message.
    ``unnamed`` are the last words to people who speak no more by the record.
    """

    due: tuple[Letter, ...] = ()
    upcoming: tuple[Letter, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    unnamed: tuple[Telling, ...] = ()


def plan(  # noqa: PLR0913 - everything meets here
    programme: Programme,
    told: Mapping[str, Sequence[Telling]],
    *,
    moved: Mapping[str, datetime] | None = None,
    renamed: Iterable[Renamed] = (),
    unread: Iterable[Unread] = (),
    ahead: timedelta = AHEAD,
) -> Plan:
    """Return what is due now, what comes next, and what is due but cannot go out.

    ``told`` is ``ledger.told(names(programme), now)``; ``moved`` and ``renamed`` are
    those of the ledger's ``History``. ``unread`` are records that cannot be read: no
    week is told of in which one of them may be. ``ahead`` is how far to look for what
    comes next.
    """
    scene = Scene(
        programme=programme,
        told=told,
        moved=moved or {},
        successors={one.old: one.new for one in renamed},
    )
    until = when.later(programme.now, ahead)
    due: list[Letter] = []
    upcoming: list[Letter] = []
    blocked: list[Blocked] = []
    concerned = tuple(_concerned(scene, until))
    for found in _items(scene, concerned):
        item = _held_up(found, unread, programme)
        if isinstance(item, Blocked):
            blocked.append(item)
        elif item.is_due(programme.now):
            due.append(item)
        elif item.due <= until:
            upcoming.append(item)
    return Plan(
        due=tuple(sorted(due, key=_urgency)),
        upcoming=tuple(sorted(upcoming, key=_time)),
        blocked=tuple(sorted(blocked, key=_place)),
        unnamed=tuple(
            one for talk in concerned for one in notified.unnamed(scene, talk)
        ),
    )


def is_owed(talk: Talk, told: Iterable[Telling], now: datetime) -> bool:
    """Say whether those who were told of a talk can still be told better."""
    return beliefs.is_owed(talk, Memory(told), now)


def names(programme: Programme) -> frozenset[str]:
    """Return every uid that a plan asks the ledger about.

    That leaves out the talks that are long over, which in time are nearly all, but for
    the last of each list: whoever was told of one expects the next.
    """
    lists = {to for series in programme.series for to in series.mailing_lists}
    return frozenset(talk.uid for talk in _watched(programme)) | {
        *(talk.uid for talk in _last_before(programme)),
        *(
            uid
            for to in lists
            for kind in (Kind.DIGEST, Kind.PROGRAMME)
            for uid in rota.uids_of(kind, to)
        ),
    }


def turns(
    programme: Programme,
    told: Mapping[str, Sequence[Telling]],
    moved: Mapping[str, datetime],
) -> Iterator[datetime]:
    """Yield when a plan of the same things may read otherwise, ends of days aside.

    They hold for the next day; a plan of things that are not steady may change before.
    """
    reach = _reach(programme) + AHEAD + 2 * _DAY
    far = when.later(programme.now, reach)
    back = programme.now - _oldest(programme)
    for talk in _watched(programme):
        about = told.get(talk.uid, ())
        if talk.start < far or about:
            yield from turning.of_talk(talk, AHEAD, back)
            yield from turning.of_news(talk, about, moved.get(talk.uid, programme.now))
    yield from turning.of_missed(told)
    yield from turning.of_rounds(programme, AHEAD)
    yield from turning.of_gone(programme)


def _items(scene: Scene, concerned: Sequence[Talk]) -> Iterator[Letter | Blocked]:
    strays = astray.astray(scene, concerned)
    for talk in concerned:
        if talk.series.key in strays:
            yield from astray.held(scene, talk, strays[talk.series.key])
            continue
        if adrift := talks.adrift(scene, talk):
            yield adrift
            continue
        yield from talks.about(scene, talk)
        told = tuple(notified.news(scene, talk))
        yield from told
        if begins(talk) > scene.now:
            waiting = frozenset(place(_letter(one).to) for one in told)
            yield from people.before(scene, talk, waiting)
    if any(rule.kind in THANKING for rule in _rules(scene.programme)):
        for talk in _just_over(scene):
            yield from thanks.after(scene, talk)
    since = missed.unsaid_since(scene.told, scene.now)
    for talk in _lately_begun(scene, concerned, since):
        yield from missed.missed(scene, talk, since)
    yield from rounds.rounds(scene)


def _concerned(scene: Scene, until: datetime) -> Iterator[Talk]:
    """Yield the talks that people were told of, and those near enough for a rule."""
    programme = scene.programme
    reach = when.later(until, _reach(programme))
    for talk in _watched(programme):
        is_near = talk.start <= reach and begins(talk) > scene.now
        if (is_near or talk.uid in scene.told) and not scene.is_held(talk):
            yield talk


def _watched(programme: Programme) -> Iterator[Talk]:
    """Yield the talks of which people may still believe what is not so.

    One that is long over by its record may have been told for a day to come.
    """
    first = bisect_right(programme.talks, _oldest(programme), key=STARTS)
    for talk in programme.talks[:first]:
        known = programme.history.get(talk.uid)
        if access.is_off(talk) or (known and known.previous_start):
            yield talk
    yield from programme.talks[first:]


def _last_before(programme: Programme) -> Iterator[Talk]:
    """Yield of each series with a list the last talks that are watched no more."""
    by_series, oldest = catalogue_of(programme).by_series, _oldest(programme)
    for series in programme.series:
        if series.mailing_lists:
            found = by_series[series.key]
            first = bisect_right(found, oldest, key=STARTS)
            yield from found[max(0, first - _FEW) : first]


def _just_over(scene: Scene) -> Iterator[Talk]:
    """Yield the talks for which thanks may still be due."""
    begun = _begun_since(scene, _oldest(scene.programme))
    return (talk for talk in begun if talk.end <= scene.now)


def _lately_begun(
    scene: Scene, concerned: Iterable[Talk], since: datetime
) -> Iterator[Talk]:
    """Yield the talks of which somebody may lately have been told too little.

    One that was long over when it changed may have been told for a later day.
    """
    first = when.later(since, -_LONGEST)
    yield from (t for t in _begun_since(scene, first) if not scene.is_held(t))
    for talk in concerned:
        if talk.start <= first < scene.changed(talk):
            yield talk


def _begun_since(scene: Scene, oldest: datetime) -> Sequence[Talk]:
    found = scene.programme.talks
    first = bisect_right(found, oldest, key=STARTS)
    return found[first : bisect_right(found, scene.now, lo=first, key=STARTS)]


def _reach(programme: Programme) -> timedelta:
    """Return how long before a talk the earliest rule falls due, and a day more."""
    longest = [timedelta(days=rule.days or 0) for rule in _rules(programme)]
    longest += [rule.lead or timedelta() for rule in _rules(programme)]
    return max(longest, default=timedelta()) + 2 * _DAY


def _oldest(programme: Programme) -> datetime:
    """Return a start before which no talk can still be of interest."""
    days = [rule.days or 0 for rule in _rules(programme)]
    back = timedelta(days=-min([0, *days])) + thanks.UNTIL + _LONGEST
    return when.later(programme.now, -back)


def _rules(programme: Programme) -> Iterator[TellRule]:
    return (rule for series in programme.series for rule in series.tell)


def _letter(item: Letter | Blocked) -> Letter:
    return item.letter if isinstance(item, Blocked) else item


def _urgency(letter: Letter) -> tuple[int, datetime, str, str]:
    return (_ORDER.get(letter.kind, len(_ORDER)), *_time(letter))


def _time(letter: Letter) -> tuple[datetime, str, str]:
    return letter.due, letter.uid, letter.address


def _place(blocked: Blocked) -> tuple[datetime, str, str]:
    about = blocked.letter.talks[0].uid if blocked.letter.talks else ""
    return blocked.letter.due, about, blocked.letter.address


def _held_up(
    item: Letter | Blocked, unread: Iterable[Unread], programme: Programme
) -> Letter | Blocked:
    """Hold a digest or programme that may lack a talk whose record cannot be read."""
    if isinstance(item, Blocked) or item.span is None or item.due > programme.now:
        return item
    first, last = item.span
    lists = {one.key: set(map(place, one.mailing_lists)) for one in programme.series}
    for one in unread:
        here = any(place(item.to) in lists.get(k, ()) for k in lineage(one.series))
        if here and (one.day is None or first <= one.day <= last):
            name = f"talks/{one.series}".rstrip("/")
            return Blocked(item, f"a record in {name} cannot be read")
    return item
