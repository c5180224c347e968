"""When a plan of the same things may read otherwise, because time goes on.

There may be more such moments than are needed, and none may be missing: before the next
of them nobody need plan again. The ends of days, at which words such as "in 3 days"
change, are left to who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from announcer import when
from announcer.kinds import SEVERAL, Kind
from announcer.ledger import AWAITED, State, Telling
from announcer.plan import missed, moments, thanks
from announcer.talk import Programme, Talk

_SECOND = timedelta(seconds=1)


def is_steady(
    told: Mapping[str, Sequence[Telling]],
    moved: Mapping[str, datetime],
    now: datetime,
) -> bool:
    """Say whether nothing but time and what is written down changes a plan.

    Not while a message is under way, for its process may end; nor when the clock was
    set back.
    """
    under_way = any(
        one.state is State.CLAIMED for about in told.values() for one in about
    )
    return not under_way and all(moment <= now for moment in moved.values())


def of_talk(talk: Talk, ahead: timedelta, back: timedelta) -> Iterator[datetime]:
    """Yield when the rules about one talk fall due, come in sight, and come too late.

    ``ahead`` is how far a plan looks, ``back`` how long it looks at a talk that began.
    """
    yield from (talk.start, moments.begins(talk), talk.end)
    yield when.later(moments.begins(talk), missed.SAID)
    yield when.later(moments.begins(talk), missed.KEPT)
    yield when.later(talk.start, back)
    for rule in talk.series.tell:
        if rule.kind in SEVERAL:
            continue
        first = moments.moment(rule, talk)
        for due in {first, max(first, talk.end)}:
            until = when.later(due, thanks.UNTIL)
            yield from (when.later(due, -ahead), due, until, until + _SECOND)


def of_news(talk: Talk, told: Iterable[Telling], moved: datetime) -> Iterator[datetime]:
    """Yield when news about a talk may go out, and until when somebody is owed it.

    ``moved`` is when its facts last changed.
    """
    yield when.later(moved, AWAITED)
    if talk.series.settle:
        yield when.later(moved, talk.series.settle)
    for facts in (one.facts for one in told):
        if facts:
            ends = (facts.starts, facts.ends)
            until = moments.belief_ends(*ends, all_day=facts.all_day)
            yield from (until, when.later(until, missed.SAID))
            yield when.later(until, missed.KEPT)


def of_missed(told: Mapping[str, Sequence[Telling]]) -> Iterator[datetime]:
    """Yield when something that was missed has been said for long enough."""
    for about in told.values():
        for one in about:
            yield when.later(one.claimed_at, missed.SAID)


def of_rounds(programme: Programme, ahead: timedelta) -> Iterator[datetime]:
    """Yield when digests and programmes fall due, and when they come in sight."""
    for series in programme.series:
        due = []
        for week in moments.weeks(series, programme.now):
            yield week.since
            due.append(week.due)
        due += [
            moments.before_term(rule, term, series)
            for rule in series.tell
            for term in programme.site.terms
            if rule.kind is Kind.PROGRAMME
        ]
        for one in due:
            yield from (when.later(one, -ahead), one)


def of_gone(programme: Programme) -> Iterator[datetime]:
    """Yield when talks without a record are over, and no news any more."""
    for talk in (*programme.held, *programme.vanished):
        yield talk.end
        yield when.later(programme.history[talk.uid].modified, AWAITED)
