"""The calendar that a mail carries, beside what its text says of the same talks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from announcer.importers.days import same_day, shown
from announcer.importers.found import Doubt, Found, Moment, Shipment
from announcer.importers.own import SYSTEM as OURS


def together(text: Shipment, calendar: Shipment) -> Shipment:
    """Return the talks of a mail: their times by its calendar, the rest by its text.

    A calendar of ours says all that is in the text, and is believed alone.
    """
    events, talks = calendar.talks, text.talks
    if not events:
        return text
    ours = all(one.origin.system == OURS for one in events)
    if ours or not talks:
        alone = len(events) == len(talks) == 1
        found = (_moved(events[0], talks[0]),) if alone else events
        return replace(calendar, talks=found)
    if len(events) == len(talks) == 1:
        return replace(text, talks=(_of_event(talks[0], events[0]),))
    return replace(text, talks=tuple(_among(one, events) for one in talks))


def _moved(event: Found, talk: Found) -> Found:
    return replace(event, moved=talk.moved, before=talk.before)


def _among(talk: Found, events: tuple[Found, ...]) -> Found:
    """Return a talk with the times of the only event that is on its day."""
    near = [one for one in events if same_day(talk.moment.day, _day(one.moment))]
    return _of_event(talk, near[0]) if len(near) == 1 else talk


def _day(moment: Moment) -> object:
    return moment.instant.date() if moment.instant else moment.day


def _of_event(talk: Found, event: Found) -> Found:
    """Return a talk with the times and the name that it has in a calendar."""
    doubts = [
        one for one in talk.doubts if one.code not in {"date", "year", "ambiguous"}
    ]
    day = _day(event.moment)
    if isinstance(talk.moment.day, date) and not same_day(talk.moment.day, day):
        text = (
            "two dates contradict each other: the text says"
            f" {shown(talk.moment.day)}, and its calendar {shown(day)}, which is taken"
        )
        doubts.append(Doubt("dates", text, line=talk.line))
    return replace(
        talk,
        record={**event.record, **talk.record},
        moment=event.moment,
        origin=event.origin,
        doubts=(*doubts, *event.doubts),
    )
