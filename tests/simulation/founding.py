"""How an institute begins: its series by chance, and what every world may contain."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from tests.simulation.institute import DAY, Institute, Rule, Series, Site

_FIELDS = ("algebra", "biology", "chaos", "dynamics", "ethics", "fluids", "groups",
           "history", "inference", "jets", "knots", "logic", "music", "numbers",
           "optics", "physics", "quanta", "rings", "sets", "trees", "units",
           "vision", "waves", "xenon", "yields", "zeta")  # fmt: skip
_PLACES = (
    ("Europe/Berlin", "de"), ("Europe/Berlin", "en"), ("America/New_York", "en-US"),
    ("America/New_York", "en"), ("Asia/Jerusalem", "he"), ("Europe/Paris", "fr"),
    ("Australia/Sydney", "en"), ("Europe/London", "en"), ("Asia/Kolkata", "en"),
    ("America/Los_Angeles", "en-US"), ("Asia/Jerusalem", "en"),
)  # fmt: skip
_ANNOUNCED = Rule("announcement", 7, time(9))
_RULES: tuple[tuple[Rule, ...], ...] = (
    (_ANNOUNCED, Rule("reminder", 0, time(8))),
    (
        Rule("announcement", 10, time(10)),
        Rule("reminder", 1, time(18)),
        Rule("reminder", lead=timedelta(hours=2)),
    ),
    (Rule("digest", weekday=6, at=time(18)),),
    (Rule("digest", weekday=4, at=time(12)), Rule("reminder", 0, time(7, 30))),
    (Rule("announcement", 3, time(9)), Rule("digest", weekday=2, at=time(9))),
    (Rule("digest", weekday=5, at=time(21)),),
    (Rule("digest", weekday=0, at=time(8)),),
    (_ANNOUNCED, Rule("reminder", 1, time(9)), Rule("programme", 7, time(10))),
    (Rule("announcement", 14, time(0)), Rule("reminder", 1, time(23, 30))),
    (Rule("programme", 5, time(9)), Rule("digest", weekday=6, at=time(17))),
    (_ANNOUNCED, Rule("reminder", 0, time(8)), Rule("digest", weekday=3, at=time(20))),
)
_SETTLES = (None, None, timedelta(minutes=30), timedelta(hours=2), timedelta(hours=12))
# Before the clocks change in one zone or another.
_BEGINNINGS = (
    date(2025, 3, 3), date(2025, 10, 13), date(2026, 3, 2), date(2026, 9, 21),
    date(2026, 1, 5), date(2025, 9, 22), date(2026, 3, 16), date(2025, 12, 1),
)  # fmt: skip


def found(
    folder: Path, chance: Random, size: int, days: int
) -> tuple[Institute, datetime]:
    """Return an institute of so many series, and the moment at which it begins."""
    first = chance.choice(_BEGINNINGS) + chance.randrange(14) * DAY
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    site = Site(
        id=None if chance.random() < 0.2 else "talks.example.edu",
        report_to="organiser@example.edu" if chance.random() < 0.25 else None,
        terms=tuple(_terms(first + chance.randrange(-40, 5) * DAY, first + days * DAY)),
    )
    shared = f"everybody@{chance.choice(('lists', 'post'))}.example.edu"
    series = [_series(chance, number, shared) for number in range(size)]
    return Institute(folder, site, series), start


def _terms(day: date, last: date) -> list[tuple[str, date, date]]:
    """Return terms of twelve weeks with four weeks between them."""
    found: list[tuple[str, date, date]] = []
    while day < last + 40 * DAY:
        found.append((f"Term {len(found) + 1}", day, day + 84 * DAY))
        day += 112 * DAY
    return found


def _series(chance: Random, number: int, shared: str) -> Series:
    key = _FIELDS[number % len(_FIELDS)] + str(number // len(_FIELDS) or "")
    place, language = chance.choice(_PLACES)
    lists = [f"{key}@lists.example.edu"]
    if chance.random() < 0.15:
        lists.append(f"{key}-friends@lists.example.edu")
    rules = chance.choice(_RULES)
    is_pure_digest = {one.kind for one in rules} == {"digest"}
    if is_pure_digest and chance.random() < 0.5:
        lists = [shared]
        place, language = "Europe/Berlin", "en"
        rules = (Rule("digest", weekday=6, at=time(18)),)
    access = chance.choice(("public", "members"))
    return Series(
        key=key,
        name=f"{key.capitalize()} Seminar",
        zone=place,
        language=language,
        weekday=chance.randrange(5),
        clock=time(chance.randrange(8, 19), chance.choice((0, 15, 30))),
        minutes=chance.choice((45, 60, 90)),
        room=f"Room {chance.randrange(100, 900)}",
        lists=tuple(lists),
        rules=rules,
        settle=chance.choice(_SETTLES),
        link=f"https://meet.example.edu/{key}-{chance.randrange(10**6)}"
        if chance.random() < 0.5
        else None,
        access=access,
        every=chance.choice((1, 2, 2)),
        server="relay-b" if chance.random() < 0.2 else None,
    )
