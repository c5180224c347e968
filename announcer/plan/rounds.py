"""Messages about several talks: the digest of a week and the programme of a term.

Which of them the rules ask for is the rota's; here is what stands in each, and what
came too late for it. In one message every talk stands once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from announcer.access import is_off
from announcer.catalogue import Catalogue, catalogue_of, is_slot, lineage, within
from announcer.kinds import ALONE, Kind
from announcer.letter import Letter
from announcer.plan import moments, reasons, talks
from announcer.plan.memory import NOTHING, Memory, place
from announcer.plan.rota import Round, is_told, together
from announcer.plan.scene import (
    Blocked,
    Scene,
    channel,
    is_own,
    mentions,
)
from announcer.talk import Gap, Series, Status, Talk, in_order


def rounds(scene: Scene) -> Iterator[Letter | Blocked]:
    """Yield the digests and programmes that are due or come next.

    What came too late for the digest of its week is told alone, where nothing else
    would tell it.
    """
    diary = Diary(catalogue_of(scene.programme))
    listed: set[tuple[str, str]] = set()
    for one in sorted(together(scene), key=lambda one: one.due):
        make = _supplements if is_told(scene, one) else _round
        yield from make(scene, one, diary, listed)


def _round(
    scene: Scene, one: Round, diary: Diary, listed: set[tuple[str, str]]
) -> Iterator[Letter | Blocked]:
    found = [
        talk
        for talk in _talks(scene, one, diary)
        if (one.uid, talk.uid) not in listed and not _is_named(scene, one, talk)
    ]
    blocked = [talk for talk in found if _left_out(scene, one, talk)]
    listable = tuple(talk for talk in found if talk not in blocked)
    gaps = _gaps(scene, one, diary) if one.kind is Kind.DIGEST else ()
    letter = _letter(scene, one, listable, gaps)
    listed.update((one.uid, talk.uid) for talk in listable)
    if one.due <= scene.now:
        for talk in blocked:
            alone = replace(letter, series=talk.series, talks=(talk,))
            reason = f"left out of the {one.kind}; {_left_out(scene, one, talk)}"
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
        why = talks.not_now(scene, talk)
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
    return sorted(found.values(), key=in_order)


def _left_out(scene: Scene, one: Round, talk: Talk) -> str:
    """Say why a talk cannot be listed; a term's programme has talks without titles."""
    if one.to is None:
        return talks.NO_LIST
    if one.kind is Kind.PROGRAMME and talk.status is not Status.TENTATIVE:
        return ""
    return talks.not_now(scene, talk)


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
