"""Time zones by their IANA names, and when their clocks change.

They are good to the year 2100; pytz itself stops in 2037.
"""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from io import BytesIO
from operator import attrgetter
from typing import Any

import pytz
from pytz.tzfile import build_tzinfo
from pytz.tzinfo import DstTzInfo

from announcer.classes import dataclass
from announcer.when.names import explain, is_place
from announcer.when.posix import PosixRule, parse_rule

LAST_YEAR = 2100

_SECOND, _NONE = timedelta(seconds=1), timedelta()
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - pytz keeps its changes in naive UTC
_HEADER = struct.Struct(">4sc15x6l")
_MOMENT = attrgetter("moment_utc")

# offset, the part of it that is daylight time, abbreviation: as pytz keeps them
TimeType = tuple[timedelta, timedelta, str]
# of a zone by its name: offset and daylight time in seconds, abbreviation
Kind = tuple[str, int, int, str | None]


@dataclass(frozen=True, slots=True)
class Transition:
    """One change of the clocks.

    ``moment_utc`` is naive UTC. ``is_dst`` is true on the summer side: where the tz
    database counts winter as negative daylight time (Dublin), that is the time it
    calls standard, for calendars know no negative daylight time.
    """

    moment_utc: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str
    is_dst: bool


@cache
def zone(name: str) -> tzinfo:
    """Return the zone of an IANA name such as ``America/New_York``, or UTC.

    Valid from 1901 to the end of 2100. Raises BadValue with the likely zone for
    abbreviations, offsets and misspelt names.
    """
    if name == "UTC":
        return pytz.utc
    if not (is_place(name) and _exists(name)):
        raise explain(name, pytz.all_timezones)
    # not pytz.timezone, which looks for all six hundred files before it takes one
    known: tzinfo = build_tzinfo(name, BytesIO(_bytes(name)))
    return _lengthen(known) if isinstance(known, DstTzInfo) else known


def transitions(tz_name: str, first: date, last: date) -> tuple[Transition, ...]:
    """Return the change in force on ``first`` and every one until ``last`` (UTC days).

    Empty where a zone never changed. Raises BadValue for an unknown zone.
    """
    found = _all(tz_name)
    start = datetime.combine(first, datetime.min.time())
    end = datetime.combine(last + timedelta(days=1), datetime.min.time())
    here = bisect_right(found, start, key=_MOMENT)
    return found[max(0, here - 1) : bisect_left(found, end, lo=here, key=_MOMENT)]


@cache
def posix_rule(tz_name: str) -> str:
    """Return the rule after the last listed change, such as ``EST5EDT,M3.2.0,M11.1.0``.

    Raises BadValue for an unknown zone.
    """
    zone(tz_name)
    return _read(tz_name, datetime.max).footer  # noqa: DTZ901 - naive, as in pytz


@cache
def rule(tz_name: str) -> PosixRule | None:
    """Return that rule in parts, or None where the tz database states none."""
    return parse_rule(posix_rule(tz_name))


def steps(tz: tzinfo) -> list[tuple[datetime, TimeType]]:
    """Return all changes of a zone in naive UTC with what begins there."""
    if not isinstance(tz, DstTzInfo):
        return []
    times, kinds = _lists(tz)
    return list(zip(times, kinds, strict=True))


def unchanged(tz: tzinfo, first: datetime, last: datetime) -> tzinfo | None:
    """Return the one kind of time a zone has between two moments, in naive UTC.

    None if its clocks change there.
    """
    if not isinstance(tz, DstTzInfo):
        return tz
    own: Any = tz
    times = own._utc_transition_times  # noqa: SLF001 - as below
    at = bisect_right(times, first)
    if at != bisect_right(times, last):
        return None
    found: tzinfo = own._tzinfos[own._transition_info[max(0, at - 1)]]  # noqa: SLF001
    return found


def kind_at(name: str, moment: datetime) -> Kind:
    """Return which kind of the time of that zone a moment is: see ``kind_of_time``."""
    tz = moment.tzinfo
    if isinstance(tz, DstTzInfo):
        return _kind(name, tz)
    return _kind_of(name, moment)


@lru_cache(maxsize=1024)
def _kind(name: str, tz: DstTzInfo) -> Kind:
    """Return the one kind of time that pytz has an object for."""
    return _kind_of(name, datetime(2000, 1, 1, tzinfo=tz))


def _kind_of(name: str, moment: datetime) -> Kind:
    parts = (moment.utcoffset() or _NONE, moment.dst() or _NONE)
    offset, dst = (part // _SECOND for part in parts)
    return name, offset, dst, moment.tzname()


def kind_of_time(name: str, offset: int, dst: int, letters: str | None) -> tzinfo:
    """Return a zone while its clocks show such a time; both in seconds.

    Raises ValueError if they never do.
    """
    tz: Any = zone(name)
    kind = (timedelta(seconds=offset), timedelta(seconds=dst), letters)
    kinds: dict[Any, tzinfo] = getattr(tz, "_tzinfos", {})  # as below
    if not kinds:
        return tz  # type: ignore[no-any-return]
    if kind not in kinds:
        raise ValueError(f"{name} has no such time")
    return kinds[kind]


def zone_data(name: str) -> bytes:
    """Return all that is known of a zone, to see whether it is still the same."""
    return b"" if name == "UTC" else _bytes(name)


def _lists(tz: Any) -> tuple[list[datetime], list[TimeType]]:
    # pytz shows its changes nowhere else; these names are as old as pytz
    return list(tz._utc_transition_times), list(tz._transition_info)  # noqa: SLF001


class _LongZone(DstTzInfo):
    """A pytz zone with a longer list of changes; it copies and pickles as itself."""

    def __reduce__(self) -> tuple[Any, ...]:
        parts = (getattr(self, key) for key in ("_utcoffset", "_dst", "_tzname"))
        return _restore, (self.zone, *parts)


def _restore(name: str, *kind_of_time: Any) -> tzinfo:
    found: tzinfo = zone(name)._tzinfos[kind_of_time]  # type: ignore[attr-defined]  # noqa: SLF001
    return found


def _lengthen(known: DstTzInfo) -> tzinfo:
    times, kinds = _lists(known)
    # one kind of time must stay one tuple, or pytz makes a new tzinfo for the future
    twins = {(offset, name): (offset, dst, name) for offset, dst, name in kinds}
    standard = next(offset for offset, dst, _ in reversed(kinds) if not dst)
    for moment, offset, name, is_dst in _future(str(known.zone), times[-1]):
        dst = offset - standard if is_dst else timedelta()
        times.append(moment)
        kinds.append(twins.get((offset, name), (offset, dst, name)))
    body = {
        "zone": known.zone,
        "_utc_transition_times": times,
        "_transition_info": kinds,
    }
    made: tzinfo = type(str(known.zone), (_LongZone,), body)()
    return made


def _future(
    name: str, after: datetime
) -> Iterator[tuple[datetime, timedelta, str, bool]]:
    file = _read(name, after)
    yield from file.changes
    last = file.changes[-1][0] if file.changes else after
    rule = parse_rule(file.footer)
    if rule is None:
        return
    for year in range(max(last.year, 1970), LAST_YEAR + 1):
        yield from (change for change in rule.changes(year) if change[0] > last)


@dataclass(frozen=True, slots=True)
class _File:
    changes: tuple[tuple[datetime, timedelta, str, bool], ...]
    footer: str


def _read(name: str, after: datetime) -> _File:
    """Read the 64-bit half of a TZif file, which pytz leaves alone (RFC 9636).

    Of its changes only later ones are wanted, and none before 1970: no talk is there.
    """
    data = _bytes(name)
    if data[4:5] < b"2":
        return _File((), "")
    second = _HEADER.size + _block_length(data, 0, 4)
    *_, count, kinds, chars = _HEADER.unpack_from(data, second)
    start = second + _HEADER.size
    moments = struct.unpack_from(f">{count}q", data, start)
    indexes = data[start + 8 * count : start + 9 * count]
    table = start + 9 * count
    names = data[table + 6 * kinds : table + 6 * kinds + chars]
    entries = list(struct.iter_unpack(">lBB", data[table : table + 6 * kinds]))
    changes = []
    first = bisect_right(moments, max(-1, (after - _EPOCH) // timedelta(seconds=1)))
    for moment, index in zip(moments[first:], indexes[first:], strict=True):
        offset, is_dst, at = entries[index]
        text = names[at:].partition(b"\0")[0].decode("ascii")
        when = _EPOCH + timedelta(seconds=moment)
        changes.append((when, timedelta(seconds=offset), text, bool(is_dst)))
    end = start + _block_length(data, second, 8)
    return _File(tuple(changes), data[end:].strip(b"\n").decode("ascii"))


def _exists(name: str) -> bool:
    try:
        return _bytes(name).startswith(b"TZif")
    except OSError:
        return False


@lru_cache(maxsize=64)
def _bytes(name: str) -> bytes:
    with pytz.open_resource(name) as stream:  # type: ignore[attr-defined]
        data: bytes = stream.read()
    return data


def _block_length(data: bytes, at: int, size: int) -> int:
    _, _, utc, std, leaps, count, kinds, chars = _HEADER.unpack_from(data, at)
    length: int = (
        (size + 1) * count + 6 * kinds + chars + (size + 4) * leaps + std + utc
    )
    return length


@lru_cache(maxsize=256)
def _all(tz_name: str) -> tuple[Transition, ...]:
    changes = steps(zone(tz_name))
    found = []
    for at in range(1, len(changes)):
        old, (moment, new) = changes[at - 1][1], changes[at]
        if (old[0], old[2]) != (new[0], new[2]):  # a change that clocks or names show
            summer = _is_summer([kind for _, kind in changes[at - 1 : at + 2]])
            found.append(Transition(moment, old[0], new[0], new[2], summer))
    return tuple(found)


def _is_summer(kinds: list[TimeType]) -> bool:
    """Say whether the second of up to three consecutive kinds of time is summer."""
    nought = timedelta()
    here = kinds[1][1]
    if here:
        return here > nought
    return any(kind[1] < nought for kind in kinds)
