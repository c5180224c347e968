"""Why a message is due, in words for the organiser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from announcer import access, when
from announcer.facts import Change, FactValue, keeps_its_hour
from announcer.ledger import Telling
from announcer.plan import moments
from announcer.talk import Talk

# English, whatever the locale of the machine: the command line speaks English.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
NAMES = {
    "speakers": "speaker",
    "location": "room",
    "all_day": "all day",
    "timezone": "time zone",
}


def day(moment: date, now: date) -> str:
    """Write a day as ``2 March``, with its year where that is not the present one."""
    year = "" if moment.year == now.year else f" {moment.year}"
    return f"{moment.day} {_MONTHS[moment.month - 1]}{year}"


def dated(moment: date) -> str:
    """Write a day with its year: ``2 March 2021``."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def days(first: date, last: date, now: date) -> str:
    """Write a stretch of days as ``8 March to 14 March``."""
    return f"{day(first, last)} to {day(last, now)}"


def ahead(talk: Talk, now: datetime) -> str:
    """Say how far away a talk is: ``talk in 6 days``."""
    away = (moments.day_of(talk) - moments.today(talk.series, now)).days
    if away > 1:
        return f"talk in {away} days"
    clock = "" if talk.all_day else f" at {talk.start:%H:%M}"
    return f"talk {'tomorrow' if away == 1 else 'today'}{clock}"


def news(told: Telling, changes: Sequence[Change], talk: Talk, now: datetime) -> str:
    """Say what is news, and whether it comes late: ``told room A1 on 2 March; ...``."""
    begun = "; it has begun" if moments.begins(talk) <= now else ""
    return difference(told, changes, talk, now) + begun


def difference(
    told: Telling, changes: Sequence[Change], talk: Talk, now: datetime
) -> str:
    """Say what was told and what the record says: ``told room A1 on 2 March; ...``."""
    along = _follows(changes)
    shown = [one for one in changes if one.field not in along]
    was = ", ".join(_value(one, one.old) for one in shown)
    is_ = ", ".join(_value(one, one.new, short=True) for one in shown)
    return f"told {was} on {_told_on(told, talk, now)}; record says {is_}"


def off(told: Telling, talk: Talk, now: datetime, what: str) -> str:
    """Say that a talk people were told of does not take place."""
    return f"told on {_told_on(told, talk, now)}; {what}"


def _told_on(told: Telling, talk: Talk, now: datetime) -> str:
    zone = when.zone(talk.series.timezone)
    moment = when.in_zone(told.sent_at or told.claimed_at, zone)
    return day(moment.date(), moments.today(talk.series, now))


def _follows(changes: Sequence[Change]) -> frozenset[str]:
    """Return the facts that move along with others and are no news of their own."""
    fields = {change.field for change in changes}
    return frozenset({"end"} if "start" in fields else ())


def _value(change: Change, value: FactValue, *, short: bool = False) -> str:
    field = change.field
    word = NAMES.get(field, field)
    if value is None or value in ("", ()):
        return f"no {word}"
    if access.may_be_private(field):  # and this is kept in a log
        return f"another {word}" if change.old and change.new else f"a {word}"
    name = "" if short else f"{word} "
    if isinstance(value, tuple):
        return name + " and ".join(value)
    if isinstance(value, bool):
        return name + ("yes" if value else "no")
    if field in {"start", "end"}:
        exact = " %z" if keeps_its_hour(change) else ""
        return name + datetime.fromisoformat(value).strftime(f"%Y-%m-%d %H:%M{exact}")
    return name + value
