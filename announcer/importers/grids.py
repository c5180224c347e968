"""Sheets with their headings: what each column is, also by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.days import days_in
from announcer.importers.found import Doubt, Given
from announcer.importers.headingnames import OWN
from announcer.importers.headings import known, mapped, meanings, plain, says
from announcer.importers.joining import addresses_in, is_meeting, is_registration
from announcer.importers.monthnames import weekdays_of
from announcer.importers.rows import OFF, status_of
from announcer.importers.serials import day_of_serial, time_of_serial
from announcer.importers.sheets import Row, Sheet
from announcer.importers.zonewords import is_zone_word

HEAD = 20  # rows among which the headings stand
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d\d)(?!\d)")
_EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "nan", "?", "??"})
_WHO_OR_WHAT = frozenset({"title", "speakers.name", "speakers.last_name", "talk"})
_FROM = frozenset({"from", "von", "aus", "de", "da", "dal", "uit", "z", "od"})
_LONG = 60  # letters of a cell that says more than when
_TIMES = frozenset({"date", "time", "end", "end.date"})
_HOURS = re.compile(r"\b(?:hours?|h|hrs?|stunden?|std|heures?|ore|horas?|uren)\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d\d)\.\d\d\b")  # 16.15.00, as forms write
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_ADDRESS = frozenset({"link", "slides", "video", "paper", "registration", "source.url"})
# What says of a column of addresses that one joins there.
_JOINS = re.compile(
    r"zoom|visio|online|stream|live|join|meeting|webinar|virtual|remote|access|connect"
    r"|teams|webex|bbb|jitsi|meet|call|link|lien|enlace|liga|colleg|connex|conex|accès"
    r"|zugang|einwahl|teiln|fern|ferne|distan|dirett|direct|transmi|acceso|accesso"
    r"|kanal|raum|salle|קישור|לינק|זום",
    re.IGNORECASE,
)
_FILMS = re.compile(
    r"youtu\.?be|vimeo\.com|/rec(?:ording)?s?/|mediat|panopto", re.IGNORECASE
)


@dataclass(slots=True)
class Grid:
    """A sheet with its headings: which field each column is.

    ``zone`` is what a heading says of the clocks below it; ``above`` are the rows over
    the headings.
    """

    sheet: Sheet
    headings: Row
    fields: list[str]
    given: Given
    zone: str = ""
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def rows(self) -> Iterator[Row]:
        """Yield the rows below the headings that say anything."""
        for row in self.sheet.rows:
            is_below = row.line > self.headings.line and any(row.cells)
            if is_below and row.cells != self.headings.cells:
                yield row

    def column(self, at: int) -> list[str]:
        """Return what stands in a column."""
        return [row.cells[at] for row in self.rows if at < len(row.cells)]

    def said(self, at: int) -> list[str]:
        """Return the cells of a column that say something."""
        return [one for one in self.column(at) if is_said(one)]

    def values(self, row: Row) -> dict[str, str]:
        """Return the cells of a row that say something, by their fields."""
        said: dict[str, str] = {}
        remark = ""
        for at, (key, cell) in enumerate(zip(self.fields, row.cells, strict=False)):
            if not is_said(cell):
                continue
            if key in {"", "notice", "time", "location"} and status_of(cell) in OFF:
                remark = remark or cell
                if key != "notice":
                    continue
            if key:
                value = self._read(key, at, cell)
                said[key] = f"{said[key]}\n{value}" if key in said else value
        return {"status": remark, **said} if said and remark else said

    def _read(self, key: str, at: int, cell: str) -> str:
        """Return a cell as its column means it: numbers of a spreadsheet, hours."""
        if key in {"date", "end.date"}:
            return day_of_serial(cell) or cell
        if key in {"time", "end"}:
            clock = _DOTTED.sub(r"\1:\2", cell)
            return time_of_serial(cell) or clock
        if key == "duration" and _HOURS.search(plain(self.headings.cells[at])):
            return f"{cell} h" if re.fullmatch(r"\d+(?:[.,]\d+)?", cell) else cell
        return cell


def is_said(cell: str) -> bool:
    """Say whether a cell says anything."""
    return bool(cell) and cell.casefold().strip(" .") not in _EMPTY


def headings_of(sheet: Sheet, columns: Mapping[str, str] | None = None) -> Row | None:
    """Return the row of headings, which may stand below lines of titles.

    Of two rows of headings, the lower says more than the one over it.
    """
    rows = [row for row in sheet.rows[:HEAD] if any(row.cells)]
    if columns:
        wanted = {plain(one) for one in columns}
        best = max(
            rows, key=lambda row: len(wanted & set(map(plain, row.cells))), default=None
        )
        return best if best and wanted & set(map(plain, best.cells)) else None
    best = max(rows, key=lambda row: known(row.cells), default=None)
    if best is None:
        return None
    if known(best.cells) < 2:  # the questions of a form
        best = max(rows, key=lambda row: len(set(meanings(row.cells))))
    fields = set(meanings(best.cells))
    if not (_WHO_OR_WHAT & fields and len(fields - {""}) > 1):
        return None
    return _of_two_rows(rows, best)


def _of_two_rows(rows: list[Row], best: Row) -> Row:
    """Return the headings with those of a second row of them, above or below."""
    at = rows.index(best)
    if at + 1 < len(rows) and _is_all_headings(rows[at + 1]):
        return _merged(best, rows[at + 1])
    if at and _is_all_headings(rows[at - 1]) and not all(best.cells):
        return _merged(rows[at - 1], best)
    return best


def _is_all_headings(row: Row) -> bool:
    cells = list(filter(None, row.cells))
    return len(cells) > 1 and all(map(says, cells))


def _merged(upper: Row, lower: Row) -> Row:
    wide = max(len(upper.cells), len(lower.cells))
    pairs = zip(_wide(upper, wide), _wide(lower, wide), strict=True)
    return Row(lower.line, tuple(under or over for over, under in pairs))


def _wide(row: Row, wide: int) -> tuple[str, ...]:
    return row.cells + ("",) * (wide - len(row.cells))


def grid_of(sheet: Sheet, head: Row, given: Given) -> Grid:
    """Return a sheet with what its columns are, and with the doubts about them."""
    if given.columns:
        grid = Grid(sheet, head, mapped(head.cells, given.columns), given)
    else:
        grid = Grid(sheet, head, meanings(head.cells), given)
        _check_guesses(grid)
        _find_weekdays(grid)
        _find_homes(grid)
        _find_days(grid)
        _find_any_days(grid)
        _find_addresses(grid)
    grid.zone = _zone_of(grid)
    _count_days(grid)
    return grid


def _check_guesses(grid: Grid) -> None:
    """Take back what a heading only seemed to say where no cell fits it."""
    fits: dict[str, Callable[[str], object]] = {
        "date": lambda cell: days_in(cell, grid.given) or _is_number(cell),
        "time": lambda cell: clocks_in(_DOTTED.sub(r"\1:\2", cell), Trust.TIME),
        "end": lambda cell: clocks_in(cell, Trust.TIME) or days_in(cell, grid.given),
        "speakers.email": lambda cell: "@" in cell,
    }
    for at, (heading, key) in enumerate(zip(grid.headings.cells, grid.fields)):  # noqa: B905
        if key in fits and not says(heading):
            cells = grid.said(at)
            if cells and not any(map(fits[key], cells)):
                grid.fields[at] = ""


def _find_homes(grid: Grid) -> None:
    """Take a column `From` that holds no hours for where people are from."""
    if "speakers.affiliation" in grid.fields:
        return
    for at, heading in enumerate(grid.headings.cells):
        if plain(heading) in _FROM and grid.fields[at] in {"", "time"}:
            cells = grid.said(at)
            if cells and not any(clocks_in(one, Trust.TIME) for one in cells):
                grid.fields[at] = "speakers.affiliation"


def _find_any_days(grid: Grid) -> None:
    """Take a column whose cells are all days for the date, if no other is."""
    if "date" in grid.fields:
        return
    for at, heading in enumerate(grid.headings.cells):
        cells = grid.said(at)
        if grid.fields[at] or not cells or OWN.search(plain(heading)):
            continue
        if all(len(one) < _LONG and days_in(one, grid.given) for one in cells):
            grid.fields[at] = "date"
            return


def _is_number(cell: str) -> bool:
    return cell.isdigit() or bool(day_of_serial(cell))


def _find_weekdays(grid: Grid) -> None:
    """Take a column without a heading whose cells are days of the week for that."""
    if "weekday" in grid.fields:
        return
    for at, heading in enumerate(grid.headings.cells):
        cells = [] if heading else list(filter(None, grid.column(at)))
        if cells and all(map(_is_weekday, cells)):
            grid.fields[at] = "weekday"


def _is_weekday(cell: str) -> bool:
    return bool(weekdays_of(cell.strip(" .,")))


def _find_days(grid: Grid) -> None:
    """Take a column `Start` whose cells are days for that, and another for hours."""
    for hour, day in (("time", "date"), ("end", "end.date")):
        if day in grid.fields or hour not in grid.fields:
            continue
        at = grid.fields.index(hour)
        cells = list(filter(None, grid.column(at)))
        only = all(days_in(one, grid.given) or day_of_serial(one) for one in cells)
        if not cells or not only:
            continue
        others = (
            place
            for place, heading in enumerate(grid.headings.cells)
            if not grid.fields[place] and says(heading) == hour
        )
        other = next(others, None)
        if other is not None:
            grid.fields[other] = hour
        if other is not None or hour == "time":
            grid.fields[at] = day


def _find_addresses(grid: Grid) -> None:
    """Tell columns of addresses apart: where to join, slides, recordings."""
    for at, key in enumerate(grid.fields):
        cells = grid.said(at)
        if key in _ADDRESS - {"link"} and cells and not any(map(_is_address, cells)):
            grid.fields[at] = ""
        if key == "link" and cells and not any(map(addresses_in, cells)):
            grid.fields[at] = "" if _is_taken_elsewhere(grid, at) else key
    for at, heading in enumerate(grid.headings.cells):
        cells = grid.said(at)
        key = grid.fields[at]
        if key not in {"", "mode"} or not cells or not all(map(addresses_in, cells)):
            continue
        found = _of_addresses(heading, cells)
        if found and found not in grid.fields:
            grid.fields[at] = found


def _is_address(cell: str) -> bool:
    return bool(addresses_in(cell)) or ("." in cell.strip(" .") and " " not in cell)


def _is_taken_elsewhere(grid: Grid, at: int) -> bool:
    """Say whether another column holds addresses and may be the link."""
    return any(
        says(heading) == "link" and any(map(addresses_in, grid.said(place)))
        for place, heading in enumerate(grid.headings.cells)
        if place != at
    )


def _of_addresses(heading: str, cells: list[str]) -> str:
    """Return what a column of addresses is for, if that is certain."""
    urls = [url for cell in cells for url in addresses_in(cell)]
    if any(map(is_meeting, urls)):
        return "link"
    if all(map(is_registration, urls)):
        return "registration"
    if all(map(_FILMS.search, urls)):
        return "video"
    meant = says(heading)
    if meant in _ADDRESS:
        return meant
    return "link" if _JOINS.search(heading) else ""


def _zone_of(grid: Grid) -> str:
    """Return the zone that a heading says for the times below it: `Time (CET)`."""
    for heading, key in zip(grid.headings.cells, grid.fields, strict=False):
        if key not in _TIMES:
            continue
        words = [*_IN_BRACKETS.findall(heading), heading.rpartition(" ")[2]]
        for one in words:
            bare = str(one).strip()
            if is_zone_word(bare) and (bare.isupper() or "/" in bare):
                return bare
            if re.fullmatch(r"[A-Z][a-z]+/[A-Z]\w+(?: ?time)?", bare):
                return bare
    return ""


def _count_days(grid: Grid) -> None:
    """Say that days were counted as spreadsheets do."""
    for at, key in enumerate(grid.fields):
        counted = [one for one in grid.said(at) if key == "date" and day_of_serial(one)]
        if counted:
            text = f"days are numbers: {counted[0]} is {day_of_serial(counted[0])}"
            way = "If that is wrong, show the column as dates and save the table again."
            grid.doubts.append(Doubt("serial", text, way, grid.headings.line))


def ordered(grid: Grid) -> Given:
    """Return what is given, with the order of 3/4/2021 if some date proves it."""
    given = grid.given
    if given.day_first is not None or "date" not in grid.fields:
        return given
    day_first, month_first = _proved(grid, "date")
    for other in ("end.date", "timestamp"):  # one form, or one program, writes both
        if not (day_first or month_first) and other in grid.fields:
            day_first, month_first = _proved(grid, other)
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


def left_over(grid: Grid) -> Doubt | None:
    """Return a doubt that names the columns that are not taken over."""
    left = [
        heading
        for at, (heading, meaning) in enumerate(
            zip(grid.headings.cells, grid.fields, strict=True)
        )
        if heading and not meaning and grid.said(at)
    ]
    if not left:
        return None
    text = f"columns that are not taken over: {', '.join(left)}"
    way = "Say with --map what they are, if they should be."
    return Doubt("columns", text, way, grid.headings.line)
