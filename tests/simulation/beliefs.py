"""What one list believes of one talk, and what it is owed: the rules, told once more.

This is docs/telling.md in code of its own. It knows nothing of how the product decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.simulation.institute import (
    DAY,
    FIRST_WEEKDAY,
    Facts,
    Rule,
    Series,
    Talk,
    on_clock,
    zone,
)

MONTH = timedelta(days=31)
_WHEN = frozenset({"day", "clock"})
_WHERE = frozenset({"room", "link"})
URGENT = _WHEN | _WHERE | {"status"}  # by what people set out


@dataclass
class Heard:
    """What a list has heard of a talk.

    ``last`` is what the last message said, ``alone`` what the last one said that was
    about this talk alone. ``told_at`` are the moments of those about it alone, ``told``
    their kinds; ``first_at`` is when it first heard of it, ``round_at`` when the last
    one told of several talks. It ``is_doubtful`` while nobody knows whether some
    message arrived.
    """

    last: Facts | None = None
    alone: Facts | None = None
    told: set[str] = field(default_factory=set)
    told_at: list[tuple[datetime, str]] = field(default_factory=list)
    reminded: set[datetime] = field(default_factory=set)
    is_doubtful: bool = False
    round_at: datetime | None = None
    first_at: datetime | None = None

    @property
    def beliefs(self) -> list[Facts]:
        """Return what readers believe: of every message, and of those about it only."""
        return [one for one in (self.last, self.alone) if one is not None]

    @property
    def is_told_alone(self) -> bool:
        """Say whether a message was about this talk alone."""
        return bool(self.told - {"digest", "programme"})

    def alone_since(self, moment: datetime, *kinds: str) -> bool:
        """Say whether a message about it alone came at or after a moment."""
        return any(
            at >= moment and (not kinds or kind in kinds) for at, kind in self.told_at
        )

    def hear(self, kind: str, facts: Facts, now: datetime) -> None:
        """Take a message in."""
        self.last = facts
        self.first_at = self.first_at or now
        self.told.add(kind)
        if kind in {"digest", "programme"}:
            self.round_at = now
        else:
            self.alone = facts
            self.told_at.append((now, kind))


def is_scheduled(talk: Talk, facts: Facts) -> bool:
    """Say whether a rule tells of this talk alone before it begins."""
    return any(
        rule.due(facts.start, talk.series) < facts.start
        for rule in talk.series.rules
        if rule.kind in {"announcement", "reminder"}
    )


def differences(believed: Facts, facts: Facts) -> set[str]:
    """Return in what a belief is no longer so."""
    names = ("day", "clock", "ends", "room", "title", "speaker", "status", "link")
    return {name for name in names if getattr(believed, name) != getattr(facts, name)}


def news(talk: Talk, facts: Facts, heard: Heard) -> set[str]:
    """Return what has to be told to those who were told; empty for nothing."""
    if not heard.beliefs:
        return set()
    if facts.is_off:
        known = heard.alone or heard.last
        assert known is not None
        return {"status"} if known.status != facts.status else set()
    for believed in heard.beliefs:
        found = differences(believed, facts)
        if heard.is_told_alone or (
            "digest" in heard.told and not is_scheduled(talk, facts)
        ):
            matters = found
        elif "digest" in heard.told:
            matters = found & (_WHEN | _WHERE | {"status"})
        else:
            matters = found & (_WHEN | {"status"})
        if matters:
            return found
    return set()


def owed_until(facts: Facts, heard: Heard) -> datetime | None:
    """Return until when news is owed; None for ever, as of a talk that waits."""
    ends = [facts.start]
    for believed in heard.beliefs:
        if believed.status == "postponed":
            return None
        if believed.status != "cancelled":
            ends.append(believed.start)
    return max(ends)


def is_owed(facts: Facts, heard: Heard, since: datetime, now: datetime) -> bool:
    """Say whether there is time to tell news; who waits for a new date has a month."""
    until = owed_until(facts, heard)
    return now < (until or max(since, facts.start) + MONTH)


def is_slip(facts: Facts, heard: Heard, now: datetime) -> bool:
    """Say whether the record of a told talk now gives another day, which is past."""
    today = now.astimezone(zone(facts.zone)).date()
    if facts.day >= today or facts.start > now:
        return False
    return any(
        not facts.is_off
        if one.status == "postponed"
        else one.status != "cancelled" and one.start > now and one.day != facts.day
        for one in heard.beliefs
    )


def settles_until(talk: Talk, facts: Facts, heard: Heard, seen: datetime) -> datetime:
    """Return how long news may wait that a run has first seen at a moment."""
    settle = talk.series.settle
    if settle is None or facts.is_off:
        return seen
    quiet = seen + settle
    starts = [facts.start, *(one.start for one in heard.beliefs)]
    if any(seen < start <= quiet for start in starts):
        return seen  # by then people have set out
    return quiet


def first_announcement(talk: Talk, facts: Facts) -> datetime | None:
    """Return when the announcement falls due; None if no rule asks for one in time."""
    rules = [one for one in talk.series.rules if one.kind == "announcement"]
    moments = [one.due(facts.start, talk.series) for one in rules]
    return min((m for m in moments if m < facts.start), default=None)


def reminders(talk: Talk, facts: Facts, now: datetime) -> list[datetime]:
    """Return when those reminders were due that are so by now."""
    rules = [one for one in talk.series.rules if one.kind == "reminder"]
    moments = [one.due(facts.start, talk.series) for one in rules]
    return sorted(m for m in moments if m < facts.start and m <= now)


def is_ready(facts: Facts) -> bool:
    """Say whether a talk may be told of for the first time."""
    return facts.title is not None and facts.status != "tentative"


def ruled(talk: Talk, facts: Facts, heard: Heard, now: datetime) -> str:
    """Return the kind of message that the rules ask for by now; empty for none."""
    if facts.is_off or facts.start <= now:
        return ""
    first = first_announcement(talk, facts)
    announced = (
        first is None
        or "announcement" in heard.told
        or heard.alone_since(
            first, "update", "cancellation", "postponement", "reminder"
        )
    )
    passed = [(due, "reminder") for due in reminders(talk, facts, now)]
    if not announced:
        passed = []
        if first is not None and first <= now:
            passed = [(first, "announcement")]
    if not passed:
        return ""
    due, kind = max(passed)
    return "" if heard.alone_since(due) else kind


@dataclass(frozen=True)
class Week:
    """What the digest of a series that goes out at ``due`` is about."""

    first: date
    due: datetime
    since: datetime
    until: datetime


def weeks_of(series: Series, now: datetime) -> list[Week]:
    """Return the weeks of its digests that were due by now and are not over.

    There are two of them while the digest of the next week has gone out.
    """
    rule = series.digest
    if rule is None:
        return []
    day = now.astimezone(zone(series.zone)).date() + DAY
    while day.weekday() != rule.weekday or on_clock(day, rule.at, series.zone) > now:
        day -= DAY
    found = (_week(series, rule, day - weeks * 7 * DAY) for weeks in range(2))
    return [one for one in found if one.until > now]


def _week(series: Series, rule: Rule, day: date) -> Week:
    due = on_clock(day, rule.at, series.zone)
    first = _opens(day, series)
    following = _opens(day + 7 * DAY, series)
    return Week(
        first,
        due,
        due if first == day else _midnight(first, series),
        on_clock(following, rule.at, series.zone)
        if following == day + 7 * DAY
        else _midnight(following, series),
    )


def _opens(day: date, series: Series) -> date:
    """Return the first day that the digest of a day is about."""
    gone = (day.weekday() - FIRST_WEEKDAY[series.language]) % 7
    return day + (7 - gone) * DAY if gone >= 4 else day


def _midnight(day: date, series: Series) -> datetime:
    return on_clock(day, datetime.min.time(), series.zone)


def weeks_start(day: date, language: str) -> date:
    """Return the first day of the week of a day, as readers of a language count."""
    return day - ((day.weekday() - FIRST_WEEKDAY[language]) % 7) * DAY


def shown_link(facts: Facts, now: datetime) -> Iterator[str]:
    """Yield the link that a list of the talk is shown."""
    if facts.link and not facts.is_off and facts.end > now:
        yield facts.link
