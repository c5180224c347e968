"""What several sources come to in a project: where each talk goes, and what changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from announcer.classes import dataclass
from announcer.importers import Doubt, Given
from announcer.importing.comparing import Comparison, compared, inherited
from announcer.importing.matching import Known
from announcer.importing.merging import joined
from announcer.importing.reading import Delivery
from announcer.importing.settling import Settled, settle
from announcer.record import Amendment, Records, to_yaml
from announcer.urls import slug_of_name


@dataclass(frozen=True, slots=True)
class Goal:
    """Where talks go: to the series of a key, or, without one, to that of their name.

    ``files`` are those of a new series. With ``makes`` a name that no series here has
    gives a new one.
    """

    key: str | None = None
    files: tuple[Amendment, ...] = ()
    makes: bool = False


def new_series(key: str, deliveries: Sequence[Delivery]) -> Goal:
    """Return a series that is not there yet, with the name that its talks give it."""
    names = [
        found.series
        for delivery in deliveries
        for found in delivery.shipment.talks
        if found.series
    ]
    last = key.rpartition("/")[2].replace("-", " ")
    name = names[0] if len(set(names)) == 1 else last[:1].upper() + last[1:]
    return Goal(key, (_series_file(key, name),))


def _series_file(key: str, name: str) -> Amendment:
    text = to_yaml({"name": name})
    return Amendment(f"talks/{key}/series.yaml", b"", text.encode())


def proposed(  # noqa: PLR0913 - everything that decides
    records: Records,
    deliveries: Sequence[Delivery],
    given: Given,
    goal: Goal,
    today: date,
    *,
    theirs: bool = False,
) -> Comparison:
    """Return what an import of these sources would change in a project."""
    known = Known((*records.talks, *records.planned))
    settled = [
        settle(found, delivery.name, given, given.timezone, today)
        for delivery in deliveries
        for found in delivery.shipment.talks
    ]
    wanted: list[tuple[str, Settled]] = []
    lost: list[tuple[Settled, Doubt]] = []
    made: dict[str, Amendment] = {}
    for talk in joined(settled):
        key = _key(records, known, talk, goal)
        if key is None:
            lost.append((talk, _nowhere(records, talk)))
            continue
        if goal.makes and key not in records.layers:
            name = talk.found.series or key
            made.setdefault(key, _series_file(key, name))
        wanted.append((key, _here(records, key, talk, given)))
    files = (*goal.files, *made.values())
    found = compared(records, wanted, files, today=today, theirs=theirs)
    return replace(found, open=(*lost, *found.open))


def _key(records: Records, known: Known, talk: Settled, goal: Goal) -> str | None:
    """Return the series of a talk: where it is, shall go, or by its name."""
    same = known.of_source(talk.found.origin)
    if same:
        return same[0].series.key
    if goal.key is not None:
        return goal.key
    name = slug_of_name(talk.found.series or "")
    for series in records.series:
        last = series.key.rpartition("/")[2]
        if talk.found.series and name in {slug_of_name(series.name), last}:
            return series.key
    if goal.makes and talk.found.series:
        return name
    keys = [series.key for series in records.series]
    return keys[0] if len(keys) == 1 else None


def _nowhere(records: Records, talk: Settled) -> Doubt:
    text = "it is open which series this talk goes to"
    keys = ", ".join(series.key or "talks" for series in records.series)
    ways = [f"--series, one of {keys}"] if keys else []
    name = talk.found.series
    if name:
        text += f" (there it is of `{name}`)"
        ways.append(f"--new-series, which makes {slug_of_name(name)}")
    elif not keys:
        ways.append("--series seminar --new-series")
    return Doubt("no-series", text, f"Say it: {'; or '.join(ways)}.", talk.found.line)


def _here(records: Records, key: str, talk: Settled, given: Given) -> Settled:
    """Return a talk with the times of its series, where the source leaves them open."""
    layer = records.layers.get(key, records.own)
    zone = given.timezone or layer.latest().values.get("timezone")
    talk = talk.retimed(zone, given.year)
    timing = talk.timing
    if timing.start is not None or timing.all_day or not isinstance(timing.day, date):
        return talk
    if timing.instant is not None:
        return talk
    usual = inherited(records, key, talk).get("time")
    if usual is not None and usual.start is not None:
        text = f"no time is given; that of the series holds: {usual.start:%H:%M}"
    else:
        text = "no time is given; the talk takes the whole day until one is written"
    doubt = Doubt("no-time", text, "", talk.found.line)
    others = (one for one in talk.doubts if one.code != doubt.code)
    return replace(talk, doubts=(*others, doubt))
