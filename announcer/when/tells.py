"""The lines of ``tell:`` in a series, such as ``7 days before at 09:00``."""

from __future__ import annotations

import re
from datetime import time, timedelta
from difflib import get_close_matches

from announcer.errors import BadValue
from announcer.kinds import NEWS, THANKING, Kind, TellRule
from announcer.lazy import pattern
from announcer.when.days import WEEKDAYS
from announcer.when.times import parse_period, parse_time

_WEEKDAYS = tuple(name.casefold() for name in WEEKDAYS)
_RULE = pattern(
    r"(?:(?P<same>(?:on the )?(?:same day|day))"
    r"|(?P<eve>the day before|day before)"
    r"|(?P<next>the day after|day after)"
    r"|(?P<number>\d{1,4}) ?(?P<unit>[a-z]+) (?P<side>before|after)"
    r"|(?:on |every )?(?P<weekday>[a-z]+day)s?)"
    r"(?:,? at (?P<at>.+))?",
    re.ASCII,
)
_FORMS = "Write for example 7 days before at 09:00, same day at 08:00 or 1 hour before."
_DAYS_INTO_TERM = 13  # after them its programme is no news
_WEEKLY = "Write for example Sundays at 18:00."


def parse_tell(name: str, text: str) -> TellRule:
    """Read when a series tells one kind of message, by the name of the kind.

    Days count from the talk's own day and the time is the series' wall time (09:00
    where none is written); hours and minutes before the start are elapsed time; a
    digest goes out weekly. Raises BadValue with a hint.
    """
    kind = _kind(name)
    found = _RULE.fullmatch(" ".join(text.casefold().split()))
    if found is None:
        hint = _WEEKLY if kind == Kind.DIGEST else _FORMS
        raise BadValue(f"{text!r} does not say when to send the {kind}", hint)
    at = _at(found["at"])
    if found["weekday"]:
        return TellRule(
            kind=kind, text=text, weekday=_weekday(kind, found["weekday"]), at=at
        )
    if kind == Kind.DIGEST:
        raise BadValue("a digest is about a week, not about one talk", _WEEKLY)
    if found["number"] and found["unit"].rstrip("s") in {"h", "hour", "min", "minute"}:
        rule = TellRule(kind=kind, text=text, lead=_lead(text, found))
    else:
        rule = TellRule(kind=kind, text=text, days=_days(text, found), at=at)
    _check_side(rule)
    return rule


def _check_side(rule: TellRule) -> None:
    """Refuse what would never go out, because the talk or term is then under way."""
    if rule.kind == Kind.PROGRAMME and rule.lead is not None:
        message = f"{rule.text!r}: count in days before the term"
        raise BadValue(message, "Write for example 7 days before at 10:00.")
    after = -(rule.days or 0)
    if rule.kind == Kind.PROGRAMME and after > _DAYS_INTO_TERM:
        message = f"{rule.text!r}: the term is then long under way"
        raise BadValue(message, "Write for example 7 days before at 10:00.")
    if rule.kind not in THANKING | {Kind.PROGRAMME} and after > 0:
        message = f"{rule.text!r}: the {rule.kind} goes out before the talk"
        raise BadValue(message, _FORMS)


def _kind(name: str) -> Kind:
    at_once = NEWS | {Kind.NOTIFICATION}
    planned = [str(known) for known in Kind if known not in at_once]
    if name in planned:
        return Kind(name)
    if name in {str(known) for known in at_once}:
        message = f"{name}: this goes out at once when it is due and needs no time"
        raise BadValue(message, "Remove this line.")
    close = get_close_matches(name, planned, n=1)
    hint = (
        f"Did you mean {close[0]}?" if close else f"Write one of {', '.join(planned)}."
    )
    raise BadValue(f"there is no kind of message called {name!r}", hint)


def _at(text: str | None) -> time:
    if text is None:
        return TellRule(kind=Kind.ANNOUNCEMENT, text="").at
    start, end = parse_time(text)
    if end is not None:
        raise BadValue(f"{text!r} is two times", f"Write at {start:%H:%M}.")
    return start


def _weekday(kind: Kind, name: str) -> int:
    if kind != Kind.DIGEST:
        message = f"only a digest goes out weekly, not the {kind}"
        raise BadValue(message, _FORMS)
    if name not in _WEEKDAYS:
        close = get_close_matches(name, _WEEKDAYS, n=1)
        hint = f"Did you mean {close[0].capitalize()}s?" if close else _WEEKLY
        raise BadValue(f"there is no weekday {name!r}", hint)
    return _WEEKDAYS.index(name)


def _lead(text: str, found: re.Match[str]) -> timedelta:
    if found["side"] == "after":
        hint = "Only thanks come after a talk: write for example 1 day after at 10:00."
        raise BadValue(f"{text!r}: count in days after a talk", hint)
    if found["at"]:
        hint = f"Write {found['number']} {found['unit']} before, or a number of days."
        raise BadValue(f"{text!r} says the time twice", hint)
    return parse_period(f"{found['number']} {found['unit']}")


def _days(text: str, found: re.Match[str]) -> int:
    if not found["number"]:
        return 1 if found["eve"] else -1 if found["next"] else 0
    if found["unit"].rstrip("s") not in {"day", "week"}:
        raise BadValue(f"{text!r}: count in days, weeks, hours or minutes", _FORMS)
    unit = found["unit"]
    number = found["number"]
    if not int(number):
        return 0
    days = parse_period(f"{number} {unit}").days
    if days > 366:
        raise BadValue(f"{text!r} is more than a year away", _FORMS)
    return days if found["side"] == "before" else -days
