"""Verdicts on one message: does it say what is so, and is it the time to say it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tests.simulation import beliefs
from tests.simulation.beliefs import Heard
from tests.simulation.institute import Facts, Talk, zone
from tests.simulation.reading import Event, Letter, Said

NEWS = {
    "cancellation": "cancelled",
    "postponement": "postponed",
}
_STATUS = {"cancelled": "CANCELLED", "confirmed": "CONFIRMED"}


class Wrong(AssertionError):
    """The product has told, or kept to itself, what it should not."""


@dataclass(frozen=True)
class Case:
    """A message about one talk, what is true of this, and what its list has heard.

    ``since`` is when a run has first seen what is true.
    """

    what: str
    kind: str
    talk: Talk
    facts: Facts
    heard: Heard
    since: datetime
    now: datetime

    @property
    def has_news(self) -> bool:
        return bool(beliefs.news(self.talk, self.facts, self.heard))

    def is_wrong(self, why: str) -> Wrong:
        return Wrong(f"{self.what}{why}")


def judge(case: Case, letter: Letter, language: str) -> None:
    """Judge the moment of a message, and the words in it that depend on it."""
    _JUDGES.get(case.kind, _judge_off)(case)
    _judge_nearness(case, letter, language)


_GERMAN = {"CET": "MEZ", "CEST": "MESZ"}


def check_facts(  # noqa: PLR0917 - who says what, of what, and when
    what: str, letter: Letter, said: Said, talk: Talk, facts: Facts, now: datetime
) -> None:
    """See that a message says what is so, in its text and in its calendar."""
    shown = next(beliefs.shown_link(facts, now), None)
    told = {
        name: getattr(said, name)
        for name in ("day", "clock", "ends", "room", "title", "speaker", "status")
    }
    true = {name: getattr(facts, name) for name in told}
    true |= {"link": shown, "weekday": facts.day.weekday()}
    told |= {"link": said.link, "weekday": said.weekday}
    for name, value in told.items():
        if value != true[name]:
            raise Wrong(f"{what} says {name} {value}, true is {true[name]}")
    letters = facts.start.astimezone(zone(facts.zone)).tzname() or ""
    # who comes to a room of the town needs no zone
    is_local = not said.zone and facts.link is None
    known = (letters, _GERMAN.get(letters, letters))
    if not is_local and not any(one in said.zone for one in known):
        raise Wrong(f"{what} says {said.zone}, true is {letters}")
    for event in letter.events:
        if event.name == talk.uid:
            check_event(what, event, facts)


def check_event(what: str, event: Event, facts: Facts) -> None:
    """See that a calendar says what is so."""
    said = (event.start, event.end, event.zone, event.room)
    true = (facts.start, facts.end, facts.zone, facts.room)
    if said != true:
        raise Wrong(f"the calendar of {what} says {said}, true is {true}")
    if event.status != _STATUS.get(facts.status, "TENTATIVE"):
        raise Wrong(f"the calendar of {what} says {event.status}")
    if facts.title and facts.title not in event.summary:
        raise Wrong(f"the calendar of {what} is called {event.summary}")


def _judge_announcement(case: Case) -> None:
    first = beliefs.first_announcement(case.talk, case.facts)
    is_early = first is None or case.now < first
    if is_early and not _is_supplement(case):
        raise case.is_wrong(f", which is due only at {first}")
    is_ready = beliefs.is_ready(case.facts) and not case.facts.is_off
    if not is_ready or case.facts.start <= case.now:
        raise case.is_wrong(", which is not ready")
    if case.kind in case.heard.told and not case.heard.is_doubtful:
        raise case.is_wrong(" for the second time")
    _judge_hidden(case)


def _is_supplement(case: Case) -> bool:
    """Say whether a talk comes too late for a digest that has gone out."""
    for series in filter(None, (case.talk.series, case.talk.also)):
        for week in beliefs.weeks_of(series, case.now):
            if week.since < case.facts.start <= week.until:
                return True
    return False


def _judge_reminder(case: Case) -> None:
    passed = beliefs.reminders(case.talk, case.facts, case.now)
    if case.facts.is_off or case.facts.start <= case.now:
        raise case.is_wrong(f", which is {case.facts.status} or has begun")
    if not passed:
        raise case.is_wrong(", which is not due yet")
    if passed[-1] in case.heard.reminded and not case.heard.is_doubtful:
        raise case.is_wrong(" for the second time")
    case.heard.reminded.add(passed[-1])
    _judge_hidden(case)


def _judge_hidden(case: Case) -> None:
    hidden = beliefs.news(case.talk, case.facts, case.heard)
    if hidden and not case.heard.is_doubtful:
        raise case.is_wrong(f" hides what has changed: {sorted(hidden)}")


def _judge_update(case: Case) -> None:
    if case.heard.is_doubtful:
        return
    if case.facts.is_off:
        raise case.is_wrong(f", which is {case.facts.status}")
    if not case.has_news:
        raise case.is_wrong(" tells what is known")
    _judge_time(case)
    until = beliefs.settles_until(case.talk, case.facts, case.heard, case.since)
    if case.now < until:
        raise case.is_wrong(f" at {case.now}, but it settles until {until}")


def _judge_off(case: Case) -> None:
    if case.facts.status != NEWS[case.kind]:
        raise case.is_wrong(f", but it is {case.facts.status}")
    if case.heard.is_doubtful:
        return
    if not case.has_news:
        raise case.is_wrong(" tells what is known, or nobody expects")
    _judge_time(case)


def _judge_time(case: Case) -> None:
    until = beliefs.owed_until(case.facts, case.heard)
    if until is not None and until <= case.now:
        raise case.is_wrong(f" comes after {until}, too late for anybody")


def _judge_nearness(case: Case, letter: Letter, language: str) -> None:
    today = case.now.astimezone(zone(case.facts.zone)).date()
    near = letter.nearness
    if near and not is_near(near, case.facts.day, today, language):
        raise case.is_wrong(f" on {today} says {near} of {case.facts.day}")
    if near and letter.heading_clock not in {None, case.facts.clock}:
        raise case.is_wrong(f" says {letter.heading}, true is {case.facts.clock}")


_JUDGES = {
    "announcement": _judge_announcement,
    "reminder": _judge_reminder,
    "update": _judge_update,
}


def is_near(
    near: str, day: date, today: date, language: str, *, list_: bool = False
) -> bool:
    """Say whether a day is as near as a heading calls it."""
    away = (day - today).days
    weeks = beliefs.weeks_start(day, language) - beliefs.weeks_start(today, language)
    return {
        "today": away == 0,
        "tomorrow": away == 1,
        "this week": weeks.days == 0 and (list_ or away > 1),
        "next week": weeks.days == 7 and (list_ or away > 1),
    }[near]
