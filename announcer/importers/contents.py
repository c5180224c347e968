"""What the columns of a table are by what stands in them, where headings say little."""

from __future__ import annotations

import re
from collections.abc import Callable

from announcer.importers.clocks import Trust, clocks_in
from announcer.importers.days import days_in
from announcer.importers.grids import Grid
from announcer.importers.headings import plain, says
from announcer.importers.joining import addresses_in, is_meeting, is_registration
from announcer.importers.monthnames import weekdays_of
from announcer.importers.names import HONORIFIC
from announcer.importers.questions import OWN
from announcer.importers.serials import day_of_serial
from announcer.importers.zonewords import is_zone_word

_DOTTED = re.compile(r"\b(\d{1,2})\.(\d\d)\.\d\d\b")
_LINE = 120  # letters of a title; a text says more
_SHORT = 30  # letters of a cell that says an hour
_HONORIFIC = re.compile(rf"(?:{HONORIFIC}|Ph\.?D\.?|M\.?Sc\.?)\.?", re.IGNORECASE)
_LONG = 60  # letters of a cell that says more than when
_FROM = frozenset({"from", "von", "aus", "de", "da", "dal", "uit", "z", "od"})
_TIMES = frozenset({"date", "time", "end", "end.date"})
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_ADDRESS = frozenset({"link", "slides", "video", "paper", "registration", "source.url"})
_FILMS = re.compile(
    r"youtu\.?be|vimeo\.com|/rec(?:ording)?s?/|mediat|panopto", re.IGNORECASE
)
# What says of a column of addresses that one joins there.
_JOINS = re.compile(
    r"zoom|visio|online|stream|live|join|meeting|webinar|virtual|remote|access|connect"
    r"|teams|webex|bbb|jitsi|meet|\bcall|link|lien|enlace|liga|colleg|connex|conex|accès"
    r"|zugang|einwahl|teiln|fern|ferne|distan|dirett|direct|transmi|acceso|accesso"
    r"|kanal|קישור|לינק|זום",
    re.IGNORECASE,
)


def settle(grid: Grid) -> None:
    """Settle what each column is, by its cells too, and in which zone its hours are."""
    _check_guesses(grid)
    _find_weekdays(grid)
    _find_homes(grid)
    _find_days(grid)
    _find_any_days(grid)
    _find_hours(grid)
    _find_titles(grid)
    _find_addresses(grid)


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


def _find_hours(grid: Grid) -> None:
    """Take a column whose cells are all hours for the time, if no other is."""
    if "time" in grid.fields or "date" not in grid.fields:
        return
    for at, key in enumerate(grid.fields):
        cells = grid.said(at)
        own = OWN.search(plain(grid.headings.cells[at]))
        if not key and not own and cells and all(map(_is_clock, cells)):
            grid.fields[at] = "time"
            return


def _is_clock(cell: str) -> bool:
    return len(cell) < _SHORT and bool(clocks_in(cell))


def _find_titles(grid: Grid) -> None:
    """Tell titles of talks from those of people, and talks from their slides."""
    at = grid.fields.index("title") if "title" in grid.fields else -1
    if at >= 0 and all(map(_HONORIFIC.fullmatch, grid.said(at) or ["-"])):
        grid.fields[at] = ""
    if "title" in grid.fields or "talk" in grid.fields:
        return
    if "abstract" in grid.fields:  # no more than a line each
        text = grid.fields.index("abstract")
        if all(len(one) < _LINE and "\n" not in one for one in grid.said(text)):
            grid.fields[text] = "title"
            return
    for place, heading in enumerate(grid.headings.cells):
        cells = grid.said(place)
        shown = says(heading) in {"slides", "paper"} and not any(
            map(_is_address, cells)
        )
        if place != at and (says(heading) == "title" or (cells and shown)):
            grid.fields[place] = "title"
            return


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
        own = OWN.search(plain(heading))
        if own or key not in {"", "mode"}:
            continue
        if not cells or not all(map(addresses_in, cells)):
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


def zone_of(grid: Grid) -> str:
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
