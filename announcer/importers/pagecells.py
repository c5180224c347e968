"""The cells of the tables of a page, each in every row and column that it is of."""

from __future__ import annotations

import copy
from typing import Any

_MOST = 200  # rows that one cell reaches over


def unnest(page: Any) -> None:
    """Leave no table in another: each of those is a frame that only lays out a page.

    A table of one cell is that cell; one with headings has what its cells hold as text.
    """
    tables = page.find_all("table")
    for table in reversed(tables):  # the inmost first
        within = table.find_parent("table") is not None
        if len(table.find_all(["td", "th"])) < 2:
            if within:
                _as_blocks(table)
        elif within and _heads(table.find_parent("table")):
            _as_text(page, table)
    for table in tables:
        if table.name == "table" and table.find("table") is not None:
            _as_blocks(table)


def _heads(table: Any) -> bool:
    """Say whether a table has cells for headings of its own."""
    return any(one.find_parent("table") is table for one in table.find_all("th"))


def _as_blocks(table: Any) -> None:
    """Let a table, its rows and its cells be blocks of text."""
    own = table.find_all(["tr", "td", "th", "thead", "tbody", "tfoot", "caption"])
    for one in own:
        if one.find_parent("table") is table:
            one.name = "div"
    table.name = "div"


def _as_text(page: Any, table: Any) -> None:
    cells = [one.get_text(" ", strip=True) for one in table.find_all(["td", "th"])]
    table.replace_with(page.new_string(", ".join(filter(None, cells))))


def spread(page: Any) -> None:
    """Give each row of the tables of a page all its cells.

    A cell of several rows stands in each of them; what is folded up in a cell gets a
    column of its own, under what it is called; a stroke within a cell is escaped.
    """
    for table in page.find_all("table"):
        rows = table.find_all("tr")
        _fill(rows)
        _unfold(page, rows)
    for cell in page.find_all(["td", "th"]):
        for text in cell.find_all(string=True):
            if "|" in text:
                text.replace_with(str(text).replace("|", r"\|"))


def _fill(rows: list[Any]) -> None:
    """Enter the cells that reach down from rows above."""
    hanging: dict[int, tuple[int, Any]] = {}  # by column: rows to come, and the cell
    for row in rows:
        own = _cells(row)
        placed: list[Any] = []
        at = 0
        while own or at in hanging:
            if at in hanging:
                left, cell = hanging.pop(at)
                placed.append(copy.copy(cell))
            else:
                cell = own.pop(0).extract()
                left = _count(cell, "rowspan")
                placed.append(cell)
            if left > 1:
                hanging[at] = left - 1, cell
            at += _count(cell, "colspan")
        row.extend(placed)


def _unfold(page: Any, rows: list[Any]) -> None:
    """Move what is folded up in cells, an abstract, to columns at the end."""
    columns: dict[str, int] = {}
    wide = sum(_count(cell, "colspan") for cell in _cells(rows[0])) if rows else 0
    for row in rows[1:]:
        for fold in row.find_all("details"):
            called = fold.find("summary")
            name = called.extract().get_text(" ", strip=True) if called else ""
            if not name:
                continue
            at = columns.setdefault(name, wide + len(columns))
            here = sum(_count(cell, "colspan") for cell in _cells(row))
            row.extend(page.new_tag("td") for _ in range(at + 1 - here))
            _cells(row)[-1 if at >= here else at - here].append(fold.extract())
    for name in columns:
        head = page.new_tag(_cells(rows[0])[0].name)
        head.string = name
        rows[0].append(head)


def _cells(row: Any) -> list[Any]:
    return list(row.find_all(["td", "th"], recursive=False))


def _count(cell: Any, name: str) -> int:
    said = str(cell.get(name) or "").strip()
    return min(int(said), _MOST) if said.isdecimal() and int(said) else 1
