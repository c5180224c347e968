"""What single events of calendars are called, describe, and how often they are."""

from __future__ import annotations

import re
from datetime import date, datetime

from announcer.ical import foreign
from announcer.importers.joining import addresses_in, is_meeting
from announcer.importers.prose import line


def mark_of(moment: date | datetime) -> str:
    """Return what tells the times of a repeated event apart, as its day names it."""
    return (
        f"{moment:%Y%m%dT%H%M%S}"
        if isinstance(moment, datetime)
        else f"{moment:%Y%m%d}"
    )


def is_daily(event: foreign.Component) -> bool:
    """Say whether an event goes on day by day, as conferences do."""
    return bool(re.match(r"FREQ=DAILY(?:;INTERVAL=1)?;COUNT=\d+$", event.text("RRULE")))


def last_day(event: foreign.Component) -> date | None:
    """Return the last day of an event that goes on day by day."""
    times, _ = foreign.occurrences(event)
    last = times[-1] if times else None
    return last.date() if isinstance(last, datetime) else last


def name_of(event: foreign.Component) -> str:
    """Return what an event is called in a doubt."""
    return line(event.text("SUMMARY"))[:80] or event.text("UID")


def body_of(event: foreign.Component) -> str:
    """Return what describes an event: as text, or else as HTML."""
    text = event.text("DESCRIPTION")
    if text:
        return text
    return next(
        (
            foreign.unescaped(value)
            for _, value in event.all("X-ALT-DESC", "STYLED-DESCRIPTION")
        ),
        "",
    )


def alone_in(text: str) -> str | None:
    """Return the address that stands on a line of its own, if there is one such."""
    lines = [one.strip("<> ") for one in text.split("\n")]
    found = [one for one in lines if addresses_in(one) == [one] and not is_meeting(one)]
    return found[0] if len(set(found)) == 1 else None
