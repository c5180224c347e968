"""The order of day and month in 3/4/2021, where other rows of a table prove it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from announcer.importers.found import Doubt, Given
from announcer.importers.grids import Grid
from announcer.importers.monthnames import weekdays_of

_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d\d)(?!\d)")
_SHORT_DAY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2,4}))?(?!\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def ordered(grid: Grid) -> Given:
    """Return what is given, with the order of 3/4/2021 if some date proves it."""
    given = grid.given
    if given.day_first is not None or "date" not in grid.fields:
        return given
    day_first, month_first = _proved(grid, "date")
    for other in ("end.date", "timestamp"):  # one form, or one program, writes both
        if not (day_first or month_first) and other in grid.fields:
            day_first, month_first = _proved(grid, other)
    if not (day_first or month_first):
        day_first, month_first = _fitting(grid)
    if day_first and month_first:
        text = "some dates of this table name the day first, and some the month"
        grid.doubts.append(
            Doubt(
                "date-order",
                text,
                "Write all of them as 2026-03-04.",
                grid.headings.line,
            )
        )
    elif day_first or month_first:
        return replace(given, day_first=day_first)
    return given


def _proved(grid: Grid, key: str) -> tuple[bool, bool]:
    """Return whether some date of a column has its day first, and some its month."""
    pairs = [
        (int(found[1]), int(found[2]))
        for cell in grid.column(grid.fields.index(key))
        if (found := _NUMBERS.search(cell))
    ]
    return any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)


def _fitting(grid: Grid) -> tuple[bool, bool]:
    """Return whether the days of the week fit only days, or only months, put first."""
    heads = [row for row in grid.sheet.rows if row.line <= grid.headings.line]
    cells = [cell for row in heads for cell in row.cells]
    said = {int(one) for cell in cells for one in _YEAR.findall(cell)}
    said |= {one + 1 for one in said}
    fits, count = {True: 0, False: 0}, 0
    for values in map(grid.values, grid.rows):
        cell = values.get("date", "")
        found = _SHORT_DAY.search(cell)
        word = values.get("weekday") or (cell[: found.start()] if found else "")
        weekdays = weekdays_of(re.sub(r"\W+$", "", word))
        if not found or not weekdays:
            continue
        count += 1
        years = {int(found[3]) % 100 + 2000} if found[3] else said
        for first in fits:
            day, month = (found[1], found[2]) if first else (found[2], found[1])
            fits[first] += any(_falls(y, int(month), int(day), weekdays) for y in years)
    days, months = (0 < count == fits[one] for one in (True, False))
    return days and not months, months and not days


def _falls(year: int, month: int, day: int, weekdays: frozenset[int]) -> bool:
    try:
        return date(year, month, day).weekday() in weekdays
    except ValueError:
        return False
