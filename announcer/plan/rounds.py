"""Messages about several talks: the digest of a week and the programme of a term.

Series that write to the same list at the same moment share one message, in which every
talk stands once, if they share a sender and a language. Such a message is known by its
list and its week or term: when the rule moves, nothing is told twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from announcer import when
from announcer.access import is_off
from announcer.catalogue import Catalogue, catalogue_of, is_slot, lineage, within
from announcer.letter import Letter
from announcer.mailbox import Mailbox, spellings
from announcer.plan import moments, reasons, talks
from announcer.plan.memory import NOTHING, Memory, place
from announcer.plan.scene import (
    Blocked,
    Scene,
    channel,
    is_own,
    mentions,
    named_after,
    unready,
)
from announcer.talk import ALONE, Gap, Kind, Series, Status, Talk, TellRule, Term

_LATE = timedelta(days=14)
_DAY = timedelta(days=1)


class Round(NamedTuple):
    """One message about several talks: to whom, when, and of which days.

    ``since`` and ``until`` bound the starts of its talks more exactly than days do.
    ``others`` are the keys of the series that write apart to the same list about the
    same days, because their settings or language differ.
    """

    kind: Kind
    to: Mailbox | None
    due: datetime
    days: tuple[date, date]
    since: datetime
    until: datetime
    series: tuple[Series, ...]
    term: Term | None = None
    others: frozenset[str] = frozenset()

    @property
    def uid(self) -> str:
        """Return the name under which the ledger knows such messages."""
        return uid_of(self.kind, self.to)

    @property
    def about(self) -> str:
        """Return the first of its days, by which its week or term is known."""
        return self.days[0].isoformat()

    @property
    def revision(self) -> str:
        """Return what sets this one apart from all others to its list."""
        return f"{self.about} {self.series[0].slug}" if self.others else self.about


def uid_of(kind: Kind, to: Mailbox | None) -> str:
    """Return the name under which the ledger knows the rounds to an address."""
    return f"{kind}:{place(to)}"


def uids_of(kind: Kind, to: Mailbox) -> set[str]:
    """Return that name and those of ledgers that hold a domain as people wrote it."""
    return {f"{kind}:{one.casefold()}" for one in spellings(to)}


def rounds(scene: Scene) -> Iterator[Letter | Blocked]:
    """Yield the digests and programmes that are due or come next.

    What came too late for the digest of its week is told alone, where nothing else
    would tell it.
    """
    diary = Diary(catalogue_of(scene.programme))
    listed: set[tuple[str, str]] = set()
    for one in sorted(_together(scene), key=lambda one: one.due):
        make = _supplements if _is_told(scene, one) else _round
        yield from make(scene, one, diary, listed)


def _together(scene: Scene) -> Iterator[Round]:
    """Yield what the rules ask for, one for each address, moment, sender, language."""
    found: dict[object, Round] = {}
    for one in _asked_for(scene):
        own = one.series[0]
        group = (one.uid, one.due, one.days[0], own.mail, own.language)
        known = found.get(group)
        found[group] = (
            one if known is None else known._replace(series=known.series + one.series)
        )
    beside: dict[tuple[str, str], set[str]] = {}
    for one in found.values():
        keys = {series.key for series in one.series}
        beside.setdefault((one.uid, one.about), set()).update(keys)
    for one in found.values():
        keys = {series.key for series in one.series}
        yield one._replace(others=frozenset(beside[one.uid, one.about] - keys))


def _asked_for(scene: Scene) -> Iterator[Round]:
    for series in scene.programme.series:
        for to in series.mailing_lists or (None,):
            yield from _digests(scene, series, to)
            for rule in series.tell:
                if rule.kind == Kind.PROGRAMME:
                    yield from _programmes(scene, series, rule, to)


def _digests(scene: Scene, series: Series, to: Mailbox | None) -> Iterator[Round]:
    """Yield the digests whose week is not over, and the next one."""
    for one, following in pairwise(moments.weeks(series, scene.now)):
        if following.since > scene.now:
            yield Round(
                Kind.DIGEST,
                to,
                one.due,
                (one.first, following.first - _DAY),
                one.since,
                following.since,
                (series,),
            )
        if one.due > scene.now:
            return


def _programmes(
    scene: Scene, series: Series, rule: TellRule, to: Mailbox | None
) -> Iterator[Round]:
    today = moments.today(series, scene.now)
    for term in scene.programme.site.terms:
        if today < term.start + _LATE:
            yield Round(
                Kind.PROGRAMME,
                to,
                moments.before_term(rule, term, series),
                (term.start, term.end),
                moments.on_clock(term.start, time(), series.timezone),
                moments.on_clock(term.end + _DAY, time(), series.timezone),
                (series,),
                term,
            )


def _is_told(scene: Scene, one: Round) -> bool:
    """Say whether its list was told of its week or term, under whatever name."""
    if one.to is None:
        return False
    told = (t for uid in uids_of(one.kind, one.to) for t in scene.told.get(uid, ()))
    return any(_is_same(scene, one, known.revision) for known in Memory(told).told)


def _is_same(scene: Scene, one: Round, revision: str) -> bool:
    """Say whether a round that was told is this one.

    Earlier releases named a digest after its moment. A term may be given another first
    day after its programme went out.
    """
    if revision in {one.revision, one.about, named_after(one.due)}:
        return True
    if one.others:
        return False
    try:
        known = datetime.fromisoformat(revision)
    except ValueError:
        return False
    if one.term is not None:
        others = {term.start for term in scene.programme.site.terms}
        near = abs(known.date() - one.days[0]) <= _LATE
        return near and known.date() not in others
    if known.tzinfo is None:
        return False
    series = one.series[0]
    day = when.in_zone(known, when.zone(series.timezone)).date()
    return moments.opens(day, moments.first_weekday(series)) == one.days[0]


def _round(
    scene: Scene, one: Round, diary: Diary, listed: set[tuple[str, str]]
) -> Iterator[Letter | Blocked]:
    found = [
        talk
        for talk in _talks(scene, one, diary)
        if (one.uid, talk.uid) not in listed and not _is_named(scene, one, talk)
    ]
    blocked = [talk for talk in found if _left_out(one, talk)]
    listable = tuple(talk for talk in found if talk not in blocked)
    gaps = _gaps(scene, one, diary) if one.kind is Kind.DIGEST else ()
    letter = _letter(scene, one, listable, gaps)
    listed.update((one.uid, talk.uid) for talk in listable)
    if one.due <= scene.now:
        for talk in blocked:
            alone = replace(letter, series=talk.series, talks=(talk,))
            reason = f"left out of the {one.kind}; {_left_out(one, talk)}"
            yield Blocked(alone, reason)
    if one.to is not None and (listable or gaps):
        yield letter


def _is_named(scene: Scene, one: Round, talk: Talk) -> bool:
    """Say whether a digest of other days has told its list when this talk is."""
    if one.kind is not Kind.DIGEST:
        return False
    known = (o for o in _memory(scene, one, talk).told if o.kind is Kind.DIGEST)
    return any(o.facts is not None and o.facts.starts == talk.start for o in known)


def _memory(scene: Scene, one: Round, talk: Talk) -> Memory:
    return scene.memories(talk).get(place(one.to), NOTHING)


def _supplements(
    scene: Scene, one: Round, diary: Diary, listed: set[tuple[str, str]]
) -> Iterator[Letter | Blocked]:
    """Yield alone what came too late for a digest that has gone out."""
    if one.kind is not Kind.DIGEST:
        return
    for talk in _talks(scene, one, diary):
        memory = _memory(scene, one, talk)
        here = (one.uid, talk.uid)
        if here in listed or memory.ever(*ALONE, Kind.DIGEST):
            continue
        if is_own(one.to, talk) and moments.is_scheduled(talk):
            continue
        listed.add(here)
        due, _ = talks.settled(scene, talk, memory)
        late = f"came after the {_name(scene, one)}"
        letter = talks.write(
            scene,
            talk,
            Kind.ANNOUNCEMENT,
            talks.Audience(one.to, memory),
            max(due, one.due),
            f"{late}; {reasons.ahead(talk, scene.now)}",
        )
        why = unready(talk)
        if not why:
            yield letter
        elif letter.due <= scene.now:
            yield Blocked(letter, f"{late}; {why}")


def _letter(
    scene: Scene, one: Round, about: tuple[Talk, ...], gaps: tuple[Gap, ...]
) -> Letter:
    first, last = one.days
    days = [moments.day_of(talk) for talk in about]
    return Letter(
        kind=one.kind,
        uid=one.uid,
        to=one.to,
        series=_enclosing(scene, one),
        sharing=one.series,
        talks=about,
        due=one.due,
        until=max(map(moments.begins, about), default=None),
        revision=one.revision,
        mentions=mentions(about, one.to),
        reason=_reason(scene, one, len(about), gaps),
        channel=channel(about, one.to),
        span=(min([first, *days]), max([last, *days])),
        term=one.term.name if one.term else None,
        gaps=gaps,
    )


def _enclosing(scene: Scene, one: Round) -> Series | None:
    """Return the innermost series that holds all of them and writes as they do."""
    own = one.series[0]
    known = {series.key: series for series in scene.programme.series}
    return next(
        (
            known[key]
            for key in lineage(own.key)
            if key in known
            and all(within(series.key, key) for series in one.series)
            and (known[key].mail, known[key].language) == (own.mail, own.language)
        ),
        None,
    )


def _reason(scene: Scene, one: Round, number: int, gaps: tuple[Gap, ...]) -> str:
    today = moments.today(one.series[0], scene.now)
    listed = f"{number or 'no'} talk{'s' if number > 1 else ''}"
    off = "; ".join(f"{g.series.name} off on {reasons.day(g.day, today)}" for g in gaps)
    return f"{_name(scene, one)}: {listed}" + (f"; {off}" if off else "")


def _name(scene: Scene, one: Round) -> str:
    today = moments.today(one.series[0], scene.now)
    about = one.term.name if one.term else reasons.days(*one.days, today)
    return f"{one.kind} of {about}"


def _talks(scene: Scene, one: Round, diary: Diary) -> list[Talk]:
    """Return its talks that are still to come, each once, in order."""
    own = {series.key for series in one.series}
    found = {
        talk.uid: talk
        for series in one.series
        for talk in diary.talks(series, one.since, one.until)
        if not is_off(talk) and not scene.is_held(talk)
        if moments.begins(talk) > scene.now
        if talk.series.key in own or talk.series.key not in one.others
        if one.to is not None or not talk.series.mailing_lists
    }
    return sorted(found.values(), key=lambda talk: (talk.start, talk.uid))


def _left_out(one: Round, talk: Talk) -> str:
    """Say why a talk cannot be listed; a term's programme has talks without titles."""
    if one.to is None:
        return talks.NO_LIST
    if one.kind is Kind.PROGRAMME and talk.status is not Status.TENTATIVE:
        return ""
    return unready(talk)


def _gaps(scene: Scene, one: Round, diary: Diary) -> tuple[Gap, ...]:
    """Return the regular slots that the organiser has said to be none.

    Of a slot that nobody has filled yet nobody knows whether it will be one.
    """
    return tuple(
        Gap(series, day)
        for series in one.series
        for day in series.skip
        if one.days[0] <= day <= one.days[1]
        and day >= moments.today(series, scene.now)
        and diary.has_slot(series, day)
        and not any(_speaks_for(other, series, day) for other in one.series)
    )


def _speaks_for(other: Series, series: Series, day: date) -> bool:
    """Say whether the series around one has said the day to be free for both."""
    around = other.key != series.key and within(series.key, other.key)
    return around and day in other.skip and other.weekday == series.weekday


class Diary:
    """The talks of each series by their starts, those of series below it included."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._sorted: dict[str, tuple[list[datetime], list[Talk]]] = {}

    def talks(self, series: Series, since: datetime, until: datetime) -> list[Talk]:
        """Return the talks of a series that begin after ``since``, up to ``until``.

        A message that goes out when a talk begins comes too late for it.
        """
        if series.key not in self._sorted:
            held = sorted(self._catalogue.by_series[series.key], key=moments.begins)
            self._sorted[series.key] = [moments.begins(talk) for talk in held], held
        begins, held = self._sorted[series.key]
        return held[bisect_right(begins, since) : bisect_right(begins, until)]

    def has_slot(self, series: Series, day: date) -> bool:
        """Say whether a day would be a slot of a series and holds no talk of it."""
        held = self._catalogue.by_series[series.key]
        own = [talk for talk in held if talk.series.key == series.key]
        if any(moments.day_of(talk) == day and not is_off(talk) for talk in own):
            return False
        return is_slot(series, day, own, self._catalogue.term_of(day))
