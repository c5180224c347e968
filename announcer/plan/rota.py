"""Which digests and programmes the rules ask for, and which of them were told.

Series that write to the same list at the same moment share one message if they share a
sender and a language. Such a message is known by its list and its week or term: when
the rule moves, nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from announcer import when
from announcer.kinds import Kind, TellRule
from announcer.letter import approves
from announcer.mailbox import Mailbox, spellings
from announcer.plan import moments
from announcer.plan.memory import Memory, place
from announcer.plan.scene import Scene, named_after
from announcer.talk import Series, Term

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


def together(scene: Scene) -> Iterator[Round]:
    """Yield what the rules ask for, one for each address, moment, sender, language."""
    found: dict[object, Round] = {}
    for one in _asked_for(scene):
        own = one.series[0]
        approved = approves(own, one.kind)
        group = (one.uid, one.due, one.days[0], own.mail, own.language, approved)
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


def is_told(scene: Scene, one: Round) -> bool:
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
