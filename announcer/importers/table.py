"""Talks from tables: a row is a talk, and headings say which column is what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from announcer.errors import BadValue
from announcer.importers.clocks import Clock, Trust, clocks_in
from announcer.importers.common import common_of
from announcer.importers.dates import of_clocks
from announcer.importers.days import days_in
from announcer.importers.evidence import Common
from announcer.importers.found import Doubt, Found, Given, Shipment
from announcer.importers.headings import FIELDS, known, mapped, meanings, plain
from announcer.importers.letters import letter_of
from announcer.importers.monthnames import weekdays_of
from announcer.importers.own import lacks
from announcer.importers.places import cleaned_place
from announcer.importers.rows import OFF, name_of, no_talk, stamp_of, status_of, talk_of
from announcer.importers.sheets import Row, Sheet, is_workbook, sheets_of
from announcer.report.sheet import COLUMNS

__all__ = ["FIELDS", "columns", "read", "recognises"]

_ENDINGS = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")
_HEAD = 20  # rows among which the headings stand
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d\d)(?!\d)")
_EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "nan", "?", "??"})
_WHO_OR_WHAT = frozenset({"title", "speakers.name", "speakers.last_name"})


@dataclass(slots=True)
class _Table:
    """A sheet with its headings: which field each column is."""

    sheet: Sheet
    headings: Row
    fields: list[str]
    given: Given
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

    def values(self, row: Row) -> dict[str, str]:
        """Return the cells of a row that say something, by their fields."""
        pairs = list(zip(self.fields, row.cells, strict=False))
        said = {key: cell for key, cell in pairs if key and _says(cell)}
        remarks = (cell for key, cell in pairs if not key and status_of(cell) in OFF)
        remark = next(remarks, "")
        return {"status": remark, **said} if said and remark else said


def recognises(content: bytes, name: str) -> bool:
    """Say whether this is a table with headings that are known."""
    if is_workbook(content):
        return True
    if content.startswith(b"PK"):
        return False
    if name.casefold().endswith(_ENDINGS):
        return True
    head = content[:20_000].lstrip()
    if head[:1] in {b"{", b"[", b"<"} or b"\n" not in head.strip():
        return False
    try:
        sheets = sheets_of(head)
    except BadValue:
        return False
    heads = (_headings(sheet) for sheet in sheets)
    return any(head and known(head.cells) > 1 for head in heads)


def read(
    content: bytes,
    name: str,  # noqa: ARG001 - the shape of importers
    given: Given,
) -> Shipment:
    """Return the talks of a table, one for each row that is one."""
    tables = list(_tables(content, given))
    talks: list[Found] = []
    skipped: list[Doubt] = []
    doubts: list[Doubt] = []
    for table in tables:
        doubts += [*table.sheet.doubts, *table.doubts]
        found, left = _read(table)
        talks += _completed(found, content, table)
        skipped += left
    return Shipment(talks=tuple(talks), skipped=tuple(skipped), doubts=tuple(doubts))


def _completed(talks: list[Found], content: bytes, table: _Table) -> list[Found]:
    """Return talks with the hour, place and link that stand above their table."""
    if table.headings.line == 1 or is_workbook(content):
        return talks
    lines = list(enumerate(letter_of(content).text.split("\n"), 1))
    rows = [row.cells for row in table.sheet.rows]
    top = [one for one in lines[: table.headings.line - 1] if one[1].strip()]
    if not top or sum(len(cells) > 1 for cells in rows) < 2:
        return talks
    shared = common_of(top, "\n".join(line for _, line in top), table.given)
    times = clocks_in(shared.time, Trust.DATE)[:1]
    return [_with_shared(one, shared, times) for one in talks]


def _with_shared(talk: Found, shared: Common, times: list[Clock]) -> Found:
    record, moment = dict(talk.record), talk.moment
    if shared.place and not record.get("location"):
        record["location"] = cleaned_place(shared.place)
    if shared.link and not record.get("link"):
        record["link"] = shared.link
    if moment.day and moment.time is None and moment.instant is None:
        moment = of_clocks(times, moment)[0]
    return replace(talk, record=record, moment=moment)


def columns(content: bytes) -> list[tuple[str, str]]:
    """Return the headings of a table, each with the field that it is taken for."""
    table = next(_tables(content, Given()))
    return [
        (heading, meaning)
        for heading, meaning in zip(table.headings.cells, table.fields, strict=True)
        if heading
    ]


def _says(cell: str) -> bool:
    return bool(cell) and cell.casefold().strip(" .") not in _EMPTY


def _tables(content: bytes, given: Given) -> Iterator[_Table]:
    sheets = sheets_of(content)
    found = False
    for sheet in sheets:
        head = _headings(sheet, given.columns)
        if head is None:
            continue
        found = True
        if given.columns:
            fields = mapped(head.cells, given.columns)
        else:
            fields = meanings(head.cells)
        table = _Table(sheet, head, fields, given)
        _find_weekdays(table)
        _find_days(table)
        if head.cells[: len(COLUMNS)] == COLUMNS:
            table.doubts.append(lacks("report"))
        table.given = _ordered(table)
        _name_what_is_left(table)
        yield table
    if not found:
        raise BadValue(
            "no row of headings is found that names a speaker or a title, and a date",
            "Say which column is what: --suggest-map begins a map for --map.",
        )


def _headings(sheet: Sheet, columns: Mapping[str, str] | None = None) -> Row | None:
    """Return the row of headings, which may stand below lines of titles."""
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
    return best if _WHO_OR_WHAT & fields and len(fields - {""}) > 1 else None


def _find_weekdays(table: _Table) -> None:
    """Take a column without a heading whose cells are days of the week for that."""
    if "weekday" in table.fields:
        return
    for at, heading in enumerate(table.headings.cells):
        cells = [] if heading else list(filter(None, table.column(at)))
        if cells and all(map(_is_weekday, cells)):
            table.fields[at] = "weekday"


def _find_days(table: _Table) -> None:
    """Take a column `Start` whose cells are days for that, and another for hours."""
    if "date" in table.fields or "time" not in table.fields:
        return
    at = table.fields.index("time")
    cells = list(filter(None, table.column(at)))
    if not cells or not all(days_in(cell, table.given) for cell in cells):
        return
    table.fields[at] = "date"
    hours = (
        place
        for place, heading in enumerate(table.headings.cells)
        if not table.fields[place] and meanings([heading]) == ["time"]
    )
    if (place := next(hours, None)) is not None:
        table.fields[place] = "time"


def _is_weekday(cell: str) -> bool:
    return bool(weekdays_of(cell.strip(" .,")))


def _ordered(table: _Table) -> Given:
    """Return what is given, with the order of 3/4/2021 if some date proves it."""
    given = table.given
    if given.day_first is not None or "date" not in table.fields:
        return given
    day_first, month_first = _proved(table, "date")
    if not (day_first or month_first) and "timestamp" in table.fields:
        day_first, month_first = _proved(table, "timestamp")  # one form writes both
    if day_first and month_first:
        text = "some dates of this table name the day first, and some the month"
        table.doubts.append(
            Doubt(
                "date-order",
                text,
                "Write all of them as 2026-03-04.",
                table.headings.line,
            )
        )
    elif day_first or month_first:
        return replace(given, day_first=day_first)
    return given


def _proved(table: _Table, field: str) -> tuple[bool, bool]:
    """Return whether some date of a column has its day first, and some its month."""
    pairs = [
        (int(found[1]), int(found[2]))
        for cell in table.column(table.fields.index(field))
        if (found := _NUMBERS.search(cell))
    ]
    return any(one > 12 for one, _ in pairs), any(two > 12 for _, two in pairs)


def _name_what_is_left(table: _Table) -> None:
    left = [
        heading
        for at, (heading, meaning) in enumerate(
            zip(table.headings.cells, table.fields, strict=True)
        )
        if heading
        and not meaning
        and any(_says(row.cells[at]) for row in table.rows if at < len(row.cells))
    ]
    if left:
        text = f"columns that are not taken over: {', '.join(left)}"
        way = "Say with --map what they are, if they should be."
        table.doubts.append(Doubt("columns", text, way, table.headings.line))


def _read(table: _Table) -> tuple[list[Found], list[Doubt]]:
    talks: list[Found] = []
    skipped: list[Doubt] = []
    answers: dict[str, tuple[str, int]] = {}  # by speaker: when, and which talk
    for row in table.rows:
        values = table.values(row)
        reason = no_talk(values) if values else ""
        if reason:
            skipped.append(Doubt("no-talk", reason, "", row.line))
        if not values or reason:
            continue
        found = talk_of(table.given, row.line, values)
        stamp, key = stamp_of(values.get("timestamp", "")), plain(name_of(found))
        if not (stamp and key):
            talks.append(found)
        elif key not in answers:
            answers[key] = stamp, len(talks)
            talks.append(found)
        else:
            before, at = answers[key]
            older, newer = (talks[at], found) if stamp >= before else (found, talks[at])
            answers[key], talks[at] = (max(stamp, before), at), newer
            skipped.append(_answered_again(older, newer))
    return talks, skipped


def _answered_again(older: Found, newer: Found) -> Doubt:
    text = f"an earlier answer of {name_of(older)}; that of line {newer.line} is taken"
    return Doubt("answered-again", text, "", older.line)
