"""What rows of a table leave to those around them: the day, the year, the term."""

from __future__ import annotations

import re
from dataclasses import field, replace
from datetime import date, time, timedelta
from itertools import pairwise

from announcer.classes import dataclass
from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.days import Day, days_in
from announcer.importers.found import Doubt
from announcer.importers.grids import Grid, is_said
from announcer.importers.letters import letter_of
from announcer.importers.names import is_name
from announcer.importers.rowtimes import moment_of_row
from announcer.importers.sheets import Row
from announcer.importers.spans import blanked
from announcer.importers.years import Years, is_stamp, years_of

_YEAR = re.compile(  # and no room, no year in which somebody was founded
    r"(?<![\d./-])(?<!since )(?<!founded )(?<!seit )(?<!ndet )(?<!depuis )(?<!dal )"
    r"(?<!desde )(?<!room )(?<!raum )(?<!salle )(?<!aula )(?<!sala )(?<!© )"
    r"(20\d\d)(?![\d.]*\d|[/-]\d)",
    re.IGNORECASE,
)
# A term that goes on into the year after the one it is called by.
_WINTER = re.compile(
    r"\b(?:ws|wise|wintersemester|winter ?term|wintertermin|semestre d['’]hiver"
    r"|semestre invernale|michaelmas|herbstsemester|hs|academic year|studienjahr"
    r"|ann[ée]e (?:universitaire|acad[ée]mique)|anno accademico|a\.a\.|curso"
    r"|a[ñn]o acad[ée]mico|ano letivo|rok akademicki|l[äa]s[åa]r\w*)\b",
    re.IGNORECASE,
)
_BACK = timedelta(days=120)  # so far back a table does not go without a new year
_SIGNS = frozenset("*†‡¹²³")
_HEADING = 40  # letters of the heading of a group
_FEW = 24  # letters beside a day in the heading of a group


@dataclass(slots=True)
class Groups:
    """The rows of a table that were read so far, and what they leave to the next.

    ``text`` is what stands outside of the table.
    """

    grid: Grid
    text: str
    day: str = ""
    stamp: str = ""
    last: date | None = None
    years: Years | None = None
    lines: list[int] = field(default_factory=list)  # of rows that took a day
    only: tuple[int, ...] = ()  # the year of days that are far from a month said
    line: int = 0
    hour: tuple[time, str] | None = None  # and the room, of the row before
    signs: frozenset[str] = frozenset()  # of footnotes

    def __post_init__(self) -> None:
        alone = (one.cells for one in self.grid.rows if len(set(one.cells) - {""}) == 1)
        firsts = (next(filter(None, cells))[0] for cells in alone)
        self.signs = frozenset(firsts) & _SIGNS

    def heads(self, row: Row) -> bool:
        """Say whether a row is a heading of those below it; what it says is kept."""
        cells = {cell for cell in row.cells if is_said(cell)}
        if len(cells) != 1:
            return False
        (cell,) = cells
        days = days_in(cell, self.grid.given)
        if days:
            rest = blanked(cell, (one.place for one in days))
            key = self.grid.fields[row.cells.index(cell)]
            few = len(re.sub(r"[\W\d]+", "", rest)) <= _FEW
            if few and key != "date" and not clocks_in(rest, Trust.DATE):
                self.day, self.hour = cell, None
                return True
            return False
        if len(cell) > _HEADING or not {"date", "time"} & set(self.grid.fields):
            return False
        years = self._years(cell)
        if not (years.terms or years.academic or years.months):
            return False
        self.years, self.last, self.day = years, None, ""
        return True

    def is_remark(self, row: Row, values: dict[str, str]) -> bool:
        """Say whether a row only says something about the others."""
        cells = [cell for cell in row.cells if is_said(cell)]
        dated = {"date", "time"} & set(self.grid.fields)
        if len(set(cells)) != 1 or not dated or {"date", "time"} & values.keys():
            return False
        return not ("speakers.name" in values and is_name(values["speakers.name"]))

    def filled(self, row: Row, values: dict[str, str]) -> dict[str, str]:
        """Return a row with the day of the group that it is in, without footnotes."""
        for sign in self.signs:
            values = {key: one.removesuffix(sign) for key, one in values.items()}
        self.stamp, self.line = values.get("timestamp", ""), row.line
        clocks = clocks_in(values.get("time", ""), Trust.TIME)
        hour = (clocks[0].start, values.get("location", "")) if clocks else None
        if "date" in values:
            self.day = " ".join(filter(None, (values.get("weekday"), values["date"])))
            self.hour = hour
        elif self.day and hour and not self._dates(values["time"]):
            if self.hour and not _follows(hour, self.hour):
                return values
            self.hour = hour
            self.lines.append(row.line)
            return {**values, "date": self._only_day()}
        return values

    def _dates(self, cell: str) -> bool:
        return bool(days_in(cell, self.grid.given))

    def _only_day(self) -> str:
        """Return the day of a group without the hours of its first talk."""
        days = days_in(self.day, self.grid.given)
        if not days:
            return self.day
        begin, end = days[0].place
        return self.day[:end] if begin < _FEW else self.day[begin:end]

    def dated(self, day: Day) -> Day:
        """Return a day with the year that its table says."""
        years = self.years or self._years(self.text)
        self.years = years
        if self.stamp:
            sent = moment_of_row(
                replace(self.grid.given, year=None), {"date": self.stamp}, "", _as_is
            )[0].day
            years = replace(years, sent=(sent,) if isinstance(sent, date) else ())
        found = years.dated(day)
        if isinstance(found.day, tuple) and self.only:
            found = replace(years, terms=self.only, months=()).dated(day)
        if self._goes_back(found) and years.terms and self._rises_twice():
            self.years = replace(years, terms=tuple(one + 1 for one in years.terms))
            found = self.years.dated(day)
            text = f"{found.day} is taken to be of the year after that of the day above"
            self.grid.doubts.append(Doubt("year", text, "", self.line))
        self.last = found.day if isinstance(found.day, date) else self.last
        return found

    def _goes_back(self, found: Day) -> bool:
        known = isinstance(found.day, date) and self.last is not None
        return bool(known and found.day < self.last - _BACK)  # type: ignore[operator]

    def _rises_twice(self) -> bool:
        """Say whether the days of a table go up, and once more from a new year on."""
        at = self.grid.fields.index("date") if "date" in self.grid.fields else -1
        cells = self.grid.column(at) if at >= 0 else []
        days = [one[0].day for cell in cells if (one := days_in(cell, self.grid.given))]
        pairs = [
            (one.month, one.day) if isinstance(one, date) else one
            for one in days
            if one is not None
        ]
        return sum(two < one for one, two in pairwise(pairs)) == 1

    def _years(self, text: str) -> Years:
        """Return what a text says of years: terms, and the only year in it."""
        given = self.grid.given
        own = "\n".join(one for one in text.split("\n") if not is_stamp(one, given))
        years = years_of(letter_of(text.encode()), given)
        said = tuple(dict.fromkeys(int(one) for one in _YEAR.findall(own)))
        if years.academic or len(said) != 1:
            return years
        if _WINTER.search(own):
            return replace(years, terms=(), academic=said)
        if years.months and not years.terms:  # March 2026: of days near to it
            self.only = said
            return years
        return replace(years, terms=said)


def _follows(one: tuple[time, str], other: tuple[time, str]) -> bool:
    """Say whether a talk is after another of its day, or beside it in another room.

    One that is not has a day of its own, which nobody has written yet.
    """
    return one[0] > other[0] or (one[0] == other[0] and one[1] != other[1])


def _as_is(day: Day) -> Day:
    return day
