"""Messages about several talks: the digest of a week and the programme of a term.

Series that write to the same list at the same moment share one message, in which every
talk stands once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import NamedTuple

from announcer.access import is_off
from announcer.catalogue import Catalogue, catalogue_of
from announcer.letter import Letter
from announcer.mailbox import Mailbox
from announcer.plan import moments, reasons
from announcer.plan.memory import Memory
from announcer.plan.scene import (
    Blocked,
    Scene,
    channel,
    mentions,
    named_after,
    unready,
)
from announcer.talk import Gap, Kind, Series, Status, Talk, TellRule, Term

# A series without terms is in season where it meets this long before and after.
_SEASON = timedelta(days=28)
_LATE = timedelta(days=14)
_DAY = timedelta(days=1)


class Round(NamedTuple):
    """One message about several talks: to whom, when, and of which days."""

    kind: Kind
    to: Mailbox
    due: datetime
    span: tuple[date, date]
    series: tuple[Series, ...]
    term: Term | None = None

    @property
    def uid(self) -> str:
        """Return the name under which the ledger knows such messages."""
        return uid_of(self.kind, self.to)

    @property
    def revision(self) -> str:
        """Return what sets this one apart from those of other weeks or terms."""
        if self.term is not None:
            return self.term.start.isoformat()
        return named_after(self.due)


def uid_of(kind: Kind, to: Mailbox) -> str:
    """Return the name under which the ledger knows the rounds to an address."""
    return f"{kind}:{to.address.casefold()}"


def rounds(scene: Scene) -> Iterator[Letter | Blocked]:
    """Yield the digests and programmes that are due or come next."""
    diary = Diary(catalogue_of(scene.programme))
    for one in _together(scene):
        if not _is_told(scene, one):
            yield from _round(scene, one, diary)


def _together(scene: Scene) -> Iterator[Round]:
    """Yield what the rules ask for, one for each address and moment."""
    found: dict[tuple[str, datetime, date], Round] = {}
    for one in _asked_for(scene):
        place = (one.uid, one.due, one.span[0])
        known = found.get(place)
        found[place] = (
            one if known is None else known._replace(series=known.series + one.series)
        )
    yield from found.values()


def _asked_for(scene: Scene) -> Iterator[Round]:
    for series in scene.programme.series:
        for rule, to in product(series.tell, series.mailing_lists):
            if rule.kind == Kind.DIGEST:
                yield from _digests(scene, series, rule, to)
            elif rule.kind == Kind.PROGRAMME:
                yield from _programmes(scene, series, rule, to)


def _digests(
    scene: Scene, series: Series, rule: TellRule, to: Mailbox
) -> Iterator[Round]:
    today = moments.today(series, scene.now)
    for due in moments.weekly(rule, series, scene.now):
        span = moments.week_of(due.date())
        if span[1] >= today:
            yield Round(Kind.DIGEST, to, due, span, (series,))


def _programmes(
    scene: Scene, series: Series, rule: TellRule, to: Mailbox
) -> Iterator[Round]:
    today = moments.today(series, scene.now)
    for term in scene.programme.site.terms:
        if today < term.start + _LATE:
            due = moments.before_term(rule, term, series)
            span = (term.start, term.end)
            yield Round(Kind.PROGRAMME, to, due, span, (series,), term)


def _is_told(scene: Scene, one: Round) -> bool:
    return Memory(scene.told.get(one.uid, ())).has(one.kind, one.revision)


def _round(scene: Scene, one: Round, diary: Diary) -> Iterator[Letter | Blocked]:
    found = _talks(scene, one, diary)
    talks = [talk for talk in found if moments.begins(talk) > scene.now]
    blocked = [talk for talk in talks if _left_out(one, talk)]
    listed = tuple(talk for talk in talks if talk not in blocked)
    gaps = _gaps(scene, one, diary) if one.kind is Kind.DIGEST else ()
    letter = _letter(scene, one, listed, gaps)
    if one.due <= scene.now:
        for talk in blocked:
            alone = replace(letter, series=talk.series, talks=(talk,))
            reason = f"left out of the {one.kind}; {_left_out(one, talk)}"
            yield Blocked(alone, reason)
    if listed or gaps:
        yield letter


def _letter(
    scene: Scene, one: Round, talks: tuple[Talk, ...], gaps: tuple[Gap, ...]
) -> Letter:
    return Letter(
        kind=one.kind,
        uid=one.uid,
        to=one.to,
        series=one.series[0] if len(one.series) == 1 else None,
        talks=talks,
        due=one.due,
        until=max(map(moments.begins, talks), default=None),
        revision=one.revision,
        mentions=mentions(talks, one.to),
        reason=_reason(scene, one, talks, gaps),
        channel=channel(talks, one.to),
        span=one.span,
        term=one.term.name if one.term else None,
        gaps=gaps,
    )


def _reason(
    scene: Scene, one: Round, talks: tuple[Talk, ...], gaps: tuple[Gap, ...]
) -> str:
    today = moments.today(one.series[0], scene.now)
    name = one.term.name if one.term else reasons.days(*one.span, today)
    number = (
        f"{len(talks)} talk{'' if len(talks) == 1 else 's'}" if talks else "no talk"
    )
    off = "; ".join(f"{g.series.name} off on {reasons.day(g.day, today)}" for g in gaps)
    return f"{one.kind} of {name}: {number}" + (f"; {off}" if off else "")


def _talks(scene: Scene, one: Round, diary: Diary) -> list[Talk]:
    found = {
        talk.uid: talk
        for series in one.series
        for talk in diary.talks(series, *one.span)
        if not is_off(talk) and not scene.is_held(talk)
    }
    return sorted(found.values(), key=lambda talk: (talk.start, talk.uid))


def _left_out(one: Round, talk: Talk) -> str:
    """Say why a talk cannot be listed; a term's programme has talks without titles."""
    if one.kind is Kind.PROGRAMME and talk.status is not Status.TENTATIVE:
        return ""
    return unready(talk)


def _gaps(scene: Scene, one: Round, diary: Diary) -> tuple[Gap, ...]:
    return tuple(
        Gap(series, day)
        for series in one.series
        if (day := _slot(series, one.span)) is not None
        and day >= moments.today(series, scene.now)
        and all(is_off(t) for t in diary.talks(series, *one.span))
        and _expected(series, day, diary)
    )


def _slot(series: Series, span: tuple[date, date]) -> date | None:
    """Return the day of a series' regular slot in a week; None if it has none."""
    if series.weekday is None:
        return None
    return span[0] + timedelta(days=series.weekday)


def _expected(series: Series, day: date, diary: Diary) -> bool:
    """Say whether people would come on a day if nobody told them not to."""
    if day in series.skip:
        return True
    term = diary.catalogue.term_of(day)
    if term:
        return diary.meets(series, term.start, term.end)
    if diary.catalogue.site.terms:
        return False
    before = diary.meets(series, day - _SEASON, day)
    return before and diary.meets(series, day, day + _SEASON)


class Diary:
    """The talks of each series by their days, those of the series below it included."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._sorted: dict[str, tuple[list[date], list[Talk]]] = {}

    def talks(self, series: Series, first: date, last: date) -> list[Talk]:
        """Return the talks of a series on these days of its own zone."""
        found = self._between(series, first - _DAY, last + _DAY)
        return [talk for talk in found if first <= moments.day_of(talk) <= last]

    def meets(self, series: Series, first: date, last: date) -> bool:
        """Say whether a series has a talk on or between these days."""
        return bool(self._between(series, first, last))

    def _between(self, series: Series, first: date, last: date) -> list[Talk]:
        """Return its talks by the days where they are: nearly in order already."""
        if series.key not in self._sorted:
            held = sorted(self.catalogue.by_series[series.key], key=_day)
            self._sorted[series.key] = [_day(talk) for talk in held], held
        days, talks = self._sorted[series.key]
        return talks[bisect_left(days, first) : bisect_right(days, last)]


def _day(talk: Talk) -> date:
    return talk.start.date()
