"""Settled talks as data for other programs: what is not known is null."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from announcer.importing.settling import Settled
from announcer.importing.timing import Timing
from announcer.when.named import places

_PERSON = ("name", "affiliation", "bio", "url", "email", "orcid", "pronouns", "role")
_SAID = ("location", "link", "abstract")
_MORE = (
    "address", "link_access", "registration", "host", "topics", "language", "notice",
    "slides", "video", "paper", "recording", "type", "extra",
)  # fmt: skip
# Letters that the tz database has clocks for which hang in no city.
_CLOCKS = {
    **dict.fromkeys(("EST", "EDT", "ET"), "EST5EDT"),
    **dict.fromkeys(("CDT", "CT"), "CST6CDT"),
    **dict.fromkeys(("MST", "MDT", "MT"), "MST7MDT"),
    **dict.fromkeys(("PST", "PDT", "PT"), "PST8PDT"),
    **dict.fromkeys(("CET", "CEST", "MEZ", "MESZ"), "CET"),
    **dict.fromkeys(("EET", "EEST"), "EET"),
    **dict.fromkeys(("WET", "WEST"), "WET"),
    "GMT": "GMT",
}
_ANY_YEAR = 2000  # with a leap day


def _of_letters(letters: str) -> str | None:
    """Return the clocks that letters stand for, if nobody else uses them."""
    if letters in _CLOCKS:
        return _CLOCKS[letters]
    named = places(letters) if letters else ()
    return named[0] if len(named) == 1 else None


def as_data(settled: Settled) -> dict[str, Any]:
    """Return a talk with its doubts; times are local ISO 8601.

    A time has its offset only where a moment is known and no zone. The zone is that of
    the source; where it says only letters, the clocks that they stand for (`EST5EDT`),
    or the one city that has them (JST).
    """
    record, origin = settled.record, settled.found.origin
    start, end = _moments(settled.timing)
    row: dict[str, Any] = {
        "title": record.get("title"),
        "speakers": [_person(one) for one in record.get("speakers", ())],
        "start": start,
        "end": end,
        "timezone": settled.timing.zone or _of_letters(settled.timing.letters or ""),
        **{key: record.get(key) for key in _SAID},
        "status": _status(settled),
        **{key: record[key] for key in _MORE if record.get(key)},
    }
    if settled.timing.all_day:
        row["all_day"] = True
    if settled.timing.daily:
        row["daily"] = True
    if settled.found.series:
        row["series"] = settled.found.series
    if origin.url:
        row["url"] = origin.url
    row["source"] = {
        "system": origin.system,
        "id": origin.id,
        "url": origin.url,
        "updated": origin.updated,
        "file": settled.place,
        "line": settled.found.line,
    }
    row["warnings"] = [one.text for one in settled.warnings]
    return row


def _person(one: dict[str, str]) -> dict[str, Any]:
    known = {key: one[key] for key in _PERSON[3:] if one.get(key)}
    name = one["name"] if one["name"] != "TBA" else None
    return {"name": name, **{key: one.get(key) for key in _PERSON[1:3]}, **known}


def _status(settled: Settled) -> str | None:
    said = settled.record.get("status")
    return said or ("rescheduled" if settled.found.moved else None)


def _moments(timing: Timing) -> tuple[str | None, str | None]:
    """Return start and end as text, as far as they are known."""
    if timing.instant is not None:
        until = timing.until
        return _iso(timing.instant), _iso(until) if until else None
    if timing.day is None:
        return None, None
    has_year = isinstance(timing.day, date)
    day = timing.day if isinstance(timing.day, date) else date(_ANY_YEAR, *timing.day)
    last = timing.last or day
    if timing.start is None:
        end = _text(last, None, year=has_year) if last != day else None
        return _text(day, None, year=has_year), end
    ends = timing.end
    if timing.duration is not None:
        until = datetime.combine(day, timing.start) + timing.duration
        last, ends = until.date(), until.time()
    elif ends is not None and ends < timing.start and last == day:
        last = day + timedelta(days=1)
    end = _text(last, ends, year=has_year) if ends is not None else None
    return _text(day, timing.start, year=has_year), end


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _text(day: date, clock: time | None, *, year: bool) -> str:
    text = f"{day}" if year else f"--{day:%m-%d}"
    return text if clock is None else f"{text}T{clock:%H:%M}"
