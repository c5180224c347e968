"""A report as a table, a talk a row: CSV, or a workbook with the totals beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from announcer.errors import AnnouncerError
from announcer.report.entries import Report
from announcer.report.prose import counted, heading

COLUMNS = (
    "start", "end", "title", "speakers", "affiliations", "series", "type", "venue",
    "status", "video", "slides", "paper", "page", "time", "timezone",
)  # fmt: skip
# A cell that begins so is a formula to spreadsheets, whoever wrote the title.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(report: Report) -> bytes:
    """Return the talks, called off or not, as CSV (RFC 4180) in UTF-8 with its mark.

    Spreadsheets know by the mark that it is UTF-8. A text that they would take for a
    formula gets an apostrophe before it.
    """
    stream = StringIO(newline="")
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    table.writerows(map(_harmless, row) for row in _rows(report))
    return stream.getvalue().encode("utf-8-sig")


def xlsx_file(report: Report) -> bytes:
    """Return the same as a workbook; raises AnnouncerError without openpyxl."""
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - rare, and an extra
    except ModuleNotFoundError:
        raise AnnouncerError(
            "writing .xlsx wants the package openpyxl, which is not installed\n"
            "  Install it with: pip install 'talk-announcer[import]', or use --as csv."
        ) from None
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.append(COLUMNS)
    for row in _rows(report):
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula
    sheet.freeze_panes = "A2"
    totals = book.create_sheet("totals")
    for line in (heading(report), *counted(report)):
        totals.append([line])
        totals.cell(totals.max_row, 1).data_type = "s"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _rows(report: Report) -> Iterator[list[str]]:
    for one in report.entries:
        homes = [home or "" for _, home in one.speakers]
        yield [
            one.first.isoformat(),
            one.last.isoformat(),
            one.title or "",
            "; ".join(name for name, _ in one.speakers),
            "; ".join(homes) if any(homes) else "",
            one.event,
            one.type or "",
            one.venue or "",
            one.status.value,
            one.video or "",
            one.slides or "",
            one.paper or "",
            one.page,
            one.hours,
            one.timezone,
        ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
