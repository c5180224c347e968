"""Talks from tables: a row is a talk, and headings say which column is what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from announcer.errors import BadValue
from announcer.importers.clocks import Clock, Trust, clocks_in
from announcer.importers.common import common_of
from announcer.importers.contents import settle, zone_of
from announcer.importers.dateorder import ordered
from announcer.importers.dates import of_clocks, zoned
from announcer.importers.encoding import guessed
from announcer.importers.evidence import Common
from announcer.importers.found import Doubt, Found, Given, Shipment
from announcer.importers.gaps import hours_missed
from announcer.importers.grids import (
    Grid,
    count_days,
    gives_passcodes,
    headings_of,
    left_over,
)
from announcer.importers.groups import Groups
from announcer.importers.headings import FIELDS, known, mapped, meanings, plain
from announcer.importers.letters import letter_of
from announcer.importers.own import lacks
from announcer.importers.pagetables import unpaged
from announcer.importers.placefields import cleaned_place
from announcer.importers.rows import is_awaited, name_of, no_talk, talk_of
from announcer.importers.rowtimes import stamp_of
from announcer.importers.sheets import Row, Sheet, is_workbook, sheets_of
from announcer.importers.zonewords import zone_of_all
from announcer.report.sheet import COLUMNS

__all__ = ["FIELDS", "columns", "read", "recognises"]

_ENDINGS = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm")
_SIGNS = " \t;,|\"'"  # of cells that are empty, beside the only one of a line


def recognises(content: bytes, name: str) -> bool:
    """Say whether this is a table with headings that are known."""
    if is_workbook(content):
        return True
    if content.startswith(b"PK"):
        return False
    if name.casefold().endswith(_ENDINGS):
        return True
    content = unpaged(content)
    head = content[:20_000].lstrip()
    if head[:1] in {b"{", b"[", b"<"} or b"\n" not in head.strip():
        return False
    try:
        sheets = sheets_of(head)
    except BadValue:
        return False
    heads = (headings_of(sheet) for sheet in sheets)
    return any(head and known(head.cells) > 1 for head in heads)


def read(
    content: bytes,
    name: str,  # noqa: ARG001 - the shape of importers
    given: Given,
) -> Shipment:
    """Return the talks of a table, one for each row that is one."""
    talks: list[Found] = []
    skipped: list[Doubt] = []
    content, doubts = unpaged(content), [*_guessed_page(content)]
    for grid in list(_grids(content, given)):
        outside = _outside(grid, content)
        text = "\n".join([*(line for _, line in outside), *grid.headings.cells])
        groups = Groups(grid, text)
        found, left = _read(grid, groups)
        if groups.lines:
            told = f"the day stands above, at the head of their group: {_few(groups)}"
            grid.doubts.append(Doubt("day-above", told, "", groups.lines[0]))
        doubts += [*grid.sheet.doubts, *grid.doubts]
        found, lack = hours_missed(_completed(found, outside, grid))
        ours = grid.headings.cells[: len(COLUMNS)] == COLUMNS
        doubts += lack if not ours else ()
        found = [_closed(one) for one in found] if gives_passcodes(grid) else found
        talks += found
        skipped += left
    return Shipment(talks=tuple(talks), skipped=tuple(skipped), doubts=tuple(doubts))


def _closed(talk: Found) -> Found:
    """Return a talk whose link, if it has one, is not for all."""
    if not talk.record.get("link"):
        return talk
    return replace(talk, record={"link_access": "members", **talk.record})


def _guessed_page(content: bytes) -> tuple[Doubt, ...]:
    """Return the doubt about the letters of a page; those of a text come with it."""
    return guessed(content) if unpaged(content) is not content else ()


def _few(groups: Groups) -> str:
    *more, last = groups.lines
    shown = f"lines {', '.join(map(str, more))} and {last}" if more else f"line {last}"
    return shown if len(more) < 9 else f"{len(more) + 1} lines"


def _outside(grid: Grid, content: bytes) -> list[tuple[int, str]]:
    """Return the lines of text above and below a table, without the cells of it."""
    rows = grid.sheet.rows
    if sum(len(row.cells) > 1 for row in rows) < 2:
        return []
    alone = [row for row in rows if row.line > grid.headings.line and _is_alone(row)]
    inside = max((row.line for row in rows if not _is_alone(row)), default=0)
    top = [row for row in rows if row.line < grid.headings.line]
    kept = [*top, *(row for row in alone if row.line > inside)]
    if is_workbook(content):
        pairs = [(row.line, ", ".join(filter(None, row.cells))) for row in kept]
    else:
        lines = letter_of(content).text.split("\n")
        numbers = (row.line for row in kept if row.line <= len(lines))
        pairs = [(number, lines[number - 1].strip(_SIGNS)) for number in numbers]
    return [pair for pair in pairs if pair[1].strip()]


def _is_alone(row: Row) -> bool:
    return len(set(filter(None, row.cells))) < 2


def _completed(
    talks: list[Found], outside: list[tuple[int, str]], grid: Grid
) -> list[Found]:
    """Return talks with the hour, place and link that stand around their table."""
    if not outside:
        return talks
    text = "\n".join(line for _, line in outside)
    shared = common_of(outside, text, grid.given)
    times = clocks_in(shared.time, Trust.DATE)[:1]
    zone = zone_of_all(text)
    return [_with_shared(one, shared, times, zone) for one in talks]


def _with_shared(talk: Found, shared: Common, times: list[Clock], zone: str) -> Found:
    record, moment = dict(talk.record), talk.moment
    if shared.place and not record.get("location"):
        record["location"] = cleaned_place(shared.place)
    if shared.link and not record.get("link"):
        record["link"] = shared.link
    if moment.day and moment.time is None and moment.instant is None:
        moment = of_clocks(times, moment)[0]
    if zone and moment.time and not (moment.zone or moment.abbreviation):
        moment = zoned(moment, zone)
    return replace(talk, record=record, moment=moment)


def columns(content: bytes) -> list[tuple[str, str]]:
    """Return the headings of a table, each with the field that it is taken for."""
    grid = next(_grids(unpaged(content), Given()))
    return [
        (heading, meaning if meaning in FIELDS else "")
        for heading, meaning in zip(grid.headings.cells, grid.fields, strict=True)
        if heading
    ]


def _grids(content: bytes, given: Given) -> Iterator[Grid]:
    found = False
    for sheet in sheets_of(content):
        head = headings_of(sheet, given.columns)
        if head is None:
            continue
        found = True
        grid = _grid(sheet, head, given)
        if head.cells[: len(COLUMNS)] == COLUMNS:
            grid.doubts.append(lacks("report"))
        grid.given = ordered(grid)
        if left := left_over(grid):
            grid.doubts.append(left)
        yield grid
    if not found:
        raise BadValue(
            "no row of headings is found that names a speaker or a title, and a date",
            "Say which column is what: --suggest-map begins a map for --map.",
        )


def _grid(sheet: Sheet, head: Row, given: Given) -> Grid:
    if given.columns:
        grid = Grid(sheet, head, mapped(head.cells, given.columns), given)
    else:
        grid = Grid(sheet, head, meanings(head.cells), given)
        settle(grid)
    grid.zone = zone_of(grid)
    count_days(grid)
    return grid


def _read(grid: Grid, groups: Groups) -> tuple[list[Found], list[Doubt]]:
    talks: list[Found] = []
    skipped: list[Doubt] = []
    answers: dict[str, tuple[str, int]] = {}  # by speaker: when, and which talk
    for row in grid.rows:
        values = grid.values(row)
        if groups.heads(row) or not values:
            continue
        reason = no_talk(values)
        if not reason and groups.is_remark(row, values):
            reason = f"`{next(iter(values.values()))[:60]}` stands alone in its row"
        values = groups.filled(row, values)
        if reason and not is_awaited(values):
            skipped.append(Doubt("no-talk", reason, "", row.line))
            continue
        found = talk_of(grid.given, row.line, values, grid.zone, groups.dated)
        hour = found.moment.time or found.moment.instant
        if reason and hour is None:  # TBA, at no time: a free slot
            skipped.append(Doubt("no-talk", reason, "", row.line))
            continue
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
