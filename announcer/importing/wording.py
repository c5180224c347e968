"""What a record says of a settled talk, as keys and values of its file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from announcer.importing.settling import KEYS, Settled
from announcer.importing.timing import Timing
from announcer.record import Value
from announcer.talk import LONGEST_NIGHT

WHEN = ("date", "time", "end", "duration", "timezone")
WHO = ("speaker", "speakers")
_ON_A_LINE = frozenset({"name", "affiliation"})


def record_of(settled: Settled, inherited: Mapping[str, Any]) -> dict[str, Value]:
    """Return what the file of a talk says; ``inherited`` is what its series says."""
    record = dict(settled.record)
    fields: dict[str, Value] = {}
    if "title" in record:
        fields["title"] = record["title"]
    fields |= _people(record.get("speakers", ()))
    fields |= times(settled.timing, inherited)
    for key in KEYS:
        if key in record and key not in {"title", "speakers"}:
            fields[key] = record[key]
    return fields


def _people(people: list[dict[str, str]]) -> dict[str, Value]:
    if not people:
        return {}
    if len(people) > 1:
        return {"speakers": people}
    (one,) = people
    home = one.get("affiliation", "")
    if one.keys() <= _ON_A_LINE and not set("(),;&<>") & set(one["name"] + home):
        return {"speaker": f"{one['name']} ({home})" if home else one["name"]}
    return {"speaker": one}


def times(timing: Timing, inherited: Mapping[str, Any]) -> dict[str, Value]:
    """Return the keys that say when a talk is."""
    day = timing.day
    if not isinstance(day, date):
        return {}
    last = timing.last or day
    fields: dict[str, Value] = {"date": f"{day}"}
    if timing.start is None:
        if last > day:
            fields["date"] = f"{day} to {last}"
        if inherited.get("time") is not None and timing.all_day:
            fields["time"] = "all day"
    elif timing.daily and timing.end and last > day:
        hours = f"{timing.start:%H:%M}-{timing.end:%H:%M}"
        fields |= {"date": f"{day} to {last}", "time": hours}
    else:
        fields |= _hours(timing, day, last)
    if timing.zone and timing.zone != inherited.get("timezone"):
        fields["timezone"] = timing.zone
    return fields


def _hours(timing: Timing, day: date, last: date) -> dict[str, Value]:
    assert timing.start is not None  # noqa: S101 - asked for before
    start = f"{timing.start:%H:%M}"
    if timing.end is None:
        length = timing.duration
        more = {"duration": f"{length // timedelta(minutes=1)} min"} if length else {}
        return {"time": start, **more}
    begins = datetime.combine(day, timing.start)
    if datetime.combine(last, timing.end) - begins <= LONGEST_NIGHT:
        return {"time": f"{start}-{timing.end:%H:%M}"}
    ends = f"{last} " if last > day else ""
    return {"time": start, "end": f"{ends}{timing.end:%H:%M}"}
