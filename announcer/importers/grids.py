"""Sheets with their headings: what each column is, also by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cache

from announcer.classes import dataclass
from announcer.importers.found import Doubt, Given
from announcer.importers.headings import known, meanings, plain, says
from announcer.importers.passcodes import names_passcode
from announcer.importers.rowpeople import NOWHERE
from announcer.importers.rows import OFF, status_of
from announcer.importers.serials import day_of_serial, time_of_serial
from announcer.importers.sheets import Row, Sheet

_FEW = 3  # words of a remark that is not only a status
_HEAD = 20  # rows among which the headings stand
_EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "nan", "?", "??"})
_WHO_OR_WHAT = frozenset({"title", "speakers.name", "speakers.last_name", "talk"})
_REMARKED = frozenset({"", "notice", "date", "time", "location"})
_HOURS = re.compile(r"\b(?:hours?|h|hrs?|stunden?|std|heures?|ore|horas?|uren)\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d\d)\.\d\d\b")  # 16.15.00, as forms write


@dataclass(slots=True)
class Grid:
    """A sheet with its headings: which field each column is.

    ``zone`` is what a heading says of the clocks below it.
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
        pairs = _pairs(tuple(self.fields))
        for at, (key, whole) in enumerate(zip(self.fields, row.cells, strict=False)):
            cell = _home_of(row, at, pairs[at]) if at in pairs else whole
            if not is_said(cell):
                continue
            known = status_of(cell)
            few = known and not key and len(cell.split()) < _FEW
            if key in _REMARKED and (known in OFF or few):
                remark = remark or cell
                if key not in {"notice", "date"}:
                    continue
            if key:
                value = cell if at in pairs else self._read(key, at, cell)
                said[key] = f"{said[key]}\n{value}" if key in said else value
        if not said.get("speakers.affiliation", "-").strip(f"\n{NOWHERE}"):
            del said["speakers.affiliation"]
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


@cache
def _pairs(fields: tuple[str, ...]) -> dict[int, int]:
    """Return the columns of homes with those of their people, of several in a row."""
    homes = [at for at, one in enumerate(fields) if one == "speakers.affiliation"]
    names = [at for at, one in enumerate(fields) if one == "speakers.name"]
    several = len(homes) == len(names) > 1
    return dict(zip(homes, names, strict=True)) if several else {}


def _home_of(row: Row, at: int, name: int) -> str:
    """Return a home in one line, and a sign where somebody has none."""
    said = [row.cells[one] if one < len(row.cells) else "" for one in (at, name)]
    home, who = (one if is_said(one) else "" for one in said)
    plain_home = re.sub(r"\s*[\n;|；]\s*", ", ", home)
    return plain_home or (NOWHERE if who else "")


def is_said(cell: str) -> bool:
    """Say whether a cell says anything."""
    return bool(cell) and cell.casefold().strip(" .") not in _EMPTY


def headings_of(sheet: Sheet, columns: Mapping[str, str] | None = None) -> Row | None:
    """Return the row of headings, which may stand below lines of titles.

    Of two rows of headings, the lower says more than the one over it.
    """
    rows = [row for row in sheet.rows[:_HEAD] if any(row.cells)]
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


def count_days(grid: Grid) -> None:
    """Say that days were counted as spreadsheets do."""
    for at, key in enumerate(grid.fields):
        counted = [one for one in grid.said(at) if key == "date" and day_of_serial(one)]
        if counted:
            text = f"days are numbers: {counted[0]} is {day_of_serial(counted[0])}"
            way = "If that is wrong, show the column as dates and save the table again."
            grid.doubts.append(Doubt("serial", text, way, grid.headings.line))


def gives_passcodes(grid: Grid) -> bool:
    """Say whether a column of a table holds what opens the meetings of its talks."""
    heads = enumerate(grid.headings.cells)
    return any(names_passcode(one) and grid.said(at) for at, one in heads)


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
