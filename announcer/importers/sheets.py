"""The rows of a table, whatever it is kept in: text with delimiters, or a workbook."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import field
from datetime import datetime, time, timedelta
from typing import Any

from announcer.classes import dataclass
from announcer.errors import AnnouncerError, BadValue
from announcer.importers.encoding import decoded
from announcer.importers.found import Doubt
from announcer.importers.headings import known

_DELIMITERS = ",;\t|"
_FIRST_LINES = 40
_LARGEST = 200 * 1024 * 1024  # bytes of a workbook when it is unpacked
_MOST_ROWS = 50_000
_ESCAPED = "\ue000"  # of private use
_WORKBOOK = b"xl/workbook.xml"
_STROKES = re.compile(r"(?=.*--)[\s|:-]*\|[\s|:-]*")
_STROKE = re.compile(r":?-+:?")
_FORMULA = re.compile(r"=\s*[A-Za-z+(]")
_KEPT = re.compile(r"^'(?=[=+@-])")  # how spreadsheets keep a text from being one


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of a row; ``line`` is where it begins, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class Sheet:
    """A table; its name is empty where there is only one."""

    name: str
    rows: list[Row]
    doubts: list[Doubt] = field(default_factory=list)


def is_workbook(content: bytes) -> bool:
    """Say whether these are the bytes of an .xlsx file."""
    return content.startswith(b"PK\x03\x04") and _WORKBOOK in content


def sheets_of(content: bytes) -> list[Sheet]:
    """Return every table of a file; raises AnnouncerError for what cannot be read."""
    if is_workbook(content):
        return _workbook(content)
    text, doubts = decoded(content)
    delimiter = _delimiter(text)
    rows = list(_rows(text, delimiter, doubts))
    if delimiter == "|":
        return _apart(rows, text.split("\n"), doubts)
    return [Sheet("", rows, doubts)]


def _delimiter(text: str) -> str:
    """Return the sign between cells: that with which most headings are known."""
    head = "\n".join(text.splitlines()[:_FIRST_LINES])

    def score(sign: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(io.StringIO(head), delimiter=sign))
        except csv.Error:
            return 0, 0
        return max(map(known, rows), default=0), sum(len(row) > 1 for row in rows)

    return max(_DELIMITERS, key=score)


def _rows(text: str, delimiter: str, doubts: list[Doubt]) -> Iterator[Row]:
    if delimiter == "|":  # within a cell of Markdown it is escaped
        text = text.replace(r"\|", _ESCAPED)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            plain = (cell.replace(_ESCAPED, "|").strip() for cell in cells)
            kept = tuple(_checked(cell, line, doubts) for cell in plain)
            if not _is_stroke(kept, delimiter):
                yield Row(line, kept)
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadValue(
            f"line {line} is no row of a table: {error}",
            'Is there a " that is not closed?',
        ) from None


def _apart(rows: list[Row], lines: list[str], doubts: list[Doubt]) -> list[Sheet]:
    """Return the tables of a text in Markdown, with what stands above the first.

    A table without headings, as wide as that above it, goes on with it; any other
    whose headings are not known is left out, and said.
    """
    by_line = {row.line: row for row in rows}
    strokes = [at for at, text in enumerate(lines, 1) if _STROKES.fullmatch(text)]
    pairs = [(at, by_line.get(at - 1), by_line.get(at + 1)) for at in strokes]
    heads = [
        (at - 1 if over and any(over.cells) else at + 1, over, under)
        for at, over, under in pairs
    ]
    begins = [at for at, *_ in heads if at in by_line and known(by_line[at].cells) > 1]
    if len(heads) < 2 or not begins:
        return [Sheet("", rows, doubts)]
    for at, over, _ in heads:
        if at in begins or (over and not any(over.cells) and begins[0] < at):
            continue
        end = next(
            (n for n in range(at, len(lines)) if "|" not in lines[n]), len(lines)
        )
        rows = [row for row in rows if not at <= row.line <= end]
        text = "no headings of this table are known, and it is left out"
        way = "Name its columns: a speaker or a title, and a date."
        doubts.append(Doubt("no-headings", text, way, at))
    ends = [_below_table(rows, at) for at in begins[1:]]
    above = [row for row in rows if row.line < begins[0]]
    found: list[Sheet] = []
    for begin, end in zip([begins[0], *ends], [*ends, len(lines) + 1], strict=True):
        within = [row for row in rows if begin <= row.line < end]
        found.append(Sheet("", [*above, *within], [] if found else doubts))
    return found


def _below_table(rows: list[Row], head: int) -> int:
    """Return the line after the last row of the table before these headings."""
    return max(row.line for row in rows if row.line < head and len(row.cells) > 1) + 1


def _is_stroke(cells: tuple[str, ...], delimiter: str) -> bool:
    """Say whether a row is the stroke below the headings of a table in Markdown."""
    said = [*filter(None, cells)]
    return delimiter == "|" and bool(said) and all(map(_STROKE.fullmatch, said))


def _checked(cell: str, line: int, doubts: list[Doubt]) -> str:
    """Return a cell unless it is a formula, which nobody worked out."""
    cell = _KEPT.sub("", cell)
    if not cell.startswith("=") or not _FORMULA.match(cell):
        return cell
    shown = cell if len(cell) < 60 else f"{cell[:59]}…"
    text = f"`{shown}` is a formula, which is not worked out; the cell is left empty"
    doubts.append(Doubt("formula", text, "Paste the values instead.", line))
    return ""


def _workbook(content: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        raise BadValue(
            "this spreadsheet is damaged or cut short", "Save it again."
        ) from None
    if size > _LARGEST:
        raise AnnouncerError(
            f"this spreadsheet unpacks to {size // 1024 // 1024} MB, which is no table "
            "of talks"
        )
    saved, formulas = _opened(content, values=True), _opened(content, values=False)
    found = []
    for sheet, written in zip(saved.worksheets, formulas.worksheets, strict=True):
        if sheet.sheet_state == "visible":
            found.append(_worksheet(sheet, written, alone=len(saved.worksheets) == 1))
    return found


def _opened(content: bytes, *, values: bool) -> Any:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra, and heavy
    except ImportError:
        raise BadValue(
            "spreadsheets need another package",
            "Run: pip install 'talk-announcer[import]', or save the table as .csv.",
        ) from None
    try:
        return load_workbook(io.BytesIO(content), read_only=True, data_only=values)
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes it say
        raise BadValue(
            f"this spreadsheet cannot be read ({type(error).__name__})",
            "Open it, and save it again as .xlsx or .csv.",
        ) from None


def _worksheet(sheet: Any, written: Any, *, alone: bool) -> Sheet:
    found = Sheet("" if alone else str(sheet.title), [])
    sheet.reset_dimensions()
    written.reset_dimensions()
    both = zip(
        sheet.iter_rows(values_only=True),
        written.iter_rows(values_only=True),
        strict=False,
    )
    saved = 0
    for line, (values, originals) in enumerate(both, 1):
        if line > _MOST_ROWS:
            text = f"only the first {_MOST_ROWS} rows were read"
            found.doubts.append(Doubt("too-long", text, "", line))
            break
        cells = []
        for value, original in zip(values, originals, strict=False):
            is_formula = isinstance(original, str) and original.startswith("=")
            if is_formula and value is None:
                cells.append(_checked(original, line, found.doubts))
                continue
            saved += is_formula
            cells.append(_text(value))
        found.rows.append(Row(line, tuple(cells)))
    if saved:
        text = f"{saved} cells hold formulas; what they showed when saved is taken"
        found.doubts.append(Doubt("formula", text))
    return found


def _text(value: object) -> str:
    """Return a cell as text; days and hours come as ISO 8601, which nobody misreads."""
    if isinstance(value, datetime):
        has_time = value.time() != time()
        return f"{value:%Y-%m-%d %H:%M}" if has_time else f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        return f"{int(value.total_seconds()) // 60} min"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
